import { create } from 'zustand'
import type { AppError } from '../../shared/errors.ts'
import type { Service } from '../../shared/model/account.ts'
import { isRunning, type Job } from '../../shared/model/job.ts'
import type { Gap } from '../../shared/model/sync.ts'
import { api, asAppError } from '../api/client.ts'
import { type ExportedRows, jobEndWords } from '../format/job-words.ts'
import { errorWords, t } from '../format/words.ts'
import { incompleteWords, ofAccount, useAccounts, zoneOf } from './accounts.ts'
import { announce } from './announcer.ts'
import { useClock } from './clock.ts'
import { sayFailed, useFeedback } from './feedback.ts'
import { baselineAfter, failureOf, gapsFound, type SyncBaseline } from './job-outcome.ts'
import type { AskedExport } from './navigation.ts'
import { useNavigation } from './navigation.ts'

interface JobsState {
  /** Every job since the app started, oldest first. */
  readonly jobs: readonly Job[]
  /** The baseline of each sync, by the job's id. */
  readonly baselines: Readonly<Record<string, SyncBaseline>>
  /** Why a sync could not even start, by account. */
  readonly refused: Readonly<Record<string, AppError>>
  /** Why the sample or an export could not start. */
  readonly exportRefused: AppError | null
  readonly sampleRefused: AppError | null
  /** True while the save dialog of an export is open. */
  readonly choosingFile: boolean
  /** Which rows each export of this window writes, by the job's id. */
  readonly exported: Readonly<Record<string, ExportedRows>>
  /** Ids of ended jobs whose line the teacher has dismissed. */
  readonly dismissed: ReadonlySet<string>
  load(): Promise<void>
  startSync(accountId: string, options?: { recheck: boolean }): Promise<void>
  /** Asks ClassMarker again for a gap. */
  fetchGap(accountId: string, gap: Gap): Promise<void>
  /** Fills the sample account of a service. */
  startSample(service: Service): Promise<void>
  /** Asks where to save a workbook and writes it; where results are missing, a dialog says so first. */
  startExport(asked: AskedExport, known?: { readonly although: 'incomplete' }): Promise<void>
  /** Starts the export that could not start or failed once more. */
  exportAgain(): Promise<void>
  cancel(jobId: string): void
  dismiss(jobId: string): void
  dismissExportRefusal(): void
}

let lastExport: AskedExport | null = null

export const useJobs = create<JobsState>()((set, get) => ({
  jobs: [],
  baselines: {},
  refused: {},
  exportRefused: null,
  sampleRefused: null,
  choosingFile: false,
  exported: {},
  dismissed: new Set(),

  async load() {
    try {
      const jobs = await api.jobs.list()
      // Events that came while this list was on its way are newer than the list.
      const announced = get().jobs
      const newest = announced.reduce(withJob, jobs)
      const known = new Set(announced.map(({ id }) => id))
      // The previous window already announced what ended before this one opened.
      const ended = jobs.filter((job) => !isRunning(job) && !known.has(job.id)).map((job) => job.id)
      set({ jobs: newest, dismissed: new Set([...get().dismissed, ...ended]) })
    } catch {
      // No running job is known; events report every job that starts from now on.
    }
  },

  startSync: (accountId, { recheck } = { recheck: false }) =>
    startFor(accountId, () => api.sync.start({ accountId, recheck })),
  fetchGap: (accountId, gap) => startFor(accountId, () => api.sync.fetchGap({ accountId, gap })),

  async startSample(service) {
    set({ sampleRefused: null })
    try {
      await api.accounts.addSample({ service })
    } catch (thrown) {
      set({ sampleRefused: asAppError(thrown) })
    }
  },

  async startExport(asked, known) {
    if (get().choosingFile) return
    if (known === undefined && incompleteWords(useAccounts.getState()) !== null) {
      useNavigation.getState().openDialog({ kind: 'incomplete-export', asked })
      return
    }
    lastExport = asked
    set({ choosingFile: true, exportRefused: null })
    try {
      const started = await asked.start()
      if (started === null) return
      set({ exported: { ...get().exported, [started.jobId]: asked.of } })
      withdrawWhatIsDone()
    } catch (thrown) {
      set({ exportRefused: asAppError(thrown) })
      withdrawWhatIsDone()
    } finally {
      set({ choosingFile: false })
    }
  },

  async exportAgain() {
    if (lastExport !== null) await get().startExport(lastExport, { although: 'incomplete' })
  },

  cancel: (jobId) => void api.jobs.cancel({ jobId }).catch((thrown) => sayFailed(asAppError(thrown))),
  dismiss: (jobId) => set({ dismissed: new Set([...get().dismissed, jobId]) }),
  dismissExportRefusal: () => set({ exportRefused: null }),
}))

/** What was said of an earlier change would hide for a while how an export goes. A failure stays until it is dismissed. */
function withdrawWhatIsDone(): void {
  const { current, withdraw } = useFeedback.getState()
  if (current !== null && current.error === null) withdraw(current.turn)
}

/** Starts work for one account, and remembers why it could not start. */
async function startFor(accountId: string, start: () => Promise<unknown>): Promise<void> {
  const { [accountId]: _, ...others } = useJobs.getState().refused
  useJobs.setState({ refused: others })
  try {
    await start()
  } catch (thrown) {
    const error = asAppError(thrown)
    if (error.code === 'job/already-running') return
    useJobs.setState(({ refused }) => ({ refused: { ...refused, [accountId]: error } }))
  }
}

/** Puts a job's newest state in its place in the list; a job not seen before goes to the end. */
function withJob(jobs: readonly Job[], news: Job): readonly Job[] {
  return jobs.some((job) => job.id === news.id) ? jobs.map((job) => (job.id === news.id ? news : job)) : [...jobs, news]
}

api.jobs.changed((news) => {
  const before = useJobs.getState().jobs.find((job) => job.id === news.id)
  const gaps = useAccounts.getState().statuses.find(({ id }) => id === news.accountId)?.gaps ?? []
  useJobs.setState(({ jobs, baselines }) => ({
    jobs: withJob(jobs, news),
    baselines: { ...baselines, [news.id]: baselineAfter(baselines[news.id], before, news, gaps) },
  }))
  const { baselines, exported } = useJobs.getState()
  announceJob(before, news, { baseline: baselines[news.id], exported: exported[news.id] })
  if (!isRunning(news)) void useAccounts.getState().load()
})

/** What this window remembers of a job besides its state. */
interface Remembered {
  readonly baseline: SyncBaseline | undefined
  readonly exported: ExportedRows | undefined
}

/** Announces that a job began and how it ended; progress stays silent, so that nobody is read numbers for minutes. */
function announceJob(before: Job | undefined, job: Job, { baseline, exported }: Remembered): void {
  // Its own screen says it.
  if (job.kind === 'import') return
  const { accounts } = useAccounts.getState()
  const zone = zoneOf(accounts, job.accountId)
  const say = (words: string) => announce(job.kind === 'sample' ? words : ofAccount(accounts, job.accountId, words))
  if (isRunning(job)) {
    if (before === undefined && job.kind === 'sync') say(t('sync.started'))
    return
  }
  if (before && !isRunning(before)) return
  const failure = failureOf(job)
  const facts = { zone, now: useClock.getState().now, gaps: gapsFound(job, baseline), exported }
  say(failure === null ? jobEndWords(job, facts) : errorWords(failure, zone).what)
}
