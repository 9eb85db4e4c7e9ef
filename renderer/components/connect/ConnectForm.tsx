import { ExternalLink } from 'lucide-react'
import { useState } from 'react'
import type { AppError } from '../../../shared/errors.ts'
import type { Connected, SameAccount } from '../../../shared/ipc/contract.ts'
import type { AccountSummary, SignatureSetting } from '../../../shared/model/account.ts'
import { api, asAppError } from '../../api/client.ts'
import { t } from '../../i18n.ts'
import { zoneOf } from '../../state/accounts.ts'
import { useSettings } from '../../state/settings.ts'
import { Fold } from '../../ui/Fold.tsx'
import { Button } from '../Button.tsx'
import { Choice } from '../Choice.tsx'
import { ErrorMessage } from '../ErrorMessage.tsx'
import { Form } from '../Form.tsx'
import { TextField } from '../TextField.tsx'
import styles from './ConnectForm.module.css'
import { type KnownAccount, knownAccountIn, SameAccountChoice } from './SameAccountChoice.tsx'

const apiPage = 'https://www.classmarker.com/a/api/'

interface ConnectFormProps {
  /** The disconnected account whose key is connected again. */
  readonly again?: AccountSummary
  onConnected(connected: Connected): void
  onCancel?(): void
}

/** Key, secret and a name. What was typed stays when ClassMarker refuses it; the secret leaves the page only to the main process. */
export function ConnectForm({ again, onConnected, onCancel }: ConnectFormProps) {
  const [key, setKey] = useState(again?.key ?? '')
  const [secret, setSecret] = useState('')
  const [name, setName] = useState(again?.name ?? '')
  const [signature, setSignature] = useState<SignatureSetting>(again?.signatureSetting ?? 'auto')
  const [asked, setAsked] = useState(false)
  const [busy, setBusy] = useState(false)
  const [error, setError] = useState<AppError | null>(null)
  const [same, setSame] = useState<KnownAccount | null>(null)
  const keychain = useSettings((state) => state.info?.keychain)

  const missing = (value: string, words: string): string | null => (asked && value.trim() === '' ? words : null)

  const submit = async (sameAccount: SameAccount) => {
    setAsked(true)
    if (busy || [key, secret, name].some((value) => value.trim() === '')) return
    // The name was meant for an account of its own; the one that is here keeps its name.
    const newName = sameAccount === 'take-over' ? '' : name.trim()
    const input = { key: key.trim(), secret: secret.trim(), name: newName, signature, sameAccount }
    setBusy(true)
    setError(null)
    try {
      onConnected(await api.accounts.connect(input))
    } catch (thrown) {
      const failure = asAppError(thrown)
      const known = knownAccountIn(failure)
      setSame(known)
      setError(known === null ? failure : null)
      setBusy(false)
    }
  }
  // Another key may be of another account.
  const changeKey = (typed: string) => {
    setKey(typed)
    setSame(null)
  }

  return (
    <Form className={styles.form} onSubmit={() => void submit('ask')}>
      {error !== null && (
        <ErrorMessage error={error} zone={zoneOf(null, null)} data={t('connect.nothingSaved')} focus />
      )}
      <TextField
        label={t('connect.key')}
        autoFocus={again === undefined}
        value={key}
        onChange={changeKey}
        maxLength={200}
        mono
        problem={missing(key, t('connect.needKey'))}
      />
      <TextField
        label={t('connect.secret')}
        hint={t(keychain === 'unavailable' ? 'connect.secretHintMemory' : 'connect.secretHint')}
        type="password"
        autoFocus={again !== undefined}
        value={secret}
        onChange={setSecret}
        maxLength={200}
        mono
        problem={missing(secret, t('connect.needSecret'))}
      />
      <TextField
        label={t('connect.name')}
        hint={t('connect.nameHint')}
        value={name}
        onChange={setName}
        maxLength={100}
        problem={missing(name, t('connect.needName'))}
      />
      <div className={styles.folds}>
        <Fold title={t('connect.where')}>
          <div className={styles.foldBody}>
            <p>{t('connect.whereSteps')}</p>
            <Button
              icon={ExternalLink}
              onPress={() =>
                void api.app.openExternal({ url: apiPage }).catch((thrown) => setError(asAppError(thrown)))
              }
            >
              {t('connect.openClassMarker')}
            </Button>
          </div>
        </Fold>
        <Fold title={t('connect.advanced')}>
          <div className={styles.foldBody}>
            <p>{t('connect.signatureHint')}</p>
            <Choice<SignatureSetting>
              label={t('connect.signature')}
              value={signature}
              onChange={setSignature}
              options={[
                { value: 'auto', words: t('connect.signatureAuto') },
                { value: 'sha256', words: t('connect.signatureSha256') },
                { value: 'md5', words: t('connect.signatureMd5') },
              ]}
            />
          </div>
        </Fold>
      </div>
      {same !== null && <SameAccountChoice same={same} isBusy={busy} onChoose={(choice) => void submit(choice)} />}
      <div className={styles.buttons}>
        {onCancel && <Button onPress={onCancel}>{t('action.cancel')}</Button>}
        {same === null && (
          <Button look="primary" type="submit" isDisabled={busy}>
            {t(busy ? 'connect.submitting' : 'connect.submit')}
          </Button>
        )}
      </div>
    </Form>
  )
}
