import type { Database } from 'better-sqlite3'
import type { Answer, AttemptAnswers } from '../../../shared/model/answers.ts'
import { type AttemptPolicy, isBetter } from '../../../shared/model/attempt-policy.ts'
import { type ResultsFilter, withBounds } from '../../../shared/model/filter.ts'
import type { StudentRef } from '../../../shared/model/gradebook.ts'
import type {
  CategoriesOfStudent,
  CategoryAttempt,
  CategoryOfAttempt,
  ItemQuery,
  QuestionsPage,
  QuestionsQuery,
} from '../../../shared/model/item-analysis.ts'
import type { Tenths } from '../../../shared/model/result-values.ts'
import type { StudentPageQuery } from '../../../shared/model/student.ts'
import type { AssignedSource } from '../../../shared/model/test-figures.ts'
import { endOfDay, startOfDay } from '../../../shared/model/zone.ts'
import type { AccountZones } from '../results/filter.ts'
import { unnamedSource } from '../results/unnamed-source.ts'
import { allTimes } from '../students/student-model.ts'
import type { attemptAnswerQueries } from './attempt-answers.ts'
import type { itemQueries } from './items.ts'
import { placesWithResults } from './test-attempts.ts'

type Items = Pick<ReturnType<typeof itemQueries>, 'itemAnalysis' | 'questionVersions' | 'questionOrder'>
type Answers = Pick<ReturnType<typeof attemptAnswerQueries>, 'answersOf'>

/** An attempt of a student at a test. */
interface StudentAttempt extends Omit<CategoryAttempt, 'categories'> {
  readonly percentage: Tenths | null
  readonly answered: 0 | 1
}

/** What pages of tests and students show of questions. */
export function questionPages(
  db: Database,
  { itemAnalysis, questionVersions, questionOrder }: Items,
  { answersOf }: Answers,
  zones: () => AccountZones,
) {
  const members = db.prepare<[number], string>('SELECT student FROM student_member WHERE class_id = ?').pluck()
  const places = placesWithResults(db)
  const isTakenAt = db.prepare<[string, number, number, string], 1>(
    'SELECT 1 FROM result WHERE feed = ? AND source_id = ? AND test_id = ? AND account_id = ? LIMIT 1',
  )
  const nameOf = db
    .prepare<[string, string, number], string>(
      'SELECT name FROM source WHERE account_id = ? AND feed = ? AND source_id = ?',
    )
    .pluck()
  const attemptsOf = db.prepare<StudentRef & { readonly from: number; readonly until: number }, StudentAttempt>(
    `SELECT result.id, result.test_id AS testId, coalesce(nullif(test.name, ''), 'Test ' || result.test_id) AS testName,
       time_finished AS finished, percentage, attempt_answers.result_id IS NOT NULL AS answered
     FROM result LEFT JOIN test USING (account_id, test_id) LEFT JOIN attempt_answers ON result_id = result.id
     WHERE student = @key AND result.account_id = @account AND test_type COLLATE NOCASE IS NOT 'survey'
       AND coalesce(status, 'f') COLLATE NOCASE = 'f' AND time_finished >= @from AND time_finished < @until
     ORDER BY time_finished, time_started, result.id`,
  )

  function sourcesOf(testId: number, account: string): AssignedSource[] {
    return places()
      .filter(({ feed, id }) => isTakenAt.get(feed, id, testId, account) !== undefined)
      .map(({ feed, id }) => ({
        ...{ feed, id },
        name: nameOf.get(account, feed, id) || unnamedSource({ feed, id }),
      }))
  }

  function itemQueryOf({ account, testId, policy, period, classId, source, version }: QuestionsQuery): ItemQuery {
    const ofAccount: ResultsFilter = [{ field: 'account', op: 'in', value: [account] }]
    const bounds = { from: period.from ?? undefined, to: period.to ?? undefined }
    const filter = [
      ...withBounds(ofAccount, 'finished', bounds),
      ...(source === null ? [] : [{ field: 'source', op: 'in', value: [source] } as const]),
      ...(classId === null
        ? []
        : [{ field: 'student', op: 'in', value: members.all(classId).map((key) => ({ account, key })) } as const]),
    ]
    return { testId, policy, filter, ...(version === null ? {} : { version }) }
  }

  return {
    /** @throws AppError `test/not-found` */
    questionsPage: (query: QuestionsQuery): QuestionsPage => {
      const asked = itemQueryOf(query)
      const analysis = itemAnalysis(asked)
      const order = questionOrder({ testId: query.testId, account: query.account })
      // Which version is asked for changes nothing of those that were seen.
      const { version: _, ...ofAll } = asked
      return {
        analysis,
        order,
        versions: questionVersions(ofAll)
          .map((seen) => ({ ...seen, number: order.indexOf(seen.questionId) + 1 }))
          .toSorted((one, other) => one.number - other.number),
        sources: sourcesOf(query.testId, query.account),
      }
    },
    /** What a student reached by category, in the attempts that count on their page. */
    categoriesOf: ({ account, key, policy, period }: StudentPageQuery): CategoriesOfStudent => {
      const zone = zones().get(account) ?? 'UTC'
      const from = period.from === null ? allTimes[0] : startOfDay(period.from, zone)
      const until = period.to === null ? allTimes[1] : endOfDay(period.to, zone)
      const all = countedOf(attemptsOf.all({ account, key, from, until }), policy)
      const attempts = all.flatMap(({ answered, percentage: _, ...attempt }): CategoryAttempt[] => {
        const known = answered === 1 ? answersOf(attempt.id) : null
        if (known === null) return []
        return [{ ...attempt, categories: categoriesIn(known) }]
      })
      return { account, key, attempts, withoutAnswers: all.length - attempts.length }
    },
  }
}

/** The attempts that a policy counts, of each test one, in the order in which they were made; an average is of all. */
function countedOf(attempts: readonly StudentAttempt[], policy: AttemptPolicy): readonly StudentAttempt[] {
  if (policy === 'average') return attempts
  const counted = new Map<number, StudentAttempt>()
  for (const attempt of attempts) {
    const before = counted.get(attempt.testId)
    const wins = policy === 'last' || (policy === 'best' && isBetter(attempt.percentage, before?.percentage ?? null))
    if (before === undefined || wins) counted.set(attempt.testId, attempt)
  }
  return attempts.filter((attempt) => counted.get(attempt.testId) === attempt)
}

/**
 * Results by category as they were sent; of a category with an answer to grade, which was sent with all points to score
 * and none scored, and where nobody sent them, what is marked so far.
 */
function categoriesIn({ answers, categories }: AttemptAnswers): readonly CategoryOfAttempt[] {
  const marked = markedIn(answers)
  if (categories.length === 0) return [...marked.values()].filter(({ categoryId }) => categoryId !== null)
  const open = new Set(answers.flatMap(({ marking, version }) => (marking === 'to-grade' ? version.categoryId : [])))
  return categories.flatMap((sent) => {
    const known = marked.get(sent.categoryId)
    if (!open.has(sent.categoryId)) return { ...sent, answers: known?.answers ?? 0 }
    return known === undefined ? [] : { ...known, name: sent.name }
  })
}

/** Marks added up by category, as far as they are known. */
function markedIn(answers: readonly Answer[]): Map<string | null, CategoryOfAttempt> {
  const sums = new Map<string | null, CategoryOfAttempt>()
  for (const { version, pointsScored, marking } of answers) {
    const { categoryId, pointsAvailable } = version
    if (pointsScored === null || pointsAvailable === null || marking === 'to-grade') continue
    const before = sums.get(categoryId)
    sums.set(categoryId, {
      categoryId,
      name: '',
      pointsScored: (before?.pointsScored ?? 0) + pointsScored,
      pointsAvailable: (before?.pointsAvailable ?? 0) + pointsAvailable,
      answers: (before?.answers ?? 0) + 1,
    })
  }
  return sums
}
