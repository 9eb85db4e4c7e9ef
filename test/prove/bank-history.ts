import fc from 'fast-check'
import type { Fault } from '../../electron/simulator/delivery.ts'

/** What a teacher does on this computer. `which` counts among what there is, again and again from the beginning. */
export type BankEditing =
  | { readonly kind: 'add'; readonly type: number; readonly category: number }
  | { readonly kind: 'change'; readonly which: number; readonly category: number | null }
  | { readonly kind: 'add parent' }
  | { readonly kind: 'add category'; readonly parent: number }
  | { readonly kind: 'rename'; readonly which: number }
  | { readonly kind: 'move'; readonly which: number; readonly parent: number }
  | { readonly kind: 'resolve'; readonly keep: 'mine' | 'theirs' }

/** What somebody does on ClassMarker's own pages. */
export type OnTheWeb =
  | { readonly kind: 'web add' }
  | { readonly kind: 'web change'; readonly which: number }
  | { readonly kind: 'web delete'; readonly which: number }
  | { readonly kind: 'web rename'; readonly which: number }
  | { readonly kind: 'web move'; readonly which: number; readonly parent: number }
  /** A category of the name and in the place of one that waits here. */
  | { readonly kind: 'web double'; readonly which: number }
  /** Without a word in it changed; within the same second where no time passes. */
  | { readonly kind: 'web recategorise'; readonly which: number; readonly category: number }

export type BankTrouble = Fault | { readonly kind: 'offline' }

/** A process that reads, sends or syncs. */
export interface BankRunning {
  readonly kind: 'push' | 'pull' | 'sync'
  /** Whether it waits for the next hour, or ends there. */
  readonly waits: boolean
  /** Before a request arrives, unless that is one that changes a question: this came between reading and writing it. */
  readonly events: readonly { readonly request: number; readonly what: BankEditing | OnTheWeb }[]
  readonly troubles: readonly { readonly request: number; readonly times: number; readonly trouble: BankTrouble }[]
  readonly crash: { readonly call: number; readonly after: boolean } | null
}

export type BankStep = BankEditing | OnTheWeb | BankRunning | { readonly kind: 'pass'; readonly minutes: number }

export interface BankHistory {
  /** Questions at ClassMarker before anything happens. */
  readonly atFirst: number
  readonly steps: readonly BankStep[]
  /** How the conflicts that are left at the end are resolved, in turn. */
  readonly keep: readonly ('mine' | 'theirs')[]
}

const which = fc.nat(9)
const keep = fc.constantFrom('mine' as const, 'theirs' as const)
const editing: fc.Arbitrary<BankEditing> = fc.oneof(
  { weight: 6, arbitrary: fc.record({ kind: fc.constant('add' as const), type: fc.nat(3), category: which }) },
  {
    weight: 6,
    arbitrary: fc.record({ kind: fc.constant('change' as const), which, category: fc.option(which, { freq: 2 }) }),
  },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('add parent' as const) }) },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant('add category' as const), parent: which }) },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant('rename' as const), which }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('move' as const), which, parent: which }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('resolve' as const), keep }) },
)
const onTheWeb: fc.Arbitrary<OnTheWeb> = fc.oneof(
  { weight: 2, arbitrary: fc.record({ kind: fc.constant('web add' as const) }) },
  { weight: 4, arbitrary: fc.record({ kind: fc.constant('web change' as const), which }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('web delete' as const), which }) },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant('web rename' as const), which }) },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant('web move' as const), which, parent: which }) },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant('web double' as const), which }) },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant('web recategorise' as const), which, category: which }) },
)

const trouble = fc.constantFrom<BankTrouble>(
  { kind: 'reset' },
  { kind: 'reset midway' },
  { kind: 'reset midway' },
  { kind: 'cut-off' },
  { kind: 'cut-off' },
  { kind: 'http', status: 500 },
  { kind: 'captive portal' },
  { kind: 'maintenance' },
  { kind: 'offline' },
  { kind: 'error', code: 'internalError101' },
  { kind: 'error', code: 'apiKeyAuthFail' },
  { kind: 'error', code: 'rateLimitExceeded' },
  { kind: 'error', code: 'payloadValidationError' },
  { kind: 'error', code: 'custom_error' },
  { kind: 'error', code: 'incorrectUrlId' },
)

const running: fc.Arbitrary<BankRunning> = fc.record({
  kind: fc.constantFrom('push' as const, 'push' as const, 'push' as const, 'pull' as const, 'sync' as const),
  waits: fc.boolean(),
  events: fc.array(fc.record({ request: fc.nat(5), what: fc.oneof(editing, onTheWeb) }), { maxLength: 2 }),
  troubles: fc.array(fc.record({ request: fc.nat(6), times: fc.constantFrom(1, 1, 3), trouble }), { maxLength: 3 }),
  crash: fc.option(fc.record({ call: fc.nat(60), after: fc.boolean() }), { freq: 2 }),
})

/** A laptop's edits of a bank, sent through everything that can happen on the way. */
export const bankHistory: fc.Arbitrary<BankHistory> = fc.record({
  // A page holds 200.
  atFirst: fc.constantFrom(0, 1, 2, 3, 5, 5, 199, 200, 201),
  steps: fc.array(
    fc.oneof(
      { weight: 5, arbitrary: editing },
      { weight: 2, arbitrary: onTheWeb },
      { weight: 4, arbitrary: running },
      {
        weight: 1,
        arbitrary: fc.record({ kind: fc.constant('pass' as const), minutes: fc.integer({ min: 1, max: 90 }) }),
      },
    ),
    { minLength: 3, maxLength: 18, size: 'max' },
  ),
  keep: fc.array(keep, { minLength: 3, maxLength: 3 }),
})
