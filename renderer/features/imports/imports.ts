import { create } from 'zustand'
import { type AppError, rebuildError } from '../../../shared/errors.ts'
import type { ConfirmedRow } from '../../../shared/model/import-outcome.ts'
import type {
  CsvDateChoice,
  ImportProgress,
  ImportSummary,
  OpenedFiles,
  PastImport,
  PreviewBucket,
  PreviewRow,
} from '../../../shared/model/import-preview.ts'
import { isRunning, type Job } from '../../../shared/model/job.ts'
import { api, asAppError, latestOnly, whileWatched } from '../../api/client.ts'
import { realAccounts, useAccounts } from '../../app/accounts.ts'
import { announce } from '../../app/announcer.ts'
import { useDropped } from '../../app/dropped.ts'
import { say } from '../../app/feedback.ts'
import { useJobs } from '../../app/jobs.ts'
import { useNavigation } from '../../app/navigation.ts'
import { t } from '../../format/words.ts'
import { undoOne } from '../local-changes/index.ts'
import { doneWords } from './import-words.ts'

/** Rows that are asked for at once. */
export const rowsAtOnce = 200

/** What is done with the files at the moment. */
export type Stage =
  | { readonly at: 'start' }
  /** Its dialog is open, or the files are taken over. */
  | { readonly at: 'choosing' }
  | { readonly at: 'reading' | 'importing'; readonly jobId: string | null; readonly progress: ImportProgress | null }
  | { readonly at: 'preview' | 'done'; readonly summary: ImportSummary }
  | { readonly at: 'failed'; readonly error: AppError; readonly during: ImportSummary['step'] }

/** What the teacher said of a row to confirm: the result that it is, or that it is none. */
export type Decision = number | 'none'

/** How the same files are read otherwise. */
type Rereading = Partial<Pick<ImportsState, 'account' | 'dates'>>

interface ImportsState {
  readonly stage: Stage
  readonly opened: OpenedFiles | null
  /** The account that the files belong to. */
  readonly account: string | null
  /** As chosen for these files; null for what was chosen before, or nothing. */
  readonly dates: CsvDateChoice | null
  readonly rows: Partial<Readonly<Record<PreviewBucket, readonly PreviewRow[]>>>
  /** By the id of the row. */
  readonly decisions: ReadonlyMap<number, Decision>
  /** Gaps that the teacher says the files fill, by their place in the summary. */
  readonly fills: ReadonlySet<number>
  /** Those that the files prove to fill, which are chosen from the start. */
  readonly proved: ReadonlySet<number>
  /** Why more rows of a bucket did not come. */
  readonly rowsError: { readonly bucket: PreviewBucket; readonly error: AppError } | null
  /** What the files were chosen as last: the button that asked for them. */
  readonly chosenAs: 'files' | 'folder'
  /** Attempts in the files, once they were read. */
  readonly attempts: number | null
  /** Dropped together with these files, and holding questions. */
  readonly questionFiles: readonly File[]
  /** Files that would take the place of a preview in which the teacher decided something. */
  readonly toLetGo: readonly File[] | null
  /** What would be read otherwise in a preview in which the teacher decided something. */
  readonly toReread: Rereading | null
  readonly past: readonly PastImport[] | null
  readonly pastError: AppError | null
  choose(what: 'files' | 'folder'): Promise<void>
  drop(files: readonly File[]): Promise<void>
  chooseAccount(id: string): Promise<void>
  chooseDates(dates: CsvDateChoice): Promise<void>
  /** Reads the files as another account's, or with other dates, whatever was decided. */
  reread(change: Rereading): Promise<void>
  /** Reads the files once more. */
  again(): Promise<void>
  more(bucket: PreviewBucket): Promise<void>
  decide(row: number, decision: Decision): void
  /** The same for all rows to confirm that are open, also for those that are not drawn yet. */
  decideAll(decision: (row: PreviewRow) => Decision | null): Promise<void>
  fill(place: number, isFilled: boolean): void
  start(): Promise<void>
  cancel(): void
  /** Lets go of the files. */
  leave(): void
  undo(change: number): Promise<void>
  loadPast(): Promise<void>
  watchPast(): () => void
}

const nothingRead = {
  ...{ rows: {}, decisions: new Map(), fills: new Set<number>(), proved: new Set<number>(), rowsError: null },
  toReread: null,
} as const
const nothingOpened = { opened: null, dates: null, account: null, attempts: null, ...nothingRead } as const
const latestPast = latestOnly()
const watchedPast = whileWatched(() => useImports.getState().loadPast(), 200)

export const useImports = create<ImportsState>()((set, get) => {
  const fail = (during: ImportSummary['step'], thrown: unknown) => {
    const error = asAppError(thrown)
    set({ stage: { at: 'failed', error, during } })
  }

  /** Takes over files that were chosen or dropped, and reads them. */
  async function take(opening: () => Promise<OpenedFiles | null>): Promise<void> {
    const { stage: before, opened: openedBefore } = get()
    if (before.at === 'importing' || before.at === 'choosing') return
    set({ stage: { at: 'choosing' } })
    try {
      const opened = await opening()
      if (opened === null) {
        goBackTo(before, openedBefore)
        return
      }
      // Files that take the place of others are of the same account as those.
      const account = before.at === 'preview' ? get().account : null
      set({ opened, account: account ?? likelyAccount(), dates: null, ...nothingRead })
      await read()
    } catch (thrown) {
      fail('preview', thrown)
    }
  }

  /** Goes on as before nothing was chosen: what was read may have been read to its end meanwhile, or let go of. */
  function goBackTo(before: Stage, opened: OpenedFiles | null): void {
    set({ stage: get().opened === opened ? before : { at: 'start' } })
    if (before.at === 'reading' && before.jobId !== null && get().stage === before) follow(before.jobId, 'reading')
  }

  async function read(): Promise<void> {
    const { opened, account, dates } = get()
    if (opened === null || account === null) {
      set({ stage: { at: 'start' } })
      return
    }
    set({ stage: { at: 'reading', jobId: null, progress: null }, ...nothingRead })
    try {
      const { jobId } = await api.imports.preview({ id: opened.id, account, dates })
      follow(jobId, 'reading')
    } catch (thrown) {
      if (get().opened === opened) fail('preview', thrown)
    }
  }

  /** What is decided belongs to rows and results as they were read. */
  async function rereadOrAsk(change: Rereading): Promise<void> {
    if (hasDecisions(get())) set({ toReread: change })
    else await get().reread(change)
  }

  function follow(jobId: string, at: 'reading' | 'importing'): void {
    set({ stage: { at, jobId, progress: null } })
    // It may have ended before its number came.
    const job = useJobs.getState().jobs.find(({ id }) => id === jobId)
    if (job !== undefined) heed(job)
  }

  return {
    stage: { at: 'start' },
    ...nothingOpened,
    chosenAs: 'files',
    questionFiles: [],
    toLetGo: null,
    past: null,
    pastError: null,

    choose: (what) => {
      set({ chosenAs: what, questionFiles: [] })
      return take(() => api.imports.choose({ what }))
    },
    // The preload puts the place of each file where the file stands.
    drop: (files) => take(() => api.imports.drop({ paths: files as unknown as string[] })),

    chooseAccount: (account) => rereadOrAsk({ account, dates: null }),
    chooseDates: (dates) => rereadOrAsk({ dates }),
    async reread(change) {
      set(change)
      await read()
    },
    again: read,

    async more(bucket) {
      const { opened, rows, stage } = get()
      if (opened === null) return
      const from = rows[bucket]?.length ?? 0
      set({ rowsError: null })
      try {
        const next = await api.imports.rows({ id: opened.id, bucket, from, to: from + rowsAtOnce })
        const now = get()
        if (now.opened !== opened || now.stage !== stage || (now.rows[bucket]?.length ?? 0) !== from) return
        set({ rows: { ...now.rows, [bucket]: [...(now.rows[bucket] ?? []), ...next] } })
      } catch (thrown) {
        // What was decided of the rows that are here stays.
        if (get().opened === opened && get().stage === stage) set({ rowsError: { bucket, error: asAppError(thrown) } })
      }
    },

    decide(row, decision) {
      set({ decisions: new Map(get().decisions).set(row, decision) })
    },

    async decideAll(decision) {
      const { stage } = get()
      if (stage.at !== 'preview') return
      const all = stage.summary.buckets['to-confirm']
      for (let known = -1; known < all; ) {
        const now = get().rows['to-confirm']?.length ?? 0
        // Files that were let go of meanwhile bring no more rows.
        if (now === all || now === known) break
        known = now
        await get().more('to-confirm')
      }
      if (get().stage !== stage || get().rowsError?.bucket === 'to-confirm') return
      const decisions = new Map(get().decisions)
      for (const row of get().rows['to-confirm'] ?? []) {
        const said = decisions.has(row.id) ? null : decision(row)
        if (said !== null) decisions.set(row.id, said)
      }
      set({ decisions })
    },

    fill(place, isFilled) {
      const fills = new Set(get().fills)
      if (isFilled) fills.add(place)
      else fills.delete(place)
      set({ fills })
    },

    async start() {
      const { opened, account, dates, stage, fills } = get()
      if (opened === null || account === null || stage.at !== 'preview') return
      const { gaps } = stage.summary
      const chosen = gaps.flatMap(({ gap }, place) => (fills.has(place) ? [gap] : []))
      set({ stage: { at: 'importing', jobId: null, progress: null } })
      try {
        const asked = { id: opened.id, account, dates, confirmed: confirmedIn(get()), fills: chosen }
        const { jobId } = await api.imports.import(asked)
        follow(jobId, 'importing')
      } catch (thrown) {
        fail('import', thrown)
      }
    },

    cancel() {
      const { stage } = get()
      if ((stage.at !== 'reading' && stage.at !== 'importing') || stage.jobId === null) return
      useJobs.getState().cancel(stage.jobId)
      if (stage.at === 'reading') get().leave()
    },

    leave() {
      set({ stage: { at: 'start' }, ...nothingOpened })
      // What it let go of is gone either way.
      api.imports.forget().catch(() => undefined)
    },

    async undo(change) {
      const { stage } = get()
      if (!(await undoOne(change))) return
      if (stage.at === 'done' && stage.summary.change === change) get().leave()
    },

    loadPast: () =>
      latestPast(
        () => api.imports.past({ accounts: mutable(useAccounts.getState().filterAccounts()) }),
        (past) => set({ past, pastError: null }),
        (pastError) => set({ pastError }),
      ),
    watchPast: watchedPast.watch,
  }
})

/** Opens files of questions where questions are read. */
export function openQuestions(files: readonly File[]): void {
  useImports.setState({ questionFiles: [] })
  useDropped.setState({ questions: files })
  useNavigation.getState().go('questions')
}

const mutable = (accounts: readonly string[] | undefined) => (accounts === undefined ? undefined : [...accounts])

/** The account that is looked at, else the first; the sample only where there is no other. */
function likelyAccount(): string | null {
  const { accounts, currentId } = useAccounts.getState()
  const real = realAccounts(accounts)
  return (real.find(({ id }) => id === currentId) ?? real[0] ?? accounts?.[0])?.id ?? null
}

/** How much the teacher decided in a preview: rows, and gaps other than the files prove. */
export const decidedIn = ({ decisions, fills, proved }: Pick<ImportsState, 'decisions' | 'fills' | 'proved'>): number =>
  decisions.size + without(fills, proved) + without(proved, fills)

/** Whether a preview would take decisions along. */
export const hasDecisions = (state: Pick<ImportsState, 'stage' | 'decisions' | 'fills' | 'proved'>): boolean =>
  state.stage.at === 'preview' && decidedIn(state) > 0

const without = (some: ReadonlySet<number>, others: ReadonlySet<number>): number =>
  [...some].filter((each) => !others.has(each)).length

/** Rows whose result another row before them was confirmed to be, with that row: an import takes one of them. */
export function confirmedTwice({ rows, decisions }: Pick<ImportsState, 'rows' | 'decisions'>): Map<number, PreviewRow> {
  const first = new Map<Decision, PreviewRow>()
  const twice = new Map<number, PreviewRow>()
  for (const row of rows['to-confirm'] ?? []) {
    const decision = decisions.get(row.id)
    if (typeof decision !== 'number') continue
    const before = first.get(decision)
    if (before === undefined) first.set(decision, row)
    else twice.set(row.id, before)
  }
  return twice
}

/** The rows to confirm that the teacher confirmed. */
function confirmedIn({ rows, decisions }: Pick<ImportsState, 'rows' | 'decisions'>): ConfirmedRow[] {
  return (rows['to-confirm'] ?? []).flatMap(({ id, place, about }) => {
    const decision = decisions.get(id)
    if (typeof decision !== 'number' || about === null) return []
    const { first, last, testName, finished } = about
    return [{ place, about: { first, last, testName, finished }, result: decision }]
  })
}

/** Follows the reading or the import that is shown. */
function heed(job: Job): void {
  const { stage } = useImports.getState()
  if (job.kind !== 'import' || (stage.at !== 'reading' && stage.at !== 'importing') || stage.jobId !== job.id) return
  if (isRunning(job)) {
    if (job.state === 'running') useImports.setState({ stage: { ...stage, progress: job.progress } })
  } else if (job.state === 'done') arrive(job.result)
  else if (job.state === 'failed') {
    const error = rebuildError(job.error)
    // Of files that were changed nothing is kept, and they can be read once more.
    const during = stage.at === 'reading' || error.code === 'import/changed' ? 'preview' : 'import'
    useImports.setState({ stage: { at: 'failed', error, during } })
  } else if (job.state === 'cancelled') {
    const { leave } = useImports.getState()
    leave()
    if (stage.at === 'importing') say(t('imports.cancelled'))
  }
}

function arrive(summary: ImportSummary): void {
  // Of several accounts nothing in an answer of the API tells whose it is.
  const isOnly = realAccounts(useAccounts.getState().accounts).length < 2
  const whole = summary.gaps.flatMap(({ isWhole }, place) => (isWhole && isOnly ? [place] : []))
  useImports.setState({
    ...nothingRead,
    stage: { at: summary.step === 'preview' ? 'preview' : 'done', summary },
    ...(summary.step === 'preview' ? { fills: new Set(whole), proved: new Set(whole) } : {}),
    attempts: summary.attempts,
  })
  if (summary.step === 'preview') {
    announce(t('imports.ready'))
    return
  }
  const { change } = summary
  const action = change === null ? null : { words: t('localChanges.undo'), run: () => void undoShown(change) }
  // Whoever went on meanwhile is told where they are; on this screen it stands in the middle.
  if (useNavigation.getState().screen === 'imports') announce(doneWords(summary))
  else say(doneWords(summary), { action })
}

const undoShown = (change: number): Promise<void> => useImports.getState().undo(change)

useJobs.subscribe(({ jobs }) => {
  for (const job of jobs) heed(job)
})
api.students.changed(watchedPast.reload)
api.imports.forgotten(() => {
  const { stage } = useImports.getState()
  // An import goes on with the files it has, and tells by itself how it ended.
  const isUnderWay = stage.at === 'importing' || stage.at === 'choosing'
  useImports.setState({ ...nothingOpened, stage: isUnderWay ? stage : { at: 'start' } })
})
