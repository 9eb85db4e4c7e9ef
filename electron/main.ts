import { join } from 'node:path'
import { app, session } from 'electron'
import { type Core, createCore } from './core.ts'
import { admittedWindow } from './desktop/admitted-window.ts'
import { registerAppScheme, serveApp } from './desktop/app-scheme.ts'
import { createBackground } from './desktop/background.ts'
import { certificateFetch } from './desktop/certificate-fetch.ts'
import { classMarkerFetch } from './desktop/classmarker-fetch.ts'
import { answerCommand } from './desktop/command-line.ts'
import { commandWords } from './desktop/command-words.ts'
import { createDesktopPorts } from './desktop/desktop-ports.ts'
import { openExternal } from './desktop/external-links.ts'
import { startsHidden } from './desktop/hidden-start.ts'
import { createIpcPort } from './desktop/ipc-port.ts'
import { logCalls, logInternalError, logSlowCall, openLogFile } from './desktop/log-file.ts'
import { createLoginStart } from './desktop/login-start.ts'
import { createMainWindow } from './desktop/main-window.ts'
import { installMenu } from './desktop/menu.ts'
import { confineAllContents } from './desktop/navigation.ts'
import { blockNetwork } from './desktop/network-blocker.ts'
import { denyPermissions } from './desktop/permissions.ts'
import { onReturn } from './desktop/return-signals.ts'
import { drainBeforeQuit } from './desktop/shutdown.ts'
import { holdSingleInstance } from './desktop/single-instance.ts'
import { failStartup } from './desktop/startup-failure.ts'
import { applyTheme } from './desktop/theme.ts'
import { createTrayIcon } from './desktop/tray-icon.ts'
import { quitWithLastWindow } from './desktop/window-lifecycle.ts'
import { logLostProcesses } from './desktop/window-recovery.ts'
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
