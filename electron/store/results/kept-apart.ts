import type { Database } from 'better-sqlite3'
import type { ExtraFieldRef } from '../../../shared/model/extra-field.ts'
import { chosenOf, type ResultsFilter } from '../../../shared/model/filter.ts'
import { keptWhileUnchanged, QueryRunner, sqlite } from '../builder.ts'
import { type AccountZones, conditionsOf, idsWithLabels, isAboutDays } from './filter.ts'

/** Conditions that SQL has answered: a menu counts one for each class and label. */
const mostApart = 500

/**
 * Tells the rows that meet a condition on a field that is kept apart from results. SQL says which they are, once for each
 * condition until the database is written to.
 */
export function rowsApart(
  db: Database,
  zones: (areUsed: boolean) => AccountZones,
  rows: { rowOf(id: number): number },
) {
  const run = new QueryRunner(db)
  const rowsOf = (ids: readonly number[]): Uint32Array => Uint32Array.from(ids, (id) => rows.rowOf(id))
  return keptWhileUnchanged(
    db,
    (asked: ResultsFilter) => {
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
