import { fromTenths, type Tenths } from '../../shared/model/percent.ts'
import type { FieldKind } from '../../shared/model/result-fields.ts'

/** How ClassMarker writes a stored value of each kind; kinds that are not named are written as they are stored. */
const onTheWire: Readonly<Partial<Record<FieldKind, (stored: unknown) => unknown>>> = {
  percentage: (stored) => (typeof stored === 'number' ? fromTenths(stored as Tenths) : null),
  flag: (stored) => (stored === null ? null : stored === 1),
  'yes-no': (stored) => (stored === null ? null : stored === 1 ? 'Yes' : 'No'),
  words: (stored) => (typeof stored === 'string' ? JSON.parse(stored) : null),
}

/** A stored value in ClassMarker's own terms: numbers are numbers, times Unix seconds, absent values null. */
export function wireValue(kind: FieldKind, stored: unknown): unknown {
  const write = onTheWire[kind]
  return write === undefined ? stored : write(stored)
}
