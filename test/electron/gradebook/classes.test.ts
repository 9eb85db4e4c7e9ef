import { describe, expect, it } from 'vitest'
import type { ClassMember } from '../../../shared/model/class.ts'
import { usualGradebook } from '../../../shared/model/gradebook.ts'
import { accountNamed, database, noon, pageWith, resultOf } from '../store/laptop-database.ts'

const member = (key: string, said: Partial<ClassMember> = {}): ClassMember => ({
  key,
  first: 'Ada',
  last: key,
  email: null,
  externalId: null,
  extraTime: null,
  ...said,
})

function laptop() {
  const made = database([accountNamed('a'), accountNamed('b')])
  const id = made.calls.addClass('a', '10B', [member('user:1'), member('user:2', { extraTime: 25 })], noon)
  return { ...made, id }
}

describe('a class', () => {
  it('is listed with its students, of the accounts asked for', () => {
    const { calls, id } = laptop()
    const other = calls.addClass('b', '10B', [], noon)
    expect(calls.listClasses()).toEqual([
      { id, account: 'a', name: '10B', students: 2 },
      { id: other, account: 'b', name: '10B', students: 0 },
    ])
    expect(calls.listClasses(['b']).map((each) => each.id)).toEqual([other])
    expect(calls.classMembers(id).map(({ key, extraTime }) => [key, extraTime])).toEqual([
      ['user:1', null],
      ['user:2', 25],
    ])
  })

  it('keeps a name that is taken in its account from another', () => {
    const { calls, id } = laptop()
    const other = calls.addClass('a', '10C', [], noon)
    expect(() => calls.addClass('a', '10B', [], noon)).toThrow('class/exists')
    expect(() => calls.renameClass(other, '10B')).toThrow('class/exists')
    calls.renameClass(id, '10B')
    calls.renameClass(id, '10D')
    expect(calls.listClasses().map(({ name }) => name)).toEqual(['10C', '10D'])
  })

  it('comes back as it was, and its number is never another one’s', () => {
    const { calls, id } = laptop()
    const before = calls.classMembers(id)
    const removed = calls.removeClass(id)
    expect(() => calls.classMembers(id)).toThrow('class/not-found')
    const next = calls.addClass('a', 'Next', [], noon)
    expect(next).not.toBe(id)
    calls.restoreClass(removed)
    expect(calls.classMembers(id)).toEqual(before)
    expect(() => calls.restoreClass(removed)).toThrow('class/exists')
  })

  it('a change is undone by the change it answers', () => {
    const { calls, id } = laptop()
    const before = calls.classMembers(id)
    const change = { put: [member('user:2', { externalId: 'S2' }), member('user:3')], remove: ['user:1', 'user:9'] }
    const undo = calls.changeClass(id, change)
    expect(calls.classMembers(id).map(({ key, externalId }) => [key, externalId])).toEqual([
      ['user:2', 'S2'],
      ['user:3', null],
    ])
    const redo = calls.changeClass(id, undo)
    expect(calls.classMembers(id)).toEqual(before)
    calls.changeClass(id, redo)
    expect(calls.classMembers(id).map(({ key }) => key)).toEqual(['user:2', 'user:3'])
  })

  it('names who has results, as the newest one does', () => {
    const { calls } = laptop()
    calls.applyPage(
      pageWith([
        resultOf({ userId: 7, first: 'Ann', timeFinished: noon }),
        resultOf({ userId: 7, first: 'Anna', timeStarted: noon, timeFinished: (noon + 60) as never }),
        resultOf({ userId: 8, testId: 2 }),
      ]),
    )
    expect(
      calls.studentsFound([{ field: 'account', op: 'in', value: ['a'] }]).map(({ key, first }) => [key, first]),
    ).toEqual([
      ['user:8', 'Ada'],
      ['user:7', 'Anna'],
    ])
    expect(calls.studentsFound([{ field: 'account', op: 'in', value: ['b'] }])).toEqual([])
    expect(calls.studentsFound([{ field: 'test', op: 'in', value: [2] }])).toEqual([
      { account: 'a', key: 'user:8', first: 'Ada', last: 'Lovelace', email: null },
    ])
  })

  it('is worth a copy, and goes with its account', () => {
    const { calls, db } = laptop()
    expect(calls.isEmpty()).toBe(false)
    calls.removeAccount('a')
    expect(calls.listClasses()).toEqual([])
    expect(db.prepare('SELECT count(*) FROM class_member').pluck().get()).toBe(0)
    expect(calls.isEmpty()).toBe(true)
  })

  it('stands in the gradebook before its first result', () => {
    const { calls, id } = laptop()
    const { students } = calls.gradebookSummary({ ...usualGradebook, students: { by: 'class', classId: id } })
    expect(students).toBe(2)
  })
})
