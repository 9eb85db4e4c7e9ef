import type { Database } from 'better-sqlite3'
import { z } from 'zod'
import { AppError } from '../../../shared/errors.ts'
import type {
  GradebookDefinition,
  GradebookQuery,
  GradebookRow,
  SavedGradebook,
} from '../../../shared/model/gradebook.ts'
import { testKeyOf } from '../../../shared/model/grading.ts'
import type { HandedInAverage, HandedInCell, HandInChange, HandInChanges } from '../../../shared/model/hand-in.ts'
import type { UnixSeconds } from '../../../shared/model/time.ts'
import { ofAccount } from './attempts.ts'
import type { GradebookReading } from './whole-reading.ts'

/** How many of a gradebook are kept; one of 2,000 students and 60 tests takes about a megabyte. */
const mostKept = 5

/** The sum of one percentage in tenths, or a sum and of how many; else why there is none. */
type KeptCell = null | 'excused' | 'no percentage' | number | readonly [sum: number, of: number]

// By hand: zod takes half a second for the cells of 2,000 students at 60 tests.
const isCell = (value: unknown): value is KeptCell =>
  value === null ||
  value === 'excused' ||
  value === 'no percentage' ||
  Number.isInteger(value) ||
  (Array.isArray(value) && value.length === 2 && value.every(Number.isInteger) && value[1] > 0)

/** What was handed in, as JSON. */
const kept = () =>
  z.strictObject({
    form: z.literal(1),
    places: z.int().min(0),
    tests: z.array(z.strictObject({ account: z.string(), testId: z.int(), name: z.string() })),
    rows: z.array(
      z.strictObject({
        account: z.string(),
        key: z.string(),
        newestId: z.int().nullable(),
        first: z.string(),
        last: z.string(),
        rounded: z.int().nullable(),
        grade: z.string(),
        cells: z.custom<readonly KeptCell[]>((value) => Array.isArray(value) && value.every(isCell)),
      }),
    ),
  })
// Made with the first question: a thread's start does not need it.
let readable: ReturnType<typeof kept> | null = null
type Kept = z.infer<ReturnType<typeof kept>>
type KeptRow = Kept['rows'][number]

/** Null where what was handed in last cannot be read. @throws what else fails */
export function unlessUnreadable<Answer>(ask: () => Answer): Answer | null {
  try {
    return ask()
  } catch (thrown) {
    if (thrown instanceof AppError && thrown.code === 'gradebook/hand-in-not-readable') return null
    throw thrown
  }
}

/**
 * Keeps what gradebooks held when they were handed in, and says what changed since.
 * @param whole reads all of a gradebook
 */
export function handInQueries(
  db: Database,
  whole: (query: GradebookQuery) => GradebookReading,
  saved: (id: number) => SavedGradebook,
) {
  const latest = db.prepare<[number], { at: UnixSeconds; cells: string }>(
    'SELECT handed_in_at AS at, cells FROM hand_in WHERE gradebook_id = ? ORDER BY id DESC LIMIT 1',
  )
  const insert = db.prepare('INSERT INTO hand_in (gradebook_id, handed_in_at, cells) VALUES (?, ?, ?)')
  const forgetOld = db.prepare(
    `DELETE FROM hand_in WHERE gradebook_id = @id AND id NOT IN
       (SELECT id FROM hand_in WHERE gradebook_id = @id ORDER BY id DESC LIMIT ${mostKept})`,
  )
  const all = db.prepare<[], { id: number; cells: string }>('SELECT id, cells FROM hand_in')
  const rewrite = db.prepare('UPDATE hand_in SET cells = ? WHERE id = ?')
  const studentOf = db.prepare<[number], { account: string; key: string }>(
    'SELECT account_id AS account, student AS key FROM result WHERE id = ?',
  )
  const now = (gradebook: GradebookDefinition): Kept =>
    keptOf(whole({ gradebook, sort: { field: 'name', direction: 'asc' } }), gradebook.rules.places)

  function parsed(text: string): Kept | null {
    try {
      readable ??= kept()
      return readable.safeParse(JSON.parse(text)).data ?? null
    } catch {
      return null
    }
  }

  /**
   * The rows handed in by student as they are known now: where a student's key was corrected since, by the key that
   * their newest attempt has today.
   */
  function byStudent(before: Kept, present: ReadonlySet<string>): Map<string, KeptRow> {
    const rows = new Map<string, KeptRow>()
    for (const row of before.rows) {
      const own = ofAccount(row.account, row.key)
      const today = row.newestId === null || present.has(own) ? undefined : studentOf.get(row.newestId)
      const corrected = today && ofAccount(today.account, today.key)
      const isFree = corrected !== undefined && present.has(corrected) && !rows.has(corrected)
      rows.set(isFree ? corrected : own, row)
    }
    return rows
  }

  return {
    /** What a gradebook holds now, to be given to `recordHandIn`. Read it in the same moment as what is handed in. */
    handInOf: (definition: GradebookDefinition): string => JSON.stringify(now(definition)),
    /**
     * Notes that a gradebook was handed in.
     * @param held as `handInOf` answered it
     * @throws AppError `gradebook/not-found`
     */
    recordHandIn: (id: number, held: string, at: UnixSeconds): void => {
      db.transaction(() => {
        saved(id)
        insert.run(id, at, held)
        forgetOld.run({ id })
      }).immediate()
    },
    /**
     * Who changed at which test, from what to what, since a gradebook was last handed in; null if it never was.
     * @throws AppError `gradebook/not-found`, `gradebook/not-readable`, `gradebook/hand-in-not-readable`
     */
    changesSinceHandIn: (id: number): HandInChanges | null => {
      const { definition, name } = saved(id)
      const last = latest.get(id)
      if (last === undefined) return null
      const before = parsed(last.cells)
      if (before === null) throw new AppError('gradebook/hand-in-not-readable', { name })
      const after = now(definition)
      const present = new Set(after.rows.map(({ account, key }) => ofAccount(account, key)))
      return { handedInAt: last.at, changes: changesBetween(before, after, byStudent(before, present)) }
    },
    /** Forgets what gradebooks of other accounts held of an account's students. */
    forgetHandedIn: (account: string): void => {
      for (const { id, cells } of all.all()) {
        const held = parsed(cells)
        if (held === null || held.rows.every((row) => row.account !== account)) continue
        rewrite.run(JSON.stringify({ ...held, rows: held.rows.filter((row) => row.account !== account) }), id)
      }
    },
  }
}

const keptOf = (whole: GradebookReading, places: number): Kept => ({
  form: 1,
  places,
  tests: whole.summary.tests.map(({ account, testId, name }) => ({ account, testId, name })),
  rows: Array.from(whole.rows(), ({ id, student, first, last, average, grade, cells }) => ({
    ...{ account: student.account, key: student.key, newestId: whole.newestOf(id), first, last },
    ...{ rounded: average.rounded, grade },
    cells: cells.map(keptCell),
  })),
})

function keptCell(cell: GradebookRow['cells'][number]): KeptCell {
  if (cell === null) return null
  if (cell.excused) return 'excused'
  if (cell.score === null) return 'no percentage'
  return cell.score.of === 1 ? cell.score.sum : [cell.score.sum, cell.score.of]
}

function handedInCell(cell: KeptCell): HandedInCell {
  if (typeof cell === 'number') return { sum: cell, of: 1 }
  return typeof cell === 'object' && cell !== null ? { sum: cell[0], of: cell[1] } : cell
}

const isSameCell = (a: HandedInCell, b: HandedInCell): boolean =>
  a === b ||
  (a !== null && b !== null && typeof a === 'object' && typeof b === 'object' && a.sum * b.of === b.sum * a.of)

const isSameAverage = (a: HandedInAverage, b: HandedInAverage): boolean =>
  a.grade === b.grade &&
  (a.rounded === null || b.rounded === null
    ? a.rounded === b.rounded
    : a.rounded * 10 ** b.places === b.rounded * 10 ** a.places)

function changesBetween(before: Kept, after: Kept, rowsBefore: ReadonlyMap<string, KeptRow>): HandInChange[] {
  const left = new Map(rowsBefore)
  const changes: HandInChange[] = []
  const tests = new Map([...after.tests, ...before.tests].map((test) => [testKeyOf(test), test]))
  const [placesBefore, placesAfter] = [before, after].map(
    (each) => new Map(each.tests.map((test, place) => [testKeyOf(test), place])),
  ) as [Map<string, number>, Map<string, number>]
  const cellIn = (row: KeptRow, place: number | undefined): HandedInCell =>
    handedInCell(place === undefined ? null : (row.cells[place] ?? null))

  for (const row of after.rows) {
    const student = { account: row.account, key: row.key }
    const who = { student, first: row.first, last: row.last }
    const former = left.get(ofAccount(row.account, row.key))
    if (former === undefined) {
      changes.push({ ...who, at: 'student', change: 'new' })
      continue
    }
    left.delete(ofAccount(row.account, row.key))
    for (const [key, test] of tests) {
      const [from, to] = [cellIn(former, placesBefore.get(key)), cellIn(row, placesAfter.get(key))]
      if (!isSameCell(from, to)) changes.push({ ...who, at: 'test', test, from, to })
    }
    const from = { rounded: former.rounded, places: before.places, grade: former.grade }
    const to = { rounded: row.rounded, places: after.places, grade: row.grade }
    if (!isSameAverage(from, to)) changes.push({ ...who, at: 'average', from, to })
  }
  for (const { account, key, first, last } of left.values())
    changes.push({ student: { account, key }, first, last, at: 'student', change: 'gone' })
  return changes
}
