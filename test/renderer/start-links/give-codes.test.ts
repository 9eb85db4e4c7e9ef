import { array, assert, constantFrom, option, property, string } from 'fast-check'
import { describe, expect, it } from 'vitest'
import { giveCodes } from '../../../renderer/features/start-links/give-codes.ts'
import { peopleOfCodes, peopleOfRows } from '../../../renderer/features/start-links/people.ts'
import type { StartPerson } from '../../../shared/model/start-link.ts'

const person = (first: string | null, last: string | null, given: Partial<StartPerson> = {}): StartPerson => ({
  first,
  last,
  email: null,
  userId: null,
  accessCode: null,
  ...given,
})
const codesOf = ({ people }: ReturnType<typeof giveCodes>) => people.map(({ accessCode }) => accessCode)
const nameless = (...codes: string[]) => codes.map((code) => ({ code, name: null }))

describe('giving codes', () => {
  it('goes in the order of the list, and leaves a code that somebody brought', () => {
    const given = giveCodes(
      [person('Ann', 'A'), person('Bo', 'B', { accessCode: 'C2' }), person('Cy', 'C')],
      nameless('C1', 'C2', 'C3'),
    )
    expect(codesOf(given)).toEqual(['C1', 'C2', 'C3'])
    expect(given.newlyNamed).toEqual([
      { code: 'C1', name: 'Ann A' },
      { code: 'C3', name: 'Cy C' },
    ])
  })
  it('says how many stay without when there are too few', () => {
    const given = giveCodes([person('Ann', 'A'), person('Bo', 'B')], nameless('C1'))
    expect(codesOf(given)).toEqual(['C1', null])
    expect(given.without).toBe(1)
  })
  it('keeps a code for the person named beside it, however the name is written', () => {
    const unused = [
      { code: 'C1', name: 'smith, PAUL' },
      { code: 'C2', name: null },
      { code: 'C3', name: 'Somebody Else' },
    ]
    const given = giveCodes([person('Ann', 'A'), person('Paul', 'Smith')], unused)
    expect(codesOf(given)).toEqual(['C2', 'C1'])
    expect(given.newlyNamed).toEqual([{ code: 'C2', name: 'Ann A' }])
    expect(given.reserved).toBe(1)
  })
  it('gives the same codes again once their names are written beside them', () => {
    const people = [person('Ann', 'A'), person(null, null, { email: 'b@school.example' })]
    const once = giveCodes(people, nameless('C1', 'C2', 'C3'))
    const names = new Map(once.newlyNamed.map(({ code, name }) => [code, name]))
    const again = giveCodes(
      people,
      ['C1', 'C2', 'C3'].map((code) => ({ code, name: names.get(code) ?? null })),
    )
    expect(codesOf(again)).toEqual(codesOf(once))
    expect(again.newlyNamed).toEqual([])
  })
  it('never gives one code to two people', () => {
    const names = option(constantFrom('Ann', 'Bo', 'Cy', 'Dee'), { nil: null })
    assert(
      property(
        array(names, { maxLength: 20 }),
        array(names, { maxLength: 20 }),
        array(string({ maxLength: 3 }), { maxLength: 4 }),
        (firsts, owners, brought) => {
          const people = firsts.map((first, at) => person(first, null, { accessCode: brought[at] || null }))
          const unused = owners.map((name, at) => ({ code: `C${at}`, name }))
          const added = giveCodes(people, unused).people.flatMap(({ accessCode }, at) =>
            people[at]?.accessCode === null && accessCode !== null ? [accessCode] : [],
          )
          expect(new Set(added).size).toBe(added.length)
          for (const code of added) expect(brought.slice(0, firsts.length)).not.toContain(code)
        },
      ),
    )
  })
})

describe('people', () => {
  it('of a table have their parts, and a whole name is split where neither part is given', () => {
    const row = { first: '', last: '', name: 'Smith, Paul', email: 'p@school.example', userId: '', accessCode: 'X' }
    expect(peopleOfRows([row, { ...row, last: 'Jones' }])).toEqual([
      person('Paul', 'Smith', { email: 'p@school.example', accessCode: 'X' }),
      person(null, 'Jones', { email: 'p@school.example', accessCode: 'X' }),
    ])
  })
  it('of a table have the address alone of what a mail program wrote', () => {
    const row = { first: 'Paul', last: '', name: '', email: 'Paul <p@school.example>', userId: '', accessCode: '' }
    expect(peopleOfRows([row])).toEqual([person('Paul', null, { email: 'p@school.example' })])
  })
  it('of codes are named as the codes are', () => {
    expect(peopleOfCodes([{ code: 'X', name: 'Paul Smith' }, ...nameless('Y')])).toEqual([
      person('Paul', 'Smith', { accessCode: 'X' }),
      person(null, null, { accessCode: 'Y' }),
    ])
  })
})
