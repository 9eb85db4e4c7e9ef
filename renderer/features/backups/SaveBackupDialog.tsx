import { useState } from 'react'
import type { AppError } from '../../../shared/errors.ts'
import { api, asAppError } from '../../api/client.ts'
import { systemZone } from '../../app/accounts.ts'
import { say, sayFailed } from '../../app/feedback.ts'
import { useNavigation } from '../../app/navigation.ts'
import { t } from '../../format/words.ts'
import { Switch } from '../../ui/Choice.tsx'
import { Dialog, DialogSubmit } from '../../ui/Dialog.tsx'
import { ErrorMessage } from '../../ui/ErrorMessage.tsx'
import form from '../../ui/Form.module.css'
import { Form } from '../../ui/TextField.tsx'
import { PassphraseField } from './PassphraseField.tsx'
import styles from './SaveBackupDialog.module.css'

/** Saves everything to one file, locked with a passphrase unless that is switched off. */
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
      // The file dialog was cancelled: everything typed stays.
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
            <PassphraseField
              label={t('backups.passphrase.label')}
              hint={passphrase === '' ? t('backups.saving.hint') : t(`backups.saving.${strengthOf(passphrase)}`)}
              value={passphrase}
              onChange={setPassphrase}
              autoFocus
              problem={asked && missing ? t('backups.saving.need') : null}
            />
            <PassphraseField
              label={t('backups.passphrase.again')}
              value={again}
              onChange={setAgain}
              problem={asked && !missing && differs ? t('backups.saving.differ') : null}
            />
            <p className={styles.warning}>{t('backups.saving.lost')}</p>
          </>
        ) : (
          <p className={styles.warning}>{t('backups.saving.open')}</p>
        )}
        <DialogSubmit isDisabled={busy} onCancel={close}>
          {t(busy ? 'backups.saving.working' : 'backups.saving.submit')}
        </DialogSubmit>
      </Form>
    </Dialog>
  )
}

export type Strength = 'short' | 'fair' | 'strong'

/**
 * Estimates a passphrase's strength for a hint; it never blocks saving. Four words, or 20 characters of several kinds,
 * resist guessing for a long time; fewer than 12 characters do not.
 */
export function strengthOf(passphrase: string): Strength {
  const characters = [...passphrase.trim()]
  const words = passphrase
    .trim()
    .split(/[\s\-_.,]+/)
    .filter((word) => word.length >= 3)
  const different = new Set(characters).size
  if (new Set(words).size >= 4 && characters.length >= 16) return 'strong'
  if (characters.length >= 20 && different >= 10) return 'strong'
  return characters.length >= 12 && different >= 6 ? 'fair' : 'short'
}
