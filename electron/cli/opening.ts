import { homedir, userInfo } from 'node:os'
import path, { join, posix, win32 } from 'node:path'
import { serialiseError } from '../../shared/errors.ts'
import { placeSentence } from '../../shared/locales/notices.en.ts'
import { knownSystemZone } from '../../shared/model/zone.ts'
import { sentenceFor } from '../../shared/sentences.ts'
import { translator } from '../../shared/translate.ts'
import { findRescue } from '../backup/rescue.ts'
import { type Core, type CorePorts, createCore, databaseIn, type WorkerFiles } from '../core.ts'
import { dataPlaceOf } from '../files/data-place.ts'
import { copyToRead } from '../store/api.ts'
import type { CommandContext } from './command.ts'
import { momentsIn } from './moment.ts'
import { plainText, type Terminal, write } from './terminal.ts'

/**
 * The app's data folder, the same that the window uses (Electron's `userData`). A folder in the environment that is not
 * absolute is ignored (XDG Base Directory Specification): results would be elsewhere wherever a command is run.
 */
export function defaultDataFolder(
  platform: NodeJS.Platform,
  env: NodeJS.ProcessEnv,
  home: string = homeFolder(),
): string {
  if (platform === 'darwin') return join(home, 'Library', 'Application Support', 'Gradekeep')
  if (platform === 'win32') return join(absolute(env.APPDATA, win32) ?? join(home, 'AppData', 'Roaming'), 'Gradekeep')
  return join(absolute(env.XDG_CONFIG_HOME) ?? join(home, '.config'), 'Gradekeep')
}

/** The user's folder: that of the environment, else of the system's own record. */
const homeFolder = (): string => absolute(homedir(), path) ?? userInfo().homedir

const absolute = (folder: string | undefined, { isAbsolute } = posix): string | null =>
  folder !== undefined && isAbsolute(folder) ? folder : null

export interface Opened {
  readonly core: Core
  /** Whether this is a copy of a folder that cannot be written; changes to it are lost. */
  readonly isCopy: boolean
  close(): Promise<void>
}

/**
 * Opens the data folder for a command. If it cannot be written, or its disk is full, a command that only reads gets a copy.
 * @throws AppError as `createCore`
 */
export async function openFolder(onlyReads: boolean, ports: CorePorts, terminal: Terminal): Promise<Opened> {
  const place = await dataPlaceOf(ports.dataDir)
  if (place !== null) await say(terminal, placeSentence(place))
  try {
    const core = await createCore(ports)
    return { core, isCopy: false, close: () => core.close() }
  } catch (thrown) {
    const { code } = serialiseError(thrown)
    if (code === 'store/read-only' && onlyReads) return openCopy(ports, terminal, 'cannot be written')
    // The copy lies in the temporary folder, which may be on another disk; where it is not, the disk is what is told.
    if (code === 'store/full' && onlyReads)
      return openCopy(ports, terminal, 'cannot be written, because its disk is full').catch(() =>
        Promise.reject(thrown),
      )
    throw thrown
  }
}

async function openCopy(ports: CorePorts, terminal: Terminal, why: string): Promise<Opened> {
  const copy = await copyToRead(databaseIn(ports.dataDir))
  const core = await createCore({ ...ports, dataDir: copy.folder }).catch(async (thrown: unknown) => {
    await copy.remove()
    throw thrown
  })
  const close = () => core.close().finally(copy.remove)
  try {
    await say(terminal, `“${ports.dataDir}” ${why}. What is there is read, and nothing in it is changed.`)
  } catch (thrown) {
    await close()
    throw thrown
  }
  return { core, isCopy: true, close }
}

const words = translator({
  copy_one: 'The newest whole copy is {{file}}: {{count}} result, copied {{when}} UTC.',
  copy_other: 'The newest whole copy is {{file}}: {{count}} results, copied {{when}} UTC.',
})

/** Names the copy that the window would offer to restore. */
export async function nameNewestCopy(dataDir: string, { snapshot }: WorkerFiles, terminal: Terminal): Promise<void> {
  // The error was already reported; the copy is only a hint.
  const rescue = await findRescue(databaseIn(dataDir), snapshot).catch(serialiseError)
  if (rescue === null) return say(terminal, 'There is no whole copy of the results beside it.')
  if ('code' in rescue) return say(terminal, sentenceFor(rescue))
  const { file, takenAt, contents } = rescue
  const when = momentsIn('UTC')(takenAt)
  await say(terminal, words('copy', { file, when, count: contents.results }))
}

/** Says which time zone is used instead for accounts whose stored one is unknown here. */
export async function sayUnknownZones({ core, terminal }: Pick<CommandContext, 'core' | 'terminal'>): Promise<void> {
  for (const { name, timeZone, unknownTimeZone } of await core.store.listAccounts()) {
    if (unknownTimeZone === undefined) continue
    await say(
      terminal,
      `The time zone of “${name}”, “${unknownTimeZone}”, is not known; its days and times are in ${timeZone}. Choose another in Gradekeep’s Settings.`,
    )
  }
}

/** Says that this computer's own time zone is unknown here, before an account takes it over. */
export async function sayUnknownSystemZone(env: NodeJS.ProcessEnv, terminal: Terminal): Promise<void> {
  if (knownSystemZone() !== null) return
  const named = env.TZ ? ` (TZ is “${env.TZ}”)` : ''
  await say(
    terminal,
    `This computer’s time zone is not known${named}; UTC is used. Choose another in Gradekeep’s Settings.`,
  )
}

const say = (terminal: Terminal, sentence: string): Promise<void> => write(terminal.err, `${plainText(sentence)}\n`)
