import { useSettings } from '../../app/settings.ts'
import { t } from '../../format/words.ts'
import { TextField } from '../../ui/TextField.tsx'

interface SecretFieldProps {
  readonly value: string
  readonly autoFocus: boolean
  /** Whether the form was sent: an empty field is marked from then on. */
  readonly asked: boolean
  onChange(secret: string): void
}

/** Asks for the secret of a key, hidden while it is typed, and says where it will be kept. */
export function SecretField({ value, autoFocus, asked, onChange }: SecretFieldProps) {
  const keychain = useSettings((state) => state.info?.keychain)
  return (
    <TextField
      label={t('connect.secret')}
      hint={t(keychain === 'unavailable' ? 'connect.secretHintMemory' : 'connect.secretHint')}
      type="password"
      autoFocus={autoFocus}
      value={value}
      onChange={onChange}
      maxLength={200}
      mono
      problem={asked && value.trim() === '' ? t('connect.needSecret') : null}
    />
  )
}
