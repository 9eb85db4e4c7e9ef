import { create } from 'zustand'
import type { AppError } from '../../../shared/errors.ts'
import type { Arrived, Digest, DigestPart } from '../../../shared/model/digest.ts'
import { ofAccounts, type ResultsFilter, withBounds } from '../../../shared/model/filter.ts'
import { api, asAppError, latestOnly, whileWatched } from '../../api/client.ts'
import { onOtherAccounts, systemZone, useAccounts, zoneOf } from '../../app/accounts.ts'
import { useClock } from '../../app/clock.ts'
import { say, sayFailed } from '../../app/feedback.ts'
import { useNavigation } from '../../app/navigation.ts'
import { calendarDayOf } from '../../format/time.ts'
import { t } from '../../format/words.ts'
import { useResults } from '../results/index.ts'

interface HomeState {
  /** Null before the first whole answer. */
  readonly digest: Digest | null
  readonly error: AppError | null
}

/** What is new, and what waits, of the accounts looked at. */
export const useHome = create<HomeState>()(() => ({ digest: null, error: null }))

const latest = latestOnly()
/** How long the window waits before it asks again while results are being read, in milliseconds. */
const pause = 300

const asked = () => ({ accounts: useAccounts.getState().filterAccounts() })

function load(): Promise<void> {
  return latest(
    () => api.digest.get(asked()),
    (digest) => {
      // What is shown stays until all is read: figures that grow while one reads them are not true.
      if (digest.isReading) setTimeout(homeWatch.reload, pause)
      else useHome.setState({ digest, error: null })
    },
    (error) => useHome.setState({ error }),
  )
}

/** Reads Home while it is there. */
export const homeWatch = whileWatched(load, 500)

for (const topic of ['results', 'students', 'codes', 'bank', 'accounts', 'digest'] as const)
  api[topic].changed(homeWatch.reload)
onOtherAccounts(() => {
  useHome.setState({ digest: null, error: null })
  lookedAt = null
  homeWatch.reload()
})

/** What the store was told of last, and on which day. */
let lookedAt: string | null = null

/**
 * Tells the store that somebody looks at what is shown. What was looked at on another day counts as seen from then on,
 * so that a day's own news stays all day.
 */
export async function lookAtHome(): Promise<void> {
  const upTo: Arrived | null = useHome.getState().digest?.upTo ?? null
  const day = calendarDayOf(useClock.getState().now, systemZone)
  const telling = JSON.stringify([asked(), upTo, day])
  if (telling === lookedAt) return
  lookedAt = telling
  try {
    if (await api.digest.look({ ...asked(), upTo, day })) homeWatch.reload()
  } catch {
    // Nothing is lost: what is new stays new.
    lookedAt = null
  }
}

/** Marks what is shown as seen, and offers the way back. */
export async function markSeen({ upTo }: Digest): Promise<void> {
  const marked = asked()
  try {
    await api.digest.markSeen({ ...marked, upTo })
    say(t('home.marked'), { action: { words: t('home.undo'), run: () => void unmark(marked) } })
  } catch (thrown) {
    sayFailed(asAppError(thrown))
  }
}

async function unmark(marked: ReturnType<typeof asked>): Promise<void> {
  try {
    await api.digest.unmarkSeen(marked)
  } catch (thrown) {
    sayFailed(asAppError(thrown))
  }
}

/** Of lines opened one after the other, the last one counts. */
const latestPart = latestOnly()

/** Opens the results behind a line: each of them, or where they are too many, all that `around` finds. */
export function openPart(part: DigestPart, around: ResultsFilter): Promise<void> {
  return latestPart(
    () => api.digest.part({ ...asked(), part }),
    (ids) => {
      // What is still being read opens nothing yet: a list without a filter would be all results.
      if (ids === 'reading') setTimeout(() => void openPart(part, around), pause)
      else openResults(ids === null ? around : [{ field: 'id', op: 'in', value: ids }])
    },
    sayFailed,
  )
}

/** The results that were changed since the day on which what is new begins. */
export function changedSince({ accounts }: Digest): ResultsFilter {
  const known = useAccounts.getState().accounts
  const days = accounts.map(({ account, since }) => calendarDayOf(since, zoneOf(known, account)))
  return withBounds([], 'changed', { from: days.toSorted()[0] })
}

export function openResults(filter: ResultsFilter): void {
  useResults.getState().setFilter(filter)
  useNavigation.getState().go('results')
}

/** The results of one test, which another account may have under the same number. */
export const ofTest = (account: string, testId: number): ResultsFilter => [
  ...(useAccounts.getState().accounts?.length === 1 ? [] : ofAccounts([account])),
  { field: 'test', op: 'in', value: [testId] },
]
