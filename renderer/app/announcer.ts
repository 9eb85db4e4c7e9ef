import { create } from 'zustand'

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
