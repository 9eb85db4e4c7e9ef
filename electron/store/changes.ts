import { columnOf, factsOf, trackedFields } from '../../shared/model/result-fields.ts'
import type { ResultColumns } from './tables.ts'
import { wireValue } from './wire-values.ts'

export interface ValueChange {
  readonly field: string
  /** As JSON, in ClassMarker's own terms. */
  readonly before: string
  readonly after: string
}

/** The columns whose changes are told, by ClassMarker's own name. What follows from them is no change. */
const tracked = trackedFields.map((field) => {
  const column = columnOf(field)
  return { column, name: factsOf(field).wire ?? column, kind: factsOf(field).kind }
})

/** What differs between a stored result and the same one as it came again. */
export function changesBetween(stored: ResultColumns, received: ResultColumns): ValueChange[] {
  return tracked
    .filter(({ column }) => stored[column] !== received[column])
    .map(({ column, name, kind }) => ({
      field: name,
      before: JSON.stringify(wireValue(kind, stored[column])),
      after: JSON.stringify(wireValue(kind, received[column])),
    }))
}
