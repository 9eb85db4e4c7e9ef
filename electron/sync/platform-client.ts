import { AppError } from '../../shared/errors.ts'
import type { Account } from '../../shared/model/account.ts'
import type { RequestBudget } from '../../shared/model/sync.ts'
import { type Clock, hour, minute, plusSeconds, type UnixSeconds } from '../../shared/model/time.ts'
import { AssessmentsClient, type PlatformConnection } from '../connectors/assessments/index.ts'
import type { RetryPorts } from '../connectors/network.ts'
import type { Store } from '../store/api.ts'

interface ClientPorts {
  readonly account: Account
  readonly store: Store
  readonly clock: Clock
  readonly retry: RetryPorts
}

/** Requests a learning platform takes in a minute (API overview, "Rate limiting"); its answers say what is left. */
export const requestsPerMinute = 100

/** When a platform takes requests again whose last answer said that it was the last one for now. */
export interface RequestLimit {
  fullAgain: UnixSeconds | null
}

/**
 * The client of one account, which notes each request that it sends, and sends none that the platform would refuse for
 * its limit.
 * @param limit what the clients of one run know of it
 */
export async function platformClient(
  { account, store, clock, retry }: ClientPorts,
  connection: PlatformConnection,
  limit: RequestLimit = { fullAgain: null },
): Promise<AssessmentsClient> {
  const { nextRequestAfter } = await store.syncState(account.id)
  return new AssessmentsClient({
    ...{ ...connection, retry, nextRequestAfter },
    onRequest: async (path) => {
      // The last answer said that it was the last one for now.
      const { fullAgain } = limit
      if (fullAgain !== null && clock() < fullAgain) {
        await store.changeSyncState(account.id, { nextRequestAfter: fullAgain })
        throw new AppError('api/rate-limited', { nextRequestAfter: fullAgain })
      }
      const request = await store.recordRequest(account.id, path, clock())
      const started = performance.now()
      return (outcome) => store.endRequest(request, outcome, performance.now() - started)
    },
    onForbidden: (until) => store.changeSyncState(account.id, { nextRequestAfter: until }),
    onBudget: ({ remaining, resetAt }) => {
      const isSoon = resetAt !== null && resetAt - clock() <= hour
      limit.fullAgain = remaining === 0 && isSoon ? resetAt : null
    },
  })
}

/** Requests of the last minute. */
export async function minuteBudget(accountId: string, store: Store, now: UnixSeconds): Promise<RequestBudget> {
  // What is older than an hour in 59 minutes is older than a minute now.
  const used = await store.requestsInLastHour(accountId, plusSeconds(now, hour - minute))
  return { used, limit: requestsPerMinute, per: 'minute' }
}

/** Whether the platform itself refused what was asked of one thing, so that the others can be asked for all the same. */
export const isPlatformRefusal = (thrown: unknown): thrown is AppError =>
  thrown instanceof AppError &&
  (thrown.code === 'api/rejected' ||
    (thrown.code.startsWith('assessments/') && thrown.code !== 'assessments/no-service'))
