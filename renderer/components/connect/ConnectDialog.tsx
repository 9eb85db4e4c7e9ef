import { useState } from 'react'
import type { Connected } from '../../../shared/ipc/contract.ts'
import { t } from '../../i18n.ts'
import { useAccounts } from '../../state/accounts.ts'
import { useJobs } from '../../state/jobs.ts'
import { useNavigation } from '../../state/navigation.ts'
import { Dialog } from '../Dialog.tsx'
import { ConnectedSummary } from './ConnectedSummary.tsx'
import { ConnectForm } from './ConnectForm.tsx'

/** Connects another account while the window is in use, or a disconnected one again. */
export function ConnectDialog({ accountId }: { accountId: string | null }) {
  const { closeDialog, go } = useNavigation()
  const startSync = useJobs((state) => state.startSync)
  const look = useAccounts((state) => state.look)
  const again = useAccounts((state) => state.accounts?.find(({ id }) => id === accountId))
  const [connected, setConnected] = useState<Connected | null>(null)

  const finish = (fetch: boolean) => {
    closeDialog()
    if (connected === null) return
    look(connected.account.id)
    go('results')
    if (fetch) void startSync(connected.account.id)
  }

  return (
    <Dialog title={t('connect.title')} onClose={() => finish(false)}>
      {connected === null ? (
        <ConnectForm onConnected={setConnected} onCancel={closeDialog} {...(again ? { again } : {})} />
      ) : (
        <ConnectedSummary connected={connected} onFetch={() => finish(true)} onLater={() => finish(false)} />
      )}
    </Dialog>
  )
}
