import { create } from 'zustand'

/** Whether the computer has a network at all; whether ClassMarker answers is only known by asking. */
export const useConnection = create<{ readonly online: boolean }>()(() => ({
  online: globalThis.navigator?.onLine ?? true,
}))

globalThis.addEventListener?.('online', () => useConnection.setState({ online: true }))
globalThis.addEventListener?.('offline', () => useConnection.setState({ online: false }))
