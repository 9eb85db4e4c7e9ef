import { useState } from 'react'
import type { AppError } from '../../../shared/errors.ts'
import type { Connected, SignIn } from '../../../shared/ipc/accounts.ts'
import type { AccountSummary } from '../../../shared/model/account.ts'
import { api, asAppError } from '../../api/client.ts'
import { zoneOf } from '../../app/accounts.ts'
import { useSettings } from '../../app/settings.ts'
import { t } from '../../format/words.ts'
import { Button } from '../../ui/Button.tsx'
import { Choice } from '../../ui/Choice.tsx'
import { ErrorMessage } from '../../ui/ErrorMessage.tsx'
import field from '../../ui/Field.module.css'
import styles from '../../ui/Form.module.css'
import { Form, TextField } from '../../ui/TextField.tsx'

/** What is typed to sign in to a learning platform. */
interface TypedSignIn {
  readonly by: 'password' | 'token'
  readonly email: string
  readonly password: string
  readonly token: string
}

export const nothingTyped = (email: string | null | undefined): TypedSignIn => ({
  ...{ by: email === null ? 'token' : 'password', email: email ?? '', password: '', token: '' },
})

/** What is sent; null while something of it is missing. */
export function signInOf({ by, email, password, token }: TypedSignIn): SignIn | null {
  if (by === 'token') return token.trim() === '' ? null : { token: token.trim() }
  return email.trim() === '' || password === '' ? null : { email: email.trim(), password }
}

interface SignInFieldsProps {
  readonly typed: TypedSignIn
  /** Whether the form was sent: empty fields are marked from then on. */
  readonly asked: boolean
  readonly autoFocus?: boolean
  onChange(typed: TypedSignIn): void
}

/** E-mail and password, or an access token. */
export function SignInFields({ typed, asked, autoFocus = false, onChange }: SignInFieldsProps) {
  const keychain = useSettings((state) => state.info?.keychain)
  const { by, email, password, token } = typed
  const missing = (value: string, words: string): string | null => (asked && value.trim() === '' ? words : null)
  const kept = t(keychain === 'unavailable' ? 'connect.platform.tokensMemory' : 'connect.platform.tokensKept')
  return (
    <>
      <div className={field.field}>
        <span className={field.label} aria-hidden>
          {t('connect.platform.by')}
        </span>
        <Choice<TypedSignIn['by']>
          label={t('connect.platform.by')}
          value={by}
          options={[
            { value: 'password', words: t('connect.platform.byPassword') },
            { value: 'token', words: t('connect.platform.byToken') },
          ]}
          onChange={(next) => onChange({ ...typed, by: next })}
        />
      </div>
      {by === 'password' ? (
        <>
          <TextField
            label={t('connect.platform.email')}
            type="email"
            value={email}
            onChange={(next) => onChange({ ...typed, email: next })}
            maxLength={320}
            autoFocus={autoFocus && email === ''}
            problem={missing(email, t('connect.platform.needEmail'))}
          />
          <TextField
            label={t('connect.platform.password')}
            hint={`${t('connect.platform.passwordHint')} ${kept}`}
            type="password"
            value={password}
            onChange={(next) => onChange({ ...typed, password: next })}
            maxLength={1_000}
            autoFocus={autoFocus && email !== ''}
            problem={missing(password, t('connect.platform.needPassword'))}
          />
        </>
      ) : (
        <TextField
          label={t('connect.platform.token')}
          hint={`${t('connect.platform.tokenHint')} ${kept}`}
          type="password"
          value={token}
          onChange={(next) => onChange({ ...typed, token: next })}
          maxLength={10_000}
          mono
          autoFocus={autoFocus}
          problem={missing(token, t('connect.platform.needToken'))}
        />
      )}
    </>
  )
}

/** An address that was typed without its beginning gets it: a platform is reached by no other. */
export const addressOf = (typed: string): string =>
  /^[a-z][a-z\d+.-]*:\/\//i.test(typed.trim()) ? typed.trim() : `https://${typed.trim()}`

interface PlatformFormProps {
  /** The disconnected account to connect again. */
  readonly again?: AccountSummary
  onConnected(connected: Connected): void
  onCancel?(): void
}

/**
 * Asks for the address of a learning platform, who signs in there, and a name. Everything typed stays when the platform
 * refuses it; the password goes only to the main process, and is kept nowhere.
 */
export function PlatformForm({ again, onConnected, onCancel }: PlatformFormProps) {
  const [url, setUrl] = useState(again?.url ?? '')
  const [typed, setTyped] = useState(() => nothingTyped(again === undefined ? undefined : again.email))
  const [name, setName] = useState(again?.name ?? '')
  const [asked, setAsked] = useState(false)
  const [busy, setBusy] = useState(false)
  const [error, setError] = useState<AppError | null>(null)
  const missing = (value: string, words: string): string | null => (asked && value.trim() === '' ? words : null)

  const submit = async () => {
    setAsked(true)
    const signIn = signInOf(typed)
    if (busy || signIn === null || url.trim() === '' || name.trim() === '') return
    setBusy(true)
    setError(null)
    try {
      onConnected(
        await api.accounts.connect({ service: 'assessments', url: addressOf(url), name: name.trim(), signIn }),
      )
    } catch (thrown) {
      setError(asAppError(thrown))
      setBusy(false)
    }
  }

  return (
    <Form className={styles.form} onSubmit={() => void submit()}>
      {error !== null && (
        <ErrorMessage error={error} zone={zoneOf(null, null)} data={t('connect.nothingSaved')} focus />
      )}
      <TextField
        label={t('connect.platform.url')}
        hint={t('connect.platform.urlHint')}
        inputMode="url"
        value={url}
        onChange={setUrl}
        maxLength={500}
        autoFocus={again === undefined}
        problem={missing(url, t('connect.platform.needUrl'))}
      />
      <SignInFields typed={typed} asked={asked} autoFocus={again !== undefined} onChange={setTyped} />
      <TextField
        label={t('connect.name')}
        hint={t('connect.nameHint')}
        value={name}
        onChange={setName}
        maxLength={100}
        problem={missing(name, t('connect.needName'))}
      />
      <p className={field.hint}>{t('connect.platform.never')}</p>
      <div className={styles.buttons}>
        {onCancel && <Button onPress={onCancel}>{t('action.cancel')}</Button>}
        <Button look="primary" type="submit" isDisabled={busy}>
          {t(busy ? 'connect.platform.submitting' : 'connect.submit')}
        </Button>
      </div>
    </Form>
  )
}
