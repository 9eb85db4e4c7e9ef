import SqliteDatabase from 'better-sqlite3'
import { describe, expect, it } from 'vitest'
import { defineFunctions } from '../../../electron/store/open.ts'
import { migrate, migrations } from '../../../electron/store/schema/migrate.ts'
import { newestFirst } from '../../../shared/model/filter.ts'
import { fold } from '../../../shared/model/text.ts'
import { callsWithPages, temporaryFile } from './laptop-database.ts'

const list = { accountId: 'a', listId: 9 }

/** As version 7 folded: only what differs is written out. */
const foldedBefore = new Map([
  ['Οδυσσέας', 'οδυσσεας'],
  ['“Joe”', '“joe”'],
  ['رضا\u200c', 'رضا\u200c'],
  ['Καλός', 'καλος'],
])
const before = (text: string): string => foldedBefore.get(text) ?? fold(text)

/** A database as the version before left it. */
function older() {
  const db = new SqliteDatabase(temporaryFile())
  db.pragma('foreign_keys = ON')
  defineFunctions(db)
  migrate(
    db,
    () => undefined,
    migrations.filter(({ version }) => version < 8),
  )
  db.exec(`INSERT INTO account (id, name, api_key, signature, signature_setting, sample, time_zone, created_at)
    VALUES ('a', 'School', 'key', 'sha256', 'auto', 0, 'UTC', 0)`)
  // A function of version 7, so that the index of certificates is as that version made it.
  db.function('sort_key', { deterministic: true }, (name) => (typeof name === 'string' ? before(name) : name))
  const people = [
    ['Οδυσσέας', 'Ruiz', 'A-111'],
    ['“Joe”', 'Ng', null],
    ['رضا\u200c', 'Li', 'A-333'],
    ['Ada', 'Plain', 'A-444'],
  ] as const
  const insert =
    db.prepare(`INSERT INTO result (account_id, natural_key, feed, test_id, source_id, user_id, first, last,
      percentage, outcome, requires_grading, time_started, time_finished, certificate_serial, certificate_key,
      student_key, sort_name, search_text, raw, first_seen_at, updated_at)
    VALUES ('a', ?, 'groups', ?, 2, ?, ?, ?, 755, 'none', 0, 10, 20, ?, serial_key(?), ?, ?, ?, '{}', 0, 0)`)
  for (const [at, [first, last, serial]] of people.entries()) {
    const name = `${before(last)} ${before(first)}`
    const lines = [`${before(first)} ${before(last)}`, serial?.toLowerCase(), serial?.toLowerCase().replace('-', '')]
    const text = lines.filter(Boolean).join('\n')
    insert.run(`g:${at}`, at, at, first, last, serial, serial, `user:${at}`, name, text)
  }
  const test = db.prepare("INSERT INTO test (account_id, test_id, name) VALUES ('a', ?, ?)")
  test.run(0, 'Safety')
  test.run(3, 'Καλός')
  const code =
    db.prepare(`INSERT INTO access_code (account_id, list_id, code, name, added_at, sort_code, sort_name, search_text)
    VALUES ('a', 9, ?, ?, 0, ?, ?, ?)`)
  for (const [each, name] of [
    ['c-1', '“Joe”'],
    ['c-2', 'Ada'],
  ] as const) {
    code.run(each, name, each, before(name), `${each}\n${each.replace('-', '')}\n${before(name)}`)
  }
  return db
}

describe('a database folded by an older version', () => {
  const db = older()
  const columns = db.prepare<[], string>("SELECT name FROM pragma_table_info('result')").pluck().all()
  // Where its answer is kept, and what was added since, is another version's business.
  const untouched = () => ({
    ...db.prepare<[], object>(`SELECT ${columns.join(', ')} FROM result WHERE first = 'Ada'`).get(),
    raw: null,
  })
  const plain = untouched()
  defineFunctions(db)
  migrate(db, () => undefined)
  const calls = callsWithPages(db)

  const found = (value: string) =>
    calls
      .storedResultsPage({
        filter: [{ field: 'search', op: 'contains', value }],
        sort: newestFirst,
        offset: 0,
        limit: 9,
      })
      .map(({ last }) => last)
  const desk = (text: string) => calls.lookUpCertificates(text, undefined).matches.map(({ last }) => last)
  const codes = (search: string) =>
    calls
      .codesPage({ list, filter: { search }, sort: { field: 'code', direction: 'asc' }, offset: 0, limit: 9 })
      .map(({ code }) => code)

  it.each([
    ['ΟΔΥΣΣΈΑΣ', 'Ruiz'],
    ['οδυσσεασ a111', 'Ruiz'],
    ['"joe', 'Ng'],
    ['رضا li', 'Li'],
  ])('finds by %j what it did not find before', (text, last) => {
    expect(found(text)).toEqual([last])
  })

  it('finds certificates by names and by tests, and codes by names', () => {
    expect([desk('ΟΔΥΣΣΈΑΣ'), desk('رضا li'), desk('ΚΑΛΌΣ'), desk('safety')]).toEqual([
      ['Ruiz'],
      ['Li'],
      ['Plain'],
      ['Ruiz'],
    ])
    expect([codes('“JOE”'), codes('x"joe'), codes('c2 ada')]).toEqual([['c-1'], [], ['c-2']])
  })

  it('is folded as a new one, and nothing else of it has changed', () => {
    expect(db.prepare('SELECT sort_name, search_text FROM result ORDER BY id').all()).toEqual([
      { sort_name: 'ruiz οδυσσεασ', search_text: 'οδυσσεασ ruiz\na-111\na111' },
      { sort_name: 'ng "joe"', search_text: '"joe" ng' },
      { sort_name: 'li رضا', search_text: 'رضا li\na-333\na333' },
      { sort_name: 'plain ada', search_text: 'ada plain\na-444\na444' },
    ])
    expect(untouched()).toEqual(plain)
    expect(db.prepare('SELECT sort_name, search_text FROM access_code ORDER BY id').all()).toEqual([
      { sort_name: '"joe"', search_text: 'c-1\nc1\n"joe"' },
      { sort_name: 'ada', search_text: 'c-2\nc2\nada' },
    ])
    expect(db.pragma('integrity_check', { simple: true })).toBe('ok')
  })
})
