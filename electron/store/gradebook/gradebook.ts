import type { Database } from 'better-sqlite3'
import type { ResultsFilter } from '../../../shared/model/filter.ts'
import type {
  GradebookDefinition,
  GradebookGrades,
  GradebookQuery,
  GradebookRow,
  GradebookSort,
  GradebookSummary,
  Override,
  StudentRef,
  TestRef,
} from '../../../shared/model/gradebook.ts'
import { testKeyOf } from '../../../shared/model/grading.ts'
import { fold } from '../../../shared/model/text.ts'
import { compareTexts } from '../arrays/sorting.ts'
import { keptWhileUnchanged } from '../builder.ts'
import { type ListQuestion, wholeOrder } from '../lists.ts'
import type { AccountZones } from '../results/filter.ts'
import { unnamedSourceSql } from '../results/unnamed-source.ts'
import { foldedEmail } from '../students/likeness.ts'
import { type GradedAttempts, ofAccount } from './attempts.ts'
import type { Checked, Known, StudentFacts } from './checks/checked.ts'
import { type Choice, type Chosen, choose, type Member, type Student } from './choice.ts'
import { GradebookModel } from './model.ts'
import type { GradebookReading } from './whole-reading.ts'

interface NameRow {
  readonly id: number
  readonly first: string
  readonly last: string
  readonly email: string | null
  readonly sort_name: string
  readonly source_name: string
}

/** Gradebooks kept in memory, at about 20 bytes a cell. */
const mostKept = 4

const rowsPerStep = 500

/** A gradebook reckoned: its students in no order, and the cells. */
interface Reckoned extends Pick<Checked, 'cells' | 'overrides'> {
  readonly students: readonly Student[]
  readonly model: GradebookModel
}

/**
 * Gradebooks over the results of a database. Every figure of a gradebook, wherever it is shown, comes from here.
 * @param gradedAttempts all of them, perhaps not up to date
 * @param found the ids that a filter finds
 */
export function gradebookQueries(
  db: Database,
  zones: () => AccountZones,
  gradedAttempts: () => GradedAttempts,
  found: (filter: ResultsFilter) => Iterable<number>,
) {
  const attempts = gradedAttempts()
  const members = db.prepare<[number], Member>(
    `SELECT account_id AS account, student AS key, first, last, email, external_id
     FROM student_member WHERE class_id = ?`,
  )
  const overrides = db.prepare<[], StudentRef & Override & { testId: number }>(
    `SELECT account_id AS account, student AS key, test_id AS testId, kind, result_id AS resultId, reason
     FROM student_override`,
  )
  const testNames = db.prepare<[], { account: string; testId: number; name: string }>(
    'SELECT account_id AS account, test_id AS testId, name FROM test',
  )
  const named = db.prepare<[string], NameRow>(
    `SELECT result.id, first, last, email, sort_name,
       coalesce(source.name, ${unnamedSourceSql('result.feed', 'result.source_id')}) AS source_name
     FROM json_each(?) JOIN result ON result.id = json_each.value
     LEFT JOIN source USING (account_id, feed, source_id)`,
  )
  const namesOf = (ids: readonly number[]): Map<number, NameRow> =>
    new Map(named.all(JSON.stringify(ids)).map((row) => [row.id, row]))

  // Another policy or scale leaves the choice as it is, which is most of the work.
  const choices = keptWhileUnchanged(
    db,
    (chosen: Chosen) => {
      attempts.update()
      const names = new Map(testNames.all().map((test) => [testKeyOf(test), test.name]))
      const choice = choose(attempts, chosen, {
        zones,
        found,
        members: (id) => members.all(id),
        nameOf: (test) => names.get(testKeyOf(test)) ?? `Test ${test.testId}`,
      })
      return { ...choice, values: attempts.values, overrides: overridesOf(choice) }
    },
    mostKept,
  )
  const reckon = keptWhileUnchanged(
    db,
    ({ rules, ...chosen }: GradebookDefinition): Reckoned => {
      const { students, cells, values, overrides } = choices(chosen)
      return { students, cells, overrides, model: new GradebookModel(values, cells, rules, overrides) }
    },
    mostKept,
  )

  function overridesOf({ students, cells: { tests } }: Choice): ReadonlyMap<number, Override> {
    const placed = new Map<number, Override>()
    const stored = overrides.all()
    if (stored.length === 0) return placed
    const studentAt = new Map(students.map(({ account, key }, place) => [ofAccount(account, key), place]))
    const testAt = new Map(tests.map((test, place) => [testKeyOf(test), place]))
    for (const override of stored) {
      const student = studentAt.get(ofAccount(override.account, override.key))
      const test = testAt.get(testKeyOf(override))
      if (student !== undefined && test !== undefined) placed.set(student * tests.length + test, override)
    }
    return placed
  }

  const newestOf = (students: readonly Student[]): Map<number, NameRow> =>
    namesOf(students.flatMap(({ newestId }) => newestId ?? []))

  /** What students are sorted by, by place. */
  function sortNames(students: readonly Student[]): readonly string[] {
    const names = newestOf(students)
    return students.map(({ newestId, member }) =>
      newestId === null ? fold(`${member?.last} ${member?.first}`) : (names.get(newestId)?.sort_name ?? ''),
    )
  }

  function inOrder(
    { students, model }: Pick<Reckoned, 'students' | 'model'>,
    sort: GradebookSort,
    tests: readonly TestRef[],
  ): number[] {
    const names = sortNames(students)
    const byName = (a: number, b: number): number =>
      compareTexts(names[a] as string, names[b] as string) ||
      compareNamesakes(students[a] as Student, students[b] as Student)
    const compare = comparing(model, sort, tests)
    const way = sort.direction === 'asc' ? 1 : -1
    return students
      .map((_, place) => place)
      .sort((a, b) => (compare === null ? way * byName(a, b) : compare(a, b, way) || byName(a, b)))
  }

  function namedStudents(students: readonly Student[], places: readonly number[]) {
    const names = newestOf(places.map((place) => students[place] as Student))
    return places.map((place) => {
      const { account, key, newestId, member } = students[place] as Student
      const latest = newestId === null ? undefined : names.get(newestId)
      return { place, member, latest, student: { account, key }, ...nameOf(latest ?? member) }
    })
  }

  function rowsOf({ students, model }: Reckoned, places: readonly number[]): GradebookRow[] {
    return namedStudents(students, places).map(({ place, student, first, last, member, latest }) => ({
      id: place,
      student,
      first,
      last,
      email: latest?.email ?? member?.email ?? null,
      source: latest?.source_name ?? '',
      externalId: member?.external_id ?? null,
      ...model.row(place),
    }))
  }

  /** The scale is laid over averages that are kept, so that one bound after another can be tried. */
  function gradesOf(definition: GradebookDefinition): GradebookGrades {
    const { scale } = definition.rules
    const { students, model } = reckon({ ...definition, rules: { ...definition.rules, scale: null } })
    const order = inOrder({ students, model }, { field: 'name', direction: 'asc' }, model.tests)
    return {
      students: namedStudents(students, order).map(({ place, student, first, last }) => ({
        student,
        first,
        last,
        average: model.shownAverage(place),
        grade: model.gradeOf(place, scale),
      })),
      grades: model.grades(scale),
    }
  }

  /** A gradebook with who its students are. Its checks and what changed since a hand-in ask one after the other. */
  const known = keptWhileUnchanged(
    db,
    (definition: GradebookDefinition): Known => {
      const { students, ...reckoned } = reckon(definition)
      const written = newestOf(students)
      const { source: sources } = attempts.values
      const facts = students.map(({ account, key, newestId, member }, row): StudentFacts => {
        const latest = newestId === null ? undefined : written.get(newestId)
        const { first, last } = latest ?? member ?? { first: '', last: '' }
        const email = latest?.email ?? member?.email ?? null
        return {
          student: { row, account, key, first, last, email, source: latest?.source_name ?? '' },
          newestId,
          name: latest?.sort_name ?? fold(`${last} ${first}`),
          email: foldedEmail(email),
          externalId: member?.external_id ?? null,
          source: newestId === null ? null : (sources[attempts.rowOf(newestId)] ?? null),
        }
      })
      const order = facts
        .map((_, place) => place)
        .sort((a, b) => {
          const [one, other] = [facts[a] as StudentFacts, facts[b] as StudentFacts]
          return compareTexts(one.name, other.name) || compareNamesakes(one.student, other.student)
        })
      return { ...reckoned, definition, students: facts, order }
    },
    1,
  )

  /** A gradebook with what the checks ask of its students. */
  function checked(definition: GradebookDefinition): Checked {
    attempts.updateTexts()
    return { ...known(definition), attempts, namesOf }
  }

  return {
    /** Reads results ahead, between questions. */
    gradebooksAhead: attempts,
    /** All of a gradebook; use it within the transaction it was asked in. */
    wholeGradebook({ gradebook, sort }: GradebookQuery): GradebookReading {
      const reckoned = reckon(gradebook)
      const { model } = reckoned
      return {
        summary: model.summary(),
        decided: model.decided(),
        *rows() {
          const order = inOrder(reckoned, sort, model.tests)
          for (let from = 0; from < order.length; from += rowsPerStep)
            yield* rowsOf(reckoned, order.slice(from, from + rowsPerStep))
        },
        attemptsOf: (row, test) => model.rankedOf(row, test),
      }
    },
    known,
    checked,
    gradebookSummary: (definition: GradebookDefinition): GradebookSummary => reckon(definition).model.summary(),
    gradebookGrades: gradesOf,
    gradebookList({ gradebook, sort }: GradebookQuery): ListQuestion<GradebookRow> {
      const reckoned = reckon(gradebook)
      const order = inOrder(reckoned, sort, reckoned.model.tests)
      return {
        ids: (limit) => order.slice(0, limit),
        rows: (places) => rowsOf(reckoned, places),
        whole: wholeOrder(order),
      }
    },
  }
}

const nameOf = (person: Pick<NameRow, 'first' | 'last'> | undefined | null) => ({
  first: person?.first ?? '',
  last: person?.last ?? '',
})

/** Those of one name as the list of students has them: two accounts may count their people by the same numbers. */
const compareNamesakes = (one: StudentRef, other: StudentRef): number =>
  compareTexts(ofAccount(one.account, one.key), ofAccount(other.account, other.key))

/** Compares by something else than the name; those without a value come last both ways. */
function comparing(model: GradebookModel, { field }: GradebookSort, tests: readonly TestRef[]) {
  if (field === 'name') return null
  if (field === 'grade') return (a: number, b: number, way: number): number => model.compareGrades(a, b, way)
  const test = typeof field === 'string' ? -1 : tests.findIndex((each) => testKeyOf(each) === field.test)
  return (a: number, b: number, way: number): number => {
    if (field === 'taken') return way * (model.takenBy(a) - model.takenBy(b))
    if (test === -1 && field !== 'average') return 0
    const difference = field === 'average' ? model.compareAverages(a, b) : model.compareScores(test, a, b)
    const isEmpty = (each: number): boolean =>
      field === 'average' ? model.averageOf(each).mean === null : !model.hasScore(each, test)
    return isEmpty(a) || isEmpty(b) ? difference : way * difference
  }
}
