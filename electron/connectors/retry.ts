import { AppError } from '../../shared/errors.ts'
import { errorKinds } from '../../shared/model/error-kind.ts'
import { type Ms, ms } from '../../shared/model/time.ts'

/** Waits, unless the signal ends the wait first. @throws AppError `job/cancelled` */
export type Pause = (length: Ms, signal: AbortSignal | undefined) => Promise<void>

const firstPause = 1_000
const attempts = 3

export interface RetryPorts {
  readonly pause: Pause
  /** A number from 0 up to 1, so that many laptops that lost the same server do not come back in step. */
  readonly random: () => number
}

/**
 * Does `work`, and again after a second and after four (each give or take a half) where the failure is one that passes
 * by itself. Each try is a request, so there are three at most.
 * @throws AppError the last failure
 */
export async function retrying<T>(work: () => Promise<T>, ports: RetryPorts, signal?: AbortSignal): Promise<T> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await work()
    } catch (thrown) {
      const passes = thrown instanceof AppError && errorKinds[thrown.code] === 'retry'
      if (!passes || attempt === attempts) throw thrown
      await ports.pause(ms(firstPause * 4 ** (attempt - 1) * (0.5 + ports.random())), signal)
    }
  }
}
