import { randomUUID } from 'node:crypto'
import { AppError } from '../../shared/errors.ts'
import type { ConnectInput } from '../../shared/ipc/contract.ts'
import {
  type Account,
  type AccountSummary,
  accountColours,
  type Signature,
  type SignatureSetting,
  sampleId,
} from '../../shared/model/account.ts'
import type { Clock, Ms, UnixSeconds } from '../../shared/model/time.ts'
import { systemZone } from '../../shared/model/zone.ts'
import type { Credentials } from '../classmarker/signature.ts'
import type { SecretStore } from '../secrets/secret-store.ts'
import type { StoredAccount } from '../store/queries/accounts.ts'
import type { Store } from '../store/store.ts'
import { type Endpoint, Remote, type RequestEnded } from '../sync/remote.ts'
import type { RetryPorts } from '../sync/retry.ts'
import { SampleServer, sampleName } from './sample-server.ts'
import { keychainPatience, SecretPlaces } from './secret-places.ts'

export interface AccountsPorts {
  readonly store: Store
  readonly secrets: SecretStore
  readonly clock: Clock
  /** The real ClassMarker. */
  readonly endpoint: Endpoint
  readonly retry: RetryPorts
  /** Told when a secret turned out to be elsewhere than an earlier answer said. */
  readonly onSecretFound?: () => void
}

/** What one verifying request showed. */
export interface Verified {
  readonly account: AccountSummary
  readonly groups: number
  readonly links: number
  readonly tests: number
  readonly requests: number
  /** ClassMarker's clock minus this computer's, in seconds. */
  readonly clockOffset: number
}

/** The accounts on this laptop: connecting, naming and removing them, and who may speak for each at ClassMarker. */
export class Accounts {
  readonly #ports: AccountsPorts
  readonly #sample: SampleServer
  readonly #places: SecretPlaces

  constructor(ports: AccountsPorts) {
    this.#ports = ports
    this.#sample = new SampleServer(ports.clock)
    this.#places = new SecretPlaces(ports.secrets, () => ports.onSecretFound?.())
  }

  /** @param patience how long to wait for the keychain where it has not been looked at yet; null waits for its answer */
  async list(patience: Ms | null = keychainPatience): Promise<AccountSummary[]> {
    const stored = await this.#ports.store.listAccounts()
    return Promise.all(stored.map((account) => this.#summary(account, patience)))
  }

  /** @throws AppError `account/not-found` */
  async get(id: string): Promise<AccountSummary> {
    return this.#summary(await this.stored(id), keychainPatience)
  }

  /** An account without a look for its secret. @throws AppError `account/not-found` */
  async stored(id: string): Promise<StoredAccount> {
    const stored = await this.#ports.store.account(id)
    if (stored === null) throw new AppError('account/not-found')
    return stored
  }

  /** Whether secrets can be kept on this computer, as far as it answers in time. */
  hasKeychain(): Promise<boolean> {
    return this.#places.hasKeychain(keychainPatience)
  }

  /**
   * Adds an account once ClassMarker has accepted its key and secret. Nothing is saved before that, and nothing at
   * all when the keychain refuses.
   * @throws AppError `api/*`, `network/*`, `keychain/*`, `account/exists`, `account/incomplete`, `job/cancelled`
   */
  async connect(input: ConnectInput, signal?: AbortSignal): Promise<Verified> {
    const { store, secrets, clock } = this.#ports
    const credentials = { key: input.key.trim(), secret: input.secret.trim() }
    if (!credentials.key || !credentials.secret) throw new AppError('account/incomplete')
    const known = await this.#accountOf(credentials.key)
    if (known !== null && !known.archived) throw new AppError('account/exists', { name: known.name, id: known.id })
    const requestedAt: { path: string; at: UnixSeconds; outcome: string; milliseconds: number }[] = []
    const { discovery, remote } = await this.#verify(credentials, {
      setting: input.signature,
      nextRequestAfter: null,
      clockOffset: 0,
      onRequest: async (path) => {
        const request = { path, at: clock(), outcome: '', milliseconds: 0 }
        const started = performance.now()
        requestedAt.push(request)
        return async (outcome) => {
          request.outcome = outcome
          request.milliseconds = performance.now() - started
        }
      },
      signal,
    })
    let account: Account = {
      id: randomUUID().slice(0, 8),
      name: input.name.trim() || 'ClassMarker',
      key: credentials.key,
      signature: remote.signature,
      signatureSetting: input.signature,
      sample: false,
      timeZone: systemZone(),
      createdAt: clock(),
      colour: (await store.listAccounts()).filter(({ sample }) => !sample).length % accountColours,
      archived: false,
    }
    if (known !== null) account = { ...account, id: known.id, colour: known.colour, timeZone: known.timeZone }
    await secrets.set(account.id, credentials.secret)
    try {
      // An account whose results stayed takes up where it was left.
      if (known === null) await store.addAccount(account)
      else await store.changeAccount(known.id, account)
    } catch (thrown) {
      // Why the account could not be saved is the news; that its secret cannot be removed either is not.
      await secrets.delete(account.id).catch(() => undefined)
      throw thrown
    }
    this.#places.note(account.id, await secrets.place())
    await store.saveDiscovery(account.id, discovery, clock())
    await store.changeSyncState(account.id, { clockOffset: remote.clockOffset })
    for (const { path, at, outcome, milliseconds } of requestedAt) {
      await store.endRequest(await store.recordRequest(account.id, path, at), outcome, milliseconds)
    }
    const { requests, clockOffset } = remote
    return { ...seen(discovery), account: await this.get(account.id), requests, clockOffset }
  }

  /** Gives an account its secret again. @throws AppError as `connect` */
  async replaceSecret(id: string, secret: string): Promise<AccountSummary> {
    const { store, secrets, clock } = this.#ports
    const account = await this.stored(id)
    const credentials = { key: account.key, secret: secret.trim() }
    if (account.sample) throw new AppError('ipc/invalid-input', { field: 'id' })
    if (!credentials.secret) throw new AppError('account/incomplete')
    const { nextRequestAfter, clockOffset } = await store.syncState(id)
    const { remote } = await this.#verify(credentials, {
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
    await store.changeAccount(id, { signature: remote.signature })
    await store.changeSyncState(id, { clockOffset: remote.clockOffset })
    return this.get(id)
  }

  async change(
    id: string,
    change: Pick<Account, 'name' | 'timeZone' | 'colour' | 'signatureSetting'>,
  ): Promise<AccountSummary> {
    await this.#ports.store.changeAccount(id, change)
    return this.get(id)
  }

  /** Removes an account and its secret from this laptop, and its results unless they stay. ClassMarker is not told. */
  async remove(id: string, keepResults: boolean): Promise<void> {
    const account = await this.stored(id)
    // The secret first: were the keychain locked, a secret without its account could never be removed again.
    if (account.sample) await this.#sample.close()
    else await this.#ports.secrets.delete(id)
    if (keepResults) await this.#ports.store.changeAccount(id, { archived: true })
    else await this.#ports.store.removeAccount(id)
    this.#places.forget(id)
  }

  /** The sample account, made now if it is not there. */
  async sample(): Promise<AccountSummary> {
    const { store, clock } = this.#ports
    if ((await store.account(sampleId)) === null) {
      const createdAt = clock()
      const { credentials } = await this.#sample.start(createdAt)
      await store.addAccount({
        id: sampleId,
        name: sampleName,
        key: credentials.key,
        signature: 'sha256',
        signatureSetting: 'auto',
        sample: true,
        timeZone: systemZone(),
        createdAt,
        colour: 0,
        archived: false,
      })
    }
    return this.get(sampleId)
  }

  /** Where an account's ClassMarker is and how to sign for it. @throws AppError `keychain/*` */
  async lineTo(account: Account): Promise<{ endpoint: Endpoint; credentials: Credentials }> {
    if (account.sample) return this.#sample.start(account.createdAt)
    const { secrets } = this.#ports
    const secret = await secrets.get(account.id)
    this.#places.note(account.id, secret === null ? 'missing' : await secrets.place())
    if (secret === null) throw new AppError('keychain/missing')
    return { endpoint: this.#ports.endpoint, credentials: { key: account.key, secret } }
  }

  async close(): Promise<void> {
    await this.#sample.close()
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
    const remote = new Remote({
      endpoint: this.#ports.endpoint,
      credentials,
      signature,
      signatureSetting: setting,
      nextRequestAfter,
      clockOffset,
      retry: this.#ports.retry,
      onRequest,
    })
    return { discovery: await remote.discover(signal), remote }
  }

  async #accountOf(key: string): Promise<StoredAccount | null> {
    const accounts = await this.#ports.store.listAccounts()
    return accounts.find((account) => account.key === key && !account.sample) ?? null
  }

  async #summary(account: StoredAccount, patience: Ms | null): Promise<AccountSummary> {
    return { ...account, secret: account.sample ? 'memory' : await this.#places.of(account.id, patience) }
  }
}

const seen = (discovery: { sources: readonly { feed: string }[]; tests: readonly unknown[] }) => ({
  groups: discovery.sources.filter(({ feed }) => feed === 'groups').length,
  links: discovery.sources.filter(({ feed }) => feed === 'links').length,
  tests: discovery.tests.length,
})
