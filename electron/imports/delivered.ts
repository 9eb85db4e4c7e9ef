import { AppError } from '../../shared/errors.ts'
import type { FoundProblem, SentAttempt } from '../../shared/model/imported.ts'
import type { Clock } from '../../shared/model/time.ts'
import type { Store } from '../store/api.ts'
import { decidedAttempts } from './deciding.ts'
import { namesOf, type ResultOutcome, type Telling, Tellings, type ToldOutcome } from './tellings.ts'
import { VersionBook } from './version-book.ts'

/** What an attempt that ClassMarker delivered came to. */
export interface Delivered {
  /** `left-out`: its student was erased here; `refused`: the database takes no such result. */
  readonly outcome: ResultOutcome | 'left-out' | 'refused'
  /** Whether what was answered was kept, anew or otherwise than before. */
  readonly answers: boolean
  readonly found: FoundProblem | null
}

/** Where a delivered attempt belongs. */
export interface Delivery {
  readonly account: string
  /** The webhook source that it came from; null where that has no name. */
  readonly source: number | null
}

// A sync writes a page in some milliseconds and then waits for the next one.
const mostTries = 20

/**
 * Keeps attempts that ClassMarker delivered by a webhook, by the rules of imports: all of them or, where it throws, none.
 * @returns what each came to, one of several that tell of the same result once
 * @throws AppError `sync/busy`, `store/*`
 */
export async function keepDelivered(
  attempts: readonly SentAttempt[],
  { account, source }: Delivery,
  { store, clock }: { readonly store: Store; readonly clock: Clock },
): Promise<readonly Delivered[]> {
  const { tellings } = new Tellings().among(attempts)
  for (let tries = 0; tries < mostTries; tries++) {
    const decided = await decidedAttempts(tellings, store, account, null, new VersionBook(), new Map())
    const delivered = decided.map((told, at) => ({ told, telling: tellings[at] as Telling }))
    const taken = delivered.filter(({ told }) => told.outcome !== null && told.outcome !== 'erased')
    const kept =
      taken.length === 0
        ? []
        : await store.keepDelivered({
            ...{ account, source, at: clock(), versions: decided.versions },
            ...namesOf(taken.map(({ telling }) => telling)),
            attempts: taken.map(({ told, telling }) => ({
              ...{ kept: told.kept, stored: told.id, hasAnswers: telling.answers !== null },
            })),
          })
    if (kept === null) continue
    const isKept = new Map(taken.map(({ told }, at) => [told, kept[at]]))
    return decided.map((told) => outcomeOf(told, isKept.get(told)))
  }
  throw new AppError('sync/busy')
}

/** @param isKept undefined for one that was left out */
function outcomeOf({ outcome, keptAnswers }: ToldOutcome, isKept: boolean | undefined): Delivered {
  if (isKept === undefined || outcome === null || outcome === 'erased') {
    return { outcome: 'left-out', answers: false, found: { code: 'erased-student' } }
  }
  if (!isKept) return { outcome: 'refused', answers: false, found: { code: 'refused' } }
  return { outcome, answers: keptAnswers !== null, found: null }
}
