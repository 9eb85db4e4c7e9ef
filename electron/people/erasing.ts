import { readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { basename, join } from 'node:path'
import type { Erasure, ErasurePreview } from '../../shared/model/erasure.ts'
import type { StudentRef } from '../../shared/model/gradebook.ts'
import type { Clock } from '../../shared/model/time.ts'
import type { Snapshots } from '../backup/snapshots.ts'
import { isSavedPdf } from '../certificates/files.ts'
import { retryWhileHeld, type Store, type TraceFinder, traceFinder } from '../store/api.ts'

export interface ErasingPorts {
  readonly dataDir: string
  readonly store: Store
  readonly snapshots: Pick<Snapshots, 'countCopies' | 'replaceAll'>
  readonly clock: Clock
  /** Runs `work` while nothing syncs, pushes or downloads. @throws AppError `sync/busy` */
  readonly runExclusive: <T>(work: () => Promise<T>) => Promise<T>
  readonly onCopiesChanged: () => void
}

/** Erases students: from the database, their saved certificates, the logs, and, where asked to, the copies. */
export class Erasing {
  readonly #ports: ErasingPorts

  constructor(ports: ErasingPorts) {
    this.#ports = ports
  }

  /** Finishes an erasure that the end of the program cut off. */
  async finish(): Promise<void> {
    const { store } = this.#ports
    if (await store.isUnclean()) await store.clean()
  }

  /** What erasing a student would remove. @throws AppError `student/not-found` */
  async preview(student: StudentRef): Promise<ErasurePreview> {
    const { store, snapshots } = this.#ports
    return { ...(await store.erasureContents(student)), copies: await snapshots.countCopies() }
  }

  /**
   * Erases a student. What fails after the database let go of them is told in the answer.
   * @param remakeCopies whether all copies beside the results are deleted, once a new one is there; each may hold the
   *   student
   * @throws AppError `student/not-found`, `sync/busy`, `store/*`
   */
  async erase(student: StudentRef, remakeCopies: boolean): Promise<Erasure> {
    const { store, snapshots, clock, runExclusive, dataDir } = this.#ports
    return runExclusive(async () => {
      const { results, files, traces } = await store.eraseStudent(student, clock())
      const filesLeft = [
        ...(await deletePdfs(files)),
        ...(await cleanLogs(join(dataDir, 'logs'), traceFinder(traces))),
      ].map((file) => basename(file))
      // A full disk or another program that reads: it is tried again at the next start.
      const isClean = await store.clean().catch(() => false)
      const copiesRemoved = remakeCopies ? await snapshots.replaceAll().catch(() => 0) : 0
      if (copiesRemoved > 0) this.#ports.onCopiesChanged()
      const copies = await snapshots.countCopies()
      return { results, copiesRemoved, copiesLeft: copiesRemoved > 0 ? copies - 1 : copies, filesLeft, isClean }
    })
  }
}

/** @returns those that could not be deleted, and those that are no certificates any more */
async function deletePdfs(files: readonly string[]): Promise<string[]> {
  const left: string[] = []
  for (const file of files) {
    const isThere = await readFile(file).then(
      () => true,
      (thrown: NodeJS.ErrnoException) => thrown.code !== 'ENOENT',
    )
    if (!isThere) continue
    // Paths come from the database, which may have been edited: nothing but a PDF is deleted.
    const isGone = (await isSavedPdf(file)) && (await succeeded(retryWhileHeld(() => rm(file))))
    if (!isGone) left.push(file)
  }
  return left
}

/** Takes the lines that name somebody out of the logs. @returns those that could not be changed */
async function cleanLogs(folder: string, { mentions }: TraceFinder): Promise<string[]> {
  const left: string[] = []
  for (const name of await readdir(folder).catch(() => [])) {
    const file = join(folder, name)
    const text = await readFile(file, 'utf8').catch(() => '')
    if (!mentions(text)) continue
    const kept = text
      .split('\n')
      .filter((line) => !mentions(line))
      .join('\n')
    if (!(await succeeded(writeFile(file, kept)))) left.push(file)
  }
  return left
}

const succeeded = (work: Promise<unknown>): Promise<boolean> =>
  work.then(
    () => true,
    () => false,
  )
