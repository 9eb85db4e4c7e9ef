import type { ResultsFilter } from '../../../shared/model/filter.ts'
import { type Bits, countBits, eachBit } from '../arrays/bits.ts'
import type { Columns } from '../columns/columns.ts'

/** Rows of results, and the ids of all rows. */
export interface FoundRows {
  readonly rows: Bits
  readonly ids: ArrayLike<number>
}

/** The results in memory that a filter finds; null where SQL has to answer. */
export function rowsInMemory(columns: Columns, filter: ResultsFilter): FoundRows | null {
  const arrays = columns.current()
  return arrays && { rows: arrays.matching(filter), ids: arrays.table.ids.values }
}

/** Their ids, in the order of ids. */
export function idsInMemory(columns: Columns, filter: ResultsFilter): Float64Array | null {
  const found = rowsInMemory(columns, filter)
  if (found === null) return null
  const ids = new Float64Array(countBits(found.rows))
  let count = 0
  eachBit(found.rows, (row) => {
    ids[count++] = found.ids[row] as number
    return true
  })
  return ids
}

/** Makes both quick for a filter: one step of several, from 0 on. @returns whether there is another */
export function lookUpStep(columns: Columns, filter: ResultsFilter, step: number): boolean {
  const arrays = columns.current()
  const conditions = arrays?.conditionsOf(filter) ?? []
  const condition = conditions[step]
  if (condition !== undefined) arrays?.known.of(condition)
  return step + 1 < conditions.length
}
