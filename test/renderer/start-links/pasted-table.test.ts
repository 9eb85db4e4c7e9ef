import { describe, expect, it } from 'vitest'
import { pastedRows } from '../../../renderer/features/start-links/PastedPeople.tsx'

const { linksText } = await import('../../../renderer/features/start-links/HandOutStep.tsx')

describe('pasted text', () => {
  it('from a spreadsheet is cells between tabs, quoted where a cell has several lines', () => {
    expect(pastedRows('First\tLast\r\nPaul\t"Smith\nJones"\r\n\r\n\t\r\nAnn\t\r\n')).toEqual([
      ['First', 'Last'],
      ['Paul', 'Smith\nJones'],
      ['Ann', ''],
    ])
  })
  it('keeps all rows when a quotation mark opens nothing', () => {
    expect(pastedRows('"Paul\tSmith\nAnn\tJones')).toEqual([
      ['"Paul', 'Smith'],
      ['Ann', 'Jones'],
    ])
  })
  it('does not part a name at its comma', () => {
    expect(pastedRows('Smith, Paul\nJones, Ann\n')).toEqual([['Smith, Paul'], ['Jones, Ann']])
  })
  it('is parted at commas and semicolons of a CSV file', () => {
    expect(pastedRows('Paul,Smith\nAnn,Jones')).toEqual([
      ['Paul', 'Smith'],
      ['Ann', 'Jones'],
    ])
    expect(pastedRows('Smith, Paul;X1\n"Jo;nes";X2')).toEqual([
      ['Smith, Paul', 'X1'],
      ['Jo;nes', 'X2'],
    ])
  })
  it('of nothing is no rows', () => {
    expect(pastedRows(' \n\t\n')).toEqual([])
  })
})

describe('the text for the clipboard', () => {
  it('has a header, tabs, and one line a person whatever their cells hold', () => {
    const link = { first: 'Paul\t', last: 'Smith\nJones', email: null, userId: '7', accessCode: 'X', url: 'https://a' }
    const text = linksText([link])
    expect(text).toBe(
      'First name\tLast name\tE-mail\tUser ID\tAccess code\tStart link\r\nPaul \tSmith Jones\t\t7\tX\thttps://a',
    )
    expect(pastedRows(text)[0]).toHaveLength(6)
  })
})
