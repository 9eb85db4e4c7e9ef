import type { AppError } from '../../shared/errors.ts'
import type { UnixSeconds } from '../../shared/model/time.ts'

/** From when on a run can go on, where its failure says so. */
export function momentIn(error: AppError | null): UnixSeconds | null {
  const moment = error?.detail.nextRequestAfter
  return typeof moment === 'number' ? (moment as UnixSeconds) : null
}
