import { describe, expect, it } from 'vitest'
import { Rereading } from '../../../electron/sync/rereading.ts'
import { newestFirst } from '../../../shared/model/filter.ts'
import { unixSeconds } from '../../../shared/model/time.ts'
import { database, noon, pageWith, resultOf } from './laptop-database.ts'

const sent = {
  test_id: 1,
  group_id: 10,
  link_id: 10,
  user_id: 1,
  first: 'Ada',
  last: 'Lovelace',
  percentage: 75,
  points_scored: 15,
  points_available: 20,
  percentage_passmark: 50,
  passed: 'maybe',
  requires_grading: 'perhaps',
  status: 'f',
  test_type: 'Test',
  time_started: noon - 600,
  time_finished: noon,
  duration: '00:10:00',
}

function rereading() {
  const made = database()
  const { db, calls } = made
  const changed: number[] = []
  const later = <Input extends unknown[], Output>(call: (...input: Input) => Output) => {
    return async (...input: Input) => call(...input)
  }
  const work = new Rereading({
    store: {
      resultsReadBefore: later(calls.resultsReadBefore),
      applyReread: later((read) => {
        const others = calls.applyReread(read)
        changed.push(others)
        return others
      }),
      bankQuestionsReadBefore: later(calls.bankQuestionsReadBefore),
      applyBankReread: later(calls.applyBankReread),
    },
    onInternalError: (thrown) => {
      throw thrown
    },
  })
  const stored = () => calls.storedResultsPage({ filter: [], sort: newestFirst, offset: 0, limit: 999 })
  /** Stores a result as an older version would have stored it. */
  const asOlder = (raw: object, said: string) =>
    db
      .prepare(`UPDATE result SET reader = 1, raw = ?, ${said} WHERE id = (SELECT max(id) FROM result)`)
      .run(JSON.stringify(raw))
  return { ...made, work, stored, asOlder, told: () => changed.filter((others) => others > 0).length }
}

const link = (linkResultId: number | string, last = 'Lovelace') =>
  resultOf({ feed: 'links', userId: null, linkResultId, last, requiresGrading: null, passed: null })
const linkPage = (linkResultId: number | string, last?: string) =>
  pageWith([link(linkResultId, last)], { feed: 'links', cursor: null, covered: null })

describe('a result that an older version read', () => {
  it('is read again from its JSON, without a word in its history', async () => {
    const { calls, work, stored, asOlder, told } = rereading()
    calls.applyPage(pageWith([resultOf()]))
    asOlder(sent, 'requires_grading = 0, passed = 0')
    const [before] = stored()
    await work.run()
    expect(stored()).toMatchObject([
      { requires_grading: null, passed: null, reader: 2, updated_at: before?.updated_at },
    ])
    expect(calls.recentChanges(9)).toEqual([])
    expect(told()).toBe(1)
    await work.run()
    expect(told(), 'once is enough').toBe(1)
  })

  it('stays as it was read where the JSON cannot be read now, and is not asked for again', async () => {
    const { calls, work, stored, asOlder, told } = rereading()
    calls.applyPage(pageWith([resultOf()]))
    for (const raw of [{}, { ...sent, time_finished: 'noon' }]) {
      asOlder(raw, 'passed = 1')
      await work.run()
      expect(stored()).toMatchObject([{ percentage: 750, passed: 1, reader: 2 }])
    }
    expect(told()).toBe(0)
    expect(calls.resultsReadBefore(9)).toEqual([])
  })

  it('that came again meanwhile is left to what came', async () => {
    const { calls, stored, asOlder } = rereading()
    calls.applyPage(pageWith([resultOf()]))
    asOlder(sent, 'passed = 0')
    const older = calls.resultsReadBefore(9)
    const came = resultOf({ pointsScored: 3 })
    calls.applyPage(pageWith([came], { receivedAt: unixSeconds(noon + 60) }))
    expect(calls.applyReread(older.map(({ id, raw }) => ({ id, raw, read: { result: resultOf() } })))).toBe(0)
    expect(stored()).toMatchObject([{ points_scored: 3, reader: 2 }])
  })

  it('gets the id whose digits its JSON has, and is not doubled when it comes under that', async () => {
    const { calls, work, stored, asOlder, db } = rereading()
    calls.applyPage(linkPage(5))
    const raw = { ...sent, user_id: '', link_result_id: '9007199254740993' }
    asOlder(raw, "link_result_id = 9007199254740992, natural_key = 'l:9007199254740992'")
    await work.run()
    expect(stored()).toMatchObject([{ natural_key: 'l:9007199254740993', link_result_id: '9007199254740993' }])
    expect(calls.applyPage(linkPage('9007199254740993'))).toMatchObject({ added: 0 })

    // A result that had come under its right id before: the two become one, with the history of both.
    calls.applyPage(linkPage(6))
    asOlder(raw, "link_result_id = 9007199254740992, natural_key = 'l:9007199254740992'")
    const [id] = db.prepare<[], number>('SELECT max(id) FROM result').pluck().all()
    db.prepare(
      "INSERT INTO result_change (result_id, seen_at, field, old_value, new_value) VALUES (?, 1, 'status', '1', '2')",
    ).run(id)
    await work.run()
    expect(stored()).toMatchObject([{ natural_key: 'l:9007199254740993' }])
    expect(calls.recentChanges(9)).toMatchObject([{ field: 'status' }])
  })

  it('stays beside another person’s under the same id', async () => {
    const { calls, work, stored, asOlder } = rereading()
    calls.applyPage(linkPage('9007199254740993', 'Hopper'))
    calls.applyPage(linkPage(6))
    const raw = { ...sent, user_id: '', link_result_id: '9007199254740993' }
    asOlder(raw, "link_result_id = 9007199254740992, natural_key = 'l:9007199254740992'")
    await work.run()
    expect(
      stored()
        .map(({ natural_key, last }) => [natural_key, last])
        .toSorted(),
    ).toEqual([
      ['l:9007199254740993#2', 'Lovelace'],
      ['l:9007199254740993', 'Hopper'],
    ])
  })

  it('is one of many that are read in slices, and none after the end', async () => {
    const { calls, db, work, stored } = rereading()
    calls.applyPage(pageWith(Array.from({ length: 450 }, (_, userId) => resultOf({ userId }))))
    const raw = JSON.stringify(sent)
    db.prepare("UPDATE result SET reader = 1, passed = 0, raw = json_set(?, '$.user_id', user_id)").run(raw)
    const reading = work.run()
    expect(work.run()).toBe(reading)
    await reading
    expect(stored().filter(({ passed, reader }) => passed === null && reader === 2)).toHaveLength(450)
    db.exec('UPDATE result SET reader = 1')
    await work.close()
    await work.run()
    expect(calls.resultsReadBefore(999)).toHaveLength(450)
  })
})
