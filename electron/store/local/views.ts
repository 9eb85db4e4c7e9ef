import type { Database } from 'better-sqlite3'
import { AppError } from '../../../shared/errors.ts'
import { type Condition, chosenOf, type ResultsFilter, withinOf } from '../../../shared/model/filter.ts'
import type { GoneFromView, LastPlace, SavedView, ViewDefinition } from '../../../shared/model/saved-view.ts'
import { lastPlace, viewDefinition } from '../../../shared/model/saved-view-zod.ts'
import type { StudentsFilter } from '../../../shared/model/student.ts'
import { freshId } from '../gradebook/owned.ts'
import { lastPlaceName } from './definitions.ts'

interface Row {
  readonly id: number
  readonly name: string
  readonly place: number
  readonly definition: string
}

// Made with the first question: a thread's start does not need them.
let readable: {
  readonly view: ReturnType<typeof viewDefinition>
  readonly place: ReturnType<typeof lastPlace>
} | null = null
const shapes = () => {
  readable ??= { view: viewDefinition(), place: lastPlace() }
  return readable
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

/**
 * Whether each of what a definition names is here, by SQL on one value: a number, or an object as JSON. With an account:
 * whether it is there, since another may have a test of that number or a class of that name.
 */
const isHere: Readonly<Record<GoneFromView, string>> = {
  account: 'SELECT 1 FROM account WHERE id = @value',
  // No index begins with the test: it is looked for at each place that has results, one seek a place.
  test: `SELECT 1 FROM test WHERE test_id = @value AND account_id = coalesce(@account, account_id)
    UNION ALL SELECT 1 FROM (
    WITH RECURSIVE place (feed, source_id) AS (
      SELECT column1, (SELECT min(source_id) FROM result WHERE feed = column1) FROM (VALUES ('groups'), ('links'), ('submissions'))
      UNION ALL SELECT feed, (SELECT min(source_id) FROM result WHERE feed = place.feed AND source_id > place.source_id)
        FROM place WHERE source_id IS NOT NULL)
    SELECT 1 FROM place WHERE EXISTS (SELECT 1 FROM result
      WHERE feed = place.feed AND source_id = place.source_id AND test_id = @value
        AND account_id = coalesce(@account, account_id))) LIMIT 1`,
  source: `SELECT 1 FROM source WHERE feed = @value ->> 'feed' AND source_id = @value ->> 'id'
      AND account_id = coalesce(@account, account_id)
    UNION ALL SELECT 1 FROM result WHERE feed = @value ->> 'feed' AND source_id = @value ->> 'id'
      AND account_id = coalesce(@account, account_id) LIMIT 1`,
  class: 'SELECT 1 FROM class WHERE (id = @value OR name = @value) AND account_id = coalesce(@account, account_id)',
  label: 'SELECT 1 FROM label WHERE (id = @value OR name = @value) AND account_id = coalesce(@account, account_id)',
  extraField: 'SELECT 1 FROM extra_field WHERE name = @value AND account_id = coalesce(@account, account_id)',
  student: `SELECT 1 FROM result WHERE student = @value ->> 'key' AND account_id = coalesce(@value ->> 'account', @account, account_id)
    UNION ALL SELECT 1 FROM class_member JOIN class ON class.id = class_id
      WHERE student_key = @value ->> 'key' AND account_id = coalesce(@value ->> 'account', @account, account_id)
    UNION ALL SELECT 1 FROM added_student WHERE key = @value ->> 'key' AND account_id = coalesce(@value ->> 'account', @account, account_id)
    UNION ALL SELECT 1 FROM student_merge WHERE key = @value ->> 'key' AND account_id = coalesce(@value ->> 'account', @account, account_id) LIMIT 1`,
}

/** Reads and keeps views of lists under names, and where the window was last. */
export function viewQueries(db: Database) {
  const all = db.prepare<[], Row>('SELECT id, name, place, definition FROM saved_view ORDER BY place, id')
  const one = db.prepare<[number], Row>('SELECT id, name, place, definition FROM saved_view WHERE id = ?')
  const named = db.prepare<[string], number>('SELECT id FROM saved_view WHERE name = ?').pluck()
  const insert = db.prepare<[number, string, string]>(
    `INSERT INTO saved_view (id, name, place, definition)
     VALUES (?, ?, (SELECT coalesce(max(place), 0) + 1 FROM saved_view), ?)`,
  )
  const rename = db.prepare<[string, number]>('UPDATE saved_view SET name = ? WHERE id = ?')
  const change = db.prepare<[string, number]>('UPDATE saved_view SET definition = ? WHERE id = ?')
  const put = db.prepare<[number, number]>('UPDATE saved_view SET place = ? WHERE id = ?')
  const remove = db.prepare<[number]>('DELETE FROM saved_view WHERE id = ?')
  const here = new Map(
    Object.entries(isHere).map(([what, sql]) => [
      what,
      db.prepare<{ value: string | number; account: string | null }, 1>(sql),
    ]),
  )
  const kept = db.prepare<[string], string>('SELECT value FROM setting WHERE name = ?').pluck()
  const keep = db.prepare<[string, string]>(
    `INSERT INTO setting (name, value) VALUES (?, ?)
     ON CONFLICT DO UPDATE SET value = excluded.value WHERE value <> excluded.value`,
  )

  function required(id: number): Row {
    const row = one.get(id)
    if (row === undefined) throw new AppError('view/not-found')
    return row
  }
  function refuseTaken(name: string, id: number | null): void {
    const taken = named.get(name)
    if (taken !== undefined && taken !== id) throw new AppError('view/exists', { name })
  }
  const isGone = (what: GoneFromView, given: unknown, account: string | null = null): boolean => {
    const value = typeof given === 'object' ? JSON.stringify(given) : (given as number | string)
    return here.get(what)?.get({ value, account }) === undefined
  }
  const goneFrom = (view: ViewDefinition): GoneFromView[] => {
    const named = namedIn(view)
    // A view of an account that is gone shows the account looked at.
    const account = view.account === null || isGone('account', view.account) ? null : view.account
    return (Object.keys(isHere) as GoneFromView[]).filter((what) =>
      named[what].some((value) => isGone(what, value, account)),
    )
  }
  const viewOf = ({ id, name, definition: text }: Row): SavedView => {
    const definition = shapes().view.safeParse(parsed(text)).data ?? null
    return { id, name, definition, gone: definition === null ? [] : goneFrom(definition) }
  }

  return {
    /** Every view in the order of the sidebar. */
    listViews: (): SavedView[] => all.all().map(viewOf),
    /** @returns its id. @throws AppError `view/exists` */
    addView: (name: string, definition: ViewDefinition): number => {
      refuseTaken(name, null)
      const id = freshId()
      insert.run(id, name, JSON.stringify(definition))
      return id
    },
    /** @throws AppError `view/not-found`, `view/exists` */
    renameView: (id: number, name: string): void => {
      required(id)
      refuseTaken(name, id)
      rename.run(name, id)
    },
    /** @throws AppError `view/not-found` */
    changeView: (id: number, definition: ViewDefinition): void => {
      required(id)
      change.run(JSON.stringify(definition), id)
    },
    /** Moves it one place up or down; at the end of the list it stays. @throws AppError `view/not-found` */
    moveView: (id: number, by: -1 | 1): void => {
      required(id)
      const ids = all.all().map((row) => row.id)
      const at = ids.indexOf(id)
      if (ids[at + by] === undefined) return
      const places = ids.toSpliced(at, 1).toSpliced(at + by, 0, id)
      for (const [place, each] of places.entries()) if (one.get(each)?.place !== place + 1) put.run(place + 1, each)
    },
    /** @throws AppError `view/not-found` */
    removeView: (id: number): void => {
      required(id)
      remove.run(id)
    },
    /** Where the window was last, without what is no longer here; null where that is not known or cannot be read. */
    lastPlace: (): LastPlace | null => {
      const read = shapes().place.safeParse(parsed(kept.get(lastPlaceName) ?? '')).data
      if (read === undefined) return null
      const { place } = read
      const isAccountGone = read.account !== null && isGone('account', read.account)
      // Of an account that was removed, a filter asks for tests, groups and classes that went with it.
      const fields: readonly GoneFromView[] = isAccountGone
        ? ['account', 'test', 'source', 'class', 'label']
        : ['account']
      const left = (filter: ResultsFilter): ResultsFilter =>
        filter.flatMap((condition) => {
          const what = fields.find((field) => field === condition.field)
          if (what === undefined || condition.op !== 'in') return condition
          const value = condition.value.filter((each) => !isGone(what, each))
          return value.length === 0 ? [] : [{ ...condition, value } as Condition]
        })
      const leftOf = ({ results, classes, labels }: StudentsFilter): StudentsFilter => ({
        results: left(results),
        classes: classes.filter((id) => !isAccountGone || !isGone('class', id)),
        labels: labels.filter((id) => !isAccountGone || !isGone('label', id)),
      })
      const before = (view: ViewDefinition): ViewDefinition => {
        const account = view.account === null || isGone('account', view.account) ? null : view.account
        if (view.screen === 'results') return { ...view, account, filter: left(view.filter) }
        return { ...view, account, filter: leftOf(view.filter) }
      }
      return {
        ...read,
        place:
          place === null || ('key' in place ? isGone('student', place) : isGone('test', place.testId, place.account))
            ? null
            : place,
        account: isAccountGone ? null : read.account,
        results: left(read.results),
        students: leftOf(read.students),
        views: read.views
          .filter(({ id }) => one.get(id) !== undefined)
          .map((view) => ({ ...view, before: before(view.before) })),
      }
    },
    /** Remembers where the window is; the page of a student who was erased meanwhile is not. */
    rememberPlace: (place: LastPlace): void => {
      const isNobody = place.place !== null && 'key' in place.place && isGone('student', place.place)
      keep.run(lastPlaceName, JSON.stringify(isNobody ? { ...place, place: null } : place))
    },
  }
}

type Named = Readonly<Record<GoneFromView, readonly unknown[]>>

function namedIn(view: ViewDefinition): Named {
  const filter: ResultsFilter = view.screen === 'results' ? view.filter : view.filter.results
  return {
    account: view.account === null ? [] : [view.account],
    test: chosenOf(filter, 'test') ?? [],
    source: chosenOf(filter, 'source') ?? [],
    class: [...(chosenOf(filter, 'class') ?? []), ...(view.screen === 'students' ? view.filter.classes : [])],
    label: [...(chosenOf(filter, 'label') ?? []), ...(view.screen === 'students' ? view.filter.labels : [])],
    student: chosenOf(filter, 'student') ?? [],
    extraField: [withinOf(filter) ?? []].flat(),
  }
}
