import { type Bits, bitsWhere, countBits, eachBit, firstOf, isWithin } from '../arrays/bits.ts'
import type { SortedColumn, TextColumn } from '../arrays/column.ts'
import type { Arrays } from '../columns/arrays.ts'

/** Fields of which one value tells what a list shows of them. */
const comparedFields = ['test', 'source', 'finished', 'duration', 'certificate'] as const
type ComparedField = (typeof comparedFields)[number]

/** Rows looked at one by one: where values differ, two of the first nearly always do. */
const lookedAt = 64
/** Fewer than such a part of all rows are all looked at. Of more, a set of all rows that have the value is kept. */
const fewOf = 8

/** Of the facts that are known in memory, whether all of these results have them alike. */
export function alikeInMemory(arrays: Arrays, rows: Bits): Partial<Record<string, boolean>> {
  const count = countBits(rows)
  const compared = comparedFields.flatMap((field): [string, boolean][] => {
    const isSame = isSameIn(arrays, rows, count, field)
    // Two tests may have one name, which SQL compares.
    return isSame || (field !== 'test' && field !== 'source') ? [[field, isSame]] : []
  })
  return Object.fromEntries([...compared, ...(outcomesDiffer(arrays, rows) ? [['outcome', false]] : [])])
}

/**
 * Whether two of the first rows show other outcomes. Where they have the same one SQL compares, since more is shown with
 * it; nothing of it is of a survey, or while a result is to be graded.
 */
function outcomesDiffer({ table }: Arrays, rows: Bits): boolean {
  const columnOf = (field: 'outcome' | 'grading' | 'type') => table.filtered.get(field) as TextColumn
  const [outcome, grading, type] = [columnOf('outcome'), columnOf('grading'), columnOf('type')]
  const showing = firstOf(rows, lookedAt).filter((row) => grading.text(row) === '0' && type.text(row) === 'test')
  return new Set(showing.map((row) => outcome.values[row])).size > 1
}

function isSameIn({ table, known }: Arrays, rows: Bits, count: number, field: ComparedField): boolean {
  // A certificate counts as earned or not; the field is sorted by its serial.
  const { values } = (field === 'certificate' ? table.filtered : table.sorted).get(field as 'test') as SortedColumn
  let value: number | undefined
  const hasValue = (row: number): boolean => {
    value ??= values[row] as number
    return Object.is(values[row], value)
  }
  if (count < table.rows / fewOf) return eachBit(rows, hasValue)
  if (!firstOf(rows, lookedAt).every(hasValue)) return false
  const all = { key: `all ${field} ${value}`, find: (within?: Bits) => bitsWhere(table.rows, hasValue, within) }
  return isWithin(rows, known.of(all))
}
