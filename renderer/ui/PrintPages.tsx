import { type ReactNode, useEffect, useRef } from 'react'
import { createPortal } from 'react-dom'
import styles from './PrintPages.module.css'

interface PrintPagesProps {
  /** Whether all pages are drawn: then the system's print dialog opens. */
  readonly isReady: boolean
  /** Called when that dialog is closed. */
  onEnd(): void
  readonly children: ReactNode
}

/** Pages for the printer, beside the window's own page, where nobody else sees them. */
export function PrintPages({ isReady, onEnd, children }: PrintPagesProps) {
  const end = useRef(onEnd)
  end.current = onEnd
  useEffect(() => {
    if (!isReady) return
    const ended = () => end.current()
    // The window handles first what came meanwhile.
    const opening = setTimeout(() => {
      window.addEventListener('afterprint', ended, { once: true })
      window.print()
    })
    return () => {
      clearTimeout(opening)
      window.removeEventListener('afterprint', ended)
    }
  }, [isReady])
  return createPortal(
    <div className={styles.pages} aria-hidden data-print-pages={isReady ? 'ready' : 'drawing'}>
      {children}
    </div>,
    document.body,
  )
}
