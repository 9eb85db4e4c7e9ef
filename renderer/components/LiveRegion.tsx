import { useAnnouncer } from '../state/announcer.ts'

/** The one polite live region of the window: everything worth hearing passes through it. */
export function LiveRegion() {
  const { text, turn } = useAnnouncer()
  return (
    <div className="visually-hidden" role="status" aria-live="polite" aria-atomic="true">
      <span key={turn}>{text}</span>
    </div>
  )
}
