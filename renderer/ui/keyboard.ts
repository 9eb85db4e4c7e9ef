import { type RefObject, useEffect, useRef } from 'react'
import { usePanelCovers } from './measure.ts'
import { isShortcut, type ShortcutId } from './shortcuts.ts'

/** Whether a dialog is over the window; react-aria says of none that it is modal, so ui/Dialog marks them. */
export const dialogIsOpen = (): boolean => document.querySelector('[data-modal]') !== null

/** Whether a key is pressed in a text that is being written in a box over the window: a shortcut would lose it. */
const isBeingWritten = ({ target }: KeyboardEvent): boolean =>
  target instanceof Element && target.closest('[role="dialog"] textarea') !== null

/** Whether a shortcut of the window is to wait: a dialog is open, or somebody writes in a box. */
export const isHeldOff = (event: KeyboardEvent): boolean => dialogIsOpen() || isBeingWritten(event)

/** Whether a key is for a dialog, a popover or a menu, and not for what lies below. */
export const isForOverlay = (event: KeyboardEvent): boolean =>
  dialogIsOpen() || (event.target instanceof Element && event.target.closest('[role="dialog"], [role="menu"]') !== null)

/** Runs `action` on a shortcut, anywhere in the window, unless it is held off or something else used the key. */
export function useShortcut(id: ShortcutId, action: () => void): void {
  useKey((event) => {
    if (!isShortcut(event, id) || event.defaultPrevented || isHeldOff(event)) return
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

/**
 * How many rows a key steps through the list beside the panel: brackets from anywhere, arrows while the focus is in the
 * panel or nowhere (the grid handles its own arrows). 0 for every other key.
 */
export function stepBy(event: KeyboardEvent, panel: HTMLElement | null): -1 | 0 | 1 {
  if (isShortcut(event, 'next')) return 1
  if (isShortcut(event, 'previous')) return -1
  const { target } = event
  const fromPanel = target === document.body || (target instanceof Node && panel?.contains(target) === true)
  // A text that scrolls keeps the arrows for itself.
  if (target instanceof Element && target.closest('[data-scrolls]') !== null) return 0
  if (!fromPanel || event.shiftKey || event.ctrlKey || event.altKey || event.metaKey) return 0
  return event.key === 'ArrowDown' ? 1 : event.key === 'ArrowUp' ? -1 : 0
}

const isNowhere = (): boolean => document.activeElement === null || document.activeElement === document.body

/** When something that was there for a while leaves with the focus, moves the focus back to the grid. */
export function useFocusBack(isThere: boolean): void {
  useEffect(() => {
    if (!isThere && isNowhere()) document.querySelector<HTMLElement>('[role="grid"] [tabindex="0"]')?.focus()
  }, [isThere])
}

/** Whether a panel covers the screen. Where it does it hides the list, so the focus moves to the panel's title. */
export function useAsPage(panel: RefObject<HTMLElement | null>): boolean {
  const asPage = usePanelCovers()
  useEffect(() => {
    if (asPage) panel.current?.querySelector<HTMLElement>('[data-detail-title]')?.focus()
  }, [asPage, panel])
  return asPage
}

/** A button that was disabled while it worked, or is gone, has lost the focus: moves it to the panel's title. */
export function useFocusKept(busy: boolean): void {
  useEffect(() => {
    if (!busy && isNowhere()) document.querySelector<HTMLElement>('[data-detail-title]')?.focus()
  }, [busy])
}

/** Works two frames later, when what was changed is drawn and a closed dialog has given the focus back. @returns what stops it */
export function onceDrawn(work: () => void): () => void {
  let frame = requestAnimationFrame(() => {
    frame = requestAnimationFrame(work)
  })
  return () => cancelAnimationFrame(frame)
}

/**
 * Where a way led to a screen and the focus found no place, moves it to the screen's heading. Not into its list: a row
 * with the focus stays in sight, and what a sync brings above it would not be seen.
 */
export function focusArrival(): void {
  if (!isNowhere() || dialogIsOpen()) return
  const place = [...document.querySelectorAll<HTMLElement>('main h1')].find((each) => each.closest('[inert]') === null)
  if (place === undefined) return
  place.tabIndex = -1
  place.focus()
}
