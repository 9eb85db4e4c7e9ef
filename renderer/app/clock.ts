import { create } from 'zustand'
import { type UnixSeconds, unixSeconds } from '../../shared/model/time.ts'

const read = (): UnixSeconds => unixSeconds(Math.floor(Date.now() / 1000))

/** The present moment for lines that show an age. It moves on twice a minute, so that "12 min ago" stays true. */
export const useClock = create<{ readonly now: UnixSeconds }>()(() => ({ now: read() }))

/**
 * Moves the clock on every half minute.
 * @returns a function that stops it
 */
export function startClock(): () => void {
  const timer = setInterval(() => useClock.setState({ now: read() }), 30_000)
  return () => clearInterval(timer)
}

/** Whether the computer has a network at all; only asking tells whether ClassMarker answers. */
export const useConnection = create<{ readonly online: boolean }>()(() => ({
  online: globalThis.navigator?.onLine ?? true,
}))

globalThis.addEventListener?.('online', () => useConnection.setState({ online: true }))
globalThis.addEventListener?.('offline', () => useConnection.setState({ online: false }))
