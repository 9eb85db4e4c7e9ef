import { mkdir, readFile, rm, writeFile } from 'node:fs/promises'
import { dirname, isAbsolute, join } from 'node:path'
import { hiddenSwitch } from './hidden-start.ts'

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
export async function writeAutostart(file: string, program: string): Promise<void> {
  await mkdir(dirname(file), { recursive: true })
  await writeFile(file, autostartEntry(program))
}

/** @throws where the folder cannot be written to */
export async function removeAutostart(file: string): Promise<void> {
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
