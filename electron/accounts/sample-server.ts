import type { Account } from '../../shared/model/account.ts'
import type { Clock, UnixSeconds } from '../../shared/model/time.ts'
import type { Connection } from '../connectors/classmarker/index.ts'
import { type Simulator, startSimulator } from '../simulator/simulator.ts'

const sampleResults = 3_000

/**
 * The sample account's own ClassMarker, on this computer. Its results are those of the moment the sample was made and
 * the same at every start, so syncing again adds nothing.
 */
export class SampleServer {
  readonly #clock: Clock
  #running: Promise<Simulator> | null = null

  constructor(clock: Clock) {
    this.#clock = clock
  }

  async start(madeAt: UnixSeconds): Promise<Connection> {
    const clock = this.#clock
    const { url, key, secret } = await this.#started(madeAt)
    return { endpoint: { apiUrl: url, fetch: globalThis.fetch, clock }, credentials: { key, secret } }
  }

  /**
   * The sample's access lists with their codes. The real ClassMarker does not reveal codes, but nobody could paste
   * these.
   */
  async accessLists(madeAt: UnixSeconds): Promise<readonly { id: number; codes: ReadonlySet<string> }[]> {
    return (await this.#started(madeAt)).world.accessLists
  }

  /** What its webhook sent until then: the answers, which its API does not hand out. */
  async payloads(madeAt: UnixSeconds): Promise<readonly unknown[]> {
    return (await this.#started(madeAt)).world.payloads()
  }

  #started(madeAt: UnixSeconds): Promise<Simulator> {
    this.#running ??= startSimulator({ clock: this.#clock, madeAt, results: sampleResults, requestsPerHour: null })
    return this.#orForgotten(this.#running)
  }

  async close(): Promise<void> {
    const running = this.#running
    this.#running = null
    // A server that failed to start has nothing to close.
    await (await running?.catch(() => null))?.close()
  }

  // Forgets a start that failed, so that the next call tries again.
  async #orForgotten(starting: Promise<Simulator>): Promise<Simulator> {
    try {
      return await starting
    } catch (thrown) {
      if (this.#running === starting) this.#running = null
      throw thrown
    }
  }
}

export const sampleName: Account['name'] = 'Northgate High'
