import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { Page } from 'playwright'
import { launchElectron } from './launch-electron.ts'
import { launchStandIn } from './launch-stand-in.ts'
import { electronBinary, hasDisplay } from './scripts/electron-binary.mjs'
import { type Hostility, hostileEnvironment, hostilitiesIn } from './stand-in/hostile.ts'
import type { MenuPlace, Outside } from './stand-in/wire.ts'

export interface LaunchOptions {
  /** The app's data folder. */
  dataDir: string
  /** Added to an environment without the test runner's own variables and without any `GRADEKEEP_…`. */
  env?: Readonly<Record<string, string>>
  /** Further words on the app's command line. */
  args?: readonly string[]
  /** What this start has to bear, instead of what `STAND_IN_HOSTILE` says for the whole run. Of the stand-in only. */
  hostile?: readonly Hostility[]
  /** The folder that holds package.json and out/. */
  root?: string
}

/** The built app, running, with one window. */
export interface RunningGradekeep {
  readonly kind: 'electron' | 'chromium'
  readonly page: Page
  /** The origin of the page's address: `app://gradekeep`, or the stand-in's name for it. */
  readonly origin: string
  /** Lines of the main process's output, and of the page's console (`page error: …`). */
  readonly logs: readonly string[]
  /** Every address the page asked for, always in the form `app://gradekeep/…`. */
  readonly requests: readonly string[]
  readonly dialogs: {
    /** Answers the next save dialog: a path, or null for cancel. Answers queue; without one a dialog is cancelled. */
    answerNextSave(path: string | null): Promise<void>
    /** Answers the next dialog that asks for a file, in the same way. */
    answerNextOpen(path: string | null): Promise<void>
    /** Answers the next box with a question by the place of a button. Without an answer it stays open. */
    answerNextMessage(button: number): Promise<void>
    /** Ends the next print dialog: with why nothing was printed, or with nothing. Without an answer it stays open. */
    answerNextPrint(reason: string): Promise<void>
  }
  /** Drops files or folders on the window. */
  drop(paths: readonly string[]): Promise<void>
  /** What has left the app: addresses for the browser, files shown in their folder, text copied. */
  outside(): Promise<Outside>
  resize(width: number, height: number): Promise<void>
  /** The window's page as it is now: another one once the page before it has crashed. */
  windowPage(): Promise<Page>
  /** Lets the window's page crash, or the system kill it. */
  crash(reason?: 'crashed' | 'killed'): Promise<void>
  /** Lets the window's page stop answering, as Chromium finds after half a minute. */
  hang(): Promise<void>
  /** Clicks an item of a menu by the labels that lead to it; without any, the icon in the tray itself. */
  press(place: MenuPlace, labels: readonly string[]): Promise<void>
  /** Lets the computer wake from sleep, which is when the app does what is due. */
  wake(): Promise<void>
  /**
   * Tells of the computer's shutdown, as Linux and macOS do; an app that asks for time has some seconds of it. Resolves
   * with the status of the process once that is gone.
   */
  shutDown(): Promise<number | NodeJS.Signals>
  /** Asks whether the user's session may end, as Windows does. @returns whether the app refuses it */
  askSessionEnd(): Promise<boolean>
  /** Ends the session: the app is told, and stopped in that moment. */
  endSession(): Promise<void>
  /** Takes the computer's network away, or gives it back. */
  setOnline(isOnline: boolean): Promise<void>
  /** Settles with the process's exit code or signal once it is gone, however it went. */
  readonly exited: Promise<number | NodeJS.Signals>
  /** Quits as the menu would, and waits until the process is gone. */
  close(): Promise<void>
  /** Ends the process at once, as a crash or a power cut would. */
  kill(): Promise<void>
}

export const projectRoot = fileURLToPath(new URL('../../', import.meta.url))

/** Which of the two runs here: real Electron where it is installed and has a display, else the stand-in. */
export const launcherKind = (root = projectRoot): 'electron' | 'chromium' =>
  electronBinary(root) !== null && hasDisplay() ? 'electron' : 'chromium'

const running = new Set<RunningGradekeep>()

/** The windows launched by this process that are still open. */
export const runningWindows = (): readonly RunningGradekeep[] => [...running]

/**
 * Starts the built app and waits for its window. Rejects when it ends without one, as a second copy on the same data
 * folder does.
 */
export async function launchGradekeep(options: LaunchOptions): Promise<RunningGradekeep> {
  const root = options.root ?? projectRoot
  const given = { ...options, root, env: environmentFor(options) }
  const launch = launcherKind(root) === 'electron' ? launchElectron : launchStandIn
  const launched = await launch(given)
  running.add(launched)
  launched.page.on('close', () => running.delete(launched))
  return launched
}

const runnerVariable = /^(VITEST|GRADEKEEP_|TEST$|NODE_ENV$|NODE_OPTIONS$|npm_)/

function environmentFor({ dataDir, env, hostile }: LaunchOptions): Record<string, string> {
  const plain = { ...plainEnvironment(), ...(hostile === undefined ? {} : hostileEnvironment(hostile)) }
  // A packaged app may write into the folder of what the desktop starts at login.
  const own = hostilitiesIn(plain).has('packaged') ? { XDG_CONFIG_HOME: join(dataDir, 'config') } : {}
  return { ...plain, ...own, ...env }
}

function plainEnvironment(): Record<string, string> {
  const entries = Object.entries(process.env).filter((entry): entry is [string, string] => entry[1] !== undefined)
  return Object.fromEntries(entries.filter(([name]) => !runnerVariable.test(name)))
}
