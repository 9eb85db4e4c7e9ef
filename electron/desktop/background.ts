/// <reference types="electron-vite/node" />

import { mkdir, readFile, rm, writeFile } from 'node:fs/promises'
import { dirname, isAbsolute, join } from 'node:path'
import {
  type App,
  type LoginItemSettings,
  Menu,
  type MenuItemConstructorOptions,
  type NativeImage,
  nativeImage,
  net,
  powerMonitor,
  Tray,
} from 'electron'
import { AppError } from '../../shared/errors.ts'
import type { LoginStart } from '../../shared/ipc/app.ts'
import type { Account, LastSync } from '../../shared/model/account.ts'
import { internalReport } from '../internal-errors.ts'
import colour2x from './icons/tray@2x.png?asset'
import colour from './icons/tray.png?asset'
import template2x from './icons/trayTemplate@2x.png?asset'
import template from './icons/trayTemplate.png?asset'
import type { DesktopLog } from './log.ts'

/** Running without a window: started at login, and staying in the tray. */
export interface Background {
  /** Whether the app keeps running when its last window closes. */
  stays(): boolean
  /**
   * Applies the choice saved by an earlier run. @param hidden whether this start opens no window, so that the tray icon
   * shows in any case
   */
  begin(startAtLogin: boolean, hidden: boolean): Promise<void>
  /** Applies the teacher's choice. @throws AppError `login-start/refused` */
  choose(startAtLogin: boolean): Promise<void>
  /** What the system says of that choice: it may wait for approval, or the teacher changed it there. */
  loginStart(): Promise<LoginStart>
}

/**
 * Only the packaged app can be started at login and stays in the tray; in a checkout the choice is saved without
 * effect.
 * Some Linux desktops show no tray, and Electron cannot tell. Starting Gradekeep again then opens the window of the
 * running copy.
 */
export function createBackground(
  app: Pick<App, 'isPackaged'>,
  given: { login: LoginEntry; tray: { show(): void; hide(): void }; log: DesktopLog },
): Background {
  const { login, tray, log } = given
  let stays = false
  let choosing: Promise<void> = Promise.resolve()

  async function choose(startAtLogin: boolean): Promise<void> {
    if (!app.isPackaged) return
    await login.set(startAtLogin).catch((cause: unknown) => {
      throw new AppError('login-start/refused', {}, { cause })
    })
    stays = startAtLogin
    if (stays) tray.show()
    else tray.hide()
  }

  return {
    stays: () => stays,
    async begin(startAtLogin, hidden) {
      stays = app.isPackaged && startAtLogin
      if (stays || hidden) tray.show()
      if (!stays) return
      await login
        .refresh()
        .catch((error: unknown) => log.warn(`the login item was left as it is: ${internalReport(error)}`))
    },
    choose(startAtLogin) {
      const chosen = choose(startAtLogin)
      choosing = chosen.catch(() => undefined)
      return chosen
    },
    async loginStart() {
      if (!app.isPackaged) return 'not-installed'
      // A choice under way would be answered with what was there before.
      await choosing
      return login.state()
    },
  }
}

const lookEvery = 30_000

/** Calls `call` when the computer wakes or is online again. @returns a function that stops it */
export function onReturn(call: () => void): () => void {
  powerMonitor.on('resume', call)
  let online = net.isOnline()
  // Electron's main process gets no event for this; asking the system is cheap and sends nothing.
  const timer = setInterval(() => {
    const now = net.isOnline()
    if (now && !online) call()
    online = now
  }, lookEvery)
  timer.unref()
  return () => {
    clearInterval(timer)
    powerMonitor.off('resume', call)
  }
}

export interface TrayIcon {
  show(): void
  hide(): void
  /** Reads anew what the menu shows. */
  refresh(): void
}

/** The icon in the tray, which opens the window. */
export function createTrayIcon(given: {
  platform: NodeJS.Platform
  accounts: () => Promise<readonly SyncedAccount[]>
  open: () => void
  syncNow: () => void
  quit: () => void
}): TrayIcon {
  let icon: Tray | null = null

  async function refresh(): Promise<void> {
    if (icon === null) return
    const accounts = await given.accounts()
    icon?.setContextMenu(Menu.buildFromTemplate(trayTemplate({ ...given, accounts })))
  }
  // An account that cannot be read now is shown after its next change.
  const refreshLater = () => void refresh().catch(() => undefined)

  return {
    show() {
      if (icon !== null) return
      icon = new Tray(trayImage(given.platform))
      icon.setToolTip('Gradekeep')
      icon.setContextMenu(Menu.buildFromTemplate(trayTemplate({ ...given, accounts: [] })))
      // On a Mac a click opens the menu, as for every menu bar icon.
      if (given.platform !== 'darwin') icon.on('click', given.open)
      refreshLater()
    },
    hide() {
      icon?.destroy()
      icon = null
    },
    refresh: refreshLater,
  }
}

/** 16 pixels, and 32 for dense screens. Linux panels have any height and scale the larger one down. */
function trayImage(platform: NodeJS.Platform): NativeImage {
  if (platform === 'linux') return nativeImage.createFromPath(colour2x)
  const [small, large] = platform === 'darwin' ? [template, template2x] : [colour, colour2x]
  const image = nativeImage.createFromPath(small)
  image.addRepresentation({ scaleFactor: 2, dataURL: nativeImage.createFromPath(large).toDataURL() })
  image.setTemplateImage(platform === 'darwin')
  return image
}

/** What the tray menu needs to know of an account. */
export type SyncedAccount = Pick<Account, 'sample' | 'archived'> & { readonly lastSync: LastSync | null }

/** The menu of the tray icon. */
export function trayTemplate(given: {
  accounts: readonly SyncedAccount[]
  open: () => void
  syncNow: () => void
  quit: () => void
}): MenuItemConstructorOptions[] {
  return [
    { label: 'Open Gradekeep', click: given.open },
    { label: 'Sync now', click: given.syncNow },
    { type: 'separator' },
    { label: syncWords(given.accounts), enabled: false },
    { type: 'separator' },
    { label: 'Quit Gradekeep', click: given.quit },
  ]
}

/** How current the results are: those of the fetching account that is furthest behind. */
function syncWords(accounts: readonly SyncedAccount[]): string {
  const fetching = accounts.filter(({ sample, archived }) => !sample && !archived)
  if (fetching.length === 0) return 'No account connected'
  const syncs = fetching.map(({ lastSync }) => lastSync).filter((sync) => sync !== null)
  if (syncs.length < fetching.length) return 'Not synced yet'
  if (syncs.some(({ outcome }) => outcome !== 'complete')) return 'The last sync did not finish'
  // An absolute time: a relative one ("12 minutes ago") would grow old, since nothing refreshes the menu when it opens.
  const moment = new Intl.DateTimeFormat(undefined, { dateStyle: 'medium', timeStyle: 'short' })
  return `Synced ${moment.format(Math.min(...syncs.map(({ at }) => at)) * 1000)}`
}

/** The entry that makes the computer start Gradekeep at login. */
interface LoginEntry {
  /** Adds or removes the entry. @throws where the system refuses */
  set(on: boolean): Promise<void>
  /** Updates an existing entry if the program has moved; never adds one. */
  refresh(): Promise<void>
  /** What the system makes of the entry. */
  state(): Promise<LoginStart>
}

/** Electron sets the login items of macOS and Windows; a Linux desktop reads a file. */
export function createLoginStart(
  app: App,
  given: { platform: NodeJS.Platform; env: NodeJS.ProcessEnv; execPath: string },
): LoginEntry {
  const { platform, env } = given
  if (platform === 'darwin') {
    return electrons(
      (openAtLogin) => app.setLoginItemSettings({ openAtLogin }),
      () => {
        const { status, openAtLogin } = app.getLoginItemSettings()
        return macStates[status] ?? (openAtLogin ? 'on' : 'missing')
      },
    )
  }
  if (platform === 'win32') {
    const args = [hiddenSwitch]
    return electrons(
      (openAtLogin) => app.setLoginItemSettings({ openAtLogin, args }),
      () => {
        const { openAtLogin, executableWillLaunchAtLogin } = app.getLoginItemSettings({ args })
        if (!openAtLogin) return 'missing'
        return executableWillLaunchAtLogin ? 'on' : 'switched-off'
      },
    )
  }
  // Looked up only when it is needed: without a home folder, the app starts all the same.
  const file = () => autostartFile(env, app.getPath('home'))
  const program = autostartProgram(env, given.execPath)
  return {
    set: async (on) => (on ? writeAutostart(file(), program) : removeAutostart(file())),
    refresh: async () => refreshAutostart(file(), program),
    state: async () => autostartState(file(), program),
  }
}

/**
 * What macOS says of the login item (`SMAppService.Status`), from macOS 13 on. Approval is also missing once it was
 * switched off there.
 */
const macStates: Readonly<Partial<Record<LoginItemSettings['status'], LoginStart>>> = {
  enabled: 'on',
  'requires-approval': 'needs-approval',
  'not-registered': 'missing',
  'not-found': 'missing',
}

/** Needs no refresh: both systems keep the entry under the app's name, and installers always use the same place. */
const electrons = (set: (on: boolean) => void, state: () => LoginStart): LoginEntry => ({
  set: async (on) => set(on),
  refresh: async () => undefined,
  state: async () => state(),
})

/** The switch that a start at login passes. */
export const hiddenSwitch = '--hidden'

/**
 * Whether to start with only the tray icon. macOS passes no switches to a login item but knows whether it started the
 * app, which counts only if the teacher chose it here.
 * @param argv `process.argv`
 */
export function startsHidden(
  app: App,
  given: { argv: readonly string[]; platform: NodeJS.Platform; startAtLogin: boolean },
): boolean {
  if (given.argv.includes(hiddenSwitch)) return true
  return given.platform === 'darwin' && given.startAtLogin && app.getLoginItemSettings().wasOpenedAtLogin
}

/** The file a Linux desktop reads at login (Desktop Application Autostart Specification). */
export function autostartFile(env: NodeJS.ProcessEnv, home: string): string {
  const config = env.XDG_CONFIG_HOME
  // A relative path there is to be ignored (XDG Base Directory Specification).
  const folder = config !== undefined && isAbsolute(config) ? config : join(home, '.config')
  return join(folder, 'autostart', 'gradekeep.desktop')
}

/**
 * The program to start at login. An AppImage runs from a temporary folder and names its own file in the environment.
 */
export const autostartProgram = (env: NodeJS.ProcessEnv, execPath: string): string => env.APPIMAGE || execPath

/** The entry that starts `program` hidden; a desktop ignores it once the program is gone. */
export function autostartEntry(program: string): string {
  const lines = [
    '[Desktop Entry]',
    'Type=Application',
    'Name=Gradekeep',
    'Comment=Keeps ClassMarker exam results up to date',
    `Exec=${escaped(quoted(program))} ${hiddenSwitch}`,
    `TryExec=${escaped(program)}`,
    'Icon=gradekeep',
    'Terminal=false',
    'StartupNotify=false',
  ]
  return `${lines.join('\n')}\n`
}

/** @throws where the folder cannot be written to */
async function writeAutostart(file: string, program: string): Promise<void> {
  await mkdir(dirname(file), { recursive: true })
  await writeFile(file, autostartEntry(program))
}

/** @throws where the folder cannot be written to */
async function removeAutostart(file: string): Promise<void> {
  await rm(file, { force: true })
}

/**
 * Updates an entry if the program was moved or renamed. Leaves it alone if it was removed or switched off in the
 * desktop's settings.
 */
export async function refreshAutostart(file: string, program: string): Promise<void> {
  // A missing or unreadable entry is not refreshed.
  const entry = await readFile(file, 'utf8').catch(() => null)
  if (entry === null || entry === autostartEntry(program) || isSwitchedOff(entry)) return
  await writeAutostart(file, program)
}

async function autostartState(file: string, program: string): Promise<LoginStart> {
  const entry = await readFile(file, 'utf8').catch(() => null)
  if (entry === null) return 'missing'
  if (isSwitchedOff(entry)) return 'switched-off'
  return entry === autostartEntry(program) ? 'on' : 'missing'
}

const isSwitchedOff = (entry: string): boolean =>
  /^(Hidden\s*=\s*true|X-GNOME-Autostart-enabled\s*=\s*false)\s*$/m.test(entry)

/** An argument of `Exec` (Desktop Entry Specification, "The Exec key"); `%` would begin a field code. */
const quoted = (argument: string): string => `"${argument.replace(/["`$\\]/g, '\\$&').replaceAll('%', '%%')}"`

/** A value of type string; its escapes are undone before those of `quoted` ("Possible value types"). */
const escaped = (value: string): string =>
  value.replaceAll('\\', '\\\\').replaceAll('\n', '\\n').replaceAll('\t', '\\t').replaceAll('\r', '\\r')
