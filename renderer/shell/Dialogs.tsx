import { systemZone, useIncompleteWords } from '../app/accounts.ts'
import { useJobs } from '../app/jobs.ts'
import type { AskedExport } from '../app/navigation.ts'
import { useNavigation } from '../app/navigation.ts'
import { ConnectDialog, RemoveAccountDialog, RevokeKeyDialog, SecretDialog } from '../features/accounts/index.ts'
import { RecheckDialog } from '../features/activity/index.ts'
import { RejectedDialog } from '../features/assessments/index.ts'
import { RestoreDialog, RestoreFileDialog, SaveBackupDialog } from '../features/backups/index.ts'
import { FindDialog } from '../features/find/index.ts'
import { HelpDialog } from '../features/help/index.ts'
import { LossesDialog } from '../features/question-bank/index.ts'
import { t } from '../format/words.ts'
import { Button } from '../ui/Button.tsx'
import { Dialog, DialogButtons } from '../ui/Dialog.tsx'
import { findSources } from './find-sources.ts'
import { offeredScreens } from './screens.tsx'

/** The one dialog that is open, if any. */
export function Dialogs() {
  const dialog = useNavigation((state) => state.dialog)
  const close = useNavigation((state) => state.closeDialog)
  switch (dialog?.kind) {
    case undefined:
      return null
    case 'connect':
      return <ConnectDialog accountId={dialog.accountId ?? null} />
    case 'secret':
      return <SecretDialog accountId={dialog.accountId} />
    case 'remove':
      return <RemoveAccountDialog accountId={dialog.accountId} />
    case 'revoke':
      return <RevokeKeyDialog accountId={dialog.accountId} />
    case 'recheck':
      return <RecheckDialog accountIds={dialog.accountIds} />
    case 'restore':
      return <RestoreDialog snapshot={dialog.snapshot} />
    case 'restore-file':
      return <RestoreFileDialog opened={dialog.opened} />
    case 'incomplete-export':
      return <IncompleteExportDialog asked={dialog.asked} />
    case 'question-losses':
      return <LossesDialog losses={dialog.losses} onClose={close} />
    case 'rejected-submissions':
      return <RejectedDialog account={dialog.account} rejected={dialog.rejected} zone={systemZone} onClose={close} />
    case 'save-backup':
      return <SaveBackupDialog />
    case 'find':
      return <FindDialog sources={findSources} onClose={close} />
    case 'help':
      return <HelpDialog screens={offeredScreens()} onClose={close} />
  }
}

/** Warns that results are missing before they are exported to a file that looks complete. */
function IncompleteExportDialog({ asked }: { asked: AskedExport }) {
  const close = useNavigation((state) => state.closeDialog)
  const startExport = useJobs((state) => state.startExport)
  const words = useIncompleteWords()
  return (
    <Dialog title={t('export.incomplete.title')} onClose={close}>
      <p>{words ?? t('export.incomplete.nowComplete')}</p>
      <p>{t('export.incomplete.hint')}</p>
      <DialogButtons>
        <Button onPress={close}>{t('action.cancel')}</Button>
        <Button
          look="primary"
          autoFocus
          onPress={() => {
            close()
            void startExport(asked, { although: 'incomplete' })
          }}
        >
          {t('export.incomplete.anyway')}
        </Button>
      </DialogButtons>
    </Dialog>
  )
}
