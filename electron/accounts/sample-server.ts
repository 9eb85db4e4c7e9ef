import type { Account } from '../../shared/model/account.ts'
import type { Clock, UnixSeconds } from '../../shared/model/time.ts'
import type { Connection } from '../connectors/classmarker/index.ts'
import { type Simulator, startSimulator } from '../simulator/simulator.ts'
import { StartedOnce } from './started-once.ts'

const sampleResults = 3_000

/**
 * The sample account's own ClassMarker, on this computer. Its results are those of the moment the sample was made and
 * the same at every start, so syncing again adds nothing.
 */
export class SampleServer {
  readonly #clock: Clock
  readonly #server: StartedOnce<Simulator, UnixSeconds>

  constructor(clock: Clock) {
    this.#clock = clock
    this.#server = new StartedOnce((madeAt) =>
      startSimulator({ clock, madeAt, results: sampleResults, requestsPerHour: null }),
    )
  }

  async start(madeAt: UnixSeconds): Promise<Connection> {
    const clock = this.#clock
    const { url, key, secret } = await this.#server.start(madeAt)
    return { endpoint: { apiUrl: url, fetch: globalThis.fetch, clock }, credentials: { key, secret } }
  }

  /**
   * The sample's access lists with their codes. The real ClassMarker does not reveal codes, but nobody could paste
   * these.
   */
  async accessLists(madeAt: UnixSeconds): Promise<readonly { id: number; codes: ReadonlySet<string> }[]> {
    return (await this.#server.start(madeAt)).world.accessLists
  }

  /** What its webhook sent until then: the answers, which its API does not hand out. */
  async payloads(madeAt: UnixSeconds): Promise<readonly unknown[]> {
    return (await this.#server.start(madeAt)).world.payloads()
  }

  close(): Promise<void> {
    return this.#server.close()
  }
}

export const sampleName: Account['name'] = 'Northgate High'
