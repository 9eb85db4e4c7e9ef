import { EventEmitter } from 'node:events'

/** Electron's `powerMonitor`; the test that runs the stand-in decides when the computer wakes or is shut down. */
export const powerMonitor = new EventEmitter()
