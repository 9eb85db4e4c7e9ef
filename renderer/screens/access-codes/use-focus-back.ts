import { useEffect } from 'react'

const isNowhere = (): boolean => document.activeElement === null || document.activeElement === document.body

/** What is there only for a while takes the focus along when it leaves: it goes back to the grid. */
export function useFocusBack(isThere: boolean): void {
  useEffect(() => {
    if (!isThere && isNowhere()) document.querySelector<HTMLElement>('[role="grid"] [tabindex="0"]')?.focus()
  }, [isThere])
}

/** A button that was disabled while it worked has let go of the focus, or is gone: it goes to the panel's title. */
export function useFocusKept(busy: boolean): void {
  useEffect(() => {
    if (!busy && isNowhere()) document.querySelector<HTMLElement>('[data-detail-title]')?.focus()
  }, [busy])
}
