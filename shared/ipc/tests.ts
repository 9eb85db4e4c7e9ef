import { z } from 'zod'
import { resultsFilter } from '../model/filter-zod.ts'
import { testRef } from '../model/gradebook-zod.ts'
import {
  type PartResults,
  type TestPage,
  type TestPageQuery,
  type TestPart,
  type TestRow,
  type TestsQuery,
  testPolicies,
  testsSortFields,
} from '../model/test-figures.ts'
import { isCalendarDay } from '../model/zone.ts'
import { type InputsOf, invoke } from './call.ts'
import { longList, longListInputs } from './long-list.ts'
import { direction } from './shapes.ts'

const policy = () => z.enum(testPolicies)
const calendarDay = () => z.string().refine(isCalendarDay)
const number = () => z.int().positive()

const pageQuery = () =>
  z.strictObject({
    ...testRef().shape,
    policy: policy(),
    period: z.strictObject({ from: calendarDay().nullable(), to: calendarDay().nullable() }),
    classId: number().nullable(),
  }) satisfies z.ZodType<TestPageQuery>

const part = () =>
  z.discriminatedUnion('part', [
    z.strictObject({ part: z.enum(['counted', 'passed', 'needs-grading', 'outliers', 'attempts']) }),
    z.strictObject({ part: z.literal('tenth'), tenth: z.int().min(0).max(9) }),
    z.strictObject({ part: z.literal('days'), from: calendarDay(), to: calendarDay() }),
    z.strictObject({
      part: z.literal('source'),
      source: z.strictObject({ feed: z.enum(['groups', 'links']), id: z.int() }),
    }),
    z.strictObject({ part: z.literal('class'), classId: number() }),
    z.strictObject({ part: z.literal('try'), number: number(), andMore: z.boolean() }),
  ]) satisfies z.ZodType<TestPart>

export const testsInputs = () => ({
  page: pageQuery(),
  part: z.strictObject({ query: pageQuery(), part: part() }),
})
type Tests = InputsOf<typeof testsInputs>

export const tests = {
  /** All that a test's page shows. */
  page: invoke<Tests['page'], TestPage>(),
  /** The results behind one of its figures; null where they are too many to be named one by one. */
  part: invoke<Tests['part'], PartResults>(),
}

export const testListInputs = () =>
  longListInputs<TestsQuery>(
    z.strictObject({
      filter: resultsFilter(),
      policy: policy(),
      withHidden: z.boolean(),
      sort: z.strictObject({ field: z.enum(testsSortFields), direction: direction() }),
    }),
  )

/** The tests with their figures. */
export const testList = longList<TestsQuery, TestRow>()
