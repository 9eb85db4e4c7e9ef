import type { Database } from 'better-sqlite3'
import { AppError } from '../../../shared/errors.ts'
import type { CategoryResult, QuestionVersion } from '../../../shared/model/answers.ts'
import { chosenOf, type ResultsFilter } from '../../../shared/model/filter.ts'
import type { TestRef } from '../../../shared/model/gradebook.ts'
import type { ItemAnalysis, ItemQuery, SeenVersions } from '../../../shared/model/item-analysis.ts'
import { analyseItems } from '../../analysis/analyse-items.ts'
import type { AnswerColumns } from '../../analysis/answer-columns.ts'
import { keptWhileUnchanged } from '../builder.ts'
import { ItemColumns } from './item-columns.ts'
import { bytesPerAnswer } from './packed-marks.ts'
import { chosenAttempts, isOfSurvey, type TestAttempt, testAttempts } from './test-attempts.ts'
import { versionQueries } from './versions.ts'

/** The newest attempts that are asked how categories are called, so that a name is the newest one. */
const mostAskedForNames = 200

/** More than there are answers in an attempt. */
const mostPlaces = 1e6

/** Analyses the questions of tests. @param idsFound the results that a filter finds */
export function itemQueries(db: Database, idsFound: (filter: ResultsFilter) => Iterable<number>) {
  const attemptsOf = testAttempts(db)
  const { versionsOf } = versionQueries(db)
  const accountsHere = db.prepare<[], string>('SELECT id FROM account').pluck()
  const isTest = db.prepare<[number, string], 1>(
    'SELECT 1 FROM test WHERE test_id = ? AND account_id IN (SELECT value FROM json_each(?)) LIMIT 1',
  )
  const marksOf = db
    .prepare<[string], [id: number, marks: Buffer]>(
      `SELECT result_id, marks FROM json_each(?) CROSS JOIN attempt_answers ON result_id = value`,
    )
    .raw()
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

  /** The attempts of a policy that the filter finds: a second attempt stays the second, whatever is shown. */
  function attemptsFor({ testId, policy, filter }: ItemQuery) {
    const accounts = chosenOf(filter, 'account') ?? accountsHere.all()
    const byAccount = accounts.map((account) => attemptsOf(testId, account))
    const isNothing = byAccount.every(({ length }) => length === 0)
    if (isNothing && isTest.get(testId, JSON.stringify(accounts)) === undefined) throw new AppError('test/not-found')
    const isWhole = filter.every(({ field }) => field === 'account')
    const shown = isWhole ? null : new Set(idsFound(filter))
    const isShown = (attempt: TestAttempt) => shown?.has(attempt[0]) !== false
    return {
      chosen: byAccount.flatMap((attempts) => chosenAttempts(attempts, policy).filter(isShown)),
      surveys: byAccount.flat().filter((attempt) => isOfSurvey(attempt) && isShown(attempt)).length,
    }
  }

  /** Answers of attempts by question, and the attempts that have some. */
  function columnsOf(chosen: readonly TestAttempt[], version: number | undefined) {
    // By id, as they lie in the file.
    const ids = Float64Array.from(chosen, (attempt) => attempt[0]).sort()
    const rows = marksOf.all(JSON.stringify([...ids]))
    const marksById = new Map(version === undefined ? rows : rows.filter(([, marks]) => hasVersion(marks, version)))
    const answered = rows.length
    const attempts = chosen.filter((attempt) => marksById.has(attempt[0]))
    const packed = new Uint8Array(rows.reduce((sum, row) => sum + row[1].length, 0))
    const ends = new Float64Array(attempts.length)
    let end = 0
    attempts.forEach((attempt, at) => {
      const marks = marksById.get(attempt[0]) as Buffer
      packed.set(marks, end)
      end += marks.length
      ends[at] = end
    })
    const columns = new ItemColumns(attempts, versionOf)
    columns.add(packed.buffer, ends)
    return { columns, attempts, answered }
  }

  function columnsFor(query: ItemQuery): AnswerColumns {
    const { chosen, surveys } = attemptsFor(query)
    const { columns, attempts, answered } = columnsOf(chosen, query.version)
    return columns.finished(query, {
      categoryNames: nameCategories(attempts, columns.categories),
      leftOut: { surveys, samples: 0, noAnswers: chosen.length - answered, otherVersion: answered - attempts.length },
    })
  }

  function questionOrder({ testId, account }: TestRef): readonly string[] {
    const ids = chosenAttempts(attemptsOf(testId, account), 'all').map(([id]) => id)
    const turns = new Map(ids.map((id, turn) => [id, turn]))
    /** When each version was met first: the turn of the attempt, then the place in it. */
    const met = new Map<number, number>()
    for (const [id, marks] of marksOf.iterate(JSON.stringify(ids.toSorted((one, other) => one - other)))) {
      const turn = (turns.get(id) ?? 0) * mostPlaces
      for (let at = 0; at < marks.length; at += bytesPerAnswer) {
        const version = marks.readUInt32LE(at)
        const when = turn + at / bytesPerAnswer
        if (when < (met.get(version) ?? Number.POSITIVE_INFINITY)) met.set(version, when)
      }
    }
    const inOrder = [...met].toSorted(([, one], [, other]) => one - other)
    return [...new Set(inOrder.map(([version]) => versionOf(version).questionId))]
  }

  function attemptsByVersion({ testId, account }: TestRef): Map<number, number> {
    const ids = chosenAttempts(attemptsOf(testId, account), 'all').map(([id]) => id)
    const counts = new Map<number, number>()
    for (const [, marks] of marksOf.iterate(JSON.stringify(ids.toSorted((one, other) => one - other)))) {
      for (let at = 0; at < marks.length; at += bytesPerAnswer) {
        const version = marks.readUInt32LE(at)
        counts.set(version, (counts.get(version) ?? 0) + 1)
      }
    }
    return counts
  }

  const analysis = keptWhileUnchanged(db, (query: ItemQuery): ItemAnalysis => analyseItems(columnsFor(query)), 4)
  return {
    /** How many attempts at a test saw each version of its questions, by the id of the version. */
    attemptsByVersion: keptWhileUnchanged(db, attemptsByVersion, 4),
    /** How the questions of a test did. @throws AppError `test/not-found` */
    itemAnalysis: (query: ItemQuery): ItemAnalysis => analysis(query),
    /** Questions that the attempts of a query saw in several versions. @throws AppError `test/not-found` */
    questionVersions: keptWhileUnchanged(
      db,
      ({ version: _, ...query }: ItemQuery): readonly Omit<SeenVersions, 'number'>[] =>
        columnsOf(attemptsFor(query).chosen, undefined).columns.severalVersions(),
      4,
    ),
    /** Ids of the questions of a test, in the order in which all its attempts met them. */
    questionOrder: keptWhileUnchanged(db, questionOrder, 4),
  }
}

/** Whether one of the answers is to this version of its question. */
function hasVersion(marks: Buffer, version: number): boolean {
  for (let at = 0; at < marks.length; at += bytesPerAnswer) if (marks.readUInt32LE(at) === version) return true
  return false
}
