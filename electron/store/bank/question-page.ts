import type { Database } from 'better-sqlite3'
import { AppError } from '../../../shared/errors.ts'
import type { QuestionVersion } from '../../../shared/model/answers.ts'
import type { BankQuestion, EarlierVersion, QuestionContent, QuestionDraft } from '../../../shared/model/bank.ts'
import { askedKey, flawsOf } from '../../../shared/model/question-rules.ts'
import { unixSeconds } from '../../../shared/model/time.ts'
import { versionQueries } from '../answers/versions.ts'
import { contentIn, digestOf } from './content.ts'
import type { bankListing } from './list.ts'
import { bankTables } from './tables.ts'

/** Everything that is known of one question. */
export function bankQuestionPage(
  db: Database,
  { bankRow, figures }: Pick<ReturnType<typeof bankListing>, 'bankRow' | 'figures'>,
) {
  const tables = bankTables(db)
  const { versionsOf } = versionQueries(db)
  const earlier = db.prepare<[number], { content: string; until: number }>(
    'SELECT content, until FROM bank_version WHERE question = ? ORDER BY id DESC',
  )
  const seen = db
    .prepare<[string, string], number>(
      'SELECT id FROM question_version WHERE account_id = ? AND question_id = ? ORDER BY id',
    )
    .pluck()
  const testNamed = db
    .prepare<[string, number], string>(`SELECT nullif(name, '') FROM test WHERE account_id = ? AND test_id = ?`)
    .pluck()

  /** What attempts saw, as a content; where only marks are known, there is none. */
  function seenBy(account: string, questionId: string): { content: QuestionContent; attempts: number }[] {
    const counts = new Map<number, number>()
    for (const { testId } of figures.inTests(account, questionId)) {
      for (const [id, attempts] of figures.versionsOf({ account, testId }))
        counts.set(id, (counts.get(id) ?? 0) + attempts)
    }
    return [...versionsOf(seen.all(account, questionId))]
      .filter(([, { question }]) => question !== '')
      .map(([id, version]) => ({ content: contentSeen(version), attempts: counts.get(id) ?? 0 }))
  }

  function versionsBefore(id: number, account: string, questionId: string, now: QuestionContent): EarlierVersion[] {
    const known = earlier
      .all(id)
      .map(({ content, until }) => ({ content: contentIn(content), until: unixSeconds(until) }))
    const attempts = new Map<string, number>()
    const others = new Map<string, EarlierVersion>()
    const knownKeys = new Set([now, ...known.map(({ content }) => content)].map(askedKey))
    for (const each of seenBy(account, questionId)) {
      const key = askedKey(each.content)
      const sum = (attempts.get(key) ?? 0) + each.attempts
      attempts.set(key, sum)
      if (!knownKeys.has(key)) others.set(key, { content: each.content, until: null, attempts: sum })
    }
    // One that came back to what it said is counted where it said so last.
    const counted = new Set([askedKey(now)])
    return [
      ...known.map(({ content, until }) => {
        const key = askedKey(content)
        const own = counted.has(key) ? 0 : (attempts.get(key) ?? 0)
        counted.add(key)
        return { content, until, attempts: own }
      }),
      ...others.values(),
    ]
  }

  return {
    /** @throws AppError `question/not-found` */
    bankQuestion: (id: number): BankQuestion => {
      const [row, own] = [bankRow(id), tables.question.get(id)]
      if (row === null || own === undefined) throw new AppError('question/not-found')
      const { account, questionId } = row
      const draft = tables.draft.get(id)
      const sent = own.sent === null ? null : contentIn(own.sent)
      const content = draft === undefined ? (sent as QuestionContent) : contentIn(draft.content)
      const asTyped: QuestionDraft = { ...content, category: row.category }
      const category = row.category === null ? undefined : tables.category.get(row.category)
      const sentCategory =
        own.sentCategory === null ? undefined : tables.categoryNumbered.get(account, 0, own.sentCategory)
      const version = sent === null ? '' : digestOf(sent, sentCategory?.id ?? null)
      return {
        ...row,
        content,
        flaws: flawsOf(asTyped, category === undefined ? [] : [category]),
        atService:
          draft === undefined || sent === null ? null : { content: sent, category: sentCategory?.id ?? null, version },
        opened: [draft?.upon ?? version, digestOf(content, row.category)].join('.'),
        versions: questionId === null ? [] : versionsBefore(id, account, questionId, sent ?? content),
        inTests:
          questionId === null
            ? []
            : figures
                .inTests(account, questionId)
                .map((each) => ({ ...each, testName: testNamed.get(account, each.testId) ?? `Test ${each.testId}` }))
                .toSorted((one, other) => one.testName.localeCompare(other.testName) || one.testId - other.testId),
      }
    },
  }
}

const contentSeen = ({ type, question, pointsAvailable, options, correct }: QuestionVersion): QuestionContent => ({
  type,
  question,
  points: pointsAvailable === null ? null : Math.round(pointsAvailable * 10),
  randomAnswers: null,
  options,
  correct,
  gradeStyle: null,
  correctFeedback: null,
  incorrectFeedback: null,
})
