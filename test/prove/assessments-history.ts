import fc from 'fast-check'
import type { Fault } from '../../electron/simulator/delivery.ts'

/** What a teacher does on this computer. `which` counts among what there is, again and again from the beginning. */
export type Writing =
  /** There are few different drafts, so that two often look alike. */
  | { readonly kind: 'write'; readonly course: number; readonly looks: number; readonly publish: boolean }
  | { readonly kind: 'publish' | 'take back' | 'remove' | 'resolve'; readonly which: number }
  | { readonly kind: 'change'; readonly which: number; readonly looks: number }
  /** Pastes the ids of some submissions. */
  | { readonly kind: 'note'; readonly from: number; readonly count: number; readonly named: boolean }

/** What somebody does on the platform's own pages. */
export type Elsewhere =
  | { readonly kind: 'web add'; readonly course: number; readonly first: boolean }
  | { readonly kind: 'web remove'; readonly which: number }
  | { readonly kind: 'tokens run out' }

/** One that looks like a draft here; nobody could tell it from one whose answer was lost, so it comes between runs. */
export interface Alike {
  readonly kind: 'web alike'
  readonly course: number
  readonly looks: number
}

export type Trouble = Fault | { readonly kind: 'offline' }

/** A process that publishes, fetches, syncs or hands answers in. */
export interface Running {
  readonly kind: 'run'
  readonly work: 'publish' | 'collect' | 'sync' | 'submit'
  /** Whether it waits where the platform wants no more requests, or ends there. */
  readonly waits: boolean
  /** Before a request arrives. */
  readonly events: readonly { readonly request: number; readonly what: Writing | Elsewhere }[]
  readonly troubles: readonly { readonly request: number; readonly times: number; readonly trouble: Trouble }[]
  readonly crash: { readonly call: number; readonly after: boolean } | null
}

export type Step = Writing | Elsewhere | Alike | Running | { readonly kind: 'pass'; readonly minutes: number }

export interface AssessmentsHistory {
  /** Assessments of the first course before anything happens. */
  readonly atFirst: number
  readonly dialect: 'documented' | 'flat'
  readonly requestsPerMinute: number
  readonly steps: readonly Step[]
}

const which = fc.nat(5)
const [course, looks] = [fc.nat(1), fc.nat(2)]
const writing: fc.Arbitrary<Writing> = fc.oneof(
  {
    weight: 6,
    arbitrary: fc.record({ kind: fc.constant('write' as const), course, looks, publish: fc.nat(3).map((n) => n > 0) }),
  },
  {
    weight: 5,
    arbitrary: fc.record({
      kind: fc.constantFrom('publish' as const, 'take back' as const, 'remove' as const, 'resolve' as const),
      which,
    }),
  },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant('change' as const), which, looks }) },
  {
    weight: 2,
    arbitrary: fc.record({
      kind: fc.constant('note' as const),
      from: fc.nat(20),
      count: fc.integer({ min: 1, max: 8 }),
      named: fc.boolean(),
    }),
  },
)
const elsewhere: fc.Arbitrary<Elsewhere> = fc.oneof(
  { weight: 3, arbitrary: fc.record({ kind: fc.constant('web add' as const), course, first: fc.boolean() }) },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant('web remove' as const), which }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('tokens run out' as const) }) },
)

const trouble = fc.constantFrom<Trouble>(
  { kind: 'reset' },
  { kind: 'reset midway' },
  { kind: 'reset midway' },
  { kind: 'cut-off' },
  { kind: 'cut-off' },
  { kind: 'http', status: 500 },
  { kind: 'http', status: 429 },
  { kind: 'captive portal' },
  { kind: 'maintenance' },
  { kind: 'offline' },
)

const running: fc.Arbitrary<Running> = fc.record({
  kind: fc.constant('run' as const),
  work: fc.constantFrom(...(['publish', 'publish', 'publish', 'collect', 'sync', 'submit'] as const)),
  waits: fc.boolean(),
  events: fc.array(fc.record({ request: fc.nat(5), what: fc.oneof(writing, elsewhere) }), { maxLength: 2 }),
  troubles: fc.array(fc.record({ request: fc.nat(6), times: fc.constantFrom(1, 1, 3), trouble }), { maxLength: 3 }),
  crash: fc.option(fc.record({ call: fc.nat(40), after: fc.boolean() }), { freq: 2 }),
})

/** A laptop's drafts, answers and ids, sent through everything that can happen on the way. */
export const assessmentsHistory: fc.Arbitrary<AssessmentsHistory> = fc.record({
  atFirst: fc.nat(5),
  dialect: fc.constantFrom('documented', 'flat'),
  requestsPerMinute: fc.constantFrom(15, 100),
  steps: fc.array(
    fc.oneof(
      { weight: 5, arbitrary: writing },
      { weight: 2, arbitrary: elsewhere },
      { weight: 1, arbitrary: fc.record({ kind: fc.constant('web alike' as const), course, looks }) },
      { weight: 4, arbitrary: running },
      {
        weight: 1,
        arbitrary: fc.record({ kind: fc.constant('pass' as const), minutes: fc.integer({ min: 1, max: 90 }) }),
      },
    ),
    { minLength: 3, maxLength: 18, size: 'max' },
  ),
})
