import { spawn } from 'node:child_process'
import { type App, dialog, Menu, type MenuItemConstructorOptions } from 'electron'
import { AppError, serialiseError } from '../../shared/errors.ts'
import { sentenceFor, wordsFor as sentencesFor } from '../../shared/sentences.ts'
import { applyRescue, findRescue, type Rescue } from '../backup/rescue.ts'
import { commandNames, globalOptions } from '../cli/commands.ts'
import { ownWordsOf } from '../cli/foreign-switches.ts'
import { databaseIn } from '../core.ts'
import { systemClock } from '../environment.ts'
import { internalReport } from '../internal-errors.ts'
import { isDamage } from '../store/api.ts'
import { hiddenSwitch } from './background.ts'
import type { DesktopLog } from './log.ts'

/** What Windows groups the app's windows, notifications and start at login under; the installer uses the same. */
const appUserModelId = 'app.gradekeep.desktop'

/** Tells Windows which app this is. Without it, Electron makes up a name that the uninstaller does not know. */
export function identifyApp(app: App, platform: NodeJS.Platform): void {
  if (platform === 'win32') app.setAppUserModelId(appUserModelId)
}

/**
 * Makes this the only running copy for its data folder.
 * @returns false if another copy runs already, which then calls its own `onSecondLaunch`, unless the second one was
 *   started hidden, as at login
 */
export function holdSingleInstance(app: App, onSecondLaunch: () => void): boolean {
  if (!app.requestSingleInstanceLock()) return false
  app.on('second-instance', (_event, argv) => {
    if (!argv.includes(hiddenSwitch)) onSecondLaunch()
  })
  return true
}

/**
 * The command line's words among the arguments of a started app (`gradekeep sync --json` → `['sync', '--json']`), or
 * null if a window is wanted: switches alone are Chromium's, and a path or address comes from a file manager. Any other
 * first word is taken for a command, so that a mistyped one gets an error instead of a window.
 * @param argv `process.argv`; outside the packaged app its second entry is the app's folder
 */
export function commandWords(argv: readonly string[], packaged: boolean): readonly string[] | null {
  const words = ownWordsOf(argv.slice(packaged ? 1 : 2), (word) => word === '--data-dir' || word === '--account')
  const [first] = words.filter((word) => !word.startsWith('-'))
  return words.some(isOurs) || (first !== undefined && /^[\p{L}\d_]+$/u.test(first)) ? words : null
}

const switches = new Set(Object.keys(globalOptions).flatMap((flags) => flags.match(/-[a-z-]+/g) ?? []))

const isOurs = (word: string): boolean =>
  commandNames.some((name) => name === word) || switches.has(word.split('=')[0] ?? '')

export interface StartupFailure {
  readonly error: unknown
  readonly dataDir: string
  /** File of the worker thread that checks copies. */
  readonly snapshotWorker: string
  readonly log: DesktopLog
}

/**
 * Shows why the app cannot start, and ends it: without its services a window would only look as if it worked. If the
 * results are damaged and there is a whole copy, offers to restore that.
 */
export async function failStartup(app: App, failure: StartupFailure): Promise<void> {
  const { error, log } = failure
  log.error(`could not start: ${internalReport(error)}`)
  try {
    if (!(await isRescued(app, failure))) dialog.showErrorBox('Gradekeep could not start', wordsFor(failure))
  } catch (thrown) {
    log.error(`the copy could not be restored: ${internalReport(thrown)}`)
    dialog.showErrorBox('Gradekeep could not start', wordsFor({ ...failure, error: thrown }))
  } finally {
    app.exit(1)
  }
}

/** Offers to restore a copy. @returns whether there was one; the teacher's choice has been carried out then */
async function isRescued(app: App, failure: StartupFailure): Promise<boolean> {
  const { error, dataDir, log } = failure
  if (!(error instanceof AppError && isDamage(error.code))) return false
  const rescue = await findRescue(databaseIn(dataDir), failure.snapshotWorker)
  if (rescue === null) return false
  if (wantsRescue(rescue, failure)) {
    const kept = await applyRescue(rescue, databaseIn(dataDir), systemClock())
    log.warn(`restored a copy; ${kept === null ? 'there was no file' : `the damaged file is kept as ${kept}`}`)
    if (!(await restarts(app, process))) showStartAgain()
  }
  return true
}

const showStartAgain = (): void =>
  dialog.showErrorBox(
    'Gradekeep goes on from the copy',
    'Your results are there again. Gradekeep could not start itself: start it as you always do.',
  )

/**
 * Starts the app anew once this process ends. Electron's own way starts its program from the folder of the running
 * AppImage, which is gone by then, so that the file itself is started (electron-builder 1727).
 * @returns whether that worked
 */
export async function restarts(
  app: Pick<App, 'relaunch' | 'releaseSingleInstanceLock'>,
  { env, argv }: Pick<NodeJS.Process, 'env' | 'argv'>,
): Promise<boolean> {
  if (!env.APPIMAGE) {
    app.relaunch()
    return true
  }
  // The new process must not take this one, which is about to end, for the running copy.
  app.releaseSingleInstanceLock()
  const child = spawn(env.APPIMAGE, argv.slice(1), { detached: true, stdio: 'ignore' })
  const { promise, resolve } = Promise.withResolvers<boolean>()
  child.once('spawn', () => resolve(true))
  child.once('error', () => resolve(false))
  child.unref()
  return promise
}

const wordsFor = ({ error, dataDir }: StartupFailure): string =>
  `${sentenceFor(serialiseError(error))}\n\nData folder: ${dataDir}`

function wantsRescue({ takenAt, contents }: Rescue, failure: StartupFailure): boolean {
  const taken = new Intl.DateTimeFormat(undefined, { dateStyle: 'long', timeStyle: 'short' }).format(takenAt * 1000)
  const results = new Intl.NumberFormat().format(contents.results)
  const choice = dialog.showMessageBoxSync({
    type: 'warning',
    title: 'Gradekeep could not start',
    message: sentencesFor(serialiseError(failure.error)).what,
    detail:
      `There is a copy of ${taken} with ${results} results. Gradekeep can go on from it and then fetch what ` +
      `ClassMarker still has. What lies in its place now is kept.\n\nData folder: ${failure.dataDir}`,
    buttons: ['Go on from the copy', 'Quit'],
    defaultId: 0,
    cancelId: 1,
  })
  return choice === 0
}

/**
 * The menu's content: the system's standard roles only, so that copy, paste, zoom and quit work as everywhere.
 * Keys for the app's own actions belong to the page. Reload and developer tools are for development.
 */
export function menuTemplate(given: {
  platform: NodeJS.Platform
  devTools: boolean
  openClassMarker: () => void
  /** Asks the window to show something. */
  ask: (what: 'find' | 'help') => void
}): MenuItemConstructorOptions[] {
  const mac = given.platform === 'darwin'
  const developer: MenuItemConstructorOptions[] = [
    { role: 'reload' },
    { role: 'toggleDevTools' },
    { type: 'separator' },
  ]
  return [
    ...(mac ? [{ role: 'appMenu' } as const] : []),
    { role: 'fileMenu', submenu: [mac ? { role: 'close' } : { role: 'quit' }] },
    { role: 'editMenu' },
    {
      label: 'View',
      submenu: [
        ...(given.devTools ? developer : []),
        { role: 'resetZoom' },
        { role: 'zoomIn' },
        { role: 'zoomOut' },
        { type: 'separator' },
        { role: 'togglefullscreen' },
      ],
    },
    { role: 'windowMenu' },
    {
      role: 'help',
      submenu: [
        { label: 'Help and shortcuts', click: () => given.ask('help') },
        { label: 'Find anything…', click: () => given.ask('find') },
        { type: 'separator' },
        { label: 'ClassMarker website', click: given.openClassMarker },
      ],
    },
  ]
}

/** Sets the application's menu. */
export function installMenu(given: Parameters<typeof menuTemplate>[0]): void {
  Menu.setApplicationMenu(Menu.buildFromTemplate(menuTemplate(given)))
}
