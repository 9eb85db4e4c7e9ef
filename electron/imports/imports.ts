import { basename } from 'node:path'
import { AppError } from '../../shared/errors.ts'
import { importProblem } from '../../shared/import-problems.ts'
import type { StoredAccount } from '../../shared/model/account.ts'
import type { ImportOutcome } from '../../shared/model/import-outcome.ts'
import type {
  FilePlace,
  FoundProblem,
  ImportBatch,
  ImportProblem,
  ImportReading,
  ReadFile,
  SignatureState,
} from '../../shared/model/imported.ts'
import type { Clock } from '../../shared/model/time.ts'
import { readImport } from '../import/results/read-import.ts'
import type { Store } from '../store/api.ts'
import { decidedAttempts } from './deciding.ts'
import { type Telling, Tellings, type ToldOutcome } from './tellings.ts'
import { VersionBook } from './version-book.ts'

export interface ImportsPorts {
  readonly store: Store
  readonly clock: Clock
}

export interface AskedImport extends ImportReading {
  readonly account: Pick<StoredAccount, 'id' | 'timeZone'>
  readonly paths: readonly string[]
  /** Says what an import would come to, and keeps nothing. */
  readonly isPreview: boolean
  readonly signal: AbortSignal
}

// A sync writes a page in some milliseconds and then waits for the next one.
const mostTries = 20

/** Files named in a step of undo. */
const mostNamed = 3

/** Imports what files tell of results and what was answered. */
export class Imports {
  readonly #ports: ImportsPorts

  constructor(ports: ImportsPorts) {
    this.#ports = ports
  }

  /**
   * Imports files, part by part: each is kept as a whole or not at all, and all of them are one step of undo. A preview
   * takes the same way but for the writing.
   * @throws AppError `job/cancelled`, `sync/busy`, `store/*`; what was kept until then stays
   */
  async run(asked: AskedImport): Promise<ImportOutcome> {
    const running = new RunningImport(asked, this.#ports)
    const { kind, phrases, signal } = asked
    try {
      for await (const batch of readImport(asked.paths, { kind, phrases, signal })) await running.take(batch)
    } catch (thrown) {
      throw signal.aborted ? new AppError('job/cancelled') : thrown
    } finally {
      await running.end()
    }
    return running.outcome()
  }
}

class RunningImport {
  readonly #asked: AskedImport
  readonly #ports: ImportsPorts
  readonly #tellings = new Tellings()
  readonly #versions = new VersionBook()
  readonly #files: ReadFile[] = []
  readonly #problems: ImportProblem[] = []
  readonly #results = { added: 0, updated: 0, unchanged: 0 }
  readonly #signatures: Record<SignatureState, number> = { verified: 0, unverified: 0, wrong: 0 }
  #answers = 0
  #samples = 0
  #unfinished = 0
  /** The import in the database, once it has changed something. */
  #run: number | null = null

  constructor(asked: AskedImport, ports: ImportsPorts) {
    this.#asked = asked
    this.#ports = ports
  }

  async take(batch: ImportBatch): Promise<void> {
    this.#files.push(...batch.files)
    this.#problems.push(...batch.problems)
    this.#samples += batch.samples
    this.#unfinished += batch.unfinished
    for (const state of ['verified', 'unverified', 'wrong'] as const) this.#signatures[state] += batch.signatures[state]
    const sent = batch.attempts.filter((attempt) => attempt.kind === 'sent')
    const { tellings, problems } = this.#tellings.among(sent)
    for (const { place, found } of problems) this.#addProblem(place, found)
    await this.#keep(tellings)
  }

  /** Decides about attempts and keeps them, again where a sync changed one of them meanwhile. */
  async #keep(tellings: readonly Telling[]): Promise<void> {
    if (tellings.length === 0) return
    const { store, clock } = this.#ports
    const { account, isPreview, paths } = this.#asked
    for (let tries = 0; tries < mostTries; tries++) {
      const decided = await decidedAttempts(tellings, store, account.id, this.#run, this.#versions)
      const toKeep = decided.filter(({ kept }) => kept !== null)
      if (isPreview || toKeep.length === 0) {
        for (const each of decided) this.#settle(each, true)
        return
      }
      const outcome = await store.keepImported({
        account: account.id,
        at: clock(),
        run: this.#run,
        subject: paths
          .slice(0, mostNamed)
          .map((path) => basename(path))
          .join(', '),
        attempts: toKeep.flatMap(({ kept }) => kept ?? []),
        versions: decided.versions,
        ...namesOf(toKeep.map(({ telling }) => telling)),
      })
      if (outcome === null) continue
      this.#run = outcome.run
      const isKept = new Map(toKeep.map((each, at) => [each, outcome.kept[at] === true]))
      for (const each of decided) this.#settle(each, isKept.get(each) ?? true)
      return
    }
    throw new AppError('sync/busy')
  }

  #settle({ telling, outcome, keepsAnswers }: ToldOutcome, isKept: boolean): void {
    const { seen, place } = telling
    if (outcome === 'erased') this.#addProblem(place, { code: 'erased-student' })
    else if (!isKept) this.#addProblem(place, { code: 'refused' })
    else {
      if (outcome !== null) {
        if (seen.outcome !== null) this.#results[seen.outcome]--
        this.#results[outcome]++
        seen.outcome = outcome
      }
      if (!keepsAnswers || telling.origin === null) return
      if (seen.answers === null) this.#answers++
      seen.answers = telling.origin
    }
  }

  #addProblem(place: FilePlace, found: FoundProblem): void {
    this.#problems.push(importProblem(place, found))
  }

  /** Notes in the database what the import came to. */
  async end(): Promise<void> {
    if (this.#run === null) return
    const { problems, files, ...counts } = this.outcome()
    const names = files.map(({ file }) => file)
    await this.#ports.store.endImport(this.#run, names, { ...counts, problems: problems.length })
  }

  outcome(): ImportOutcome {
    return {
      files: this.#files,
      results: { ...this.#results },
      answers: this.#answers,
      samples: this.#samples,
      unfinished: this.#unfinished,
      signatures: { ...this.#signatures },
      problems: this.#problems,
    }
  }
}

/** The names that attempts give to tests, groups and links. */
function namesOf(tellings: readonly Telling[]) {
  const [tests, sources] = [new Map<number, string>(), new Map<string, Source>()]
  for (const { attempt, result } of tellings) {
    const { feed, sourceId, testId } = result
    if (attempt.testName !== null) tests.set(testId, attempt.testName)
    if (attempt.sourceName !== null)
      sources.set(`${feed} ${sourceId}`, { feed, id: sourceId, name: attempt.sourceName })
  }
  return { tests: Array.from(tests, ([id, name]) => ({ id, name })), sources: [...sources.values()] }
}

interface Source {
  readonly feed: 'groups' | 'links'
  readonly id: number
  readonly name: string
}
