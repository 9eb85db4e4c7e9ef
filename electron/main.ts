import { join } from 'node:path'
import { app, session } from 'electron'
import type { Settings } from '../shared/model/settings.ts'
import { type Core, createCore } from './core.ts'
import {
  type Background,
  createBackground,
  createLoginStart,
  createTrayIcon,
  onReturn,
  startsHidden,
  type TrayIcon,
} from './desktop/background.ts'
import { answerCommand } from './desktop/command-mode.ts'
import { createDesktopPorts } from './desktop/dialogs.ts'
import { drainBeforeQuit, quitWithSession } from './desktop/ending.ts'
import { certificateFetch, classMarkerFetch } from './desktop/fetch.ts'
import { dataFolder } from './desktop/folders.ts'
import { createIpcPort } from './desktop/ipc-port.ts'
import { type PageKeeping, pageKeeping } from './desktop/leaving.ts'
import {
  type DesktopLog,
  logCalls,
  logInternalError,
  logSlowCall,
  openLogFile,
  outliveTerminal,
} from './desktop/log.ts'
import { logLostProcesses } from './desktop/recovery.ts'
import {
  blockNetwork,
  confineAllContents,
  denyPermissions,
  openExternal,
  registerAppScheme,
  sandboxPages,
  serveApp,
} from './desktop/security.ts'
import { commandWords, failStartup, holdSingleInstance, identifyApp, installMenu } from './desktop/startup.ts'
import {
  type AdmittedWindow,
  admittedWindow,
  applyTheme,
  createMainWindow,
  quitWithLastWindow,
} from './desktop/window.ts'
import {
  chooseSecretStore,
  keptSecrets,
  readEnvironment,
  systemClock,
  systemRetry,
  systemTimer,
} from './environment.ts'
import { createHandlers, emitter, type IpcMainPort, registerIpc } from './ipc/handlers.ts'

process.umask(0o077)

const workers = {
  writer: built('store-writer.cjs'),
  reader: built('store-reader.cjs'),
  export: built('export-worker.js'),
  snapshot: built('snapshot-worker.js'),
  import: built('import-worker.js'),
  results: built('results-worker.js'),
  questions: built('questions-worker.js'),
}
/** The services, once they are there; tray and quitting come before. */
let running: Core | null = null

const words = commandWords(process.argv, app.isPackaged)
if (words === null) startDesktop()
else await answerCommand(app, words, workers)

/** What the desktop is made of before there are services. */
interface Desktop {
  readonly dataDir: string
  readonly devTools: boolean
  readonly log: DesktopLog
  readonly window: AdmittedWindow
  readonly tray: TrayIcon
  readonly background: Background
  readonly keeping: PageKeeping
}

function startDesktop(): void {
  outliveTerminal(process)
  const isSandboxed = sandboxPages(app)
  identifyApp(app, process.platform)
  registerAppScheme()
  const dataDir = dataFolder(app)
  const place = { dataDir, devTools: !app.isPackaged, log: openLogFile(dataDir, { console: !app.isPackaged }) }
  const preloadPath = built('../preload/preload.cjs')
  const tell = () => emitter(createIpcPort(window.get))('app', 'closing', undefined)
  const keeping = pageKeeping(() => window.get(), { tell })
  const window = admittedWindow(createMainWindow({ ...place, preloadPath, keeping, quit: () => app.quit() }))
  if (!holdSingleInstance(app, window.open)) {
    app.quit()
    return
  }
  const { log } = place
  if (!isSandboxed) log.warn('the sandbox is off, because the app was started with the switch no-sandbox')
  const close = async () => {
    await keeping.askLast()
    await running?.close()
  }
  const rest = async () => {
    await keeping.ask()
    return running?.store.rest() ?? true
  }
  const ending = drainBeforeQuit(app, { close, log })
  const tray = createTray(window, log)
  const background = createBackground(app, { login: createLoginStart(app, process), tray, log })
  quitWithLastWindow(app, process.platform, window, background.stays)
  confineAllContents(app, log)
  logLostProcesses(app, log)
  app
    .whenReady()
    .then(() => {
      quitWithSession(app, { ending, rest, log })
      return openDesktop({ ...place, window, tray, background, keeping })
    })
    .catch((error: unknown) => failStartup(app, { error, dataDir, log, snapshotWorker: workers.snapshot }))
}

function createTray(window: AdmittedWindow, log: DesktopLog): TrayIcon {
  return createTrayIcon({
    platform: process.platform,
    accounts: async () => running?.store.listAccounts() ?? [],
    open: window.open,
    syncNow: () => void running?.syncs.startAll().catch(logInternalError(log)),
    quit: () => app.quit(),
  })
}

async function openDesktop(desktop: Desktop): Promise<void> {
  await prepareSession(desktop)
  const port = createIpcPort(desktop.window.get)
  installMenu({
    platform: process.platform,
    devTools: desktop.devTools,
    openClassMarker: () => openExternal('https://www.classmarker.com/', desktop.log),
    ask: (what) => emitter(port)('app', 'asked', { what }),
  })
  const core = await startCore(port, desktop)
  const settings = await core.store.settings()
  applyTheme(settings.theme)
  answerWindow(port, core, desktop)
  await admitWindow(desktop, settings)
  core.schedule.start()
  core.others.start()
  onReturn(() => void core.schedule.nudge())
}

async function prepareSession({ devTools, log }: Desktop): Promise<void> {
  denyPermissions(session.defaultSession, log)
  await blockNetwork(session.defaultSession, { devTools, log })
  serveApp(session.defaultSession, built('../renderer'))
}

async function startCore(port: IpcMainPort, { dataDir, log, tray }: Desktop): Promise<Core> {
  const environment = readEnvironment(process.env)
  const kept = keptSecrets()
  const core = await createCore({
    dataDir,
    apiUrl: environment.apiUrl,
    fetch: classMarkerFetch(),
    certificateFetch: certificateFetch(),
    clock: systemClock,
    secrets: chooseSecretStore(environment, kept),
    phrases: kept,
    // An AppImage stands in another folder with each start, and would be kept once more each time.
    workers: process.env.APPIMAGE === undefined ? { ...workers, compiled: join(dataDir, 'compiled') } : workers,
    emit: emitter(port),
    retry: systemRetry,
    after: systemTimer,
    onInternalError: logInternalError(log),
    onSlowCall: logSlowCall(log),
  })
  core.bus.on((topics) => {
    if (topics.includes('accounts')) tray.refresh()
    if (topics.includes('settings')) void showTheme(core, log)
  })
  running = core
  return core
}

/** Applies the theme that is chosen now: a restored database brings its own. Never rejects. */
const showTheme = (core: Core, log: DesktopLog): Promise<void> =>
  core.store.settings().then(({ theme }) => applyTheme(theme), logInternalError(log))

function answerWindow(port: IpcMainPort, core: Core, { window, background, keeping, log }: Desktop): void {
  const desktop = {
    ...createDesktopPorts(app, window.get, log),
    startAtLogin: background.choose,
    loginStart: background.loginStart,
    kept: keeping.kept,
  }
  registerIpc(port, createHandlers(core, desktop), logCalls(log), logInternalError(log))
}

async function admitWindow({ window, background }: Desktop, { startAtLogin }: Settings): Promise<void> {
  const hidden = startsHidden(app, { argv: process.argv, platform: process.platform, startAtLogin })
  await background.begin(startAtLogin, hidden)
  window.admit({ hidden })
}

function built(path: string): string {
  return join(import.meta.dirname, path)
}
