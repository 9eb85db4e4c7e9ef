import { bytesPerAnswer } from './packed-marks.ts'
import type { TestAttempt } from './test-attempts.ts'

/** What was answered in the attempts at a test, all of it in one array as it was packed: see `packed-marks`. */
export class TestAnswers {
  readonly words: Uint32Array
  readonly points: Float64Array
  /** Where the answers of an attempt end, in answers. */
  readonly #ends: Uint32Array
  readonly #places: ReadonlyMap<number, number>

  /** @param marks of each result; null where nobody sent what was answered */
  constructor(ids: Float64Array, marks: readonly (Uint8Array | null)[]) {
    const packed = new Uint8Array(marks.reduce((sum, each) => sum + (each?.length ?? 0), 0))
    const ends = new Uint32Array(ids.length)
    const places = new Map<number, number>()
    let end = 0
    marks.forEach((each, place) => {
      if (each !== null) {
        packed.set(each, end)
        end += each.length
        places.set(ids[place] as number, place)
      }
      ends[place] = end / bytesPerAnswer
    })
    this.#ends = ends
    this.#places = places
    this.words = new Uint32Array(packed.buffer)
    this.points = new Float64Array(packed.buffer)
  }

  has(id: number): boolean {
    return this.#places.has(id)
  }

  /** Where the answers of attempts begin and end, in answers; nowhere for one that has none. */
  rangesOf(attempts: readonly TestAttempt[]): { readonly from: Uint32Array; readonly until: Uint32Array } {
    const [from, until] = [new Uint32Array(attempts.length), new Uint32Array(attempts.length)]
    attempts.forEach((attempt, at) => {
      const place = this.#places.get(attempt[0])
      if (place === undefined) return
      from[at] = place === 0 ? 0 : (this.#ends[place - 1] as number)
      until[at] = this.#ends[place] as number
    })
    return { from, until }
  }

  /** The versions of questions that attempts saw, as they were met first. */
  versionsInOrder(attempts: readonly TestAttempt[]): number[] {
    const { words } = this
    const { from, until } = this.rangesOf(attempts)
    const isMet: boolean[] = []
    const met: number[] = []
    for (let attempt = 0; attempt < from.length; attempt++) {
      for (let at = from[attempt] as number; at < (until[attempt] as number); at++) {
        const version = words[4 * at] as number
        if (isMet[version]) continue
        isMet[version] = true
        met.push(version)
      }
    }
    return met
  }

  /** How many of these attempts saw each version of a question. */
  attemptsByVersion(attempts: readonly TestAttempt[]): Map<number, number> {
    const { words } = this
    const { from, until } = this.rangesOf(attempts)
    const counts = new Map<number, number>()
    for (let attempt = 0; attempt < from.length; attempt++) {
      for (let at = from[attempt] as number; at < (until[attempt] as number); at++) {
        const version = words[4 * at] as number
        counts.set(version, (counts.get(version) ?? 0) + 1)
      }
    }
    return counts
  }

  /** The attempts in which one of the answers is to this version of its question. */
  withVersion(attempts: readonly TestAttempt[], version: number): readonly TestAttempt[] {
    const { words } = this
    const { from, until } = this.rangesOf(attempts)
    return attempts.filter((_, attempt) => {
      for (let at = from[attempt] as number; at < (until[attempt] as number); at++) {
        if (words[4 * at] === version) return true
      }
      return false
    })
  }
}
