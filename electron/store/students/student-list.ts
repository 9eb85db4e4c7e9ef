import type { Database } from 'better-sqlite3'
import type { AttemptPolicy } from '../../../shared/model/attempt-policy.ts'
import { ofAccounts, type ResultsFilter } from '../../../shared/model/filter.ts'
import { bestFitting, type FoundSome, type FoundStudent, mostFound } from '../../../shared/model/found.ts'
import type { StudentRef } from '../../../shared/model/gradebook.ts'
import type { StudentRow, StudentsFilter, StudentsQuery, StudentsSort } from '../../../shared/model/student.ts'
import { searchWords } from '../../../shared/model/text.ts'
import { unixSeconds } from '../../../shared/model/time.ts'
import { type Bits, countBits, hasBit } from '../arrays/bits.ts'
import { type GradedAttempts, ofAccount, partsOf } from '../gradebook/attempts.ts'
import { type ListQuestion, wholeOrder } from '../lists.ts'
import { SlicedWork } from '../slices.ts'
import { type Everybody, inOrderOfNames, ranksByName } from './everybody.ts'
import { overrideKey, reckoned, type StudentFigures } from './figures.ts'
import { grouped, narrowed, newestRows, perSlice } from './groups.ts'
import { localPeople } from './local-people.ts'
import { orderedBy } from './order.ts'
import { asksForMarks, type ResultsFound, rowsFound, studentsHaving, studentsLeft } from './students-left.ts'

interface NameRow {
  readonly id: number
  readonly first: string
  readonly last: string
  readonly email: string | null
}

/** Whom a filter leaves, with their figures under a policy. */
interface Answer {
  readonly everybody: Everybody
  /** In the order of their names. */
  readonly byName: Uint32Array
  readonly figures: StudentFigures
  /** Of the results considered. */
  readonly newest: Int32Array
  readonly orders: Map<string, Uint32Array>
}

type Asked = Pick<StudentsQuery, 'filter' | 'policy'>

/** How long one call works at what it is not ready for, in milliseconds. */
const patience = 20

/** Answers kept in memory, at about 30 bytes a student. */
const mostKept = 4

/**
 * The list of students.
 * @param attempts shared with gradebooks
 */
export function studentQueries(
  db: Database,
  attempts: () => GradedAttempts,
  { found, foundRows, lookUp, isQuick }: ResultsFound,
) {
  const { moment, people, marksOf, labelled, notedBy } = localPeople(db)
  const named = db.prepare<[string], NameRow>(
    'SELECT result.id, first, last, email FROM json_each(?) JOIN result ON result.id = json_each.value',
  )
  const intoOf = db
    .prepare<[string, string], string>('SELECT into_key FROM student_merge WHERE account_id = ? AND key = ?')
    .pluck()
  let everybody: Everybody | null = null
  let kept = new Map<string, Answer>()
  const tasks = new Map<string, { readonly steps: Generator<void, void>; readonly revision: number }>()

  const stateOf = (): string => `${attempts().revision} ${people().version}`

  function* readEverybody(): Generator<void, Everybody> {
    const graded = attempts()
    while (graded.prepare()) yield
    const state = stateOf()
    if (everybody?.state === state) return everybody
    const local = people()
    const numberOf = ({ account, key }: StudentRef) => graded.students.numberOf(ofAccount(account, key))
    const persons = new Map([...local.members, ...local.added].map((person) => [numberOf(person), person]))
    const overrides = new Map(
      local.overrides.map((override) => [
        overrideKey(numberOf(override), graded.tests.numberOf(ofAccount(override.account, override.testId))),
        override,
      ]),
    )
    const newest = yield* newestRows(graded)
    const groups = yield* grouped(graded)
    const awaited = new Map([...persons].filter(([number]) => newest[number] === -1))
    const byName = yield* inOrderOfNames(graded, newest, awaited)
    everybody = { state, groups, values: graded.values, newest, byName, awaited, overrides, people: local }
    kept = new Map()
    return everybody
  }

  function* answering({ filter, policy }: Asked): Generator<void, Answer> {
    const all = yield* readEverybody()
    const key = JSON.stringify([filter, policy, asksForMarks(filter) ? moment() : ''])
    const known = kept.get(key)
    if (known !== undefined) return known
    const graded = attempts()
    const { values } = all
    const isFound = yield* rowsFound(graded, filter.results, found)
    yield
    const groups = isFound === null ? all.groups : yield* narrowed(all.groups, values, isFound)
    const newest = isFound === null ? all.newest : yield* newestRows(graded, isFound)
    const { overrides } = all
    const students = graded.students.count
    const figures = yield* reckoned(groups, { students, values, policy, overrides })
    const isLeft = yield* studentsLeft(graded, all, filter, { newest, found, foundRows, labelled, notedBy })
    yield
    const byName = all.byName.filter(isLeft)
    yield
    const answer = { everybody: all, byName, figures, newest, orders: new Map() }
    if (kept.size >= mostKept) kept.delete([...kept.keys()][0] ?? '')
    // Another answer read everybody anew meanwhile.
    if (everybody === all) kept.set(key, answer)
    return answer
  }

  function* preparing({ sort, ...asked }: StudentsQuery): Generator<void, void> {
    const answer = yield* answering(asked)
    yield* ordering(answer, sort)
  }

  /** The answer of this moment. */
  function answerTo(asked: Asked): Answer {
    attempts().update()
    return new SlicedWork(answering(asked)).finish()
  }

  function* ordering(answer: Answer, { field, direction }: StudentsSort): Generator<void, Uint32Array> {
    const key = orderKey({ field, direction })
    const known = answer.orders.get(key)
    if (known !== undefined) return known
    const way = direction === 'asc' ? 1 : -1
    const { byName } = answer
    const order =
      field !== 'name'
        ? yield* orderedBy(byName, valuesOf(field, answer), way)
        : way === 1
          ? byName
          : byName.toReversed()
    answer.orders.set(key, order)
    return order
  }

  function personsOf({ everybody: all, newest }: Pick<Answer, 'everybody' | 'newest'>, students: readonly number[]) {
    const { values } = all
    const texts = attempts().students
    const refs = students.map((student) => partsOf(texts.text(student)))
    const ids = students.map((student) => values.id[all.newest[student] as number])
    const names = new Map(named.all(JSON.stringify(ids.filter((id) => id !== undefined))).map((row) => [row.id, row]))
    const isShown = new Set(refs.map(({ account, rest }) => ofAccount(account, rest)))
    const shown = <Of extends StudentRef>(each: readonly Of[]) =>
      Map.groupBy(
        each.filter(({ account, key }) => isShown.has(ofAccount(account, key))),
        ({ account, key }) => ofAccount(account, key),
      )
    const { members, merges, overrides } = all.people
    const [classes, merged] = [shown(members), shown(merges)]
    const formerOf = (text: string) => (merged.get(text) ?? []).map(({ former }) => former)
    const marks = marksOf(
      refs.map(({ account, rest: key }) => ({ account, key, keys: [key, ...formerOf(ofAccount(account, key))] })),
    )
    const labels = Map.groupBy(marks.labels, ({ account, key }) => ofAccount(account, key))
    const noted = new Set(marks.noted.map(({ account, key }) => ofAccount(account, key)))
    const excused = overrides.filter(({ kind }) => kind === 'excused')
    const isExcused = new Set(excused.map(({ account, key }) => ofAccount(account, key)))
    return students.map((student, at): Omit<StudentRow, 'attempts' | 'tests' | 'average' | 'provisional'> => {
      const { account, rest: key } = refs[at] as { account: string; rest: string }
      const text = ofAccount(account, key)
      const { first, last, email } = names.get(ids[at] ?? -1) ?? all.awaited.get(student) ?? nobody
      const newestRow = newest[student] as number
      return {
        ...{ id: student, accountId: account, key, first, last, email },
        lastSeen: newestRow < 0 ? null : unixSeconds(values.finished[newestRow] as number),
        classes: (classes.get(text) ?? []).map(({ className }) => className),
        labels: (labels.get(text) ?? []).map(({ id, name, colour }) => ({ id, name, colour })),
        merged: formerOf(text),
        ...(noted.has(text) ? { note: true } : {}),
        ...(isExcused.has(text) ? { excused: true } : {}),
      }
    })
  }

  const rowsOf = (answer: Answer, students: readonly number[]): StudentRow[] => {
    const { figures } = answer
    return personsOf(answer, students).map((person) => ({
      ...person,
      attempts: figures.attempts[person.id] as number,
      tests: figures.tests[person.id] as number,
      average: figures.averageOf(person.id),
      provisional: figures.provisional[person.id] === 1,
    }))
  }

  let lookedFor: { readonly asked: string; steps: number; isDone: boolean } = { asked: '', steps: 0, isDone: true }
  let looking: {
    readonly asked: string
    readonly all: Everybody
    readonly work: SlicedWork<FoundSome<FoundStudent>>
  } | null = null

  /** Whom a text finds, in slices. */
  function* finding(all: Everybody, text: string, results: ResultsFilter): Generator<void, FoundSome<FoundStudent>> {
    const { newest } = all
    const having = yield* studentsHaving(attempts(), all, results, { found, foundRows, notedBy })
    const total = countBits(having)
    const rankOf = ranksByName(attempts(), all, searchWords(text) ?? [])
    let best: readonly number[] = []
    // None of those behind can fit better than what was found.
    const isFull = (): boolean => best.length === mostFound && best.every((place) => rankOf(place) === 0)
    for (let from = 0; from < all.byName.length && total > 0 && !isFull(); from += perSlice) {
      yield
      const left = placesWithin(all.byName, from, Math.min(all.byName.length, from + perSlice), having)
      best = bestFitting([...best, ...left], mostFound, rankOf)
    }
    const students = best.map((place) => all.byName[place] as number)
    const entries = personsOf({ everybody: all, newest }, students).map(
      ({ accountId, key, first, last, email, classes }) => ({ accountId, key, first, last, email, classes }),
    )
    return { entries, total }
  }

  let reading: { readonly steps: Generator<void, Everybody>; revision: number } | null = null

  /** Everybody, if they are known now or some milliseconds later; else null, and with each call more is known. */
  function everybodySoon(): Everybody | null {
    const end = performance.now() + patience
    if (reading?.revision !== attempts().revision) reading = { steps: readEverybody(), revision: attempts().revision }
    do {
      const step = reading.steps.next()
      if (step.done) {
        reading = null
        return step.value
      }
    } while (performance.now() < end)
    reading.revision = attempts().revision
    return null
  }

  return {
    people,
    /**
     * Works one slice at what a question needs. @returns whether there is more to do before it is answered without a
     * pause
     */
    isPreparingStudents(query: StudentsQuery): boolean {
      const key = JSON.stringify(query)
      const { revision } = attempts()
      const known = tasks.get(key)
      // Another question brought the attempts up to date meanwhile, and what was reckoned of them is not of one moment.
      const steps = known?.revision === revision ? known.steps : preparing(query)
      const isDone = db.transaction(() => steps.next())().done === true
      tasks.delete(key)
      if (!isDone) tasks.set(key, { steps, revision: attempts().revision })
      // Of a question that nobody waits for any more, the rest is not done.
      if (tasks.size > mostKept) tasks.delete([...tasks.keys()][0] ?? '')
      return !isDone
    },
    studentList({ filter, policy, sort }: StudentsQuery): ListQuestion<StudentRow> {
      const answer = answerTo({ filter, policy })
      const order = new SlicedWork(ordering(answer, sort)).finish()
      return {
        ids: (limit) => [...order.subarray(0, limit)],
        rows: (students) => rowsOf(answer, students),
        whole: wholeOrder(order),
      }
    },
    /**
     * The students that the list finds by a text, those first whose name fits it best, then by name; null while results
     * are being read, which goes on with every call, and 'more' where the next call goes on: so none takes long.
     * @param accounts undefined means all
     */
    findStudents(text: string, accounts?: readonly string[]): FoundSome<FoundStudent> | null | 'more' {
      const all = everybodySoon()
      if (all === null || !isQuick()) return null
      const results: ResultsFilter = [...ofAccounts(accounts), { field: 'search', op: 'contains', value: text }]
      const asked = `${attempts().revision} ${JSON.stringify(results)}`
      if (lookedFor.asked !== asked) lookedFor = { asked, steps: 0, isDone: false }
      if (!lookedFor.isDone) {
        // What has the words is known from now on.
        lookedFor.isDone = !lookUp(results, lookedFor.steps++)
        return 'more'
      }
      if (looking?.asked !== asked || looking.all !== all)
        looking = { asked, all, work: new SlicedWork(finding(all, text, results)) }
      const { work } = looking
      const end = performance.now() + patience
      while (work.work()) if (performance.now() >= end) return 'more'
      looking = null
      return work.finish()
    },
    /** These students in this order, by any of their keys, with everything they did; who is nobody is left out. */
    studentRows(refs: readonly StudentRef[], policy: AttemptPolicy): StudentRow[] {
      const answer = answerTo({ filter: everyStudent, policy })
      const { students } = attempts()
      const isHere = new Set(answer.byName)
      const numbers = refs.map(({ account, key }) => students.find(ofAccount(account, intoOf.get(account, key) ?? key)))
      return rowsOf(
        answer,
        numbers.filter((number) => isHere.has(number)),
      )
    },
  }
}

const orderKey = ({ field, direction }: StudentsSort): string => `${field} ${direction}`

const nobody = { first: '', last: '', email: null }

const everyStudent: StudentsFilter = { results: [], classes: [], labels: [] }

/** The places of a part of a list whose numbers are in a set. */
function placesWithin(list: Uint32Array, from: number, until: number, set: Bits): Uint32Array<ArrayBuffer> {
  const places = new Uint32Array(until - from)
  let found = 0
  for (let place = from; place < until; place++) if (hasBit(set, list[place] as number)) places[found++] = place
  return places.subarray(0, found)
}

function valuesOf(field: Exclude<StudentsSort['field'], 'name'>, answer: Answer) {
  const { figures, newest } = answer
  const { values } = answer.everybody
  if (field === 'average') {
    return {
      near: (student: number) => figures.nearAverage(student),
      compare: (a: number, b: number) => figures.compareAverages(a, b),
      isEmpty: (student: number) => !figures.hasAverage(student),
    }
  }
  const near =
    field === 'lastSeen'
      ? (student: number) => values.finished[newest[student] as number] as number
      : (student: number) => figures[field][student] as number
  return {
    near,
    compare: (a: number, b: number) => near(a) - near(b),
    isEmpty: (student: number) => field === 'lastSeen' && (newest[student] as number) < 0,
  }
}
