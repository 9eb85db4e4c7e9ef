import { AppError } from '../../shared/errors.ts'
import type { FoundProblem, SentAttempt } from '../../shared/model/imported.ts'
import type { Clock } from '../../shared/model/time.ts'
import type { Store } from '../store/api.ts'
import { decidedAttempts } from './deciding.ts'
import { type ResultOutcome, type Telling, Tellings } from './tellings.ts'
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
 * Keeps an attempt that ClassMarker delivered by a webhook, by the rules of imports.
 * @throws AppError `sync/busy`, `store/*`
 */
export async function keepDelivered(
  attempt: SentAttempt,
  { account, source }: Delivery,
  { store, clock }: { readonly store: Store; readonly clock: Clock },
): Promise<Delivered> {
  const [telling] = new Tellings().among([attempt]).tellings
  if (telling === undefined) throw new Error('A payload that was read can be read again')
  for (let tries = 0; tries < mostTries; tries++) {
    const decided = await decidedAttempts([telling], store, account, null, new VersionBook(), new Map())
    const [told] = decided
    if (told === undefined || told.outcome === null || told.outcome === 'erased') {
      return { outcome: 'left-out', answers: false, found: { code: 'erased-student' } }
    }
    const isKept = await store.keepDelivered({
      ...{ account, at: clock(), attempt: told.kept, stored: told.id, source },
      ...{ hasAnswers: telling.answers !== null, versions: decided.versions, ...namesOf(telling) },
    })
    if (isKept === null) continue
    if (!isKept) return { outcome: 'refused', answers: false, found: { code: 'refused' } }
    return { outcome: told.outcome, answers: told.keptAnswers !== null, found: null }
  }
  throw new AppError('sync/busy')
}

/** The names that an attempt gives to its test, and to its group or link. */
const namesOf = ({ attempt: { testName, sourceName }, result: { feed, sourceId, testId } }: Telling) => ({
  tests: testName === null ? [] : [{ id: testId, name: testName }],
  sources: sourceName === null ? [] : [{ feed, id: sourceId, name: sourceName }],
})
