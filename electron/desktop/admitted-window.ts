import type { MainWindow } from './main-window.ts'

/** The window for those who may ask for it before the app is ready: a second start, or a click in the dock. */
export interface AdmittedWindow extends MainWindow {
  /** Opens the window, and lets everybody open it from now on. */
  admit(): void
}

/** Keeps the window closed until its calls can be answered; whoever asks before then gets it when everybody does. */
export function admittedWindow(window: MainWindow): AdmittedWindow {
  let isReady = false
  const open = () => {
    if (isReady) window.open()
  }
  return {
    get: window.get,
    open,
    admit() {
      isReady = true
      open()
    },
  }
}
