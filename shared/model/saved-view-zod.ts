import { z } from 'zod'
import { attemptPolicies } from './attempt-policy.ts'
import { resultsFilter } from './filter-zod.ts'
import { sortFields } from './result-fields.ts'
import { type LastPlace, longestViewName, type ViewColumns, type ViewDefinition } from './saved-view.ts'
import { type StudentsFilter, studentSortFields } from './student.ts'
import { givenName } from './text.ts'

const account = () => z.string().min(1).max(64)
const names = () => z.array(z.string().max(50)).max(50)
const columns = () =>
  z.strictObject({ hidden: names(), order: names(), pinned: names() }) satisfies z.ZodType<ViewColumns>
const direction = () => z.enum(['asc', 'desc'])
const ids = () => z.array(z.int().positive()).max(10_000)

/** A name that the teacher gives a view: not blank. */
export const viewName = () => z.string().overwrite(givenName).min(1).max(longestViewName)

export const studentsFilter = () =>
  z.strictObject({ results: resultsFilter(), classes: ids(), labels: ids() }) satisfies z.ZodType<StudentsFilter>

/** A view as the window may keep it. */
export const viewDefinition = (): z.ZodType<ViewDefinition> =>
  z.discriminatedUnion('screen', [
    z.strictObject({
      screen: z.literal('results'),
      account: account().nullable(),
      filter: resultsFilter(),
      sort: z.strictObject({ field: z.enum(sortFields), direction: direction() }),
      columns: columns(),
    }),
    z.strictObject({
      screen: z.literal('students'),
      account: account().nullable(),
      filter: studentsFilter(),
      sort: z.strictObject({ field: z.enum(studentSortFields), direction: direction() }),
      columns: columns(),
      policy: z.enum(attemptPolicies),
    }),
  ])

export const lastPlace = (): z.ZodType<LastPlace> =>
  z.strictObject({
    screen: z.string().max(50),
    place: z
      .union([
        z.strictObject({ account: account(), key: z.string().min(1).max(2_000) }),
        z.strictObject({ account: account(), testId: z.int() }),
      ])
      .nullable(),
    account: account().nullable(),
    results: resultsFilter(),
    students: studentsFilter(),
    views: z
      .array(z.strictObject({ id: z.int().positive(), isChanged: z.boolean(), before: viewDefinition() }))
      .max(10),
  })
