import { describe, expect, it } from 'vitest'
import { contentWidth, widened } from '../../../renderer/list/content-width.ts'
import { foldedColumns, stillFolded } from '../../../renderer/list/FoldedLine.tsx'
import type { GridColumn } from '../../../renderer/list/grid-column.ts'

interface Row {
  readonly name: string
  readonly group: string
}

const column = (id: 'name' | 'group', given: Partial<GridColumn<Row, string>> = {}): GridColumn<Row, string> => ({
  id,
  header: id,
  width: 99,
  grow: 1,
  leaves: 1,
  sort: null,
  firstDirection: 'asc',
  words: (row) => row[id],
  cell: (row) => row[id],
  ...given,
})
const row = (name: string, group = '10C'): Row => ({ name, group })
/** Every letter is ten pixels wide. */
const measure = (text: string) => 10 * text.length
const padding = 16
const rounding = 2

describe('the width that a column asks for', () => {
  it('is that of its longest words', () => {
    expect(contentWidth(column('name'), [row('Ada'), row('Augusta')], measure)).toBe(70 + padding + rounding)
  })
  it('has room for an icon beside them', () => {
    expect(contentWidth(column('name', { beside: 20 }), [row('Augusta')], measure)).toBe(90 + padding + rounding)
  })
  it('knows the longest words that can come before they come', () => {
    const known = column('group', { longest: ['Chemistry'] })
    expect(contentWidth(known, [row('Ada')], measure)).toBe(90 + padding + rounding)
  })
  it('is bounded, and a book in place of a name is not measured to its end', () => {
    let letters = 0
    const counting = (text: string) => {
      letters += text.length
      return measure(text)
    }
    expect(contentWidth(column('name', { most: 240 }), [row('x'.repeat(100_000))], counting)).toBe(240)
    expect(letters).toBeLessThan(1_000)
  })
  it('holds the header, with room for the arrow of the order', () => {
    expect(contentWidth(column('group'), [], measure)).toBe(50 + padding)
    expect(contentWidth(column('group', { sort: 'group' }), [row('Ada', '1')], measure)).toBe(50 + padding + 16)
  })
  it('is as given above icons, and where there are no words', () => {
    expect(contentWidth(column('name', { headerHidden: true }), [row('Augusta')], measure)).toBe(99)
    const { words: _, ...wordless } = column('name')
    expect(contentWidth(wordless, [row('Augusta')], measure)).toBe(99)
  })
  it('only grows while a list is read', () => {
    const before = new Map([
      ['name', 100],
      ['group', 80],
    ])
    expect(
      widened(
        before,
        new Map([
          ['name', 90],
          ['group', 80],
        ]),
      ),
    ).toBe(before)
    expect([
      ...widened(
        before,
        new Map([
          ['name', 90],
          ['group', 120],
        ]),
      ),
    ]).toEqual([
      ['name', 100],
      ['group', 120],
    ])
  })
})

describe('columns that say the same in every row', () => {
  const columns = [column('name'), column('group', { header: 'Group or link' })]
  const alike = { facts: ['name', 'group'], row: row('Ada') }
  const nothing = { hidden: [], ordered: null }

  it('fold into a line, except the first, which names the rows', () => {
    expect(foldedColumns(columns, { ...nothing, alike })).toEqual([
      { id: 'group', header: 'Group or link', value: '10C', quiet: false },
    ])
  })
  it('fold, too, when they say nothing', () => {
    const [folded] = foldedColumns(columns, { ...nothing, alike: { facts: ['group'], row: row('Ada', '') } })
    expect(folded).toMatchObject({ id: 'group', value: '' })
  })
  it('leave silently where only exceptions are worth showing and there are none', () => {
    const quietly = (group: string) =>
      foldedColumns([column('name'), column('group', { quiet: true })], {
        ...nothing,
        alike: { facts: ['group'], row: row('Ada', group) },
      })
    expect(quietly('')).toMatchObject([{ id: 'group', quiet: true }])
    expect(quietly('10C')).toMatchObject([{ id: 'group', quiet: false }])
  })
  it('stay when the list is ordered by them', () => {
    expect(foldedColumns(columns, { ...nothing, ordered: 'group', alike })).toEqual([])
  })
  it('stay away when they are hidden by hand', () => {
    expect(foldedColumns(columns, { ...nothing, hidden: ['group'], alike })).toEqual([])
  })
  it('stay where nothing is known to be alike', () => {
    expect(foldedColumns(columns, { ...nothing, alike: null })).toEqual([])
    expect(foldedColumns(columns, { ...nothing, alike: { ...alike, facts: [] } })).toEqual([])
  })

  it('stay folded while the next answer is counted, as long as its first rows say the same', () => {
    const before = foldedColumns(columns, { ...nothing, alike })
    expect(stillFolded(before, columns, [row('Ada', '11B'), row('Bo', '11B')])).toEqual(before)
    expect(stillFolded(before, columns, [row('Ada', '11B'), row('Bo', '10C')])).toEqual([])
    expect(stillFolded(before, columns, [])).toEqual([])
  })
})
