import { z } from 'zod'
import { resultsFilter } from '../model/filter-zod.ts'
import { testRef } from '../model/gradebook-zod.ts'
import { classMarkerFeeds, feeds } from '../model/result-values.ts'
import type { FetchedPart } from '../model/sync.ts'
import {
  type Hideable,
  type HideableRef,
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
import { accounts, direction, id } from './shapes.ts'

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

const range = () => z.strictObject({ from: z.int(), to: z.int() })

const source = () => z.strictObject({ feed: z.enum(feeds), id: z.int() })

const part = () =>
  z.discriminatedUnion('part', [
    z.strictObject({ part: z.enum(['counted', 'passed', 'needs-grading', 'outliers', 'attempts']) }),
    z.strictObject({ part: z.literal('tenth'), tenth: z.int().min(0).max(9) }),
    z.strictObject({ part: z.literal('days'), from: calendarDay(), to: calendarDay() }),
    z.strictObject({
      part: z.literal('source'),
      source: source(),
    }),
    z.strictObject({ part: z.literal('class'), classId: number() }),
    z.strictObject({ part: z.literal('timed'), seconds: range(), score: range() }),
    z.strictObject({ part: z.literal('try'), number: number(), andMore: z.boolean() }),
  ]) satisfies z.ZodType<TestPart>

const hideable = () =>
  z.strictObject({
    account: id(),
    kind: z.enum(['test', ...feeds]),
    id: z.int(),
  }) satisfies z.ZodType<HideableRef>

export const testsInputs = () => ({
  fetch: z.strictObject({
    ...testRef().shape,
    source: z.strictObject({ feed: z.enum(classMarkerFeeds), id: z.int() }),
  }),
  hideables: z.strictObject({ accounts: accounts() }),
  hide: hideable(),
  showAgain: hideable(),
  page: pageQuery(),
  part: z.strictObject({ query: pageQuery(), part: part() }),
})
type Tests = InputsOf<typeof testsInputs>

export const tests = {
  /** Asks ClassMarker with one request for what is new of a test in one group or link. */
  fetch: invoke<Tests['fetch'], FetchedPart>(),
  /** Groups, links and tests, hidden or not. */
  hideables: invoke<Tests['hideables'], readonly Hideable[]>(),
  /** Leaves one out of lists and choices, on this computer only; its results stay. */
  hide: invoke<Tests['hide'], void>(),
  showAgain: invoke<Tests['showAgain'], void>(),
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
