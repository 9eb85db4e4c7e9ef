import { describe, expect, it } from 'vitest'
import {
  columnNames,
  namedRows,
  readColumns,
  startOfFile,
  startOfRows,
  tableRows,
  textsOf,
  withoutTitles,
} from '../../../renderer/features/tables/table-rows.ts'

const file = {
  id: 't',
  fileName: 'a.csv',
  columns: ['Code', 'B'],
  hasHeader: true,
  isWider: false,
  sheets: [],
  sheet: null,
  isSheetGuess: false,
  encoding: null,
  sample: [['x', 'Ann']],
  rows: 40,
}

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
      isWider: false,
    })
  })
  it('is the first rows alone where there is none', () => {
    const headless = startOfFile({ ...file, columns: ['A', 'B'], hasHeader: false })
    expect(headless).toEqual({ rows: [['x', 'Ann']], columns: 2, total: 40, hasHeader: false, isWider: false })
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

it('begin at their header, below a title', () => {
  expect(withoutTitles([['Class 10B'], ['Name', 'Code'], ['Ann', 'K1']])).toEqual([
    ['Name', 'Code'],
    ['Ann', 'K1'],
  ])
  expect(withoutTitles([['Ann', 'K1']])).toEqual([['Ann', 'K1']])
})

describe('the rows read', () => {
  it('ask for each column once', () => {
    expect(readColumns({ first: 4, last: 1, name: null, userId: 4 })).toEqual([1, 4])
  })
  it('carry the names of what was wanted, trimmed, and leave empty rows out', () => {
    const choice = { code: 4, name: 1, email: null }
    const rows = tableRows([[' Ann ', 'X1 '], ['', ' '], ['Bo']])
    expect(namedRows(rows, [1, 4], choice)).toEqual([
      { line: 1, cells: { code: 'X1', name: 'Ann', email: '' }, flaws: {} },
      { line: 3, cells: { code: '', name: 'Bo', email: '' }, flaws: {} },
    ])
  })
  it('say what is wrong with a cell, whose text counts for nothing', () => {
    const rows = [{ line: 7, cells: ['Ann', '#N/A'], flaws: { 1: 'error-value' } }] as const
    const [row] = namedRows(rows, [0, 3], { name: 0, code: 3 })
    expect(row).toEqual({ line: 7, cells: { name: 'Ann', code: '#N/A' }, flaws: { code: 'error-value' } })
    expect(row && textsOf(row)).toEqual({ name: 'Ann', code: '' })
  })
})
