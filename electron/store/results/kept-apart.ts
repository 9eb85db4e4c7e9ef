import type { Database } from 'better-sqlite3'
import type { ExtraFieldRef } from '../../../shared/model/extra-field.ts'
import { chosenOf, type ResultsFilter } from '../../../shared/model/filter.ts'
import { keptWhileUnchanged, QueryRunner, sqlite } from '../builder.ts'
import {
  type AccountZones,
  conditionsOf,
  idsNoted,
  idsOfKeys,
  idsWithLabels,
  isAboutDays,
  studentsNoted,
} from './filter.ts'

/** Conditions that SQL has answered: a menu counts one for each class and label. */
const mostApart = 500

/** Where results stand in memory. */
interface Rows {
  rowOf(id: number): number
  isOfAccount(row: number, account: string): boolean
}

/**
 * Tells the rows that meet a condition on a field that is kept apart from results, or that are noted by a word of a
 * search. SQL says which they are, once for each condition until the database is written to.
 */
export function rowsApart(db: Database, zones: (areUsed: boolean) => AccountZones, rows: Rows) {
  const run = new QueryRunner(db)
  const rowsOf = (ids: readonly number[]): Uint32Array => Uint32Array.from(ids, (id) => rows.rowOf(id))
  /** Whose account a result is stands in memory: SQL would read each from its page. */
  const noted = (word: string): Uint32Array => {
    const own = run.ids(idsNoted(word).compile(sqlite))
    const students = Map.groupBy(run.all(studentsNoted(word).compile(sqlite)), ({ account_id: account }) => account)
    const theirs = [...students].map(([account, refs]) => {
      const keys = refs.map(({ student }) => student)
      return rowsOf(run.ids(idsOfKeys(keys).compile(sqlite))).filter((row) => rows.isOfAccount(row, account))
    })
    return Uint32Array.from([rowsOf(own), ...theirs].flatMap((each) => [...each]))
  }
  return keptWhileUnchanged(
    db,
    (asked: ResultsFilter | string) => {
      if (typeof asked === 'string') return noted(asked)
      const labels = chosenOf(asked, 'label')
      if (labels !== undefined) return rowsOf(run.ids(idsWithLabels(labels).compile(sqlite)))
      const found = sqlite
        .selectFrom('result')
        .select('result.id')
        .where((result) => result.and(conditionsOf(asked, zones(isAboutDays(asked)))(result)))
      return rowsOf(run.ids(found.compile()))
    },
    mostApart,
  )
}

/** The extra fields that the teacher calls by a name. */
export function fieldsNamed(db: Database): (name: string) => readonly ExtraFieldRef[] {
  const fields = db.prepare<[string], ExtraFieldRef>(
    'SELECT account_id AS account, link_id AS link, number FROM extra_field WHERE name = ? ORDER BY account, link',
  )
  return (name) => fields.all(name)
}
