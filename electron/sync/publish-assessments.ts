import { type AppError, serialiseError } from '../../shared/errors.ts'
import {
  type AssessmentRow,
  type AssessmentsProgress,
  type DraftToSend,
  type PublishSummary,
  type SentAssessment,
  type TriedDraft,
  tidyTitle,
} from '../../shared/model/assessment.ts'
import { outcomeOf } from '../../shared/model/sync.ts'
import { AssessmentList, type AssessmentsClient, sentAssessment } from '../connectors/assessments/index.ts'
import { failureOf } from '../internal-errors.ts'
import { isPlatformRefusal } from './platform-client.ts'
import { type PlatformContext, type PlatformPorts, PlatformTurns } from './platform-turns.ts'
import { momentIn } from './waited-until.ts'

export interface PublishContext extends PlatformContext {
  readonly report: (progress: AssessmentsProgress) => void
  /** Called with each that was published. */
  readonly published?: (sent: SentAssessment) => void
}

/**
 * Publishes the drafts of an account that wait, in their order. Ends normally even on failures: what was not confirmed goes
 * on waiting.
 */
export async function publishAssessments(
  accountId: string,
  context: PublishContext,
  ports: PlatformPorts,
): Promise<PublishSummary> {
  const run = new PublishRun(accountId, context, ports)
  const error = await failureOf(() => run.publishAll(), ports.onInternalError)
  return run.summary(error)
}

class PublishRun {
  readonly #accountId: string
  readonly #context: PublishContext
  readonly #ports: PlatformPorts
  readonly #turns: PlatformTurns
  readonly #rejected: PublishSummary['rejected'][number][] = []
  /** Courses whose list was read in this run: what is in them already is none of the drafts that follow. */
  readonly #known = new Set<string>()
  /** Lists of courses that the platform's limit cut short: they are gone on with where they stopped. */
  readonly #lists = new Map<string, AssessmentList>()
  #published = 0
  #unclear = 0

  constructor(accountId: string, context: PublishContext, ports: PlatformPorts) {
    this.#accountId = accountId
    this.#context = context
    this.#ports = ports
    this.#turns = new PlatformTurns(ports, accountId, context)
  }

  async publishAll(): Promise<void> {
    do await this.#report()
    while (await this.#turns.take((client) => this.#publishNext(client)))
  }

  async summary(error: AppError | null): Promise<PublishSummary> {
    return {
      outcome: error === null ? 'complete' : outcomeOf(error.code),
      published: this.#published,
      pending: (await this.#waiting()).length,
      rejected: this.#rejected,
      unclear: this.#unclear,
      requests: this.#turns.requests,
      nextRequestAfter: momentIn(error),
      error: error === null ? null : serialiseError(error),
    }
  }

  async #waiting() {
    const drafts = await this.#ports.store.assessmentDrafts([this.#accountId])
    return drafts.filter(({ state }) => state === 'waiting' || state === 'sending')
  }

  async #report(): Promise<void> {
    const done = this.#published + this.#rejected.length + this.#unclear
    this.#context.report({ done, total: done + (await this.#waiting()).length })
  }

  /** @returns whether there was one */
  async #publishNext(client: AssessmentsClient): Promise<boolean> {
    const { store, clock } = this.#ports
    await this.#knowCourse(client)
    this.#turns.throwIfCancelled()
    const draft = await store.claimAssessmentDraft(this.#accountId)
    if (draft === null) return false
    let mayHaveArrived = false
    const onDoubt = () => {
      mayHaveArrived = true
    }
    try {
      const made = draft.tried.length > 0 ? await this.#lookedFor(client, draft) : null
      if (made === 'unclear' || made === 'refused') return true
      this.#turns.throwIfCancelled()
      const sent = made ?? (await this.#create(client, draft, { onDoubt, isInDoubt: () => mayHaveArrived }))
      if (sent === null) return true
      mayHaveArrived = true
      await store.confirmAssessmentDraft(draft.id, sent, clock())
      this.#published++
      this.#context.published?.(sent)
      return true
    } catch (thrown) {
      await store.failAssessmentDraft(draft.id, mayHaveArrived)
      throw thrown
    }
  }

  /** @returns null where the platform refused it, which is then kept with it. @throws every other failure */
  async #create(
    client: AssessmentsClient,
    draft: DraftToSend,
    { onDoubt, isInDoubt }: { readonly onDoubt: () => void; readonly isInDoubt: () => boolean },
  ): Promise<SentAssessment | null> {
    try {
      return sentAssessment(await client.create(draft.body, onDoubt))
    } catch (thrown) {
      if (!isPlatformRefusal(thrown)) throw thrown
      await this.#refuse(draft, thrown, isInDoubt())
      return null
    }
  }

  async #refuse({ id, title }: DraftToSend, { code, detail: { fields } }: AppError, mayHaveArrived: boolean) {
    const detail = typeof fields === 'string' ? fields : null
    await this.#ports.store.refuseAssessmentDraft(id, { code, detail, mayHaveArrived })
    this.#rejected.push({ title, reason: code, detail })
  }

  /** As `#madeBefore`; `refused` where the platform does not let it be looked for: those behind it do not wait for it. */
  async #lookedFor(client: AssessmentsClient, draft: DraftToSend) {
    try {
      return await this.#madeBefore(client, draft)
    } catch (thrown) {
      if (!isPlatformRefusal(thrown)) throw thrown
      await this.#refuse(draft, thrown, true)
      return 'refused'
    }
  }

  /**
   * Reads the list of the course of the next draft, once in a run: what is there before the first request cannot be what
   * that request made.
   */
  async #knowCourse(client: AssessmentsClient): Promise<void> {
    const [next] = await this.#waiting()
    if (next === undefined || this.#known.has(next.courseId)) return
    try {
      await this.#listed(client, next.courseId)
    } catch (thrown) {
      // A course that is not there: the request for the assessment says so too, and is kept with the draft.
      if (!isPlatformRefusal(thrown)) throw thrown
    }
    this.#known.add(next.courseId)
  }

  /**
   * The assessment that an earlier request of this draft made; null where it made none.
   * @returns `unclear` where it may be one of several, one that cannot be read, or one that it was before it was changed:
   *   the draft is kept as such
   * @throws AppError where the list is not certainly whole
   */
  async #madeBefore(
    client: AssessmentsClient,
    { id, body, tried, knownBefore }: DraftToSend,
  ): Promise<SentAssessment | 'unclear' | null> {
    const { store } = this.#ports
    const courses = [...new Set(tried.map(({ course_id }) => course_id.trim()))]
    const { listed, unreadable } = await this.#listedWhole(client, courses)
    const rows = await store.assessmentRows([this.#accountId])
    const alike = rows.filter(
      (row) =>
        listed.has(row.assessmentId) && !knownBefore.includes(row.id) && tried.some((each) => isMadeFrom(row, each)),
    )
    const [only] = alike
    const isCertain = alike.length === 0 || (alike.length === 1 && only !== undefined && isMadeFrom(only, body))
    if (unreadable === 0 && isCertain) return listed.get(only?.assessmentId ?? '') ?? null
    await store.unclearAssessmentDraft(
      id,
      alike.map((row) => row.id),
    )
    this.#unclear++
    return 'unclear'
  }

  /** The assessments of some courses, by their ids. @throws AppError where a list is not certainly whole */
  async #listedWhole(client: AssessmentsClient, courses: readonly string[]) {
    const listed = new Map<string, SentAssessment>()
    let unreadable = 0
    for (const courseId of courses) {
      const list = await this.#listed(client, courseId)
      if (!list.complete) throw client.doubt('api/incomplete-answer')
      for (const each of list.sent) listed.set(each.assessmentId, each)
      unreadable += list.unreadable
    }
    return { listed, unreadable }
  }

  /** Reads the list of a course and keeps it. */
  async #listed(client: AssessmentsClient, courseId: string) {
    const { store, clock } = this.#ports
    const { signal } = this.#context
    const list = this.#lists.get(courseId) ?? new AssessmentList({ courseId })
    this.#lists.set(courseId, list)
    const { assessments, unreadable, complete } = await list.readOn(client, signal)
    this.#lists.delete(courseId)
    const sent = assessments.map(sentAssessment)
    await store.saveAssessments(this.#accountId, { assessments: sent, complete: false, at: clock() })
    return { sent, complete, unreadable: unreadable.length }
  }
}

const isMadeFrom = (row: AssessmentRow, body: TriedDraft): boolean =>
  row.courseId === body.course_id.trim() &&
  (body.title === null || tidyTitle(row.title) === tidyTitle(body.title)) &&
  row.passingScore === body.passing_score &&
  row.timeLimitMinutes === body.time_limit_minutes
