import { array, assert, constantFrom, property, string } from 'fast-check'
import { describe, expect, it, onTestFinished, vi } from 'vitest'
import { openStore } from '../../../electron/store/api.ts'
import { hasBit } from '../../../electron/store/arrays/bits.ts'
import { NumberColumn, TextColumn } from '../../../electron/store/arrays/column.ts'
import { LinesColumn } from '../../../electron/store/arrays/lines.ts'
import { Texts } from '../../../electron/store/arrays/texts.ts'
import { openReadOnly } from '../../../electron/store/open.ts'
import { Answers } from '../../../electron/store/open-lists.ts'
import { readThrough } from '../../../electron/store/page-cache.ts'
import { countsInMemory } from '../../../electron/store/results/counts.ts'
import { storeOn } from '../../../electron/store/store-api.ts'
import type { ResultsQuery } from '../../../shared/model/filter.ts'
import { sortFields } from '../../../shared/model/result-fields.ts'
import { toTenths } from '../../../shared/model/result-values.ts'
import { resultFacts } from '../../../shared/model/results-view.ts'
import { unixSeconds } from '../../../shared/model/time.ts'
import { accountNamed, database, noon, pageWith, resultOf, storeWorkers } from './laptop-database.ts'
import { filled, sampleRows } from './sample-rows.ts'

const newest: ResultsQuery = { filter: [], sort: { field: 'finished', direction: 'desc' } }
const byName: ResultsQuery = { filter: [], sort: { field: 'name', direction: 'asc' } }

const numbered = (from: number, until: number) =>
  Array.from({ length: until - from }, (_, at) =>
    resultOf({ userId: from + at, last: `Name ${(from + at) % 7}`, timeFinished: unixSeconds(noon - from - at) }),
  )

/** What the reader's thread has of a database. */
function readerOn(file: string) {
  const db = openReadOnly(file)
  onTestFinished(() => void db.close())
  const { columns, lists, calls } = storeOn(db)
  const finish = () => {
    while (columns.hasWork) columns.work(100)
  }
  return { db, columns, calls, answers: new Answers(db, lists), finish }
}

function withResults(count: number) {
  const made = database()
  for (let from = 0; from < count; from += 1_000)
    made.calls.applyPage(pageWith(numbered(from, Math.min(count, from + 1_000))))
  return { ...made, ...readerOn(made.file), writer: made.calls }
}

describe('the results in memory', () => {
  it('let SQL answer until all are read, and are read in slices', () => {
    const { columns } = withResults(3_000)
    let slices = 0
    for (; columns.count([]) === null; slices++) {
      expect(columns.find(newest)).toBeNull()
      expect(countsInMemory(columns, 'test', [])).toBeNull()
      columns.work(0)
    }
    expect(slices).toBeGreaterThan(3)
    while (columns.hasWork) columns.work(0)
    expect(columns.find(newest)?.count).toBe(3_000)
    expect(countsInMemory(columns, 'test', [])).toEqual(new Map([['1 a', 3_000]]))
  })

  it('are read through a small cache of pages; questions have the usual one before and after, and where reading fails', () => {
    const { db, columns, finish } = withResults(3_000)
    const pages = () => db.pragma('cache_size', { simple: true })
    const usual = pages()
    columns.work(0)
    columns.work(0)
    expect(pages()).toBeGreaterThan(usual as number)
    finish()
    expect(pages()).toBe(usual)
    const failing = readThrough(
      db,
      (function* () {
        yield
        throw new Error('The disk failed')
      })(),
    )
    failing.next()
    expect(pages()).not.toBe(usual)
    expect(() => failing.next()).toThrow('The disk failed')
    expect(pages()).toBe(usual)
  })

  it('show at once what was written since, also by another connection, and say of which write they are', () => {
    const { columns, writer, finish } = withResults(10)
    finish()
    const before = columns.find(newest)
    finish()
    writer.applyPage(pageWith(numbered(10, 210)))
    const after = columns.find(newest)
    expect([before?.count, after?.count]).toEqual([10, 210])
    expect(after?.revision).toBe((before?.revision ?? 0) + 200)
    // The answer of before stays of its moment, also where it is read only now.
    expect(before?.slice(0).length).toBe(10)
  })

  it('say with the first rows which facts all rows have alike, as SQL does', () => {
    const { answers, calls, finish } = withResults(500)
    const inSql = calls.resultsAlike([], resultFacts)
    expect(answers.open(1, 'results', newest, 100)).not.toHaveProperty('alike')
    finish()
    const { alike = {} } = answers.open(2, 'results', newest, 100)
    expect(alike).toMatchObject({ test: true, duration: true, finished: false })
    for (const fact of resultFacts) if (fact in alike) expect([fact, alike[fact]]).toEqual([fact, inSql.includes(fact)])
    // Of an answer that is here whole, the rows tell it.
    expect(answers.open(3, 'results', newest, 501)).not.toHaveProperty('alike')
  })

  it('say that outcomes differ where two are shown, and of none that a flag or a survey hides', () => {
    const { answers, writer, finish } = withResults(20)
    const outcome = () => {
      finish()
      return answers.open(1, 'results', newest, 10).alike?.outcome
    }
    const failed = { passed: false, percentage: toTenths(25) }
    writer.applyPage(pageWith([resultOf({ userId: 1_000, ...failed, requiresGrading: true })]))
    writer.applyPage(pageWith([resultOf({ userId: 1_001, ...failed, testType: 'Survey' })]))
    expect(outcome()).toBeUndefined()
    writer.applyPage(pageWith([resultOf({ userId: 1_002, ...failed })]))
    expect(outcome()).toBe(false)
  })

  it('give with the first rows the one that is first in the opposite direction', () => {
    const { answers, finish } = withResults(300)
    finish()
    for (const field of sortFields) {
      for (const direction of ['asc', 'desc'] as const) {
        const { opposite } = answers.open(1, 'results', { filter: [], sort: { field, direction } }, 100)
        const turned = direction === 'asc' ? 'desc' : 'asc'
        const other = answers.open(2, 'results', { filter: [], sort: { field, direction: turned } }, 100)
        expect(opposite).toEqual(other.rows[0])
      }
    }
    // A whole answer has it among its rows, and an empty one has none.
    expect(answers.open(1, 'results', newest, 301)).not.toHaveProperty('opposite')
    const none = { filter: [{ field: 'search', op: 'contains', value: 'nobody' } as const], sort: newest.sort }
    expect(answers.open(2, 'results', none, 100)).not.toHaveProperty('opposite')
  })

  it('catch up between questions where much was written, and SQL answers meanwhile', () => {
    const { columns, writer, finish } = withResults(10)
    finish()
    writer.applyPage(pageWith(numbered(10, 1_010)))
    expect(columns.find(newest)).toBeNull()
    expect(columns.hasWork).toBe(true)
    finish()
    expect(columns.count([])).toBe(1_010)
  })

  it('are read anew where it is not known what was written', () => {
    const { columns, writer, db, finish } = withResults(10)
    finish()
    for (let from = 0; from < 12_000; from += 4_000) writer.applyPage(pageWith(numbered(100 + from, 4_100 + from)))
    expect(db.prepare('SELECT count(*) FROM result_touch').pluck().get()).toBe(10_000)
    expect(columns.find(newest)).toBeNull()
    finish()
    expect(columns.count([])).toBe(12_010)
  })

  it('follow the removal of an account', () => {
    const { columns, writer, finish } = withResults(10)
    writer.addAccount({ ...accountNamed('b'), key: 'b' })
    writer.applyPage(pageWith(numbered(0, 5), { accountId: 'b' }))
    finish()
    expect(columns.count([])).toBe(15)
    writer.removeAccount('a')
    expect(columns.count([])).toBe(5)
    expect(columns.find(byName)?.first(10)).toHaveLength(5)
  })

  it('count before they have an order, and make the one asked for first', () => {
    const { columns } = withResults(5_000)
    while (columns.count([]) === null) columns.work(0)
    expect(columns.find(byName)).toBeNull()
    let slices = 0
    for (; columns.find(byName) === null; slices++) columns.work(0)
    expect(slices).toBeGreaterThan(1)
    expect(columns.hasWork).toBe(true)
    expect(columns.find(byName)?.first(100)).toEqual(columns.find(byName)?.slice(0, 100))
  })

  it('make an order anew where a result changes meanwhile, and keep an answer of the moment before', () => {
    const { columns, writer, answers, finish } = withResults(2_000)
    while (columns.find(newest) === null) columns.work(0)
    const found = columns.find(newest)
    columns.find(byName)
    for (let slice = 0; slice < 3; slice++) columns.work(0)
    writer.applyPage(
      pageWith([{ ...resultOf({ userId: 0, timeFinished: noon }), last: 'Zzz' }, ...numbered(2_000, 2_010)]),
    )
    const bySql = answers.open(1, 'results', byName, 3_000).rows.map(({ id }) => id)
    expect(columns.count([])).toBe(2_010)
    finish()
    expect(columns.find(byName)?.slice(0)).toEqual(bySql)
    expect(found?.slice(0)).toHaveLength(2_000)
  })

  it('order tests without a name as SQL does, whatever their numbers', () => {
    const { columns, writer, finish } = withResults(3)
    const ids = [-3, 12, -20, 7]
    const results = ids.map((testId, at) => resultOf({ userId: 10 + at, testId, sourceId: testId }))
    const named = [{ id: 12, name: 'Algebra' }]
    writer.applyPage(pageWith(results, { tests: named, sources: named }))
    finish()
    for (const field of ['test', 'source'] as const) {
      const query: ResultsQuery = { filter: [], sort: { field, direction: 'asc' } }
      const bySql = writer.resultsPage({ ...query, offset: 0, limit: 10 }).map(({ id }) => id)
      expect(columns.find(query)?.slice(0)).toEqual(bySql)
    }
  })

  it('find a serial that is typed letter by letter whatever its dashes, as SQL does', () => {
    const made = database()
    const serials = ['CAQPYQSBSYZZVK', 'CAQ-PYQ-SBS', 'XYZ-1']
    made.calls.applyPage(
      pageWith(serials.map((certificateSerial, userId) => resultOf({ certificateSerial, userId, first: 'Ca-q' }))),
    )
    const { columns, finish } = readerOn(made.file)
    finish()
    for (const typed of ['ca-qpyq-sb', 'caqp-yqs', 'x-y-z-1', '-ca-q', 'ca--qpy']) {
      for (let length = 1; length <= typed.length; length++) {
        const filter = [{ field: 'search', op: 'contains', value: typed.slice(0, length) }] as const
        expect.soft(columns.count(filter), typed.slice(0, length)).toBe(made.calls.countResults(filter))
      }
    }
    expect(columns.count([{ field: 'search', op: 'contains', value: 'ca-qpyq-sb' }])).toBe(2)
  })

  it('are searched for no more words of a pasted list once nobody is left', () => {
    const { columns, finish } = withResults(500)
    finish()
    const searched = vi.spyOn(LinesColumn.prototype, 'having')
    onTestFinished(() => searched.mockRestore())
    const people = Array.from({ length: 400 }, (_, at) => `name ${at % 7} nobody${at}`)
    expect(columns.count([{ field: 'search', op: 'contains', value: people.join(' ') }])).toBe(0)
    expect(searched.mock.calls.length).toBeLessThan(12)
  })

  it('are given up where reading them fails, which is said, and SQL answers on', () => {
    const { columns, db } = withResults(3_000)
    columns.work(0)
    db.close()
    expect(() => columns.work(0)).toThrow('not open')
    expect(columns.hasWork).toBe(false)
  })

  it('answer in every order what SQL answers, in the thread of the store', async () => {
    const { file, calls } = filled(sampleRows(300))
    const store = await openStore(file, storeWorkers)
    onTestFinished(() => store.close())
    for (const field of sortFields) {
      for (const direction of ['asc', 'desc'] as const) {
        const query = { filter: [], sort: { field, direction } } as const
        const expected = calls.resultsPage({ ...query, offset: 0, limit: 500 }).map(({ id }) => id)
        const { answer } = await store.answers.open('results', query, 10)
        expect(await store.answers.ids(answer)).toEqual(expected)
      }
    }
    expect(await store.facets(undefined)).toEqual(calls.facets(undefined))
  })
})

describe('a column of numbers', () => {
  it('has for each row the number it was given, also once one comes that takes more room', () => {
    const given = [7, null, -(2 ** 31) + 1, 0, 2 ** 40, null, 0.5, 3]
    const column = new NumberColumn(4)
    for (const [row, value] of given.entries()) column.put(row, value)
    const read = () => given.map((_, row) => (column.isEmpty(row) ? null : column.values[row]))
    expect(read()).toEqual(given)
    const again = [...given].reverse()
    const smaller = new NumberColumn(100)
    for (const [row, value] of given.entries()) smaller.put(row, value === null ? null : Math.sign(value))
    for (const [row, value] of again.entries()) smaller.put(row, value)
    expect(again.map((_, row) => (smaller.isEmpty(row) ? null : smaller.values[row]))).toEqual(again)
  })
})

describe('a column of texts', () => {
  const filledWith = (texts: readonly string[]) => {
    const column = new TextColumn(texts.length, new Texts(texts.length))
    for (const [row, text] of texts.entries()) column.put(row, text)
    return { column, read: texts.map((_, row) => column.text(row)) }
  }

  it('has for each row the text it was given, however many there are', () => {
    const texts = Array.from({ length: 70_000 }, (_, at) => `text ${at % 66_000}`)
    expect(filledWith(texts).read).toEqual(texts)
  })

  it('keeps texts that come again once', () => {
    const texts = Array.from({ length: 10_000 }, (_, at) => `text ${at % 1_000}`)
    const { column, read } = filledWith(texts)
    expect(read).toEqual(texts)
    // And one that stands for no text.
    expect(column.texts.count).toBe(1_001)
  })
})

describe('texts by number', () => {
  it('are found again, however many more came than were expected', () => {
    const texts = new Texts(10)
    const given = Array.from({ length: 5_000 }, (_, at) => `text ${at}`)
    expect(given.map((text) => texts.numberOf(text))).toEqual(given.map((_, at) => at))
    expect(given.map((text) => texts.numberOf(text))).toEqual(given.map((_, at) => at))
    expect(texts.all()).toEqual(given)
    expect([texts.find('text 4999'), texts.find('text'), texts.find('')]).toEqual([4_999, -1, -1])
  })

  it('are those that contain a word, wherever its rarest letter stands', () => {
    const unit = constantFrom('a', 'b', 'c', '-', '1', 'é', '🙂', '\ud83d', '\ude42')
    const text = string({ unit, maxLength: 12 })
    // Enough of them for pieces that are searched at once, and the same letters again and again.
    const given = array(text, { minLength: 1, maxLength: 40 }).map((some) =>
      Array.from({ length: 30 }, () => some).flat(),
    )
    assert(
      property(given, string({ unit, minLength: 1, maxLength: 6 }), (given, word) => {
        const texts = new Texts()
        texts.close()
        for (const each of given) texts.add(each)
        const found = texts.containing(word)
        expect(given.map((_, at) => hasBit(found, at))).toEqual(given.map((each) => each.includes(word)))
      }),
    )
  })
})
