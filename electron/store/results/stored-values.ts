import { isGradable } from '../../../shared/model/attempt-policy.ts'
import type { FieldKind, FieldKinds } from '../../../shared/model/result-fields.ts'
import { type Feed, fromTenths, type Tenths } from '../../../shared/model/result-values.ts'
import { unixSeconds } from '../../../shared/model/time.ts'

/** True, false or null for a stored flag. */
export const truth = (bit: 0 | 1 | null): boolean | null => (bit === null ? null : bit === 1)

/**
 * Whether a result waits for grading; null where ClassMarker does not say. What nobody grades never does: a survey, or an
 * attempt that is still going on.
 */
export const gradingOf = (row: {
  readonly requires_grading: 0 | 1 | null
  readonly status: string | null
  readonly test_type: string | null
}): boolean | null =>
  isGradable({ status: row.status, testType: row.test_type }) ? truth(row.requires_grading) : false

const asStored = <Value>(stored: Value): Value => stored

/** For each kind of field, how its column is read. */
export const readers: { readonly [K in FieldKind]: (stored: FieldKinds[K]['column']) => FieldKinds[K]['value'] } = {
  text: asStored,
  'given-text': asStored,
  number: asStored,
  integer: asStored,
  id: asStored,
  percentage: (stored) => stored as Tenths | null,
  seconds: asStored,
  time: unixSeconds,
  flag: truth,
  'yes-no': truth,
  words: (stored) => (stored === null ? [] : JSON.parse(stored)),
  feed: asStored,
  outcome: asStored,
}

/** Turns a stored value back into ClassMarker's, for the kinds where the two differ. */
const onTheWire: Readonly<Partial<Record<FieldKind, (stored: unknown) => unknown>>> = {
  percentage: (stored) => (typeof stored === 'number' ? fromTenths(stored as Tenths) : null),
  flag: (stored) => (stored === null ? null : stored === 1),
  'yes-no': (stored) => (stored === null ? null : stored === 1 ? 'Yes' : 'No'),
  words: (stored) => (typeof stored === 'string' ? JSON.parse(stored) : null),
}

/** When a result was begun; null where only its end is known, as of a submission that was not made here. */
export const startOf = (row: {
  readonly feed: Feed
  readonly time_started: number
  readonly duration_seconds: number | null
}): number | null => (row.feed === 'submissions' && row.duration_seconds === null ? null : row.time_started)

/** A stored value as ClassMarker's: numbers are numbers, times Unix seconds, missing values null. */
export function wireValue(kind: FieldKind, stored: unknown): unknown {
  const write = onTheWire[kind]
  return write === undefined ? stored : write(stored)
}

export const extraInfoOf = (row: { readonly extra_info: string | null }) => readers.words(row.extra_info)
