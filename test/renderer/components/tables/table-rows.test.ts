import { describe, expect, it } from 'vitest'
import {
  columnNames,
  namedRows,
  readColumns,
  startOfFile,
  startOfRows,
} from '../../../../renderer/components/tables/table-rows.ts'

const file = { id: 't', fileName: 'a.csv', columns: ['Code', 'B'], hasHeader: true, sample: [['x', 'Ann']], rows: 40 }

describe('the beginning of a file', () => {
  it('has its header as the first row, and counts it', () => {
    expect(startOfFile(file)).toEqual({
      rows: [
        ['Code', ''],
        ['x', 'Ann'],
      ],
      columns: 2,
      total: 41,
      hasHeader: true,
    })
  })
  it('is the first rows alone where there is none', () => {
    const headless = startOfFile({ ...file, columns: ['A', 'B'], hasHeader: false })
    expect(headless).toEqual({ rows: [['x', 'Ann']], columns: 2, total: 40, hasHeader: false })
    expect(columnNames(headless, false)).toEqual(['A', 'B'])
  })
  it('names a column by its letter where its header is blank', () => {
    expect(columnNames(startOfFile(file), true)).toEqual(['Code', 'B'])
  })
})

describe('pasted rows', () => {
  it('are as wide as the widest, and begin with a header only if more follows', () => {
    expect(startOfRows([['Name'], ['Ann', 'x@y.z']])).toMatchObject({ columns: 2, total: 2, hasHeader: true })
    expect(startOfRows([['Name']])).toMatchObject({ hasHeader: false })
  })
})

describe('the rows read', () => {
  it('ask for each column once', () => {
    expect(readColumns({ first: 4, last: 1, name: null, userId: 4 })).toEqual([1, 4])
  })
  it('carry the names of what was wanted, trimmed, and leave empty rows out', () => {
    const choice = { code: 4, name: 1, email: null }
    const rows = [[' Ann ', 'X1 '], ['', ' '], ['Bo']]
    expect(namedRows(rows, [1, 4], choice)).toEqual([
      { code: 'X1', name: 'Ann', email: '' },
      { code: '', name: 'Bo', email: '' },
    ])
  })
})
