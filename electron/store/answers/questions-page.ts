import type { Database } from 'better-sqlite3'
import type { Answer, CategoryResult } from '../../../shared/model/answers.ts'
import { type ResultsFilter, type SourceRef, withBounds } from '../../../shared/model/filter.ts'
import type { StudentRef } from '../../../shared/model/gradebook.ts'
import type {
  CategoriesOfStudent,
  CategoryAttempt,
  ItemQuery,
  QuestionsPage,
  QuestionsQuery,
} from '../../../shared/model/item-analysis.ts'
import type { AssignedSource } from '../../../shared/model/test-figures.ts'
import type { attemptAnswerQueries } from './attempt-answers.ts'
import type { itemQueries } from './items.ts'

type Items = Pick<ReturnType<typeof itemQueries>, 'itemAnalysis' | 'questionVersions'>
type Answers = Pick<ReturnType<typeof attemptAnswerQueries>, 'answersOf'>

/** What pages of tests and students show of questions. */
export function questionPages(db: Database, { itemAnalysis, questionVersions }: Items, { answersOf }: Answers) {
  const members = db.prepare<[number], string>('SELECT student FROM student_member WHERE class_id = ?').pluck()
  const nextPlace = db.prepare<[string, number], SourceRef>(
    'SELECT feed, source_id AS id FROM result WHERE (feed, source_id) > (?, ?) ORDER BY feed, source_id LIMIT 1',
  )
  const isTakenAt = db.prepare<[string, number, number, string], 1>(
    'SELECT 1 FROM result WHERE feed = ? AND source_id = ? AND test_id = ? AND account_id = ? LIMIT 1',
  )
  const nameOf = db
    .prepare<[string, string, number], string>(
      'SELECT name FROM source WHERE account_id = ? AND feed = ? AND source_id = ?',
    )
    .pluck()
  const attemptsOf = db.prepare<StudentRef, Omit<CategoryAttempt, 'categories'> & { readonly answered: 0 | 1 }>(
    `SELECT result.id, result.test_id AS testId, coalesce(nullif(test.name, ''), 'Test ' || result.test_id) AS testName,
       time_finished AS finished, attempt_answers.result_id IS NOT NULL AS answered
     FROM result LEFT JOIN test USING (account_id, test_id) LEFT JOIN attempt_answers ON result_id = result.id
     WHERE student = @key AND result.account_id = @account AND test_type COLLATE NOCASE IS NOT 'survey'
     ORDER BY time_finished, time_started, result.id`,
  )

  function sourcesOf(testId: number, account: string): AssignedSource[] {
    const found: AssignedSource[] = []
    let place = nextPlace.get('', 0)
    while (place !== undefined) {
      const { feed, id } = place
      if (isTakenAt.get(feed, id, testId, account) !== undefined)
        found.push({ feed, id, name: nameOf.get(account, feed, id) ?? '' })
      place = nextPlace.get(feed, id)
    }
    return found
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
      return {
        analysis: itemAnalysis(asked),
        versions: questionVersions(asked),
        sources: sourcesOf(query.testId, query.account),
      }
    },
    /** What a student reached by category, attempt by attempt. */
    categoriesOf: ({ account, key }: StudentRef): CategoriesOfStudent => {
      const all = attemptsOf.all({ account, key })
      const attempts = all.flatMap(({ answered, ...attempt }): CategoryAttempt[] => {
        const known = answered === 1 ? answersOf(attempt.id) : null
        if (known === null) return []
        return [{ ...attempt, categories: known.categories.length > 0 ? known.categories : addedUp(known.answers) }]
      })
      return { account, key, attempts, withoutAnswers: all.length - attempts.length }
    },
  }
}

/** Results by category where nobody sent them: marks added up, as far as they are known. */
function addedUp(answers: readonly Answer[]): CategoryResult[] {
  const sums = new Map<string, { scored: number; available: number }>()
  for (const { version, pointsScored, marking } of answers) {
    const { categoryId, pointsAvailable } = version
    const isKnown = pointsScored !== null && pointsAvailable !== null && marking !== 'to-grade'
    if (categoryId === null || !isKnown) continue
    const sum = sums.get(categoryId) ?? { scored: 0, available: 0 }
    sum.scored += pointsScored
    sum.available += pointsAvailable
    sums.set(categoryId, sum)
  }
  return Array.from(sums, ([categoryId, { scored, available }]) => ({
    categoryId,
    name: '',
    pointsScored: scored,
    pointsAvailable: available,
  }))
}
