import { join } from 'node:path'
import { BrowserWindow, nativeTheme, screen } from 'electron'
import { appOrigin } from './app-files.ts'
import { mainWindowOptions, windowBackground } from './window-options.ts'
import { readPlacement, writePlacement } from './window-placement.ts'

export interface MainWindow {
  /** The window while it is open. */
  get(): BrowserWindow | null
  /** Opens the window, or brings the open one to the front. */
  open(): void
}

/** The one window: opened where it was closed last, shown once it has something to show. */
export function createMainWindow(given: {
  preloadPath: string
  /** Where its place is remembered, in `window.json`. */
  dataDir: string
  devTools: boolean
}): MainWindow {
  const placementFile = join(given.dataDir, 'window.json')
  let current: BrowserWindow | null = null

  nativeTheme.on('updated', () => current?.setBackgroundColor(windowBackground(nativeTheme.shouldUseDarkColors)))

  function open(): void {
    if (current !== null) {
      bringToFront(current)
      return
    }
    const workAreas = screen.getAllDisplays().map((display) => display.workArea)
    const placement = readPlacement(placementFile, workAreas)
    const window = new BrowserWindow(
      mainWindowOptions({
        preloadPath: given.preloadPath,
        bounds: placement?.bounds ?? {},
        dark: nativeTheme.shouldUseDarkColors,
        devTools: given.devTools,
      }),
    )
    current = window
    window.once('ready-to-show', () => {
      if (placement?.maximized) window.maximize()
      window.show()
    })
    window.on('close', () => {
      writePlacement(placementFile, { bounds: window.getNormalBounds(), maximized: window.isMaximized() })
    })
    window.on('closed', () => {
      current = null
    })
    void window.loadURL(`${appOrigin}/index.html`)
  }

  return { get: () => current, open }
}

function bringToFront(window: BrowserWindow): void {
  if (window.isMinimized()) window.restore()
  window.show()
  window.focus()
}
