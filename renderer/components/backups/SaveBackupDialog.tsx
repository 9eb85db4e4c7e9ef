import { useState } from 'react'
import type { AppError } from '../../../shared/errors.ts'
import { api, asAppError } from '../../api/client.ts'
import { t } from '../../i18n.ts'
import { systemZone } from '../../state/accounts.ts'
import { say, sayFailed } from '../../state/feedback.ts'
import { useNavigation } from '../../state/navigation.ts'
import { Button } from '../Button.tsx'
import form from '../connect/ConnectForm.module.css'
import { Dialog, DialogButtons } from '../Dialog.tsx'
import { ErrorMessage } from '../ErrorMessage.tsx'
import { Form } from '../Form.tsx'
import { Switch } from '../Switch.tsx'
import { TextField } from '../TextField.tsx'
import { strengthOf } from './passphrase-strength.ts'
import styles from './SaveBackupDialog.module.css'

/** Everything into one file, locked with a passphrase unless that is switched off. */
export function SaveBackupDialog() {
  const close = useNavigation((state) => state.closeDialog)
  const [locked, setLocked] = useState(true)
  const [passphrase, setPassphrase] = useState('')
  const [again, setAgain] = useState('')
  const [asked, setAsked] = useState(false)
  const [busy, setBusy] = useState(false)
  const [error, setError] = useState<AppError | null>(null)

  const missing = locked && passphrase === ''
  const differs = locked && passphrase !== again

  const save = async () => {
    setAsked(true)
    if (busy || missing || differs) return
    setBusy(true)
    setError(null)
    try {
      const saved = await api.backups.save({ passphrase: locked ? passphrase : null })
      setBusy(false)
      // The file dialog was closed: what was typed stays.
      if (saved === null) return
      close()
      say(t('backups.saved', saved), { action: { words: t('action.showInFolder'), run: show } })
    } catch (thrown) {
      setError(asAppError(thrown))
      setBusy(false)
    }
  }

  const show = () => void api.backups.show().catch((thrown: unknown) => sayFailed(asAppError(thrown)))

  return (
    <Dialog title={t('backups.saving.title')} onClose={close}>
      <Form className={form.form} onSubmit={() => void save()}>
        <p>{t('backups.saving.lead')}</p>
        {error !== null && <ErrorMessage error={error} zone={systemZone} focus />}
        <Switch words={t('backups.saving.protect')} isSelected={locked} onChange={setLocked} />
        {locked ? (
          <>
            <TextField
              label={t('backups.passphrase.label')}
              hint={passphrase === '' ? t('backups.saving.hint') : t(`backups.saving.${strengthOf(passphrase)}`)}
              type="password"
              value={passphrase}
              onChange={setPassphrase}
              maxLength={1_000}
              autoFocus
              problem={asked && missing ? t('backups.saving.need') : null}
            />
            <TextField
              label={t('backups.passphrase.again')}
              type="password"
              value={again}
              onChange={setAgain}
              maxLength={1_000}
              problem={asked && !missing && differs ? t('backups.saving.differ') : null}
            />
            <p className={styles.warning}>{t('backups.saving.lost')}</p>
          </>
        ) : (
          <p className={styles.warning}>{t('backups.saving.open')}</p>
        )}
        <DialogButtons>
          <Button onPress={close}>{t('action.cancel')}</Button>
          <Button look="primary" type="submit" isDisabled={busy}>
            {t(busy ? 'backups.saving.working' : 'backups.saving.submit')}
          </Button>
        </DialogButtons>
      </Form>
    </Dialog>
  )
}
