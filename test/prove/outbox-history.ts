import fc from 'fast-check'
import type { Fault } from '../../electron/simulator/delivery.ts'

/** A teacher's edit of one of two lists. There are few different codes, so that edits meet again and again. */
export type Edit =
  | { readonly kind: 'add' | 'remove' | 'take back'; readonly list: number; readonly codes: readonly number[] }
  | { readonly kind: 'undo'; readonly which: number }
  /** Pastes the list as it is at ClassMarker at that moment. */
  | { readonly kind: 'full list'; readonly list: number }
  /** Somebody changes another code on ClassMarker's own page. */
  | { readonly kind: 'at ClassMarker'; readonly list: number; readonly code: number; readonly on: boolean }

/** An event at one request of a push. */
export interface Event {
  readonly request: number
  /** `before` the request arrived, or `after` it was carried out but before its answer is read. */
  readonly when: 'before' | 'after'
  readonly edit: Edit
}

export type Trouble = Fault | { readonly kind: 'offline' }

export interface Push {
  readonly kind: 'push'
  readonly held: boolean
  readonly events: readonly Event[]
  /**
   * For each trouble, how many requests in a row it strikes: a request that fails for a moment is tried three times.
   */
  readonly troubles: readonly { readonly request: number; readonly times: number; readonly trouble: Trouble }[]
  /** The process ends before or after the effect of its nth call of the store. */
  readonly crash: { readonly call: number; readonly after: boolean } | null
}

export type Step = Edit | Push

export const codesInPlay = 4

const list = fc.nat(1)
const codes = fc.uniqueArray(fc.nat(codesInPlay - 1), { minLength: 1, maxLength: 3 })
const edit: fc.Arbitrary<Edit> = fc.oneof(
  { weight: 6, arbitrary: fc.record({ kind: fc.constantFrom('add' as const, 'remove' as const), list, codes }) },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant('take back' as const), list, codes }) },
  { weight: 3, arbitrary: fc.record({ kind: fc.constant('undo' as const), which: fc.nat(9) }) },
  { weight: 3, arbitrary: fc.record({ kind: fc.constant('full list' as const), list }) },
  {
    weight: 1,
    arbitrary: fc.record({ kind: fc.constant('at ClassMarker' as const), list, code: fc.nat(2), on: fc.boolean() }),
  },
)

const trouble = fc.constantFrom<Trouble>(
  { kind: 'reset' },
  { kind: 'reset midway' },
  { kind: 'reset midway' },
  { kind: 'cut-off' },
  { kind: 'http', status: 500 },
  { kind: 'captive portal' },
  { kind: 'maintenance' },
  { kind: 'offline' },
  { kind: 'offline' },
  { kind: 'error', code: 'internalError101' },
  { kind: 'error', code: 'apiKeyAuthFail' },
  { kind: 'error', code: 'rateLimitExceeded' },
  { kind: 'error', code: 'payloadValidationError' },
  { kind: 'error', code: 'custom_error' },
  { kind: 'error', code: 'incorrectUrlId' },
)

const push: fc.Arbitrary<Push> = fc.record({
  kind: fc.constant('push' as const),
  held: fc.boolean(),
  events: fc.array(
    fc.record({ request: fc.nat(3), when: fc.constantFrom('before' as const, 'after' as const), edit }),
    { maxLength: 3 },
  ),
  troubles: fc.array(fc.record({ request: fc.nat(4), times: fc.constantFrom(1, 3), trouble }), { maxLength: 3 }),
  crash: fc.option(fc.record({ call: fc.nat(12), after: fc.boolean() }), { freq: 1 }),
})

export interface History {
  /** Codes that are on the lists, and known here, before anything happens. */
  readonly atFirst: readonly (readonly number[])[]
  readonly steps: readonly Step[]
}

/** A laptop's edits of two lists, sent through everything that can happen on the way. */
export const history: fc.Arbitrary<History> = fc.record({
  atFirst: fc.array(fc.uniqueArray(fc.nat(codesInPlay - 1), { maxLength: 4 }), { minLength: 2, maxLength: 2 }),
  steps: fc.array(fc.oneof({ weight: 3, arbitrary: edit }, { weight: 2, arbitrary: push }), {
    minLength: 2,
    maxLength: 14,
    size: 'max',
  }),
})
