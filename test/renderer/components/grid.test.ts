import { describe, expect, it } from 'vitest'
import { fittingColumns } from '../../../renderer/components/DataGrid/grid-column.ts'
import { cellAfterKey } from '../../../renderer/components/DataGrid/grid-keys.ts'

const columns = [
  { id: 'student', width: 140, leaves: 0 },
  { id: 'test', width: 110, leaves: 1 },
  { id: 'score', width: 120, leaves: 2 },
  { id: 'points', width: 90, leaves: 3 },
]
const ids = (width: number, hidden: string[] = []) => fittingColumns(columns, width, hidden).map(({ id }) => id)

describe('columns in a narrow window', () => {
  it('all stay while they fit', () => {
    expect(ids(460)).toEqual(['student', 'test', 'score', 'points'])
  })
  it('leave one by one, the least important first, and keep their order', () => {
    expect(ids(459)).toEqual(['student', 'test', 'score'])
    expect(ids(369)).toEqual(['student', 'test'])
  })
  it('never lose the names, however narrow', () => {
    expect(ids(10)).toEqual(['student'])
  })
  it('make room when one was hidden by hand', () => {
    expect(ids(350, ['score'])).toEqual(['student', 'test', 'points'])
  })
  it('cannot lose the names by hand', () => {
    expect(ids(460, ['student'])).toContain('student')
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
