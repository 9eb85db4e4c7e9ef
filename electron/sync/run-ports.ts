import type { Account, AccountSummary } from '../../shared/model/account.ts'
import type { Clock } from '../../shared/model/time.ts'
import type { Connection } from '../connectors/classmarker/index.ts'
import type { RetryPorts } from '../connectors/network.ts'
import type { Jobs } from '../jobs/jobs.ts'
import type { Store } from '../store/api.ts'
import type { ExclusiveRunner } from './exclusive-runner.ts'

/** What each run against ClassMarker needs, whether it fetches results or sends codes. */
export interface RunPorts {
  readonly store: Store
  readonly jobs: Jobs
  readonly runner: ExclusiveRunner
  readonly clock: Clock
  readonly retry: RetryPorts
  readonly onInternalError: (thrown: unknown) => void
  readonly accounts: () => Promise<readonly AccountSummary[]>
  readonly account: (id: string) => Promise<Account>
  readonly connectionFor: (account: Account) => Promise<Connection>
}
