import { readFileSync, renameSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import {
  type App,
  BrowserWindow,
  type BrowserWindowConstructorOptions,
  type ContextMenuParams,
  Menu,
  type MenuItemConstructorOptions,
  nativeTheme,
  type Rectangle,
  screen,
} from 'electron'
import type { Settings } from '../../shared/model/settings.ts'
import { internalReport } from '../internal-errors.ts'
import { appOrigin } from './app-files.ts'
import type { PageKeeping } from './leaving.ts'
import type { DesktopLog } from './log.ts'
import { recoverWindow, type WindowRecovery } from './recovery.ts'

interface MainWindow {
  /** The window while it is open. */
  get(): BrowserWindow | null
  /** Opens the window or brings it to the front, and reloads its page if that crashed or hangs. */
  open(): void
}

/** The one window: opens where it was last closed, and shows when its page can be painted. */
export function createMainWindow(given: {
  preloadPath: string
  /** The folder of `window.json`, which remembers the window's place. */
  dataDir: string
  devTools: boolean
  log: DesktopLog
  keeping: Pick<PageKeeping, 'askToClose' | 'mayClose'>
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
    window.on('close', (event) => {
      writePlacement(placementFile, { bounds: window.getNormalBounds(), maximized: window.isMaximized() })
      if (given.keeping.mayClose(window)) return
      event.preventDefault()
      void given.keeping.askToClose(window).then(() => {
        if (!window.isDestroyed()) window.close()
      })
    })
    window.on('closed', () => {
      current = null
    })
    offerEditing(window)
    load()
  }

  return { get: () => current?.window ?? null, open }
}

function bringToFront(window: BrowserWindow): void {
  if (window.isMinimized()) window.restore()
  window.show()
  window.focus()
}

/** Opens a menu with cut, copy and paste where text can be edited, and with copy where some is selected. */
function offerEditing(window: BrowserWindow): void {
  window.webContents.on('context-menu', (_event, clicked) => {
    const items = editingTemplate(clicked)
    if (items.length > 0) Menu.buildFromTemplate(items).popup({ window })
  })
}

/** The items for what was clicked on; none where there is nothing to edit or copy. */
export function editingTemplate({
  isEditable,
  selectionText,
  editFlags,
}: Pick<ContextMenuParams, 'isEditable' | 'selectionText' | 'editFlags'>): MenuItemConstructorOptions[] {
  if (!isEditable) return selectionText.trim() === '' ? [] : [{ role: 'copy' }]
  return [
    { role: 'cut', enabled: editFlags.canCut },
    { role: 'copy', enabled: editFlags.canCopy },
    { role: 'paste', enabled: editFlags.canPaste },
    { type: 'separator' },
    { role: 'selectAll', enabled: editFlags.canSelectAll },
  ]
}

const defaultWindowSize = { width: 1280, height: 800 } as const
const minimumWindowSize = { width: 720, height: 520 } as const

/** Painted until the page's first frame, so that a dark page does not begin with a white flash. */
const windowBackground = (dark: boolean): string => (dark ? '#17181a' : '#f6f6f4')

/** Options of the window: sandboxed, isolated, without Node, and without developer tools in the packaged app. */
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

/** Where the window was when it was last closed, in screen pixels as Electron counts them. */
export interface WindowPlacement {
  bounds: Rectangle
  maximized: boolean
}

const isNumber = (value: unknown): value is number => typeof value === 'number' && Number.isFinite(value)

function isPlacement(value: unknown): value is WindowPlacement {
  if (typeof value !== 'object' || value === null || !('bounds' in value) || !('maximized' in value)) return false
  const { bounds, maximized } = value
  if (typeof bounds !== 'object' || bounds === null || typeof maximized !== 'boolean') return false
  return ['x', 'y', 'width', 'height'].every((side) => isNumber(Reflect.get(bounds, side)))
}

/** How much of `window` lies on `area`, in square pixels. */
function overlap(window: Rectangle, area: Rectangle): number {
  const width = Math.min(window.x + window.width, area.x + area.width) - Math.max(window.x, area.x)
  const height = Math.min(window.y + window.height, area.y + area.height) - Math.max(window.y, area.y)
  return Math.max(0, width) * Math.max(0, height)
}

/**
 * Whether a remembered place is still usable: large enough, and at least half of it on a screen that is connected now.
 * Otherwise a window last closed on an unplugged monitor would open out of sight.
 */
export function isUsablePlacement(bounds: Rectangle, workAreas: readonly Rectangle[]): boolean {
  if (bounds.width < minimumWindowSize.width || bounds.height < minimumWindowSize.height) return false
  return workAreas.some((area) => overlap(bounds, area) * 2 >= bounds.width * bounds.height)
}

/** Reads the remembered place. @returns null if there is none, or it is unreadable or no longer usable */
export function readPlacement(file: string, workAreas: readonly Rectangle[]): WindowPlacement | null {
  try {
    const placement: unknown = JSON.parse(readFileSync(file, 'utf8'))
    return isPlacement(placement) && isUsablePlacement(placement.bounds, workAreas) ? placement : null
  } catch {
    // The window opens at its default size.
    return null
  }
}

/** Saves the place. Ignores errors: without it the window only opens at its default size. */
export function writePlacement(file: string, placement: WindowPlacement): void {
  try {
    writeFileSync(`${file}.new`, JSON.stringify(placement))
    renameSync(`${file}.new`, file)
  } catch {
    // The window opens at its default size next time.
  }
}

/** The window for those who may ask before the app is ready: a second start, or a click in the dock. */
export interface AdmittedWindow extends MainWindow {
  /** From now on `open` opens the window. Opens it now, unless `hidden` and nobody has asked for it. */
  admit(given: { hidden: boolean }): void
}

/** Delays opening the window until its calls can be answered; a request made earlier is then fulfilled. */
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

/**
 * Quits when the last window closes, unless the app stays in the tray, or runs on a Mac, where the dock icon opens the
 * window again.
 * @param stays asked each time the last window has closed
 */
export function quitWithLastWindow(
  app: App,
  platform: NodeJS.Platform,
  window: MainWindow,
  stays: () => boolean,
): void {
  app.on('window-all-closed', () => {
    if (platform !== 'darwin' && !stays()) app.quit()
  })
  app.on('activate', () => {
    if (app.isReady()) window.open()
  })
}

/** Applies the teacher's theme to windows, menus and `prefers-color-scheme`. */
export function applyTheme(theme: Settings['theme']): void {
  nativeTheme.themeSource = theme
}
