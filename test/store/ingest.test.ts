import { describe, expect, it } from 'vitest'
import { toTenths } from '../../shared/model/percent.ts'
import { newestFirst } from '../../shared/model/query.ts'
import type { Result } from '../../shared/model/result.ts'
import { unixSeconds } from '../../shared/model/time.ts'
import { database, noon, pageWith, received, resultOf } from './laptop-database.ts'

const later = unixSeconds(noon + 3_600)
const made = (count: number) =>
  Array.from({ length: count }, (_, at) => resultOf({ userId: at, timeFinished: unixSeconds(noon - at) }))

function ingesting() {
  const made = database()
  const stored = () => made.calls.storedResultsPage({ filter: {}, sort: newestFirst, offset: 0, limit: 10_000 })
  return { ...made, stored, feedOf: () => made.calls.syncState('a').feeds }
}

describe('a page of results', () => {
  it('is written with its names and the cursor it ends at', () => {
    const { calls, stored, feedOf } = ingesting()
    const names = { tests: [{ id: 1, name: 'Maths' }], sources: [{ id: 10, name: '10B' }] }
    const counts = calls.applyPage(pageWith(made(3), names))
    expect(counts).toEqual({ added: 3, updated: 0, unchanged: 0, unreadable: 0 })
    expect(stored()[0]).toMatchObject({ test_name: 'Maths', source_name: '10B', first_seen_at: noon })
    expect(feedOf()).toEqual([{ feed: 'groups', cursor: noon, coveredFrom: noon - 86_400, coveredUntil: noon }])
  })

  it('changes nothing when it comes again', () => {
    const { calls, stored } = ingesting()
    calls.applyPage(pageWith(made(50)))
    const before = stored()
    const counts = calls.applyPage(pageWith(made(50), { receivedAt: later }))
    expect(counts).toEqual({ added: 0, updated: 0, unchanged: 50, unreadable: 0 })
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
    expect(calls.applyPage(pageWith([...graded, ...rest]))).toEqual({
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
    const { calls, db } = ingesting()
    db.exec(`INSERT INTO account SELECT 'b', name, 'other', signature, signature_setting, sample, time_zone, created_at,
      discovered_at, next_request_after FROM account`)
    calls.applyPage(pageWith(made(2)))
    expect(calls.applyPage(pageWith(made(2), { accountId: 'b' }))).toMatchObject({ added: 2 })
    expect(calls.countResults({ accounts: ['b'] })).toBe(2)
    expect(calls.countResults({})).toBe(4)
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
        raw: received(resultOf({ percentage: toTenths(80) })).raw,
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
    expect(calls.countResults({ search: 'byron' })).toBe(0)
    expect(calls.countResults({ search: 'lovelace' })).toBe(1)
  })

  it('only in a field this version does not know keeps the newest JSON', () => {
    const { calls, stored } = ingesting()
    const result = resultOf()
    calls.applyPage(pageWith([], { results: [{ result, raw: '{"first":"Ada"}' }] }))
    calls.applyPage(pageWith([], { results: [{ result, raw: '{"first":"Ada","proctored_by":"Mr Smith"}' }] }))
    expect(JSON.parse(stored()[0]?.raw ?? '')).toEqual({ first: 'Ada', proctored_by: 'Mr Smith' })
  })
})

describe('results and cursor', () => {
  it('are written together or not at all', () => {
    const { calls, stored, feedOf, db } = ingesting()
    calls.applyPage(pageWith(made(2)))
    const before = [stored(), feedOf()]
    db.exec(`CREATE TRIGGER full_disk BEFORE INSERT ON result WHEN new.user_id = 150
      BEGIN SELECT RAISE(ABORT, 'no room'); END`)
    expect(() => calls.applyPage(pageWith(made(200), { cursor: later, coveredUntil: later }))).toThrow('no room')
    expect([stored(), feedOf()]).toEqual(before)
    db.exec('DROP TRIGGER full_disk')
    expect(calls.applyPage(pageWith(made(200), { cursor: later }))).toMatchObject({ added: 198, unchanged: 2 })
  })

  it('are not written where the cursor cannot be', () => {
    const { calls, stored, db } = ingesting()
    db.exec(`CREATE TRIGGER stuck BEFORE INSERT ON feed_state BEGIN SELECT RAISE(ABORT, 'stuck'); END`)
    expect(() => calls.applyPage(pageWith(made(3)))).toThrow('stuck')
    expect(stored()).toEqual([])
  })

  it('never go back to an earlier moment, and each feed has its own', () => {
    const { calls, feedOf } = ingesting()
    calls.applyPage(pageWith([], { cursor: later, coveredUntil: later }))
    calls.applyPage(pageWith([], { cursor: noon, coveredUntil: noon, coveredFrom: later }))
    calls.applyPage(pageWith([], { feed: 'links' }))
    expect(feedOf()).toEqual([
      { feed: 'groups', cursor: later, coveredFrom: noon - 86_400, coveredUntil: later },
      { feed: 'links', cursor: noon, coveredFrom: noon - 86_400, coveredUntil: noon },
    ])
  })

  it('of an account that was removed meanwhile are refused as a whole', () => {
    const { calls } = ingesting()
    calls.removeAccount('a')
    expect(() => calls.applyPage(pageWith(made(3)))).toThrow('FOREIGN KEY')
    expect(calls.countResults({})).toBe(0)
  })
})

describe('what cannot be read', () => {
  it('is kept once, however often it comes', () => {
    const { calls, db } = ingesting()
    const unreadable = [{ raw: '{"percentage":"ninety"}', problem: 'percentage: not a number' }]
    expect(calls.applyPage(pageWith(made(1), { unreadable }))).toMatchObject({ added: 1, unreadable: 1 })
    expect(calls.applyPage(pageWith(made(1), { unreadable, receivedAt: later }))).toMatchObject({ unreadable: 1 })
    expect(db.prepare('SELECT feed, raw, problem, seen_at FROM unreadable').all()).toEqual([
      { feed: 'groups', ...unreadable[0], seen_at: noon },
    ])
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
