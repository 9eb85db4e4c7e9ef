import { type ReactNode, useEffect, useRef } from 'react'
import { createPortal } from 'react-dom'
import styles from './PrintPages.module.css'

interface PrintPagesProps {
  /** Whether all pages are drawn: then they are printed. */
  readonly isReady: boolean
  /** Opens the system's print dialog. @returns whether the pages went to a printer */
  print(): Promise<boolean>
  /** Called when that has ended. */
  onEnd(isPrinted: boolean): void
  readonly children: ReactNode
}

/** Pages for the printer, beside the window's own page, where nobody else sees them. */
export function PrintPages({ isReady, print, onEnd, children }: PrintPagesProps) {
  const given = useRef({ print, onEnd })
  given.current = { print, onEnd }
  useEffect(() => {
    if (!isReady) return
    let isGone = false
    const printed = async () => {
      const isPrinted = await given.current.print()
      if (!isGone) given.current.onEnd(isPrinted)
    }
    // The window handles first what came meanwhile.
    const opening = setTimeout(() => void printed())
    return () => {
      isGone = true
      clearTimeout(opening)
    }
  }, [isReady])
  return createPortal(
    <div className={styles.pages} aria-hidden data-print-pages={isReady ? 'ready' : 'drawing'}>
      {children}
    </div>,
    document.body,
  )
}
