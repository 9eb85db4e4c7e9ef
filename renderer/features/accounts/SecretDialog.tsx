import { useState } from 'react'
import type { AppError } from '../../../shared/errors.ts'
import { api, asAppError } from '../../api/client.ts'
import { useAccounts } from '../../app/accounts.ts'
import { useJobs } from '../../app/jobs.ts'
import { useNavigation } from '../../app/navigation.ts'
import { t } from '../../format/words.ts'
import { Dialog, DialogSubmit } from '../../ui/Dialog.tsx'
import { ErrorMessage } from '../../ui/ErrorMessage.tsx'
import styles from '../../ui/Form.module.css'
import { Form } from '../../ui/TextField.tsx'
import { SecretField } from './SecretField.tsx'

/** Stores a lost or changed secret again; ClassMarker checks it before it is kept. */
export function SecretDialog({ accountId }: { accountId: string }) {
  const close = useNavigation((state) => state.closeDialog)
  const account = useAccounts((state) => state.accounts?.find(({ id }) => id === accountId))
  const startSync = useJobs((state) => state.startSync)
  const [secret, setSecret] = useState('')
  const [asked, setAsked] = useState(false)
  const [busy, setBusy] = useState(false)
  const [error, setError] = useState<AppError | null>(null)
  if (!account) return null

  const submit = async () => {
    setAsked(true)
    if (busy || secret.trim() === '') return
    setBusy(true)
    setError(null)
    try {
      await api.accounts.replaceSecret({ id: accountId, secret: secret.trim() })
      close()
      void startSync(accountId)
    } catch (thrown) {
      setError(asAppError(thrown))
      setBusy(false)
    }
  }

  const why = account.secret === 'missing' ? 'missing' : 'change'
  return (
    <Dialog title={t(`secret.${why}.title`)} onClose={close}>
      <Form className={styles.form} onSubmit={() => void submit()}>
        <p>{t(`secret.${why}.lead`, { name: account.name })}</p>
        {error !== null && (
          <ErrorMessage error={error} zone={account.timeZone} data={t('connect.nothingSaved')} focus />
        )}
        <SecretField value={secret} onChange={setSecret} asked={asked} autoFocus />
        <DialogSubmit isDisabled={busy} onCancel={close}>
          {t(busy ? 'connect.submitting' : 'secret.submit')}
        </DialogSubmit>
      </Form>
    </Dialog>
  )
}
