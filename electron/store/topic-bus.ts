import type { Topic } from './call-table.ts'

type Listener = (topics: readonly Topic[]) => void

/** Tells whoever shows or keeps something of the database which topics a write touched. */
export class TopicBus {
  readonly #listeners = new Set<Listener>()

  /** @returns how to stop listening */
  on(listener: Listener): () => void {
    this.#listeners.add(listener)
    return () => this.#listeners.delete(listener)
  }

  tell(topics: readonly Topic[]): void {
    for (const listener of this.#listeners) listener(topics)
  }
}
