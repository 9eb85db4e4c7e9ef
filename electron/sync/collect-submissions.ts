import { AppError, type ErrorCode, serialiseError } from '../../shared/errors.ts'
import type {
  AssessmentsProgress,
  CollectSummary,
  SentSubmission,
  SubmissionRef,
} from '../../shared/model/assessment.ts'
import { outcomeOf } from '../../shared/model/sync.ts'
import type { Clock } from '../../shared/model/time.ts'
import { type AssessmentsClient, sentSubmission } from '../connectors/assessments/index.ts'
import { failureOf } from '../internal-errors.ts'
import type { Store } from '../store/api.ts'
import { isPlatformRefusal } from './platform-client.ts'
import { type PlatformContext, type PlatformPorts, PlatformTurns } from './platform-turns.ts'
import { momentIn } from './waited-until.ts'

/** Assessments at which a submission is looked for whose own one is not known: each costs a request. */
export const mostLookedAt = 20

/** A submission that was fetched. */
export interface Kept {
  readonly ref: SubmissionRef
  readonly outcome: 'added' | 'updated' | 'unchanged'
  readonly submission: SentSubmission
}

/** What came of one submission. */
export type Collected =
  | Kept
  | {
      readonly ref: SubmissionRef
      readonly outcome: 'refused'
      readonly reason: ErrorCode
      /** What says so; null of one that is left out on purpose. */
      readonly error: AppError | null
    }

interface CollectPorts {
  readonly client: AssessmentsClient
  readonly store: Store
  readonly clock: Clock
  readonly signal: AbortSignal
}

/**
 * Fetches one submission and keeps it as a result; notes why where the platform does not hand it out. Doing it again does
 * no harm.
 * @throws AppError `api/*`, `network/*`, `store/*`, `job/cancelled`; it then still waits
 */
export async function collectOne(
  accountId: string,
  ref: SubmissionRef,
  { client, store, clock, signal }: CollectPorts,
): Promise<Collected> {
  try {
    const submission = sentSubmission(await find(accountId, ref, { client, store, signal }))
    const outcome = await store.keepSubmission(accountId, submission, clock())
    return outcome === 'erased'
      ? { ref, outcome: 'refused', reason: 'assessments/erased', error: null }
      : { ref, submission, outcome }
  } catch (thrown) {
    if (!isRefused(thrown)) throw thrown
    await store.refuseSubmission(accountId, ref, thrown.code)
    return { ref, outcome: 'refused', reason: thrown.code, error: thrown }
  }
}

/** Also an answer that is no submission: asking for it again would bring the same. */
const isRefused = (thrown: unknown): thrown is AppError =>
  isPlatformRefusal(thrown) || (thrown instanceof AppError && thrown.code === 'api/not-understood')

async function find(
  accountId: string,
  { assessmentId, submissionId }: SubmissionRef,
  { client, store, signal }: Pick<CollectPorts, 'client' | 'store' | 'signal'>,
) {
  if (assessmentId !== null) return client.submission(assessmentId, submissionId, signal)
  const all = (await store.assessmentRows([accountId])).filter(({ gone }) => !gone)
  if (all.length > mostLookedAt) throw new AppError('assessments/which-assessment')
  // It may be where this user may not look.
  let refusal: AppError | null = null
  for (const each of all) {
    try {
      return await client.submission(each.assessmentId, submissionId, signal)
    } catch (thrown) {
      if (!isRefused(thrown)) throw thrown
      if (thrown.code !== 'assessments/not-found') refusal ??= thrown
    }
  }
  throw refusal ?? new AppError('assessments/not-found')
}

export interface CollectContext extends PlatformContext {
  readonly report: (progress: AssessmentsProgress) => void
  /** Called with each that was fetched. */
  readonly collected?: (kept: Kept) => void
}

/**
 * Fetches the submissions of an account that wait, each once. Ends normally even on failures: what arrived is kept, and the
 * rest goes on waiting.
 */
export async function collectAll(
  accountId: string,
  { report, collected: tell, ...context }: CollectContext,
  ports: PlatformPorts,
): Promise<CollectSummary> {
  const { store, clock } = ports
  const counts = { added: 0, updated: 0, unchanged: 0 }
  const rejected: CollectSummary['rejected'][number][] = []
  const turns = new PlatformTurns(ports, accountId, context)
  // A sync between two turns fetches what waits as well.
  const isFetched = async (ref: SubmissionRef) =>
    !(await store.waitsToBeCollected(accountId, ref)) && (await store.knownSubmissions(accountId, [ref])).length > 0
  const error = await failureOf(async () => {
    const waiting = await store.submissionsToCollect(accountId)
    for (const [done, ref] of waiting.entries()) {
      report({ done, total: waiting.length })
      const { signal } = context
      const collected = await turns.take(async (client) =>
        (await isFetched(ref)) ? null : await collectOne(accountId, ref, { client, store, clock, signal }),
      )
      if (collected === null) counts.unchanged++
      else if (collected.outcome === 'refused')
        rejected.push({ submission: ref.submissionId, reason: collected.reason })
      else {
        counts[collected.outcome]++
        tell?.(collected)
      }
    }
    report({ done: waiting.length, total: waiting.length })
  }, ports.onInternalError)
  return {
    ...counts,
    outcome: error === null ? 'complete' : outcomeOf(error.code),
    pending: (await store.submissionsToCollect(accountId)).length,
    rejected,
    requests: turns.requests,
    nextRequestAfter: momentIn(error),
    error: error === null ? null : serialiseError(error),
  }
}
