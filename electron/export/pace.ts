import { setImmediate as nextTurn } from 'node:timers/promises'

/** Progress goes out at most ten times a second. */
const reportEvery = 100

/** Keeps a long loop answerable: it hears a cancel, and tells how far it is. */
export class Pace {
  readonly #signal: AbortSignal
  readonly #report: (written: number, total: number) => void
  #reportedAt = Number.NEGATIVE_INFINITY

  constructor(signal: AbortSignal, report: (written: number, total: number) => void) {
    this.#signal = signal
    this.#report = report
  }

  /** Lets messages in. @throws the signal's reason when it has been aborted */
  async breathe(): Promise<void> {
    await nextTurn()
    this.#signal.throwIfAborted()
  }

  progress(written: number, total: number): void {
    const now = performance.now()
    if (now - this.#reportedAt < reportEvery && written < total) return
    this.#reportedAt = now
    this.#report(written, total)
  }
}
