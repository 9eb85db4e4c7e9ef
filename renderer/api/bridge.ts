import type { Bridge } from '../../shared/ipc/contract.ts'

declare global {
  /** Put here by the preload, before any script of the page runs. */
  var gradekeep: Bridge | undefined
}

/** The preload's bridge. @throws Error when the page was opened outside the app */
export function windowBridge(): Bridge {
  if (globalThis.gradekeep === undefined) throw new Error('Gradekeep’s window was opened without its bridge.')
  return globalThis.gradekeep
}
