import { join } from 'node:path'
import { app, session } from 'electron'
import { type Core, createCore } from './core.ts'
import { createBackground, createLoginStart, createTrayIcon, onReturn, startsHidden } from './desktop/background.ts'
import { createDesktopPorts } from './desktop/dialogs.ts'
import { certificateFetch, classMarkerFetch } from './desktop/fetch.ts'
import { createIpcPort } from './desktop/ipc-port.ts'
import { logCalls, logInternalError, logSlowCall, openLogFile } from './desktop/log.ts'
import { logLostProcesses } from './desktop/recovery.ts'
import {
  blockNetwork,
  confineAllContents,
  denyPermissions,
  openExternal,
  registerAppScheme,
  serveApp,
} from './desktop/security.ts'
import {
  answerCommand,
  commandWords,
  drainBeforeQuit,
  failStartup,
  holdSingleInstance,
  installMenu,
} from './desktop/startup.ts'
import { admittedWindow, applyTheme, createMainWindow, quitWithLastWindow } from './desktop/window.ts'
import { chooseSecretStore, readEnvironment, systemClock, systemRetry, systemTimer } from './environment.ts'
import { createHandlers } from './ipc/handlers.ts'
import { emitter, registerIpc } from './ipc/register.ts'

process.umask(0o077)

const workers = {
  writer: built('store-writer.js'),
  reader: built('store-reader.js'),
  export: built('export-worker.js'),
  snapshot: built('snapshot-worker.js'),
  import: built('import-worker.js'),
}
const words = commandWords(process.argv, app.isPackaged)
if (words === null) startDesktop()
else void answerCommand(app, words, workers)

function startDesktop(): void {
  app.enableSandbox()
  registerAppScheme()

  const dataDir = app.getPath('userData')
  const devTools = !app.isPackaged
  const log = openLogFile(dataDir)
  const preloadPath = built('../preload/preload.cjs')
  const window = admittedWindow(createMainWindow({ preloadPath, dataDir, devTools, log, quit: () => app.quit() }))
  if (!holdSingleInstance(app, window.open)) {
    app.quit()
    return
  }

  let core: Core | null = null
  drainBeforeQuit(app, { close: async () => core?.close(), log })
  const tray = createTrayIcon({
    platform: process.platform,
    accounts: async () => core?.store.listAccounts() ?? [],
    open: window.open,
    syncNow: () => void core?.syncs.startAll().catch(logInternalError(log)),
    quit: () => app.quit(),
  })
  const login = createLoginStart(app, process)
  const background = createBackground(app, { login, tray, log })
  quitWithLastWindow(app, process.platform, window, background.stays)
  confineAllContents(app, log)
  logLostProcesses(app, log)

  const start = async () => {
    denyPermissions(session.defaultSession, log)
    await blockNetwork(session.defaultSession, { devTools, log })
    serveApp(session.defaultSession, built('../renderer'))
    installMenu({
      platform: process.platform,
      devTools,
      openClassMarker: () => openExternal('https://www.classmarker.com/', log),
    })

    const environment = readEnvironment(process.env)
    const port = createIpcPort(window.get)
    core = await createCore({
      dataDir,
      apiUrl: environment.apiUrl,
      fetch: classMarkerFetch(),
      certificateFetch: certificateFetch(),
      clock: systemClock,
      secrets: chooseSecretStore(environment),
      workers,
      emit: emitter(port),
      retry: systemRetry,
      after: systemTimer,
      onInternalError: logInternalError(log),
      onSlowCall: logSlowCall(log),
    })
    core.bus.on((topics) => {
      if (topics.includes('accounts')) tray.refresh()
    })
    const settings = await core.store.settings()
    applyTheme(settings.theme)
    const desktop = { ...createDesktopPorts(app, window.get, log), startAtLogin: background.choose }
    registerIpc(port, createHandlers(core, desktop), logCalls(log), logInternalError(log))
    const { startAtLogin } = settings
    const hidden = startsHidden(app, { argv: process.argv, platform: process.platform, startAtLogin })
    await background.begin(startAtLogin, hidden)
    window.admit({ hidden })
    core.schedule.start()
    onReturn(() => void core?.schedule.nudge())
  }
  app
    .whenReady()
    .then(start)
    .catch((error: unknown) => failStartup(app, { error, dataDir, log, snapshotWorker: workers.snapshot }))
}

function built(path: string): string {
  return join(import.meta.dirname, path)
}
