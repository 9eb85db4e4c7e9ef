import { type CheckOf, checkOf, type GradebookCheck } from '../../../../shared/model/gradebook-check.ts'
import { ofAccount } from '../attempts.ts'
import { placesOf } from '../choice.ts'
import { type Checked, cellAt } from './checked.ts'

type Places<Kind extends GradebookCheck['kind']> = CheckOf<Kind>['places'][number][]

/** Attempts of these students at these tests that do not count, although somebody may think so. */
export function leftOutChecks(checked: Checked): (GradebookCheck | null)[] {
  return [
    checkOf('lost-choice', 'attention', lostChoices(checked)),
    checkOf('outside-period', 'note', ...outsidePeriod(checked)),
  ]
}

/** Decisions for an attempt that is not among those of its cell. */
function lostChoices(checked: Checked): Places<'lost-choice'> {
  const { model, attempts, overrides, order } = checked
  const { id: ids, counts, student: studentNumbers, test: testNumbers } = attempts.values
  const lost: Places<'lost-choice'> = []
  if (overrides.size === 0) return lost
  for (const student of order) {
    for (const [test, { account, testId }] of model.tests.entries()) {
      const override = overrides.get(student * model.tests.length + test)
      if (override?.kind !== 'attempt') continue
      if (model.attemptsOf(student, test).some((row) => ids[row] === override.resultId)) continue
      const row = attempts.rowOf(override.resultId)
      const { key } = (checked.students[student] as (typeof checked.students)[number]).student
      const isTheirs =
        row >= 0 &&
        counts[row] === 1 &&
        studentNumbers[row] === attempts.students.find(ofAccount(account, key)) &&
        testNumbers[row] === attempts.tests.find(ofAccount(account, testId))
      lost.push({ ...cellAt(checked, student, test, isTheirs ? [row] : []), why: isTheirs ? 'outside-period' : 'gone' })
    }
  }
  return lost
}

/** Attempts outside the period by cell, and how many they are. */
function outsidePeriod(checked: Checked): [Places<'outside-period'>, number] {
  const { model, attempts, cells, definition, students, order } = checked
  const { values, count } = attempts
  if (definition.period.from === null && definition.period.to === null) return [[], 0]
  const within = new Uint8Array(count)
  for (const row of cells.order) within[row] = 1
  const studentPlace = placesOf(
    attempts.students.count,
    students.map(({ student: { account, key } }) => attempts.students.find(ofAccount(account, key))),
  )
  const testPlace = placesOf(
    attempts.tests.count,
    model.tests.map(({ account, testId }) => attempts.tests.find(ofAccount(account, testId))),
  )
  const outside = new Map<number, number[]>()
  let found = 0
  for (let row = 0; row < count; row++) {
    if (values.counts[row] === 0 || within[row] === 1) continue
    const [student, test] = [
      studentPlace[values.student[row] as number] as number,
      testPlace[values.test[row] as number] as number,
    ]
    if (student < 0 || test < 0) continue
    found++
    const cell = student * model.tests.length + test
    outside.set(cell, [...(outside.get(cell) ?? []), row])
  }
  const rank = placesOf(students.length, order)
  const rankOf = (cell: number): number => rank[Math.floor(cell / model.tests.length)] as number
  const places = [...outside]
    .toSorted(([a], [b]) => rankOf(a) - rankOf(b) || a - b)
    .map(([cell, rows]) => cellAt(checked, Math.floor(cell / model.tests.length), cell % model.tests.length, rows))
  return [places, found]
}
