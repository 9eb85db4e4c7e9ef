/** Runs one piece of work after another, in the order in which they come, and lets only so many wait. */
export class Turns {
  readonly #most: number
  #waiting = 0
  #last: Promise<unknown> = Promise.resolve()

  /** @param most pieces of work that wait or run at a time */
  constructor(most: number) {
    this.#most = most
  }

  get isFull(): boolean {
    return this.#waiting >= this.#most
  }

  run<Value>(work: () => Promise<Value>): Promise<Value> {
    this.#waiting++
    const turn = this.#last.then(work).finally(() => this.#waiting--)
    this.#last = turn.catch(() => undefined)
    return turn
  }

  /** Resolves once nothing waits. */
  async idle(): Promise<void> {
    await this.#last
    if (this.#waiting > 0) await this.idle()
  }
}
