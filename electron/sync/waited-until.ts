import type { AppError } from '../../shared/errors.ts'
import { type Clock, hour, minute, ms, type UnixSeconds } from '../../shared/model/time.ts'
import type { RetryPorts } from '../connectors/network.ts'

/**
 * Waits until a moment, in steps, because timers run late after a sleep while the clock is right; and for an hour at
 * most, the longest that ClassMarker can ask for, because the clock may be set back meanwhile.
 * @returns false when the signal came first
 */
export async function waitedUntil(
  moment: UnixSeconds,
  signal: AbortSignal,
  { clock, retry }: { readonly clock: Clock; readonly retry: RetryPorts },
): Promise<boolean> {
  for (let left: number = hour + minute; left > 0 && clock() < moment; ) {
    const seconds = Math.min(minute, moment - clock(), left)
    left -= seconds
    // Rejects only on the signal, which the next line checks.
    await retry.pause(ms(seconds * 1000), signal).catch(() => undefined)
    if (signal.aborted) return false
  }
  return true
}

/** From when on a run can go on, where its failure says so. */
export function momentIn(error: AppError | null): UnixSeconds | null {
  const moment = error?.detail.nextRequestAfter
  return typeof moment === 'number' ? (moment as UnixSeconds) : null
}
