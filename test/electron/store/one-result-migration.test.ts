import type { Database } from 'better-sqlite3'
import SqliteDatabase from 'better-sqlite3'
import { describe, expect, it } from 'vitest'
import { defineFunctions } from '../../../electron/store/open.ts'
import { results } from '../../../electron/store/schema/0001-results.ts'
import { trust } from '../../../electron/store/schema/0002-trust.ts'
import { certificatesAndCodes } from '../../../electron/store/schema/0003-certificates-and-codes.ts'
import { migrate, migrations, versionOf } from '../../../electron/store/schema/migrate.ts'
import { newestFirst } from '../../../shared/model/filter.ts'
import type { Result } from '../../../shared/model/result.ts'
import { toTenths } from '../../../shared/model/result-values.ts'
import { unixSeconds } from '../../../shared/model/time.ts'
import { callsWithPages, formerRow, noon, opened, pageWith, resultOf, temporaryFile } from './laptop-database.ts'

const names = Object.keys(formerRow(resultOf()))

const linkResult = (said: Partial<Result> = {}): Result =>
  resultOf({ feed: 'links', sourceId: 20, userId: null, linkResultId: 22_453, email: 'ada@example.org', ...said })

interface Kept {
  readonly result: Result
  readonly seenAt: number
  readonly updatedAt?: number
}

/** A laptop as the third version left it: the start stood in the key of a link's result, nobody was `name:|`. */
function thirdVersion(kept: readonly Kept[], more: (db: Database) => void = () => undefined): Database {
  const file = temporaryFile()
  const db = new SqliteDatabase(file)
  db.pragma('journal_mode = WAL')
  defineFunctions(db)
  migrate(db, () => undefined, [results, trust, certificatesAndCodes])
  db.exec(`INSERT INTO account (id, name, api_key, signature, signature_setting, sample, time_zone, created_at)
    VALUES ('a', 'School a', 'key-a', 'sha256', 'auto', 0, 'UTC', ${noon})`)
  const insert = db.prepare(
    `INSERT INTO result (account_id, first_seen_at, updated_at, ${names.join(', ')})
     VALUES ('a', @seen, @updated, ${names.map((name) => `@${name}`).join(', ')})`,
  )
  for (const { result, seenAt, updatedAt = seenAt } of kept) {
    const columns = formerRow(result)
    const natural_key =
      result.linkResultId === null ? columns.natural_key : `l:${result.linkResultId}:${result.timeStarted}`
    const student_key = columns.student_key.startsWith('result:') ? 'name:|' : columns.student_key
    insert.run({ ...columns, natural_key, student_key, seen: seenAt, updated: updatedAt })
  }
  more(db)
  db.close()
  return opened(file)
}

const rowsOf = (db: Database) =>
  callsWithPages(db).storedResultsPage({ filter: [], sort: newestFirst, offset: 0, limit: 100 })
const answer = (db: Database, given: readonly Result[]) =>
  callsWithPages(db).applyPage(pageWith(given, { feed: 'links' }))
const whole = (db: Database) => {
  expect(versionOf(db)).toBe(migrations.at(-1)?.version)
  expect(db.pragma('integrity_check', { simple: true })).toBe('ok')
  expect(db.pragma('foreign_key_check')).toEqual([])
}

describe('a result that stands twice because its start was corrected', () => {
  const older = linkResult({
    timeStarted: unixSeconds(noon - 900),
    percentage: toTenths(60),
    certificateSerial: 'COLD',
  })
  const newer = linkResult({
    timeStarted: unixSeconds(noon - 600),
    percentage: toTenths(70),
    certificateSerial: 'CNEW',
  })
  const db = thirdVersion(
    [
      { result: older, seenAt: noon - 50, updatedAt: noon - 40 },
      { result: newer, seenAt: noon - 30, updatedAt: noon - 20 },
    ],
    (old) =>
      old.exec(`
        INSERT INTO result_change (result_id, seen_at, field, old_value, new_value) VALUES
          (1, ${noon - 40}, 'percentage', '50', '60'),
          (1, ${noon - 40}, 'certificate_serial', '"CFIRST"', '"COLD"'),
          (2, ${noon - 20}, 'percentage', '65', '70');
        INSERT INTO certificate_file VALUES (1, 'cold', '/cold.pdf', 9, ${noon});
        INSERT INTO certificate_download (result_id, queued_at, failure) VALUES (1, ${noon}, NULL), (2, ${noon}, NULL);
      `),
  )

  it('is one with the newest values, first seen when it first was', () => {
    whole(db)
    expect(rowsOf(db)).toMatchObject([
      { id: 2, percentage: 700, time_started: noon - 600, first_seen_at: noon - 50, updated_at: noon - 20 },
    ])
  })

  it('has the whole history, with what the correction changed', () => {
    const [row] = rowsOf(db)
    const told = callsWithPages(db)
      .changesOfResult(row?.id ?? 0)
      .map(({ seenAt, field, before, after }) => [seenAt - noon, field, before, after])
    expect(told).toHaveLength(6)
    expect(told).toEqual(
      expect.arrayContaining([
        [-20, 'percentage', 65, 70],
        [-30, 'percentage', 60, 65],
        [-30, 'time_started', noon - 900, noon - 600],
        [-30, 'certificate_serial', 'COLD', 'CNEW'],
        [-40, 'percentage', 50, 60],
        [-40, 'certificate_serial', 'CFIRST', 'COLD'],
      ]),
    )
  })

  it('keeps the saved certificate and its place in the queue, and former serials are found', () => {
    expect(db.prepare('SELECT result_id, file FROM certificate_file').all()).toEqual([
      { result_id: 2, file: '/cold.pdf' },
    ])
    expect(db.prepare('SELECT result_id FROM certificate_download').all()).toEqual([{ result_id: 2 }])
    const { lookUpCertificates } = callsWithPages(db)
    expect(lookUpCertificates('cfirst', undefined).former).toHaveLength(1)
    expect(lookUpCertificates('cnew', undefined).matches).toHaveLength(1)
  })

  it('is known when it comes again', () => {
    expect(answer(db, [newer])).toMatchObject({ added: 0, updated: 0, unchanged: 1 })
  })
})

it('a result corrected three times becomes one', () => {
  const starts = [1, 2, 3].map((each) => linkResult({ timeStarted: unixSeconds(noon - each) }))
  const db = thirdVersion(starts.map((result, at) => ({ result, seenAt: noon + at })))
  whole(db)
  expect(rowsOf(db)).toMatchObject([{ time_started: noon - 3, first_seen_at: noon }])
  expect(callsWithPages(db).recentChanges(9)).toMatchObject([
    { field: 'time_started', before: noon - 2, after: noon - 3 },
    { field: 'time_started', before: noon - 1, after: noon - 2 },
  ])
})

it('two people under one id stay two, also where one of them was corrected', () => {
  const gary = linkResult({ first: 'Gary', email: null, timeStarted: unixSeconds(2) })
  const ada = linkResult({ timeStarted: unixSeconds(noon - 700) })
  const corrected = linkResult({ timeStarted: unixSeconds(noon - 800) })
  const db = thirdVersion([
    { result: ada, seenAt: noon },
    { result: gary, seenAt: noon },
    { result: corrected, seenAt: noon + 9 },
  ])
  whole(db)
  expect(
    rowsOf(db)
      .map(({ first }) => first)
      .sort(),
  ).toEqual(['Ada', 'Gary'])
  for (const order of [[corrected, gary], [gary, corrected], [gary], [corrected]])
    expect(answer(db, order)).toMatchObject({ added: 0, updated: 0, unchanged: order.length })
})

it('takers without name and code become one taker each, and everybody else stays who they were', () => {
  const nobody = { first: '', last: '', email: null }
  const kept = [
    linkResult({ ...nobody, linkResultId: 1 }),
    linkResult({ ...nobody, linkResultId: 2 }),
    linkResult({ ...nobody, linkResultId: 3, accessCode: 'K1' }),
    linkResult({ linkResultId: 4 }),
    resultOf({ userId: 7 }),
  ]
  const db = thirdVersion(kept.map((result) => ({ result, seenAt: noon })))
  whole(db)
  expect(db.prepare('SELECT student_key FROM result ORDER BY id').pluck().all()).toEqual([
    'result:1',
    'result:2',
    'name:|K1',
    'mail:ada@example.org|ada lovelace',
    'user:7',
  ])
})

it('every key afterwards is the one this version gives, so that nothing is doubled by the next answer', () => {
  const given = Array.from({ length: 40 }, (_, at) =>
    linkResult({ linkResultId: at, first: `N${at}`, timeStarted: unixSeconds(noon - at) }),
  )
  const db = thirdVersion(given.map((result) => ({ result, seenAt: noon })))
  whole(db)
  expect(answer(db, given)).toMatchObject({ added: 0, updated: 0, unchanged: 40 })
})
