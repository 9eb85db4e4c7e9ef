import type { Database } from 'better-sqlite3'
import type {
  Assessment,
  AssessmentChange,
  AssessmentQuestion,
  AssessmentRow,
  AssessmentsStatus,
  Look,
  OpenLook,
  SentAssessment,
  SentAssessmentWithQuestions,
} from '../../../shared/model/assessment.ts'
import { type UnixSeconds, unixSeconds } from '../../../shared/model/time.ts'
import type { assessmentAttempts } from './attempts.ts'
import type { fetchedQuestions } from './questions.ts'
import type { submissionResults } from './submissions.ts'
import type { AssessmentTables } from './tables.ts'

interface LookRow {
  readonly looked_at: number
  readonly news_at: number | null
  readonly added: number
  readonly changed: number
  readonly gone: number
}

/** An assessment or a course by its number here and by the service's own id. */
export interface ServiceId {
  readonly id: number
  readonly account: string
  readonly kind: 'assessment' | 'course'
  readonly serviceId: string
}

/** Above any number that somebody looks through: what is more shows up when these are settled. */
const mostNotCollected = 1_000

type Changes = readonly Omit<AssessmentChange, 'seenAt'>[]

interface Parts {
  readonly tables: AssessmentTables
  readonly results: Pick<ReturnType<typeof submissionResults>, 'follow' | 'nameQuestions'>
  readonly fetched: Pick<ReturnType<typeof fetchedQuestions>, 'keep'>
  readonly attemptsOf: ReturnType<typeof assessmentAttempts>['attemptsOf']
}

/** Keeps what the service hands out of its assessments, and reads it. */
export function assessmentLooking(db: Database, { tables, results, fetched, attemptsOf }: Parts) {
  const update = db.prepare<Omit<SentAssessment, 'assessmentId' | 'courseId'> & { id: number; course: number }>(
    `UPDATE assessment SET course = @course, title = @title, passing_score = @passingScore,
       time_limit_minutes = @timeLimitMinutes, question_count = @questionCount, raw = @raw, gone = 0 WHERE id = @id`,
  )
  const fill = db.prepare<
    Pick<SentAssessment, 'title' | 'passingScore' | 'timeLimitMinutes' | 'questionCount'> & { id: number }
  >(
    `UPDATE assessment SET title = iif(title = '', @title, title),
       passing_score = coalesce(passing_score, @passingScore),
       time_limit_minutes = coalesce(time_limit_minutes, @timeLimitMinutes),
       question_count = coalesce(question_count, @questionCount) WHERE id = @id`,
  )
  const setGone = db.prepare<[number]>('UPDATE assessment SET gone = 1 WHERE id = ?')
  const setHere = db.prepare<[number]>('UPDATE assessment SET gone = 0 WHERE id = ?')
  const present = db
    .prepare<[string], number>('SELECT id FROM assessment WHERE account_id = ? AND gone = 0 AND raw IS NOT NULL')
    .pluck()
  const noteChange = db.prepare<[number, UnixSeconds, string, string | null, string | null]>(
    'INSERT INTO assessment_change (assessment, seen_at, field, before, after) VALUES (?, ?, ?, ?, ?)',
  )
  const changes = db.prepare<[number], AssessmentChange>(
    `SELECT seen_at AS seenAt, field, before, after FROM assessment_change WHERE assessment = ? ORDER BY seen_at DESC, id`,
  )
  const lookOf = db.prepare<[string], LookRow>('SELECT * FROM assessment_look WHERE account_id = ?')
  const looked = db.prepare<[string, UnixSeconds]>(
    `INSERT INTO assessment_look (account_id, looked_at) VALUES (?, ?)
     ON CONFLICT DO UPDATE SET looked_at = excluded.looked_at`,
  )
  type News = { account: string; at: UnixSeconds; begunAt: UnixSeconds | null } & Record<
    'added' | 'changed' | 'gone',
    number
  >
  // What the parts of one look found is told together.
  const isSameLook = '@begunAt IS NOT NULL AND coalesce(news_at >= @begunAt, 0)'
  const noteNews = db.prepare<News>(
    `UPDATE assessment_look SET news_at = @at, added = iif(${isSameLook}, added, 0) + @added,
       changed = iif(${isSameLook}, changed, 0) + @changed, gone = iif(${isSameLook}, gone, 0) + @gone
     WHERE account_id = @account`,
  )
  const openLookOf = db.prepare<[string], { begunAt: number; reading: string }>(
    'SELECT begun_at AS begunAt, reading FROM assessment_open_look WHERE account_id = ?',
  )
  const keepOpenLook = db.prepare<[string, UnixSeconds, string]>(
    `INSERT INTO assessment_open_look (account_id, begun_at, reading) VALUES (?, ?, ?)
     ON CONFLICT DO UPDATE SET begun_at = excluded.begun_at, reading = excluded.reading`,
  )
  const endOpenLook = db.prepare<[string]>('DELETE FROM assessment_open_look WHERE account_id = ?')
  const details = db.prepare<[number], { questions: string | null; questionsAt: number | null; prepared: string }>(
    'SELECT questions, questions_at AS questionsAt, prepared FROM assessment WHERE id = ?',
  )
  const showSource = db.prepare<[string, number, string]>(
    `INSERT INTO source (account_id, feed, source_id, name, visible) VALUES (?, 'submissions', ?, ?, 1)
     ON CONFLICT DO UPDATE SET visible = 1`,
  )
  // A course without an assessment that is still there is shown for its results alone, as a group that is gone.
  const hideSources = db.prepare<[string]>(
    `UPDATE source SET visible = 0 WHERE account_id = ? AND feed = 'submissions' AND visible = 1 AND NOT EXISTS
       (SELECT 1 FROM assessment WHERE course = source_id AND gone = 0 AND raw IS NOT NULL)`,
  )
  const nameTest = db.prepare<[string, number, string]>(
    `INSERT INTO test (account_id, test_id, name) VALUES (?, ?, ?)
     ON CONFLICT DO UPDATE SET name = excluded.name WHERE name <> excluded.name`,
  )
  const forgetAssignment = db.prepare<[string, number]>(
    `DELETE FROM assignment WHERE account_id = ? AND feed = 'submissions' AND test_id = ?`,
  )
  const assign = db.prepare<[string, number, number]>(
    `INSERT INTO assignment (account_id, feed, source_id, test_id) VALUES (?, 'submissions', ?, ?)`,
  )
  const accountsHere = db
    .prepare<[], string>(
      `SELECT id FROM account WHERE service = 'assessments' ORDER BY sample, archived, created_at, id`,
    )
    .pluck()
  const lost = db
    .prepare<[string], number>(
      `SELECT DISTINCT assessment FROM assessment_attempt WHERE account_id = ? AND state = 'unclear'`,
    )
    .pluck()
  const count = db.prepare<[string], Pick<AssessmentsStatus, keyof typeof noneWaits>>(
    `SELECT
       (SELECT count(*) FROM assessment_draft WHERE account_id = account.id AND state = 'draft') AS drafts,
       (SELECT count(*) FROM assessment_draft WHERE account_id = account.id AND state IN ('waiting', 'sending')) AS waiting,
       (SELECT count(*) FROM assessment_draft WHERE account_id = account.id AND state IN ('refused', 'unclear'))
         AS draftsToDecide,
       (SELECT count(*) FROM assessment_draft WHERE account_id = account.id AND state IN ('refused', 'unclear'))
         + (SELECT count(*) FROM assessment_attempt WHERE account_id = account.id AND state = 'unclear') AS toDecide,
       (SELECT count(*) FROM submission_wanted WHERE account_id = account.id AND refusal IS NULL) AS toCollect
     FROM account WHERE id = ?`,
  )

  const notCollected = db.prepare<[string], AssessmentsStatus['notCollected'][number]>(
    `SELECT submission_id AS submissionId, assessment_id AS assessmentId, refusal AS reason FROM submission_wanted
     WHERE account_id = ? AND refusal IS NOT NULL ORDER BY id LIMIT ${mostNotCollected}`,
  )
  const serviceIds = db.prepare<[], ServiceId>(
    `SELECT id, account_id AS account, 'assessment' AS kind, assessment_id AS serviceId FROM assessment
     UNION ALL SELECT id, account_id, 'course', course_id FROM course WHERE course_id <> ''`,
  )

  /** Names it among the tests and courses that results show. */
  function show(account: string, id: number): void {
    const { course, courseId, title, assessmentId, gone } = tables.required(id)
    nameTest.run(account, id, title || assessmentId)
    forgetAssignment.run(account, id)
    if (gone === 1) return
    showSource.run(account, course, courseId)
    assign.run(account, course, id)
  }

  /** Keeps one that the service handed out. @returns its number and what changed */
  function keep(
    account: string,
    sent: SentAssessment,
    at: UnixSeconds,
    isFirst: boolean,
  ): { id: number; changes: Changes } {
    const known = tables.named(account, sent.assessmentId)
    const id = known?.id ?? tables.add(account, sent)
    // One that only a submission told of is new to a look as well.
    const isNew = known === undefined || known.raw === null
    // What the list says in the same words did not change, whatever the answer for one assessment added.
    const same = known?.gone === 1 ? [back] : []
    const changed: Changes = isNew
      ? isFirst
        ? []
        : [{ field: 'new', before: null, after: null }]
      : known.raw === sent.raw
        ? same
        : [...same, ...differences(known, sent)]
    const { assessmentId: _, courseId, ...values } = sent
    if (isNew || known.raw !== sent.raw)
      update.run({ ...values, raw: values.raw, id, course: tables.courseOf(account, courseId) })
    else if (known.gone === 1) setHere.run(id)
    for (const { field, before, after } of changed) noteChange.run(id, at, field, before, after)
    if (isNew || changed.length > 0) show(account, id)
    results.follow(id)
    return { id, changes: isNew ? [{ field: 'new', before: null, after: null }] : changed }
  }

  function saveAll(account: string, { assessments, earlier = [], complete, at, open, begunAt }: Look) {
    const isFirst = lookOf.get(account) === undefined
    const counts = { added: 0, changed: 0, gone: 0 }
    const seen = new Set<number>()
    for (const sent of assessments) {
      const { id, changes } = keep(account, sent, at, isFirst)
      if (seen.has(id)) continue
      seen.add(id)
      if (changes.some(({ field }) => field === 'new')) counts.added++
      else if (changes.length > 0) counts.changed++
    }
    // A list beside a look that was cut short takes none of its news away.
    const besides = open === undefined ? openLook(account)?.begunAt : undefined
    if (open === null) endOpenLook.run(account)
    else if (open !== undefined) keepOpenLook.run(account, open.begunAt, open.reading)
    if (complete) {
      for (const assessmentId of earlier) seen.add(tables.named(account, assessmentId)?.id ?? 0)
      for (const id of present.all(account)) {
        if (seen.has(id)) continue
        setGone.run(id)
        noteChange.run(id, at, 'gone', null, null)
        show(account, id)
        counts.gone++
      }
      looked.run(account, at)
    }
    hideSources.run(account)
    if (!isFirst && counts.added + counts.changed + counts.gone > 0)
      noteNews.run({ ...counts, account, at, begunAt: begunAt ?? besides ?? null })
    return counts
  }

  /**
   * Keeps what an answer for one assessment says. Of one that a look told of it only adds what the list leaves out: it may
   * say less, and what changed is told by looks alone.
   * @returns its number
   */
  function keepAlone(account: string, sent: SentAssessment, at: UnixSeconds): number {
    const known = tables.named(account, sent.assessmentId)
    if (known === undefined || known.raw === null) return keep(account, sent, at, lookOf.get(account) === undefined).id
    const { title, passingScore, timeLimitMinutes, questionCount } = sent
    fill.run({ title, passingScore, timeLimitMinutes, questionCount, id: known.id })
    if (known.title === '' && title !== '') show(account, known.id)
    results.follow(known.id)
    return known.id
  }

  function keepOne(account: string, sent: SentAssessmentWithQuestions, at: UnixSeconds): void {
    const { questions, unreadableQuestions: unreadable = 0, ...assessment } = sent
    const id = keepAlone(account, assessment, at)
    hideSources.run(account)
    const before = details.get(id)?.questions ?? null
    const after = JSON.stringify(questions)
    if (before !== null && before !== after) noteChange.run(id, at, 'questions', null, null)
    fetched.keep({ id, questions: after, raw: sent.raw, at, unreadable })
    results.nameQuestions(account, questions)
  }

  function openLook(account: string): OpenLook | null {
    const row = openLookOf.get(account)
    return row === undefined ? null : { begunAt: unixSeconds(row.begunAt), reading: row.reading }
  }

  const status = (account: string): AssessmentsStatus => {
    const look = lookOf.get(account)
    const all = tables.rows([account])
    const here = all.filter(({ gone }) => !gone)
    const courses = Map.groupBy(here, ({ courseId }) => courseId)
    return {
      account,
      lookedAt: look === undefined ? null : unixSeconds(look.looked_at),
      assessments: here.length,
      gone: all.length - here.length,
      courses: Array.from(courses, ([courseId, { length }]) => ({ courseId, assessments: length })),
      news:
        look?.news_at == null
          ? null
          : { at: unixSeconds(look.news_at), added: look.added, changed: look.changed, gone: look.gone },
      ...(count.get(account) ?? noneWaits),
      own: all.filter(({ own }) => own !== null).length,
      lost: lost.all(account),
      notCollected: notCollected.all(account),
    }
  }

  return {
    /** The service's own ids of assessments and courses, by the numbers that they have here. */
    serviceIds: (): ServiceId[] => serviceIds.all(),
    /** Of these accounts, and of all on learning platforms where none are named. */
    assessmentsStatus: (accounts?: readonly string[]): AssessmentsStatus[] =>
      accountsHere
        .all()
        .filter((id) => accounts?.includes(id) ?? true)
        .map(status),
    /** By course, then title. */
    assessmentRows: (accounts?: readonly string[], course?: string): AssessmentRow[] => tables.rows(accounts, course),
    /** All that is known of one. @throws AppError `assessment/not-found` */
    assessment: (id: number): Assessment => {
      const row = tables.rowOf(tables.required(id))
      const { questions = null, questionsAt = null, prepared = '[]' } = details.get(id) ?? {}
      return {
        ...row,
        questions: questions === null ? null : (JSON.parse(questions) as AssessmentQuestion[]),
        questionsAt: questionsAt === null ? null : unixSeconds(questionsAt),
        changes: changes.all(id),
        attempts: attemptsOf(id),
        preparedQuestions: JSON.parse(prepared) as number[],
      }
    },
    /** An assessment by the service's own id; null where it is not here. */
    assessmentWith: (account: string, assessmentId: string): AssessmentRow | null => {
      const row = tables.named(account, assessmentId)
      return row === undefined ? null : tables.rowOf(row)
    },
    /**
     * Keeps what a look brought. Only a complete one tells that others are gone; they stay here with their results.
     * @returns how many were new, changed and gone
     */
    saveAssessments: (account: string, look: Look) => db.transaction(() => saveAll(account, look)).immediate(),
    /** The look that was cut short last, where it began between two moments; null where the last one ended. */
    openLook: (account: string, since: UnixSeconds, now: UnixSeconds): OpenLook | null => {
      const open = openLook(account)
      return open !== null && open.begunAt >= since && open.begunAt <= now ? open : null
    },
    /** Keeps one assessment with its questions. */
    keepAssessment: (account: string, sent: SentAssessmentWithQuestions, at: UnixSeconds): void => {
      db.transaction(() => keepOne(account, sent, at)).immediate()
    },
    /** Keeps one within a transaction of the caller. @returns its number */
    keepHere: keepAlone,
  }
}

const noneWaits = { drafts: 0, waiting: 0, draftsToDecide: 0, toDecide: 0, toCollect: 0 }

const back = { field: 'back', before: null, after: null } as const

const textOf = (value: string | number | null): string | null => (value === null ? null : String(value))

function differences(
  known: Pick<AssessmentRow, 'courseId' | 'title' | 'passingScore' | 'timeLimitMinutes' | 'questionCount'>,
  sent: SentAssessment,
): Changes {
  const fields = [
    ['course', 'courseId'],
    ['title', 'title'],
    ['passingScore', 'passingScore'],
    ['timeLimit', 'timeLimitMinutes'],
    ['questionCount', 'questionCount'],
  ] as const
  return [
    ...fields.flatMap(([field, name]) =>
      known[name] === sent[name] ? [] : [{ field, before: textOf(known[name]), after: textOf(sent[name]) }],
    ),
  ]
}
