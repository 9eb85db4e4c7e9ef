import type { Database } from 'better-sqlite3'
import { AppError } from '../../../shared/errors.ts'
import {
  type AssessmentDraft,
  type AssessmentDraftContent,
  type DraftFlaw,
  type DraftState,
  type DraftToSend,
  draftFlaws,
  type SentAssessment,
  type TriedDraft,
  tidyTitle,
} from '../../../shared/model/assessment.ts'
import { type UnixSeconds, unixSeconds } from '../../../shared/model/time.ts'
import { isTaken } from './attempts.ts'
import type { AssessmentTables } from './tables.ts'

interface DraftRow extends Omit<AssessmentDraftContent, 'questions'> {
  readonly id: number
  readonly account: string
  readonly questions: string
  readonly changedAt: number
  readonly state: DraftState
  readonly inDoubt: 0 | 1
  readonly newestBefore: number | null
  readonly tried: string
  readonly refusal: string | null
  readonly refusalDetail: string | null
  readonly candidates: string
}

/** Assessments that are written here, and their way to the service. Only one process publishes at a time. */
export function assessmentDrafts(
  db: Database,
  tables: AssessmentTables,
  keepHere: (account: string, sent: SentAssessment, at: UnixSeconds) => number,
) {
  const columns = `id, account_id AS account, course_id AS courseId, title, passing_score AS passingScore,
    time_limit_minutes AS timeLimitMinutes, questions, changed_at AS changedAt, state, in_doubt AS inDoubt,
    newest_before AS newestBefore, tried, refusal, refusal_detail AS refusalDetail, candidates`
  const one = db.prepare<[number], DraftRow>(`SELECT ${columns} FROM assessment_draft WHERE id = ?`)
  const some = db.prepare<{ accounts: string | null }, DraftRow>(
    `SELECT ${columns} FROM assessment_draft
     WHERE @accounts IS NULL OR account_id IN (SELECT value FROM json_each(@accounts))
     ORDER BY queued IS NULL, queued, changed_at DESC, id DESC`,
  )
  type Content = Omit<AssessmentDraftContent, 'questions'> & { questions: string; at: UnixSeconds }
  const insert = db.prepare<Content & { account: string }>(
    `INSERT INTO assessment_draft (account_id, course_id, title, passing_score, time_limit_minutes, questions, changed_at)
     VALUES (@account, @courseId, @title, @passingScore, @timeLimitMinutes, @questions, @at)`,
  )
  // One that was queued was confirmed as it was then: changed, it is a draft again. What earlier requests may have made
  // of it is kept, and looked for.
  const update = db.prepare<Content & { id: number }>(
    `UPDATE assessment_draft SET course_id = @courseId, title = @title, passing_score = @passingScore,
       time_limit_minutes = @timeLimitMinutes, questions = @questions, changed_at = @at,
       state = 'draft', queued = NULL, in_doubt = 0, refusal = NULL, refusal_detail = NULL WHERE id = @id`,
  )
  const remove = db.prepare<[number]>(`DELETE FROM assessment_draft WHERE id = ? AND state <> 'sending'`)
  const queue = db.prepare<[number]>(
    `UPDATE assessment_draft SET state = 'waiting', refusal = NULL, refusal_detail = NULL, candidates = '[]',
       queued = (SELECT coalesce(max(queued), 0) + 1 FROM assessment_draft) WHERE id = ?`,
  )
  const unqueue = db.prepare<[number]>(
    `UPDATE assessment_draft SET state = 'draft', queued = NULL, in_doubt = 0, refusal = NULL, refusal_detail = NULL
     WHERE id = ? AND (state = 'refused' OR (state = 'waiting' AND in_doubt = 0))`,
  )
  const next = db.prepare<[string], DraftRow>(
    `SELECT ${columns} FROM assessment_draft WHERE account_id = ? AND state = 'waiting' ORDER BY queued LIMIT 1`,
  )
  const markSending = db.prepare<[number, number]>(
    `UPDATE assessment_draft SET state = 'sending', newest_before = coalesce(newest_before, ?) WHERE id = ?`,
  )
  const publishedHere = db
    .prepare<[string], number>('SELECT id FROM assessment WHERE account_id = ? AND published = 1')
    .pluck()
  const numbersOf = db.prepare<[string], number>('SELECT id FROM assessment WHERE account_id = ?').pluck()
  // One that cannot have arrived is again as it was.
  const fail = db.prepare<{ id: number; doubt: 0 | 1 }>(
    `UPDATE assessment_draft SET state = 'waiting', in_doubt = max(in_doubt, @doubt), tried = iif(@doubt, ${triedAsIs}, tried),
       newest_before = iif(@doubt OR in_doubt OR tried <> '[]', newest_before, NULL) WHERE id = @id AND state = 'sending'`,
  )
  // What was certainly refused is not there, and what was tried before it was looked for. One that is a draft again, since
  // it named a student who was erased meanwhile, stays one without what the service said of it.
  const refuse = db.prepare<{ id: number; code: string; detail: string | null; doubt: 0 | 1 }>(
    `UPDATE assessment_draft SET state = 'refused', refusal = @code, refusal_detail = @detail, in_doubt = @doubt,
       tried = iif(@doubt, ${triedAsIs}, '[]'), newest_before = iif(@doubt, newest_before, NULL)
     WHERE id = @id AND state = 'sending'`,
  )
  const setUnclear = db.prepare<[string, number]>(
    `UPDATE assessment_draft SET state = 'unclear', candidates = ? WHERE id = ? AND state = 'sending'`,
  )
  const certain = db.prepare<[number]>(
    `UPDATE assessment_draft SET state = 'waiting', in_doubt = 0, newest_before = NULL, tried = '[]', candidates = '[]'
     WHERE id = ?`,
  )
  const lookAgain = db.prepare<[number]>(
    `UPDATE assessment_draft SET state = 'waiting', candidates = '[]' WHERE id = ?`,
  )
  const markPublished = db.prepare<[string, number]>('UPDATE assessment SET published = 1, prepared = ? WHERE id = ?')
  const published = db.prepare<[number]>('DELETE FROM assessment_draft WHERE id = ?')
  const closeInterrupted = db.prepare<[string]>(
    `UPDATE assessment_draft SET state = 'waiting', in_doubt = 1, tried = ${triedAsIs}
     WHERE account_id = ? AND state = 'sending'`,
  )
  const waiting = db
    .prepare<[], string>(`SELECT DISTINCT account_id FROM assessment_draft WHERE state IN ('waiting', 'sending')`)
    .pluck()

  /** @throws AppError `assessment/not-found` */
  const required = (id: number): DraftRow => {
    const row = one.get(id)
    if (row === undefined) throw new AppError('assessment/not-found')
    return row
  }

  /** What it may be, but for what another draft was found to be meanwhile. */
  const candidatesOf = ({ account, candidates }: Pick<DraftRow, 'account' | 'candidates'>): number[] => {
    const taken = publishedHere.all(account)
    return (JSON.parse(candidates) as number[]).filter((id) => !taken.includes(id))
  }

  /** Whether it may be that assessment: the teacher sees there which one it is, also where none looked like it. */
  const mayBe = ({ account }: Pick<DraftRow, 'account'>, number: number): boolean =>
    numbersOf.all(account).includes(number) && !publishedHere.all(account).includes(number)

  function toDraft({ inDoubt: _, newestBefore: __, tried: ___, candidates, ...row }: DraftRow): AssessmentDraft {
    const content = contentOf(row)
    const maybe = candidatesOf({ account: row.account, candidates })
    const rows = new Map(maybe.length === 0 ? [] : tables.rows([row.account]).map((each) => [each.id, each]))
    return {
      ...row,
      ...content,
      changedAt: unixSeconds(row.changedAt),
      flaws: draftFlaws(content),
      candidates: maybe.flatMap((id) => rows.get(id) ?? []),
    }
  }

  function save(account: string, id: number | null, content: AssessmentDraftContent, at: UnixSeconds) {
    const row = { ...content, questions: JSON.stringify(content.questions), at }
    if (id === null) return Number(insert.run({ ...row, account }).lastInsertRowid)
    const known = required(id)
    if (known.account !== account) throw new AppError('assessment/not-found')
    if (mayBeThere(known)) throw new AppError('assessments/may-be-there')
    update.run({ ...row, id })
    return id
  }

  function claim(account: string): DraftToSend | null {
    const row = next.get(account)
    if (row === undefined) return null
    markSending.run(tables.newestNumber(), row.id)
    const newest = row.newestBefore ?? tables.newestNumber()
    return {
      id: row.id,
      account,
      title: tidyTitle(row.title),
      body: {
        course_id: row.courseId.trim(),
        title: tidyTitle(row.title),
        passing_score: row.passingScore ?? 0,
        time_limit_minutes: row.timeLimitMinutes,
      },
      tried: JSON.parse(row.tried) as TriedDraft[],
      knownBefore: [
        ...new Set([...numbersOf.all(account).filter((id) => id >= newest), ...publishedHere.all(account)]),
      ],
    }
  }

  function confirm(id: number, number: number): void {
    const { questions } = required(id)
    markPublished.run(questions, number)
    published.run(id)
  }

  return {
    /** The order of publishing first, then drafts, the one changed last first. */
    assessmentDrafts: (accounts?: readonly string[]): AssessmentDraft[] =>
      some.all({ accounts: accounts === undefined ? null : JSON.stringify(accounts) }).map(toDraft),
    /** Accounts that have drafts to publish. */
    accountsWithDrafts: (): string[] => waiting.all(),
    /**
     * Keeps a draft here.
     * @throws AppError `assessments/may-be-there` for one whose request may have arrived, `assessment/not-found`
     */
    saveAssessmentDraft: (account: string, id: number | null, content: AssessmentDraftContent, at: UnixSeconds) =>
      db
        .transaction((): { readonly id: number; readonly flaws: readonly DraftFlaw[] } => ({
          id: save(account, id, content, at),
          flaws: draftFlaws(content),
        }))
        .immediate(),
    /** Removes a draft; one whose request is on its way stays. */
    removeAssessmentDraft: (id: number): void => {
      remove.run(id)
    },
    /**
     * Queues a draft without flaws, or one that was refused.
     * @throws AppError `assessments/flawed`, `assessment/not-found`
     */
    publishAssessment: (id: number, _at: UnixSeconds): void => {
      db.transaction(() => {
        const row = required(id)
        if (row.state !== 'draft' && row.state !== 'refused') return
        if (draftFlaws(contentOf(row)).length > 0) throw new AppError('assessments/flawed')
        queue.run(id)
      }).immediate()
    },
    /** Makes a waiting or refused one a draft again, unless a request of it may have arrived. */
    takeBackAssessment: (id: number): { readonly undone: boolean } => ({ undone: unqueue.run(id).changes > 0 }),
    /** Says which assessment an unclear draft is; null queues it once more. @throws AppError `assessment/not-found` */
    resolveAssessmentDraft: (id: number, isIt: number | null): void => {
      db.transaction(() => {
        const row = required(id)
        if (row.state !== 'unclear') return
        if (isIt === null) certain.run(id)
        else if (!mayBe(row, isIt)) throw new AppError('assessment/not-found')
        else confirm(id, isIt)
      }).immediate()
    },
    /** Lets an unclear draft be looked for once more before it is sent. @throws AppError `assessment/not-found` */
    lookForAssessmentDraft: (id: number): void => {
      if (required(id).state === 'unclear') lookAgain.run(id)
    },
    /** Takes the oldest draft that waits. From here on it counts as on its way: the request leaves right after this. */
    claimAssessmentDraft: (account: string): DraftToSend | null => db.transaction(() => claim(account)).immediate(),
    /** Records that the service has it, as what, and keeps that. One that was removed meanwhile shows at the next look. */
    confirmAssessmentDraft: (id: number, sent: SentAssessment, at: UnixSeconds): void => {
      db.transaction(() => {
        const draft = one.get(id)
        if (draft !== undefined) confirm(id, keepHere(draft.account, sent, at))
      }).immediate()
    },
    /** Records that it got no answer: it goes back to waiting. @param mayHaveArrived false if it certainly did not */
    failAssessmentDraft: (id: number, mayHaveArrived: boolean): void => {
      fail.run({ id, doubt: mayHaveArrived ? 1 : 0 })
    },
    /**
     * Stops a draft that the service refused. It is sent again only when asked for.
     * @param refusal `mayHaveArrived`: whether it may be there all the same
     */
    refuseAssessmentDraft: (
      id: number,
      { code, detail, mayHaveArrived }: { code: string; detail: string | null; mayHaveArrived: boolean },
    ): void => {
      refuse.run({ id, code, detail, doubt: mayHaveArrived ? 1 : 0 })
    },
    /** Stops a draft that may be one of several at the service: the teacher chooses. */
    unclearAssessmentDraft: (id: number, candidates: readonly number[]): void => {
      setUnclear.run(JSON.stringify(candidates), id)
    },
    /** Lets what was on its way wait again after a crash; nobody knows whether it arrived. */
    closeInterruptedDrafts: (account: string): void => {
      closeInterrupted.run(account)
    },
  }
}

/** `tried` with what the draft is now. */
const triedAsIs = `json_insert(tried, '$[#]', json_object('course_id', course_id, 'title', title,
  'passing_score', passing_score, 'time_limit_minutes', time_limit_minutes))`

const mayBeThere = ({ state, inDoubt }: DraftRow): boolean =>
  state === 'sending' || state === 'unclear' || (state === 'waiting' && inDoubt === 1)

const contentOf = ({
  courseId,
  title,
  passingScore,
  timeLimitMinutes,
  questions,
}: Pick<DraftRow, keyof AssessmentDraftContent>): AssessmentDraftContent => ({
  courseId,
  title,
  passingScore,
  timeLimitMinutes,
  questions: JSON.parse(questions) as number[],
})

/**
 * As `holdOutbox`, for a copy that is put in the place of the database: what was published since it was made is looked
 * for before it would be published again, and nothing leaves by itself.
 */
export function holdAssessments(db: Database): void {
  db.prepare(
    `UPDATE assessment_draft SET in_doubt = 0, tried = ${triedAsIs},
       newest_before = coalesce(newest_before, (SELECT coalesce(min(id), 0) FROM assessment)),
       state = 'draft', queued = NULL, candidates = '[]', refusal = NULL, refusal_detail = NULL`,
  ).run()
  // What was answered in it may have been handed in since.
  db.prepare(
    `UPDATE assessment_attempt SET state = 'unclear', in_doubt = 1, refusal = iif(${isTaken}, refusal, NULL),
       refusal_detail = iif(${isTaken}, refusal_detail, NULL)
     WHERE state IN ('submitting', 'unclear') OR (state IN ('open', 'refused') AND answers <> '[]')`,
  ).run()
}
