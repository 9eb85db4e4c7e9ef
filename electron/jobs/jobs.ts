import { randomUUID } from 'node:crypto'
import { AppError, serialiseError } from '../../shared/errors.ts'
import { isRunning, type Job, type JobKind, type JobKinds } from '../../shared/model/job.ts'
import type { UnixSeconds } from '../../shared/model/time.ts'

/** What a job's work gets: a signal to obey, and functions to report its progress. */
export interface JobContext<K extends JobKind> {
  readonly id: string
  readonly signal: AbortSignal
  readonly report: (progress: JobKinds[K]['progress']) => void
  /** Reports that the work pauses until a moment and then continues by itself. */
  readonly waiting: (until: UnixSeconds) => void
}

export interface JobRequest<K extends JobKind> {
  readonly kind: K
  readonly accountId: string | null
  readonly work: (context: JobContext<K>) => Promise<JobKinds[K]['result']>
}

const reportEvery = 100 // ms: ten times a second is as fast as a number can be read
const finishedKept = 20

export interface JobsPorts {
  /** Called for every change of a job. */
  readonly onChange: (job: Job) => void
  /** Called with an unexpected failure; the job itself only says `internal`. */
  readonly onInternalError?: (thrown: unknown) => void
}

interface Entry {
  job: Job
  readonly cancel: AbortController
  readonly ended: Promise<void>
}

/**
 * Runs long work. Each job has an id, reports at most ten times a second, can be cancelled, and always ends as done,
 * failed or cancelled. Work of the same kind for the same account never runs twice at once: starting it again returns
 * the running job.
 */
export class Jobs {
  readonly #entries = new Map<string, Entry>()
  readonly #ports: JobsPorts
  #closing = false

  constructor(ports: JobsPorts) {
    this.#ports = ports
  }

  list(): Job[] {
    return [...this.#entries.values()].map(({ job }) => job)
  }

  /**
   * Starts a job, or joins the running one. @returns its id. @throws AppError `job/cancelled` while the app is closing
   */
  start<K extends JobKind>({ kind, accountId, work }: JobRequest<K>): string {
    if (this.#closing) throw new AppError('job/cancelled')
    const same = this.list().find((job) => isRunning(job) && job.kind === kind && job.accountId === accountId)
    if (same !== undefined) return same.id
    const id = randomUUID()
    const cancel = new AbortController()
    const base = { id, kind, accountId }
    // The kind decides which states are possible; the compiler cannot follow that through a generic kind.
    const jobIn = (state: object) => ({ ...base, ...state }) as unknown as Job
    const change = (state: object) => this.#change(jobIn(state))
    const progress = atMostEvery(reportEvery, (latest: JobKinds[K]['progress']) => {
      if (this.#isRunning(id)) change({ state: 'running', progress: latest })
    })
    const waiting = (until: UnixSeconds) => {
      // A report sent later would say that the job still runs.
      progress.drop()
      const job = this.#entries.get(id)?.job
      const latest = job !== undefined && isRunning(job) && 'progress' in job ? job.progress : null
      if (this.#isRunning(id)) change({ state: 'waiting', until, progress: latest })
    }
    const context: JobContext<K> = { id, signal: cancel.signal, report: progress.pass, waiting }
    const ended = Promise.resolve()
      .then(() => work(context))
      .finally(progress.stop)
      .then(
        (result) => change({ state: 'done', result }),
        (thrown) => change(this.#endOf(thrown)),
      )
    this.#entries.set(id, { job: jobIn({ state: 'running', progress: null }), cancel, ended })
    change({ state: 'running', progress: null })
    return id
  }

  /** Asks a job to stop; its last change tells when it has. Ignores an unknown or ended job. */
  cancel(id: string): void {
    this.#entries.get(id)?.cancel.abort()
  }

  /** Cancels the work of one account and waits for its end. */
  async stopFor(accountId: string): Promise<void> {
    const own = [...this.#entries.values()].filter(({ job }) => isRunning(job) && job.accountId === accountId)
    for (const { cancel } of own) cancel.abort()
    await Promise.all(own.map(({ ended }) => ended))
  }

  /** Waits for a job's result. @throws AppError when it failed or was cancelled */
  async result<K extends JobKind>(id: string): Promise<JobKinds[K]['result']> {
    await this.#entries.get(id)?.ended
    const job = this.#entries.get(id)?.job
    if (job?.state === 'done') return job.result as JobKinds[K]['result']
    if (job?.state === 'failed') throw new AppError(job.error.code, job.error.detail)
    throw new AppError('job/cancelled')
  }

  /** Refuses new work, cancels running jobs and waits for their end. */
  async close(): Promise<void> {
    this.#closing = true
    for (const { cancel } of this.#entries.values()) cancel.abort()
    await Promise.all([...this.#entries.values()].map(({ ended }) => ended))
  }

  #isRunning(id: string): boolean {
    const entry = this.#entries.get(id)
    return entry !== undefined && isRunning(entry.job)
  }

  #change(job: Job): void {
    const entry = this.#entries.get(job.id)
    if (entry === undefined) return
    entry.job = job
    this.#tell(job)
    if (!isRunning(job)) this.#forgetOld()
  }

  // A window that is closing must not turn an ended job into a failed one.
  #tell(job: Job): void {
    try {
      this.#ports.onChange(job)
    } catch (thrown) {
      this.#ports.onInternalError?.(thrown)
    }
  }

  #endOf(thrown: unknown): object {
    const error = serialiseError(thrown)
    if (error.code === 'job/cancelled') return { state: 'cancelled' }
    if (error.code === 'internal') this.#ports.onInternalError?.(thrown)
    return { state: 'failed', error }
  }

  #forgetOld(): void {
    const ended = [...this.#entries.values()].filter(({ job }) => !isRunning(job))
    for (const { job } of ended.slice(0, -finishedKept)) this.#entries.delete(job.id)
  }
}

/**
 * Passes on the first value at once, then the latest value every `span` milliseconds, including the last of a burst.
 * Passes on nothing after `stop`.
 */
function atMostEvery<T>(
  span: number,
  tell: (value: T) => void,
): {
  pass(value: T): void
  drop(): void
  stop(): void
} {
  let passedAt = Number.NEGATIVE_INFINITY
  let latest: { value: T } | null = null
  let timer: NodeJS.Timeout | null = null
  let stopped = false
  const tellLatest = () => {
    timer = null
    if (latest === null) return
    const { value } = latest
    latest = null
    passedAt = performance.now()
    tell(value)
  }
  return {
    pass(value) {
      if (stopped) return
      latest = { value }
      const early = passedAt + span - performance.now()
      if (timer !== null) return
      if (early <= 0) tellLatest()
      else timer = setTimeout(tellLatest, early).unref()
    },
    drop() {
      latest = null
    },
    stop() {
      stopped = true
      if (timer !== null) clearTimeout(timer)
    },
  }
}
