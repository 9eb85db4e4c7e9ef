const open = 0
const outcomes = { placed: 1, cancelled: 2 } as const

/**
 * Whether an export's file takes its place or the export is cancelled: decided once, by whichever of its two threads
 * comes first. Once cancelled, the writing thread may be ended at any moment; once placed, it is left to finish.
 */
export class Decision {
  /** To be given to the other thread. */
  readonly shared: SharedArrayBuffer
  readonly #state: Int32Array

  constructor(shared = new SharedArrayBuffer(Int32Array.BYTES_PER_ELEMENT)) {
    this.shared = shared
    this.#state = new Int32Array(shared)
  }

  /** @returns false where it was decided the other way before */
  decide(outcome: keyof typeof outcomes): boolean {
    const before = Atomics.compareExchange(this.#state, 0, open, outcomes[outcome])
    return before === open || before === outcomes[outcome]
  }
}
