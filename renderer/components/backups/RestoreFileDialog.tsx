import { useEffect, useRef, useState } from 'react'
import type { OpenedBackup } from '../../../shared/model/backup.ts'
import { api } from '../../api/client.ts'
import { t } from '../../i18n.ts'
import { systemZone } from '../../state/accounts.ts'
import { useNavigation } from '../../state/navigation.ts'
import { Button } from '../Button.tsx'
import form from '../connect/ConnectForm.module.css'
import { Dialog, DialogButtons } from '../Dialog.tsx'
import { ErrorMessage } from '../ErrorMessage.tsx'
import { Form } from '../Form.tsx'
import { TextField } from '../TextField.tsx'
import { ContentsPreview } from './ContentsPreview.tsx'
import { useRestore } from './use-restore.ts'

/** Unlocks a backup file where it needs a passphrase, shows what it holds, then restores it. */
export function RestoreFileDialog({ opened: { id, fileName, encrypted } }: { opened: OpenedBackup }) {
  const close = useNavigation((state) => state.closeDialog)
  const { looked, busy, error, preview, restore } = useRestore()
  const [passphrase, setPassphrase] = useState('')
  const [asked, setAsked] = useState(false)
  const look = useRef(() => preview(() => api.backups.previewFile({ id, passphrase: null })))
  useEffect(() => {
    if (!encrypted) void look.current()
  }, [encrypted])

  const title = t('backups.preview.fileTitle', { fileName })
  const message = error !== null && <ErrorMessage error={error} zone={systemZone} focus />
  if (looked === null && encrypted) {
    const unlock = () => {
      setAsked(true)
      if (!busy && passphrase !== '') void preview(() => api.backups.previewFile({ id, passphrase }))
    }
    return (
      <Dialog title={title} onClose={close}>
        <Form className={form.form} onSubmit={() => unlock()}>
          <p>{t('backups.passphrase.enter')}</p>
          {message}
          <TextField
            label={t('backups.passphrase.label')}
            type="password"
            value={passphrase}
            onChange={setPassphrase}
            maxLength={1_000}
            autoFocus
            problem={asked && passphrase === '' ? t('backups.passphrase.need') : null}
          />
          <DialogButtons>
            <Button onPress={close}>{t('action.cancel')}</Button>
            <Button look="primary" type="submit" isDisabled={busy}>
              {t(busy ? 'backups.passphrase.unlocking' : 'backups.passphrase.unlock')}
            </Button>
          </DialogButtons>
        </Form>
      </Dialog>
    )
  }
  return (
    <Dialog title={title} role="alertdialog" onClose={close}>
      {message}
      {looked === null ? error === null && <p>{t('backups.preview.reading')}</p> : <ContentsPreview {...looked} />}
      <DialogButtons>
        <Button autoFocus onPress={close}>
          {t('action.cancel')}
        </Button>
        {looked !== null && (
          <Button look="danger" isDisabled={busy} onPress={() => void restore(() => api.backups.restoreFile({ id }))}>
            {busy ? t('backups.preview.restoring') : t('backups.preview.restore', { count: looked.contents.results })}
          </Button>
        )}
      </DialogButtons>
    </Dialog>
  )
}
