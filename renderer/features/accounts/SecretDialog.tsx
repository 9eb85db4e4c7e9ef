import { useState } from 'react'
import type { AppError } from '../../../shared/errors.ts'
import type { AccountSummary } from '../../../shared/model/account.ts'
import { api, asAppError } from '../../api/client.ts'
import { useAccounts } from '../../app/accounts.ts'
import { useJobs } from '../../app/jobs.ts'
import { useNavigation } from '../../app/navigation.ts'
import { t } from '../../format/words.ts'
import { Dialog, DialogSubmit } from '../../ui/Dialog.tsx'
import { ErrorMessage } from '../../ui/ErrorMessage.tsx'
import styles from '../../ui/Form.module.css'
import { Form } from '../../ui/TextField.tsx'
import { nothingTyped, SignInFields, signInOf } from './PlatformForm.tsx'
import { SecretField } from './SecretField.tsx'

/** Asks again for what an account is reached with: its secret, or who signs in. */
export function SecretDialog({ accountId }: { accountId: string }) {
  const account = useAccounts((state) => state.accounts?.find(({ id }) => id === accountId))
  if (!account) return null
  return account.service === 'assessments' ? <SignInAgain account={account} /> : <KeySecret account={account} />
}

interface AccountProps {
  readonly account: AccountSummary
}

/** Signs in again to a learning platform that no longer takes the tokens of an account. */
function SignInAgain({ account }: AccountProps) {
  const close = useNavigation((state) => state.closeDialog)
  const startSync = useJobs((state) => state.startSync)
  const [typed, setTyped] = useState(() => nothingTyped(account.email))
  const [asked, setAsked] = useState(false)
  const [busy, setBusy] = useState(false)
  const [error, setError] = useState<AppError | null>(null)
  const submit = async () => {
    setAsked(true)
    const signIn = signInOf(typed)
    if (busy || signIn === null) return
    setBusy(true)
    setError(null)
    try {
      await api.accounts.signIn({ id: account.id, signIn })
      close()
      void startSync(account.id)
    } catch (thrown) {
      setError(asAppError(thrown))
      setBusy(false)
    }
  }
  return (
    <Dialog title={t('secret.platform.title')} onClose={close}>
      <Form className={styles.form} onSubmit={() => void submit()}>
        <p>{t('secret.platform.lead', { name: account.name })}</p>
        {error !== null && (
          <ErrorMessage error={error} zone={account.timeZone} data={t('connect.nothingSaved')} focus />
        )}
        <SignInFields typed={typed} asked={asked} autoFocus onChange={setTyped} />
        <DialogSubmit isDisabled={busy} onCancel={close}>
          {t(busy ? 'connect.platform.submitting' : 'secret.platform.submit')}
        </DialogSubmit>
      </Form>
    </Dialog>
  )
}

/** Stores a lost or changed secret again; ClassMarker checks it before it is kept. */
function KeySecret({ account }: AccountProps) {
  const accountId = account.id
  const close = useNavigation((state) => state.closeDialog)
  const startSync = useJobs((state) => state.startSync)
  const [secret, setSecret] = useState('')
  const [asked, setAsked] = useState(false)
  const [busy, setBusy] = useState(false)
  const [error, setError] = useState<AppError | null>(null)

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
