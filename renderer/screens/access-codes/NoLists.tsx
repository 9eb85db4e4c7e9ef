import { RefreshCw } from 'lucide-react'
import { Button } from '../../components/Button.tsx'
import { usePill } from '../../components/SyncPill/use-pill.ts'
import { t } from '../../i18n.ts'
import { syncedAccounts, useAccounts } from '../../state/accounts.ts'
import { useJobs } from '../../state/jobs.ts'
import { anyRunning } from '../../state/sync-pill.ts'
import { NothingHere } from '../../ui/NothingHere.tsx'

/** Where access lists come from, while there is none. */
export function NoLists() {
  const jobs = useJobs((state) => state.jobs)
  const ids = syncedAccounts(useAccounts())
    .filter(({ secret }) => secret !== 'missing')
    .map(({ id }) => id)
  const { sync } = usePill()
  return (
    <NothingHere title={t('accessCodes.none.title')} text={t('accessCodes.none.text')}>
      {ids.length > 0 && (
        <Button icon={RefreshCw} isDisabled={anyRunning(jobs, ids)} onPress={sync}>
          {t('accessCodes.none.sync')}
        </Button>
      )}
    </NothingHere>
  )
}
