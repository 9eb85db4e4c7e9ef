import { describe, expect, it } from 'vitest'
import type { Override } from '../../../shared/model/gradebook.ts'
import type { Result } from '../../../shared/model/result.ts'
import type { ViewDefinition } from '../../../shared/model/saved-view.ts'
import { unixSeconds } from '../../../shared/model/time.ts'
import { database, noon, pageWith, resultOf } from '../store/laptop-database.ts'

const attempt = (linkResultId: number, said: Partial<Result> = {}): Result =>
  resultOf({
    feed: 'links',
    sourceId: 20,
    userId: null,
    linkResultId,
    first: 'Ann',
    last: 'Lee',
    email: 'ann@x.example',
    timeStarted: unixSeconds(noon - linkResultId * 1_000),
    timeFinished: unixSeconds(noon - linkResultId * 1_000 + 500),
    ...said,
  })
const corrected = { last: 'Leigh' }
const [before, after] = ['mail:ann@x.example|ann lee', 'mail:ann@x.example|ann leigh']
const ann = { key: before, first: 'Ann', last: 'Lee', email: 'ann@x.example', externalId: 'S1', extraTime: 25 }

function laptop(results: readonly Result[]) {
  const made = database()
  const { calls, db } = made
  const receive = (given: readonly Result[]) => calls.applyPage(pageWith(given, { feed: 'links' }))
  receive(results)
  const idOf = (number: number) =>
    db.prepare<[number], number>('SELECT id FROM result WHERE link_result_id = ?').pluck().get(number) ?? 0
  const decide = (key: string, testId: number, override: Override, at = 0) =>
    calls.setOverride({ account: 'a', key, testId }, override, unixSeconds(noon + at))
  const decisions = () => calls.overridesOf().map(({ cell, override }) => [cell.key, cell.testId, override.reason])
  return { ...made, receive, idOf, decide, decisions }
}
const excused = (reason: string): Override => ({ kind: 'excused', reason })

describe('when ClassMarker corrects the name of a student', () => {
  it('class and excuse follow the only result', () => {
    const { calls, receive, decide, decisions } = laptop([attempt(1)])
    const id = calls.addClass('a', '10B', [ann], noon)
    decide(before, 2, excused('ill'))
    receive([attempt(1, corrected)])
    expect(calls.classMembers(id)).toEqual([{ ...ann, key: after, last: 'Leigh' }])
    expect(decisions()).toEqual([[after, 2, 'ill']])
  })

  it('they stay while another result has the former key, and follow with the last', () => {
    const { calls, receive, decide, decisions } = laptop([attempt(1), attempt(2)])
    const id = calls.addClass('a', '10B', [ann], noon)
    decide(before, 2, excused('ill'))
    receive([attempt(1, corrected)])
    expect(calls.classMembers(id)).toEqual([ann])
    expect(decisions()).toEqual([[before, 2, 'ill']])
    receive([attempt(2, corrected)])
    expect(calls.classMembers(id).map(({ key }) => key)).toEqual([after])
    expect(decisions()).toEqual([[after, 2, 'ill']])
  })

  it('views of the student go on showing them, of whatever account', () => {
    const { calls, receive } = laptop([attempt(1), attempt(2)])
    const asksFor = (key: string, ...more: string[]): ViewDefinition => ({
      ...{ screen: 'results', account: null, sort: { field: 'finished', direction: 'desc' } },
      columns: { hidden: [], order: [], pinned: [] },
      filter: [{ field: 'student', op: 'in', value: [key, ...more].map((each) => ({ account: 'a', key: each })) }],
    })
    const own = calls.addView('Ann', asksFor(before))
    calls.addView('Ann, by both names', asksFor(before, after))
    const steps = calls.localChanges()
    const definitions = () => calls.listViews().map(({ definition, gone }) => [definition, gone])
    receive([attempt(1, corrected)])
    expect(definitions()[0]).toEqual([asksFor(before), []])
    receive([attempt(2, corrected)])
    expect(definitions()).toEqual([
      [asksFor(after), []],
      [asksFor(after), []],
    ])
    expect(calls.localChanges()).toEqual(steps)
    calls.removeView(own)
    calls.undoLocalChange(noon)
    expect(definitions()[0]).toEqual([asksFor(after), []])
  })

  it('an attempt that was chosen goes on counting for whom it is of now', () => {
    const { receive, decide, decisions, idOf } = laptop([attempt(1), attempt(2)])
    decide(before, 1, { kind: 'attempt', resultId: idOf(1), reason: 'agreed' })
    receive([attempt(1, corrected)])
    expect(decisions()).toEqual([[after, 1, 'agreed']])
  })

  it.each([
    ['the former', 10, 'former'],
    ['the present', -10, 'present'],
  ])('of two decisions about one cell the newer stays: that of %s key', (_, at, stays) => {
    const { receive, decide, decisions } = laptop([attempt(1), attempt(2, corrected)])
    decide(after, 1, excused('present'))
    decide(before, 1, excused('former'), at)
    receive([attempt(1, corrected)])
    expect(decisions()).toEqual([[after, 1, stays]])
  })

  it('a student stands in a class once, and loses no fact of it', () => {
    const { calls, receive } = laptop([attempt(1)])
    const own = { ...ann, key: after, last: 'Leigh', externalId: null, extraTime: 50 }
    const id = calls.addClass('a', '10B', [ann, own], noon)
    receive([attempt(1, corrected)])
    expect(calls.classMembers(id)).toEqual([{ ...own, externalId: 'S1' }])
  })

  it('another account’s class keeps its own', () => {
    const { calls, receive } = laptop([attempt(1)])
    calls.addAccount({ ...calls.listAccounts()[0], id: 'b', key: 'key-b', name: 'b' } as never)
    const id = calls.addClass('b', '10B', [ann], noon)
    receive([attempt(1, corrected)])
    expect(calls.classMembers(id)).toEqual([ann])
  })
})

describe('when a newer reader reads a result', () => {
  it('decisions follow the key that it finds', () => {
    const { calls, db, decide, decisions, idOf } = laptop([attempt(1)])
    const id = calls.addClass('a', '10B', [ann], noon)
    decide(before, 1, { kind: 'attempt', resultId: idOf(1), reason: 'agreed' })
    db.exec('UPDATE result SET reader = 0')
    const [older] = calls.resultsReadBefore(10)
    if (older === undefined) throw new Error('no older result')
    calls.applyReread([{ ...older, read: { result: attempt(1, corrected) } }])
    expect(decisions()).toEqual([[after, 1, 'agreed']])
    expect(calls.classMembers(id).map(({ key }) => key)).toEqual([after])
  })

  it('a choice of an attempt is one of the row it is merged with', () => {
    // The same result came under a rounded number first, and under its own later.
    const { calls, db, decide, decisions, idOf } = laptop([attempt(1), attempt(2)])
    const [rounded, own] = [idOf(1), idOf(2)]
    decide(before, 1, { kind: 'attempt', resultId: rounded, reason: 'agreed' })
    db.prepare('UPDATE result SET reader = 0 WHERE id = ?').run(rounded)
    const [older] = calls.resultsReadBefore(10)
    if (older === undefined) throw new Error('no older result')
    calls.applyReread([{ ...older, read: { result: attempt(2) } }])
    expect(db.prepare('SELECT id FROM result').pluck().all()).toEqual([own])
    expect(decisions()).toEqual([[before, 1, 'agreed']])
    expect(calls.overridesOf()).toMatchObject([{ override: { kind: 'attempt', resultId: own } }])
  })
})
