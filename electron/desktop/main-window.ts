import { join } from 'node:path'
import { BrowserWindow, nativeTheme, screen } from 'electron'
import { internalReport } from '../internal-errors.ts'
import { appOrigin } from './app-files.ts'
import type { DesktopLog } from './desktop-log.ts'
import { mainWindowOptions, windowBackground } from './window-options.ts'
import { readPlacement, writePlacement } from './window-placement.ts'
import { recoverWindow, type WindowRecovery } from './window-recovery.ts'

export interface MainWindow {
  /** The window while it is open. */
  get(): BrowserWindow | null
  /** Opens the window, or brings the open one to the front, with its page loaded again where that is dead. */
  open(): void
}

/** The one window: opened where it was closed last, shown once it has something to show. */
export function createMainWindow(given: {
  preloadPath: string
  /** Where its place is remembered, in `window.json`. */
  dataDir: string
  devTools: boolean
  log: DesktopLog
  quit: () => void
}): MainWindow {
  const placementFile = join(given.dataDir, 'window.json')
  let current: { window: BrowserWindow; recovery: WindowRecovery } | null = null

  nativeTheme.on('updated', () => current?.window.setBackgroundColor(windowBackground(nativeTheme.shouldUseDarkColors)))

  function open(): void {
    if (current !== null && !current.window.isDestroyed()) {
      current.recovery.revive()
      bringToFront(current.window)
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
    const load = () => {
      window.loadURL(`${appOrigin}/index.html`).catch((error: unknown) => {
        given.log.error(`the page of the window did not load: ${internalReport(error)}`)
      })
    }
    current = { window, recovery: recoverWindow(window, { log: given.log, load, quit: given.quit, now: Date.now }) }
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
    load()
  }

  return { get: () => current?.window ?? null, open }
}

function bringToFront(window: BrowserWindow): void {
  if (window.isMinimized()) window.restore()
  window.show()
  window.focus()
}
