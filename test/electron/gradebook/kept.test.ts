import { describe, expect, it } from 'vitest'
import { type GradebookDefinition, usualGradebook, usualRules } from '../../../shared/model/gradebook.ts'
import { toTenths } from '../../../shared/model/result-values.ts'
import { unixSeconds } from '../../../shared/model/time.ts'
import { accountNamed, database, noon, pageWith, resultOf } from '../store/laptop-database.ts'

const later = unixSeconds(noon + 3_600)
const cell = { account: 'a', key: 'user:1', testId: 1 }

function laptop() {
  const made = database([accountNamed('a'), accountNamed('b')])
  made.calls.applyPage(
    pageWith([resultOf(), resultOf({ userId: 2, first: 'Bea', percentage: toTenths(90) })], {
      tests: [{ id: 1, name: 'Algebra' }],
    }),
  )
  return made
}
const definition: GradebookDefinition = { ...usualGradebook, rules: { ...usualRules, policy: 'first' } }

describe('a saved gradebook', () => {
  it('is kept, changed, renamed, removed and brought back', () => {
    const { calls } = laptop()
    const id = calls.saveGradebook({ id: null, account: 'a', name: 'Term 1', definition })
    expect(calls.savedGradebook(id)).toEqual({ id, account: 'a', name: 'Term 1', definition })
    expect(() => calls.saveGradebook({ id: null, account: 'a', name: 'Term 1', definition })).toThrow(
      'gradebook/exists',
    )
    calls.saveGradebook({ id, account: 'a', name: 'Term 1', definition: usualGradebook })
    calls.renameGradebook(id, 'Autumn')
    calls.recordHandIn(id, calls.handInOf(usualGradebook), noon)
    const listed = calls.listGradebooks()
    expect(listed).toEqual([{ id, account: 'a', name: 'Autumn', definition: usualGradebook }])
    const removed = calls.removeGradebook(id)
    expect(calls.listGradebooks()).toEqual([])
    expect(() => calls.savedGradebook(id)).toThrow('gradebook/not-found')
    calls.restoreGradebook(removed)
    expect(calls.listGradebooks()).toEqual(listed)
    expect(calls.changesSinceHandIn(id)).toEqual({ handedInAt: noon, changes: [] })
  })

  it.each([
    ['that a newer version wrote', JSON.stringify({ ...usualGradebook, curve: 'bell' })],
    ['without a part', JSON.stringify({ ...usualGradebook, rules: undefined })],
    ['that is no JSON', '{'],
  ])('%s is listed and refused, not guessed at', (_, text) => {
    const { calls, db } = laptop()
    const id = calls.saveGradebook({ id: null, account: 'a', name: 'Term 1', definition })
    db.prepare('UPDATE gradebook SET definition = ? WHERE id = ?').run(text, id)
    expect(calls.listGradebooks()).toMatchObject([{ name: 'Term 1', definition: null }])
    expect(() => calls.savedGradebook(id)).toThrow('gradebook/not-readable')
    expect(() => calls.changesSinceHandIn(id)).toThrow('gradebook/not-readable')
    calls.restoreGradebook(calls.removeGradebook(id))
    expect(db.prepare('SELECT definition FROM gradebook').pluck().get()).toBe(text)
  })
})

describe('a decision about a cell', () => {
  it('answers the former one, by which it is undone', () => {
    const { calls } = laptop()
    const excused = { kind: 'excused', reason: 'ill' } as const
    const chosen = { kind: 'attempt', resultId: 1, reason: 'agreed' } as const
    expect(calls.setOverride(cell, excused, noon)).toBeNull()
    expect(calls.setOverride(cell, chosen, later)).toEqual(excused)
    expect(calls.overridesOf(['a'])).toEqual([{ cell, override: chosen, madeAt: later }])
    expect(calls.overridesOf(['b'])).toEqual([])
    expect(calls.clearOverride(cell)).toEqual(chosen)
    expect(calls.clearOverride(cell)).toBeNull()
  })

  it.each([
    ['of another student', { ...cell, key: 'user:2' }],
    ['of another test', { ...cell, testId: 2 }],
    ['of another account', { ...cell, account: 'b' }],
  ])('an attempt %s is refused', (_, other) => {
    const { calls } = laptop()
    expect(() => calls.setOverride(other, { kind: 'attempt', resultId: 1, reason: '' }, noon)).toThrow(
      'result/not-found',
    )
  })
})

describe('what changed since a gradebook was handed in', () => {
  function handedIn() {
    const made = laptop()
    const id = made.calls.saveGradebook({ id: null, account: 'a', name: 'Term 1', definition })
    expect(made.calls.changesSinceHandIn(id)).toBeNull()
    made.calls.recordHandIn(id, made.calls.handInOf(definition), noon)
    return { ...made, id, changes: () => made.calls.changesSinceHandIn(id)?.changes }
  }
  const ada = { student: { account: 'a', key: 'user:1' }, first: 'Ada', last: 'Lovelace' }
  const algebra = { account: 'a', testId: 1, name: 'Algebra' }

  it('is nothing at first', () => {
    expect(handedIn().changes()).toEqual([])
  })

  it('is a corrected percentage, from what to what, with average and grade', () => {
    const { calls, changes } = handedIn()
    calls.applyPage(pageWith([resultOf({ percentage: toTenths(81.5) })]))
    expect(changes()).toEqual([
      { ...ada, at: 'test', test: algebra, from: { sum: 750, of: 1 }, to: { sum: 815, of: 1 } },
      {
        ...ada,
        at: 'average',
        from: { rounded: 750, places: 1, grade: 'C' },
        to: { rounded: 815, places: 1, grade: 'B' },
      },
    ])
  })

  it('is an excuse, a test more, a student more and one less', () => {
    const { calls, id } = handedIn()
    calls.setOverride(cell, { kind: 'excused', reason: 'ill' }, later)
    calls.applyPage(pageWith([resultOf({ userId: 3, first: 'Cyd', testId: 2 })], { tests: [{ id: 2, name: 'Birds' }] }))
    calls.saveGradebook({
      id,
      account: 'a',
      name: 'Term 1',
      definition: { ...definition, students: { by: 'filter', filter: [{ field: 'id', op: 'in', value: [1, 3] }] } },
    })
    expect(calls.changesSinceHandIn(id)?.changes).toEqual([
      { ...ada, at: 'test', test: algebra, from: { sum: 750, of: 1 }, to: 'excused' },
      {
        ...ada,
        at: 'average',
        from: { rounded: 750, places: 1, grade: 'C' },
        to: { rounded: null, places: 1, grade: '' },
      },
      { student: { account: 'a', key: 'user:3' }, first: 'Cyd', last: 'Lovelace', at: 'student', change: 'new' },
      { student: { account: 'a', key: 'user:2' }, first: 'Bea', last: 'Lovelace', at: 'student', change: 'gone' },
    ])
  })

  it('is not that a student’s key was corrected', () => {
    const { calls, id } = handedIn()
    const link = { feed: 'links', userId: null, email: 'dan@x.example', linkResultId: 9, first: 'Dan' } as const
    calls.applyPage(pageWith([resultOf(link)], { feed: 'links' }))
    calls.recordHandIn(id, calls.handInOf(definition), later)
    calls.applyPage(pageWith([resultOf({ ...link, first: 'Daniel' })], { feed: 'links' }))
    expect(calls.changesSinceHandIn(id)).toEqual({ handedInAt: later, changes: [] })
  })

  it('forgets the students of a removed account, also in another’s gradebook', () => {
    const { calls, db, id } = handedIn()
    calls.applyPage(pageWith([resultOf({ first: 'Zoe' })], { accountId: 'b' }))
    calls.recordHandIn(id, calls.handInOf(definition), later)
    const texts = () => db.prepare<[], string>('SELECT cells FROM hand_in').pluck().all().join()
    expect(texts()).toContain('Zoe')
    calls.removeAccount('b')
    expect(texts()).not.toContain('Zoe')
    expect(calls.changesSinceHandIn(id)?.changes).toEqual([])
  })

  it.each([
    ['by another version', (held: string) => held.replace('"form":1', '"form":2')],
    ['with a cell that is none', (held: string) => held.replace('"cells":[750]', '"cells":["A"]')],
    ['with a mean of nothing', (held: string) => held.replace('"cells":[750]', '"cells":[[750,0]]')],
    ['cut off', (held: string) => held.slice(0, -3)],
  ])('is not guessed at where it was kept %s', (_, spoil) => {
    const { calls, db, id } = handedIn()
    const held = db.prepare<[], string>('SELECT cells FROM hand_in').pluck().get() ?? ''
    expect(spoil(held)).not.toBe(held)
    db.prepare('UPDATE hand_in SET cells = ?').run(spoil(held))
    expect(() => calls.changesSinceHandIn(id)).toThrow('gradebook/hand-in-not-readable')
    expect(calls.gradebookChecks(definition, id)).toContainEqual({
      ...{ kind: 'unreadable-hand-in', severity: 'attention', count: 1, places: [{ gradebook: id }] },
    })
  })

  it('the five newest are kept', () => {
    const { calls, db, id } = handedIn()
    for (let at = 1; at <= 7; at++) calls.recordHandIn(id, calls.handInOf(definition), unixSeconds(noon + at))
    expect(db.prepare('SELECT handed_in_at - ? FROM hand_in ORDER BY id').pluck().all(noon)).toEqual([3, 4, 5, 6, 7])
  })
})
