/// <reference types="electron-vite/node" />

import { mkdir, readFile, rm, writeFile } from 'node:fs/promises'
import { dirname, isAbsolute, join } from 'node:path'
import {
  type App,
  Menu,
  type MenuItemConstructorOptions,
  type NativeImage,
  nativeImage,
  net,
  powerMonitor,
  Tray,
} from 'electron'
import type { Account, LastSync } from '../../shared/model/account.ts'
import { internalReport } from '../internal-errors.ts'
import colour2x from './icons/tray@2x.png?asset'
import colour from './icons/tray.png?asset'
import template2x from './icons/trayTemplate@2x.png?asset'
import template from './icons/trayTemplate.png?asset'
import type { DesktopLog } from './log.ts'

/** Gradekeep without a window: started at login, and kept in the tray. */
export interface Background {
  /** Whether the app goes on when its last window is closed. */
  stays(): boolean
  /** Takes up the choice of an earlier start. @param hidden this start opens no window, so the tray shows in any case */
  begin(startAtLogin: boolean, hidden: boolean): Promise<void>
  /** Makes the teacher's choice hold. @throws where the system refuses */
  choose(startAtLogin: boolean): Promise<void>
}

/**
 * Only the packaged app can be started at login and stays: in a checkout the choice is kept and does nothing.
 *
 * Some Linux desktops show no tray, and Electron cannot tell. Nobody is locked out there: starting Gradekeep again
 * opens the window of the running one.
 */
export function createBackground(
  app: Pick<App, 'isPackaged'>,
  given: { login: LoginStart; tray: { show(): void; hide(): void }; log: DesktopLog },
): Background {
  const { login, tray, log } = given
  let stays = false
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
    async choose(startAtLogin) {
      if (!app.isPackaged) return
      await login.set(startAtLogin)
      stays = startAtLogin
      if (stays) tray.show()
      else tray.hide()
    },
  }
}

const lookEvery = 30_000

/** Calls when the computer wakes, and when it has a network again. @returns stops it */
export function onReturn(call: () => void): () => void {
  powerMonitor.on('resume', call)
  let online = net.isOnline()
  // Electron's main process is told of no change; asking the system costs nothing and sends nothing.
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
  /** Reads again what the menu says. */
  refresh(): void
}

/** The icon beside the clock, which opens the window. */
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
  // What cannot be read now is told as a change later.
  const refreshLater = () => void refresh().catch(() => undefined)

  return {
    show() {
      if (icon !== null) return
      icon = new Tray(trayImage(given.platform))
      icon.setToolTip('Gradekeep')
      icon.setContextMenu(Menu.buildFromTemplate(trayTemplate({ ...given, accounts: [] })))
      // On a Mac a click opens the menu, as everywhere in the menu bar.
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

/** 16 pixels, and 32 for dense screens. A Linux panel may be of any height, and scales the larger one down. */
function trayImage(platform: NodeJS.Platform): NativeImage {
  if (platform === 'linux') return nativeImage.createFromPath(colour2x)
  const [small, large] = platform === 'darwin' ? [template, template2x] : [colour, colour2x]
  const image = nativeImage.createFromPath(small)
  image.addRepresentation({ scaleFactor: 2, dataURL: nativeImage.createFromPath(large).toDataURL() })
  image.setTemplateImage(platform === 'darwin')
  return image
}

/** What the tray knows of an account. */
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

/** How far the laptop is, for all accounts that fetch: as far as the one that is furthest behind. */
function syncWords(accounts: readonly SyncedAccount[]): string {
  const fetching = accounts.filter(({ sample, archived }) => !sample && !archived)
  if (fetching.length === 0) return 'No account connected'
  const syncs = fetching.map(({ lastSync }) => lastSync).filter((sync) => sync !== null)
  if (syncs.length < fetching.length) return 'Not synced yet'
  if (syncs.some(({ outcome }) => outcome !== 'complete')) return 'The last sync did not finish'
  // A moment, not "12 minutes ago": nobody tells when the menu is opened, and the words would grow old in it.
  const moment = new Intl.DateTimeFormat(undefined, { dateStyle: 'medium', timeStyle: 'short' })
  return `Synced ${moment.format(Math.min(...syncs.map(({ at }) => at)) * 1000)}`
}

/** What the computer starts at login. */
interface LoginStart {
  /** Adds or removes Gradekeep. @throws where the system refuses */
  set(on: boolean): Promise<void>
  /** Lets what was added follow the program where that has moved; never adds what is not there. */
  refresh(): Promise<void>
}

/** Electron knows the login items of macOS and Windows; a Linux desktop reads files. */
export function createLoginStart(
  app: App,
  given: { platform: NodeJS.Platform; env: NodeJS.ProcessEnv; execPath: string },
): LoginStart {
  const { platform, env } = given
  if (platform === 'darwin') return electrons((openAtLogin) => app.setLoginItemSettings({ openAtLogin }))
  if (platform === 'win32') {
    return electrons((openAtLogin) => app.setLoginItemSettings({ openAtLogin, args: [hiddenSwitch] }))
  }
  const file = autostartFile(env, app.getPath('home'))
  const program = autostartProgram(env, given.execPath)
  return {
    set: (on) => (on ? writeAutostart(file, program) : removeAutostart(file)),
    refresh: () => refreshAutostart(file, program),
  }
}

/** Both systems keep the item by the app's own name, and an installer always puts it in the same place. */
const electrons = (set: (on: boolean) => void): LoginStart => ({
  set: async (on) => set(on),
  refresh: async () => undefined,
})

/** The switch with which the computer starts Gradekeep at login. */
export const hiddenSwitch = '--hidden'

/**
 * Whether to start with the tray icon only. macOS gives a login item no switches; it knows who started the app, which
 * counts only where the teacher asked for it here.
 * @param argv `process.argv`
 */
export function startsHidden(
  app: App,
  given: { argv: readonly string[]; platform: NodeJS.Platform; startAtLogin: boolean },
): boolean {
  if (given.argv.includes(hiddenSwitch)) return true
  return given.platform === 'darwin' && given.startAtLogin && app.getLoginItemSettings().wasOpenedAtLogin
}

/** Where a Linux desktop looks for what starts at login (Desktop Application Autostart Specification). */
export function autostartFile(env: NodeJS.ProcessEnv, home: string): string {
  const config = env.XDG_CONFIG_HOME
  // A relative path there is to be ignored (XDG Base Directory Specification).
  const folder = config !== undefined && isAbsolute(config) ? config : join(home, '.config')
  return join(folder, 'autostart', 'gradekeep.desktop')
}

/**
 * What is started at login. An AppImage runs from a folder that is gone afterwards, and names its own file in the
 * environment.
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
 * Lets the entry follow a program that was moved or renamed. One that was removed or switched off in the desktop's own
 * settings stays so.
 */
export async function refreshAutostart(file: string, program: string): Promise<void> {
  // One that is missing or may not be read is not ours to refresh.
  const entry = await readFile(file, 'utf8').catch(() => null)
  if (entry === null || entry === autostartEntry(program) || isSwitchedOff(entry)) return
  await writeAutostart(file, program)
}

const isSwitchedOff = (entry: string): boolean =>
  /^(Hidden\s*=\s*true|X-GNOME-Autostart-enabled\s*=\s*false)\s*$/m.test(entry)

/** An argument of `Exec` (Desktop Entry Specification, "The Exec key"); `%` would begin a field code. */
const quoted = (argument: string): string => `"${argument.replace(/["`$\\]/g, '\\$&').replaceAll('%', '%%')}"`

/** A value of type string, whose own escapes are undone before those of `quoted` ("Possible value types"). */
const escaped = (value: string): string =>
  value.replaceAll('\\', '\\\\').replaceAll('\n', '\\n').replaceAll('\t', '\\t').replaceAll('\r', '\\r')
