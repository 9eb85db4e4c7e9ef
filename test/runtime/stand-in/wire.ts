import type { ChildProcess } from 'node:child_process'
import { type BirpcReturn, createBirpc } from 'birpc'
import type { Packed } from './packed.ts'

/** Calls from the pages to the main process. Addresses are in the app's own form (`app://gradekeep/…`). */
export interface MainSide {
  request(windowId: number, request: PageRequest): Promise<PageAnswer>
  invoke(windowId: number, frame: FrameFacts, channel: string, args: unknown[]): Promise<InvokeAnswer>
  /** A page called `window.open` or followed a link into a new window. It never gets one. */
  windowOpen(windowId: number, url: string): void
  windowClosed(windowId: number): void
  pageGone(windowId: number, reason: 'crashed' | 'killed'): void
  /** The page takes no input any more, as Chromium finds after half a minute. */
  pageHangs(windowId: number): void
  /** Clicks an item of a menu by the labels that lead to it; without any, the icon in the tray itself. */
  press(place: MenuPlace, labels: readonly string[]): void
  /** The computer has slept and wakes. */
  wake(): void
  /** The computer is about to be shut down. An app that asks for no time is stopped, and answers nothing. */
  shutDown(): void | Promise<void>
  /** Windows asks whether the session of its user may end. @returns whether the app refuses it */
  askSessionEnd(): boolean | Promise<boolean>
  /** The session ends: the app is told, and stopped. */
  endSession(): void
  /** The computer has lost its network, or has it again. */
  setOnline(isOnline: boolean): void
  quit(): void
}

export type MenuPlace = 'application' | 'tray' | 'popup'

/** Calls from the main process to the window system. */
export interface HostSide {
  openWindow(windowId: number, window: WindowFacts): Promise<void>
  load(windowId: number, url: string): Promise<void>
  send(windowId: number, channel: string, args: readonly unknown[]): Promise<void>
  resize(windowId: number, width: number, height: number): Promise<void>
  focus(windowId: number): Promise<void>
  closeWindow(windowId: number): Promise<void>
  crashPage(windowId: number): Promise<void>
  setColorScheme(scheme: 'light' | 'dark' | null): Promise<void>
  saveDialog(options: SaveDialogFacts): Promise<string | null>
  openDialog(options: OpenDialogFacts): Promise<string | null>
  /** Answers with the place of the button that was pressed. */
  messageBox(box: MessageFacts): Promise<number>
  /** Opens the print dialog. Answers with why nothing was printed, or with nothing. */
  print(): Promise<string>
  /** A box that waits for nobody's answer: an error, or a question before there is a window. */
  errorBox(title: string, content: string): void
  /** Something left the app: an address for the browser, a file to show, text for the clipboard. */
  outside(kind: keyof Outside, value: string): void
}

export interface WindowFacts {
  width: number
  height: number
  preload: string | null
  /** Applies to the whole browser here, so only the first window's is used; others have the same. */
  webRtcPolicy: string | null
  proxy: { proxyRules?: string; proxyBypassRules?: string } | null
}

export interface PageRequest {
  url: string
  method: string
  resourceType: string
  /** Set when the page is about to navigate: by itself, or because a person reloads it from the menu. */
  navigation: { isMainFrame: boolean; isReloadByUser: boolean } | null
}

export type PageAnswer =
  | { kind: 'answered'; status: number; headers: Record<string, string>; body: Uint8Array }
  | { kind: 'cancelled' }
  | { kind: 'blocked' }

export type InvokeAnswer = { ok: true; value: Packed } | { ok: false; message: string }

export interface FrameFacts {
  url: string
  isMainFrame: boolean
}

export interface SaveDialogFacts {
  title?: string
  defaultPath?: string
}

export interface OpenDialogFacts {
  title?: string
  /** Endings of the files that are meant, without their point. */
  extensions: string[]
}

export interface MessageFacts {
  message: string
  detail: string
  buttons: string[]
  /** The button that stands for closing the box. */
  cancelId: number
}

export interface Outside {
  opened: string[]
  shown: string[]
  copied: string[]
}

// A dialog waits for a person and a quit for running work, so no call has a time limit of its own.
const noTimeLimit = -1

/** The host's end of the wire to a main process it started. */
export function connectMain(child: ChildProcess, host: HostSide): BirpcReturn<MainSide, HostSide> {
  return createBirpc<MainSide, HostSide>(host, {
    // The process may end between two messages; the host acts on its exit.
    post: (message) => child.connected && child.send(message, () => {}),
    on: (listener) => child.on('message', listener),
    // Sent without waiting for an answer, which could be lost in the exit they cause.
    eventNames: ['windowOpen', 'windowClosed', 'pageGone', 'pageHangs', 'wake', 'endSession', 'quit'],
    timeout: noTimeLimit,
  })
}

/** The main process's end of the wire to its host. */
export function connectHost(main: MainSide): BirpcReturn<HostSide, MainSide> {
  return createBirpc<HostSide, MainSide>(main, {
    post: (message) => process.connected && process.send?.(message),
    on: (listener) => process.on('message', listener),
    timeout: noTimeLimit,
  })
}
