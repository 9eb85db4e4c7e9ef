import { useEffect, useRef } from 'react'

export const onMac = /mac/i.test(globalThis.navigator?.userAgent ?? '')

/** A shortcut's name for screen readers: "Control+E". */
export const shortcutName = (key: string): string => `${onMac ? 'Meta' : 'Control'}+${key}`

/** A pressed key with its modifiers. */
export interface Stroke {
  readonly key: string
  readonly ctrlKey: boolean
  readonly metaKey: boolean
  readonly altKey: boolean
  readonly shiftKey: boolean
}

/** Whether a key was pressed with Ctrl alone (Cmd on a Mac). */
export const isCommand = (event: Stroke, key: string): boolean =>
  event.key.toLowerCase() === key && !event.altKey && !event.shiftKey && (onMac ? event.metaKey : event.ctrlKey)

/** Whether it goes back, as in a browser: Alt+Left, on a Mac Cmd+[, since Alt+Left moves by words in a text there. */
export const isBack = (event: Stroke, mac = onMac): boolean =>
  mac
    ? event.key === '[' && event.metaKey && !event.altKey && !event.ctrlKey
    : event.key === 'ArrowLeft' && event.altKey && !event.shiftKey && !event.ctrlKey

export const dialogIsOpen = (): boolean => document.querySelector('[aria-modal="true"], [role="alertdialog"]') !== null

/** Whether a key is for a dialog, a popover or a menu, and not for what lies below. */
export const isForOverlay = (event: KeyboardEvent): boolean =>
  dialogIsOpen() || (event.target instanceof Element && event.target.closest('[role="dialog"], [role="menu"]') !== null)

/** Runs `action` on Ctrl (Cmd) and a key, anywhere in the window, unless a dialog is open. */
export const useShortcut = (key: string, action: () => void): void => useShortcuts([key], action)

/** Runs `action` with the one of `keys` that was pressed together with Ctrl (Cmd), unless a dialog is open. */
export function useShortcuts(keys: readonly string[], action: (key: string) => void): void {
  useKey((event) => {
    const key = keys.find((one) => isCommand(event, one))
    if (key === undefined || dialogIsOpen()) return
    event.preventDefault()
    action(key)
  })
}

/** Runs `action` on the key that goes back, unless a dialog is open, which it would take away. */
export function useBackKey(action: () => void): void {
  useKey((event) => {
    if (!isBack(event) || dialogIsOpen()) return
    event.preventDefault()
    action()
  })
}

/** Calls `heard` for every key pressed in the window while the component is mounted. */
export function useKey(heard: (event: KeyboardEvent) => void): void {
  const latest = useRef(heard)
  useEffect(() => {
    latest.current = heard
  })
  useEffect(() => {
    const listen = (event: KeyboardEvent) => latest.current(event)
    window.addEventListener('keydown', listen)
    return () => window.removeEventListener('keydown', listen)
  }, [])
}

const typing = 'input, textarea, select, [contenteditable], [role="spinbutton"], [role="textbox"]'

/** Whether the key goes into a text field, where a single letter is not a command. */
export const isTyping = (event: KeyboardEvent): boolean =>
  event.target instanceof Element && event.target.closest(typing) !== null

const textFields =
  'input:not([type="checkbox"], [type="radio"], [type="range"]), textarea, select, [contenteditable], [role="textbox"], [role="spinbutton"]'

/** Whether the focus is where a text is written, which has an undo of its own. */
export const isInText = (event: KeyboardEvent): boolean =>
  event.target instanceof Element && event.target.closest(textFields) !== null

/** Which of undo and redo a key asks for: Ctrl (Cmd) and Z, with Shift to redo; elsewhere than on a Mac also Ctrl and Y. */
export function undoKey(event: Stroke): 'undo' | 'redo' | null {
  const command = onMac ? event.metaKey && !event.ctrlKey : event.ctrlKey && !event.metaKey
  if (!command || event.altKey) return null
  const key = event.key.toLowerCase()
  if (key === 'z') return event.shiftKey ? 'redo' : 'undo'
  return key === 'y' && !event.shiftKey && !onMac ? 'redo' : null
}

/**
 * How many rows a key steps through the list beside the panel: brackets from anywhere, arrows while the focus is in the
 * panel or nowhere (the grid handles its own arrows). 0 for every other key.
 */
export function stepBy(event: KeyboardEvent, panel: HTMLElement | null): -1 | 0 | 1 {
  // Cmd+[ goes back.
  if (event.metaKey) return 0
  if (event.key === ']') return 1
  if (event.key === '[') return -1
  const { target } = event
  const fromPanel = target === document.body || (target instanceof Node && panel?.contains(target) === true)
  // A text that scrolls keeps the arrows for itself.
  if (target instanceof Element && target.closest('[data-scrolls]') !== null) return 0
  if (!fromPanel || event.shiftKey || event.ctrlKey || event.altKey) return 0
  return event.key === 'ArrowDown' ? 1 : event.key === 'ArrowUp' ? -1 : 0
}

const isNowhere = (): boolean => document.activeElement === null || document.activeElement === document.body

/** When something that was there for a while leaves with the focus, moves the focus back to the grid. */
export function useFocusBack(isThere: boolean): void {
  useEffect(() => {
    if (!isThere && isNowhere()) document.querySelector<HTMLElement>('[role="grid"] [tabindex="0"]')?.focus()
  }, [isThere])
}

/** A button that was disabled while it worked, or is gone, has lost the focus: moves it to the panel's title. */
export function useFocusKept(busy: boolean): void {
  useEffect(() => {
    if (!busy && isNowhere()) document.querySelector<HTMLElement>('[data-detail-title]')?.focus()
  }, [busy])
}
