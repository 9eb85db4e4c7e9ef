import { z } from 'zod'
import { longestExtraField } from './extra-field.ts'
import { type Condition, type FilterValues, filterKindOf, type ResultsFilter, type StudentValue } from './filter.ts'
import { type FilterField, filterFields } from './result-fields.ts'
import { feeds } from './result-values.ts'
import { longestSearch } from './text.ts'
import { isCalendarDay } from './zone.ts'

export const studentValue = (): z.ZodType<StudentValue> =>
  z.strictObject({ account: z.string().min(1).max(64).nullable(), key: z.string().min(1).max(2_000) })

/** Of fields that are compared with other than words. */
const values = (): { readonly [F in keyof FilterValues]: z.ZodType<FilterValues[F]> } => ({
  account: z.string().min(1).max(64),
  test: z.int(),
  source: z.strictObject({ feed: z.enum(feeds), id: z.int() }),
  outcome: z.enum(['passed', 'not-passed']),
  id: z.int().positive(),
  finished: z.string().refine(isCalendarDay),
  changed: z.string().refine(isCalendarDay),
  percentage: z.number().min(-1000).max(1000),
  points: z.number().min(-1e9).max(1e9),
  duration: z.number().min(0).max(1e9),
  type: z.enum(['test', 'survey']),
  student: studentValue(),
})
const word = () => z.string().max(longestSearch)

/** As many as can be selected by hand, or chosen from a list. */
const mostOf = (field: FilterField): number => (field === 'account' ? 100 : 10_000)

function conditionOn(field: FilterField, valueByField: ReadonlyMap<string, z.ZodType>) {
  const on = z.literal(field)
  const value = valueByField.get(field) ?? word()
  switch (filterKindOf(field)) {
    case 'set':
      return z.strictObject({ field: on, op: z.literal('in'), value: z.array(value).max(mostOf(field)) })
    case 'range':
      return z.strictObject({ field: on, op: z.enum(['from', 'to']), value })
    case 'flag':
      return z.strictObject({ field: on, op: z.literal('is'), value: z.boolean() })
    case 'text':
      return z.strictObject({
        ...{ field: on, op: z.literal('contains'), value: word() },
        ...(field === 'extraInfo' ? { within: z.string().min(1).max(longestExtraField).optional() } : {}),
      })
  }
}

/** Whether no two conditions ask the same of one field. Only one of them would count, and the other be forgotten. */
const asksOnce = (filter: ResultsFilter): boolean =>
  new Set(filter.map(({ field, op }) => `${field} ${op}`)).size === filter.length

/**
 * A filter as the window may ask it: unknown fields and operators, values that are none of the field's, and two
 * conditions of one kind on a field are refused. Many calls take one, and all share it: to make it anew for each was
 * half of what the app computes until its window opens.
 */
export function resultsFilter(): z.ZodType<ResultsFilter> {
  filter ??= newFilter()
  return filter
}

let filter: z.ZodType<ResultsFilter> | null = null

function newFilter(): z.ZodType<ResultsFilter> {
  const [first, ...others] = filterFields
  const valueByField = new Map<string, z.ZodType>(Object.entries(values()))
  // The shapes follow from the same table as the type, which the compiler cannot see through a loop.
  const condition = z.discriminatedUnion('field', [
    conditionOn(first, valueByField),
    ...others.map((field) => conditionOn(field, valueByField)),
  ]) as z.ZodType as z.ZodType<Condition>
  return z
    .array(condition)
    .max(2 * filterFields.length)
    .refine(asksOnce)
}
