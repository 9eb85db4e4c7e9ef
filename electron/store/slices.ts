/** Work that is done in slices between questions, and whose outcome is kept. */
export class SlicedWork<Value> {
  readonly #steps: Generator<void, Value>
  #done: { readonly value: Value } | null = null

  constructor(steps: Generator<void, Value>) {
    this.#steps = steps
  }

  /** Works one slice. @returns whether there is more to do */
  work(): boolean {
    if (this.#done !== null) return false
    const step = this.#steps.next()
    if (step.done) this.#done = { value: step.value }
    return this.#done === null
  }

  get isDone(): boolean {
    return this.#done !== null
  }

  /** The outcome, after what is left is done at once. */
  finish(): Value {
    while (this.#done === null) this.work()
    return this.#done.value
  }
}
