import type { Database } from 'better-sqlite3'
import { AppError } from '../../../shared/errors.ts'
import type { CategoryResult, QuestionVersion } from '../../../shared/model/answers.ts'
import { chosenOf, type ResultsFilter } from '../../../shared/model/filter.ts'
import type { TestRef } from '../../../shared/model/gradebook.ts'
import type { ItemAnalysis, ItemQuery, SeenVersions } from '../../../shared/model/item-analysis.ts'
import { analyseItems } from '../../analysis/analyse-items.ts'
import { keptWhileUnchanged } from '../builder.ts'
import { whileMapped } from '../mapped.ts'
import { ItemColumns } from './item-columns.ts'
import { TestAnswers } from './test-answers.ts'
import { chosenAttempts, isOfSurvey, type TestAttempt, testAttempts } from './test-attempts.ts'
import { versionQueries } from './versions.ts'

/** The newest attempts that are asked how categories are called, so that a name is the newest one. */
const mostAskedForNames = 200

/** Tests whose answers are kept in memory: those of 20,000 attempts at 40 questions are 13 MB. */
const mostTests = 2

/** Analyses the questions of tests. @param idsFound the results that a filter finds */
export function itemQueries(db: Database, idsFound: (filter: ResultsFilter) => Iterable<number>) {
  const attemptsOf = testAttempts(db)
  const { versionsOf } = versionQueries(db)
  const accountsHere = db.prepare<[], string>('SELECT id FROM account').pluck()
  const isTest = db.prepare<[number, string], 1>(
    'SELECT 1 FROM test WHERE test_id = ? AND account_id IN (SELECT value FROM json_each(?)) LIMIT 1',
  )
  // In the order of the ids: the list is the outer loop of a left join, and is scanned from its beginning.
  const marksOf = db
    .prepare<[string], Buffer | null>('SELECT marks FROM json_each(?) LEFT JOIN attempt_answers ON result_id = value')
    .pluck()
  const textsOf = db.prepare<[number], string>('SELECT texts FROM attempt_text WHERE result_id = ?').pluck()

  const versionOf = (id: number): QuestionVersion => {
    const version = versionsOf([id]).get(id)
    if (version === undefined) throw new AppError('store/damaged')
    return version
  }

  function nameCategories(attempts: readonly TestAttempt[], categories: ReadonlySet<string>): Map<string, string> {
    const names = new Map<string, string>()
    for (const [id] of attempts.slice(-mostAskedForNames).toReversed()) {
      if (names.size === categories.size) break
      const texts = textsOf.get(id)
      const told: readonly CategoryResult[] = texts === undefined ? [] : (JSON.parse(texts).c ?? [])
      for (const { categoryId, name } of told) {
        if (categoryId !== null && name !== '' && categories.has(categoryId) && !names.has(categoryId))
          names.set(categoryId, name)
      }
    }
    return names
  }

  /** Attempts at a test by account, and what was answered in those that count. */
  function readTest({ testId, accounts }: { readonly testId: number; readonly accounts: readonly string[] }) {
    const byAccount = accounts.map((account) => attemptsOf(testId, account))
    // By id, as they lie in the file.
    const ids = new Float64Array(byAccount.reduce((sum, attempts) => sum + attempts.length, 0))
    let count = 0
    for (const attempts of byAccount) for (const attempt of chosenAttempts(attempts, 'all')) ids[count++] = attempt[0]
    const inOrder = ids.subarray(0, count).sort()
    return { byAccount, answers: new TestAnswers(inOrder, marksOf.all(`[${inOrder.join()}]`)) }
  }

  // A page asks for figures, versions and order, and then for other attempts at the same test.
  const testOf = keptWhileUnchanged(
    db,
    (test: Parameters<typeof readTest>[0]) => whileMapped(db, () => readTest(test)),
    mostTests,
  )

  /**
   * The attempts of a policy that the filter finds: a second attempt stays the second, whatever is shown.
   * @throws AppError `test/not-found`
   */
  function attemptsFor({ testId, policy, filter }: ItemQuery) {
    const accounts = chosenOf(filter, 'account') ?? accountsHere.all()
    const { byAccount, answers } = testOf({ testId, accounts })
    const isNothing = byAccount.every(({ length }) => length === 0)
    if (isNothing && isTest.get(testId, JSON.stringify(accounts)) === undefined) throw new AppError('test/not-found')
    const isWhole = filter.every(({ field }) => field === 'account')
    const shown = isWhole ? null : new Set(idsFound(filter))
    const isShown = (attempt: TestAttempt) => shown?.has(attempt[0]) !== false
    const chosen = byAccount.flatMap((attempts) => chosenAttempts(attempts, policy).filter(isShown))
    return {
      answers,
      chosen,
      answered: chosen.filter((attempt) => answers.has(attempt[0])),
      surveys: byAccount.flat().filter((attempt) => isOfSurvey(attempt) && isShown(attempt)).length,
    }
  }

  const columnsOf = keptWhileUnchanged(
    db,
    (query: ItemQuery) => {
      const { version } = query
      const { answers, answered, ...asked } = attemptsFor(query)
      const attempts = version === undefined ? answered : answers.withVersion(answered, version)
      return { ...asked, answered, attempts, columns: new ItemColumns(attempts, answers, versionOf) }
    },
    1,
  )

  function analysed(query: ItemQuery): ItemAnalysis {
    const { columns, chosen, answered, attempts, surveys } = columnsOf(query)
    const noAnswers = chosen.length - answered.length
    return analyseItems(
      columns.finished(query, {
        categoryNames: nameCategories(attempts, columns.categories),
        leftOut: { surveys, samples: 0, noAnswers, otherVersion: answered.length - attempts.length },
      }),
    )
  }

  const versionsSeen = (query: ItemQuery): readonly Omit<SeenVersions, 'number'>[] =>
    columnsOf(query).columns.severalVersions()

  function questionOrder({ testId, account }: TestRef): readonly string[] {
    const { byAccount, answers } = testOf({ testId, accounts: [account] })
    const attempts = byAccount.flatMap((each) => chosenAttempts(each, 'all'))
    return [...new Set(answers.versionsInOrder(attempts).map((version) => versionOf(version).questionId))]
  }

  function attemptsByVersion({ testId, account }: TestRef): ReadonlyMap<number, number> {
    const { byAccount, answers } = testOf({ testId, accounts: [account] })
    return answers.attemptsByVersion(byAccount.flatMap((each) => chosenAttempts(each, 'all')))
  }

  const analysis = keptWhileUnchanged(db, analysed, 4)
  return {
    /** How many attempts at a test saw each version of its questions, by the id of the version. */
    attemptsByVersion,
    /** How the questions of a test did. @throws AppError `test/not-found` */
    itemAnalysis: (query: ItemQuery): ItemAnalysis => analysis(query),
    /** Questions that the attempts of a query saw in several versions. @throws AppError `test/not-found` */
    questionVersions: keptWhileUnchanged(db, versionsSeen, 4),
    /** Ids of the questions of a test, in the order in which all its attempts met them. */
    questionOrder: keptWhileUnchanged(db, questionOrder, 4),
  }
}
