import fc from 'fast-check'
import { expect, it, onTestFinished, vi } from 'vitest'
import { storeOn } from '../../electron/store/store-api.ts'
import { StudentFigures } from '../../electron/store/students/figures.ts'
import { type AttemptPolicy, attemptPolicies } from '../../shared/model/attempt-policy.ts'
import { toTenths } from '../../shared/model/result-values.ts'
import type { StudentsQuery, StudentsSort } from '../../shared/model/student.ts'
import { studentSortFields } from '../../shared/model/student.ts'
import { isLess } from '../electron/gradebook/oracle.ts'
import { drawnClass, keptClass, someResults } from '../electron/gradebook/random-class.ts'
import { noon } from '../electron/store/laptop-database.ts'
import { differencesOf, pageDifferences, type ToldStudent, toldStudents } from '../electron/students/student-oracle.ts'
import { drawn } from './draw.ts'

const byName: StudentsSort = { field: 'name', direction: 'asc' }
const forever = { from: null, to: null }

/** A drawn class of which some students are merged. */
function mergedClass(seed: number, most: number) {
  const [drawnOne] = fc.sample(drawnClass(most), { seed, numRuns: 1 })
  if (drawnOne === undefined) throw new Error('No class was drawn')
  const kept = keptClass(drawnOne)
  const keys = [...new Set(kept.told.attempts.filter(({ account }) => account === 'a').map(({ key }) => key))].sort()
  const merges = new Map<string, string>()
  const { calls, lists, studentRows } = storeOn(kept.db)
  for (const [into, key] of [
    [keys[0], keys[3]],
    [keys[0], keys[5]],
    [keys[1], keys[2]],
  ]) {
    if (into === undefined || key === undefined) continue
    calls.mergeStudents('a', into, [key], noon)
    merges.set(`a ${key}`, `a ${into}`)
  }
  const overrides = calls.overridesOf().map(({ cell: { account, key, testId }, override }) => ({
    student: { account, key },
    testId,
    override,
  }))
  return { ...kept, calls, lists, studentRows, merges, told: { ...kept.told, overrides } }
}

function rowsUnder({ lists }: ReturnType<typeof mergedClass>, query: Omit<StudentsQuery, 'sort'>, sort = byName) {
  const question = lists.students({ ...query, sort })
  return question.rows(question.ids())
}

function compared(kept: ReturnType<typeof mergedClass>, policy: AttemptPolicy) {
  const { told, merges, calls } = kept
  const differences: string[] = []
  let figures = 0
  for (const isNarrowed of [false, true]) {
    const considered = isNarrowed ? told.attempts.filter(({ id }) => told.found.has(id)) : told.attempts
    const students = toldStudents(told, merges, policy, considered)
    const filter = { results: isNarrowed ? someResults : [], classes: [], labels: [] }
    const rows = rowsUnder(kept, { filter, policy }).filter(({ lastSeen }) => lastSeen !== null)
    const shown = rows.map(({ accountId, key }) => `${accountId} ${key}`)
    if (shown.toSorted().join() !== [...students.keys()].toSorted().join()) differences.push(`students: ${shown}`)
    for (const row of rows) {
      const student = students.get(`${row.accountId} ${row.key}`)
      if (student !== undefined) differences.push(...differencesOf(row, student))
      figures += 5
      if (isNarrowed || student === undefined) continue
      const page = calls.studentPage({ account: row.accountId, key: row.key, policy, period: forever })
      differences.push(...pageDifferences(page, student))
      figures += 5
    }
  }
  return { differences, figures }
}

const wanted = drawn({ whole: 100_000, part: 20_000 })
it(`every figure of ${wanted} of students and their pages is as the oracle reckons it`, { timeout: 600_000 }, () => {
  let figures = 0
  for (let seed = 1; figures < wanted; seed++) {
    const kept = mergedClass(seed, [60, 400, 900][seed % 3] ?? 0)
    for (const policy of attemptPolicies) {
      const found = compared(kept, policy)
      expect(found.differences.slice(0, 5)).toEqual([])
      figures += found.figures
    }
  }
})

it('every order is that of the exact values, with nobody left out, and those without a value last', () => {
  const kept = mergedClass(2, 400)
  const filter = { results: [], classes: [], labels: [] }
  for (const policy of attemptPolicies) {
    const students = toldStudents(kept.told, kept.merges, policy, kept.told.attempts)
    const names = rowsUnder(kept, { filter, policy }).map(({ id }) => id)
    for (const field of studentSortFields) {
      for (const direction of ['asc', 'desc'] as const) {
        const rows = rowsUnder(kept, { filter, policy }, { field, direction })
        expect(rows.map(({ id }) => id).toSorted()).toEqual(names.toSorted())
        if (field === 'name') continue
        const told = rows.map(({ accountId, key }) => students.get(`${accountId} ${key}`))
        const firstEmpty = told.findIndex((student) => isEmpty(student, field))
        expect(told.slice(firstEmpty === -1 ? told.length : firstEmpty).every((each) => isEmpty(each, field))).toBe(
          true,
        )
        for (const [at, row] of rows.entries()) {
          const [one, other] = [told[at - 1], told[at]]
          if (one === undefined || other === undefined || isEmpty(other, field)) continue
          const [low, high] = direction === 'asc' ? [one, other] : [other, one]
          expect(isBelow(high, low, field)).toBe(false)
          const before = rows[at - 1]
          // Equal ones stay by name.
          if (!isBelow(low, high, field) && before !== undefined)
            expect(names.indexOf(before.id)).toBeLessThan(names.indexOf(row.id))
        }
      }
    }
  }
})

type Field = Exclude<StudentsSort['field'], 'name'>

const isEmpty = (student: ToldStudent | undefined, field: Field): boolean =>
  field === 'average' ? (student?.exact ?? null) === null : field === 'lastSeen' && student === undefined

function isBelow(one: ToldStudent, other: ToldStudent, field: Field): boolean {
  if (field === 'average') return one.exact !== null && other.exact !== null && isLess(one.exact, other.exact)
  return (one[field] ?? 0) < (other[field] ?? 0)
}

it('an average that is rounded wrongly would be noticed', () => {
  const { averageOf } = StudentFigures.prototype
  const spy = vi.spyOn(StudentFigures.prototype, 'averageOf').mockImplementation(function (
    this: StudentFigures,
    student,
  ) {
    const own = averageOf.call(this, student)
    return own === 500 ? toTenths(50.1) : own
  })
  onTestFinished(() => spy.mockRestore())
  expect(attemptPolicies.flatMap((policy) => compared(mergedClass(2, 60), policy).differences)).not.toEqual([])
})
