import { AppError } from '../../shared/errors.ts'
import type { ClassMarkerInput, Connected, ConnectInput, SignIn } from '../../shared/ipc/accounts.ts'
import {
  type Account,
  type AccountSummary,
  type Service,
  type Signature,
  type SignatureSetting,
  type StoredAccount,
  sampleId,
} from '../../shared/model/account.ts'
import type { Ms, UnixSeconds } from '../../shared/model/time.ts'
import { systemZone } from '../../shared/model/zone.ts'
import type { PlatformConnection } from '../connectors/assessments/index.ts'
import {
  AccountClient,
  type Connection,
  type Credentials,
  type Endpoint,
  type RequestEnded,
} from '../connectors/classmarker/index.ts'
import type { RetryPorts } from '../connectors/network.ts'
import { findSame, type KeepPorts, saveAccount, takeOver } from './keep-account.ts'
import { ownSecret } from './own-secret.ts'
import { Platforms } from './platforms.ts'
import { SampleServer, sampleName } from './sample-server.ts'
import { keychainPatience, SecretPlaces } from './secrets.ts'

export interface AccountsPorts extends KeepPorts {
  /** The real ClassMarker. */
  readonly endpoint: Endpoint
  readonly retry: RetryPorts
  /** Called before everything of an account is removed, for what is not in the database. */
  readonly beforeRemoval?: (id: string) => Promise<void>
  /** Called when a secret turns out to be in another place than an earlier answer said. */
  readonly onSecretFound?: () => void
}

interface UnsavedRequest {
  readonly path: string
  readonly at: UnixSeconds
  outcome: string
  milliseconds: number
}

/** The accounts on this laptop: connects, changes and removes them, and gives each its connection to ClassMarker. */
export class Accounts {
  readonly #ports: AccountsPorts
  readonly #sample: SampleServer
  readonly #platforms: Platforms
  readonly #places: SecretPlaces
  /** Key and state of each account when the place of its secret was last looked up. */
  readonly #seenAs = new Map<string, string>()
  /** Requests sent with keys that belong to no account here yet, by key. */
  readonly #unsaved = new Map<string, UnsavedRequest[]>()

  constructor(ports: AccountsPorts) {
    this.#ports = ports
    this.#sample = new SampleServer(ports.clock)
    this.#platforms = new Platforms({ ...ports, fetch: ports.endpoint.fetch })
    this.#places = new SecretPlaces(ports.secrets, () => ports.onSecretFound?.())
  }

  /**
   * @param patience how long to wait for a keychain that was not read yet, in milliseconds; null waits until it answers
   */
  async list(patience: Ms | null = keychainPatience): Promise<AccountSummary[]> {
    const stored = await this.#ports.store.listAccounts()
    return Promise.all(stored.map((account) => this.#summary(account, patience)))
  }

  /** @throws AppError `account/not-found` */
  async get(id: string): Promise<AccountSummary> {
    return this.#summary(await this.stored(id), keychainPatience)
  }

  /** An account, without looking up its secret. @throws AppError `account/not-found` */
  async stored(id: string): Promise<StoredAccount> {
    const stored = await this.#ports.store.account(id)
    if (stored === null) throw new AppError('account/not-found')
    return stored
  }

  /** An account that is connected to ClassMarker (not archived). @throws AppError `account/not-found` */
  async connected(id: string): Promise<StoredAccount> {
    const account = await this.stored(id)
    if (account.archived) throw new AppError('account/not-found')
    return account
  }

  /** A connected account of a service. @throws AppError `account/not-found`, `account/other-service` */
  async connectedTo(service: Service, id: string): Promise<StoredAccount> {
    const account = await this.connected(id)
    if (account.service !== service) throw new AppError('account/other-service')
    return account
  }

  /** Whether this computer has a keychain; taken to be so when it does not answer in time. */
  hasKeychain(): Promise<boolean> {
    return this.#places.hasKeychain(keychainPatience)
  }

  /** Adds an account of either service. @throws AppError as `Platforms.connect`, and as a key of ClassMarker */
  async connect(input: ConnectInput, signal?: AbortSignal): Promise<Connected> {
    if (input.service !== 'assessments') return this.#connectKey(input, signal)
    const { id, courses, assessments, complete, requests, maybeSameAs } = await this.#platforms.connect(input, signal)
    await this.#noteSecret(id)
    const counts = { groups: courses, links: 0, tests: assessments, requests }
    return { ...counts, account: await this.get(id), tookOver: false, clockOffset: 0, maybeSameAs, complete }
  }

  /** Signs in again to a learning platform. @throws AppError `account/not-found`, and as `connect` */
  async signIn(id: string, input: SignIn): Promise<AccountSummary> {
    await this.#platforms.signIn(await this.connectedTo('assessments', id), input)
    await this.#noteSecret(id)
    return this.get(id)
  }

  async #noteSecret(id: string): Promise<void> {
    this.#places.note(id, await this.#ports.secrets.place())
    this.#seenAs.delete(id)
  }

  /**
   * Adds an account once ClassMarker has accepted its key and secret. A second key of a ClassMarker account that is here
   * takes that account over, unless `sameAccount` says otherwise. Nothing is saved before that, and nothing at all when
   * the keychain refuses.
   * @throws AppError `api/*`, `network/*`, `keychain/*`, `account/exists`, `account/same`, `account/incomplete`,
   * `sync/busy`, `job/cancelled`
   */
  async #connectKey(input: ClassMarkerInput, signal?: AbortSignal): Promise<Connected> {
    const { store } = this.#ports
    const credentials = { key: input.key.trim(), secret: input.secret.trim() }
    if (!credentials.key || !credentials.secret) throw new AppError('account/incomplete')
    const known = await this.#accountOf(credentials.key)
    if (known !== null && (!known.archived || input.sameAccount === 'separate')) {
      throw new AppError('account/exists', { name: known.name, id: known.id })
    }
    // ClassMarker counts every request sent with this key, even if connecting fails.
    const requests = this.#unsaved.get(credentials.key) ?? []
    this.#unsaved.set(credentials.key, requests)
    const { discovery, client } = await this.#verify(credentials, {
      setting: input.signature,
      nextRequestAfter: null,
      clockOffset: 0,
      onRequest: (path) => this.#noteUnsaved(requests, path),
      signal,
    })
    const same = known === null && input.sameAccount !== 'separate' ? await findSame(discovery, store) : null
    // The button may have been pressed twice.
    if (same?.key === credentials.key) throw new AppError('account/exists', { name: same.name, id: same.id })
    if (same !== null && input.sameAccount === 'ask') {
      throw new AppError('account/same', { name: same.name, id: same.id, results: same.results })
    }
    const verified = { input, credentials, discovery, signature: client.signature }
    const id =
      same === null ? await saveAccount(verified, known, this.#ports) : await takeOver(verified, same, this.#ports)
    await this.#noteSecret(id)
    for (const { path, at, outcome, milliseconds } of requests) {
      await store.endRequest(await store.recordRequest(id, path, at), outcome, milliseconds)
    }
    await store.changeSyncState(id, { clockOffset: client.clockOffset })
    this.#unsaved.delete(credentials.key)
    const { clockOffset } = client
    return {
      ...seen(discovery),
      account: await this.get(id),
      tookOver: same !== null,
      requests: requests.length,
      clockOffset,
    }
  }

  /** Notes a request sent for an account that is not saved yet. */
  async #noteUnsaved(requests: UnsavedRequest[], path: string): Promise<RequestEnded> {
    const request = { path, at: this.#ports.clock(), outcome: '', milliseconds: 0 }
    const started = performance.now()
    requests.push(request)
    return async (outcome) => {
      request.outcome = outcome
      request.milliseconds = performance.now() - started
    }
  }

  /** Verifies and saves a new copy of an account's secret. @throws AppError as `connect` */
  async replaceSecret(id: string, secret: string): Promise<AccountSummary> {
    const { store, secrets, clock } = this.#ports
    const account = await this.stored(id)
    if (account.service !== 'classmarker') throw new AppError('account/other-service')
    const credentials = { key: account.key, secret: secret.trim() }
    if (account.sample) throw new AppError('ipc/invalid-input', { field: 'id' })
    if (!credentials.secret) throw new AppError('account/incomplete')
    const { nextRequestAfter, clockOffset } = await store.syncState(id)
    const { client } = await this.#verify(credentials, {
      setting: account.signatureSetting,
      nextRequestAfter,
      clockOffset,
      onRequest: async (path) => {
        const request = await store.recordRequest(id, path, clock())
        const started = performance.now()
        return (outcome) => store.endRequest(request, outcome, performance.now() - started)
      },
    })
    await secrets.set(id, credentials.secret)
    this.#places.note(id, await secrets.place())
    await store.changeAccount(id, { signature: client.signature })
    await store.changeSyncState(id, { clockOffset: client.clockOffset })
    return this.get(id)
  }

  /** @throws AppError `account/not-found` */
  async change(
    id: string,
    change: Pick<Account, 'name' | 'timeZone' | 'colour' | 'signatureSetting'>,
  ): Promise<AccountSummary> {
    await this.stored(id)
    await this.#ports.store.changeAccount(id, change)
    return this.get(id)
  }

  /** Removes an account and its secret from this laptop, and its results unless `keepResults`. Sends nothing. */
  async remove(id: string, keepResults: boolean): Promise<void> {
    const account = await this.stored(id)
    // The secret goes first: if the keychain is locked, a secret whose account is gone could never be removed.
    if (!account.sample) await this.#ports.secrets.delete(id)
    else if (id === sampleId) await this.#sample.close()
    else await this.#platforms.closeSample()
    if (keepResults) await this.#ports.store.changeAccount(id, { archived: true })
    else {
      await this.#ports.beforeRemoval?.(id)
      await this.#ports.store.removeAccount(id)
    }
    this.#places.forget(id)
  }

  /** The sample account of a service, with what its API does not hand out; made now if it is not there. */
  async sample(service: Service): Promise<AccountSummary> {
    if (service === 'classmarker') return this.#sampleSchool()
    return this.get((await this.#platforms.sample()).id)
  }

  /** The sample of ClassMarker with its links and access codes. */
  async #sampleSchool(): Promise<AccountSummary> {
    const { store, clock } = this.#ports
    if ((await store.account(sampleId)) === null) {
      const createdAt = clock()
      const { credentials } = await this.#sample.start(createdAt)
      await store.addAccount({
        id: sampleId,
        name: sampleName,
        service: 'classmarker',
        key: credentials.key,
        url: null,
        email: null,
        signature: 'sha256',
        signatureSetting: 'auto',
        sample: true,
        timeZone: systemZone(),
        createdAt,
        colour: 0,
        archived: false,
      })
    }
    await this.#fillSampleLists(await this.stored(sampleId))
    return this.get(sampleId)
  }

  /** What the sample's webhook sent until it was made. @throws AppError `account/not-found` */
  async samplePayloads(): Promise<readonly unknown[]> {
    return this.#sample.payloads((await this.stored(sampleId)).createdAt)
  }

  /** Applies the full list of each of the sample's access lists, once, as if it had been pasted. Sends nothing. */
  async #fillSampleLists(account: Account): Promise<void> {
    const { store, retry } = this.#ports
    const { id: accountId, createdAt: at } = account
    if ((await store.accessLists([accountId])).length > 0) return
    const connection = await this.#sample.start(at)
    const client = new AccountClient({ ...account, ...connection, retry, nextRequestAfter: null, clockOffset: 0 })
    const discovery = await client.discover()
    await store.saveDiscovery(accountId, discovery, at)
    const used = new Set(discovery.sources.map(({ accessListId }) => accessListId))
    for (const { id: listId, codes } of await this.#sample.accessLists(at)) {
      const onList = [...codes].map((code) => ({ code, name: null }))
      const edit = { list: { accountId, listId }, change: 'full-list', origin: 'pasted', codes: onList, at } as const
      if (used.has(listId)) await store.applyCodes(edit)
    }
  }

  /** Endpoint and credentials of an account at ClassMarker. @throws AppError `keychain/*`, `account/other-service` */
  async connectionFor(account: Account): Promise<Connection> {
    if (account.service !== 'classmarker') throw new AppError('account/other-service')
    if (account.sample) return this.#sample.start(account.createdAt)
    const { secrets } = this.#ports
    const secret = await ownSecret(account, this.#ports)
    this.#places.note(account.id, secret === null ? 'missing' : await secrets.place())
    if (secret === null) throw new AppError('keychain/missing')
    return { endpoint: this.#ports.endpoint, credentials: { key: account.key, secret } }
  }

  /** Endpoint and tokens of an account at a learning platform. @throws AppError as `Platforms.connectionFor` */
  async platformFor(account: Account): Promise<PlatformConnection> {
    if (account.service !== 'assessments') throw new AppError('account/other-service')
    const connection = await this.#platforms.connectionFor(account).catch((thrown: unknown) => {
      if (thrown instanceof AppError && thrown.code === 'keychain/missing') this.#places.note(account.id, 'missing')
      throw thrown
    })
    this.#places.note(account.id, await this.#ports.secrets.place())
    return connection
  }

  async close(): Promise<void> {
    await this.#sample.close()
    await this.#platforms.closeSample()
  }

  async #verify(
    credentials: Credentials,
    given: {
      setting: SignatureSetting
      nextRequestAfter: UnixSeconds | null
      clockOffset: number
      onRequest: (path: string) => Promise<RequestEnded>
      signal?: AbortSignal | undefined
    },
  ) {
    const { setting, nextRequestAfter, clockOffset, onRequest, signal } = given
    const signature: Signature = setting === 'auto' ? 'sha256' : setting
    const client = new AccountClient({
      endpoint: this.#ports.endpoint,
      credentials,
      signature,
      signatureSetting: setting,
      nextRequestAfter,
      clockOffset,
      retry: this.#ports.retry,
      onRequest,
    })
    return { discovery: await client.discover(signal), client }
  }

  async #accountOf(key: string): Promise<StoredAccount | null> {
    const accounts = await this.#ports.store.listAccounts()
    return accounts.find((account) => account.key === key && !account.sample) ?? null
  }

  async #summary(account: StoredAccount, patience: Ms | null): Promise<AccountSummary> {
    // Another process changed the key or connected the account again, so the remembered place of its secret is stale.
    const seen = `${account.key} ${account.archived}`
    if ((this.#seenAs.get(account.id) ?? seen) !== seen) this.#places.forget(account.id)
    this.#seenAs.set(account.id, seen)
    return { ...account, secret: account.sample ? 'memory' : await this.#places.of(account.id, patience) }
  }
}

const seen = (discovery: { sources: readonly { feed: string }[]; tests: readonly unknown[] }) => ({
  groups: discovery.sources.filter(({ feed }) => feed === 'groups').length,
  links: discovery.sources.filter(({ feed }) => feed === 'links').length,
  tests: discovery.tests.length,
})
