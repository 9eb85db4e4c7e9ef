import { describe, expect, it } from 'vitest'
import type { StartPerson } from '../../../shared/model/start-link.ts'

const { personWarnings } = await import('../../../renderer/features/start-links/person-warnings.ts')
const { warningWords } = await import('../../../renderer/features/start-links/person-warnings.ts')

const nobody: StartPerson = { first: null, last: null, email: null, userId: null, accessCode: null }
const ann: StartPerson = { ...nobody, first: 'Ann', last: 'Smith' }

describe('what is said about people', () => {
  it('is nothing of people who are well', () => {
    expect(personWarnings([ann, { ...ann, first: 'Bo' }])).toEqual([])
    expect(
      personWarnings([
        { ...ann, accessCode: 'X' },
        { ...nobody, accessCode: 'Y' },
      ]),
    ).toEqual([])
  })
  it('names who has neither a name nor a code', () => {
    expect(personWarnings([ann, { ...nobody, email: 'b@school.example' }])).toEqual([{ kind: 'nobody', rows: [2] }])
  })
  it('names who has no code, unless nobody has one', () => {
    const coded = { ...ann, last: 'Jones', accessCode: 'X' }
    expect(personWarnings([ann, coded])).toEqual([{ kind: 'no-code', rows: [1] }])
    expect(personWarnings([nobody, coded])).toEqual([{ kind: 'nobody', rows: [1] }])
  })
  it('names codes that are there twice', () => {
    const people = ['X', 'Y', 'X'].map((accessCode, at) => ({ ...ann, last: `S${at}`, accessCode }))
    expect(personWarnings(people)).toEqual([{ kind: 'same-code', rows: [1, 3] }])
  })
  it('takes 100 characters of a user ID and no more, 255 of a code and no more', () => {
    const long = (length: number) => 'x'.repeat(length)
    expect(personWarnings([{ ...ann, userId: long(100), accessCode: long(255) }])).toEqual([])
    expect(personWarnings([{ ...ann, userId: long(101), accessCode: long(256) }])).toEqual([
      { kind: 'long-code', rows: [1] },
      { kind: 'long-id', rows: [1] },
    ])
    expect(personWarnings([{ ...ann, last: long(1_001) }])).toEqual([{ kind: 'too-long', rows: [1] }])
  })
  it('tells the same person from one of the same name', () => {
    const same = [ann, { ...ann, first: 'ANN ' }]
    const others = [
      { ...ann, userId: '1' },
      { ...ann, userId: '2' },
      { ...ann, email: 'a@school.example' },
    ]
    expect(personWarnings(same)).toEqual([{ kind: 'same-person', rows: [1, 2] }])
    expect(personWarnings(others)).toEqual([])
    expect(personWarnings([...others, { ...ann, first: 'A.', userId: '2' }])).toEqual([
      { kind: 'same-person', rows: [2, 4] },
    ])
  })
  it('is a sentence with the first rows', () => {
    const rows = Array.from({ length: 12 }, (_, at) => at + 1)
    expect(warningWords({ kind: 'nobody', rows: [3] })).toBe('Row 3 has neither a name nor a code.')
    expect(warningWords({ kind: 'nobody', rows })).toBe(
      '12 people have neither a name nor a code: rows 1, 2, 3, 4, 5, 6, 7, 8 and 4 more.',
    )
  })
})
