import { type Ms, ms } from '../../shared/model/time.ts'
import type { Store } from './call-table.ts'

/** How often it is looked: a look takes a tenth of a millisecond, and what a receiver brings is seen at once. */
export const lookEvery: Ms = ms(250)
/** How long after a look that failed: as long as the database cannot be opened for writing, each one starts a thread. */
export const lookAgain: Ms = ms(5_000)

interface OthersPorts {
  readonly store: Pick<Store, 'noticeOthers'>
  /** Calls back once after `length` milliseconds, unless stopped. */
  readonly after: (length: Ms, call: () => void) => { stop(): void }
  readonly onError: (thrown: unknown) => void
}

/** Looks for what other programs write to the database, a receiver or a nightly sync, so that the window shows it. */
export class OthersWatch {
  readonly #ports: OthersPorts
  #timer: { stop(): void } | null = null
  #looking: Promise<unknown> = Promise.resolve()
  #isClosed = false

  constructor(ports: OthersPorts) {
    this.#ports = ports
  }

  start(): void {
    if (this.#isClosed) return
    const { store, after, onError } = this.#ports
    this.#looking = store
      .noticeOthers()
      .then(
        () => lookEvery,
        (thrown: unknown) => {
          onError(thrown)
          return lookAgain
        },
      )
      .then((length) => {
        if (!this.#isClosed) this.#timer = after(length, () => this.start())
      })
  }

  async close(): Promise<void> {
    this.#isClosed = true
    this.#timer?.stop()
    await this.#looking
  }
}
