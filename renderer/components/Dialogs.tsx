import { useNavigation } from '../state/navigation.ts'
import { RestoreDialog } from './backups/RestoreDialog.tsx'
import { RestoreFileDialog } from './backups/RestoreFileDialog.tsx'
import { SaveBackupDialog } from './backups/SaveBackupDialog.tsx'
import { ConnectDialog } from './connect/ConnectDialog.tsx'
import { SecretDialog } from './connect/SecretDialog.tsx'
import { IncompleteExportDialog } from './IncompleteExportDialog.tsx'
import { RecheckDialog } from './RecheckDialog.tsx'
import { RemoveAccountDialog } from './RemoveAccountDialog.tsx'

/** The one dialog that is open, if any. */
export function Dialogs() {
  const dialog = useNavigation((state) => state.dialog)
  switch (dialog?.kind) {
    case undefined:
      return null
    case 'connect':
      return <ConnectDialog accountId={dialog.accountId ?? null} />
    case 'secret':
      return <SecretDialog accountId={dialog.accountId} />
    case 'remove':
      return <RemoveAccountDialog accountId={dialog.accountId} />
    case 'recheck':
      return <RecheckDialog accountIds={dialog.accountIds} />
    case 'restore':
      return <RestoreDialog snapshot={dialog.snapshot} />
    case 'restore-file':
      return <RestoreFileDialog opened={dialog.opened} />
    case 'incomplete-export':
      return <IncompleteExportDialog asked={dialog.asked} />
    case 'save-backup':
      return <SaveBackupDialog />
  }
}
