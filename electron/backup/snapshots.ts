import { mkdir, readdir, rm, stat } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { AppError } from '../../shared/errors.ts'
import type { DatabaseContents, Snapshot } from '../../shared/model/backup.ts'
import { type Clock, unixSeconds } from '../../shared/model/time.ts'
import { canPack, isPacked, plainName, refuseWithoutRoom, retryWhileHeld, type Store } from '../store/api.ts'
import { runSnapshotTask, withPlainCopy } from './snapshot-task.ts'

const dailyKept = 7
const isCopy = (name: string): boolean => /\.db(\.zst)?(\.\d+\.unfinished)?$/.test(name)
const names = /^(daily|before-version|before-restore)-[\w-]+\.db(\.zst)?$/

export interface SnapshotsPorts {
  readonly databaseFile: string
  readonly workerFile: string
  readonly store: Store
  readonly clock: Clock
  /** Runs `work` while no sync runs. @throws AppError `sync/busy` */
  readonly runExclusive: <T>(work: () => Promise<T>) => Promise<T>
}

/** Copies of the results in the folder `backups` beside them, packed: one a day, the last seven kept. */
export class Snapshots {
  readonly #ports: SnapshotsPorts
  readonly #folder: string
  /** Whether each copy is empty, by name, time and size. */
  readonly #empty = new Map<string, boolean>()
  #closing = false
  #taking: Promise<unknown> = Promise.resolve()

  constructor(ports: SnapshotsPorts) {
    this.#ports = ports
    this.#folder = join(dirname(ports.databaseFile), 'backups')
  }

  /** Newest first, without empty copies. */
  async list(): Promise<Snapshot[]> {
    const snapshots = await this.#withSomething(await this.#all())
    return snapshots.toSorted((a, b) => b.takenAt - a.takenAt || b.name.localeCompare(a.name))
  }

  /**
   * Takes today's copy unless it exists. Takes none before the first sync is complete, and none of an empty database.
   * @returns whether one was taken
   * @throws AppError `store/*`
   */
  takeDaily(): Promise<boolean> {
    const taken = this.#taking.then(() => this.#takeDaily())
    // The caller gets the error; `close` only waits for the end.
    this.#taking = taken.catch(() => undefined)
    return taken
  }

  async #takeDaily(): Promise<boolean> {
    const { store, clock } = this.#ports
    const name = `daily-${dayOf(clock())}.db`
    const todays = (await this.#all()).filter((snapshot) => plainName(snapshot.name) === name)
    // First, because the store may read every result to say whether they are worth a copy, while a start waits for it.
    if ((await this.#withSomething(todays)).length > 0) return false
    if (!(await store.isWorthDailyCopy(clock()))) return false
    await this.take(name)
    await this.#removeOld(name)
    await this.#packOlder()
    return true
  }

  async #removeOld(today: string): Promise<void> {
    const all = (await this.#all()).filter(({ kind }) => kind === 'daily')
    if (all.length <= dailyKept) return
    const daily = (await this.list()).filter((each) => each.kind === 'daily').map((each) => each.name)
    for (const old of newestFirst(daily, today).slice(dailyKept)) await rm(join(this.#folder, old), { force: true })
  }

  /** Packs what a migration or an earlier Gradekeep copied. Daily copies of an earlier one go within a week. */
  async #packOlder(): Promise<void> {
    if (!canPack()) return
    await this.#removePackedTwice()
    const kept = (await this.list()).filter(({ name, kind }) => kind !== 'daily' && !isPacked(name))
    for (const { name } of kept) {
      if (this.#closing) return
      const file = join(this.#folder, name)
      // A copy that cannot be packed, as on a full disk, is as good as before.
      await runSnapshotTask({ kind: 'pack', file }, this.#ports.workerFile).catch(() => undefined)
    }
  }

  /** Removes what a process that ended while it packed left beside the packed copy: the list shows only that one. */
  async #removePackedTwice(): Promise<void> {
    const files = await this.#files()
    const packed = new Set(files.filter(isPacked).map(plainName))
    for (const file of files) {
      if (names.test(file) && packed.has(file)) await rm(join(this.#folder, file), { force: true })
    }
  }

  /**
   * Takes a copy under this name, packed where this Node can. @throws AppError `store/damaged` when it does not pass its
   * check; no copy is left then
   */
  async take(name: string): Promise<DatabaseContents> {
    await mkdir(this.#folder, { recursive: true, mode: 0o700 })
    const { databaseFile, workerFile } = this.#ports
    const target = join(this.#folder, name)
    return canPack()
      ? runSnapshotTask({ kind: 'write packed', file: databaseFile, target }, workerFile)
      : runSnapshotTask({ kind: 'write', file: databaseFile, target }, workerFile)
  }

  /** How many files in the folder of copies hold results, whole or not. */
  async countCopies(): Promise<number> {
    return (await this.#files()).filter(isCopy).length
  }

  /**
   * Takes today's copy anew, then deletes all others.
   * @returns how many were deleted; none where no new copy could be taken
   * @throws AppError as `take`
   */
  replaceAll(): Promise<number> {
    const replaced = this.#taking.then(() => this.#replaceAll())
    this.#taking = replaced.catch(() => undefined)
    return replaced
  }

  async #replaceAll(): Promise<number> {
    const before = (await this.#files()).filter(isCopy)
    const today = `daily-${dayOf(this.#ports.clock())}.db`
    await this.take(today)
    for (const name of before) {
      // Today's was written over.
      if (plainName(name) !== today) await retryWhileHeld(() => rm(join(this.#folder, name), { force: true }))
    }
    return before.length
  }

  /** Waits for a copy in progress. */
  async close(): Promise<void> {
    this.#closing = true
    await this.#taking
  }

  /** What a restore of this copy would bring back. @throws AppError `backup/not-found`, and as `withPlainCopy` */
  async preview(name: string): Promise<DatabaseContents> {
    const { workerFile } = this.#ports
    return withPlainCopy(await this.#pathOf(name), this.#ports, (file) =>
      runSnapshotTask({ kind: 'inspect', file }, workerFile),
    )
  }

  /** Replaces the present results with a copy, after copying them. @throws AppError as `preview`, `backup/no-room` */
  async restore(name: string): Promise<DatabaseContents> {
    return withPlainCopy(await this.#pathOf(name), this.#ports, (file) => this.restoreFile(file))
  }

  /** As `restore`, from any checked database file. */
  async restoreFile(file: string): Promise<DatabaseContents> {
    const { store, databaseFile, workerFile, runExclusive } = this.#ports
    const contents = await runSnapshotTask({ kind: 'inspect', file }, workerFile)
    // A copy of the present database is written first, unpacked for a while, and then the database itself.
    const sizes = await Promise.all([databaseFile, file].map(async (each) => (await stat(each)).size))
    await refuseWithoutRoom(dirname(databaseFile), Math.max(...sizes))
    // A page arriving now would move the restored cursor past results that only the replaced database had.
    return runExclusive(async () => {
      if (!(await store.isEmpty())) await this.take(await this.#freeName(`before-restore-${this.#ports.clock()}`))
      await store.replaceDatabase(file)
      return contents
    })
  }

  // Two restores within one second: the second must not overwrite the copy it may be about to restore.
  async #freeName(name: string): Promise<string> {
    const taken = new Set((await this.#all()).map((snapshot) => plainName(snapshot.name)))
    for (let number = 1; ; number++) {
      const free = number === 1 ? `${name}.db` : `${name}-${number}.db`
      if (!taken.has(free)) return free
    }
  }

  async #pathOf(name: string): Promise<string> {
    // A name from the window is looked up among the copies, never joined to a path unchecked.
    if (!(await this.list()).some((snapshot) => snapshot.name === name)) throw new AppError('backup/not-found')
    return join(this.#folder, name)
  }

  async #all(): Promise<Snapshot[]> {
    const files = await this.#files()
    const packed = new Set(files.filter(isPacked).map(plainName))
    // Where both are there, the packed one is whole, and the other was about to go.
    const copies = files.filter((file) => names.test(file) && (isPacked(file) || !packed.has(file)))
    return Promise.all(copies.map((file) => this.#describe(file)))
  }

  /** A missing folder holds no copies. One that cannot be read is an error, not an empty folder. */
  async #files(): Promise<string[]> {
    try {
      return await readdir(this.#folder)
    } catch (thrown) {
      if (thrown instanceof Error && 'code' in thrown && thrown.code === 'ENOENT') return []
      throw new AppError('store/unreadable', { folder: this.#folder }, { cause: thrown })
    }
  }

  /** Checks once whether each new copy is empty. */
  async #withSomething(snapshots: readonly Snapshot[]): Promise<Snapshot[]> {
    const keyOf = ({ name, takenAt, bytes }: Snapshot) => `${name} ${takenAt} ${bytes}`
    // A copy of nothing is never packed.
    const unknown = snapshots.filter((snapshot) => !isPacked(snapshot.name) && !this.#empty.has(keyOf(snapshot)))
    if (unknown.length > 0) {
      const { databaseFile: file, workerFile } = this.#ports
      const files = unknown.map(({ name }) => join(this.#folder, name))
      const empty = new Set(await runSnapshotTask({ kind: 'empty', file, files }, workerFile))
      for (const each of unknown) this.#empty.set(keyOf(each), empty.has(join(this.#folder, each.name)))
    }
    return snapshots.filter((snapshot) => !this.#empty.get(keyOf(snapshot)))
  }

  async #describe(name: string): Promise<Snapshot> {
    const { mtimeMs, size } = await stat(join(this.#folder, name))
    const kind = name.startsWith('daily-')
      ? 'daily'
      : name.startsWith('before-restore-')
        ? 'before-restore'
        : 'before-version'
    return { name, kind, takenAt: unixSeconds(Math.floor(mtimeMs / 1000)), bytes: size }
  }
}

/**
 * Names of daily copies by age. A copy dated in the future was taken while the clock was wrong and counts as the
 * oldest; otherwise it would outlive every correctly dated one.
 */
const newestFirst = (names: readonly string[], today: string): string[] =>
  names.toSorted((a, b) => Number(plainName(a) > today) - Number(plainName(b) > today) || (a < b ? 1 : -1))

const dayOf = (now: number): string => new Date(now * 1000).toISOString().slice(0, 10)
