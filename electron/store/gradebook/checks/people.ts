import { type CheckOf, checkOf, type GradebookCheck } from '../../../../shared/model/gradebook-check.ts'
import { isLikelyOne } from '../../students/likeness.ts'
import { ofAccount, partsOf } from '../attempts.ts'
import { type Checked, cellAt, type StudentFacts, studentAt } from './checked.ts'

type Places<Kind extends GradebookCheck['kind']> = CheckOf<Kind>['places'][number][]

/**
 * Who may be one person or several. None of these merges anybody: two people may have one name, and a family one address.
 */
export function peopleChecks(checked: Checked): (GradebookCheck | null)[] {
  const { likely, perhaps } = sameNames(checked)
  return [
    checkOf('same-name', 'attention', likely),
    checkOf('nameless', 'attention', ...nameless(checked)),
    checkOf('same-name', 'note', perhaps),
    checkOf('two-names', 'note', twoNames(checked)),
    checkOf('shared-email', 'note', sharedEmails(checked)),
    checkOf('shared-code', 'note', sharedCodes(checked)),
  ]
}

/** Students of one account by something of theirs, in the order of names; those alone are left out. */
function together(checked: Checked, textOf: (facts: StudentFacts) => string | null): [string, StudentFacts[]][] {
  const found = new Map<string, StudentFacts[]>()
  for (const place of checked.order) {
    const facts = checked.students[place] as StudentFacts
    const text = textOf(facts)
    if (text === null || text === '') continue
    const key = ofAccount(facts.student.account, text)
    const others = found.get(key)
    if (others === undefined) found.set(key, [facts])
    else others.push(facts)
  }
  return [...found].filter(([, facts]) => facts.length > 1)
}

const studentsOf = (facts: readonly StudentFacts[]) => facts.map(({ student }) => student)
const areOfSeveralNames = (facts: readonly StudentFacts[]): boolean => new Set(facts.map(({ name }) => name)).size > 1

function sameNames(checked: Checked) {
  const [likely, perhaps]: [Places<'same-name'>, Places<'same-name'>] = [[], []]
  for (const [, facts] of together(checked, ({ name }) => name)) {
    const isLikely = facts.some((one, at) => facts.slice(at + 1).some((other) => isLikelyOne(one, other)))
    ;(isLikely ? likely : perhaps).push({ students: studentsOf(facts) })
  }
  return { likely, perhaps }
}

const sharedEmails = (checked: Checked): Places<'shared-email'> =>
  together(checked, ({ email, name }) => (name === '' ? null : email))
    .filter(([, facts]) => areOfSeveralNames(facts))
    .map(([key, facts]) => ({ email: partsOf(key).rest, students: studentsOf(facts) }))

/** Attempts without a name, by cell, and how many they are. */
function nameless(checked: Checked): [Places<'nameless'>, number] {
  const { attempts, model, order } = checked
  const { name: names } = attempts.values
  const without = attempts.names.find('')
  const places: Places<'nameless'> = []
  let count = 0
  if (without === -1) return [places, count]
  for (const student of order) {
    for (const test of model.tests.keys()) {
      const rows = model.attemptsOf(student, test).filter((row) => names[row] === without)
      if (rows.length === 0) continue
      count += rows.length
      places.push(cellAt(checked, student, test, rows))
    }
  }
  return [places, count]
}

/** For each place of a student the rows of their attempts. */
function* attemptsByStudent({ model, cells, order }: Checked): Generator<[student: number, rows: Uint32Array]> {
  const tests = model.tests.length
  for (const student of order)
    yield [student, cells.order.subarray(cells.starts[student * tests], cells.starts[(student + 1) * tests])]
}

function twoNames(checked: Checked): Places<'two-names'> {
  const { names: texts, values } = checked.attempts
  const without = texts.find('')
  const several = new Map<number, Map<number, number>>()
  for (const [student, rows] of attemptsByStudent(checked)) {
    const first = values.name[rows[0] as number]
    if (rows.every((row) => values.name[row] === first)) continue
    const names = new Map<number, number>()
    for (const row of rows) if (values.name[row] !== without) names.set(values.name[row] as number, row)
    if (names.size > 1) several.set(student, names)
  }
  const idsOf = (names: ReadonlyMap<number, number>): number[] =>
    [...names.values()].map((row) => values.id[row] as number)
  const written = checked.namesOf([...several.values()].flatMap(idsOf))
  return [...several].map(([student, names]) => ({
    student: studentAt(checked, student),
    names: idsOf(names).map((id) => [written.get(id)?.first, written.get(id)?.last].filter(Boolean).join(' ')),
  }))
}

/** Codes that students of different names used. */
function sharedCodes(checked: Checked): Places<'shared-code'> {
  const { codes, values } = checked.attempts
  const without = codes.find('')
  const users = new Map<number, Set<number>>()
  for (const [student, rows] of attemptsByStudent(checked)) {
    for (const row of rows) {
      const code = values.code[row] as number
      if (code === without) continue
      const known = users.get(code)
      if (known === undefined) users.set(code, new Set([student]))
      else known.add(student)
    }
  }
  return [...users].flatMap(([code, places]) => {
    const facts = [...places].map((place) => checked.students[place] as StudentFacts).filter(({ name }) => name !== '')
    return areOfSeveralNames(facts) ? [{ code: partsOf(codes.text(code)).rest, students: studentsOf(facts) }] : []
  })
}
