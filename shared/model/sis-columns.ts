/** What a column of a file for a school's own system can hold, besides the score of one test. */
export const sisFields = [
  'external_id',
  'student_key',
  'last',
  'first',
  'email',
  'group',
  'average',
  'grade',
  'taken',
  'passed',
] as const
type SisTest = `test:${number}`
export type SisField = (typeof sisFields)[number] | SisTest

/** A column under the name that the other system knows. */
export interface SisColumn {
  readonly header: string
  readonly field: SisField
}

/** The fields that name a person. */
export const sisNames: readonly SisField[] = ['external_id', 'last', 'first', 'email']

export const isSisTest = (field: string): field is SisTest => /^test:\d{1,15}$/.test(field)

export const isSisField = (field: string): field is SisField =>
  isSisTest(field) || sisFields.some((each) => each === field)

export const usualSisColumns: readonly SisColumn[] = (
  ['external_id', 'last', 'first', 'email', 'average', 'grade'] as const
).map((field) => ({ header: field, field }))
