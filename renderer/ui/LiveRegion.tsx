import { create } from 'zustand'

interface LiveRegionProps {
  /** The newest sentence; `turn` makes the same sentence twice two events. */
  readonly said: { readonly text: string; readonly turn: number }
}

/** The one polite live region of the window: everything worth hearing passes through it. */
export const LiveRegion = ({ said: { text, turn } }: LiveRegionProps) => (
  <div className="visually-hidden" role="status" aria-live="polite" aria-atomic="true">
    <span key={turn}>{text}</span>
  </div>
)

interface AnnouncerState {
  /** The newest sentence of the one polite live region; `turn` makes the same sentence twice two events. */
  readonly text: string
  readonly turn: number
}

export const useAnnouncer = create<AnnouncerState>()(() => ({ text: '', turn: 0 }))

/** Says something to screen readers, once the one before has been said. */
export const announce = (text: string): void => {
  if (text !== '') useAnnouncer.setState(({ turn }) => ({ text, turn: turn + 1 }))
}
