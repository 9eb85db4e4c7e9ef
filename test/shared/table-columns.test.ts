import { describe, expect, it } from 'vitest'
import { columnLetter, columnsOf, rowHolding } from '../../shared/model/table.ts'

describe('a header', () => {
  it.each([
    [
      'a heading that such lists have',
      [
        ['Name', 'Notes'],
        ['Ada', 'late'],
        ['Paul', 'early'],
      ],
    ],
    [
      'one in another language',
      [
        ['Vorname', 'Nachname'],
        ['Ada', 'Lovelace'],
      ],
    ],
    ['accents and case aside', [['PRÉNOM'], ['Ada']]],
    ['words above codes', [['Voucher key'], ['AB12'], ['AB13']]],
    ['words above numbers', [['Seat'], ['12'], ['13']]],
    ['words above addresses', [['Contact'], ['ada@example.org']]],
    ['words above days', [['Born'], ['1815-12-10'], ['10.12.1815']]],
    ['a heading over a column that is partly empty', [['Name', 'Code'], ['Ada'], ['Paul', 'AB12']]],
  ])('is known by %s', (_, rows) => {
    expect(columnsOf(rows)).toEqual({ columns: rows[0], hasHeader: true, skipped: 0, isWider: false })
  })

  it.each([
    ['codes alone', [['AB12'], ['AB13']]],
    ['codes of letters alone', [['ALPHA'], ['BRAVO']]],
    ['numbers', [['123456'], ['123457']]],
    [
      'people without headings',
      [
        ['Ada', 'Lovelace'],
        ['Paul', 'Smith'],
      ],
    ],
    [
      'a person with a code',
      [
        ['Ada', 'AB12'],
        ['Paul', 'AB13'],
      ],
    ],
    [
      'an e-mail address',
      [
        ['Ada', 'ada@example.org'],
        ['Paul', 'paul@example.org'],
      ],
    ],
    [
      'a heading that is a value too',
      [
        ['Group', 'Ada'],
        ['Group', 'Paul'],
      ],
    ],
    ['one row that is no heading', [['Ada']]],
  ])('is not made of %s', (_, rows) => {
    const { columns, hasHeader } = columnsOf(rows)
    expect(hasHeader).toBe(false)
    expect(columns).toEqual(['A', 'B'].slice(0, columns.length))
  })

  it('leaves letters to the columns it does not name', () => {
    expect(
      columnsOf([
        ['Name', ' '],
        ['Ada', 'x', 'y'],
      ]),
    ).toEqual({ columns: ['Name', 'B', 'C'], hasHeader: true, skipped: 0, isWider: true })
  })

  it('alone above nothing is a header all the same', () => {
    expect(columnsOf([['Access code']])).toMatchObject({ columns: ['Access code'], hasHeader: true })
  })
})

describe('what stands above a header', () => {
  const list = [
    ['Name', 'Access code'],
    ['Ana', 'K1'],
  ]
  it.each([
    ['a title', [['Class 10B']]],
    ['a title and a blank row', [['Codes for 10B, autumn 2026'], []]],
    ['a title, a day and a teacher', [['10B'], ['2026-11-28'], ['Mr Lind']]],
  ])('is skipped: %s', (_, above) => {
    expect(columnsOf([...above, ...list])).toEqual({
      columns: ['Name', 'Access code'],
      hasHeader: true,
      skipped: above.length,
      isWider: false,
    })
  })

  it('is skipped above a single column, if it is words', () => {
    expect(columnsOf([['Codes for 10B'], ['Access code'], ['K1']])).toMatchObject({ hasHeader: true, skipped: 1 })
    expect(columnsOf([['K0'], ['Access code'], ['K1']])).toMatchObject({ hasHeader: false })
  })

  it('is skipped where it says “codes” itself', () => {
    expect(columnsOf([['2026-11-28'], ['Codes'], [], ['Code'], ['K1']])).toMatchObject({ hasHeader: true, skipped: 3 })
  })

  it('is none of it where it is as wide as the table', () => {
    expect(columnsOf([['Ana', 'K1'], ...list])).toMatchObject({ hasHeader: false })
  })
})

it('knows a header with numbered columns by two of its headings', () => {
  const rows = [
    ['First name', 'Last name', 'HW1', '2026'],
    ['Ana', 'Ruiz', '5', '6'],
  ]
  expect(columnsOf(rows)).toMatchObject({ hasHeader: true, columns: rows[0] })
})

it('finds the row that holds a heading by its words', () => {
  expect(rowHolding([['a'], ['b', 'The Code:']], 'the code')).toBe(1)
  expect(rowHolding([['a']], 'b')).toBe(-1)
})

it('names columns as a spreadsheet does', () => {
  expect([0, 25, 26, 51, 52, 701, 702, 16_383].map(columnLetter)).toEqual([
    'A',
    'Z',
    'AA',
    'AZ',
    'BA',
    'ZZ',
    'AAA',
    'XFD',
  ])
})
