import { useEffect, useRef } from 'react'
import type { Snapshot } from '../../../shared/model/backup.ts'
import { api } from '../../api/client.ts'
import { exactTime } from '../../format/time.ts'
import { t } from '../../i18n.ts'
import { systemZone } from '../../state/accounts.ts'
import { useNavigation } from '../../state/navigation.ts'
import { Button } from '../Button.tsx'
import { Dialog, DialogButtons } from '../Dialog.tsx'
import { ErrorMessage } from '../ErrorMessage.tsx'
import { ContentsPreview } from './ContentsPreview.tsx'
import { useRestore } from './use-restore.ts'

/** Shows what one of this laptop's copies holds before it takes the place of everything here. */
export function RestoreDialog({ snapshot: { name, takenAt } }: { snapshot: Snapshot }) {
  const close = useNavigation((state) => state.closeDialog)
  const { looked, busy, error, preview, restore } = useRestore()
  const look = useRef(() => preview(() => api.backups.preview({ name })))
  useEffect(() => void look.current(), [])
  return (
    <Dialog title={t('backups.preview.title')} role="alertdialog" onClose={close}>
      {error !== null && <ErrorMessage error={error} zone={systemZone} focus />}
      {looked === null ? (
        error === null && <p>{t('backups.preview.reading')}</p>
      ) : (
        <ContentsPreview {...looked} taken={exactTime(takenAt, systemZone)} />
      )}
      <DialogButtons>
        <Button autoFocus onPress={close}>
          {t('action.cancel')}
        </Button>
        {looked !== null && (
          <Button look="danger" isDisabled={busy} onPress={() => void restore(() => api.backups.restore({ name }))}>
            {busy ? t('backups.preview.restoring') : t('backups.preview.restore', { count: looked.contents.results })}
          </Button>
        )}
      </DialogButtons>
    </Dialog>
  )
}
