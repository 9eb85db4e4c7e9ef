import { setTimeout as pause } from 'node:timers/promises'
import type { SecretPlace } from '../../shared/model/account.ts'
import { type Ms, ms } from '../../shared/model/time.ts'

/** How long an answer may wait for the keychain. Finding or unlocking one can take half a minute. */
export const keychainPatience: Ms = ms(200)

/**
 * Remembers where each account's secret is. Asks the keychain once per account; until it answers, as while it is
 * locked, the secret is assumed to be in it.
 */
export class SecretPlaces {
  readonly #secrets: SecretStore
  readonly #onFound: () => void
  readonly #known = new Map<string, SecretPlace>()
  readonly #looks = new Map<string, Promise<SecretPlace>>()

  /** @param onFound called when a secret is not where it was assumed to be */
  constructor(secrets: SecretStore, onFound: () => void) {
    this.#secrets = secrets
    this.#onFound = onFound
  }

  /** Records where a secret was found in passing. */
  note(accountId: string, place: SecretPlace): void {
    this.#known.set(accountId, place)
  }

  forget(accountId: string): void {
    this.#known.delete(accountId)
  }

  /** @param patience how long to wait for the keychain, in milliseconds; null waits until it answers */
  async of(accountId: string, patience: Ms | null): Promise<SecretPlace> {
    const known = this.#known.get(accountId)
    if (known !== undefined) return known
    const look = this.#lookOnce(accountId)
    if (patience === null) return look
    const place = await within(patience, look)
    if (place !== null) return place
    void look.then((found) => found !== 'keychain' && this.#onFound())
    return 'keychain'
  }

  /** Whether this computer has a keychain; assumed when it does not answer in time. */
  async hasKeychain(patience: Ms): Promise<boolean> {
    return (await within(patience, this.#secrets.place())) !== 'memory'
  }

  #lookOnce(accountId: string): Promise<SecretPlace> {
    const running = this.#looks.get(accountId)
    if (running !== undefined) return running
    const look = this.#look(accountId).finally(() => this.#looks.delete(accountId))
    this.#looks.set(accountId, look)
    return look
  }

  async #look(accountId: string): Promise<SecretPlace> {
    const place = await this.#secrets.place()
    try {
      const found = (await this.#secrets.get(accountId)) === null ? 'missing' : place
      // A secret that was typed in meanwhile is newer than this lookup.
      if (!this.#known.has(accountId)) this.#known.set(accountId, found)
      return this.#known.get(accountId) ?? found
    } catch {
      // A locked keychain still holds the secret and may be unlocked the next time.
      return place
    }
  }
}

async function within<T>(patience: Ms, work: Promise<T>): Promise<T | null> {
  const timer = new AbortController()
  // Rejects only when `work` finished first.
  const late = pause(patience, null, { signal: timer.signal, ref: false }).catch(() => null)
  try {
    return await Promise.race([work, late])
  } finally {
    timer.abort()
  }
}

/**
 * Keeps API secrets: in the operating system's keychain, or in memory until the app quits. Nothing else holds one, and
 * no call outside the main process can read one.
 */
export interface SecretStore {
  /** Where a secret set now would be kept. The first answer may have to wait for the keychain. */
  place(): Promise<'keychain' | 'memory'>
  /** The secret of an account, null when there is none. @throws AppError `keychain/locked`, `keychain/failed` */
  get(accountId: string): Promise<string | null>
  /** Whether that secret was given for no account in particular, so that it may be another one's. */
  isOfAnybody?(accountId: string): Promise<boolean>
  /** Saves a secret. @throws AppError `keychain/locked`, `keychain/failed`; nothing is saved then */
  set(accountId: string, secret: string): Promise<void>
  /** Removing a secret that is not there is no error. @throws AppError `keychain/locked`, `keychain/failed` */
  delete(accountId: string): Promise<void>
}

/** A store opened by the first call to it, because finding a keychain can take seconds and most work needs none. */
export function openedWhenAsked(open: () => Promise<SecretStore>): SecretStore {
  let opening: Promise<SecretStore> | null = null
  const store = () => (opening ??= open())
  return {
    place: async () => (await store()).place(),
    get: async (accountId) => (await store()).get(accountId),
    set: async (accountId, secret) => (await store()).set(accountId, secret),
    delete: async (accountId) => (await store()).delete(accountId),
  }
}

/** Keeps secrets for this run only, on a machine without a keychain. */
export function memoryStore(): SecretStore {
  const secrets = new Map<string, string>()
  return {
    place: async () => 'memory',
    get: async (accountId) => secrets.get(accountId) ?? null,
    set: async (accountId, secret) => {
      secrets.set(accountId, secret)
    },
    delete: async (accountId) => {
      secrets.delete(accountId)
    },
  }
}

/**
 * One secret given by the environment for this run, for the named account, or else for any. A secret typed in takes
 * precedence and stays in memory only. Deleting also deletes from `kept`, which may hold one from an earlier run.
 */
export function givenSecretStore(given: string, kept: SecretStore, named?: string): SecretStore {
  const typed = memoryStore()
  const givenTo = (accountId: string) => (named === undefined || named === accountId ? given : null)
  return {
    place: typed.place,
    get: async (accountId) => (await typed.get(accountId)) ?? givenTo(accountId),
    isOfAnybody: async (accountId) => named === undefined && (await typed.get(accountId)) === null,
    set: typed.set,
    delete: async (accountId) => {
      await kept.delete(accountId)
      await typed.delete(accountId)
    },
  }
}
