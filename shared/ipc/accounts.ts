import { z } from 'zod'
import {
  type AccountSummary,
  accountColours,
  type HandMade,
  type SignatureSetting,
  services,
} from '../model/account.ts'
import { classMarkerFeeds } from '../model/result-values.ts'
import { type AccountStatus, type Gap, gapReasons, type RecheckPrice } from '../model/sync.ts'
import { unixSeconds } from '../model/time.ts'
import { isTimeZone } from '../model/zone.ts'
import { event, type InputsOf, invoke } from './call.ts'
import { id, nothing, text } from './shapes.ts'

const signatureSetting = () => z.enum(['auto', 'sha256', 'md5']) satisfies z.ZodType<SignatureSetting>

/** The key of a ClassMarker account, which is the service where none is said. */
const classMarkerInput = () =>
  z.strictObject({
    service: z.literal('classmarker').optional(),
    key: text(200),
    secret: text(200),
    name: text(100),
    signature: signatureSetting(),
    /**
     * What happens where the key belongs to a ClassMarker account that is here under another key: it takes that account
     * over (unless said otherwise), becomes a separate account, or nothing is done and `account/same` names the account.
     */
    sameAccount: z.enum(['take-over', 'separate', 'ask']).optional(),
  })

/** The password goes to the service and is kept nowhere; the tokens are kept in the keychain. */
const signIn = () =>
  z.union([
    z.strictObject({ email: text(320), password: text(1_000) }),
    // An access token alone cannot be renewed once it has run out.
    z.strictObject({ token: text(10_000) }),
  ])

/** A learning platform with assessments: its https address and who signs in there. */
const assessmentsInput = () =>
  z.strictObject({ service: z.literal('assessments'), url: text(500), name: text(100), signIn: signIn() })

export const accountsInputs = () => ({
  list: nothing(),
  status: nothing(),
  connect: z.discriminatedUnion('service', [classMarkerInput(), assessmentsInput()]),
  replaceSecret: z.strictObject({ id: id(), secret: text(200) }),
  signIn: z.strictObject({ id: id(), signIn: signIn() }),
  change: z.strictObject({
    id: id(),
    name: z.string().trim().min(1).max(100),
    timeZone: z.string().refine(isTimeZone),
    colour: z
      .int()
      .min(0)
      .max(accountColours - 1),
    signatureSetting: signatureSetting(),
  }),
  handMade: z.strictObject({ id: id() }),
  remove: z.strictObject({ id: id(), keepResults: z.boolean() }),
  addSample: z.strictObject({ service: z.enum(services) }),
})
type Accounts = InputsOf<typeof accountsInputs>

export type ConnectInput = Accounts['connect']
export type AssessmentsInput = Extract<ConnectInput, { readonly service: 'assessments' }>
export type ClassMarkerInput = Exclude<ConnectInput, AssessmentsInput>
export type SignIn = AssessmentsInput['signIn']
export type SameAccount = NonNullable<ClassMarkerInput['sameAccount']>
export type AccountEdit = Accounts['change']

/**
 * What the key, or who signed in, can see. The account exists only after this answer, and the secret is then where
 * `account.secret` says.
 */
export interface Connected {
  readonly account: AccountSummary
  /** The key took the place of another one: the account and its results were here already. */
  readonly tookOver: boolean
  /** Of a learning platform: courses that have assessments. */
  readonly groups: number
  readonly links: number
  /** Of a learning platform: assessments. */
  readonly tests: number
  readonly requests: number
  /** ClassMarker's clock minus this computer's, in seconds. */
  readonly clockOffset: number
  /**
   * Names of accounts here of which nothing tells whether they are the same: a platform says whose a token is only by the
   * assessments that it shows.
   */
  readonly maybeSameAs?: readonly string[]
  /** False where a platform's limit cut its list short: the next sync goes on with it. */
  readonly complete?: boolean
}

export const accounts = {
  list: invoke<Accounts['list'], readonly AccountSummary[]>(),
  status: invoke<Accounts['status'], readonly AccountStatus[]>(),
  connect: invoke<ConnectInput, Connected>(),
  /** Gives an existing account its secret again, verified first like in `connect`. */
  replaceSecret: invoke<Accounts['replaceSecret'], AccountSummary>(),
  /**
   * Signs in again to a learning platform that no longer takes this account's tokens (`api/sign-in-again`); another e-mail
   * or a token takes the place of the former one. Verified first like in `connect`.
   */
  signIn: invoke<Accounts['signIn'], AccountSummary>(),
  change: invoke<AccountEdit, AccountSummary>(),
  /** What goes with an account, besides its results, when those do not stay. */
  handMade: invoke<Accounts['handMade'], HandMade>(),
  /** Disconnects an account; its results go with it, unless they stay. */
  remove: invoke<Accounts['remove'], void>(),
  /** Starts the job that fills the sample account of a service. */
  addSample: invoke<Accounts['addSample'], { jobId: string }>(),
  changed: event<undefined>(),
}

export const syncInputs = () => {
  const moment = z.int().min(0).transform(unixSeconds)
  return {
    start: z.strictObject({ accountId: id(), recheck: z.boolean() }),
    recheckPrice: z.strictObject({ accountId: id() }),
    fetchGap: z.strictObject({
      accountId: id(),
      gap: z.strictObject({
        feed: z.enum(classMarkerFeeds),
        from: moment,
        to: moment,
        reason: z.enum(gapReasons),
      }) satisfies z.ZodType<Gap>,
    }),
  }
}
type Sync = InputsOf<typeof syncInputs>

export const sync = {
  /** `recheck` reads again, too, what may have changed since it was fetched. */
  start: invoke<Sync['start'], { jobId: string }>(),
  recheckPrice: invoke<Sync['recheckPrice'], RecheckPrice>(),
  /** Asks again for a range that could not be had. */
  fetchGap: invoke<Sync['fetchGap'], { jobId: string }>(),
}
