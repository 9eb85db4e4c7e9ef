import { ExternalLink, Link2 } from 'lucide-react'
import { useEffect, useRef, useState } from 'react'
import type { AppError } from '../../../shared/errors.ts'
import type { Connected, SameAccount } from '../../../shared/ipc/accounts.ts'
import type { AccountSummary, Service, SignatureSetting } from '../../../shared/model/account.ts'
import { api, asAppError } from '../../api/client.ts'
import { zoneOf } from '../../app/accounts.ts'
import { t } from '../../format/words.ts'
import { Button } from '../../ui/Button.tsx'
import { Choice } from '../../ui/Choice.tsx'
import { ErrorMessage } from '../../ui/ErrorMessage.tsx'
import { Fold } from '../../ui/Fold.tsx'
import styles from '../../ui/Form.module.css'
import { Form, TextField } from '../../ui/TextField.tsx'
import connectFormStyles from './ConnectForm.module.css'
import { PlatformForm } from './PlatformForm.tsx'
import { SecretField } from './SecretField.tsx'

const apiPage = 'https://www.classmarker.com/a/api/'

interface ConnectFormProps {
  /** The disconnected account to connect again. */
  readonly again?: AccountSummary
  onConnected(connected: Connected): void
  onCancel?(): void
}

/** Asks which service the account is at, then for what that service asks for. */
export function ConnectForm(props: ConnectFormProps) {
  const [service, setService] = useState<Service>(props.again?.service ?? 'classmarker')
  const form = service === 'assessments' ? <PlatformForm {...props} /> : <ClassMarkerForm {...props} />
  if (props.again !== undefined) return form
  return (
    <div className={styles.form}>
      <Choice<Service>
        label={t('connect.service')}
        value={service}
        options={[
          { value: 'classmarker', words: t('connect.services.classmarker') },
          { value: 'assessments', words: t('connect.services.assessments') },
        ]}
        onChange={setService}
      />
      {form}
    </div>
  )
}

/**
 * Asks for key, secret and a name. Everything typed stays when ClassMarker refuses it; the secret is sent only to the
 * main process.
 */
function ClassMarkerForm({ again, onConnected, onCancel }: ConnectFormProps) {
  const [key, setKey] = useState(again?.key ?? '')
  const [secret, setSecret] = useState('')
  const [name, setName] = useState(again?.name ?? '')
  const [signature, setSignature] = useState<SignatureSetting>(again?.signatureSetting ?? 'auto')
  const [asked, setAsked] = useState(false)
  const [busy, setBusy] = useState(false)
  const [error, setError] = useState<AppError | null>(null)
  const [same, setSame] = useState<KnownAccount | null>(null)

  const missing = (value: string, words: string): string | null => (asked && value.trim() === '' ? words : null)

  const submit = async (sameAccount: SameAccount) => {
    setAsked(true)
    if (busy || [key, secret, name].some((value) => value.trim() === '')) return
    // The name was typed for a separate account; an account already here keeps its own.
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
  // A new key may belong to another account.
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
      <SecretField value={secret} onChange={setSecret} asked={asked} autoFocus={again !== undefined} />
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
            <SignatureChoice value={signature} onChange={setSignature} />
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

interface SignatureChoiceProps {
  readonly value: SignatureSetting
  onChange(value: SignatureSetting): void
}

/** How requests are signed. */
export function SignatureChoice({ value, onChange }: SignatureChoiceProps) {
  return (
    <Choice<SignatureSetting>
      label={t('connect.signature')}
      value={value}
      onChange={onChange}
      options={[
        { value: 'auto', words: t('connect.signatureAuto') },
        { value: 'sha256', words: t('connect.signatureSha256') },
        { value: 'md5', words: t('connect.signatureMd5') },
      ]}
    />
  )
}

/** The account here that a new key belongs to. */
interface KnownAccount {
  readonly name: string
  readonly results: number
}

/** The account that an error of `connect` names as the same; null for any other error. */
const knownAccountIn = ({ code, detail }: AppError): KnownAccount | null =>
  code === 'account/same' ? { name: String(detail.name), results: Number(detail.results) } : null

interface SameAccountChoiceProps {
  readonly same: KnownAccount
  readonly isBusy: boolean
  onChoose(choice: SameAccount): void
}

/** Asks whether a second key replaces the first or makes a separate account. Nothing is saved before the answer. */
function SameAccountChoice({ same: { name, results }, isBusy, onChoose }: SameAccountChoiceProps) {
  const box = useRef<HTMLDivElement>(null)
  useEffect(() => box.current?.focus(), [])
  const title = t('connect.same.title', { name })
  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset groups fields, this groups a question and its answers
    <div ref={box} className={connectFormStyles.box} role="group" aria-label={title} tabIndex={-1}>
      <p className={connectFormStyles.title}>
        <Link2 aria-hidden />
        {title}
      </p>
      <p>{t('connect.same.takeOverHint', { count: results })}</p>
      <p>{t('connect.same.separateHint')}</p>
      <div className={connectFormStyles.buttons}>
        <Button isDisabled={isBusy} onPress={() => onChoose('separate')}>
          {t('connect.same.separate')}
        </Button>
        <Button look="primary" isDisabled={isBusy} onPress={() => onChoose('take-over')}>
          {t(isBusy ? 'connect.submitting' : 'connect.same.takeOver')}
        </Button>
      </div>
    </div>
  )
}
