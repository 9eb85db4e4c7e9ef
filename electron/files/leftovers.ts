import { randomUUID } from 'node:crypto'
import { readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { basename, join } from 'node:path'
import { z } from 'zod'
import { isAbandoned } from '../store/api.ts'
import { removeParts } from './output-file.ts'
import { spilledName } from './spilled-texts.ts'

const noteName = /^\.writing-(\d+)-[0-9a-f-]{36}\.json$/
const noteSchema = z.object({ file: z.string() })
/** Names of unfinished files; a note never leads to the removal of any other file. */
const unfinishedName = /^\.gradekeep-.+\.part$|\.unfinished$/
const unpackedName = /^\.backup-(?:(\d+)-(?=[0-9a-f-]{36}))?/
const unfinishedCopy = /\.db(?:\.zst)?(?:\.(\d+))?\.unfinished(-journal|-wal|-shm)?$/

/**
 * Removes what killed processes left behind: half-written files, results unpacked unencrypted, and what
 * files hold that were only looked at. Files outside the
 * data folder are found through notes inside it.
 */
export class Leftovers {
  readonly #dataDir: string

  constructor(dataDir: string) {
    this.#dataDir = dataDir
  }

  /**
   * Notes that a file is being written. Ignores a data folder that cannot be written. @returns a function that removes
   * the note
   */
  async note(file: string): Promise<() => Promise<void>> {
    const note = join(this.#dataDir, `.writing-${process.pid}-${randomUUID()}.json`)
    await writeFile(note, JSON.stringify({ file }), { mode: 0o600 }).catch(() => undefined)
    return () => removed(note)
  }

  /** Removes what ended processes left. */
  async sweep(): Promise<void> {
    for (const name of await namesIn(this.#dataDir)) {
      const path = join(this.#dataDir, name)
      if (noteName.test(name)) await this.#removeNoted(path, noteName.exec(name)?.[1])
      else if (spilledName.test(name) && isAbandoned(path, processOf(spilledName.exec(name)?.[1]))) await removed(path)
      else if (name.startsWith('.backup-') && isAbandoned(path, processOf(unpackedName.exec(name)?.[1])))
        await removed(path)
    }
    const backups = join(this.#dataDir, 'backups')
    for (const name of await namesIn(backups)) {
      const match = unfinishedCopy.exec(name)
      if (match !== null && isAbandoned(join(backups, name), processOf(match[1]))) await removed(join(backups, name))
    }
  }

  async #removeNoted(note: string, pid: string | undefined): Promise<void> {
    if (!isAbandoned(note, processOf(pid))) return
    const file = await noted(note)
    if (file !== null && unfinishedName.test(basename(file))) await removeParts(file)
    await removed(note)
  }
}

/** The process a name tells of; null where none does, as an earlier Gradekeep wrote it. */
const processOf = (pid: string | undefined): number | null => (pid === undefined ? null : Number(pid))

const noted = (note: string): Promise<string | null> =>
  readFile(note, 'utf8')
    .then(
      (text) => noteSchema.parse(JSON.parse(text)).file,
      () => null,
    )
    .catch(() => null)

// Runs at every start, so what cannot be read or removed now is left for the next one.
const namesIn = (folder: string): Promise<string[]> => readdir(folder).catch(() => [])
const removed = (path: string): Promise<void> => rm(path, { force: true }).catch(() => undefined)
