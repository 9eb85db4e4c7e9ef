import { EventEmitter } from 'node:events'

/** Electron's `powerMonitor`: whoever runs the stand-in says when the computer wakes. */
export const powerMonitor = new EventEmitter()
