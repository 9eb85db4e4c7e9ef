import type { FilledGap } from '../../shared/model/import-outcome.ts'
import type { WholeTime } from '../../shared/model/imported.ts'
import type { Result } from '../../shared/model/result.ts'
import type { Gap, Interval } from '../../shared/model/sync.ts'
import type { Store } from '../store/api.ts'
import type { SeenAttempt, Telling } from './tellings.ts'

/** Finds the gaps of an account into which results of the files fall. */
export class FilledGaps {
  readonly #store: Pick<Store, 'syncState'>
  readonly #account: string
  readonly #whole: WholeTime[] = []
  /** Results of the files that could not be kept. */
  readonly #missed: Finished[] = []
  #gaps: readonly { readonly gap: Gap; readonly seen: Set<SeenAttempt> }[] | null = null

  constructor(store: Pick<Store, 'syncState'>, account: string) {
    this.#store = store
    this.#account = account
  }

  async take(tellings: readonly Telling[], whole: readonly WholeTime[]): Promise<void> {
    this.#whole.push(...whole)
    this.#gaps ??= (await this.#store.syncState(this.#account)).gaps.map((gap) => ({ gap, seen: new Set() }))
    for (const { gap, seen } of this.#gaps) {
      for (const telling of tellings) if (isIn(gap, telling.result)) seen.add(telling.seen)
    }
  }

  /** Notes a result that could not be kept: no gap that it belongs to is filled. */
  miss({ feed, timeFinished }: Finished): void {
    this.#missed.push({ feed, timeFinished })
  }

  filled(): FilledGap[] {
    return (this.#gaps ?? [])
      .filter(({ gap }) => !this.#missed.some((result) => isIn(gap, result)))
      .map(({ gap, seen }) => ({ gap, results: seen.size, isWhole: this.#isWhole(gap) }))
      .filter(({ results, isWhole }) => results > 0 || isWhole)
  }

  #isWhole(gap: Gap): boolean {
    const begin = gap.reason === 'crowded-second' ? gap.from - 1 : gap.from
    const own = this.#whole.filter(({ feed }) => feed === gap.feed).toSorted((one, other) => one.from - other.from)
    return reach(begin, own) >= gap.to
  }
}

type Finished = Pick<Result, 'feed' | 'timeFinished'>

export const isSameGap = (one: Gap, other: Gap): boolean =>
  one.feed === other.feed && one.from === other.from && one.to === other.to && one.reason === other.reason

function isIn({ feed, from, to, reason }: Gap, result: Finished): boolean {
  const isAfter = reason === 'crowded-second' ? result.timeFinished >= from : result.timeFinished > from
  return result.feed === feed && isAfter && result.timeFinished <= to
}

/** How far ranges, by their beginnings, lead from a moment without a break. */
function reach(begin: number, ranges: readonly Interval[]): number {
  let until = begin
  for (const range of ranges) if (range.from <= until) until = Math.max(until, range.until)
  return until
}
