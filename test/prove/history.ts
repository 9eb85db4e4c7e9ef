import fc from 'fast-check'
import { apiErrorCodes } from './api-error-codes.ts'
import { type Fault, lies } from './model-server.ts'

/** An event at one request of a sync. */
export type Event =
  | { readonly kind: 'fault'; readonly fault: Fault }
  /** A student finishes while the sync runs. */
  | { readonly kind: 'meanwhile'; readonly which: number; readonly count: number }
  /** The request takes this many seconds; the laptop may have slept. */
  | { readonly kind: 'slow'; readonly seconds: number }
  /** The laptop's clock is changed while a sync runs. */
  | { readonly kind: 'clock'; readonly seconds: number }

export interface SyncStep {
  readonly kind: 'sync'
  readonly recheck: boolean
  readonly waits: boolean
  readonly events: readonly { readonly request: number; readonly event: Event }[]
  readonly crash: { readonly call: number; readonly after: boolean } | null
}

export type Step =
  | {
      readonly kind: 'finish'
      readonly feed: 'groups' | 'links'
      readonly which: number
      readonly count: number
      readonly apart: number
      readonly toGrade: boolean
    }
  | {
      readonly kind: 'late'
      readonly feed: 'groups' | 'links'
      readonly which: number
      readonly ago: number
      readonly count: number
      readonly toGrade: boolean
    }
  | { readonly kind: 'grade'; readonly which: number; readonly points: number }
  | { readonly kind: 'reopen'; readonly which: number; readonly points: number; readonly startShift: number }
  /** A student finishes through a link, and the result gets another result's number. */
  | { readonly kind: 'same id'; readonly which: number }
  | { readonly kind: 'new key' }
  | { readonly kind: 'new place'; readonly feed: 'groups' | 'links'; readonly tests: number }
  | { readonly kind: 'new test'; readonly which: number }
  | { readonly kind: 'unassign'; readonly which: number }
  | { readonly kind: 'pass'; readonly seconds: number }
  | { readonly kind: 'clock'; readonly seconds: number }
  | { readonly kind: 'quirk'; readonly fault: Fault | null }
  /** Every request is refused for this long. */
  | { readonly kind: 'refusing'; readonly seconds: number }
  | SyncStep

export interface History {
  readonly page: number
  readonly windowDays: number
  readonly requestsPerHour: number | null
  readonly pace: number
  /** Results from before the first sync: how many days ago, and how many finished in the same second. */
  readonly backlog: readonly {
    readonly feed: 'groups' | 'links'
    readonly which: number
    readonly ago: number
    readonly count: number
    readonly toGrade: boolean
  }[]
  readonly steps: readonly Step[]
}

const minute = 60
const hour = 3_600
const day = 86_400
const feed = fc.constantFrom('groups' as const, 'links' as const)
const which = fc.nat(1_000)
const points = fc.nat(20)
const burst = fc.oneof({ weight: 4, arbitrary: fc.integer({ min: 1, max: 3 }) }, fc.integer({ min: 4, max: 14 }))

const oddPage = fc.constantFrom<Fault>(
  { kind: 'next missing' },
  { kind: 'next stuck' },
  { kind: 'next backwards' },
  { kind: 'more missing' },
  { kind: 'available missing' },
  { kind: 'time missing' },
)
const failure = fc.oneof(
  fc.constantFrom<Fault>(
    { kind: 'html' },
    { kind: 'http 500' },
    { kind: 'cut-off' },
    { kind: 'reset' },
    { kind: 'reset after' },
  ),
  // Without `finishedAfterTimestampTooEarly`, which a laptop has to believe; the server sends it only when it is true.
  fc
    .constantFrom(...apiErrorCodes.filter((code) => code !== 'finishedAfterTimestampTooEarly'))
    .map((code): Fault => ({ kind: 'error', code })),
  fc.integer({ min: 5, max: hour }).map((seconds): Fault => ({ kind: 'blocked', seconds })),
  fc.integer({ min: 5, max: hour }).map((seconds): Fault => ({ kind: 'refusing', seconds })),
)
const clockSeconds = fc.oneof(
  fc.integer({ min: -4 * minute, max: 4 * minute }),
  fc.integer({ min: -hour, max: hour }),
  fc.integer({ min: -4 * day, max: 4 * day }),
  fc.constantFrom(-400 * day, 400 * day),
)
const lie = fc.constantFrom(...lies).map((kind): Fault => ({ kind }))
const event = fc.oneof(
  { weight: 3, arbitrary: lie.map((fault): Event => ({ kind: 'fault', fault })) },
  { weight: 3, arbitrary: oddPage.map((fault): Event => ({ kind: 'fault', fault })) },
  { weight: 4, arbitrary: failure.map((fault): Event => ({ kind: 'fault', fault })) },
  { weight: 3, arbitrary: fc.record({ kind: fc.constant('meanwhile' as const), which, count: burst }) },
  {
    weight: 1,
    arbitrary: fc.record({ kind: fc.constant('slow' as const), seconds: fc.integer({ min: 1, max: hour }) }),
  },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('clock' as const), seconds: clockSeconds }) },
)
const sync = fc.record({
  kind: fc.constant('sync' as const),
  recheck: fc.boolean(),
  waits: fc.boolean(),
  events: fc.array(fc.record({ request: fc.nat(25), event }), { maxLength: 3 }),
  crash: fc.option(fc.record({ call: fc.nat(60), after: fc.boolean() }), { freq: 3 }),
})
const pause = fc.oneof(
  { weight: 3, arbitrary: fc.integer({ min: 1, max: 2 * hour }) },
  { weight: 3, arbitrary: fc.integer({ min: hour, max: 9 * day }) },
  { weight: 1, arbitrary: fc.integer({ min: 20 * day, max: 150 * day }) },
)

const step: fc.Arbitrary<Step> = fc.oneof(
  { weight: 6, arbitrary: sync },
  {
    weight: 5,
    arbitrary: fc.record({
      kind: fc.constant('finish' as const),
      feed,
      which,
      count: burst,
      apart: fc.constantFrom(0, 0, 0, 1, 40),
      toGrade: fc.boolean(),
    }),
  },
  {
    weight: 2,
    arbitrary: fc.record({
      kind: fc.constant('late' as const),
      feed,
      which,
      ago: fc.integer({ min: 1, max: 2 * day }),
      count: burst,
      toGrade: fc.boolean(),
    }),
  },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant('grade' as const), which, points }) },
  {
    weight: 2,
    arbitrary: fc.record({
      kind: fc.constant('reopen' as const),
      which,
      points,
      startShift: fc.constantFrom(0, 0, -300, 45),
    }),
  },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant('same id' as const), which }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('new key' as const) }) },
  {
    weight: 1,
    arbitrary: fc.record({ kind: fc.constant('new place' as const), feed, tests: fc.integer({ min: 1, max: 2 }) }),
  },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('new test' as const), which }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('unassign' as const), which }) },
  { weight: 4, arbitrary: pause.map((seconds): Step => ({ kind: 'pass', seconds })) },
  { weight: 1, arbitrary: clockSeconds.map((seconds): Step => ({ kind: 'clock', seconds })) },
  {
    weight: 1,
    arbitrary: fc.integer({ min: minute, max: hour }).map((seconds): Step => ({ kind: 'refusing', seconds })),
  },
  {
    weight: 1,
    arbitrary: fc.option(fc.oneof(oddPage, lie), { nil: null }).map((fault): Step => ({ kind: 'quirk', fault })),
  },
)

/**
 * A small term at a school: everything that can happen between a server and a laptop. Pages are forty times smaller
 * than ClassMarker's, so an hour allows a few more requests than ClassMarker's thirty.
 */
export const history: fc.Arbitrary<History> = fc.record({
  page: fc.integer({ min: 3, max: 9 }),
  windowDays: fc.constantFrom(93, 92, 90, 88, 60),
  requestsPerHour: fc.constantFrom(null, 90, 60),
  pace: fc.constantFrom(1, 1, 0.15),
  backlog: fc.array(
    fc.record({ feed, which, ago: fc.integer({ min: 0, max: 140 * day }), count: burst, toGrade: fc.boolean() }),
    { maxLength: 10 },
  ),
  steps: fc.array(step, { minLength: 1, maxLength: 14, size: 'max' }),
})
