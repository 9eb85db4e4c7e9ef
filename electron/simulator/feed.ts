import type { Attempt } from './attempt.ts'
import type { Group } from './catalogue.ts'

/** A part of a feed: the results of one test in one group or link. */
export interface Pair {
  readonly placeId: number
  readonly testId: number
}

const keyOf = ({ placeId, testId }: Pair): string => `${placeId}/${testId}`
const pairOf = ({ place, test }: Attempt): Pair => ({ placeId: place.id, testId: test.id })

/** All results of the groups, or of the links, oldest first; looked up by halving, so a page costs the same in any size. */
export class ResultFeed<Place extends Group> {
  readonly #all: Attempt<Place>[]
  readonly #byPair = new Map<string, Attempt<Place>[]>()

  /** Takes over `attempts`, which must be sorted by finish time. */
  constructor(attempts: Attempt<Place>[]) {
    this.#all = attempts
    for (const attempt of attempts) this.#partOf(pairOf(attempt)).push(attempt)
  }

  get all(): readonly Attempt<Place>[] {
    return this.#all
  }

  /** Up to `limit` results finished later than `moment`, and how many there are in all. */
  finishedAfter(moment: number, limit: number, pair?: Pair): { page: Attempt<Place>[]; available: number } {
    const part = pair ? (this.#byPair.get(keyOf(pair)) ?? []) : this.#all
    const from = firstAfter(part, moment)
    return { page: part.slice(from, from + limit), available: part.length - from }
  }

  add(attempt: Attempt<Place>): void {
    for (const part of [this.#all, this.#partOf(pairOf(attempt))]) {
      part.splice(firstAfter(part, attempt.finished), 0, attempt)
    }
  }

  remove(attempt: Attempt<Place>): void {
    for (const part of [this.#all, this.#partOf(pairOf(attempt))]) {
      const at = part.indexOf(attempt)
      if (at >= 0) part.splice(at, 1)
    }
  }

  #partOf(pair: Pair): Attempt<Place>[] {
    const key = keyOf(pair)
    const part = this.#byPair.get(key) ?? []
    this.#byPair.set(key, part)
    return part
  }
}

function firstAfter(sorted: readonly Attempt[], moment: number): number {
  let low = 0
  let high = sorted.length
  while (low < high) {
    const middle = (low + high) >>> 1
    if ((sorted[middle]?.finished ?? 0) > moment) high = middle
    else low = middle + 1
  }
  return low
}
