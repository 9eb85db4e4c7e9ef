import { describe, expect, it } from 'vitest'
import type { Result } from '../../../shared/model/result.ts'
import { database, noon, pageWith, resultOf } from '../store/laptop-database.ts'

const [zoe, zoeWithAccent, twin] = ['user:1', 'user:2', 'user:3']

const attempt = (userId: number, said: Partial<Result> = {}): Result =>
  resultOf({ userId, first: 'Zoe', last: `Okonkwo ${userId}`, timeStarted: (noon + userId) as never, ...said })

function laptop() {
  const made = database()
  const { db, calls } = made
  calls.applyPage(
    pageWith([attempt(1, { percentage: 400 as never }), attempt(2, { percentage: 900 as never }), attempt(3)]),
  )
  const owners = () =>
    db.prepare<[], [string, string]>('SELECT student_key, student FROM result ORDER BY student_key, id').raw().all()
  const idOf = (key: string) =>
    db.prepare<[string], number>('SELECT id FROM result WHERE student_key = ?').pluck().get(key) as number
  const cell = (key: string) => ({ account: 'a', key, testId: 1 })
  return { ...made, owners, idOf, cell }
}

describe('merged students', () => {
  it('have the results of all keys under one of them, and each its own again after the split', () => {
    const { calls, owners } = laptop()
    calls.mergeStudents('a', zoe, [zoeWithAccent], noon)
    expect(owners()).toEqual([
      [zoe, zoe],
      [zoeWithAccent, zoe],
      [twin, twin],
    ])
    expect(calls.attemptsAt({ account: 'a', key: zoe, testId: 1 })).toHaveLength(2)
    expect(calls.keysMergedInto('a', zoe)).toEqual([zoeWithAccent])
    expect(calls.splitStudent('a', zoe)).toEqual([zoeWithAccent])
    expect(owners().every(([key, student]) => key === student)).toBe(true)
  })

  it('stay flat when a merged student is merged again, from either side', () => {
    const { calls, owners } = laptop()
    calls.mergeStudents('a', zoe, [zoeWithAccent], noon)
    calls.mergeStudents('a', twin, [zoeWithAccent], noon)
    expect(owners().map(([, student]) => student)).toEqual([twin, twin, twin])
    expect(calls.splitStudent('a', zoeWithAccent)).toEqual([zoeWithAccent])
    expect(owners().map(([, student]) => student)).toEqual([twin, zoeWithAccent, twin])
  })

  it('are nobody unknown, and nobody alone is split', () => {
    const { calls } = laptop()
    expect(() => calls.mergeStudents('a', zoe, ['user:9'], noon)).toThrow('student/not-found')
    expect(() => calls.mergeStudents('b', zoe, [twin], noon)).toThrow('account/not-found')
    expect(() => calls.splitStudent('a', zoe)).toThrow('student/not-merged')
    calls.mergeStudents('a', zoe, [zoe], noon)
    expect(() => calls.splitStudent('a', zoe)).toThrow('student/not-merged')
  })

  it('take in what arrives later under any of their keys', () => {
    const { calls, owners } = laptop()
    calls.mergeStudents('a', zoe, [zoeWithAccent], noon)
    calls.applyPage(pageWith([attempt(2, { testId: 5, timeStarted: (noon + 900) as never })]))
    expect(owners().filter(([, student]) => student === zoe)).toHaveLength(3)
  })

  it('stand in a class once, and each for itself after the split', () => {
    const { calls } = laptop()
    const member = { first: 'Zoe', last: 'O', email: null, externalId: null, extraTime: null }
    const id = calls.addClass(
      'a',
      '10B',
      [
        { ...member, key: zoe, externalId: 'S1' },
        { ...member, key: twin },
      ],
      noon,
    )
    calls.changeClass(id, { put: [{ ...member, key: zoeWithAccent, externalId: 'S2' }], remove: [] })
    calls.mergeStudents('a', zoe, [zoeWithAccent], noon)
    expect(calls.classMembers(id).map(({ key, externalId }) => [key, externalId])).toEqual([
      [zoe, 'S1'],
      [twin, null],
    ])
    expect(calls.listClasses()[0]?.students).toBe(2)
    const undo = calls.changeClass(id, { put: [], remove: [zoe] })
    expect(calls.classMembers(id).map(({ key }) => key)).toEqual([twin])
    calls.changeClass(id, undo)
    calls.splitStudent('a', zoe)
    expect(calls.classMembers(id).map(({ key, externalId }) => [key, externalId])).toEqual([
      [zoe, 'S1'],
      [zoeWithAccent, 'S2'],
      [twin, null],
    ])
  })

  it('have the newest decision, and each its own after the split, also the attempt chosen meanwhile', () => {
    const { calls, idOf, cell } = laptop()
    const later = (seconds: number) => (noon + seconds) as never
    calls.setOverride(cell(zoe), { kind: 'excused', reason: 'ill' }, later(1))
    calls.setOverride(cell(zoeWithAccent), { kind: 'excused', reason: 'away' }, later(2))
    calls.mergeStudents('a', zoe, [zoeWithAccent], noon)
    expect(calls.overridesOf().map(({ cell: { key }, override: { reason } }) => [key, reason])).toEqual([[zoe, 'away']])
    calls.setOverride(cell(zoe), { kind: 'attempt', resultId: idOf(zoeWithAccent), reason: 'agreed' }, later(3))
    expect(calls.overridesOf()).toHaveLength(1)
    calls.splitStudent('a', zoe)
    expect(calls.overridesOf().map(({ cell: { key }, override: { reason } }) => [key, reason])).toEqual([
      [zoeWithAccent, 'agreed'],
    ])
    expect(() => calls.setOverride(cell(zoe), { kind: 'attempt', resultId: idOf(twin), reason: '' }, later(4))).toThrow(
      'result/not-found',
    )
  })

  it.each([
    ['in the same second', 0],
    ['after the clock was put back', -3_600],
  ])('have the decision that was made last, also %s', (_, seconds) => {
    const { calls, cell } = laptop()
    calls.setOverride(cell(zoe), { kind: 'excused', reason: 'ill' }, noon)
    calls.mergeStudents('a', zoeWithAccent, [zoe], noon)
    calls.setOverride(cell(zoeWithAccent), { kind: 'excused', reason: 'away' }, (noon + seconds) as never)
    expect(calls.overridesOf().map(({ override: { reason } }) => reason)).toEqual(['away'])
  })

  it('stay merged when ClassMarker corrects the name or address that their key is made of', () => {
    const { db, calls } = database()
    const taken = (email: string, linkResultId: number) =>
      resultOf({ feed: 'links', userId: null, email, linkResultId, sourceId: 9, first: 'Ann', last: 'Lee' })
    const page = (...results: Result[]) => ({ ...pageWith(results), feed: 'links' as const })
    calls.applyPage(page(taken('ann@x.example', 1), taken('lee@x.example', 2)))
    const key = (email: string) => `mail:${email}|ann lee`
    calls.mergeStudents('a', key('ann@x.example'), [key('lee@x.example')], noon)
    const students = () => db.prepare('SELECT DISTINCT student FROM result').pluck().all()
    calls.applyPage(page(taken('leigh@x.example', 2)))
    expect(students()).toEqual([key('ann@x.example')])
    calls.applyPage(page(taken('anne@x.example', 1)))
    expect(students()).toEqual([key('anne@x.example')])
    // Corrected to be the very same, so that nothing is merged any more.
    calls.applyPage(page(taken('anne@x.example', 2)))
    expect(students()).toEqual([key('anne@x.example')])
    expect(calls.keysMergedInto('a', key('anne@x.example'))).toEqual([])
  })

  it('are still told apart when ClassMarker corrects one of their keys', () => {
    const { db, calls } = database()
    const taken = (email: string, linkResultId: number) =>
      resultOf({ feed: 'links', userId: null, email, linkResultId, sourceId: 9, first: 'Ann', last: 'Lee' })
    const page = (...results: Result[]) => ({ ...pageWith(results), feed: 'links' as const })
    calls.applyPage(page(taken('ann@x.example', 1), taken('lee@x.example', 2)))
    const [ann, lee] = ['mail:ann@x.example|ann lee', 'mail:lee@x.example|ann lee'] as const
    calls.decideIdentity('a', ann, lee, 'different', noon)
    calls.applyPage(page(taken('zoe@x.example', 1)))
    expect(db.prepare('SELECT key, other_key, verdict FROM identity_verdict').raw().all()).toEqual([
      [lee, 'mail:zoe@x.example|ann lee', 'different'],
    ])
  })
})
