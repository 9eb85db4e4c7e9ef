import { AppError } from '../../shared/errors.ts'
import { hour, type Ms, ms } from '../../shared/model/time.ts'

export interface SchedulePorts {
  /** The tasks to run now and every hour, in this order; a failure does not stop the others. */
  readonly tasks: readonly (() => Promise<unknown>)[]
  /** A number from 0 up to 1. */
  readonly random: () => number
  /** Calls back once after `length` milliseconds, unless stopped. */
  readonly after: (length: Ms, call: () => void) => { stop(): void }
  readonly onError: (thrown: unknown) => void
}

/**
 * Runs the scheduled tasks while the app is open: at start, every hour, after waking and when the network returns. The
 * minute is random for each start, as ClassMarker asks of its users, so that a school's laptops do not all ask at once.
 */
export class Schedule {
  readonly #ports: SchedulePorts
  #timer: { stop(): void } | null = null
  #running: Promise<void> = Promise.resolve()
  #closed = false

  constructor(ports: SchedulePorts) {
    this.#ports = ports
  }

  start(): void {
    if (this.#closed) return
    void this.nudge()
    this.#next(ms(this.#ports.random() * hour * 1000))
  }

  /** Runs the tasks now, because the laptop woke or the network is back. Never twice at once. Never rejects. */
  nudge(): Promise<void> {
    if (this.#closed) return this.#running
    this.#running = this.#running.then(() => this.#doAll())
    return this.#running
  }

  /** Starts nothing more, not even the rest of the running round. */
  stop(): void {
    this.#closed = true
    this.#timer?.stop()
    this.#timer = null
  }

  /** As `stop`, and waits for the running task. */
  async close(): Promise<void> {
    this.stop()
    await this.#running
  }

  #next(length: Ms): void {
    this.#timer?.stop()
    this.#timer = this.#ports.after(length, () => {
      if (this.#closed) return
      void this.nudge()
      this.#next(ms(hour * 1000))
    })
  }

  async #doAll(): Promise<void> {
    for (const task of this.#ports.tasks) {
      if (this.#closed) return
      await this.#do(task)
    }
  }

  async #do(task: () => Promise<unknown>): Promise<void> {
    try {
      await task()
    } catch (thrown) {
      // A job refused because the app is closing is not a failure.
      const isClosing = this.#closed && thrown instanceof AppError && thrown.code === 'job/cancelled'
      if (!isClosing) this.#ports.onError(thrown)
    }
  }
}
