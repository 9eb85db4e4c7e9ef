import type { Database } from 'better-sqlite3'
import { AppError } from '../../../shared/errors.ts'
import type { Hideable, HideableRef } from '../../../shared/model/test-figures.ts'

/** The SQL condition that the group or link of a row is hidden: of a result, an assignment, or the source itself. */
export const isOfHiddenSource = (table: 'result' | 'assignment' | 'source' | 'counted', id = 'source_id'): string =>
  `EXISTS (SELECT 1 FROM hidden_source WHERE hidden_source.account_id = ${table}.account_id
    AND hidden_source.feed = ${table}.feed AND hidden_source.source_id = ${table}.${id})`

/** Reads which groups and links of an account are hidden, each as `feed id`. */
export function hiddenSources(db: Database): (account: string) => readonly string[] {
  const hidden = db
    .prepare<[string], string>(`SELECT feed || ' ' || source_id FROM hidden_source WHERE account_id = ?`)
    .pluck()
  return (account) => hidden.all(account)
}

/**
 * Groups, links and tests that the teacher no longer wants to see in the list of tests and in choices. Their results stay
 * and count in every figure: a number that leaves some out would be another on each screen.
 */
export function hiddenQueries(db: Database) {
  const all = db.prepare<[], HideableRow>(
    `SELECT * FROM (
     SELECT 'test' AS kind, account_id AS account, test_id AS id, name, hidden_test.test_id IS NOT NULL AS hidden
     FROM test LEFT JOIN hidden_test USING (account_id, test_id)
     UNION ALL
     SELECT feed, account_id, source_id, name, hidden_source.source_id IS NOT NULL
     FROM source LEFT JOIN hidden_source USING (account_id, feed, source_id))
     ORDER BY sort_key(name), id`,
  )
  const named = db.prepare<HideableRef, string>(
    `SELECT name FROM test WHERE @kind = 'test' AND account_id = @account AND test_id = @id
     UNION ALL SELECT name FROM source WHERE feed = @kind AND account_id = @account AND source_id = @id`,
  )
  const changes = {
    test: {
      hide: db.prepare<HideableRef>('INSERT INTO hidden_test VALUES (@account, @id) ON CONFLICT DO NOTHING'),
      show: db.prepare<HideableRef>('DELETE FROM hidden_test WHERE account_id = @account AND test_id = @id'),
    },
    source: {
      hide: db.prepare<HideableRef>('INSERT INTO hidden_source VALUES (@account, @kind, @id) ON CONFLICT DO NOTHING'),
      show: db.prepare<HideableRef>(
        'DELETE FROM hidden_source WHERE account_id = @account AND feed = @kind AND source_id = @id',
      ),
    },
  }
  const names = named.pluck()
  const change = (how: 'hide' | 'show', { account, kind, id }: HideableRef): void => {
    if (names.get({ account, kind, id }) === undefined) throw new AppError('test/not-found')
    changes[kind === 'test' ? 'test' : 'source'][how].run({ account, kind, id })
  }

  return {
    /** Every group, link and test of these accounts, of all where none are named, by name. */
    hideables: (accounts?: readonly string[]): Hideable[] =>
      all
        .all()
        .filter(({ account }) => accounts?.includes(account) ?? true)
        .map((row) => ({ ...row, hidden: row.hidden === 1 })),
    /** @throws AppError `test/not-found` */
    hide: (what: HideableRef): void => change('hide', what),
    /** @throws AppError `test/not-found` */
    showAgain: (what: HideableRef): void => change('show', what),
  }
}

interface HideableRow extends Omit<Hideable, 'hidden'> {
  readonly hidden: 0 | 1
}
