import { Download } from 'lucide-react'
import { Button } from '../../components/Button.tsx'
import { t } from '../../i18n.ts'
import { syncedAccounts, useAccounts } from '../../state/accounts.ts'
import { useJobs } from '../../state/jobs.ts'
import { anyRunning } from '../../state/sync-pill.ts'

/** The first sync of the accounts looked at; nothing where there was one. */
export function FirstFetch() {
  const accounts = useAccounts()
  const { jobs, startSync } = useJobs()
  const synced = syncedAccounts(accounts)
  const ids = synced.filter(({ lastSync }) => lastSync?.outcome !== 'complete').map(({ id }) => id)
  if (ids.length === 0 || ids.length < synced.length) return null
  return (
    <Button
      look="primary"
      icon={Download}
      isDisabled={anyRunning(jobs, ids)}
      onPress={() => {
        for (const id of ids) void startSync(id)
      }}
    >
      {t('results.neverSynced.button')}
    </Button>
  )
}
