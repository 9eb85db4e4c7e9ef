import { expect, it } from 'vitest'
import { storeOn } from '../../../electron/store/store-api.ts'
import { usualTestPolicy } from '../../../shared/model/test-figures.ts'
import { database, noon, pageWith, resultOf } from '../store/laptop-database.ts'

function laptop() {
  const { db, calls } = database()
  const tests = [
    { id: 1, name: 'Final' },
    { id: 2, name: 'Quiz' },
  ]
  calls.applyPage(
    pageWith(
      tests.map(({ id }) => resultOf({ testId: id, sourceId: 10, timeStarted: (noon + id) as never })),
      { tests, sources: [{ id: 10, name: '10B' }] },
    ),
  )
  const { calls: reading } = storeOn(db)
  const listed = (withHidden = false) =>
    reading
      .tests({ filter: [], policy: usualTestPolicy, withHidden, sort: { field: 'name', direction: 'asc' } })
      .map(({ name }) => name)
  return { calls, reading, listed }
}

const final = { account: 'a', kind: 'test', id: 1 } as const

it('a hidden test is in no list and no choice, and its results stay', () => {
  const { calls, reading, listed } = laptop()
  calls.hide(final)
  expect(listed()).toEqual(['Quiz'])
  expect(listed(true)).toEqual(['Final', 'Quiz'])
  const facets = reading.facets(undefined)
  expect(facets.tests.map(({ name }) => name)).toEqual(['Quiz'])
  expect(facets.total).toBe(2)
  expect(reading.hideables().find(({ id }) => id === 1)).toMatchObject({ name: 'Final', hidden: true })
  calls.showAgain(final)
  expect(listed()).toEqual(['Final', 'Quiz'])
})

it('a hidden group is in no choice', () => {
  const { calls, reading } = laptop()
  const [group] = reading.hideables().filter(({ kind }) => kind !== 'test')
  if (group === undefined) throw new Error('There is no group')
  calls.hide({ account: group.account, kind: group.kind, id: group.id })
  expect(reading.facets(undefined).sources).toEqual([])
})

it('nobody is expected at a hidden test, nor at those of a hidden group, and what was taken stays', () => {
  const { calls, reading } = laptop()
  const assigned = [
    { feed: 'groups', id: 10, name: '10B', linkUrlId: null, accessListId: null, testIds: [1, 2] },
  ] as const
  const tests = [1, 2].map((id) => ({ id, name: `Test ${id}` }))
  calls.saveDiscovery('a', { tests, sources: assigned }, noon)
  calls.applyPage(pageWith([resultOf({ userId: 5, testId: 1 }), resultOf({ userId: 6, testId: 2 })]))
  const member = { first: 'Ada', last: 'L', email: null, externalId: null, extraTime: null }
  const page = (key: string) => {
    const period = { from: null, to: null }
    const { tests: shown, notTaken } = reading.studentPage({ account: 'a', key, period, policy: 'best' })
    return [shown.map(({ testId }) => testId).toSorted(), notTaken]
  }
  expect(page('user:6')).toEqual([[1, 2], 1])
  calls.hide(final)
  expect(page('user:6')).toEqual([[2], 0])
  expect(page('user:5')).toEqual([[1, 2], 1])
  // Others of the class took the hidden test, too.
  calls.addClass(
    'a',
    '10B',
    [5, 6].map((id) => ({ ...member, key: `user:${id}` })),
    noon,
  )
  expect(page('user:6')).toEqual([[2], 0])
  calls.showAgain(final)
  expect(page('user:6')).toEqual([[1, 2], 1])
  calls.removeClass(calls.listClasses()[0]?.id ?? 0)
  calls.hide({ account: 'a', kind: 'groups', id: 10 })
  expect(page('user:6')).toEqual([[2], 0])
})

it('nobody is expected at a test that classmates took in hidden groups and links alone', () => {
  const { db, calls } = database()
  const sources = [10, 20].map((id) => ({ id, name: `Group ${id}` }))
  const taken = (userId: number, testId: number, sourceId: number) => resultOf({ userId, testId, sourceId })
  calls.applyPage(pageWith([taken(5, 1, 10), taken(5, 2, 20), taken(6, 1, 10)], { sources }))
  const member = (user: number) => ({
    ...{ key: `user:${user}`, first: 'Ada', last: `L${user}`, email: null, externalId: null, extraTime: null },
  })
  calls.addClass('a', '10B', [5, 6, 7].map(member), noon)
  const asked = { account: 'a', period: { from: null, to: null } } as const
  const [classId = 0] = calls.listClasses().map(({ id }) => id)
  /** The tests of one who took the first alone, before and after all attempts are in memory, and who lacks the second. */
  const expectedOf = () => {
    const { calls: reading } = storeOn(db)
    const testsOf = () =>
      reading.studentPage({ ...asked, key: 'user:6', policy: 'best' }).tests.map(({ testId }) => testId)
    const before = testsOf()
    const missing = (of: number | null) =>
      reading.testPage({ ...asked, testId: 2, policy: usualTestPolicy, classId: of }).notTaken.map((own) => own.missing)
    const lacking = { anyClass: missing(null), thisClass: missing(classId) }
    return { before, after: testsOf(), ...lacking }
  }
  const group = { account: 'a', kind: 'groups', id: 20 } as const
  expect(expectedOf()).toEqual({ before: [1, 2], after: [1, 2], anyClass: [2], thisClass: [2] })
  calls.hide(group)
  // A class that is asked for by itself is answered all the same: one of three has taken it, wherever that was.
  expect(expectedOf()).toEqual({ before: [1], after: [1], anyClass: [], thisClass: [2] })
  calls.applyPage(pageWith([taken(7, 2, 10)]))
  expect(expectedOf()).toEqual({ before: [1, 2], after: [1, 2], anyClass: [1], thisClass: [1] })
})

it('hiding is one step of undo, named by what was hidden', () => {
  const { calls, listed } = laptop()
  calls.hide(final)
  expect(calls.localChanges()[0]).toMatchObject({ kind: 'hidden', subject: 'Final' })
  expect(calls.undoLocalChange(noon)).toMatchObject({ outcome: 'done' })
  expect(listed()).toEqual(['Final', 'Quiz'])
  calls.redoLocalChange()
  expect(listed()).toEqual(['Quiz'])
})
