import { describe, expect, it } from 'vitest'
import { newestFirst } from '../../../shared/model/filter.ts'
import type { Result } from '../../../shared/model/result.ts'
import { toTenths } from '../../../shared/model/result-values.ts'
import { unixSeconds } from '../../../shared/model/time.ts'
import { accountNamed, database, noon, pageWith, received, resultOf } from './laptop-database.ts'

const later = unixSeconds(noon + 3_600)
const made = (count: number) =>
  Array.from({ length: count }, (_, at) => resultOf({ userId: at, timeFinished: unixSeconds(noon - at) }))

function ingesting() {
  const made = database()
  const stored = () => made.calls.storedResultsPage({ filter: [], sort: newestFirst, offset: 0, limit: 10_000 })
  return {
    ...made,
    stored,
    feedOf: () => made.calls.syncState('a').feeds,
    coverageOf: () => made.calls.syncState('a').coverage,
  }
}

describe('a page of results', () => {
  it('is written with its names and the cursor it ends at', () => {
    const { calls, stored, feedOf, coverageOf } = ingesting()
    const names = { tests: [{ id: 1, name: 'Maths' }], sources: [{ id: 10, name: '10B' }] }
    const counts = calls.applyPage(pageWith(made(3), names))
    expect(counts).toEqual({ added: 3, updated: 0, unchanged: 0, unreadable: 0, newNames: true })
    expect(stored()[0]).toMatchObject({ test_name: 'Maths', source_name: '10B', first_seen_at: noon })
    expect(feedOf()).toMatchObject([{ feed: 'groups', cursor: noon, coveredUntil: noon }])
    expect(coverageOf()).toEqual([
      { feed: 'groups', intervals: [{ from: noon - 86_400, until: noon }] },
      { feed: 'links', intervals: [] },
    ])
  })

  it('changes nothing when it comes again', () => {
    const { calls, stored } = ingesting()
    calls.applyPage(pageWith(made(50)))
    const before = stored()
    const counts = calls.applyPage(pageWith(made(50), { receivedAt: later }))
    expect(counts).toMatchObject({ added: 0, updated: 0, unchanged: 50, unreadable: 0 })
    expect(stored()).toEqual(before)
  })

  it('counts what is new, changed and as it was', () => {
    const { calls } = ingesting()
    calls.applyPage(pageWith(made(5)))
    const [first, second, ...rest] = made(7)
    const graded = [
      { ...(first as Result), percentage: toTenths(90) },
      { ...(second as Result), requiresGrading: true },
    ]
    expect(calls.applyPage(pageWith([...graded, ...rest]))).toMatchObject({
      added: 2,
      updated: 2,
      unchanged: 3,
      unreadable: 0,
    })
  })

  it('with one result twice holds it once', () => {
    const { calls, stored } = ingesting()
    expect(calls.applyPage(pageWith([resultOf(), resultOf()]))).toMatchObject({ added: 1, unchanged: 1 })
    expect(stored()).toHaveLength(1)
  })

  it('is the business of its own account', () => {
    const { calls } = ingesting()
    calls.addAccount(accountNamed('b'))
    calls.applyPage(pageWith(made(2)))
    expect(calls.applyPage(pageWith(made(2), { accountId: 'b' }))).toMatchObject({ added: 2 })
    expect(calls.countResults([{ field: 'account', op: 'in', value: ['b'] }])).toBe(2)
    expect(calls.countResults([])).toBe(4)
  })
})

describe('a result that changes', () => {
  it('keeps its row and the time it was first seen', () => {
    const { calls, stored } = ingesting()
    calls.applyPage(pageWith([resultOf({ requiresGrading: true })]))
    const [before] = stored()
    calls.applyPage(pageWith([resultOf({ percentage: toTenths(80) })], { receivedAt: later }))
    expect(stored()).toEqual([
      {
        ...before,
        percentage: 800,
        requires_grading: 0,
        updated_at: later,
        raw: expect.any(Number),
        answer: received(resultOf({ percentage: toTenths(80) })).raw,
      },
    ])
  })

  it('is the same attempt where a reopened test moved its finish', () => {
    const { calls, stored } = ingesting()
    calls.applyPage(pageWith([resultOf()]))
    expect(calls.applyPage(pageWith([resultOf({ timeFinished: later, duration: '01:10:00' })]))).toMatchObject({
      added: 0,
      updated: 1,
    })
    expect(stored().map((row) => row.time_finished)).toEqual([later])
  })

  it('is found by its new name and no longer by its old one', () => {
    const { calls } = ingesting()
    calls.applyPage(pageWith([resultOf({ last: 'Byron' })]))
    calls.applyPage(pageWith([resultOf({ last: 'Lovelace' })]))
    expect(calls.countResults([{ field: 'search', op: 'contains', value: 'byron' }])).toBe(0)
    expect(calls.countResults([{ field: 'search', op: 'contains', value: 'lovelace' }])).toBe(1)
  })

  it('only in a field this version does not know keeps the newest JSON', () => {
    const { calls, stored } = ingesting()
    const result = resultOf()
    calls.applyPage(pageWith([], { results: [{ result, raw: '{"first":"Ada"}' }] }))
    calls.applyPage(pageWith([], { results: [{ result, raw: '{"first":"Ada","proctored_by":"Mr Smith"}' }] }))
    expect(JSON.parse(stored()[0]?.answer ?? '')).toEqual({ first: 'Ada', proctored_by: 'Mr Smith' })
  })
})

describe('a page that was read out of turn', () => {
  it('moves neither cursor nor coverage', () => {
    const { calls, stored, feedOf, coverageOf } = ingesting()
    calls.applyPage(pageWith(made(2)))
    const before = [feedOf(), coverageOf()]
    calls.applyPage(pageWith(made(5), { cursor: null, covered: null }))
    expect(stored()).toHaveLength(5)
    expect([feedOf(), coverageOf()]).toEqual(before)
  })
})

it('a page says whether a group, link or test came along that nobody knew', () => {
  const { calls } = ingesting()
  const names = { tests: [{ id: 1, name: 'Maths' }], sources: [{ id: 10, name: '10B' }] }
  expect(calls.applyPage(pageWith(made(2), names)).newNames).toBe(true)
  expect(calls.applyPage(pageWith(made(2), names)).newNames).toBe(false)
  expect(calls.applyPage(pageWith([resultOf({ testId: 2 })], names)).newNames).toBe(true)
  expect(calls.applyPage(pageWith([resultOf({ sourceId: 11 })], names)).newNames).toBe(true)
})

describe('results and cursor', () => {
  it('are written together or not at all', () => {
    const { calls, stored, feedOf, coverageOf, db } = ingesting()
    calls.applyPage(pageWith(made(2)))
    const before = [stored(), feedOf(), coverageOf()]
    const pages = Number(db.pragma('page_count', { simple: true }))
    db.pragma(`max_page_count = ${pages + 5}`)
    const page = pageWith(made(200), { cursor: later, covered: { from: noon, until: later } })
    expect(() => calls.applyPage(page)).toThrow('full')
    expect([stored(), feedOf(), coverageOf()]).toEqual(before)
    db.pragma('max_page_count = 1000000')
    expect(calls.applyPage(pageWith(made(200), { cursor: later }))).toMatchObject({ added: 198, unchanged: 2 })
  })

  it('are not written where the cursor cannot be', () => {
    const { calls, stored, db } = ingesting()
    db.exec(`CREATE TRIGGER stuck BEFORE INSERT ON feed_state BEGIN SELECT RAISE(ABORT, 'stuck'); END`)
    expect(() => calls.applyPage(pageWith(made(3)))).toThrow('stuck')
    expect(stored()).toEqual([])
  })

  it('never go back to an earlier moment, and each feed has its own', () => {
    const { calls, feedOf, coverageOf } = ingesting()
    const dayBefore = unixSeconds(noon - 86_400)
    calls.applyPage(pageWith([], { cursor: later, covered: { from: dayBefore, until: later } }))
    calls.applyPage(pageWith([], { cursor: noon, covered: { from: dayBefore, until: noon } }))
    calls.applyPage(pageWith([], { feed: 'links' }))
    expect(feedOf()).toMatchObject([
      { feed: 'groups', cursor: later, coveredUntil: later },
      { feed: 'links', cursor: noon, coveredUntil: noon },
    ])
    expect(coverageOf()).toEqual([
      { feed: 'groups', intervals: [{ from: dayBefore, until: later }] },
      { feed: 'links', intervals: [{ from: dayBefore, until: noon }] },
    ])
  })

  it('of an account that was removed meanwhile are refused as a whole', () => {
    const { calls } = ingesting()
    calls.removeAccount('a')
    expect(() => calls.applyPage(pageWith(made(3)))).toThrow('FOREIGN KEY')
    expect(calls.countResults([])).toBe(0)
  })
})

describe('what cannot be read', () => {
  it('is kept once, however often it comes', () => {
    const { calls, db } = ingesting()
    const unreadable = [{ raw: '{"percentage":"ninety"}', problem: 'percentage: not a number', reader: 1 }]
    expect(calls.applyPage(pageWith(made(1), { unreadable }))).toMatchObject({ added: 1, unreadable: 1 })
    expect(calls.applyPage(pageWith(made(1), { unreadable, receivedAt: later }))).toMatchObject({ unreadable: 0 })
    expect(db.prepare('SELECT feed, raw, problem, reader, seen_at FROM unreadable').all()).toEqual([
      { feed: 'groups', ...unreadable[0], seen_at: noon },
    ])
  })
})

describe('a result that the table refuses', () => {
  const stuck = `CREATE TRIGGER stuck BEFORE INSERT ON result WHEN new.user_id = 7
    BEGIN SELECT RAISE(ABORT, 'not this one'); END`

  it('is kept with its JSON, and the others of its page are stored', () => {
    const { calls, stored, feedOf, db } = ingesting()
    db.exec(stuck)
    expect(calls.applyPage(pageWith(made(20)))).toMatchObject({ added: 19, unreadable: 1 })
    expect(stored()).toHaveLength(19)
    expect(feedOf()).toMatchObject([{ cursor: noon }])
    const raw = received(resultOf({ userId: 7 })).raw
    expect(calls.unreadableBefore(1)).toMatchObject([{ accountId: 'a', feed: 'groups', raw, seenAt: noon }])
    expect(calls.countUnreadable('a')).toBe(1)
  })

  it('joins the results once it can be read', () => {
    const { calls, stored, db } = ingesting()
    db.exec(stuck)
    calls.applyPage(pageWith(made(20)))
    db.exec('DROP TRIGGER stuck')
    const [kept] = calls.unreadableBefore(1)
    const reread = pageWith([resultOf({ userId: 7 })], { reread: [kept?.id ?? 0], cursor: null, covered: null })
    expect(calls.applyPage(reread)).toMatchObject({ added: 1, unreadable: 0 })
    expect(stored()).toHaveLength(20)
    expect(calls.countUnreadable('a')).toBe(0)
  })
})

describe('a name', () => {
  it('is the newest one sent', () => {
    const { calls } = ingesting()
    calls.applyPage(pageWith([resultOf()], { tests: [{ id: 1, name: 'Maths' }] }))
    calls.applyPage(pageWith([], { tests: [{ id: 1, name: 'Mathematics' }] }))
    expect(calls.facets(undefined).tests).toEqual([{ id: 1, name: 'Mathematics', results: 1 }])
  })

  it('that is not there yet is the number', () => {
    const { calls, stored } = ingesting()
    calls.applyPage(pageWith([resultOf(), resultOf({ feed: 'links', linkResultId: 5, sourceId: 20 })]))
    expect(stored().map((row) => [row.test_name, row.source_name])).toEqual([
      ['Test 1', 'Link 20'],
      ['Test 1', 'Group 10'],
    ])
  })
})
