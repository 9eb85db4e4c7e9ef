import { t } from '../i18n.ts'
import { useIncompleteWords } from '../state/completeness.ts'
import { type AskedExport, useJobs } from '../state/jobs.ts'
import { useNavigation } from '../state/navigation.ts'
import { Button } from './Button.tsx'
import { Dialog, DialogButtons } from './Dialog.tsx'

/** Says once more that results are missing, before they leave the house in a file that looks complete. */
export function IncompleteExportDialog({ asked }: { asked: AskedExport }) {
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
