import { describe, expect, it } from 'vitest'
import {
  changeOfKnown,
  changeOfLearner,
  changeOfTyped,
  diffOfCodes,
  diffOfStudents,
} from '../../../renderer/features/classes/class-people.ts'
import type { ClassMember, KnownStudent } from '../../../shared/model/class.ts'
import { changeOf } from '../../../shared/model/class-file.ts'

const member = (key: string, first: string, last: string, said: Partial<ClassMember> = {}): ClassMember => ({
  ...{ key, first, last, email: null, externalId: null, extraTime: null },
  ...said,
})
const student = (key: string, first: string, last: string, email: string | null = null): KnownStudent => ({
  ...{ account: 'school', key, first, last, email },
})
const typed = { first: '', last: '', email: '', externalId: '', extraTime: '', learnerId: '' }

describe('students of a group, added to a class', () => {
  const ada = student('user:1', 'Ada', 'Lovelace', 'ada@x.example')

  it('are new once, and unchanged from then on', () => {
    const diff = diffOfStudents([ada], new Set(['user:1']), [])
    expect(diff.new).toHaveLength(1)
    const again = diffOfStudents([ada], new Set(['user:1']), changeOf(diff, false).put)
    expect([again.new.length, again.changed.length, again.unchanged.length]).toEqual([0, 0, 1])
  })

  it('take the place of the same person who waited for the first result, with what was known', () => {
    const waiting = member('name:ada lovelace|', 'Ada', 'Lovelace', { externalId: '17', extraTime: 25 })
    const change = changeOf(diffOfStudents([ada], new Set(['user:1']), [waiting]), true)
    expect(change.put).toEqual([
      member('user:1', 'Ada', 'Lovelace', { email: 'ada@x.example', externalId: '17', extraTime: 25 }),
    ])
    expect(change.remove).toEqual(['name:ada lovelace|'])
  })

  it('are nobody’s namesake: of two of one name neither takes a waiting place', () => {
    const other = student('user:2', 'Ada', 'Lovelace')
    const waiting = member('name:ada lovelace|', 'Ada', 'Lovelace')
    const diff = diffOfStudents([ada, other], new Set(['user:1', 'user:2']), [waiting])
    expect([diff.new.length, diff.changed.length]).toEqual([2, 0])
  })

  it('take nobody out who is not among them', () => {
    expect(diffOfStudents([], new Set(), [member('user:9', 'Z', 'Z')]).gone).toEqual([])
  })
})

describe('the people of an access list, added to a class', () => {
  const codes = [{ code: 'K-1', name: 'Grace Hopper' }]

  it('wait under the key that a first result with the code will have', () => {
    const diff = diffOfCodes(codes, [], [])
    expect(diff.new.map((each) => each.member.key)).toEqual(['name:grace hopper|K-1'])
    const again = diffOfCodes(codes, [], changeOf(diff, false).put)
    expect([again.new.length, again.unchanged.length]).toEqual([0, 1])
  })

  it('are known by their results where they have some', () => {
    const [found] = diffOfCodes(codes, [student('cm:7', 'Grace', 'Hopper')], []).new
    expect(found).toMatchObject({ isKnown: true, member: { key: 'cm:7' } })
  })
})

describe('one student, typed', () => {
  const grace = { ...typed, first: 'Grace', last: 'Hopper' }

  it('is the student with results under this name', () => {
    const change = changeOfTyped(grace, null, [student('user:3', 'Grace', 'Hopper')], [])
    expect(change).toMatchObject({ put: [{ key: 'user:3' }], remove: [] })
  })

  it('is refused beside the field that is wrong', () => {
    const present = member('user:3', 'Grace', 'Hopper')
    const two = [student('user:3', 'Grace', 'Hopper'), student('user:4', 'Grace', 'Hopper')]
    expect(changeOfTyped(typed, null, [], [])).toBe('no-name')
    expect(changeOfTyped({ ...grace, email: 'x' }, null, [], [])).toBe('no-email-address')
    expect(changeOfTyped({ ...grace, extraTime: 'much' }, null, [], [])).toBe('no-extra-time')
    expect(changeOfTyped(grace, null, two, [])).toBe('several-students')
    expect(changeOfTyped(grace, null, two.slice(0, 1), [present])).toBe('already')
  })

  it('gets another key with another name, and leaves the former one', () => {
    const before = member('name:grace hoper|', 'Grace', 'Hoper', { extraTime: 10 })
    const change = changeOfTyped({ ...grace, extraTime: '10' }, before, [], [before])
    expect(change).toMatchObject({
      put: [{ key: 'name:grace hopper|', last: 'Hopper', extraTime: 10 }],
      remove: ['name:grace hoper|'],
    })
  })

  it('keeps the name of the results, where there are some', () => {
    const before = member('user:3', 'Grace', 'Hopper', { email: 'g@x.example' })
    expect(changeOfKnown({ ...typed, externalId: '18', extraTime: '25%' }, before)).toEqual({
      put: [{ ...before, externalId: '18', extraTime: 25 }],
      remove: [],
    })
    expect(changeOfKnown({ ...typed, extraTime: '-5' }, before)).toBe('no-extra-time')
  })
})

describe('one learner of a platform, typed', () => {
  const mia = { ...typed, learnerId: 'usr_1', first: 'Mia', last: 'Brown', email: 'mia@x.example' }
  const unnamed = student('user:usr_1', '', 'usr_1')

  it('is known by the id alone, and called as typed from then on', () => {
    const name = { learnerId: 'usr_1', first: 'Mia', last: 'Brown', email: 'mia@x.example' }
    expect(changeOfLearner(mia, null, [unnamed], [])).toMatchObject({ put: [{ key: 'user:usr_1' }], names: [name] })
    const namesake = student('user:usr_2', 'Mia', 'Brown')
    expect(changeOfLearner(mia, null, [namesake], [])).toMatchObject({ put: [{ key: 'user:usr_1' }], names: [name] })
  })

  it('is refused without the id, and joins without a name', () => {
    expect(changeOfLearner({ ...mia, learnerId: '' }, null, [unnamed], [])).toBe('no-learner-id')
    const nameless = { ...typed, learnerId: 'usr_1' }
    expect(changeOfLearner(nameless, null, [unnamed], [])).toMatchObject({ put: [{ last: 'usr_1' }], names: [] })
  })

  it('keeps the address alone of what a mail program wrote', () => {
    const change = changeOfLearner({ ...mia, email: 'Mia Brown <mia@x.example>' }, null, [unnamed], [])
    expect(change).toMatchObject({ put: [{ email: 'mia@x.example' }], names: [{ email: 'mia@x.example' }] })
  })

  it('loses an address that was emptied', () => {
    const before = member('user:usr_1', 'Mia', 'Brown', { email: 'mia@x.example' })
    const known = student('user:usr_1', 'Mia', 'Brown', 'mia@x.example')
    expect(changeOfLearner({ ...mia, email: '' }, before, [known], [before])).toMatchObject({
      put: [{ key: 'user:usr_1', email: null }],
      names: [{ learnerId: 'usr_1', email: null }],
    })
  })
  it('loses a name that was emptied, and is called by the id again', () => {
    const before = member('user:usr_1', 'Mia', 'Brown')
    const known = student('user:usr_1', 'Mia', 'Brown')
    expect(changeOfLearner({ ...typed, learnerId: 'usr_1' }, before, [known], [before])).toMatchObject({
      put: [{ key: 'user:usr_1', first: '', last: 'usr_1' }],
      names: [{ learnerId: 'usr_1', first: '', last: '', email: null }],
    })
  })
})
