import type { GradebookDefinition, GradebookRow, GradebookSummary } from '../../../shared/model/gradebook.ts'
import { asNumber, keyOf, type Part, type ToldCell, type ToldRow, told } from './oracle.ts'
import type { keptClass } from './random-class.ts'

type Kept = ReturnType<typeof keptClass>

/** Every cell, row and column of a gradebook beside what the oracle says; counts the cells. */
export function compared(kept: Kept, definition: GradebookDefinition) {
  const summary = kept.reading.gradebookSummary(definition)
  const question = kept.lists.gradebook({ gradebook: definition, sort: { field: 'name', direction: 'asc' } })
  const rows = question.rows(question.ids())
  const oracle = told(kept.told, definition)
  const differences: string[] = []
  const same = (what: string, own: unknown, theirs: unknown): void => {
    const [one, other] = [own, theirs].map((each) => JSON.stringify(each))
    if (one !== other) differences.push(`${what}: ${one}, not ${other}`)
  }
  const ofStudent = (row: { readonly student: ToldRow['student'] }) => `${row.student.account} ${row.student.key}`
  const rowOf = new Map(
    oracle.students.map((student) => [`${student.account} ${student.key}`, oracle.rowOf(student, summary.tests)]),
  )
  same('students', rows.map(ofStudent).toSorted(), [...rowOf.keys()].toSorted())
  same('tests', summary.tests.map(keyOf).toSorted(), oracle.tests.map(keyOf).toSorted())
  same('attempts', summary.attempts, oracle.attempts)
  same('size', summary.students, rows.length)
  for (const row of rows) {
    const theirs = rowOf.get(ofStudent(row))
    if (theirs !== undefined) compareRow(row, theirs, (what, ...each) => same(`${ofStudent(row)} ${what}`, ...each))
  }
  for (const [place, column] of summary.tests.entries()) {
    const test = oracle.tests.find((each) => keyOf(each) === keyOf(column))
    const mark = test?.passMark ?? null
    same('mixed', [column.mixedPassMarks, column.mixedPoints], [test?.mixedPassMarks, test?.mixedPoints])
    const cells = [...rowOf.values()].flatMap(({ cells: all, dropped }) => {
      const cell = all[place]
      return cell === undefined ? [] : { ...cell, provisional: cell.provisional && !dropped.includes(place) }
    })
    const own = [...rowOf.values()].filter(({ student }) => student.account === column.account)
    const missing = own.filter(({ cells }) => !cells[place]?.excused && cells[place]?.attempts === 0).length
    same(`${keyOf(column)} not taken`, column.notTaken, missing)
    compareColumn(column, cells, mark, (what, ...each) => same(`${keyOf(column)} ${what}`, ...each))
  }
  const graded = kept.reading.gradebookGrades(definition)
  same('grades', graded.grades, summary.grades)
  same(
    'graded students',
    graded.students,
    rows.map(({ student, first, last, average, grade }) => ({ student, first, last, average, grade })),
  )
  const grades = Object.fromEntries(summary.grades.map(({ grade, students }) => [grade, students]))
  for (const [grade, among] of Map.groupBy(rowOf.values(), (row) => row.grade)) {
    if (grade !== '') same(`grade ${grade}`, grades[grade], among.length)
  }
  return { differences, cells: rows.length * summary.tests.length }
}

type Same = (what: string, own: unknown, theirs: unknown) => void

const near = (number: number | null, exact: Part | null): boolean =>
  number === null || exact === null
    ? number === exact
    : Math.abs(number - asNumber(exact)) <= 1e-9 * Math.max(1, Math.abs(number))

function compareRow(row: GradebookRow, theirs: ToldRow, same: Same): void {
  for (const [place, cell] of row.cells.entries()) {
    const expected = theirs.cells[place]
    if (expected !== undefined) compareCell(cell, expected, (what, ...each) => same(`${place} ${what}`, ...each))
  }
  for (const count of ['taken', 'outOf', 'passed', 'grade'] as const) same(count, row[count], theirs[count])
  same('dropped', row.dropped.toSorted(), theirs.dropped.toSorted())
  same('average', near(row.average.mean, theirs.average), true)
  same('other average', near(row.otherAverage.mean, theirs.otherAverage), true)
  same('rounded', row.average.rounded, theirs.rounded === null ? null : Number(theirs.rounded))
}

function compareCell(cell: GradebookRow['cells'][number], theirs: ToldCell, same: Same): void {
  const isTaken = theirs.attempts > 0
  same('excused', cell?.excused === true, theirs.excused)
  same('attempts', cell?.attempts ?? 0, theirs.attempts)
  if (cell === null || cell.excused) {
    same('empty', cell === null, !isTaken && !theirs.excused)
    return
  }
  const isSame =
    cell.score === null || theirs.score === null
      ? cell.score === theirs.score
      : BigInt(cell.score.sum) * theirs.score[1] === theirs.score[0] * BigInt(cell.score.of)
  same('score', isSame, true)
  same('counted', cell.countedId, theirs.countedId)
  same('provisional', cell.provisional, theirs.provisional)
  same('passed', cell.passed, theirs.passed)
}

function compareColumn(
  column: GradebookSummary['tests'][number],
  cells: readonly ToldCell[],
  mark: bigint | null,
  same: Same,
): void {
  const scores = cells.flatMap(({ score }) => (score === null ? [] : asNumber(score))).toSorted((a, b) => a - b)
  const n = scores.length
  const mean = scores.reduce((sum, score) => sum + score, 0) / n
  const middle = [scores[Math.floor((n - 1) / 2)], scores[Math.floor(n / 2)]]
  const close = (what: string, own: number | null, theirs: number | undefined): void =>
    same(
      what,
      own !== null && theirs !== undefined ? Math.abs(own - theirs) < 1e-6 : own,
      theirs === undefined ? null : true,
    )
  same('pass mark', column.passMark, mark === null ? null : Number(mark))
  same('n', column.n, n)
  close('mean', column.mean, n === 0 ? undefined : mean)
  close('median', column.median, n === 0 ? undefined : ((middle[0] ?? 0) + (middle[1] ?? 0)) / 2)
  close(
    'sd',
    column.sd,
    n < 2 ? undefined : Math.sqrt(scores.reduce((sum, each) => sum + (each - mean) ** 2, 0) / (n - 1)),
  )
  close('min', column.min, scores[0])
  close('max', column.max, scores.at(-1))
  same('passed', column.passed, cells.filter(({ passed }) => passed === true).length)
  same('marked', column.marked, cells.filter(({ passed }) => passed !== null).length)
  same('excused', column.excused, cells.filter(({ excused }) => excused).length)
  same(
    'provisional',
    column.provisional,
    cells.filter(({ score, provisional }) => score !== null && provisional).length,
  )
  const tenths = Array.from(
    { length: 10 },
    (_, at) => scores.filter((score) => (at === 0 || score >= at * 100) && (at === 9 || score < (at + 1) * 100)).length,
  )
  same('distribution', column.distribution, tenths)
}
