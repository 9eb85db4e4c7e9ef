import SqliteDatabase from 'better-sqlite3'
import fc from 'fast-check'
import { describe, expect, it, onTestFinished } from 'vitest'
import { openStore } from '../../../electron/store/api.ts'
import { Answers } from '../../../electron/store/open-lists.ts'
import { openAnswers } from '../../../electron/store/store.ts'
import { ofAccounts } from '../../../shared/model/filter.ts'
import { sortFields } from '../../../shared/model/result-fields.ts'
import { unixSeconds } from '../../../shared/model/time.ts'
import {
  accountNamed,
  callsWithPages,
  noon,
  opened,
  pageWith,
  resultOf,
  storeWorkers,
  temporaryFile,
} from './laptop-database.ts'
import { filled, sampleRows } from './sample-rows.ts'

const all = { filter: [], sort: { field: 'finished', direction: 'desc' } } as const
const gone = { name: 'AppError', code: 'answer/gone' }

async function openedStore(file = temporaryFile()) {
  const store = await openStore(file, storeWorkers)
  onTestFinished(() => store.close().catch(() => undefined))
  return store
}

/** A store with results of some students, the newest last. */
async function storeWith(results: number) {
  const file = temporaryFile()
  const store = await openedStore(file)
  await store.addAccount(accountNamed('a'))
  const add = (from: number, to: number) =>
    store.applyPage(pageWith(Array.from({ length: to - from }, (_, at) => resultNumbered(from + at))))
  await add(0, results)
  return { store, add, file, answers: store.answers }
}

const resultNumbered = (number: number) =>
  resultOf({
    userId: number,
    timeFinished: unixSeconds(noon - 100_000 + number),
    certificateSerial: `CERT-${number}`,
  })

const idsOf = (rows: readonly { readonly id: number }[]) => rows.map(({ id }) => id)

describe('the list of results', () => {
  it('is in every order what the pages are', async () => {
    const { calls, file } = filled(sampleRows(120))
    const { answers } = await openedStore(file)
    for (const field of sortFields) {
      for (const direction of ['asc', 'desc'] as const) {
        const query = { filter: ofAccounts(['a']), sort: { field, direction } }
        const page = calls.resultsPage({ ...query, offset: 0, limit: 500 })
        const { answer, rows } = await answers.open('results', query, 10)
        expect(rows).toEqual(page.slice(0, 10))
        expect(await answers.rows('results', answer, 5, 40)).toEqual(page.slice(5, 40))
        expect(await answers.ids(answer)).toEqual(idsOf(page))
      }
    }
  }, 30_000)

  it('knows how many there are, where each stands, and which are in a range', async () => {
    const { calls, file } = filled(sampleRows(120))
    const { answers } = await openedStore(file)
    const ids = idsOf(calls.resultsPage({ ...all, offset: 0, limit: 500 }))
    const { answer } = await answers.open('results', all, 10)
    expect(await answers.count(answer)).toBe(120)
    expect(await answers.ids(answer, 3, 7)).toEqual(ids.slice(3, 7))
    expect(await answers.placeOf(answer, ids[33] ?? 0)).toBe(33)
    expect(await answers.placeOf(answer, 9_999)).toBeNull()
    expect(await answers.rows('results', answer, 120, 130)).toEqual([])
  })

  it('gives its first rows before it knows how many there are, unless these are all', async () => {
    const { answers } = await storeWith(30)
    const long = await answers.open('results', all, 10)
    expect([long.rows.length, long.count]).toEqual([10, null])
    expect(await answers.count(long.answer)).toBe(30)
    const whole = await answers.open('results', all, 31)
    expect([whole.rows.length, whole.count]).toEqual([30, 30])
    const none = await answers.open(
      'results',
      { ...all, filter: [{ field: 'search', op: 'contains', value: 'nobody' }] },
      10,
    )
    expect([none.rows, none.count]).toEqual([[], 0])
  })

  it('holds its order through what comes: no row is there twice, and none is missing', async () => {
    const { answers, add } = await storeWith(30)
    const { answer, rows } = await answers.open('results', all, 10)
    await add(30, 60)
    const later = await answers.rows('results', answer, 10, 30)
    expect(new Set(idsOf([...rows, ...later])).size).toBe(30)
    expect(await answers.count(answer)).toBe(30)
    const { answer: anew } = await answers.open('results', all, 10)
    expect(await answers.placeOf(anew, rows[0]?.id ?? 0)).toBe(30)
  })

  it('is counted at the moment of its first rows, also where a write was asked for at once', async () => {
    const { answers, add } = await storeWith(30)
    const opening = answers.open('results', all, 10)
    const adding = add(30, 60)
    const { answer, rows } = await opening
    await adding
    expect([30, 60]).toContain(await answers.count(answer))
    expect((await answers.ids(answer)).slice(0, 10)).toEqual(idsOf(rows))
  })

  it('shows rows as they are now, and leaves out what was removed', async () => {
    const { store, answers } = await storeWith(3)
    await store.addAccount({ ...accountNamed('b'), key: 'b' })
    await store.applyPage(pageWith([resultOf({ userId: 99 })], { accountId: 'b' }))
    const { answer } = await answers.open('results', all, 2)
    await store.applyPage(pageWith([{ ...resultNumbered(1), last: 'Byron' }]))
    await store.removeAccount('b')
    const rows = await answers.rows('results', answer, 0, 4)
    expect(rows.map(({ last }) => last)).toEqual(['Lovelace', 'Byron', 'Lovelace'])
    expect(await answers.count(answer)).toBe(4)
  })

  it('says that it is gone when it was closed, when too many others were opened, or was never there', async () => {
    const { answers } = await storeWith(30)
    const open = async () => (await answers.open('results', all, 10)).answer
    const closed = await open()
    answers.close(closed)
    const [oldest, used] = [await open(), await open()]
    for (let each = 0; each < 14; each++) await open()
    // It was used since, so it is not the oldest.
    await answers.rows('results', oldest, 0, 1)
    await open()
    expect(await answers.count(oldest)).toBe(30)
    for (const answer of [closed, used, 9_999]) await expect(answers.count(answer)).rejects.toMatchObject(gone)
    await expect(answers.rows('codes', oldest, 0, 1)).rejects.toMatchObject(gone)
  })

  it('is not asked for when nobody waits for it any more', async () => {
    const { answers } = await storeWith(30)
    const overtaken = new AbortController()
    const first = answers.open('results', all, 10)
    const second = answers.open('results', all, 10, overtaken.signal)
    const third = answers.open('results', all, 10)
    overtaken.abort()
    await expect(second).rejects.toMatchObject(gone)
    for (const { answer } of [await first, await third]) expect(await answers.count(answer)).toBe(30)
  })

  it('is not put in order when it was given up while its first rows were read', async () => {
    const asked: (string | null | undefined)[] = []
    const overtaken = new AbortController()
    const answers = openAnswers({
      ask: async ({ name, input, next }) => {
        overtaken.abort()
        const answer = { answer: input[0], rows: [], count: null }
        asked.push(name, next?.(answer))
        return answer
      },
    })
    await expect(answers.open('results', all, 10, overtaken.signal)).rejects.toMatchObject(gone)
    expect(asked.slice(0, 2)).toEqual(['openAnswer', 'abandonAnswer'])
  })

  it('is put in order where it stays open, and not where it is closed as soon as it is here', async () => {
    const decided: (string | null | undefined)[] = []
    const answers = openAnswers({
      ask: async ({ input, next }) => {
        const answer = { answer: input[0], rows: [], count: null }
        // As the thread's queue does: the caller has the answer first.
        if (next !== undefined) setImmediate(() => decided.push(next(answer)))
        return answer
      },
    })
    await answers.open('results', all, 10)
    const { answer } = await answers.open('results', all, 10)
    answers.close(answer)
    await expect.poll(() => decided).toEqual(['orderAnswer', 'abandonAnswer'])
  })

  it('that was given up costs the next one nothing, and is gone', () => {
    const limits: (number | undefined)[] = []
    const question = () => ({
      ids: (limit?: number) => {
        limits.push(limit)
        return [1, 2, 3].slice(0, limit)
      },
      rows: () => [],
    })
    const db = new SqliteDatabase(':memory:')
    onTestFinished(() => void db.close())
    const lists = {
      results: question,
      certificates: question,
      renewals: question,
      codes: question,
      gradebook: question,
      tests: question,
      students: question,
      bank: question,
    }
    const answers = new Answers(db, lists)
    answers.open(1, 'results', all, 2)
    answers.abandon()
    expect(db.inTransaction).toBe(false)
    answers.open(2, 'results', all, 2)
    expect(limits).toEqual([2, 2])
    expect(() => answers.count(1)).toThrow(expect.objectContaining(gone))
    expect(answers.count(2)).toBe(3)
  })

  it('is gone with the database that another took the place of', async () => {
    const { store, answers } = await storeWith(30)
    const { answer } = await answers.open('results', all, 10)
    const { file, db } = filled(sampleRows(5))
    db.close()
    await store.replaceDatabase(file)
    await expect(answers.rows('results', answer, 0, 10)).rejects.toMatchObject(gone)
    const anew = await answers.open('results', all, 10)
    expect(anew.count).toBe(5)
  })
})

describe('the other lists', () => {
  it('certificates and renewals are what their pages are', async () => {
    const { calls, file } = filled(sampleRows(200))
    calls.setValidity('a', 1, 12)
    calls.setValidity('b', 2, 1)
    const { answers } = await openedStore(file)
    const page = calls.certificatesPage({ ...all, offset: 0, limit: 500 })
    const certificates = await answers.open('certificates', all, 7)
    expect(certificates.rows).toEqual(page.slice(0, 7))
    expect(await answers.rows('certificates', certificates.answer, 0, 500)).toEqual(page)
    for (const states of [[], ['due', 'expired']] as const) {
      const filter = { results: [], states }
      const renewed = calls.renewalsPage({ filter, offset: 0, limit: 500 }, noon)
      expect(renewed.length).toBeGreaterThan(3)
      const renewals = await answers.open('renewals', { filter, now: noon }, 3)
      expect(renewals.rows).toEqual(renewed.slice(0, 3))
      expect(await answers.rows('renewals', renewals.answer, 0, 500)).toEqual(renewed)
      expect(await answers.count(renewals.answer)).toBe(renewed.length)
    }
  })

  it('codes are in every order what their pages are, also those to be taken off', async () => {
    const { store, answers, file } = await storeWith(3)
    const list = { accountId: 'a', listId: 7 }
    await store.saveDiscovery('a', discovery, noon)
    const entries = Array.from({ length: 40 }, (_, at) => ({
      code: `C-${at}`,
      name: at % 3 ? `Pupil ${at % 7}` : null,
    }))
    await store.applyCodes({ list, change: 'full-list', origin: 'pasted', codes: entries, at: noon })
    await store.applyCodes({ list, change: 'remove', origin: 'typed', codes: entries.slice(0, 5), at: noon })
    const reading = callsWithPages(opened(file))
    for (const field of ['code', 'name', 'uses', 'lastUsed', 'added'] as const) {
      for (const direction of ['asc', 'desc'] as const) {
        const query = { list, filter: {}, sort: { field, direction } }
        const page = reading.codesPage({ ...query, offset: 0, limit: 100 })
        expect(page).toHaveLength(40)
        const { answer, rows } = await answers.open('codes', query, 6)
        expect(rows).toEqual(page.slice(0, 6))
        expect(await answers.rows('codes', answer, 0, 100)).toEqual(page)
      }
    }
  })
})

const discovery = {
  tests: [],
  sources: [{ feed: 'links' as const, id: 20, name: 'Open day', linkUrlId: null, accessListId: 7, testIds: [] }],
}

describe('an answer given after a confirmed write', () => {
  it('shows that write, whatever was asked and written meanwhile', async () => {
    const { answers, add, store } = await storeWith(0)
    let asked = 0
    let confirmed = 0
    const write = async (results: number) => {
      const from = asked
      asked += results
      await add(from, from + results)
      confirmed += results
    }
    /** Between the number confirmed before the question and the number requested before the answer. */
    const within = async (count: () => Promise<number>) => {
      const least = confirmed
      const counted = await count()
      expect(counted).toBeGreaterThanOrEqual(least)
      expect(counted).toBeLessThanOrEqual(asked)
    }
    const wholeList = async () => {
      const { answer, rows } = await answers.open('results', all, 4)
      const count = await answers.count(answer)
      const read = idsOf(await answers.rows('results', answer, 0, count))
      expect(read.slice(0, 4)).toEqual(idsOf(rows))
      expect(new Set(read).size).toBe(count)
      answers.close(answer)
      return count
    }
    const step = fc.record({ what: fc.constantFrom('write', 'count', 'list', 'facets'), waits: fc.boolean() })
    await fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: 3, maxLength: 14 }), async (steps) => {
        const running: Promise<void>[] = []
        for (const { what, waits } of steps) {
          if (what === 'write') running.push(write(1 + (steps.length % 3)))
          else if (what === 'count') running.push(within(() => store.countResults([])))
          else if (what === 'list') running.push(within(wholeList))
          else running.push(within(async () => (await store.facets(undefined)).total))
          if (waits) await running.at(-1)
        }
        await Promise.all(running)
      }),
      { numRuns: 25 },
    )
  }, 60_000)
})
