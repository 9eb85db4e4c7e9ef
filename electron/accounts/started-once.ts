/** A server that is started by the first who needs it, and that all share. */
export class StartedOnce<Server extends { close(): Promise<void> }, Given> {
  readonly #begin: (given: Given) => Promise<Server>
  #running: Promise<Server> | null = null

  constructor(begin: (given: Given) => Promise<Server>) {
    this.#begin = begin
  }

  start(given: Given): Promise<Server> {
    this.#running ??= this.#begin(given)
    return this.#orForgotten(this.#running)
  }

  async close(): Promise<void> {
    const running = this.#running
    this.#running = null
    // A server that failed to start has nothing to close.
    await (await running?.catch(() => null))?.close()
  }

  // Forgets a start that failed, so that the next call tries again.
  async #orForgotten(starting: Promise<Server>): Promise<Server> {
    try {
      return await starting
    } catch (thrown) {
      if (this.#running === starting) this.#running = null
      throw thrown
    }
  }
}
