import type { BrowserWindowConstructorOptions, Rectangle } from 'electron'

export const defaultWindowSize = { width: 1280, height: 800 } as const
export const minimumWindowSize = { width: 720, height: 520 } as const

/** Painted until the page has its first frame, so that no white flash comes before a dark page. */
export const windowBackground = (dark: boolean): string => (dark ? '#17181a' : '#f6f6f4')

/** How the one window is made: sandboxed, isolated, without Node, and without developer tools in a packaged app. */
export function mainWindowOptions(given: {
  preloadPath: string
  bounds: Partial<Rectangle>
  dark: boolean
  devTools: boolean
}): BrowserWindowConstructorOptions {
  return {
    ...defaultWindowSize,
    ...given.bounds,
    minWidth: minimumWindowSize.width,
    minHeight: minimumWindowSize.height,
    title: 'Gradekeep',
    show: false,
    backgroundColor: windowBackground(given.dark),
    webPreferences: {
      preload: given.preloadPath,
      sandbox: true,
      contextIsolation: true,
      nodeIntegration: false,
      nodeIntegrationInWorker: false,
      nodeIntegrationInSubFrames: false,
      webSecurity: true,
      allowRunningInsecureContent: false,
      navigateOnDragDrop: false,
      spellcheck: false,
      devTools: given.devTools,
    },
  }
}
