import type { z } from 'zod'

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
/** By its number, or by the id that a learning platform gives an assessment. */
type SisTest = `test:${number}` | `test:asmnt_${string}`
export type SisField = (typeof sisFields)[number] | SisTest

/** A column under the name that the other system knows. */
export interface SisColumn {
  readonly header: string
  readonly field: SisField
}

/** Columns kept under a name that no other ones have, whatever its case. */
export interface SisPreset {
  readonly name: string
  readonly columns: readonly SisColumn[]
}

/** The fields that name a person. */
export const sisNames: readonly SisField[] = ['external_id', 'last', 'first', 'email']

export const isSisTest = (field: string): field is SisTest => /^test:(-?\d{1,15}|asmnt_\S{1,200})$/.test(field)

export const isSisField = (field: string): field is SisField =>
  isSisTest(field) || sisFields.some((each) => each === field)

/**
 * Whether a column is of a test: by its number, or by the service's own id.
 * @param outwardId what its number is called outside of this computer
 */
export const isOfTest = (field: SisField, testId: number, outwardId: number | string = testId): boolean =>
  field === `test:${testId}` || field === `test:${outwardId}`

/** Columns of a test that is not among these: they stay empty. */
export const columnsWithoutTest = (
  columns: readonly SisColumn[],
  tests: readonly { readonly testId: number }[],
  outwardId: (testId: number) => number | string = (testId) => testId,
): readonly SisColumn[] =>
  columns.filter(
    ({ field }) => isSisTest(field) && !tests.some(({ testId }) => isOfTest(field, testId, outwardId(testId))),
  )

export const usualSisColumns: readonly SisColumn[] = (
  ['external_id', 'last', 'first', 'email', 'average', 'grade'] as const
).map((field) => ({ header: field, field }))

const mostColumns = 100
const mostPresets = 50
export const longestSisText = 200

type ColumnsZod = Pick<typeof z, 'array' | 'strictObject' | 'string'>

export function sisColumns(zod: ColumnsZod): z.ZodType<readonly SisColumn[]> {
  const field = zod.string().max(30).refine(isSisField) as z.ZodType as z.ZodType<SisField>
  return zod.array(zod.strictObject({ header: zod.string().max(longestSisText), field })).max(mostColumns)
}

export const sisPresets = (zod: ColumnsZod): z.ZodType<readonly SisPreset[]> =>
  zod
    .array(zod.strictObject({ name: zod.string().min(1).max(longestSisText), columns: sisColumns(zod) }))
    .max(mostPresets)

const sameName = (name: string): string => name.trim().toLowerCase()

/** The columns kept under a name, however its letters are written. */
export const sisPresetNamed = (presets: readonly SisPreset[], name: string): SisPreset | undefined =>
  presets.find((preset) => sameName(preset.name) === sameName(name))

/**
 * Keeps columns under a name, in the place of those that `former` names, or else last. Done twice it comes to the same,
 * as a change of settings may be.
 */
export function withSisPreset(
  presets: readonly SisPreset[],
  preset: SisPreset,
  former: string = preset.name,
): readonly SisPreset[] {
  const replaced = [former, preset.name].map(sameName)
  const isReplaced = ({ name }: SisPreset): boolean => replaced.includes(sameName(name))
  const place = presets.findIndex(isReplaced)
  const others = presets.filter((each) => !isReplaced(each))
  return place === -1 ? [...others, preset].slice(-mostPresets) : others.toSpliced(place, 0, preset)
}

export const withoutSisPreset = (presets: readonly SisPreset[], name: string): readonly SisPreset[] =>
  presets.filter((each) => sameName(each.name) !== sameName(name))
