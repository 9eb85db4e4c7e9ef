import { setTimeout as pause } from 'node:timers/promises'
import type { SecretPlace } from '../../shared/model/account.ts'
import { type Ms, ms } from '../../shared/model/time.ts'

/** How long an answer may wait for the keychain; one that has to be found or unlocked first can take half a minute. */
export const keychainPatience: Ms = ms(200)

/**
 * Where each account's secret is, as far as it has been seen. The keychain is asked once for each; until it answers, a
 * secret is taken to be in it, as one in a locked keychain is.
 */
export class SecretPlaces {
  readonly #secrets: SecretStore
  readonly #onFound: () => void
  readonly #known = new Map<string, SecretPlace>()
  readonly #looks = new Map<string, Promise<SecretPlace>>()

  /** @param onFound told when a place turned out to be another than the one taken for granted meanwhile */
  constructor(secrets: SecretStore, onFound: () => void) {
    this.#secrets = secrets
    this.#onFound = onFound
  }

  /** Notes what was seen by the way. */
  note(accountId: string, place: SecretPlace): void {
    this.#known.set(accountId, place)
  }

  forget(accountId: string): void {
    this.#known.delete(accountId)
  }

  /** @param patience how long to wait for the keychain; null waits for its answer */
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

  /** Whether this computer has a keychain; one that does not answer in time is taken to be there. */
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
      // What was typed in meanwhile is newer than what was looked at.
      if (!this.#known.has(accountId)) this.#known.set(accountId, found)
      return this.#known.get(accountId) ?? found
    } catch {
      // A locked keychain still holds it, and may be unlocked the next time.
      return place
    }
  }
}

async function within<T>(patience: Ms, work: Promise<T>): Promise<T | null> {
  const giveUp = new AbortController()
  // It rejects only when the work came first.
  const late = pause(patience, null, { signal: giveUp.signal, ref: false }).catch(() => null)
  try {
    return await Promise.race([work, late])
  } finally {
    giveUp.abort()
  }
}

/**
 * Where API secrets are. They live in the operating system's keychain, or in memory until the app quits; nothing else
 * ever holds one, and no call outside the main process can read one.
 */
export interface SecretStore {
  /** Where a secret that is set now is kept. The first answer may have to wait for the keychain. */
  place(): Promise<'keychain' | 'memory'>
  /** The secret of an account, null when there is none. @throws AppError `keychain/locked`, `keychain/failed` */
  get(accountId: string): Promise<string | null>
  /** @throws AppError `keychain/locked`, `keychain/failed`; nothing is then saved */
  set(accountId: string, secret: string): Promise<void>
  /** Removing a secret that is not there is no error. @throws AppError `keychain/locked`, `keychain/failed` */
  delete(accountId: string): Promise<void>
}

/** A store that is opened by the first call to it: looking for a keychain can take seconds, and most work needs none. */
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
 * One secret for every account, given for this run by the environment. One that is typed in goes before it, and is kept
 * in memory only. What is forgotten is forgotten by `kept` too, which may hold it from an earlier run.
 */
export function givenSecretStore(given: string, kept: SecretStore): SecretStore {
  const typed = memoryStore()
  return {
    place: typed.place,
    get: async (accountId) => (await typed.get(accountId)) ?? given,
    set: typed.set,
    delete: async (accountId) => {
      await kept.delete(accountId)
      await typed.delete(accountId)
    },
  }
}
