import { z } from 'zod'
import { attemptPolicies } from './attempt-policy.ts'
import { resultsFilter } from './filter-zod.ts'
import type { GradebookDefinition, StudentChoice, TestRef } from './gradebook.ts'
import { averageKinds, type GradingRules, mostPlaces, type Scale, type TestRules } from './grading.ts'
import type { Tenths } from './result-values.ts'
import { feeds } from './result-values.ts'
import { isCalendarDay } from './zone.ts'

const longestName = 200
const mostAccounts = 100
const mostTests = 5_000
const mostKinds = 50
const mostBands = 200
/** A weight of 1,000. */
const mostWeight = 100_000
/** 1,000 percent, in tenths and in hundredths. */
const highestTenths = 10_000
const highestHundredths = 100_000

/** A name that the teacher gives: not blank, and kept without spaces around it. */
export const givenName = () => z.string().trim().min(1).max(longestName)

const account = () => z.string().min(1).max(64)

export const testRef = () => z.strictObject({ account: account(), testId: z.int() }) satisfies z.ZodType<TestRef>

const studentChoice = () =>
  z.discriminatedUnion('by', [
    z.strictObject({ by: z.literal('results') }),
    z.strictObject({ by: z.literal('class'), classId: z.int().positive() }),
    z.strictObject({
      by: z.literal('sources'),
      sources: z.array(z.strictObject({ feed: z.enum(feeds), id: z.int() })).max(10_000),
    }),
    z.strictObject({ by: z.literal('filter'), filter: resultsFilter() }),
  ]) satisfies z.ZodType<StudentChoice>

const weight = () => z.int().min(0).max(mostWeight)
const passMark = () =>
  z
    .int()
    .min(0)
    .max(highestTenths)
    .transform((tenths) => tenths as Tenths)

const testRules = (): z.ZodType<TestRules> =>
  z.strictObject({
    policy: z.enum(attemptPolicies).optional(),
    passMark: passMark().nullable().optional(),
    weight: weight().optional(),
    kind: z.string().max(longestName).optional(),
    extraCredit: z.boolean().optional(),
  })

const isFalling = (bands: Scale['bands']): boolean =>
  bands.every(({ from }, at) => at === 0 || from < (bands[at - 1]?.from ?? Infinity))

const scale = (): z.ZodType<Scale> =>
  z.strictObject({
    name: givenName(),
    bands: z
      .array(z.strictObject({ from: z.int().min(-highestHundredths).max(highestHundredths), grade: givenName() }))
      .min(1)
      .max(mostBands)
      .refine(isFalling),
  })

const isEachOnce = (texts: readonly string[]): boolean => new Set(texts).size === texts.length

const gradingRules = (): z.ZodType<GradingRules> =>
  z.strictObject({
    policy: z.enum(attemptPolicies),
    // As `testKeyOf` writes them.
    tests: z
      .record(z.string().regex(/^.{1,64}:-?\d{1,16}$/), testRules())
      .refine((tests) => Object.keys(tests).length <= mostTests),
    kinds: z
      .array(z.strictObject({ name: givenName(), weight: weight() }))
      .max(mostKinds)
      .refine((kinds) => isEachOnce(kinds.map(({ name }) => name))),
    dropLowest: z.int().min(0).max(mostTests),
    average: z.enum(averageKinds),
    places: z.int().min(0).max(mostPlaces),
    scale: scale().nullable(),
  })

/** The form of a gradebook's definition, as the window may ask it and as it is kept. */
export const gradebookDefinition = (): z.ZodType<GradebookDefinition> => {
  const day = () => z.string().refine(isCalendarDay).nullable()
  return z.strictObject({
    accounts: z.array(account()).max(mostAccounts).nullable(),
    students: studentChoice(),
    tests: z
      .array(testRef())
      .max(mostTests)
      .refine((tests) => isEachOnce(tests.map((test) => `${test.account}:${test.testId}`)))
      .nullable(),
    period: z.strictObject({ from: day(), to: day() }),
    rules: gradingRules(),
  })
}
