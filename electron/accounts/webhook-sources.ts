import { randomInt } from 'node:crypto'
import { AppError } from '../../shared/errors.ts'
import type { Clock } from '../../shared/model/time.ts'
import type { KeptSource, WebhookSource } from '../../shared/model/webhook-source.ts'
import type { Store } from '../store/api.ts'
import type { SecretStore } from './secrets.ts'

/** Where a source's signing phrase is; `missing` after its source was brought back, or on another computer. */
export type PhrasePlace = Exclude<KeptSource['phrase'], 'unknown'>

/** The name a source's phrase has in the keychain, beside the secrets of accounts. */
const phraseName = (id: number): string => `webhook-source ${id}`

/** The sources of webhooks with their signing phrases, which are in the keychain alone. */
export class WebhookSources {
  readonly #store: Store
  readonly #phrases: SecretStore
  readonly #clock: Clock
  #last: Promise<unknown> = Promise.resolve()

  constructor({ store, phrases, clock }: { store: Store; phrases: SecretStore; clock: Clock }) {
    this.#store = store
    this.#phrases = phrases
    this.#clock = clock
  }

  list(accounts: readonly string[]): Promise<WebhookSource[]> {
    return this.#store.webhookSources(accounts)
  }

  /**
   * Makes a source, and keeps its phrase. Nothing is made where the keychain refuses.
   * @param phrase null for one that is given with each run
   * @throws AppError `account/not-found`, `webhook-source/exists`, `keychain/*`
   */
  async add(account: string, name: string, phrase: string | null): Promise<WebhookSource> {
    // A number that no source had before: a phrase that was left in the keychain is of no other one.
    const id = randomInt(1, 2 ** 47)
    if (phrase !== null) await this.#phrases.set(phraseName(id), phrase)
    try {
      await this.#store.addWebhookSource(id, account, name, this.#clock())
    } catch (thrown) {
      if (phrase !== null) await this.#phrases.delete(phraseName(id))
      throw thrown
    }
    const made = (await this.#store.webhookSources([account])).find((source) => source.id === id)
    if (made === undefined) throw new AppError('webhook-source/not-found')
    return made
  }

  /** @throws AppError `webhook-source/not-found`, `webhook-source/exists` */
  rename(id: number, name: string): Promise<void> {
    return this.#store.renameWebhookSource(id, name)
  }

  /** Replaces the phrase of a source. @throws AppError `webhook-source/not-found`, `keychain/*` */
  changePhrase(id: number, phrase: string): Promise<void> {
    return this.#inTurn(async () => {
      const sources = await this.#store.webhookSources()
      if (!sources.some((source) => source.id === id)) throw new AppError('webhook-source/not-found')
      await this.#phrases.set(phraseName(id), phrase)
    })
  }

  /**
   * Removes a source, and its phrase from the keychain. Undoing brings the source back, and not its phrase. What came from
   * it stays.
   * @throws AppError `webhook-source/not-found`, `keychain/*`
   */
  remove(id: number): Promise<void> {
    return this.#inTurn(async () => {
      // The phrase goes first: if the keychain is locked, that of a source that is gone could never be removed.
      await this.#phrases.delete(phraseName(id))
      await this.#store.removeWebhookSource(id)
    })
  }

  /** Removes the phrases of an account's sources, which go with the account. @throws AppError `keychain/*` */
  async forgetPhrasesOf(account: string): Promise<void> {
    await this.#inTurn(async () => {
      for (const { id } of await this.list([account])) await this.#phrases.delete(phraseName(id))
    })
  }

  /** One change after the other: a phrase that is set while its source is removed would stay in the keychain for ever. */
  #inTurn<Value>(work: () => Promise<Value>): Promise<Value> {
    const mine = this.#last.then(work)
    this.#last = mine.catch(() => undefined)
    return mine
  }

  /** The phrases of an account's sources, as far as they are on this computer; none where the keychain does not answer. */
  async phrasesOf(account: string): Promise<string[]> {
    const sources = await this.list([account])
    const phrases = await Promise.all(sources.map(({ id }) => this.phraseOf(id).catch(() => null)))
    return phrases.filter((phrase) => phrase !== null)
  }

  /** The phrase of a source; null where it is not on this computer. @throws AppError `keychain/*` */
  phraseOf(id: number): Promise<string | null> {
    return this.#phrases.get(phraseName(id))
  }

  /** Where a source's phrase is. @throws AppError `keychain/*` */
  async phrasePlace(id: number): Promise<PhrasePlace> {
    return (await this.phraseOf(id)) === null ? 'missing' : this.#phrases.place()
  }
}
