import { AppError, serialiseError } from '../../shared/errors.ts'
import type { Account, StoredAccount } from '../../shared/model/account.ts'
import {
  type AccountStatus,
  outcomeOf,
  type PageCounts,
  type RecheckPrice,
  type SyncSummary,
} from '../../shared/model/sync.ts'
import { type Clock, day, hour, plusSeconds, type UnixSeconds } from '../../shared/model/time.ts'
import {
  type AllAssessments,
  AssessmentList,
  type AssessmentsClient,
  lookOf,
  type PlatformConnection,
  pageSize,
  sentWithQuestions,
} from '../connectors/assessments/index.ts'
import { failureOf } from '../internal-errors.ts'
import type { Store } from '../store/api.ts'
import { type Collected, collectOne } from './collect-submissions.ts'
import { isPlatformRefusal, minuteBudget, platformClient } from './platform-client.ts'
import { ProgressCounter } from './progress-counter.ts'
import type { SyncRun } from './sync-account.ts'
import { momentIn } from './waited-until.ts'

type PlatformRun = Omit<SyncRun, 'connectionFor'> & {
  readonly platformFor: (account: Account) => Promise<PlatformConnection>
}

/**
 * Brings an account of a learning platform up to date: all its assessments, the questions of those that are new or changed,
 * and the submissions that wait to be fetched. Ends normally even on failures: what arrived is kept, and the summary says
 * how it ended.
 * @throws AppError `store/*` if not even that can be written
 */
export async function syncAssessments(run: PlatformRun): Promise<SyncSummary> {
  const { account, store, clock } = run
  let client: AssessmentsClient | null = null
  const counter = new ProgressCounter(run.report, () => client?.requests ?? 0)
  const error = await failureOf(async () => {
    client = await platformClient(run, await run.platformFor(account))
    const doubts: (AppError | null)[] = []
    if (await isRestLeft(run)) doubts.push(...(await readRest(run, client, counter)))
    counter.phase('discovering')
    doubts.push(await look(run, client), ...(await readRest(run, client, counter)))
    const [doubt] = doubts.filter((each) => each !== null)
    if (doubt !== undefined) throw doubt
  }, run.onInternalError)
  counter.phase('finishing')
  const used: AssessmentsClient | null = client
  const summary = await summaryOf(run, counter.counts, used, error)
  await store.recordRun(account.id, summary, clock(), 'sync')
  return summary
}

/**
 * Whether the limit cut the last run short after its look: what it left comes first then, since the look at a long list may
 * take all the requests of a minute again.
 */
async function isRestLeft({ account, store, clock }: PlatformRun): Promise<boolean> {
  const last = (await store.account(account.id))?.lastSync
  return last?.outcome === 'rate-limited' && (await openLook(account.id, store, clock())) === null
}

/** What was asked for by its id, then the questions of all. @returns why something could not be had, for each */
async function readRest(run: PlatformRun, client: AssessmentsClient, counter: ProgressCounter) {
  counter.phase('submissions')
  return [await collectWaiting(run, client, counter), await readQuestions(run, client)]
}

/**
 * Reads the whole list and keeps it; one that was cut short within the last day is gone on with.
 * @returns why it is not certainly all there is; null where it is
 */
async function look(
  { account, store, clock, signal }: PlatformRun,
  client: AssessmentsClient,
): Promise<AppError | null> {
  const open = await openLook(account.id, store, clock())
  const begunAt = open?.begunAt ?? clock()
  const list = new AssessmentList({}, open?.reading)
  let seen: AllAssessments
  try {
    seen = await list.readOn(client, signal)
  } catch (thrown) {
    const { reading, soFar } = list
    const part = { ...lookOf(soFar), begunAt, open: reading === null ? null : { begunAt, reading } }
    if (reading !== null) await store.saveAssessments(account.id, { ...part, at: clock() })
    throw thrown
  }
  await store.saveAssessments(account.id, { ...lookOf(seen), begunAt, open: null, at: clock() })
  if (seen.unreadable.length + seen.earlier.unreadable > 0) return client.doubt('api/not-understood')
  return seen.complete ? null : client.doubt('api/incomplete-answer')
}

const openLook = (account: string, store: Store, now: UnixSeconds) =>
  store.openLook(account, plusSeconds(now, -day), now)

/**
 * Reads the questions that are not here as they are now. What cannot be had is noted, so that the next sync goes on with
 * the others.
 * @returns why some cannot be read, also where an earlier sync found that; null where all were
 */
async function readQuestions(run: PlatformRun, client: AssessmentsClient): Promise<AppError | null> {
  const { account, store, clock, signal } = run
  let doubt: AppError | null = null
  for (const assessmentId of await store.questionsToRead(account.id, clock())) {
    if (signal.aborted) throw new AppError('job/cancelled')
    try {
      const assessment = await client.assessment(assessmentId, signal)
      await store.keepAssessment(account.id, sentWithQuestions(assessment), clock())
    } catch (thrown) {
      const isUnreadable = thrown instanceof AppError && thrown.code === 'api/not-understood'
      // It was removed since it was listed, or its questions are not for this user.
      if (!isUnreadable && !isPlatformRefusal(thrown)) throw thrown
      if (isUnreadable) doubt = thrown
      await store.refuseQuestions(account.id, assessmentId, isUnreadable ? 1 : 0, clock())
    }
  }
  if (doubt !== null || (await store.countUnreadableQuestions(account.id)) === 0) return doubt
  return client.doubt('api/not-understood')
}

/** Fetches what was asked for by its id. @returns why something could not be had; null where all could */
async function collectWaiting(
  run: PlatformRun,
  client: AssessmentsClient,
  counter: ProgressCounter,
): Promise<AppError | null> {
  const { account, store, clock, signal } = run
  const waiting = await store.submissionsToCollect(account.id)
  let refusal: AppError | null = null
  for (const [at, ref] of waiting.entries()) {
    if (signal.aborted) throw new AppError('job/cancelled')
    const collected = await collectOne(account.id, ref, { client, store, clock, signal })
    counter.add({ received: 1, remaining: waiting.length - at - 1 }, countsOf(collected))
    if (collected.outcome === 'refused') refusal ??= collected.error
  }
  return refusal
}

const countsOf = ({ outcome }: Collected): PageCounts => ({
  added: outcome === 'added' ? 1 : 0,
  updated: outcome === 'updated' ? 1 : 0,
  unchanged: outcome === 'unchanged' ? 1 : 0,
  unreadable: 0,
})

async function summaryOf(
  { account, store, clock }: PlatformRun,
  counts: PageCounts,
  client: AssessmentsClient | null,
  error: AppError | null,
): Promise<SyncSummary> {
  return {
    ...counts,
    unreadable: await store.countUnreadable(account.id),
    outcome: error === null ? 'complete' : outcomeOf(error.code),
    requests: client?.requests ?? 0,
    gaps: [],
    nextRequestAfter: error?.code === 'api/rate-limited' ? momentIn(error) : null,
    clockOffset: 0,
    budget: await minuteBudget(account.id, store, clock()),
    error: error === null ? null : serialiseError(error),
  }
}

/**
 * What a sync of an account would cost now: a platform hands out no results by themselves, so nothing is read again but
 * its list, twice where that has several pages.
 */
export async function recheckPriceOfPlatform(
  { id }: Pick<Account, 'id'>,
  { store, clock }: { readonly store: Store; readonly clock: Clock },
): Promise<RecheckPrice> {
  const now = clock()
  const pages = Math.max(1, Math.ceil((await store.assessmentRows([id])).filter(({ gone }) => !gone).length / pageSize))
  const waiting = [await store.submissionsToCollect(id), await store.questionsToRead(id, now)]
  return {
    requests: (pages === 1 ? 1 : 2 * pages) + waiting.flat().length,
    toGrade: 0,
    budget: await minuteBudget(id, store, now),
  }
}

/** How far an account of a learning platform has been fetched. Its list has no dates, so nothing is lost with time. */
export async function statusOfPlatform(
  account: Account & Pick<StoredAccount, 'results' | 'lastSync'>,
  { store, clock }: { readonly store: Store; readonly clock: Clock },
): Promise<AccountStatus> {
  const now = clock()
  const { nextRequestAfter } = await store.syncState(account.id)
  const isAhead = nextRequestAfter !== null && nextRequestAfter > now && nextRequestAfter - now <= hour
  return {
    ...{ id: account.id, name: account.name, lastSync: account.lastSync, results: account.results },
    ...{ coverage: [], gaps: [], losesFrom: null, clockOffset: 0, recheckedAt: null },
    budget: await minuteBudget(account.id, store, now),
    nextRequestAfter: isAhead ? nextRequestAfter : null,
    unreadable: await store.countUnreadable(account.id),
  }
}
