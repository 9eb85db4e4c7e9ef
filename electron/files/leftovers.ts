import { randomUUID } from 'node:crypto'
import { readdir, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { basename, join } from 'node:path'
import { z } from 'zod'
import { day } from '../../shared/model/time.ts'
import { isRunning } from '../store/api.ts'

const noteName = /^\.writing-(\d+)-[0-9a-f-]{36}\.json$/
const noteSchema = z.object({ file: z.string() })
/** The names that files have until they are whole; nothing else is ever removed on the word of a note. */
const unfinishedName = /^\.gradekeep-.+\.part$|\.unfinished$/
const unpackedName = /^\.backup-(?:(\d+)-(?=[0-9a-f-]{36}))?/
const unfinishedCopy = /\.db(?:\.(\d+))?\.unfinished(-journal|-wal|-shm)?$/

/**
 * What a process that was killed left behind: files half written, and results unpacked in the clear. What lies outside
 * the data folder is found again by a note of it there.
 */
export class Leftovers {
  readonly #dataDir: string

  constructor(dataDir: string) {
    this.#dataDir = dataDir
  }

  /** Notes that a file is being written. A data folder that cannot be written keeps nobody from it. @returns how to forget it */
  async note(file: string): Promise<() => Promise<void>> {
    const note = join(this.#dataDir, `.writing-${process.pid}-${randomUUID()}.json`)
    await writeFile(note, JSON.stringify({ file }), { mode: 0o600 }).catch(() => undefined)
    return () => removed(note)
  }

  /** Removes what was left by processes that are gone. */
  async sweep(): Promise<void> {
    for (const name of await namesIn(this.#dataDir)) {
      const path = join(this.#dataDir, name)
      if (noteName.test(name)) await this.#heed(path, noteName.exec(name)?.[1])
      else if (name.startsWith('.backup-') && (await isAbandoned(path, unpackedName.exec(name)?.[1])))
        await removed(path)
    }
    const backups = join(this.#dataDir, 'backups')
    for (const name of await namesIn(backups)) {
      const match = unfinishedCopy.exec(name)
      if (match !== null && (await isAbandoned(join(backups, name), match[1]))) await removed(join(backups, name))
    }
  }

  async #heed(note: string, pid: string | undefined): Promise<void> {
    if (!(await isAbandoned(note, pid))) return
    const file = await noted(note)
    if (file !== null && unfinishedName.test(basename(file))) await removed(file)
    await removed(note)
  }
}

/** Without a process in its name it is of an earlier Gradekeep. A number is given to another process after a while. */
async function isAbandoned(path: string, pid: string | undefined): Promise<boolean> {
  if (pid === undefined || !isRunning(Number(pid))) return true
  const found = await stat(path).catch(() => null)
  return found !== null && Date.now() - found.mtimeMs > day * 1000
}

const noted = (note: string): Promise<string | null> =>
  readFile(note, 'utf8')
    .then(
      (text) => noteSchema.parse(JSON.parse(text)).file,
      () => null,
    )
    .catch(() => null)

// Leftovers are swept at every start: what cannot be read or removed now is left for the next.
const namesIn = (folder: string): Promise<string[]> => readdir(folder).catch(() => [])
const removed = (path: string): Promise<void> => rm(path, { force: true }).catch(() => undefined)
