import type { MainWindow } from './main-window.ts'

/** The window for those who may ask for it before the app is ready: a second start, or a click in the dock. */
export interface AdmittedWindow extends MainWindow {
  /** Lets everybody open the window from now on, and opens it, unless `hidden` and nobody has asked for it. */
  admit(given: { hidden: boolean }): void
}

/** Keeps the window closed until its calls can be answered; whoever asks before then gets it when everybody does. */
export function admittedWindow(window: MainWindow): AdmittedWindow {
  let isReady = false
  let isWanted = false
  return {
    get: window.get,
    open() {
      isWanted = true
      if (isReady) window.open()
    },
    admit({ hidden }) {
      isReady = true
      if (isWanted || !hidden) window.open()
    },
  }
}
