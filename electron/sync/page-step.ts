import { AppError } from '../../shared/errors.ts'
import { minute, plusSeconds, type UnixSeconds, unixSeconds } from '../../shared/model/time.ts'
import type { ResultsAnswer } from '../classmarker/answers.ts'
import { pageSize } from '../classmarker/answers.ts'

/** Where a page leaves the reading of a feed. */
export type PageStep =
  | { readonly kind: 'end'; readonly cursor: UnixSeconds | null; readonly coveredUntil: UnixSeconds }
  | {
      readonly kind: 'more'
      readonly cursor: UnixSeconds
      readonly coveredUntil: UnixSeconds
      readonly next: UnixSeconds
    }
  /** The page is full of one second, so what else finished in it cannot be asked for in this feed. */
  | { readonly kind: 'crowded'; readonly second: UnixSeconds }

/** A full page may end in the middle of a second, so the next request asks for that second again. */
export const overlapping = (finish: UnixSeconds): UnixSeconds => plusSeconds(finish, -1)

type Page = Pick<
  ResultsAnswer,
  'serverTime' | 'results' | 'unreadable' | 'returned' | 'available' | 'moreExist' | 'nextFinishedAfter'
>

/**
 * Decides how to go on after a page that was asked for with `after` and answered at `serverNow`. Each next request
 * begins later than the one before, so reading always ends.
 * @throws AppError `api/not-understood` when more results are promised but none of this page is newer than `after`
 */
export function stepAfter(page: Page, after: UnixSeconds, serverNow: UnixSeconds): PageStep {
  const newest = newestFinish(page, serverNow)
  if (!goesOn(page)) {
    const settled = Math.max(after, settledAt(page.serverTime, serverNow))
    return { kind: 'end', cursor: newest, coveredUntil: unixSeconds(settled) }
  }
  if (newest === null || newest <= after) throw new AppError('api/not-understood')
  const next = overlapping(newest)
  return next > after ? { kind: 'more', cursor: newest, coveredUntil: next, next } : { kind: 'crowded', second: newest }
}

/** Whether there is more. Where ClassMarker does not say so, a full page does, unless the number of results denies it. */
function goesOn({ moreExist, available, returned }: Pick<Page, 'moreExist' | 'available' | 'returned'>): boolean {
  return moreExist || (returned >= pageSize && (available === null || available > returned))
}

// A clock at ClassMarker's that is a little ahead of another is no reason to doubt a time; a year ahead is. It is also
// how far this computer's time can be off where ClassMarker took a signature without telling its own.
const doubt = 5 * minute

/** The last second that was over when a page was answered: until then, no result can finish any more. */
function settledAt(told: UnixSeconds | null, serverNow: UnixSeconds): UnixSeconds {
  const isTold = told !== null && Math.abs(told - serverNow) <= minute
  return overlapping(isTold ? unixSeconds(Math.min(told, serverNow)) : plusSeconds(serverNow, -doubt))
}

/**
 * The newest finish time of a page that may serve as a cursor. One in the far future must not carry the cursor past
 * real results. `next_finished_after_timestamp` may be missing, stand still or go back, so it is asked only where the
 * times themselves do not tell: when some could not be read, or when they are not in order.
 */
function newestFinish({ results, unreadable, nextFinishedAfter }: Page, serverNow: UnixSeconds): UnixSeconds | null {
  const latest = serverNow + doubt
  const times = results.map(({ result }) => result.timeFinished).filter((time) => time <= latest)
  const told = nextFinishedAfter !== null && nextFinishedAfter <= latest ? nextFinishedAfter : null
  if (times.length === 0) return told
  const newest = times.reduce((a, b) => (b > a ? b : a))
  if (unreadable.length > 0 && told !== null && told > newest) return told
  const inOrder = times.every((time, index) => index === 0 || time >= (times[index - 1] ?? time))
  return inOrder || told === null ? newest : unixSeconds(Math.min(newest, told))
}
