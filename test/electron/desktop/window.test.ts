import { EventEmitter } from 'node:events'
import { mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { App, BrowserWindow, MenuItemConstructorOptions } from 'electron'
import { beforeEach, describe, expect, it, vi } from 'vitest'
import { pageKeeping } from '../../../electron/desktop/leaving.ts'
import { lastingMs, logLostProcesses, recoverWindow } from '../../../electron/desktop/recovery.ts'
import { holdSingleInstance } from '../../../electron/desktop/startup.ts'
import {
  admittedWindow,
  createMainWindow,
  editingTemplate,
  isUsablePlacement,
  mainWindowOptions,
  quitWithLastWindow,
  readPlacement,
  writePlacement,
} from '../../../electron/desktop/window.ts'
import { ms } from '../../../shared/model/time.ts'
import { FakeWindow, quietLog } from './fake-electron.ts'

const { boxes, broken, menus } = vi.hoisted(() => ({
  /** Message boxes on screen, each with a function that presses a button. */
  boxes: [] as { press(button: number): void; isOpen(): boolean }[],
  broken: { by: null as Error | null },
  /** Menus that were opened, each with the roles of its items and the window it belongs to. */
  menus: [] as { roles: unknown[]; window: unknown }[],
}))
vi.mock('electron', async () => ({
  BrowserWindow: (await import('./fake-electron.ts')).FakeWindow,
  Menu: {
    buildFromTemplate: (items: MenuItemConstructorOptions[]) => ({
      popup: ({ window }: { window: unknown }) => void menus.push({ roles: items.map(({ role }) => role), window }),
    }),
  },
  nativeTheme: { on: () => undefined, shouldUseDarkColors: false },
  screen: { getAllDisplays: () => [] },
  dialog: {
    showMessageBox: ({ signal, cancelId }: { signal: AbortSignal; cancelId: number }) =>
      new Promise((resolve, reject) => {
        if (broken.by !== null) reject(broken.by)
        let open = true
        const press = (response: number) => {
          open = false
          resolve({ response, checkboxChecked: false })
        }
        signal.addEventListener('abort', () => press(cancelId))
        boxes.push({ press, isOpen: () => open })
      }),
  },
}))

describe('a window that waits to be admitted', () => {
  function closed() {
    const inner = { get: () => null, open: vi.fn() }
    return { inner, window: admittedWindow(inner) }
  }

  it('stays closed until its calls can be answered, whoever asks, and opens then', () => {
    const { inner, window } = closed()
    window.open()
    expect(inner.open).not.toHaveBeenCalled()
    window.admit({ hidden: false })
    expect(inner.open).toHaveBeenCalledTimes(1)
    window.open()
    expect(inner.open).toHaveBeenCalledTimes(2)
  })

  it('stays closed after a hidden start, until somebody asks', () => {
    const { inner, window } = closed()
    window.admit({ hidden: true })
    expect(inner.open).not.toHaveBeenCalled()
    window.open()
    expect(inner.open).toHaveBeenCalledOnce()
  })

  it('opens after a hidden start for whoever asked too early', () => {
    const { inner, window } = closed()
    window.open()
    window.admit({ hidden: true })
    expect(inner.open).toHaveBeenCalledOnce()
  })
})

describe('the last window', () => {
  function started(platform: NodeJS.Platform, stays = () => false) {
    const app = Object.assign(new EventEmitter(), { quit: vi.fn(), isReady: () => true })
    const window = { get: () => null, open: vi.fn() }
    quitWithLastWindow(app as unknown as App, platform, window, stays)
    return { app, window }
  }

  it.each([
    ['linux', 1],
    ['win32', 1],
    ['darwin', 0],
  ] as const)('on %s, closing the last window quits %i times', (platform, times) => {
    const { app } = started(platform)
    app.emit('window-all-closed')
    expect(app.quit).toHaveBeenCalledTimes(times)
  })

  it('goes on in the tray when the last window closes, for as long as that is wanted', () => {
    const stays = vi.fn(() => true)
    const { app } = started('linux', stays)
    app.emit('window-all-closed')
    expect(app.quit).not.toHaveBeenCalled()
    stays.mockReturnValue(false)
    app.emit('window-all-closed')
    expect(app.quit).toHaveBeenCalledOnce()
  })

  it('opens the window again from the dock', () => {
    const { app, window } = started('darwin')
    app.emit('activate')
    expect(window.open).toHaveBeenCalledOnce()
  })
})

describe('the menu of a right click', () => {
  const editFlags = {
    canUndo: false,
    canRedo: false,
    canCut: true,
    canCopy: true,
    canPaste: false,
    canDelete: true,
    canSelectAll: true,
    canEditRichly: false,
  }
  const rolesAt = (clicked: { isEditable?: boolean; selectionText?: string }) =>
    editingTemplate({ isEditable: false, selectionText: '', editFlags, ...clicked }).map(({ role }) => role)

  it('cuts, copies and pastes in a field, as far as that can be done', () => {
    expect(rolesAt({ isEditable: true })).toEqual(['cut', 'copy', 'paste', undefined, 'selectAll'])
    const items = editingTemplate({ isEditable: true, selectionText: '', editFlags })
    expect(items.filter(({ enabled }) => enabled === false).map(({ role }) => role)).toEqual(['paste'])
  })

  it('opens in the app’s window', () => {
    const log = quietLog()
    const window = createMainWindow({
      preloadPath: '',
      dataDir: '/nowhere',
      devTools: false,
      log,
      keeping: { askToClose: async () => undefined, mayClose: () => true },
      quit: () => undefined,
    })
    window.open()
    const contents = window.get()?.webContents
    contents?.emit('context-menu', {}, { isEditable: false, selectionText: ' ', editFlags })
    contents?.emit('context-menu', {}, { isEditable: false, selectionText: 'Ada', editFlags })
    expect(menus).toEqual([{ roles: ['copy'], window: window.get() }])
  })

  it('copies what is selected elsewhere, and does not open where there is nothing', () => {
    expect(rolesAt({ selectionText: 'Ada' })).toEqual(['copy'])
    expect(rolesAt({ selectionText: ' ' })).toEqual([])
  })
})

describe('a page with something typed in it', () => {
  const contents = Object.assign(new EventEmitter(), { isCrashed: () => false })
  const fakeWindow = () => {
    const window = Object.assign(new FakeWindow(), {
      webContents: contents,
    })
    return window as unknown as BrowserWindow
  }

  it('is asked to keep it before its window closes, and its window closes then', async () => {
    const tell = vi.fn()
    let window: BrowserWindow | null = null
    const keeping = pageKeeping(() => window, { tell, limit: ms(60_000) })
    const asked = fakeWindow()
    window = asked
    expect(keeping.mayClose(asked)).toBe(false)
    const all = Promise.all([keeping.askToClose(asked), keeping.askToClose(asked)])
    expect(tell).toHaveBeenCalledOnce()
    keeping.kept()
    await all
    expect(keeping.mayClose(asked)).toBe(true)
    expect(keeping.mayClose(fakeWindow())).toBe(false)
  })

  it('that was asked since the session was to end is asked again before its window closes', async () => {
    const tell = vi.fn()
    const asked = fakeWindow()
    const keeping = pageKeeping(() => asked, { tell, limit: ms(60_000) })
    const atEnd = keeping.ask()
    keeping.kept()
    await atEnd
    expect(keeping.mayClose(asked)).toBe(false)
    const closing = keeping.askToClose(asked)
    expect(tell).toHaveBeenCalledTimes(2)
    keeping.kept()
    await closing
    expect(keeping.mayClose(asked)).toBe(true)
  })

  it('is not waited for where it hangs, and not asked where it is gone', async () => {
    const tell = vi.fn()
    const hanging = fakeWindow()
    const keeping = pageKeeping(() => hanging, { tell, limit: ms(1) })
    await keeping.askToClose(hanging)
    expect(keeping.mayClose(hanging)).toBe(true)
    await pageKeeping(() => null, { tell }).ask()
    const crashed = Object.assign(fakeWindow(), { webContents: { isCrashed: () => true } })
    await pageKeeping(() => crashed as unknown as BrowserWindow, { tell }).ask()
    expect(tell).toHaveBeenCalledOnce()
  })

  it('that cannot be asked while it is loaded keeps no window open, and the next one is asked', async () => {
    const tell = vi.fn().mockImplementationOnce(() => {
      throw new Error('Render frame was disposed')
    })
    const [loading, next] = [fakeWindow(), fakeWindow()]
    let window = loading
    const keeping = pageKeeping(() => window, { tell, limit: ms(1) })
    await keeping.askToClose(loading)
    expect(keeping.mayClose(loading)).toBe(true)
    window = next
    await keeping.askToClose(next)
    expect(tell).toHaveBeenCalledTimes(2)
    expect(keeping.mayClose(next)).toBe(true)
  })

  it('is asked by itself while the page of the window before it is, and holds up no quit once it was', async () => {
    const tell = vi.fn()
    const [closed, opened] = [fakeWindow(), fakeWindow()]
    let window = closed
    const keeping = pageKeeping(() => window, { tell, limit: ms(60_000) })
    void keeping.ask()
    window = opened
    const last = keeping.askLast()
    expect(tell).toHaveBeenCalledTimes(2)
    expect(keeping.mayClose(opened)).toBe(false)
    keeping.kept()
    await last
    expect(keeping.mayClose(opened)).toBe(true)
    expect(keeping.mayClose(fakeWindow())).toBe(true)
  })

  it('keeps its window from closing until it has answered', async () => {
    const answer = Promise.withResolvers<void>()
    let isAsked = false
    const ask = () =>
      answer.promise.then(() => {
        isAsked = true
      })
    const window = createMainWindow({
      ...{ preloadPath: '', dataDir: '/nowhere', devTools: false, log: quietLog(), quit: () => undefined },
      keeping: { askToClose: ask, mayClose: () => isAsked },
    })
    window.open()
    const opened = Object.assign(window.get() ?? fakeWindow(), {
      ...{ getNormalBounds: () => ({}), isMaximized: () => false, close: vi.fn() },
    })
    const event = { preventDefault: vi.fn() }
    opened.emit('close', event as never)
    expect(event.preventDefault).toHaveBeenCalledOnce()
    expect(opened.close).not.toHaveBeenCalled()
    answer.resolve()
    await vi.waitFor(() => expect(opened.close).toHaveBeenCalledOnce())
    const second = { preventDefault: vi.fn() }
    opened.emit('close', second as never)
    expect(second.preventDefault).not.toHaveBeenCalled()
  })
})

describe('the options of the window', () => {
  const bounds = { x: 10, y: 20, width: 1000, height: 700 }

  /**
   * Options by which a page could reach the machine (Electron's security list); each must be off, not left to a
   * default.
   */
  const dangerous = [
    ...['nodeIntegration', 'nodeIntegrationInWorker', 'nodeIntegrationInSubFrames'],
    ...['allowRunningInsecureContent', 'navigateOnDragDrop'],
  ] as const

  /** Options whose every value gives a page more than this window's page needs. */
  const needless = ['webviewTag', 'enableBlinkFeatures', 'experimentalFeatures', 'plugins', 'enableWebSQL'] as const

  it('makes a sandboxed, isolated window without Node', () => {
    const options = mainWindowOptions({ preloadPath: '/p.cjs', bounds, dark: false, devTools: false })
    const page = options.webPreferences ?? {}
    expect(page).toMatchObject({ preload: '/p.cjs', sandbox: true, contextIsolation: true, webSecurity: true })
    for (const option of dangerous) expect(page[option], option).toBe(false)
    for (const option of needless) expect(Object.keys(page), option).not.toContain(option)
  })

  it('opens where it was closed, hidden until its first frame, and no smaller than it can be used', () => {
    const options = mainWindowOptions({ preloadPath: '/p.cjs', bounds, dark: false, devTools: false })
    expect(options).toMatchObject({ ...bounds, show: false })
    expect(options.minWidth).toBeLessThanOrEqual(800)
    expect(options.minHeight).toBeLessThanOrEqual(600)
    const shades = [false, true].map((dark) =>
      mainWindowOptions({ preloadPath: '/p.cjs', bounds, dark, devTools: true }),
    )
    expect(new Set(shades.map(({ backgroundColor }) => backgroundColor)).size).toBe(2)
  })

  it('has developer tools only where they are asked for', () => {
    for (const devTools of [true, false]) {
      const { webPreferences } = mainWindowOptions({ preloadPath: '/p.cjs', bounds, dark: false, devTools })
      expect(webPreferences?.devTools).toBe(devTools)
    }
  })

  it('is 1280 by 800 when no place is remembered, and dark before the first frame in a dark theme', () => {
    const options = mainWindowOptions({ preloadPath: '/p.cjs', bounds: {}, dark: true, devTools: true })
    expect(options).toMatchObject({ width: 1280, height: 800, backgroundColor: '#17181a' })
    expect(options).not.toHaveProperty('x')
  })
})

const screens = [
  { x: 0, y: 25, width: 1440, height: 875 },
  { x: 1440, y: 0, width: 1920, height: 1080 },
]
const placement = { bounds: { x: 100, y: 100, width: 1280, height: 780 }, maximized: true }

describe('the remembered place of the window', () => {
  let file = ''
  beforeEach(() => {
    file = join(mkdtempSync(join(tmpdir(), 'gradekeep-placement-')), 'window.json')
  })

  it('is read back as it was written', () => {
    writePlacement(file, placement)
    expect(readPlacement(file, screens)).toEqual(placement)
  })

  it.each(['', '{', 'null', '[]', '{"bounds":{"x":"0"},"maximized":false}', '{"bounds":null,"maximized":true}'])(
    'is forgotten when the file holds %j',
    (text) => {
      writeFileSync(file, text)
      expect(readPlacement(file, screens)).toBeNull()
    },
  )

  it('is forgotten when there is no file', () => {
    expect(readPlacement(file, screens)).toBeNull()
  })

  it('does not stop the window from closing when the folder cannot be written to', () => {
    expect(() => writePlacement(join(file, 'nowhere', 'window.json'), placement)).not.toThrow()
  })

  it.each([
    ['on the first screen', { x: 0, y: 25, width: 1280, height: 800 }, true],
    ['on the second screen', { x: 1500, y: 100, width: 1280, height: 800 }, true],
    ['mostly on a screen', { x: -300, y: 25, width: 1280, height: 800 }, true],
    ['on a screen that is gone', { x: 4000, y: 100, width: 1280, height: 800 }, false],
    ['with only an edge showing', { x: -1200, y: 25, width: 1280, height: 800 }, false],
    ['smaller than a window can be', { x: 0, y: 25, width: 300, height: 200 }, false],
  ])('%s: usable is decided', (_where, bounds, usable) => {
    expect(isUsablePlacement(bounds, screens)).toBe(usable)
  })
})

describe('a page that dies or hangs', () => {
  const turns = () => new Promise((resolve) => setImmediate(resolve))

  function watchedWindow() {
    const done: string[] = []
    let time = 0
    const contents = Object.assign(new EventEmitter(), {
      crashed: false,
      isCrashed: () => contents.crashed,
      forcefullyCrashRenderer: () => void done.push('ended'),
    })
    const window = Object.assign(new EventEmitter(), { webContents: contents, isDestroyed: () => false })
    const log = quietLog()
    const recovery = recoverWindow(window as unknown as BrowserWindow, {
      log,
      load: () => void done.push('loaded'),
      quit: () => void done.push('quit'),
      now: () => time,
    })
    return {
      done,
      log,
      recovery,
      contents,
      crash: () => contents.emit('render-process-gone', {}, { reason: 'crashed', exitCode: 5 }),
      hang: () => window.emit('unresponsive'),
      answerAgain: () => window.emit('responsive'),
      later: (milliseconds: number) => {
        time += milliseconds
      },
    }
  }

  beforeEach(() => {
    boxes.length = 0
    broken.by = null
  })

  it('a page that crashed is logged and loaded again, without a question', () => {
    const { done, log, crash } = watchedWindow()
    crash()
    expect(done).toEqual(['loaded'])
    expect(log.error).toHaveBeenCalledWith(expect.stringContaining('crashed (5)'))
    expect(boxes).toHaveLength(0)
  })

  it('the log tells why nobody could be asked', async () => {
    const { log, crash } = watchedWindow()
    broken.by = new TypeError('there is no screen')
    crash()
    crash()
    await turns()
    expect(log.error).toHaveBeenLastCalledWith(expect.stringMatching(/^nobody could be asked .*: TypeError/))
  })

  it('a page that crashes again soon is not loaded until the teacher says so', async () => {
    const { done, crash } = watchedWindow()
    crash()
    crash()
    crash()
    expect(done).toEqual(['loaded'])
    expect(boxes).toHaveLength(1)
    boxes[0]?.press(0)
    await turns()
    expect(done).toEqual(['loaded', 'loaded'])
    crash()
    expect(done).toEqual(['loaded', 'loaded'])
    expect(boxes).toHaveLength(2)
    boxes[1]?.press(1)
    await turns()
    expect(done).toEqual(['loaded', 'loaded', 'quit'])
  })

  it('a page that lasted is loaded again by itself as at the first time', () => {
    const { done, crash, later } = watchedWindow()
    crash()
    later(lastingMs + 1)
    crash()
    expect(done).toEqual(['loaded', 'loaded'])
    expect(boxes).toHaveLength(0)
  })

  it('a page that hangs is ended first and loaded when it is gone', () => {
    const { done, log, hang, crash } = watchedWindow()
    hang()
    expect(done).toEqual(['ended'])
    crash()
    expect(done).toEqual(['ended', 'loaded'])
    expect(log.error).toHaveBeenCalledTimes(2)
    expect(boxes).toHaveLength(0)
  })

  it('a page that answers again while the question is open is left alone, and the question goes', async () => {
    const { done, crash, hang, answerAgain } = watchedWindow()
    crash()
    hang()
    expect(boxes).toHaveLength(1)
    answerAgain()
    await turns()
    expect(boxes[0]?.isOpen()).toBe(false)
    expect(done).toEqual(['loaded'])
  })

  it('who asks for the window gets a living page, whatever is being asked, and leaves a living one alone', async () => {
    const { done, recovery, crash } = watchedWindow()
    expect(recovery.revive()).toBe(false)
    crash()
    expect(recovery.revive()).toBe(false)
    crash()
    expect(recovery.revive()).toBe(true)
    await turns()
    expect(boxes[0]?.isOpen()).toBe(false)
    expect(done).toEqual(['loaded', 'loaded'])
    expect(recovery.revive()).toBe(false)
  })

  it('asking for the window brings a living page, even where no event reported the end of the old one', () => {
    const { done, recovery, contents } = watchedWindow()
    contents.crashed = true
    expect(recovery.revive()).toBe(true)
    expect(done).toEqual(['loaded'])
  })

  it('a lost process of Chromium is noted, one that ended in order is not', () => {
    const app = new EventEmitter()
    const log = quietLog()
    logLostProcesses(app as App, log)
    app.emit('child-process-gone', {}, { type: 'GPU', reason: 'crashed', exitCode: 9 })
    app.emit('child-process-gone', {}, { type: 'Utility', reason: 'clean-exit', exitCode: 0 })
    expect(log.warn.mock.calls).toEqual([['a process is gone: GPU, crashed (9)']])
  })
})

describe('a second start', () => {
  const fakeApp = (locked: boolean) =>
    Object.assign(new EventEmitter(), { requestSingleInstanceLock: () => locked }) as unknown as App

  it('brings the window forward when the app is started again', () => {
    const onSecondLaunch = vi.fn()
    const app = fakeApp(true)
    expect(holdSingleInstance(app, onSecondLaunch)).toBe(true)
    expect(onSecondLaunch).not.toHaveBeenCalled()
    app.emit('second-instance', {}, ['gradekeep'], '')
    expect(onSecondLaunch).toHaveBeenCalledOnce()
  })

  it('opens no window when that start was a hidden one, as at login', () => {
    const onSecondLaunch = vi.fn()
    const app = fakeApp(true)
    holdSingleInstance(app, onSecondLaunch)
    // Chromium puts its own switches before and between.
    app.emit('second-instance', {}, ['gradekeep', '--allow-file-access-from-files', '--hidden'], '')
    expect(onSecondLaunch).not.toHaveBeenCalled()
  })

  it('steps back when another copy is running', () => {
    expect(holdSingleInstance(fakeApp(false), () => {})).toBe(false)
  })
})
