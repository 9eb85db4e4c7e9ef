import { join } from 'node:path'
import { app, session } from 'electron'
import { type Core, createCore } from './core.ts'
import { admittedWindow } from './desktop/admitted-window.ts'
import { registerAppScheme, serveApp } from './desktop/app-scheme.ts'
import { classMarkerFetch } from './desktop/classmarker-fetch.ts'
import { answerCommand } from './desktop/command-line.ts'
import { commandWords } from './desktop/command-words.ts'
import { createDesktopPorts } from './desktop/desktop-ports.ts'
import { openExternal } from './desktop/external-links.ts'
import { syncAtStart } from './desktop/first-sync.ts'
import { createIpcPort } from './desktop/ipc-port.ts'
import { logCalls, logInternalError, openLogFile } from './desktop/log-file.ts'
import { createMainWindow } from './desktop/main-window.ts'
import { installMenu } from './desktop/menu.ts'
import { confineAllContents } from './desktop/navigation.ts'
import { blockNetwork } from './desktop/network-blocker.ts'
import { denyPermissions } from './desktop/permissions.ts'
import { drainBeforeQuit } from './desktop/shutdown.ts'
import { holdSingleInstance } from './desktop/single-instance.ts'
import { failStartup } from './desktop/startup-failure.ts'
import { applyTheme } from './desktop/theme.ts'
import { quitWithLastWindow } from './desktop/window-lifecycle.ts'
import { chooseSecretStore, readEnvironment, systemClock } from './environment.ts'
import { createHandlers } from './ipc/handlers.ts'
import { emitter, registerIpc } from './ipc/register.ts'

process.umask(0o077)

const workers = { store: built('store-worker.js'), export: built('export-worker.js') }
const words = commandWords(process.argv, app.isPackaged)
if (words === null) startDesktop()
else void answerCommand(app, words, workers)

function startDesktop(): void {
  app.enableSandbox()
  registerAppScheme()

  const dataDir = app.getPath('userData')
  const devTools = !app.isPackaged
  const log = openLogFile(dataDir)
  const window = admittedWindow(createMainWindow({ preloadPath: built('../preload/preload.cjs'), dataDir, devTools }))
  if (!holdSingleInstance(app, window.open)) {
    app.quit()
    return
  }

  let core: Core | null = null
  drainBeforeQuit(app, { close: async () => core?.close(), log })
  quitWithLastWindow(app, process.platform, window)
  confineAllContents(app, log)

  const start = async () => {
    denyPermissions(session.defaultSession, log)
    blockNetwork(session.defaultSession, { devTools, log })
    serveApp(session.defaultSession, built('../renderer'))
    installMenu({
      platform: process.platform,
      devTools,
      openClassMarker: () => openExternal('https://www.classmarker.com/', log),
    })

    const environment = readEnvironment(process.env)
    const port = createIpcPort(window.get)
    const emit = emitter(port)
    core = await createCore({
      dataDir,
      apiUrl: environment.apiUrl,
      fetch: classMarkerFetch(),
      clock: systemClock,
      secrets: chooseSecretStore(environment),
      workers,
      emit,
      onInternalError: logInternalError(log),
    })
    const settings = await core.store.settings()
    applyTheme(settings.theme)
    const desktop = createDesktopPorts(app, window.get, log)
    registerIpc(
      port,
      createHandlers(core, desktop, () => emit('accounts', 'changed', undefined)),
      logCalls(log),
      logInternalError(log),
    )
    window.admit()
    if (settings.syncAtStart) await syncAtStart(core.syncs, log)
  }
  app
    .whenReady()
    .then(start)
    .catch((error: unknown) => failStartup(app, { error, dataDir, log }))
}

function built(path: string): string {
  return join(import.meta.dirname, path)
}
