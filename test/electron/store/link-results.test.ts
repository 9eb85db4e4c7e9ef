import { describe, expect, it } from 'vitest'
import { newestFirst } from '../../../shared/model/filter.ts'
import type { Result } from '../../../shared/model/result.ts'
import { toTenths } from '../../../shared/model/result-values.ts'
import { unixSeconds } from '../../../shared/model/time.ts'
import { database, noon, pageWith, resultOf } from './laptop-database.ts'

const later = unixSeconds(noon + 3_600)

/** A result of a link, with these fields changed. */
const linkResult = (said: Partial<Result> = {}): Result =>
  resultOf({ feed: 'links', sourceId: 20, userId: null, linkResultId: 22_453, ...said })

/** The two people of ClassMarker's XML sample, who share one link_result_id. */
const mary = linkResult({
  first: 'Mary',
  last: 'Simmons',
  email: 'mary@example.com',
  cmUserId: 'abc74524',
  timeStarted: unixSeconds(noon - 2_000),
  timeFinished: unixSeconds(noon - 668),
})
const gary = linkResult({
  first: 'Gary',
  last: 'Carter',
  email: 'gary@example.com',
  cmUserId: 'ttr45613',
  timeStarted: unixSeconds(noon - 1_000),
  timeFinished: unixSeconds(noon - 468),
})

function links() {
  const made = database()
  const answer = (results: readonly Result[]) =>
    made.calls.applyPage(pageWith(results, { feed: 'links', receivedAt: later }))
  const rows = () => made.calls.storedResultsPage({ filter: [], sort: newestFirst, offset: 0, limit: 100 })
  const takers = () =>
    rows()
      .map(({ first }) => first)
      .sort()
  const changes = () => made.calls.recentChanges(100).map(({ field, before, after }) => [field, before, after])
  return { ...made, answer, rows, takers, changes }
}

describe('a result of a link', () => {
  it('is updated where its start was corrected, and the history says so', () => {
    const { answer, rows, changes } = links()
    answer([linkResult()])
    const [before] = rows()
    const corrected = linkResult({ timeStarted: unixSeconds(noon - 900) })
    expect(answer([corrected])).toMatchObject({ added: 0, updated: 1 })
    expect(rows()).toMatchObject([{ id: before?.id, time_started: noon - 900 }])
    expect(changes()).toEqual([['time_started', noon - 600, noon - 900]])
    expect(answer([corrected])).toMatchObject({ added: 0, updated: 0, unchanged: 1 })
  })

  it('is updated where start, finish and score were corrected together', () => {
    const { answer, rows } = links()
    answer([linkResult()])
    const corrected = { timeStarted: later, timeFinished: unixSeconds(later + 60), percentage: toTenths(10) }
    expect(answer([linkResult(corrected)])).toMatchObject({ added: 0, updated: 1 })
    expect(rows()).toMatchObject([{ percentage: 100 }])
  })

  it('is updated where the name of its taker was corrected', () => {
    const { answer, takers, changes } = links()
    answer([linkResult({ first: 'Adda' })])
    expect(answer([linkResult({ first: 'Ada', email: 'ada@example.org' })])).toMatchObject({ added: 0, updated: 1 })
    expect(takers()).toEqual(['Ada'])
    expect(changes()).toContainEqual(['first', 'Adda', 'Ada'])
  })

  it('is reported once for an id that belongs to one person alone', () => {
    const { answer } = links()
    expect(answer([linkResult()])).not.toHaveProperty('sharedIds')
  })

  it('twice in one answer is the one that finished later, in either order', () => {
    for (const order of [0, 1]) {
      const { answer, rows } = links()
      const entries = [linkResult(), linkResult({ timeFinished: later, percentage: toTenths(20) })]
      if (order === 1) entries.reverse()
      expect(answer(entries)).toMatchObject({ added: 1, updated: 0, unchanged: 1 })
      expect(answer(entries)).toMatchObject({ added: 0, updated: 0, unchanged: 2 })
      expect(rows()).toMatchObject([{ percentage: 200 }])
    }
  })
})

describe('one id with two people', () => {
  it.each([
    ['Mary first', [mary, gary]],
    ['Gary first', [gary, mary]],
  ])('in one answer, %s, is two results, reported once, and stays two', (_, both) => {
    const { answer, takers, rows, changes } = links()
    expect(answer(both)).toMatchObject({ added: 2, updated: 0, sharedIds: 1 })
    const stored = rows()
    for (const again of [both, both.toReversed(), [mary], [gary], [gary], both]) {
      const outcome = answer(again)
      expect(outcome).toMatchObject({ added: 0, updated: 0, unchanged: again.length })
      expect(outcome).not.toHaveProperty('sharedIds')
    }
    expect(takers()).toEqual(['Gary', 'Mary'])
    expect(rows()).toEqual(stored)
    expect(changes()).toEqual([])
  })

  it('that share start, finish and address are two all the same', () => {
    const { answer, takers } = links()
    const other = { ...mary, first: 'Tom', cmUserId: 'tom' }
    expect(answer([mary, other])).toMatchObject({ added: 2 })
    expect(answer([other, mary])).toMatchObject({ added: 0, updated: 0, unchanged: 2 })
    expect(takers()).toEqual(['Mary', 'Tom'])
  })

  it('is two results where a page ended between them', () => {
    const { answer, takers } = links()
    expect(answer([mary])).toMatchObject({ added: 1 })
    expect(answer([gary])).toMatchObject({ added: 1, updated: 0, sharedIds: 1 })
    expect(answer([mary, gary])).toMatchObject({ added: 0, updated: 0, unchanged: 2 })
    expect(takers()).toEqual(['Gary', 'Mary'])
  })

  it('is distinguished where the second came later, though both began together', () => {
    const { answer, takers } = links()
    answer([mary])
    const together = { ...gary, timeStarted: mary.timeStarted }
    expect(answer([together, mary])).toMatchObject({ added: 1, updated: 0, unchanged: 1, sharedIds: 1 })
    expect(takers()).toEqual(['Gary', 'Mary'])
  })

  it('keeps a corrected start with its own person, in either order', () => {
    for (const reversed of [false, true]) {
      const { answer, rows } = links()
      answer([mary, gary])
      const corrected = { ...gary, timeStarted: unixSeconds(noon - 1_500) }
      const both = reversed ? [corrected, mary] : [mary, corrected]
      expect(answer(both)).toMatchObject({ added: 0, updated: 1, unchanged: 1 })
      expect(answer(both)).toMatchObject({ updated: 0, unchanged: 2 })
      expect(rows().find(({ first }) => first === 'Gary')).toMatchObject({ time_started: noon - 1_500 })
    }
  })

  it('keeps a corrected name with its own attempt, alone and beside the other', () => {
    for (const both of [false, true]) {
      const { answer, takers } = links()
      answer([mary, gary])
      const renamed = { ...gary, last: 'Carter-Jones', first: 'Gareth', cmUserId: null }
      expect(answer(both ? [renamed, mary] : [renamed])).toMatchObject({ added: 0, updated: 1 })
      expect(takers()).toEqual(['Gareth', 'Mary'])
    }
  })

  it('of whom one went is still distinguished from the other', () => {
    const { answer, takers, db } = links()
    answer([mary, gary])
    db.exec(`DELETE FROM result WHERE first = 'Mary'`)
    expect(answer([gary])).toMatchObject({ added: 0, updated: 0, unchanged: 1 })
    expect(answer([gary, mary])).toMatchObject({ added: 1, unchanged: 1 })
    expect(takers()).toEqual(['Gary', 'Mary'])
  })

  it('can be three', () => {
    const { answer, takers } = links()
    const third = { ...mary, first: 'Zoë', cmUserId: 'z', timeStarted: unixSeconds(5) }
    expect(answer([gary, third, mary])).toMatchObject({ added: 3, sharedIds: 2 })
    expect(answer([mary, gary, third])).toMatchObject({ added: 0, updated: 0, unchanged: 3 })
    expect(takers()).toEqual(['Gary', 'Mary', 'Zoë'])
  })
})

it('an id is not taken for a longer one that begins like it', () => {
  const { answer, rows } = links()
  answer([linkResult({ linkResultId: 5 }), linkResult({ linkResultId: 51 }), linkResult({ linkResultId: 5_100 })])
  expect(answer([linkResult({ linkResultId: 5, percentage: toTenths(1) })])).toMatchObject({ added: 0, updated: 1 })
  expect(rows()).toHaveLength(3)
})

it('takers without name, code and address are one taker each', () => {
  const { answer, rows } = links()
  const nobody = { first: '', last: '', email: null, accessCode: null }
  answer([1, 2, 3].map((linkResultId) => linkResult({ ...nobody, linkResultId })))
  expect(rows().map(({ student_key }) => student_key)).toEqual(['result:3', 'result:2', 'result:1'])
})
