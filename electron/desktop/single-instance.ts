import type { App } from 'electron'

/**
 * Makes this the only running copy for its data folder.
 * @returns false when another one runs already; that one is told, and calls its own `onSecondLaunch`.
 */
export function holdSingleInstance(app: App, onSecondLaunch: () => void): boolean {
  if (!app.requestSingleInstanceLock()) return false
  app.on('second-instance', onSecondLaunch)
  return true
}
