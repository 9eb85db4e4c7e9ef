import { randomUUID } from 'node:crypto'
import { AppError, serialiseError } from '../../shared/errors.ts'
import { isRunning, type Job, type JobKind, type JobKinds } from '../../shared/model/job.ts'

/** What a job's work is given: a signal to heed and a way to tell how far it is. */
export interface JobContext<K extends JobKind> {
  readonly id: string
  readonly signal: AbortSignal
  readonly report: (progress: JobKinds[K]['progress']) => void
}

export interface JobRequest<K extends JobKind> {
  readonly kind: K
  readonly accountId: string | null
  readonly work: (context: JobContext<K>) => Promise<JobKinds[K]['result']>
}

const reportEvery = 100 // ms: ten times a second is as fast as a number can be read
const finishedKept = 20

interface Entry {
  job: Job
  readonly cancel: AbortController
  readonly ended: Promise<void>
}

/**
 * Long work. Each job has an id, reports at most ten times a second, can be cancelled, and always ends in one of done,
 * failed or cancelled. The same kind of work for the same account never runs twice at once: asking again gives the
 * running one.
 */
export class Jobs {
  readonly #entries = new Map<string, Entry>()
  readonly #onChange: (job: Job) => void
  #closing = false

  constructor(onChange: (job: Job) => void) {
    this.#onChange = onChange
  }

  list(): Job[] {
    return [...this.#entries.values()].map(({ job }) => job)
  }

  /** @throws AppError `job/cancelled` while the app is closing */
  start<K extends JobKind>({ kind, accountId, work }: JobRequest<K>): string {
    if (this.#closing) throw new AppError('job/cancelled')
    const same = this.list().find((job) => isRunning(job) && job.kind === kind && job.accountId === accountId)
    if (same !== undefined) return same.id
    const id = randomUUID()
    const cancel = new AbortController()
    const base = { id, kind, accountId }
    // The kind decides which states fit; the compiler cannot follow that through a generic kind.
    const jobIn = (state: object) => ({ ...base, ...state }) as unknown as Job
    const change = (state: object) => this.#change(jobIn(state))
    const context: JobContext<K> = {
      id,
      signal: cancel.signal,
      report: atMostEvery(reportEvery, (progress: JobKinds[K]['progress']) => {
        if (this.#isRunning(id)) change({ state: 'running', progress })
      }),
    }
    const ended = Promise.resolve()
      .then(() => work(context))
      .then(
        (result) => change({ state: 'done', result }),
        (thrown) => change(endOf(thrown)),
      )
    this.#entries.set(id, { job: jobIn({ state: 'running', progress: null }), cancel, ended })
    change({ state: 'running', progress: null })
    return id
  }

  /** Asks a job to stop; its last change says when it has. An unknown or ended job is left alone. */
  cancel(id: string): void {
    this.#entries.get(id)?.cancel.abort()
  }

  /** Cancels the work of one account and waits for its end. */
  async stopFor(accountId: string): Promise<void> {
    const own = [...this.#entries.values()].filter(({ job }) => isRunning(job) && job.accountId === accountId)
    for (const { cancel } of own) cancel.abort()
    await Promise.all(own.map(({ ended }) => ended))
  }

  /** The job once it has ended. @throws AppError when it failed or was cancelled */
  async result<K extends JobKind>(id: string): Promise<JobKinds[K]['result']> {
    await this.#entries.get(id)?.ended
    const job = this.#entries.get(id)?.job
    if (job?.state === 'done') return job.result as JobKinds[K]['result']
    if (job?.state === 'failed') throw new AppError(job.error.code, job.error.detail)
    throw new AppError('job/cancelled')
  }

  /** Takes no more work, cancels what runs and waits for its end. */
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

  // A window that is just going away must not turn an ended job into a failing one.
  #tell(job: Job): void {
    try {
      this.#onChange(job)
    } catch {
      return
    }
  }

  #forgetOld(): void {
    const ended = [...this.#entries.values()].filter(({ job }) => !isRunning(job))
    for (const { job } of ended.slice(0, -finishedKept)) this.#entries.delete(job.id)
  }
}

function endOf(thrown: unknown): object {
  const error = serialiseError(thrown)
  return error.code === 'job/cancelled' ? { state: 'cancelled' } : { state: 'failed', error }
}

/** Passes on the first call and then one per `span`; the last word of a job is its end, which is never held back. */
function atMostEvery<T>(span: number, pass: (value: T) => void): (value: T) => void {
  let last = Number.NEGATIVE_INFINITY
  return (value) => {
    const now = performance.now()
    if (now - last < span) return
    last = now
    pass(value)
  }
}
