import type { Store } from '../../../electron/store/api.ts'
import { recheckPriceOf, statusOf } from '../../../electron/sync/account-status.ts'
import { syncAccount } from '../../../electron/sync/sync-account.ts'
import type { SyncsPorts } from '../../../electron/sync/syncs.ts'
import type { Clock } from '../../../shared/model/time.ts'

const noPlatform = async (): Promise<never> => {
  throw new Error('There is no account of a learning platform')
}

/** ClassMarker alone, for a test that builds its own syncs. */
export const classMarkerOnly = (store: Store, clock: Clock): SyncsPorts['services'] => ({
  classmarker: {
    sync: syncAccount,
    status: (account) => statusOf(account, { store, clock }),
    recheckPrice: (account) => recheckPriceOf(account, { store, clock }),
  },
  assessments: { sync: noPlatform, status: noPlatform, recheckPrice: noPlatform },
})
