import { describe, expect, it } from 'vitest'
import { fitColumns, scaledColumn } from '../../../renderer/list/grid-column.ts'
import { cellAfterKey } from '../../../renderer/list/grid-focus.ts'
import { rangeWithin } from '../../../renderer/list/grid-scrolling.ts'

const columns = [
  { id: 'student', width: 170, least: 150, grow: 2, leaves: 0 },
  { id: 'test', width: 260, least: 110, grow: 1, leaves: 2 },
  { id: 'source', width: 200, least: 100, grow: 1, leaves: 4 },
  { id: 'score', width: 120, grow: 0, leaves: 1 },
  { id: 'finished', width: 140, grow: 0, leaves: 3 },
  { id: 'points', width: 80, grow: 0, leaves: 5, spare: true },
]
const fitted = (room: number, { hidden = [], ordered = null }: { hidden?: string[]; ordered?: string | null } = {}) =>
  Object.fromEntries(fitColumns(columns, { room, hidden, ordered }).map(({ id, width }) => [id, width]))

describe('the rows on the screen', () => {
  it('end with the list, where a longer one was scrolled down before', () => {
    expect(rangeWithin({ startIndex: 900, endIndex: 920 }, 100)).toEqual({ startIndex: 79, endIndex: 99 })
    expect(rangeWithin({ startIndex: 900, endIndex: 920 }, 5)).toEqual({ startIndex: 0, endIndex: 4 })
  })
  it('are those scrolled to, where the list goes on below them', () => {
    expect(rangeWithin({ startIndex: 70, endIndex: 90 }, 100)).toEqual({ startIndex: 70, endIndex: 90 })
  })
})

describe('columns and the width there is', () => {
  it('take what their content asks for, and share what is left over', () => {
    expect(fitted(970)).toEqual({ student: 170, test: 260, source: 200, score: 120, finished: 140, points: 80 })
    expect(fitted(1010)).toEqual({ student: 190, test: 270, source: 210, score: 120, finished: 140, points: 80 })
  })
  it('give words a bounded share of what is left, and all columns the rest', () => {
    const wide = fitted(1_570)
    expect(wide).toMatchObject({ student: 170 + 120 + 40, test: 260 + 120 + 40, score: 120 + 40 })
  })
  it('lose the spare ones before any words are cut', () => {
    expect(fitted(969)).toEqual({ student: 209, test: 279, source: 219, score: 120, finished: 140 })
  })
  it('cut words down to their least, those of the less important column first and names last', () => {
    expect(fitted(880)).toEqual({ student: 170, test: 260, source: 190, score: 120, finished: 140 })
    expect(fitted(700)).toEqual({ student: 170, test: 170, source: 100, score: 120, finished: 140 })
    expect(fitted(630)).toEqual({ student: 160, test: 110, source: 100, score: 120, finished: 140 })
  })
  it('leave when words cannot be cut further, the least important first', () => {
    expect(fitted(619)).toEqual({ student: 170, test: 189, score: 120, finished: 140 })
    expect(fitted(519)).toEqual({ student: 170, test: 229, score: 120 })
  })
  it('never lose the names, however narrow', () => {
    expect(fitted(10)).toEqual({ student: 150 })
  })
  it('never lose the column of the order either', () => {
    expect(fitted(450, { ordered: 'finished' })).toEqual({ student: 190, score: 120, finished: 140 })
    expect(fitted(10, { ordered: 'points' })).toEqual({ student: 150, points: 80 })
  })
  it('make room when one was hidden by hand, which the names cannot be', () => {
    expect(fitted(700, { hidden: ['finished', 'student'] })).toEqual({
      student: 170,
      test: 260,
      source: 150,
      score: 120,
    })
  })
  it('are never cut where they hold figures', () => {
    for (let room = 300; room < 1_100; room += 7) {
      const widths = fitted(room)
      for (const { id, width } of columns.filter(({ grow }) => grow === 0)) {
        expect(widths[id] ?? width).toBe(width)
      }
      expect(Object.values(widths).reduce((sum, width) => sum + width, 0)).toBeLessThanOrEqual(room)
    }
  })
})

describe('a column for larger letters', () => {
  const column = {
    id: 'score',
    header: 'Score',
    width: 80,
    grow: 0,
    leaves: 1,
    sort: null,
    firstDirection: 'asc',
  } as const
  const marked = { ...column, least: 40, most: 100, cell: () => null }
  it('is wider, with more room for the icons beside its words', () => {
    expect(scaledColumn({ ...marked, beside: 20 }, 2)).toMatchObject({ width: 160, least: 80, most: 200, beside: 40 })
    const { beside } = scaledColumn({ ...marked, beside: (row?: { id: number }) => (row ? 10 : 0) }, 2)
    expect(typeof beside === 'function' && [beside({ id: 1 }), beside(undefined)]).toEqual([20, 0])
  })
})

describe('the keys of the grid', () => {
  const size = { rows: 100, columns: 4, page: 20 }
  const pressed = (row: number, column: number, key: string, ctrl = false, of = size) => {
    const cell = cellAfterKey({ row, column }, key, ctrl, of)
    return cell && [cell.row, cell.column]
  }

  it('move by one cell and do not wrap', () => {
    expect(pressed(5, 1, 'ArrowDown')).toEqual([6, 1])
    expect(pressed(5, 3, 'ArrowRight')).toEqual([5, 3])
    expect(pressed(99, 0, 'ArrowDown')).toEqual([99, 0])
  })
  it('reach the header from the first row and stop there', () => {
    expect(pressed(0, 2, 'ArrowUp')).toEqual([-1, 2])
    expect(pressed(-1, 2, 'ArrowUp')).toEqual([-1, 2])
  })
  it('go to the ends of a row, and with Ctrl to the ends of the list', () => {
    expect(pressed(5, 2, 'Home')).toEqual([5, 0])
    expect(pressed(5, 2, 'End')).toEqual([5, 3])
    expect(pressed(5, 2, 'Home', true)).toEqual([0, 0])
    expect(pressed(5, 2, 'End', true)).toEqual([99, 3])
  })
  it('turn pages, but not past the rows into the header', () => {
    expect(pressed(5, 2, 'PageDown')).toEqual([25, 2])
    expect(pressed(5, 2, 'PageUp')).toEqual([0, 2])
    expect(pressed(95, 2, 'PageDown')).toEqual([99, 2])
  })
  it('stay in the header while there are no rows', () => {
    const empty = { rows: 0, columns: 4, page: 20 }
    expect(pressed(-1, 0, 'ArrowDown', false, empty)).toEqual([-1, 0])
    expect(pressed(-1, 0, 'End', true, empty)).toEqual([-1, 3])
  })
  it('leave other keys to others', () => {
    expect(pressed(5, 2, 'a')).toBeNull()
    expect(pressed(5, 2, 'Tab')).toBeNull()
  })
})
