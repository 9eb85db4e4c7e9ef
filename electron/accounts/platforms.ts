import { randomUUID } from 'node:crypto'
import { AppError } from '../../shared/errors.ts'
import type { AssessmentsInput, SignIn } from '../../shared/ipc/accounts.ts'
import { type Account, accountColours, type StoredAccount, sampleIds } from '../../shared/model/account.ts'
import type { OpenLook } from '../../shared/model/assessment.ts'
import type { UnixSeconds } from '../../shared/model/time.ts'
import { systemZone } from '../../shared/model/zone.ts'
import {
  type AllAssessments,
  AssessmentList,
  AssessmentsClient,
  type AssessmentsEndpoint,
  lookOf,
  normalAddress,
  type OnRequest,
  type PlatformConnection,
  signIn,
  type Tokens,
} from '../connectors/assessments/index.ts'
import type { Fetch, RetryPorts } from '../connectors/network.ts'
import { findSamePlatform, type KeepPorts, keepSecret } from './keep-account.ts'
import { ownSecret } from './own-secret.ts'
import { onlyAccess, secretOf, subjectOf, tokensIn } from './platform-tokens.ts'
import { SamplePlatform, samplePlatformName } from './sample-platform.ts'

export interface PlatformsPorts extends KeepPorts {
  readonly fetch: Fetch
  readonly retry: RetryPorts
}

/** What a new account sees, and what it cost. */
export interface ConnectedPlatform {
  readonly id: string
  readonly courses: number
  readonly assessments: number
  /** Whether these are all: the limit may have cut the list short. */
  readonly complete: boolean
  readonly requests: number
  /** Names of accounts at the same platform that may be the same one. */
  readonly maybeSameAs: readonly string[]
}

interface SentRequest {
  readonly path: string
  readonly at: UnixSeconds
  outcome: string
  milliseconds: number
}

interface Verified {
  readonly url: string
  readonly key: string
  readonly seen: SeenList
  readonly tokens: Tokens
}

/** The list as it was seen at the sign-in, and how far it came where the limit cut it short. */
interface SeenList extends AllAssessments {
  readonly begunAt: UnixSeconds
  readonly open: OpenLook | null
  /** Until when it wants no more requests, where it said so. */
  readonly nextRequestAfter: UnixSeconds | null
}

/** Accounts of learning platforms: their sign-in, their tokens, and the sample of one. */
export class Platforms {
  readonly #ports: PlatformsPorts
  readonly #sample: SamplePlatform

  constructor(ports: PlatformsPorts) {
    this.#ports = ports
    this.#sample = new SamplePlatform(ports.clock)
  }

  /**
   * Adds an account once the platform has accepted its sign-in and shown its assessments, which are kept. Nothing is saved
   * before that, and the password never.
   * @throws AppError `assessments/*`, `api/*`, `network/*`, `keychain/*`, `account/exists`, `account/incomplete`,
   *   `job/cancelled`
   */
  async connect(input: AssessmentsInput, signal?: AbortSignal): Promise<ConnectedPlatform> {
    const { store, clock } = this.#ports
    const url = normalAddress(input.url)
    if (url === null) throw new AppError('assessments/no-service')
    const given = requireSignIn(input.signIn)
    const key = keyOf(url, given)
    const named = refuseConnected((await store.listAccounts()).find((account) => account.key === key) ?? null)
    const sent: SentRequest[] = []
    const { tokens, seen } = await this.#verify(url, given, { onRequest: noting(sent, clock), signal })
    const same = (await findSamePlatform({ url, seen }, store)) ?? (await this.#withToken(url, given))
    const known = named ?? refuseConnected(same)
    const maybeSameAs = known === null && seen.assessments.length === 0 ? await this.#unknownBeside(url, given) : []
    const id = await this.#save({ url, key, tokens, seen }, { ...input, signIn: given }, known)
    for (const { path, at, outcome, milliseconds } of sent) {
      await store.endRequest(await store.recordRequest(id, path, at), outcome, milliseconds)
    }
    const courses = new Set(seen.assessments.map(({ courseId }) => courseId)).size
    const { assessments, complete } = seen
    return { id, courses, assessments: assessments.length, complete, requests: sent.length, maybeSameAs }
  }

  /** The account that has this very token; null where none has, or it cannot be read. */
  async #withToken(url: string, given: SignIn): Promise<StoredAccount | null> {
    if ('email' in given) return null
    const { secrets } = this.#ports
    for (const account of await this.#accountsAt(url)) {
      // A secret of the environment is every account's.
      if (await secrets.isOfAnybody?.(account.id)) continue
      const secret = await secrets.get(account.id).catch(() => null)
      if (secret !== null && tokensIn(secret)?.access === given.token) return account
    }
    return null
  }

  /**
   * Names of the accounts at a platform of which nothing tells whether a new one that sees no assessments is the same: the
   * document has no request for who is signed in. Two e-mail addresses are taken for two people.
   */
  async #unknownBeside(url: string, given: SignIn): Promise<readonly string[]> {
    const others = await this.#accountsAt(url)
    return others.filter(({ email }) => email === null || !('email' in given)).map(({ name }) => name)
  }

  async #accountsAt(url: string): Promise<readonly StoredAccount[]> {
    return (await this.#ports.store.listAccounts()).filter((account) => !account.sample && account.url === url)
  }

  /** Signs in again for an account, after the platform has shown its assessments. @throws AppError as `connect` */
  async signIn(account: StoredAccount, input: SignIn): Promise<void> {
    const { secrets, runExclusiveFor = (_, work) => work() } = this.#ports
    const given = requireSignIn(input)
    const isAnother = 'email' in given && account.email !== null && !sameEmail(given.email, account.email)
    if (account.url === null || isAnother) throw new AppError('ipc/invalid-input', { field: 'signIn' })
    const { tokens, seen } = await this.#verify(account.url, given, { onRequest: this.#recording(account.id) })
    // A run that renews the former tokens must not put them in the place of these.
    await runExclusiveFor(account.id, () => secrets.set(account.id, secretOf(tokens)))
    await this.#keep(account.id, seen)
  }

  /** Endpoint and tokens of an account. @throws AppError `keychain/*`; where a password is given for one run, as `connect` */
  async connectionFor(account: Account): Promise<PlatformConnection> {
    if (account.sample) {
      return { ...(await this.#sample.start(this.#sampleOf(account))), onTokens: async () => undefined }
    }
    const { secrets } = this.#ports
    const secret = await ownSecret(account, this.#ports)
    if (secret === null || account.url === null) throw new AppError('keychain/missing')
    const onTokens = (tokens: Tokens) => secrets.set(account.id, secretOf(tokens))
    const endpoint = this.#endpoint(account.url)
    const kept = tokensIn(secret)
    if (kept !== null) return { endpoint, tokens: kept, onTokens }
    if (account.email === null) return { endpoint, tokens: onlyAccess(secret), onTokens }
    const { retry } = this.#ports
    const onRequest = this.#recording(account.id)
    const tokens = await signIn(endpoint, account.email, secret, { retry, onRequest })
    // The next request of this run shall not sign in once more.
    await onTokens(tokens)
    return { endpoint, tokens, onTokens }
  }

  /** The sample account, with the ids of its submissions; made now if it is not there. */
  async sample(): Promise<StoredAccount> {
    const { store, clock } = this.#ports
    const id = sampleIds.assessments
    if ((await store.account(id)) === null) await store.addAccount({ ...sampleAccount(id), createdAt: clock() })
    const account = await store.account(id)
    if (account === null) throw new AppError('account/not-found')
    const submissions = await this.#sample.submissions(this.#sampleOf(account))
    await store.noteSubmissions(id, submissions, clock())
    return account
  }

  #sampleOf({ id, createdAt }: Account) {
    return { madeAt: createdAt, known: () => this.#ports.store.assessmentRows([id]) }
  }

  closeSample(): Promise<void> {
    return this.#sample.close()
  }

  #endpoint(url: string): AssessmentsEndpoint {
    const { fetch, clock } = this.#ports
    return { url, fetch, clock }
  }

  /** Signs in and reads the list, which only somebody with a right to it can. */
  async #verify(
    url: string,
    given: SignIn,
    { onRequest, signal }: { readonly onRequest: OnRequest; readonly signal?: AbortSignal | undefined },
  ): Promise<Pick<Verified, 'tokens' | 'seen'>> {
    const endpoint = this.#endpoint(url)
    const { retry } = this.#ports
    const ports = { retry, onRequest, ...(signal && { signal }) }
    let tokens = 'email' in given ? await signIn(endpoint, given.email, given.password, ports) : onlyAccess(given.token)
    let nextRequestAfter: UnixSeconds | null = null
    const client = new AssessmentsClient({
      ...{ endpoint, tokens, retry, onRequest, nextRequestAfter },
      onForbidden: async (until) => {
        nextRequestAfter = until
      },
      onTokens: async (renewed) => {
        tokens = renewed
      },
    })
    const list = new AssessmentList()
    const begunAt = this.#ports.clock()
    try {
      const seen = await list.readOn(client, signal)
      return { tokens, seen: { ...seen, begunAt, open: null, nextRequestAfter } }
    } catch (thrown) {
      // A list longer than the limit proves the right to it with what arrived; the next sync brings the rest.
      const { reading, soFar } = list
      if (!(thrown instanceof AppError && thrown.code === 'api/rate-limited') || reading === null) throw thrown
      return { tokens, seen: { ...soFar, begunAt, open: { begunAt, reading }, nextRequestAfter } }
    }
  }

  /** Saves a new account, or reconnects an archived one. @returns its id */
  async #save(
    { url, key, tokens, seen }: Verified,
    input: AssessmentsInput,
    known: StoredAccount | null,
  ): Promise<string> {
    const { store, secrets, clock } = this.#ports
    const fresh: Account = {
      ...usual,
      id: known?.id ?? randomUUID().slice(0, 8),
      name: input.name.trim() || known?.name || new URL(url).hostname,
      ...{ key, url, email: 'email' in input.signIn ? input.signIn.email : null },
      timeZone: known?.timeZone ?? systemZone(),
      createdAt: known?.createdAt ?? clock(),
      colour: known?.colour ?? (await this.#nextColour()),
    }
    await keepSecret(fresh.id, { secret: secretOf(tokens), before: null }, secrets, async () => {
      if (known === null) await store.addAccount(fresh)
      else await store.changeAccount(known.id, { ...changedBy(input.signIn, fresh), name: fresh.name, archived: false })
    })
    await this.#keep(fresh.id, seen)
    return fresh.id
  }

  async #nextColour(): Promise<number> {
    return (await this.#ports.store.listAccounts()).filter(({ sample }) => !sample).length % accountColours
  }

  async #keep(account: string, { begunAt, open, nextRequestAfter, ...seen }: SeenList): Promise<void> {
    const { store, clock } = this.#ports
    // The first sync of a new account sends nothing before that.
    if (nextRequestAfter !== null) await store.changeSyncState(account, { nextRequestAfter })
    await store.saveAssessments(account, { ...lookOf(seen), begunAt, open, at: clock() })
  }

  /** Notes the requests of an account that is here. */
  #recording(accountId: string): OnRequest {
    const { store, clock } = this.#ports
    return async (path) => {
      const request = await store.recordRequest(accountId, path, clock())
      const started = performance.now()
      return (outcome) => store.endRequest(request, outcome, performance.now() - started)
    }
  }
}

/** What is the same of every account of a learning platform. */
const usual = {
  service: 'assessments',
  signature: 'sha256',
  signatureSetting: 'auto',
  sample: false,
  archived: false,
} as const

const sampleAccount = (id: string) =>
  ({
    ...usual,
    ...{ id, name: samplePlatformName, key: id, url: null, email: null, sample: true, colour: 1 },
    timeZone: systemZone(),
  }) satisfies Omit<Account, 'createdAt'>

/** What was typed, trimmed; a password may begin or end with a space. @throws AppError `account/incomplete` */
function requireSignIn(given: SignIn): SignIn {
  const isWhole = 'email' in given ? given.email.trim() !== '' && given.password !== '' : given.token.trim() !== ''
  if (!isWhole) throw new AppError('account/incomplete')
  return 'email' in given ? { ...given, email: given.email.trim() } : { token: given.token.trim() }
}

/** @throws AppError `account/exists` for an account that is connected */
function refuseConnected(known: StoredAccount | null): StoredAccount | null {
  if (known !== null && !known.archived) throw new AppError('account/exists', { name: known.name, id: known.id })
  return known
}

/** What of an archived account follows from who signs in to it now; a token alone tells nothing of that. */
const changedBy = (given: SignIn, { key, email }: Account): Partial<Pick<Account, 'key' | 'email'>> =>
  'email' in given ? { key, email } : {}

const sameEmail = (one: string, other: string): boolean => one.toLowerCase() === other.toLowerCase()

/** A name of the account that no other one has: its address and who signed in, never the token. */
const keyOf = (url: string, given: SignIn): string =>
  `${url} ${'email' in given ? given.email.toLowerCase() : (subjectOf(given.token) ?? randomUUID())}`

/** Notes requests of an account that is not saved yet. */
const noting =
  (sent: SentRequest[], clock: () => UnixSeconds): OnRequest =>
  async (path) => {
    const request = { path, at: clock(), outcome: '', milliseconds: 0 }
    const started = performance.now()
    sent.push(request)
    return async (outcome) => {
      request.outcome = outcome
      request.milliseconds = performance.now() - started
    }
  }
