import { randomBytes } from 'node:crypto'
import { readFileSync } from 'node:fs'
import SqliteDatabase, { type Database } from 'better-sqlite3'
import fc from 'fast-check'
import { describe, expect, it, onTestFinished } from 'vitest'
import { defineFunctions, openDatabase } from '../../../electron/store/open.ts'
import { refuseBrokenJson, tryOut } from '../../../electron/store/replace.ts'
import { packAnswers, unpackAnswers } from '../../../electron/store/results/packed-answers.ts'
import { migrate, migrations } from '../../../electron/store/schema/migrate.ts'
import { type UnixSeconds, unixSeconds } from '../../../shared/model/time.ts'
import { accountNamed, database, formerRow, noon, pageWith, resultOf, temporaryFile } from './laptop-database.ts'

const odd = [
  '{"b":1,"a":2}',
  '{"n":1.50,"e":1e3,"big":12345678901234567890}',
  '{ "spaced" : [ ] }\n',
  '{"twice":1,"twice":2}',
  '{"text":"\\u00e9é\\"\\\\ 🎓 ﷽"}',
  '',
  'null',
]
const some = (answers: readonly string[], said = {}) =>
  answers.map((raw, at) => ({ result: resultOf({ userId: at, ...said }), raw }))
const answersOf = (db: Database): unknown[] => db.prepare('SELECT answer FROM result_answer ORDER BY id').pluck().all()
const pagesOf = (db: Database) =>
  db
    .prepare<[], Buffer>('SELECT answers FROM answer_page ORDER BY id')
    .pluck()
    .all()
    .map((packed) => unpackAnswers(packed))
const code = (expected: string) => expect.objectContaining({ code: expected })

describe('packed answers', () => {
  it('come back word for word, whatever they are', () => {
    expect(unpackAnswers(packAnswers(odd))).toEqual(odd)
    const texts = fc.array(fc.option(fc.string({ unit: 'binary' })))
    fc.assert(
      fc.property(texts, (answers) => {
        expect(unpackAnswers(packAnswers(answers))).toEqual(answers)
      }),
    )
  })

  it('with a flipped bit are damaged, and no answer is made up', () => {
    const packed = packAnswers(odd)
    fc.assert(
      fc.property(fc.nat(packed.length - 1), fc.nat(7), (at, bit) => {
        const broken = Buffer.from(packed)
        broken[at] = (broken[at] ?? 0) ^ (1 << bit)
        expect(() => {
          // Some bits are only of the header, and change no answer.
          if (unpackAnswers(broken).join('|') === odd.join('|'))
            throw Object.assign(new Error(), { code: 'store/damaged' })
        }).toThrow(code('store/damaged'))
      }),
    )
  })
})

describe('the answer of a result', () => {
  it('is read as it came, from every page of answers', () => {
    const { db, calls } = database()
    const many = Array.from({ length: 450 }, (_, at) => `{"index":${at},"odd":${odd[at % 2]}}`)
    calls.applyPage(pageWith([], { results: some(odd) }))
    calls.applyPage(pageWith([], { results: some(many, { sourceId: 11 }) }))
    expect(answersOf(db)).toEqual([...odd, ...many])
    expect(pagesOf(db).map(({ length }) => length)).toEqual([200, 200, 57])
    expect(calls.resultDetail(1).sentFields).toEqual([
      ['b', '1'],
      ['a', '2'],
    ])
  })

  it('continues the page of its own account', () => {
    const { db, calls } = database([accountNamed('a'), accountNamed('b')])
    for (const accountId of ['a', 'b', 'a', 'b']) {
      const sourceId = pagesOf(db).flat().length
      calls.applyPage(pageWith([], { accountId, results: some(['{"x":1}'], { sourceId }) }))
    }
    expect(pagesOf(db)).toEqual([
      ['{"x":1}', '{"x":1}'],
      ['{"x":1}', '{"x":1}'],
    ])
  })

  it('starts another page where answers are long, however many come at once', () => {
    const { db, calls } = database()
    const long = (seed: number) => JSON.stringify({ seed, noise: randomBytes(300_000).toString('base64') })
    const given = Array.from({ length: 6 }, (_, seed) => long(seed))
    calls.applyPage(pageWith([], { results: some(given) }))
    calls.applyPage(pageWith([], { results: some(['{"x":1}'], { sourceId: 11 }) }))
    expect(answersOf(db)).toEqual([...given, '{"x":1}'])
    expect(pagesOf(db).map(({ length }) => length)).toEqual([3, 3, 1])
  })

  it('takes the place of the former one, of which nothing stays', () => {
    const { db, calls } = database()
    calls.applyPage(pageWith([], { results: some(['{"first":"zzyzx"}', '{"first":"Ada"}']) }))
    calls.applyPage(pageWith([], { results: some(['{"first":"Mary"}']), receivedAt: later(60) }))
    calls.applyPage(pageWith([], { results: some(['{"first":"Mary B."}', '{"first":"Ada"}']), receivedAt: later(90) }))
    expect(answersOf(db)).toEqual(['{"first":"Mary B."}', '{"first":"Ada"}'])
    expect(pagesOf(db)).toEqual([[null, '{"first":"Ada"}', null, '{"first":"Mary B."}']])
  })

  it('goes with its result, and the page with its last one', () => {
    const { db, calls } = database()
    calls.applyPage(pageWith([], { results: some(['{"x":1}', '{"x":2}', '{"x":3}']) }))
    db.exec('DELETE FROM result WHERE id = 2')
    expect(pagesOf(db)).toEqual([['{"x":1}', null, '{"x":3}']])
    db.exec('DELETE FROM result')
    expect(pagesOf(db)).toEqual([])
    calls.applyPage(pageWith([], { results: some(['{"x":4}']) }))
    expect(answersOf(db)).toEqual(['{"x":4}'])
  })

  it('goes with its account', () => {
    const { db, calls } = database([accountNamed('a'), accountNamed('b')])
    for (const accountId of ['a', 'b']) calls.applyPage(pageWith([], { accountId, results: some([`"${accountId}"`]) }))
    calls.removeAccount('a')
    expect(pagesOf(db)).toEqual([['"b"']])
  })

  it('of an entry the table refuses is kept with the unreadable ones alone', () => {
    const { db, calls } = database()
    const results = some(Array.from({ length: 150 }, (_, at) => `{"x":${at}}`)).map((entry, at) =>
      at === 70 ? { ...entry, result: { ...entry.result, first: null as unknown as string } } : entry,
    )
    expect(calls.applyPage(pageWith([], { results }))).toMatchObject({ added: 149, unreadable: 1 })
    expect(answersOf(db)).toHaveLength(149)
    expect(
      pagesOf(db)
        .flat()
        .filter((answer) => answer !== null),
    ).toHaveLength(149)
    expect(pagesOf(db).flat()).not.toContain('{"x":70}')
    expect(calls.recentUnreadable(9)).toMatchObject([{ raw: '{"x":70}' }])
  })

  it('that comes twice on a page is kept once', () => {
    const { db, calls } = database()
    calls.applyPage(pageWith([], { results: [...some(['{"x":1}']), ...some(['{"x":2}'])] }))
    expect(
      pagesOf(db)
        .flat()
        .filter((answer) => answer !== null),
    ).toEqual(['{"x":2}'])
    expect(answersOf(db)).toEqual(['{"x":2}'])
  })

  it('in a damaged page leaves those that come later whole', () => {
    const { db, calls } = database()
    calls.applyPage(pageWith([], { results: some(['{"n":1}']) }))
    db.exec(`UPDATE answer_page SET answers = zeroblob(40)`)
    calls.applyPage(pageWith([], { results: some(['{"n":2}'], { testId: 8 }) }))
    expect(() => answersOf(db)).toThrow(code('store/damaged'))
    const newest = db.prepare('SELECT answer FROM result_answer ORDER BY id DESC LIMIT 1').pluck()
    expect(newest.get()).toBe('{"n":2}')
  })

  it('that is missing or no JSON makes a copy damaged', () => {
    const { db, calls } = database()
    calls.applyPage(pageWith([], { results: some(['{"x":1}', '{"x":2}']) }))
    refuseBrokenJson(db)
    const set = db.prepare('UPDATE answer_page SET answers = ?')
    for (const answers of [['{"x":1}'], ['{"x":1}', null], ['{"x":1}', '{']]) {
      set.run(packAnswers(answers))
      expect(() => refuseBrokenJson(db)).toThrow(code('store/damaged'))
    }
    set.run(packAnswers(['{"x":1}', null]))
    expect(() => answersOf(db)).toThrow(code('store/damaged'))
  })
})

const later = (seconds: number): UnixSeconds => unixSeconds(noon + seconds)

/** A database as the version before left it, with these answers of results of two accounts. */
function former(file: string, answers: readonly string[]): Database {
  const db = new SqliteDatabase(file)
  onTestFinished(() => void db.close())
  db.pragma('foreign_keys = ON')
  db.pragma('secure_delete = ON')
  defineFunctions(db)
  migrate(
    db,
    () => undefined,
    migrations.filter(({ version }) => version < 12),
  )
  const insertAccount = db.prepare(
    `INSERT INTO account (id, name, api_key, signature, signature_setting, sample, time_zone, created_at)
     VALUES (@id, 'School', @id, 'sha256', 'auto', 0, 'UTC', 0)`,
  )
  for (const id of ['a', 'b']) insertAccount.run({ id })
  const names = Object.keys(formerRow(resultOf()))
  const insert = db.prepare(
    `INSERT INTO result (account_id, first_seen_at, updated_at, ${names.join(', ')})
     VALUES (@account_id, 0, 0, ${names.map((name) => `@${name}`).join(', ')})`,
  )
  db.transaction(() => {
    for (const [userId, raw] of answers.entries())
      insert.run({ ...formerRow(resultOf({ userId })), raw, account_id: userId % 3 === 0 ? 'b' : 'a' })
  })()
  return db
}

describe('a database from before the packed answers', () => {
  it('has every answer word for word, and room for the next ones', () => {
    const given = Array.from({ length: 1_500 }, (_, at) => odd[at % odd.length] ?? '')
    const db = former(temporaryFile(), given)
    migrate(db, () => undefined)
    expect(answersOf(db)).toEqual(given)
    expect(db.prepare(`SELECT count(*) FROM result WHERE typeof(raw) <> 'integer'`).pluck().get()).toBe(0)
    expect(db.pragma('foreign_key_check')).toEqual([])
    expect(db.pragma('integrity_check', { simple: true })).toBe('ok')
    db.exec(`DELETE FROM account WHERE id = 'b'`)
    expect(answersOf(db)).toEqual(given.filter((_, at) => at % 3 !== 0))
  })

  it('keeps nothing of them outside the pages, also as a copy that is restored', () => {
    const files = [temporaryFile(), temporaryFile()] as const
    const given = Array.from({ length: 300 }, (_, at) => JSON.stringify({ at, said: 'zzyzx'.repeat(at) }))
    for (const file of files) former(file, given).close()
    openDatabase(files[0]).close()
    tryOut(files[1])
    for (const file of files) expect(readFileSync(file).includes('zzyzx'.repeat(10))).toBe(false)
  })
})
