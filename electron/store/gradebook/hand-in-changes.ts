import { type Score, testKeyOf } from '../../../shared/model/grading.ts'
import type { HandedInAverage, HandedInCell, HandInChange } from '../../../shared/model/hand-in.ts'
import { ofAccount } from './attempts.ts'
import type { Kept, KeptCell, KeptRow } from './handed-in.ts'

/**
 * Who changed at which test, from what to what: a row less comes after all others.
 * @param rowsBefore those of `before` by `ofAccount` of the student they belong to today
 */
export function changesBetween(before: Kept, after: Kept, rowsBefore: ReadonlyMap<string, KeptRow>): HandInChange[] {
  const left = new Map(rowsBefore)
  const changes: HandInChange[] = []
  const [placesBefore, placesAfter] = [before, after].map(
    (each) => new Map(each.tests.map((test, place) => [testKeyOf(test), place])),
  ) as [Map<string, number>, Map<string, number>]
  const tests = [...new Map([...after.tests, ...before.tests].map((test) => [testKeyOf(test), test]))].map(
    ([key, test]) => ({ test, was: placesBefore.get(key) ?? -1, is: placesAfter.get(key) ?? -1 }),
  )

  for (const row of after.rows) {
    const student = { account: row.account, key: row.key }
    const who = { student, first: row.first, last: row.last }
    const former = left.get(ofAccount(row.account, row.key))
    if (former === undefined) {
      changes.push({ ...who, at: 'student', change: 'new' })
      continue
    }
    left.delete(ofAccount(row.account, row.key))
    for (const { test, was, is } of tests) {
      const from = former.cells[was] ?? null
      const to = row.cells[is] ?? null
      if (!isSameCell(from, to))
        changes.push({ ...who, at: 'test', test, from: handedInCell(from), to: handedInCell(to) })
    }
    const from = { rounded: former.rounded, places: before.places, grade: former.grade }
    const to = { rounded: row.rounded, places: after.places, grade: row.grade }
    if (!isSameAverage(from, to)) changes.push({ ...who, at: 'average', from, to })
  }
  for (const { account, key, first, last } of left.values())
    changes.push({ student: { account, key }, first, last, at: 'student', change: 'gone' })
  return changes
}

type KeptScore = Extract<KeptCell, number | readonly number[]>

const isScore = (cell: KeptCell): cell is KeptScore => typeof cell === 'number' || Array.isArray(cell)
const scoreOf = (cell: KeptScore): Score =>
  typeof cell === 'number' ? { sum: cell, of: 1 } : { sum: cell[0], of: cell[1] }
const handedInCell = (cell: KeptCell): HandedInCell => (isScore(cell) ? scoreOf(cell) : cell)

function isSameCell(a: KeptCell, b: KeptCell): boolean {
  if (a === b || !isScore(a) || !isScore(b)) return a === b
  const [one, other] = [scoreOf(a), scoreOf(b)]
  return one.sum * other.of === other.sum * one.of
}

const isSameAverage = (a: HandedInAverage, b: HandedInAverage): boolean =>
  a.grade === b.grade &&
  (a.rounded === null || b.rounded === null
    ? a.rounded === b.rounded
    : a.rounded * 10 ** b.places === b.rounded * 10 ** a.places)
