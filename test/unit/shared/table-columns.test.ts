import { describe, expect, it } from 'vitest'
import { columnLetter, columnsOf } from '../../../shared/model/table-columns.ts'

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
    expect(columnsOf(rows)).toEqual({ columns: rows[0], hasHeader: true })
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
    ).toEqual({ columns: ['Name', 'B', 'C'], hasHeader: true })
  })

  it('alone above nothing is a header all the same', () => {
    expect(columnsOf([['Access code']])).toEqual({ columns: ['Access code'], hasHeader: true })
  })
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
