import { EventEmitter } from 'node:events'
import { join } from 'node:path'
import { expect, it, vi } from 'vitest'

/** The events, in order. */
const events: string[] = []
const themes: string[] = []
/** Where the database's threads are kept compiled. */
let compiled: string | undefined
const note = (event: string) => () => void events.push(event)
const nothing = () => undefined

/** An app that becomes ready when the test says so. */
const ready = Promise.withResolvers<void>()
const answerable = Promise.withResolvers<void>()
const app = Object.assign(new EventEmitter(), {
  isPackaged: true,
  isReady: () => events.includes('permissions'),
  getPath: () => '/nowhere',
  requestSingleInstanceLock: () => true,
  whenReady: () => ready.promise,
  quit: note('quit'),
  getLoginItemSettings: () => ({ wasOpenedAtLogin: false, wasOpenedAsHidden: false }),
  setLoginItemSettings: nothing,
})
const settings = { theme: 'light', startAtLogin: false }
const listeners: ((topics: readonly string[]) => void)[] = []
const core = {
  store: { settings: async () => settings, listAccounts: async () => [] },
  bus: { on: (listener: (topics: readonly string[]) => void) => void listeners.push(listener) },
  schedule: { start: note('schedule'), nudge: async () => undefined },
  others: { start: note('others') },
  syncs: { startAll: async () => undefined },
  close: async () => undefined,
}
vi.doMock('electron', () => ({ app, session: { defaultSession: {} }, powerMonitor: { on: nothing } }))
vi.doMock('../../../electron/core.ts', () => ({
  createCore: async ({ workers }: { workers: { compiled?: string } }) => {
    events.push('database')
    compiled = workers.compiled
    await answerable.promise
    return core
  },
}))
vi.doMock('../../../electron/ipc/handlers.ts', () => ({
  createHandlers: () => ({}),
  registerIpc: note('calls'),
  emitter: () => nothing,
}))
vi.doMock('../../../electron/desktop/security.ts', () => ({
  sandboxPages: () => events.push('sandbox') > 0,
  registerAppScheme: note('scheme'),
  serveApp: note('pages'),
  confineAllContents: note('navigation'),
  blockNetwork: note('network'),
  denyPermissions: note('permissions'),
  openExternal: nothing,
}))
vi.doMock('../../../electron/desktop/window.ts', async (original) => ({
  ...(await original<typeof import('../../../electron/desktop/window.ts')>()),
  createMainWindow: () => ({ get: () => null, open: note('window') }),
  applyTheme: (theme: string) => void themes.push(theme),
}))
vi.doMock('../../../electron/desktop/background.ts', async (original) => ({
  ...(await original<typeof import('../../../electron/desktop/background.ts')>()),
  createBackground: () => ({ begin: async () => {}, stays: () => false }),
  createLoginStart: nothing,
  createTrayIcon: () => ({ refresh: nothing }),
  onReturn: nothing,
}))
vi.doMock('../../../electron/desktop/startup.ts', async (original) => ({
  ...(await original<typeof import('../../../electron/desktop/startup.ts')>()),
  failStartup: (_: unknown, { error }: { error: Error }) => fail(error),
  installMenu: nothing,
}))
vi.doMock('../../../electron/desktop/log.ts', async (original) => ({
  ...(await original<typeof import('../../../electron/desktop/log.ts')>()),
  outliveTerminal: note('terminal'),
  openLogFile: () => ({ info: nothing, warn: nothing, error: nothing }),
  logCalls: () => nothing,
  logInternalError: () => nothing,
  logSlowCall: () => nothing,
}))
vi.doMock('../../../electron/desktop/fetch.ts', () => ({ certificateFetch: nothing, classMarkerFetch: nothing }))
vi.doMock('../../../electron/desktop/dialogs.ts', () => ({ createDesktopPorts: () => ({}) }))
vi.doMock('../../../electron/desktop/ipc-port.ts', () => ({ createIpcPort: () => ({}) }))

function fail(error: Error): void {
  events.push(`failed: ${error.message}`)
}
const turns = () => new Promise((resolve) => setTimeout(resolve, 0))

it('the app closes every door before it is ready, and opens its window when its calls can be answered', async () => {
  const umask = vi.spyOn(process, 'umask').mockImplementation((mask) => {
    events.push(`umask ${Number(mask).toString(8)}`)
    return 0
  })
  // Loading must not wait for anything: if the module blocks before the app is ready, it never becomes ready.
  await import('../../../electron/main.ts')
  umask.mockRestore()
  expect(events).toEqual(['umask 77', 'terminal', 'sandbox', 'scheme', 'navigation'])

  ready.resolve()
  await turns()
  expect(events.slice(5)).toEqual(['permissions', 'network', 'pages', 'database'])
  expect(compiled).toBe(join('/nowhere', 'compiled'))
  // A second start, or a click in the dock, while the database is being opened.
  app.emit('second-instance', {}, [], '')
  app.emit('activate')
  await turns()
  expect(events).not.toContain('window')

  answerable.resolve()
  await turns()
  expect(events.slice(9)).toEqual(['calls', 'window', 'schedule', 'others'])
})

it('the theme follows the settings, also where others took their place', async () => {
  expect(themes).toEqual(['light'])
  const tell = (topic: string) => {
    for (const listener of listeners) listener([topic])
  }
  settings.theme = 'dark'
  tell('results')
  await turns()
  expect(themes).toEqual(['light'])
  tell('settings')
  await turns()
  expect(themes).toEqual(['light', 'dark'])
})
