import { randomUUID } from 'node:crypto'
import { basename } from 'node:path'
import { AppError } from '../../shared/errors.ts'
import type { StoredAccount } from '../../shared/model/account.ts'
import type { ConfirmedRow, FilledGap, ImportOutcome } from '../../shared/model/import-outcome.ts'
import type {
  CsvDateChoice,
  ImportSummary,
  OpenedFiles,
  PreviewBucket,
  PreviewRow,
} from '../../shared/model/import-preview.ts'
import type { Gap } from '../../shared/model/sync.ts'
import { stampOf } from '../import/results/thread.ts'
import type { JobContext, Jobs } from '../jobs/jobs.ts'
import type { Store } from '../store/api.ts'
import { isSameGap } from './filled-gaps.ts'
import { countsOf, type Imports } from './imports.ts'
import { type PreviewBuckets, PreviewRows } from './preview-rows.ts'

export interface ImportDeskPorts {
  readonly store: Store
  readonly jobs: Jobs
  readonly imports: Imports
  /** @throws AppError `account/not-found` */
  readonly account: (id: string) => Promise<StoredAccount>
  /** The signing phrases of an account's webhooks, as far as they are on this computer. */
  readonly phrases: (account: string) => Promise<readonly string[]>
  /** Called where files were let go of that nobody let go of in the window: it forgets what it shows of them. */
  readonly onForgotten: () => void
  /** Where rows lie that are too many for the memory. */
  readonly folder: string
}

/** What the window asks to read, or to import. */
export interface AskedOfDesk {
  readonly id: string
  readonly account: string
  /** Null for the choice that was made before, or none. */
  readonly dates: CsvDateChoice | null
}

export interface AskedToImport extends AskedOfDesk {
  readonly confirmed: readonly ConfirmedRow[]
  readonly fills: readonly Gap[]
}

interface Opened extends OpenedFiles {
  readonly paths: readonly string[]
  /** What tells the files that the last preview read from others; null before there is one. */
  stamp: string | null
  /** Gaps that it filled. */
  gaps: readonly FilledGap[]
}

interface ShownRows {
  readonly told: PreviewRows
  readonly buckets: PreviewBuckets
}

/** Files that nothing else reads, and how they are to be read. */
interface ReadyFiles extends Partial<Pick<AskedToImport, 'confirmed' | 'fills'>> {
  readonly opened: Opened
  readonly account: StoredAccount
  readonly dates: CsvDateChoice | null
}

/**
 * The files that the window imports: opened, previewed, then kept. Their paths and what they hold stay here; the window
 * asks for the rows that it shows.
 */
export class ImportDesk {
  readonly #ports: ImportDeskPorts
  #opened: Opened | null = null
  #rows: ShownRows | null = null
  /** Rows being let go of. */
  #closing: Promise<unknown> = Promise.resolve()
  #preview: string | null = null
  /** The import under way. */
  #import: string | null = null
  #last: Promise<unknown> = Promise.resolve()

  constructor(ports: ImportDeskPorts) {
    this.#ports = ports
  }

  /** Takes files in the place of those before. @throws AppError `job/already-running` while some are imported */
  open(paths: readonly string[]): OpenedFiles {
    if (this.#import !== null) throw new AppError('job/already-running')
    this.forget()
    const opened = { id: randomUUID(), names: paths.map((path) => basename(path)), paths, stamp: null, gaps: [] }
    this.#opened = opened
    return { id: opened.id, names: opened.names }
  }

  /** Lets go of the files, and of all that was read in them. */
  forget(): void {
    if (this.#preview !== null) this.#ports.jobs.cancel(this.#preview)
    this.#opened = null
    this.#show(null)
  }

  /** Lets go of all that is in memory or beside it. */
  async close(): Promise<void> {
    this.forget()
    await this.#closing
  }

  #show(rows: ShownRows | null): void {
    if (this.#rows !== null) this.#letGoOf(this.#rows.told)
    this.#rows = rows
  }

  #letGoOf(told: PreviewRows): void {
    // What cannot be removed now is when the program starts again.
    this.#closing = Promise.all([this.#closing, told.close().catch(() => undefined)])
  }

  /** Lets go of the files because of something else than the window's screen of imports. */
  clear(): void {
    this.forget()
    this.#ports.onForgotten()
  }

  /**
   * Does what no file may outlast, such as erasing somebody whom files may name: ends what reads or imports them first,
   * and begins nothing meanwhile.
   */
  clearFor<Value>(work: () => Promise<Value>): Promise<Value> {
    return this.#inTurn(async () => {
      this.clear()
      for (const job of [this.#preview, this.#import]) await this.#ended(job)
      await this.#closing
      try {
        return await work()
      } finally {
        // Files that were opened meanwhile may be read by whoever asks next.
        this.clear()
      }
    })
  }

  /** Starts to say what an import would come to. @throws AppError `import/gone`, `account/not-found` */
  preview(asked: AskedOfDesk): Promise<{ jobId: string }> {
    return this.#inTurn(async () => {
      const { opened, account } = await this.#ready(asked)
      const jobId = this.#ports.jobs.start({
        ...{ kind: 'import' as const, accountId: account.id },
        work: (context) => this.#run('preview', { ...asked, opened, account }, context),
      })
      this.#preview = jobId
      return { jobId }
    })
  }

  /** Starts to import. @throws AppError `import/gone`, `account/not-found`, `job/already-running` */
  import(asked: AskedToImport): Promise<{ jobId: string }> {
    return this.#inTurn(async () => {
      const { opened, account } = await this.#ready(asked)
      const jobId = this.#ports.jobs.start({
        ...{ kind: 'import' as const, accountId: account.id },
        work: (context) =>
          this.#run('import', { ...asked, opened, account }, context).finally(() => {
            this.#import = null
          }),
      })
      this.#import = jobId
      return { jobId }
    })
  }

  /** Rows of what was read last, `from` included and `to` not. @throws AppError `import/gone` */
  async rows({
    id,
    bucket,
    from,
    to,
  }: {
    id: string
    bucket: PreviewBucket
    from: number
    to: number
  }): Promise<readonly PreviewRow[]> {
    this.#requireOpened(id)
    const shown = this.#rows
    if (shown === null) throw new AppError('import/gone')
    try {
      return await shown.buckets.rows(bucket, from, to)
    } catch (thrown) {
      throw shown === this.#rows ? thrown : new AppError('import/gone')
    }
  }

  /** One call after the other: two that wait for the end of one preview would both begin, as one job. */
  #inTurn<Value>(work: () => Promise<Value>): Promise<Value> {
    const mine = this.#last.then(work)
    this.#last = mine.catch(() => undefined)
    return mine
  }

  /** The files and their account, once nothing else is read: they may be asked for otherwise than before. */
  async #ready(asked: AskedOfDesk): Promise<{ opened: Opened; account: StoredAccount }> {
    this.#requireOpened(asked.id)
    const account = await this.#ports.account(asked.account)
    if (this.#import !== null) throw new AppError('job/already-running')
    await this.#ended(this.#preview)
    // Others may have been opened meanwhile.
    return { opened: this.#requireOpened(asked.id), account }
  }

  async #ended(job: string | null): Promise<void> {
    const { jobs } = this.#ports
    if (job === null) return
    jobs.cancel(job)
    await jobs.result(job).catch(() => undefined)
  }

  #requireOpened(id: string): Opened {
    if (this.#opened?.id !== id) throw new AppError('import/gone')
    return this.#opened
  }

  async #run(step: ImportSummary['step'], asked: ReadyFiles, context: JobContext<'import'>): Promise<ImportSummary> {
    const rows = new PreviewRows(this.#ports.folder)
    try {
      return await this.#read(step, asked, rows, context)
    } finally {
      if (this.#rows?.told !== rows) this.#letGoOf(rows)
    }
  }

  async #read(
    step: ImportSummary['step'],
    asked: ReadyFiles,
    rows: PreviewRows,
    { signal, report }: JobContext<'import'>,
  ): Promise<ImportSummary> {
    const { store, imports, phrases } = this.#ports
    const { opened, account, dates, confirmed = [], fills } = asked
    const stamp = await stampOf(opened.paths)
    if (step === 'import' && stamp !== opened.stamp) throw new AppError('import/changed')
    const kept = await imports.dateChoice(account)
    const dateChoice = dates ?? kept.choice
    let run: number | null = null
    let attempts = 0
    const outcome = await imports.run({
      ...{ account: { ...account, timeZone: dateChoice.timeZone }, paths: opened.paths, isPreview: step === 'preview' },
      ...{
        signal,
        confirmed,
        rows,
        phrases: await phrases(account.id),
        hasOthers: true,
        dayOrder: dateChoice.dayOrder ?? undefined,
      },
      ...(fills !== undefined && {
        fills: opened.gaps.filter(({ gap }) => fills.some((each) => isSameGap(each, gap))),
      }),
      onProgress: (progress) => {
        attempts = progress.attempts
        report({ step, ...progress })
      },
      onKept: (number) => {
        run = number
      },
    })
    if (step === 'import' && outcome.dates.length > 0 && dates !== null) {
      // What was imported stands, whether or not the choice can be kept.
      await imports.keepDateChoice(account, dates).catch(() => undefined)
    }
    const tests = (await store.hideables([account.id])).filter(({ kind }) => kind === 'test')
    const buckets = rows.buckets(new Map(tests.map(({ id, name }) => [id, name])))
    if (this.#opened?.id === opened.id) this.#show({ told: rows, buckets })
    if (step === 'preview') {
      opened.stamp = stamp
      opened.gaps = outcome.gaps
    }
    return {
      ...{ step, opened: opened.id, files: outcome.files.length, kinds: kindsIn(outcome), counts: countsOf(outcome) },
      attempts,
      buckets: buckets.sizes,
      likely: buckets.likely,
      ...{
        gaps: outcome.gaps,
        closed: outcome.closed,
        dates: outcome.dates,
        dateChoice,
        isDateChoiceKept: kept.isKept,
      },
      change: run === null ? null : await this.#changeOf(account.id, run),
    }
  }

  /** The step of undo that an import is. */
  async #changeOf(account: string, run: number): Promise<number | null> {
    const past = await this.#ports.store.pastImports([account])
    return past.find(({ id }) => id === run)?.change ?? null
  }
}

function kindsIn({ files }: ImportOutcome): ImportSummary['kinds'] {
  const count = (kind: string) => files.filter((file) => file.kind === kind).length
  return { webhook: count('webhook'), 'results-csv': count('results-csv'), api: count('api') }
}
