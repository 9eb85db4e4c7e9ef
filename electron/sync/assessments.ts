import { AppError } from '../../shared/errors.ts'
import {
  type AssessmentAttempt,
  type AssessmentsProgress,
  type CollectSummary,
  givenIn,
  type PublishSummary,
  type SubmissionBody,
  type SubmissionRef,
} from '../../shared/model/assessment.ts'
import { sentSubmission, sentWithQuestions } from '../connectors/assessments/index.ts'
import type { Store } from '../store/api.ts'
import { type CollectContext, type Collected, collectAll, collectOne } from './collect-submissions.ts'
import { isPlatformRefusal } from './platform-client.ts'
import { type PlatformContext, type PlatformPorts, PlatformTurns } from './platform-turns.ts'
import { type PublishContext, publishAssessments } from './publish-assessments.ts'
import { untilDone } from './until-done.ts'

type KeptAs = Awaited<ReturnType<Store['finishAttempt']>>

export interface RunContext extends PlatformContext {
  readonly report: (progress: AssessmentsProgress) => void
}

/** What is sent to learning platforms, and fetched by its id: drafts, answers, and submissions. */
export class Assessments {
  readonly #ports: PlatformPorts
  /** Accounts for which publishing was asked for while their job runs; the same of collecting. */
  readonly #asked = { publish: new Set<string>(), collect: new Set<string>() }

  constructor(ports: PlatformPorts) {
    this.#ports = ports
  }

  /** Starts publishing, or joins the running job, which then also sends what was queued meanwhile. @returns the job's id */
  startPublish(accountId: string): string {
    const asked = this.#asked.publish.add(accountId)
    return this.#ports.jobs.start({
      kind: 'assessments-push',
      accountId,
      work: (context) => untilDone(asked, accountId, () => this.publish(accountId, context), addPublished),
    })
  }

  /** Starts to fetch the submissions that wait, or joins the running job. @returns the job's id */
  startCollect(accountId: string): string {
    const asked = this.#asked.collect.add(accountId)
    return this.#ports.jobs.start({
      kind: 'assessments-collect',
      accountId,
      work: (context) => untilDone(asked, accountId, () => this.collect(accountId, context), addCollected),
    })
  }

  /** Starts both for every account with a sign-in that has something waiting. */
  async startAll(): Promise<void> {
    const { store, runner } = this.#ports
    const drafts = await store.accountsWithDrafts()
    for (const { id, archived, secret } of await this.#ports.accounts()) {
      if (archived || secret === 'missing' || runner.isClosed('sync', id)) continue
      if (drafts.includes(id)) this.startPublish(id)
      if ((await store.submissionsToCollect(id)).length > 0) this.startCollect(id)
    }
  }

  /** Publishes what waits, and waits for the end. @throws AppError `store/*` */
  publish(accountId: string, context: PublishContext): Promise<PublishSummary> {
    return publishAssessments(accountId, context, this.#ports)
  }

  /** Fetches the submissions that wait, and waits for the end. @throws AppError `store/*` */
  collect(accountId: string, context: CollectContext): Promise<CollectSummary> {
    return collectAll(accountId, context, this.#ports)
  }

  /**
   * Hands in the answers of an attempt, once.
   * @param how `again`: also where an earlier submission may have counted. `body`: what to send in place of the answers,
   *   and to keep with the try.
   *   `kept`: called with what keeping the result did
   * @returns the attempt, also where the platform refused it or its answer was lost; unclear too where not even that can
   *   be kept. Where the answer names the submission, its id is told with `assessments/taken`, and it is fetched later
   * @throws AppError what kept it from being sent; `assessments/unclear` where it may have counted before,
   *   `assessments/erased` where it counts, of a learner of whom nothing is kept here
   */
  async submit(
    attemptId: number,
    {
      again,
      body,
      kept,
    }: { readonly again: boolean; readonly body?: SubmissionBody; readonly kept?: (as: KeptAs) => void },
    signal: AbortSignal = AbortSignal.any([]),
  ): Promise<AssessmentAttempt> {
    const { store, clock } = this.#ports
    const attempt = await store.assessmentAttempt(attemptId)
    const { assessmentId } = await store.assessment(attempt.assessment)
    const turns = new PlatformTurns(this.#ports, attempt.account, { signal })
    let isErased = false
    let unkept: AssessmentAttempt | null = null
    await turns.take(async (client) => {
      turns.throwIfCancelled()
      const claimed = await store.claimAttempt(attemptId, again, body && givenIn(body))
      let mayHaveArrived = false
      let takenAs: string | null = null
      const onDoubt = (thrown: unknown) => {
        mayHaveArrived = true
        takenAs = submissionIn(thrown)
      }
      try {
        const sent = await client.submit(assessmentId, body ?? claimed, onDoubt)
        mayHaveArrived = true
        takenAs = sent.id
        const keptAs = await store.finishAttempt(attemptId, sentSubmission(sent), clock())
        isErased = keptAs === 'erased'
        kept?.(keptAs)
      } catch (thrown) {
        const failed = { thrown, mayHaveArrived, takenAs, before: body && attempt }
        unkept = await this.#keepFailure(attempt, assessmentId, failed)
      }
    })
    if (isErased) throw new AppError('assessments/erased')
    return unkept ?? store.assessmentAttempt(attemptId)
  }

  /**
   * Keeps why a submission brought no result, and lets one that is named be fetched.
   * @returns the attempt where it may have counted and that cannot be kept: it is known only now; else null
   * @throws what it failed of where it certainly did not arrive and the platform refused nothing
   */
  async #keepFailure(
    attempt: AssessmentAttempt,
    assessmentId: string,
    { thrown, mayHaveArrived, takenAs, before }: FailedSubmission,
  ): Promise<AssessmentAttempt | null> {
    const { store, clock } = this.#ports
    const code = takenAs !== null ? 'assessments/taken' : thrown instanceof AppError ? thrown.code : 'internal'
    const isRefused = isPlatformRefusal(thrown) && !mayHaveArrived
    const state = mayHaveArrived ? 'unclear' : isRefused ? 'refused' : 'open'
    const refusal = state === 'open' ? null : code
    const detail = takenAs ?? (isRefused ? fieldsOf(thrown) : null)
    try {
      // What may have counted are the answers of an earlier submission.
      const restored = before !== undefined && !mayHaveArrived ? { before } : {}
      await store.failAttempt(attempt.id, { state, refusal, detail, ...restored })
      if (takenAs !== null)
        await store.noteSubmissions(attempt.account, [{ assessmentId, submissionId: takenAs }], clock())
    } catch (notKept) {
      if (state !== 'unclear') throw notKept
      return { ...attempt, state, refusal, refusalDetail: detail }
    }
    if (state === 'open') throw thrown
    return null
  }

  /**
   * The open try of an assessment, or one that may have counted, or else a new one whose clock starts now.
   * @param instead an open one that is given up for it
   * @throws AppError `assessment/not-found`, `assessments/no-questions`
   */
  async begin(assessment: number, instead?: number): Promise<AssessmentAttempt> {
    const { store, clock } = this.#ports
    const attempt = await store.beginAttempt(assessment, clock(), instead)
    if (attempt.state !== 'submitting') return attempt
    await this.settle(attempt.account).catch((thrown: unknown) => {
      // It is being submitted right now.
      if (!(thrown instanceof AppError && thrown.code === 'sync/busy')) throw thrown
    })
    return store.assessmentAttempt(attempt.id)
  }

  /** Lets what a process left behind that ended while it submitted be unclear. @throws AppError `sync/busy` */
  settle(accountId: string): Promise<void> {
    const { runner, store } = this.#ports
    return runner.run('sync', accountId, () => store.closeInterruptedAttempts(accountId))
  }

  /** Reads the questions of an assessment again and keeps them. @throws AppError as the client, `assessment/not-found` */
  async fetchQuestions(id: number, signal: AbortSignal = AbortSignal.any([])): Promise<void> {
    const { store, clock } = this.#ports
    const { account, assessmentId } = await store.assessment(id)
    await new PlatformTurns(this.#ports, account, { signal }).take(async (client) => {
      const sent = await client.assessment(assessmentId, signal)
      await store.keepAssessment(account, sentWithQuestions(sent), clock())
    })
  }

  /** Fetches one submission and keeps it as a result. @throws AppError `api/*`, `network/*`, `store/*`, `job/cancelled` */
  fetchSubmission(accountId: string, ref: SubmissionRef, context: PlatformContext): Promise<Collected> {
    const { store, clock } = this.#ports
    const { signal } = context
    return new PlatformTurns(this.#ports, accountId, context).take((client) =>
      collectOne(accountId, ref, { client, store, clock, signal }),
    )
  }
}

interface FailedSubmission {
  readonly thrown: unknown
  readonly mayHaveArrived: boolean
  /** The id of the submission that the platform made of it, where that is known. */
  readonly takenAs: string | null
  /** What the try was before, where other answers were sent in their place. */
  readonly before: AssessmentAttempt | undefined
}

/** The id of the submission that an answer named which could not be read. */
function submissionIn(thrown: unknown): string | null {
  const id = thrown instanceof AppError ? thrown.detail.submission : undefined
  return typeof id === 'string' ? id : null
}

/** What the platform said of which field. */
function fieldsOf({ detail: { fields } }: AppError): string | null {
  return typeof fields === 'string' ? fields : null
}

const addPublished = (earlier: PublishSummary, later: PublishSummary): PublishSummary => ({
  ...later,
  published: earlier.published + later.published,
  rejected: [...earlier.rejected, ...later.rejected],
  unclear: earlier.unclear + later.unclear,
  requests: earlier.requests + later.requests,
})

const addCollected = (earlier: CollectSummary, later: CollectSummary): CollectSummary => ({
  ...later,
  added: earlier.added + later.added,
  updated: earlier.updated + later.updated,
  unchanged: earlier.unchanged + later.unchanged,
  rejected: [...earlier.rejected, ...later.rejected],
  requests: earlier.requests + later.requests,
})
