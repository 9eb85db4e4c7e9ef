import { describe, expect, it } from 'vitest'
import type { ClassMember } from '../../../shared/model/class.ts'
import { noon } from '../store/laptop-database.ts'
import { attemptOf, called, checkedLaptop, linkAttempt } from './checked-laptop.ts'

const namesIn = (
  places: readonly { readonly students: readonly { first: string; last: string; key: string }[] }[] = [],
) => places.map(({ students }) => students.map(({ key }) => key))

describe('students of one name', () => {
  it('are likely one person with one address, whatever the accents and the way they came', () => {
    const { find } = checkedLaptop([
      attemptOf(1, 'José', { email: 'Jo@x.example' }),
      linkAttempt('Jose', { email: 'jo@x.example' }),
      attemptOf(2, 'Ann'),
    ])
    const check = find('same-name', {}, 'attention')
    expect(check?.count).toBe(1)
    expect(namesIn(check?.places)).toEqual([['mail:jo@x.example|jose lee', 'user:1']])
    expect(find('same-name', {}, 'note')).toBeUndefined()
  })

  it('are likely one person in one group where no address tells them apart', () => {
    const { find } = checkedLaptop([attemptOf(1, 'Ann'), attemptOf(2, 'Ann', { email: 'ann@x.example' })])
    expect(find('same-name', {}, 'attention')?.count).toBe(1)
  })

  it.each([
    ['in different groups', { sourceId: 11 }, {}],
    ['with different addresses', { email: 'b@x.example' }, { email: 'a@x.example' }],
  ])('are only perhaps one person %s', (_, one, other) => {
    const { find } = checkedLaptop([attemptOf(1, 'Ann', one), attemptOf(2, 'Ann', other)])
    expect(find('same-name', {}, 'attention')).toBeUndefined()
    expect(find('same-name', {}, 'note')?.count).toBe(1)
  })

  it('are likely one person where one stands in the class only', () => {
    const { calls, find } = checkedLaptop([attemptOf(1, 'Ann')])
    const ann: ClassMember = {
      ...{ key: 'user:1', first: 'Ann', last: 'Lee', email: null, externalId: null, extraTime: null },
    }
    const id = calls.addClass('a', '10B', [ann, { ...ann, key: 'mail:ann@x.example|ann lee' }], noon)
    const students = { by: 'class', classId: id } as const
    expect(find('same-name', { students }, 'attention')?.count).toBe(1)
    calls.changeClass(id, {
      put: [
        { ...ann, externalId: 'S1' },
        { ...ann, key: 'mail:ann@x.example|ann lee', externalId: 'S2' },
      ],
      remove: [],
    })
    expect(find('same-name', { students }, 'attention')).toBeUndefined()
    expect(find('same-name', { students }, 'note')?.count).toBe(1)
  })
})

describe('one address', () => {
  it('of twins is only a note', () => {
    const { find, all } = checkedLaptop([
      linkAttempt('Ben', { email: 'family@x.example' }),
      linkAttempt('Ann', { email: 'family@x.example' }),
    ])
    const check = find('shared-email')
    expect(check).toMatchObject({ severity: 'note', count: 1, places: [{ email: 'family@x.example' }] })
    expect(check?.places[0]?.students.map(called)).toEqual(['Ann Lee', 'Ben Lee'])
    expect(all().map(({ kind }) => kind)).toEqual(['incomplete', 'shared-email'])
  })
})

describe('one student', () => {
  it('whose attempts have two names is named with both', () => {
    const { find } = checkedLaptop([
      attemptOf(1, 'Ann'),
      attemptOf(1, 'Bob', { testId: 2 }),
      attemptOf(2, 'Zoë'),
      attemptOf(2, 'zoe', { testId: 2 }),
    ])
    const check = find('two-names')
    expect(check).toMatchObject({ severity: 'note', count: 1, places: [{ student: { key: 'user:1', first: 'Ann' } }] })
    expect(check?.places[0]?.names.toSorted()).toEqual(['Ann Lee', 'Bob Lee'])
  })

  it('without a name is one for each attempt', () => {
    const nobody = { first: ' ', last: '', email: null }
    const { find } = checkedLaptop([
      linkAttempt('', nobody),
      linkAttempt('', { ...nobody, testId: 2 }),
      attemptOf(1, '', { first: '', last: '' }),
      attemptOf(1, '', { first: '', last: '', testId: 1 }),
      attemptOf(2, 'Ann'),
    ])
    const check = find('nameless')
    expect(check).toMatchObject({ severity: 'attention', count: 4 })
    expect(check?.places.map(({ attempts }) => attempts.length).toSorted()).toEqual([1, 1, 2])
    expect(find('same-name')).toBeUndefined()
  })
})

describe('one access code', () => {
  const code = { accessCode: 'K7' }

  it('of two names is a note, in one account', () => {
    const { find } = checkedLaptop([
      linkAttempt('Ben', { ...code, email: 'b@x.example' }),
      linkAttempt('Ann', code),
      linkAttempt('Cy', { accessCode: 'K8' }),
    ])
    const check = find('shared-code')
    expect(check).toMatchObject({ severity: 'note', count: 1, places: [{ code: 'K7' }] })
    expect(check?.places[0]?.students.map(called)).toEqual(['Ann Lee', 'Ben Lee'])
  })

  it('of one name under two keys is no shared one', () => {
    const { find } = checkedLaptop([linkAttempt('Ann', { ...code, email: 'a@x.example' }), linkAttempt('Ann', code)])
    expect(find('shared-code')).toBeUndefined()
  })
})
