import { describe, expect, it } from 'vitest'
import type { ClassMember, KnownStudent } from '../../../shared/model/class.ts'
import { classColumnsOf } from '../../../shared/model/class-columns.ts'
import { type ClassColumns, changeOf, compareClass, namesIn } from '../../../shared/model/class-file.ts'

const student = (key: string, first: string, last: string, email: string | null = null): KnownStudent => ({
  ...{ account: 'a', key, first, last, email },
})
const member = (key: string, first: string, last: string, said: Partial<ClassMember> = {}): ClassMember => ({
  ...{ key, first, last, email: null, externalId: null, extraTime: null },
  ...said,
})
const columns = { first: 0, last: 1, email: 2, externalId: 3, extraTime: 4 }
const rowsOf = (rows: readonly (readonly string[])[]) => rows.map((cells, at) => ({ line: at + 2, cells }))

interface Given {
  readonly students?: readonly KnownStudent[]
  readonly members?: readonly ClassMember[]
  readonly columns?: ClassColumns
}
const compared = (rows: readonly (readonly string[])[], given: Given = {}) =>
  compareClass(rowsOf(rows), given.columns ?? columns, given.students ?? [], given.members ?? [])
const refusals = (rows: readonly (readonly string[])[], given: Given = {}) =>
  compared(rows, given).refused.map(({ line, reason }) => [line, reason])

describe('a row of a class list', () => {
  it('is the student whose name and address it has, however they are written', () => {
    const students = [
      student('user:1', 'Ann', 'Lee', 'Ann@x.example'),
      student('user:2', 'Ann', 'Lee', 'other@x.example'),
    ]
    const diff = compared([[' ANN', 'Lee ', 'ann@X.example', 'S1', '25 %']], { students })
    expect(diff.new).toEqual([
      {
        line: 2,
        isKnown: true,
        member: member('user:1', 'ANN', 'Lee', { email: 'ann@X.example', externalId: 'S1', extraTime: 25 }),
      },
    ])
  })

  it('without an address is the only student of the name, and nobody where there are two', () => {
    const students = [student('user:1', 'Ann', 'Lee', 'ann@x.example'), student('user:2', 'Bo', 'Lee')]
    expect(compared([['Ann', 'Lee']], { students }).new).toMatchObject([
      { isKnown: true, member: { key: 'user:1', email: 'ann@x.example' } },
    ])
    const two = [...students, student('cm:3', 'ann', 'lee')]
    expect(refusals([['Ann', 'Lee']], { students: two })).toEqual([[2, 'several-students']])
  })

  it('with an address is never somebody of the same name with another one, or with none', () => {
    const students = [student('user:1', 'Ann', 'Lee', 'ann@x.example'), student('user:2', 'Ann', 'Lee')]
    expect(compared([['Ann', 'Lee', 'lee@x.example']], { students }).new).toMatchObject([
      { isKnown: false, member: { key: 'mail:lee@x.example|ann lee' } },
    ])
  })

  it('of two students with one name and address is neither', () => {
    const students = ['user:1', 'mail:ann@x.example|ann lee'].map((key) => student(key, 'Ann', 'Lee', 'ann@x.example'))
    expect(refusals([['Ann', 'Lee', 'ann@x.example']], { students })).toEqual([[2, 'several-students']])
  })

  it('of nobody known gets the key that a first result will have', () => {
    const keys = compared([
      ['Ann', 'Lee', 'Ann@x.example'],
      ['Bo ', ' von  Lee'],
    ]).new.map(({ member: { key } }) => key)
    expect(keys).toEqual(['mail:ann@x.example|ann lee', 'name:bo von lee|'])
  })

  it('may have its address as mail programs write it', () => {
    const [only] = compared([['Ann', 'Lee', 'Lee, Ann <Ann@x.example>']]).new
    expect(only?.member).toMatchObject({ key: 'mail:ann@x.example|ann lee', email: 'Ann@x.example' })
  })

  it.each([
    ['no name', ['', ' ', 'ann@x.example'], 'no-name'],
    ['no address', ['Ann', 'Lee', 'none'], 'no-email-address'],
    ['two addresses', ['Ann', 'Lee', 'ann@x.example; lee@x.example'], 'no-email-address'],
    ['no percentage', ['Ann', 'Lee', '', '', 'yes'], 'no-extra-time'],
    ['half a percent', ['Ann', 'Lee', '', '', '12.5'], 'no-extra-time'],
    ['more time than there is', ['Ann', 'Lee', '', '', '1001'], 'no-extra-time'],
    ['a novel', ['Ann', 'x'.repeat(201)], 'too-long'],
  ])('is refused where it has %s, with its line', (_, cells, reason) => {
    expect(refusals([cells])).toEqual([[2, reason]])
  })

  it('is refused for what is wrong with one of its cells, and only with those that are read', () => {
    const rows = [{ line: 9, cells: ['Total', '12', '#REF!'], flaws: { 2: 'error-value' as const } }]
    const reasons = (chosen: ClassColumns) => compareClass(rows, chosen, [], []).refused.map(({ reason }) => reason)
    expect(reasons({ first: 0, externalId: 2 })).toEqual(['error-value'])
    expect(reasons({ first: 0 })).toEqual([])
  })

  it('that is empty is no row', () => {
    expect(compared([[], ['', ' '], ['', '', '', '', '', 'x']])).toEqual({
      ...{ new: [], changed: [], unchanged: [], gone: [], refused: [] },
    })
  })

  it('is refused where another is of the same person, or may be', () => {
    expect(
      refusals([
        ['Ann', 'Lee', 'ann@x.example'],
        ['ann', 'lee', 'ANN@x.example'],
        ['Ann', 'Lee', 'other@x.example'],
        ['Ann', 'Lee'],
        ['Bo', 'Lee'],
        ['Bo', 'Lee'],
      ]),
    ).toEqual([
      [3, 'duplicate'],
      [5, 'duplicate'],
      [7, 'duplicate'],
    ])
  })

  it.each([
    ['Lee, Ann Mary', 'Ann Mary', 'Lee'],
    ['Ann Mary Lee', 'Ann Mary', 'Lee'],
    ['Ann', 'Ann', ''],
    [', Ann', 'Ann', ''],
  ])('may have the whole name in one column: %s', (whole, first, last) => {
    expect(namesIn(whole)).toEqual({ first, last })
    expect(compared([[whole]], { columns: { name: 0 } }).new).toMatchObject([{ member: { first, last } }])
  })
})

describe('a class list beside the class', () => {
  const members = [
    member('user:1', 'Ann', 'Lee', { email: 'ann@x.example', externalId: 'S1', extraTime: 25 }),
    member('user:2', 'Bo', 'Li'),
    member('user:3', 'Cy', 'Lo'),
  ]
  const students = members.map(({ key, first, last, email }) => student(key, first, last, email))

  it('says who is new, changed and in what, the same, and gone', () => {
    const diff = compared(
      [
        ['Ann', 'Lee', 'ann@x.example', 'S1', '50'],
        ['Bo', 'Li'],
        ['Di', 'Lu'],
      ],
      { students, members },
    )
    expect(diff.changed).toEqual([
      { line: 2, member: { ...members[0], extraTime: 50 }, before: members[0], facts: ['extraTime'] },
    ])
    expect(diff.unchanged).toEqual([{ line: 3, member: members[1] }])
    expect(diff.new.map(({ member: { key } }) => key)).toEqual(['name:di lu|'])
    expect(diff.gone).toEqual([members[2]])
    expect(changeOf(diff, false)).toEqual({
      put: [member('name:di lu|', 'Di', 'Lu'), { ...members[0], extraTime: 50 }],
      remove: [],
    })
    expect(changeOf(diff, true).remove).toEqual(['user:3'])
  })

  it('takes away what a chosen column leaves empty, but keeps what was not chosen, and the address', () => {
    const given = { students: students.slice(0, 1), members: members.slice(0, 1) }
    const [all] = compared([['Ann', 'Lee']], given).changed
    expect(all?.member).toEqual({ ...members[0], externalId: null, extraTime: null })
    expect(compared([['Ann', 'Lee']], { ...given, columns: { first: 0, last: 1 } }).unchanged).toHaveLength(1)
  })

  it('says of nobody that they are gone whom a refused row may mean', () => {
    const twice = [...students, student('cm:9', 'Bo', 'Li')]
    const diff = compared([['Bo', 'Li']], { students: twice, members })
    expect(diff.refused).toMatchObject([{ reason: 'several-students' }])
    expect(diff.gone.map(({ key }) => key)).toEqual(['user:1', 'user:3'])
  })

  it('joins who waited for a first result with the results that came', () => {
    const waiting = member('name:ann lee|', 'Ann', 'Lee', { externalId: 'S1' })
    const known = [student('cm:7', 'Ann', 'Lee', 'ann@x.example')]
    const diff = compared([['Ann', 'Lee', 'ann@x.example', 'S1']], { students: known, members: [waiting] })
    expect(diff).toMatchObject({ new: [], gone: [], changed: [{ facts: ['key', 'email'] }] })
    expect(changeOf(diff, false)).toMatchObject({ put: [{ key: 'cm:7', externalId: 'S1' }], remove: ['name:ann lee|'] })
  })

  it('is the same read again', () => {
    const rows = [
      ['Ann', 'Lee', 'ann@x.example', 'S1', '50'],
      ['Di', 'Lu', '', 'S4'],
    ]
    const { put } = changeOf(compared(rows, { students, members }), true)
    expect(compared(rows, { students, members: put })).toMatchObject({ new: [], changed: [], gone: [], refused: [] })
  })
})

it('takes a column headed “Learner” for names, never for the ids of a platform', () => {
  expect(classColumnsOf(['Learner', 'Student ID', 'Email'], true)).toMatchObject({
    ...{ name: [0], learnerId: [1], email: [2], externalId: [] },
  })
  expect(classColumnsOf(['Learner', 'Email'], true).learnerId).toEqual([])
})

describe('a cell of a class list', () => {
  it('is read without what cannot be seen, and finds the student whose name has it', () => {
    const students = [student('user:1', 'An\u{AD}n', 'Lee')]
    const { new: found } = compared([['\u{200E}Ann', 'L\u{200B}ee\u{FEFF}', '', '\u{202A}S1\u{202C}']], { students })
    expect(found).toMatchObject([
      { isKnown: true, member: { key: 'user:1', first: 'Ann', last: 'Lee', externalId: 'S1' } },
    ])
  })

  it.each([
    ['an error of a spreadsheet as its name', ['#N/A', 'Lee'], 'error-value'],
    ['an error of a spreadsheet as its id', ['Ann', 'Lee', '', '#REF!'], 'error-value'],
    ['an id that a spreadsheet cut', ['Ann', 'Lee', '', '1.23457E+15'], 'too-long-number'],
    ['a letter that was lost', ['M\u{FFFD}ller', 'Lee'], 'control-sign'],
    ['a control sign', ['An\u{7}n', 'Lee'], 'control-sign'],
    ['dashes for a name', ['-', '–'], 'no-name'],
  ] as const)('with %s is refused', (_, cells, reason) => {
    expect(refusals([cells])).toEqual([[2, reason]])
  })

  it('is taken with a name that only looks odd', () => {
    const rows = [
      ['Null', 'Null'],
      ['😀', ''],
      ['=1+1', '-bar'],
      ['Jo E+10', '12'],
    ] as const
    expect(compared(rows).new.map(({ member: { first, last } }) => [first, last])).toEqual(rows)
  })
})
