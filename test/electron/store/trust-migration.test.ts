import { existsSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import SqliteDatabase, { type Database } from 'better-sqlite3'
import { describe, expect, it } from 'vitest'
import { results } from '../../../electron/store/schema/0001-results.ts'
import { migrate, migrations, versionOf } from '../../../electron/store/schema/migrate.ts'
import { newestFirst } from '../../../shared/model/filter.ts'
import { callsWithPages, formerRow, noon, opened, resultOf, temporaryFile } from './laptop-database.ts'

// The fields of a result in the first version.
const resultNames = Object.keys(formerRow(resultOf())).filter((name) => name !== 'certificate_key')

const kept = {
  account:
    'id, name, api_key, signature, signature_setting, sample, time_zone, created_at, discovered_at, next_request_after',
  test: '*',
  source: '*',
  assignment: '*',
  result: ['id, account_id, first_seen_at, updated_at', ...resultNames.filter((name) => name !== 'raw')].join(', '),
  unreadable: 'id, account_id, feed, raw, problem, seen_at',
  feed_state: 'account_id, feed, cursor',
  gap: '*',
  request: 'id, account_id, sent_at, path',
  sync_run: 'id, account_id, ended_at, outcome, summary',
} as const

const rowsOf = (db: Database) =>
  Object.fromEntries(
    Object.entries(kept).map(([table, columns]) => [table, db.prepare(`SELECT ${columns} FROM ${table}`).all()]),
  )

/** A laptop as the first version left it: two accounts, one of them with everything a sync brings. */
function firstVersion() {
  const file = temporaryFile()
  const db = new SqliteDatabase(file)
  db.pragma('journal_mode = WAL')
  migrate(db, () => undefined, [results])
  db.exec(`
    INSERT INTO account VALUES ('a', 'School a', 'key-a', 'md5', 'auto', 0, 'Europe/Berlin', ${noon}, ${noon}, ${noon + 60});
    INSERT INTO account VALUES ('b', 'School b', 'key-b', 'sha256', 'sha256', 0, 'UTC', ${noon}, NULL, NULL);
    INSERT INTO test VALUES ('a', 1, 'Maths');
    INSERT INTO source VALUES ('a', 'groups', 10, '10B', NULL, NULL, 1);
    INSERT INTO source VALUES ('a', 'links', 20, 'Open day', 'q1', 9, 0);
    INSERT INTO assignment VALUES ('a', 'groups', 10, 1);
    INSERT INTO unreadable (account_id, feed, raw, problem, seen_at) VALUES ('a', 'links', '{"percentage":"ninety"}', 'percentage', ${noon});
    INSERT INTO feed_state VALUES ('a', 'groups', ${noon}, ${noon - 86_400}, ${noon});
    INSERT INTO feed_state VALUES ('a', 'links', ${noon - 50}, ${noon - 90_000}, ${noon - 100});
    INSERT INTO gap (account_id, feed, from_time, to_time, reason, found_at) VALUES ('a', 'groups', 5, 9, 'crowded-second', ${noon});
    INSERT INTO request (account_id, sent_at, path) VALUES ('a', ${noon}, 'v1.json');
    INSERT INTO sync_run (account_id, ended_at, outcome, summary) VALUES ('a', ${noon}, 'complete', '{"added":3}');
    INSERT INTO setting VALUES ('syncAtStart', 'false'), ('theme', '"dark"');
  `)
  const insert = db.prepare(
    `INSERT INTO result (account_id, first_seen_at, updated_at, ${resultNames.join(', ')})
     VALUES ('a', ${noon}, ${noon}, ${resultNames.map((name) => `@${name}`).join(', ')})`,
  )
  for (const userId of [1, 2, 3]) insert.run(formerRow(resultOf({ userId, last: `Lovelace${userId}` })))
  return { file, db }
}

describe('a database of version 1', () => {
  it('keeps every row of every table', () => {
    const { file, db } = firstVersion()
    const before = rowsOf(db)
    db.close()
    const newer = opened(file)
    expect(versionOf(newer)).toBe(migrations.at(-1)?.version)
    expect(rowsOf(newer)).toEqual(before)
    expect(Object.values(before).every((rows) => rows.length > 0)).toBe(true)
    expect(newer.pragma('integrity_check', { simple: true })).toBe('ok')
    expect(newer.pragma('foreign_key_check')).toEqual([])
  })

  it('takes its coverage over as one range a feed', () => {
    const { file, db } = firstVersion()
    db.close()
    const state = callsWithPages(opened(file)).syncState('a')
    expect(state.coverage).toEqual([
      { feed: 'groups', intervals: [{ from: noon - 86_400, until: noon }] },
      { feed: 'links', intervals: [{ from: noon - 90_000, until: noon - 100 }] },
    ])
    expect(state).toMatchObject({
      discoveredAt: noon,
      nextRequestAfter: noon + 60,
      clockOffset: 0,
      recheckedAt: null,
      historyRefusals: 0,
      feeds: [
        { feed: 'groups', cursor: noon, coveredUntil: noon },
        { feed: 'links', cursor: noon - 50, coveredUntil: noon - 100 },
      ],
      gaps: [{ feed: 'groups', from: 5, to: 9, reason: 'crowded-second' }],
    })
  })

  it('cuts its coverage at what could not be had, which stays on record', () => {
    const { file, db } = firstVersion()
    const [from, to, second] = [noon - 50_000, noon - 40_000, noon - 10_000]
    db.exec(`INSERT INTO gap (account_id, feed, from_time, to_time, reason, found_at) VALUES
      ('a', 'groups', ${from}, ${to}, 'too-old', ${noon}), ('a', 'groups', ${second}, ${second}, 'crowded-second', ${noon})`)
    db.close()
    const calls = callsWithPages(opened(file))
    const groups = calls.syncState('a').coverage.find(({ feed }) => feed === 'groups')
    expect(groups?.intervals).toEqual([
      { from: noon - 86_400, until: from },
      { from: to, until: second - 1 },
      { from: second, until: noon },
    ])
    expect(calls.syncState('a').gaps).toHaveLength(3)
  })

  it('has an empty range where it had covered nothing yet', () => {
    const { file, db } = firstVersion()
    db.exec(`UPDATE feed_state SET covered_until = covered_from - 30 WHERE feed = 'links'`)
    db.close()
    const [, links] = callsWithPages(opened(file)).syncState('a').coverage
    expect(links?.intervals).toEqual([{ from: noon - 90_000, until: noon - 90_000 }])
  })

  it('is answered from as before: accounts, results, search, names, settings', () => {
    const { file, db } = firstVersion()
    db.close()
    const calls = callsWithPages(opened(file))
    expect(calls.listAccounts()).toMatchObject([
      {
        id: 'a',
        signature: 'md5',
        colour: 0,
        archived: false,
        results: 3,
        lastSync: { at: noon, outcome: 'complete' },
      },
      { id: 'b', archived: false, results: 0, lastSync: null },
    ])
    expect(calls.countResults([{ field: 'search', op: 'contains', value: 'lovelace2' }])).toBe(1)
    expect(calls.storedResultsPage({ filter: [], sort: newestFirst, offset: 0, limit: 1 })).toMatchObject([
      { test_name: 'Maths', source_name: '10B' },
    ])
    expect(calls.settings()).toMatchObject({ theme: 'dark', autoSync: false })
    expect(calls.recentRuns(10)).toMatchObject([{ kind: 'sync', summary: { added: 3 } }])
    expect(calls.recentRequests(10)).toMatchObject([{ path: 'v1.json', outcome: null }])
    expect(calls.unreadableBefore(2)).toMatchObject([{ raw: '{"percentage":"ninety"}' }])
    expect(calls.recentChanges(10)).toEqual([])
  })

  it('is copied as it was before it is changed', () => {
    const { file, db } = firstVersion()
    const before = rowsOf(db)
    db.close()
    opened(file)
    const copy = join(dirname(file), 'backups', 'before-version-2.db')
    expect(existsSync(copy)).toBe(true)
    const older = new SqliteDatabase(copy, { readonly: true })
    expect([versionOf(older), rowsOf(older)]).toEqual([1, before])
    older.close()
  })

  it('is not copied again where that copy is there, packed since', () => {
    const { file, db } = firstVersion()
    db.close()
    const backups = join(dirname(file), 'backups')
    mkdirSync(backups)
    writeFileSync(join(backups, 'before-version-2.db.zst'), '')
    opened(file)
    expect(readdirSync(backups)).toEqual(['before-version-2.db.zst'])
  })

  it('is left as it was where the change fails half-way', () => {
    const { file, db } = firstVersion()
    const before = rowsOf(db)
    // The table name that the new schema needs is taken.
    db.exec('CREATE TABLE result_change (id INTEGER)')
    expect(() => migrate(db, () => undefined)).toThrow('already exists')
    db.close()
    const after = new SqliteDatabase(file)
    expect([versionOf(after), rowsOf(after)]).toEqual([1, before])
    expect(after.prepare('SELECT covered_from FROM feed_state').all()).toHaveLength(2)
    after.close()
  })
})
