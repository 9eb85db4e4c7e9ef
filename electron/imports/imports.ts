import { basename } from 'node:path'
import { AppError } from '../../shared/errors.ts'
import { importProblem } from '../../shared/import-problems.ts'
import type { StoredAccount } from '../../shared/model/account.ts'
import type {
  ConfirmedRow,
  FilledGap,
  ImportCounts,
  ImportOutcome,
  RowToConfirm,
} from '../../shared/model/import-outcome.ts'
import type { CsvDateChoice, ImportProgress, PreviewSubject } from '../../shared/model/import-preview.ts'
import type {
  CsvDates,
  FilePlace,
  FoundProblem,
  ImportBatch,
  ImportProblem,
  ImportReading,
  ListedAttempt,
  ReadFile,
  SentAttempt,
  SignatureState,
} from '../../shared/model/imported.ts'
import { toTenths } from '../../shared/model/result-values.ts'
import type { Interval } from '../../shared/model/sync.ts'
import { type Clock, type UnixSeconds, unixSeconds } from '../../shared/model/time.ts'
import { isTimeZone } from '../../shared/model/zone.ts'
import { readImportInThread } from '../import/results/thread.ts'
import type { FinishedThen, KeptPart, Store } from '../store/api.ts'
import { type DecidedAttempts, decidedAttempts, decidedRows, type ListedResult } from './deciding.ts'
import { type Delivered, type Delivery, keepDelivered } from './delivered.ts'
import { FilledGaps, isSameGap } from './filled-gaps.ts'
import { type NotCertain, rangesOf, resultOf } from './listed.ts'
import type { PreviewRows } from './preview-rows.ts'
import { originOfAnswers } from './rules.ts'
import { namesOf, placeWords, type Reckoned, type Telling, Tellings, type ToldOutcome } from './tellings.ts'
import { VersionBook } from './version-book.ts'

export interface ImportsPorts {
  readonly store: Store
  readonly clock: Clock
  /** Reads files, batch by batch. */
  readonly read: (
    paths: readonly string[],
    options: ImportReading & { readonly signal: AbortSignal },
  ) => AsyncIterable<ImportBatch>
}

/** Reads in a thread of its own. */
export const readingIn =
  (workerFile: string): ImportsPorts['read'] =>
  (paths, options) =>
    readImportInThread(paths, { ...options, workerFile })

export interface AskedImport extends ImportReading {
  readonly account: Pick<StoredAccount, 'id' | 'timeZone'>
  readonly paths: readonly string[]
  /** Says what an import would come to, and keeps nothing. */
  readonly isPreview: boolean
  readonly signal: AbortSignal
  /** Rows of a list with the results that the teacher said they are. */
  readonly confirmed?: readonly ConfirmedRow[]
  /**
   * Gaps that the teacher says the files fill, and whether a preview proved that; without it, those of which the files
   * prove that.
   */
  readonly fills?: readonly Pick<FilledGap, 'gap' | 'isWhole'>[]
  /**
   * What a preview tells of each thing in the files is added to it. Problems and rows to confirm are then told there
   * alone: a list may have 500,000 rows that no result here is.
   */
  readonly rows?: PreviewRows
  onProgress?(progress: Omit<ImportProgress, 'step'>): void
  /** Called once the database holds something of it, with the import's number there. */
  onKept?(run: number): void
}

// A sync writes a page in some milliseconds and then waits for the next one.
const mostTries = 5

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
    const { kind, phrases, hasOthers, dayOrder, signal } = asked
    let isThrough = false
    try {
      const batches = this.#ports.read(asked.paths, { kind, phrases, hasOthers, dayOrder, signal })
      for await (const batch of batches) await running.take(batch)
      isThrough = true
    } catch (thrown) {
      throw signal.aborted ? new AppError('job/cancelled') : thrown
    } finally {
      await running.end(isThrough)
    }
    return running.outcome()
  }

  /** How the times of an account's results CSV are read: as was chosen last, else by the account's clock. */
  async dateChoice({ id, timeZone }: AskedImport['account']): Promise<{ choice: CsvDateChoice; isKept: boolean }> {
    const kept = (await this.#ports.store.settings()).csvDates[id]
    // A zone that this version does not know would stop every CSV.
    const choice = kept === undefined || !isTimeZone(kept.timeZone) ? { dayOrder: null, timeZone } : kept
    return { choice, isKept: choice === kept }
  }

  /** Keeps a choice for the next file of that account. */
  async keepDateChoice({ id }: AskedImport['account'], choice: CsvDateChoice): Promise<void> {
    const { store } = this.#ports
    const { csvDates } = await store.settings()
    const standing = new Set((await store.listAccounts()).map((account) => account.id))
    const others = Object.entries(csvDates).filter(([account]) => standing.has(account))
    await store.changeSettings({ csvDates: { ...Object.fromEntries(others), [id]: choice } })
  }

  /** A row that waits to be confirmed, with the result that it is said to be. @param zone in which its times were read */
  confirmed({ place, first, last, testName, finished }: RowToConfirm, result: number, zone: string): ConfirmedRow {
    return { place, about: { first, last, testName, finished: beginOf(rangesOf(finished, zone)) }, result }
  }

  /** Keeps attempts that ClassMarker delivered by a webhook, as `keepDelivered` says. @throws AppError `sync/busy`, `store/*` */
  keepDelivered(attempts: readonly SentAttempt[], delivery: Delivery): Promise<readonly Delivered[]> {
    return keepDelivered(attempts, delivery, this.#ports)
  }
}

class RunningImport {
  readonly #asked: AskedImport
  readonly #ports: ImportsPorts
  readonly #tellings = new Tellings()
  readonly #versions = new VersionBook()
  /** What results that were here before came to so far, by id. */
  readonly #reckoned = new Map<number, Reckoned>()
  /** Where a row of a list told of a result, by its id. */
  readonly #rows = new Map<number, FilePlace>()
  readonly #files: ReadFile[] = []
  readonly #problems: ImportProblem[] = []
  #problemCount = 0
  readonly #toConfirm: RowToConfirm[] = []
  readonly #confirmed: ReadonlyMap<string, number>
  readonly #dates: CsvDates[] = []
  readonly #gaps: FilledGaps
  readonly #results = { added: 0, updated: 0, unchanged: 0 }
  readonly #signatures: Record<SignatureState, number> = { verified: 0, unverified: 0, wrong: 0 }
  #attempts = 0
  #answers = 0
  #samples = 0
  #unfinished = 0
  #closed = 0
  /** The import in the database, once it has changed something. */
  #run: number | null = null

  constructor(asked: AskedImport, ports: ImportsPorts) {
    this.#asked = asked
    this.#ports = ports
    this.#confirmed = new Map(asked.confirmed?.map(({ place, about, result }) => [keyOf(place, about), result]))
    this.#gaps = new FilledGaps(ports.store, asked.account.id)
  }

  async take(batch: ImportBatch): Promise<void> {
    this.#files.push(...batch.files)
    this.#dates.push(...batch.dates)
    for (const problem of batch.problems) this.#say(problem)
    for (const place of batch.samplePlaces) this.#asked.rows?.addSample(place)
    this.#samples += batch.samples
    this.#unfinished += batch.unfinished
    for (const state of ['verified', 'unverified', 'wrong'] as const) this.#signatures[state] += batch.signatures[state]
    const sent = batch.attempts.filter((attempt) => attempt.kind === 'sent')
    const { tellings, problems } = this.#tellings.among(sent)
    for (const { place, found } of problems) this.#addProblem(place, found)
    await this.#gaps.take(tellings, batch.whole)
    await this.#keepTellings(tellings)
    await this.#keepListed(batch.attempts.filter((attempt) => attempt.kind === 'listed'))
    await this.#asked.rows?.settle()
    this.#attempts += batch.attempts.length
    this.#asked.onProgress?.({ files: this.#files.length, attempts: this.#attempts })
  }

  async #keepTellings(tellings: readonly Telling[]): Promise<void> {
    const { store } = this.#ports
    const { id } = this.#asked.account
    const decided = () => decidedAttempts(tellings, store, id, this.#run, this.#versions, this.#reckoned)
    if (tellings.length === 0 || (await this.#keep(decided, namesOf(tellings)))) return
    // Two tellings of one result, each under a name of its own, are kept one after the other.
    if (tellings.length === 1) throw new AppError('sync/busy')
    for (const telling of tellings) await this.#keepTellings([telling])
  }

  /** Keeps what rows of ClassMarker's list say of results that are here. */
  async #keepListed(attempts: readonly ListedAttempt[]): Promise<void> {
    if (attempts.length === 0) return
    const { id, timeZone } = this.#asked.account
    const ranges = attempts.map(({ finished }) => rangesOf(finished, timeZone))
    const decided = async () => {
      const found = await this.#ports.store.resultsFinishedIn(id, this.#run, ranges)
      const rows = new Map<number, ListedResult>()
      const problems: [FilePlace, FoundProblem][] = []
      const toConfirm: [RowToConfirm, FoundProblem, PreviewSubject][] = []
      const unclear: { attempt: ListedAttempt; certain: NotCertain; about: PreviewSubject; at: number }[] = []
      for (const [at, attempt] of attempts.entries()) {
        const certain = resultOf(attempt, found[at] ?? [], timeZone)
        const about = aboutRow(attempt, beginOf(ranges[at] ?? []))
        if ('found' in certain) {
          unclear.push({ attempt, certain, about, at })
          continue
        }
        const before = this.#rows.get(certain.id) ?? rows.get(certain.id)?.place
        if (before !== undefined) problems.push([before, twice(attempt.place)])
        rows.set(certain.id, listedResult(attempt, certain, about))
      }
      // After those that are certain: what was only confirmed never takes the place of another row.
      for (const { attempt, certain, about, at } of unclear) {
        const candidates = certain.candidates.filter(({ id: each }) => !this.#rows.has(each) && !rows.has(each))
        const result = this.#confirmedAmong(attempt, about, candidates, found[at] ?? [])
        if (result !== null) {
          rows.set(result.id, listedResult(attempt, result, about))
          continue
        }
        const { place, first, last, testName, finished } = attempt
        const row = { place, first, last, testName, finished, percentage: about.percentage, candidates }
        toConfirm.push([row, certain.found, about])
      }
      return Object.assign(decidedRows([...rows.values()], this.#versions, this.#reckoned), {
        problems,
        toConfirm,
        rows,
      })
    }
    const kept = await this.#keep(decided)
    if (kept === null) throw new AppError('sync/busy')
    for (const [place, found] of kept.problems) this.#addProblem(place, found)
    for (const [row, unclear, about] of kept.toConfirm) {
      const { rows } = this.#asked
      if (rows === undefined) this.#toConfirm.push(row)
      if (rows === undefined || row.candidates.length === 0) this.#say(importProblem(row.place, unclear), about)
      else {
        this.#problemCount++
        rows.addToConfirm(row, about)
      }
    }
    for (const [result, { place }] of kept.rows) this.#rows.set(result, place)
  }

  /** The result that the teacher said a row is; null where nothing was said, or it is none of those it may be. */
  #confirmedAmong(
    { place }: ListedAttempt,
    about: ConfirmedRow['about'],
    candidates: NotCertain['candidates'],
    found: readonly FinishedThen[],
  ): FinishedThen | null {
    const said = this.#confirmed.get(keyOf(place, about))
    return candidates.some(({ id }) => id === said) ? (found.find(({ id }) => id === said) ?? null) : null
  }

  /**
   * Keeps what is decided, deciding again where a sync changed a result meanwhile.
   * @returns what was decided; null where that goes on
   */
  async #keep<Decided extends DecidedAttempts>(
    decide: () => Promise<Decided>,
    names: Pick<KeptPart, 'tests' | 'sources'> = { tests: [], sources: [] },
  ): Promise<Decided | null> {
    const { store, clock } = this.#ports
    const { account, isPreview, paths } = this.#asked
    for (let tries = 0; tries < mostTries; tries++) {
      const decided = await decide()
      const toKeep = decided.filter(({ kept }) => kept !== null)
      if (isPreview || toKeep.length === 0) {
        for (const each of decided) this.#settle(each, true)
        return decided
      }
      const outcome = await store.keepImported({
        account: account.id,
        at: clock(),
        run: this.#run,
        subject: subjectOf(paths),
        attempts: toKeep.flatMap(({ kept }) => kept ?? []),
        versions: decided.versions,
        ...names,
      })
      if (outcome === null) continue
      if (this.#run === null) this.#asked.onKept?.(outcome.run)
      this.#run = outcome.run
      const isKept = new Map(toKeep.map((each, at) => [each, outcome.kept[at] === true]))
      for (const each of decided) this.#settle(each, isKept.get(each) ?? true)
      return decided
    }
    return null
  }

  #settle(told: ToldOutcome, isKept: boolean): void {
    const { place, reckoned, id, outcome, keptAnswers } = told
    if (outcome === 'erased' || !isKept) {
      this.#addProblem(place, { code: outcome === 'erased' ? 'erased-student' : 'refused' })
      if (told.kept?.result != null) this.#gaps.miss(told.kept.result.result)
      return
    }
    this.#asked.rows?.addAttempt(told)
    if (id !== null) this.#reckoned.set(id, reckoned)
    if (outcome !== null) {
      if (reckoned.outcome !== null) this.#results[reckoned.outcome]--
      this.#results[outcome]++
      reckoned.outcome = outcome
    }
    if (keptAnswers === null) return
    if (reckoned.answers === null) this.#answers++
    reckoned.answers = keptAnswers
  }

  #addProblem(place: FilePlace, found: FoundProblem): void {
    this.#say(importProblem(place, found))
  }

  #say(problem: ImportProblem, about: PreviewSubject | null = null): void {
    this.#problemCount++
    const { rows } = this.#asked
    if (rows === undefined) this.#problems.push(problem)
    else rows.addProblem(problem, about)
  }

  /** Notes in the database what the import came to. */
  async end(isThrough: boolean): Promise<void> {
    const { account, paths, isPreview, fills, onKept } = this.#asked
    if (isPreview) return
    const outcome = this.outcome()
    // Of a file that was not read to its end nobody knows what it holds.
    const gaps = isThrough ? outcome.gaps.filter((each) => isFilled(each, fills)).map(({ gap }) => gap) : []
    if (this.#run === null && gaps.length === 0) return
    const { store, clock } = this.#ports
    const ended = await store.endImport({
      ...{ account: account.id, at: clock(), run: this.#run, subject: subjectOf(paths), gaps, isThrough },
      ...{ files: outcome.files.map(({ file }) => file), counts: countsOf(outcome) },
    })
    this.#closed = ended?.closed ?? 0
    if (this.#run === null && ended !== null) onKept?.(ended.run)
  }

  outcome(): ImportOutcome {
    return {
      files: this.#files,
      results: { ...this.#results },
      answers: this.#answers,
      samples: this.#samples,
      unfinished: this.#unfinished,
      signatures: { ...this.#signatures },
      problemCount: this.#problemCount,
      problems: this.#problems,
      toConfirm: this.#toConfirm,
      dates: this.#dates,
      gaps: this.#gaps.filled(),
      closed: this.#closed,
    }
  }
}

/** Whether a gap is to be closed: files read otherwise than for the preview do not fill what they filled there. */
function isFilled({ gap, isWhole }: FilledGap, fills: AskedImport['fills']): boolean {
  const said = fills?.find((each) => isSameGap(each.gap, gap))
  return isWhole ? fills === undefined || said !== undefined : said !== undefined && !said.isWhole
}

/** A row by its place and what it says, so that another row that came to stand there is not taken for it. */
const keyOf = ({ file, line }: FilePlace, { first, last, testName, finished }: ConfirmedRow['about']): string =>
  JSON.stringify([line, file, first, last, testName, finished])

/** The numbers of an import. */
export const countsOf = (outcome: ImportOutcome): ImportCounts => {
  const { results, answers, samples, unfinished, signatures, problemCount } = outcome
  return { results, answers, samples, unfinished, signatures, problems: problemCount }
}

/** What a step of undo is called. */
const subjectOf = (paths: readonly string[]): string =>
  paths
    .slice(0, mostNamed)
    .map((path) => basename(path))
    .join(', ')

const twice = (taken: FilePlace): FoundProblem => ({ code: 'twice', facts: { place: placeWords(taken) } })

const beginOf = ([range]: readonly Interval[]): UnixSeconds => range?.from ?? unixSeconds(0)

const aboutRow = (
  { first, last, testName, sourceName, percentage }: ListedAttempt,
  finished: UnixSeconds,
): PreviewSubject => ({
  ...{ first, last, testId: null, testName, sourceName },
  percentage: percentage === null ? null : toTenths(percentage),
  finished,
})

function listedResult({ place, answers }: ListedAttempt, result: FinishedThen, about: PreviewSubject): ListedResult {
  const origin = answers === null ? null : originOfAnswers(answers, result.timeFinished, true)
  return { place, about, result, answers, origin }
}
