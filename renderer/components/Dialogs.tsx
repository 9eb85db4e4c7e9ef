import { useNavigation } from '../state/navigation.ts'
import { ConnectDialog } from './connect/ConnectDialog.tsx'
import { SecretDialog } from './connect/SecretDialog.tsx'
import { RemoveAccountDialog } from './RemoveAccountDialog.tsx'

/** The one dialog that is open, if any. */
export function Dialogs() {
  const dialog = useNavigation((state) => state.dialog)
  switch (dialog?.kind) {
    case undefined:
      return null
    case 'connect':
      return <ConnectDialog />
    case 'secret':
      return <SecretDialog accountId={dialog.accountId} />
    case 'remove':
      return <RemoveAccountDialog accountId={dialog.accountId} />
  }
}
