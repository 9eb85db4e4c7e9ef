import { Check, FlaskConical, KeyRound, KeySquare, Plug, Trash2, Unplug } from 'lucide-react'
import { useEffect, useState } from 'react'
import { Label, Radio, RadioGroup } from 'react-aria-components'
import type { AppError } from '../../../shared/errors.ts'
import type { AccountEdit } from '../../../shared/ipc/accounts.ts'
import type { AccountSummary } from '../../../shared/model/account.ts'
import { api, asAppError } from '../../api/client.ts'
import { useAccounts } from '../../app/accounts.ts'
import { say } from '../../app/feedback.ts'
import { useNavigation } from '../../app/navigation.ts'
import { t } from '../../format/words.ts'
import { Button } from '../../ui/Button.tsx'
import { ErrorMessage } from '../../ui/ErrorMessage.tsx'
import field from '../../ui/Field.module.css'
import { TextField } from '../../ui/TextField.tsx'
import styles from './AccountCard.module.css'
import { AccountMark } from './AccountMark.tsx'
import { SignatureChoice } from './ConnectForm.tsx'
import { TimeZoneField } from './TimeZoneField.tsx'

const secretWords = {
  keychain: 'settings.secretKeychain',
  memory: 'settings.secretMemory',
  missing: 'settings.secretMissing',
} as const

const signInWords = {
  keychain: 'settings.signInKeychain',
  memory: 'settings.signInMemory',
  missing: 'settings.signInMissing',
} as const

/** One account: its name, time zone, colour and signature to edit, where its secret is kept, and a way to remove it. */
export function AccountCard({ account }: { account: AccountSummary }) {
  const openDialog = useNavigation((state) => state.openDialog)
  const isPlatform = account.service === 'assessments'
  const [name, setName] = useState(account.name)
  const [error, setError] = useState<AppError | null>(null)
  useEffect(() => setName(account.name), [account.name])

  const save = async (change: Partial<Omit<AccountEdit, 'id'>>) => {
    const { id, colour, signatureSetting, timeZone } = account
    const present: AccountEdit = { id, name: account.name, colour, signatureSetting, timeZone }
    const next = { ...present, ...change }
    if (JSON.stringify(next) === JSON.stringify(present)) return
    try {
      await api.accounts.change(next)
      setError(null)
      say(t('settings.saved'), { accountId: id })
      await useAccounts.getState().load()
    } catch (thrown) {
      setError(asAppError(thrown))
    }
  }
  const saveName = () => {
    const trimmed = name.trim()
    if (trimmed === '') setName(account.name)
    else void save({ name: trimmed })
  }

  return (
    <article className={styles.card} aria-label={account.name}>
      {error !== null && <ErrorMessage error={error} zone={account.timeZone} />}
      <div className={styles.fields}>
        <div className={styles.named}>
          <AccountMark account={account} />
          <TextField
            label={t('settings.name')}
            value={name}
            onChange={setName}
            onBlur={saveName}
            onKeyDown={(event) => {
              if (event.key === 'Enter') saveName()
              else event.continuePropagation()
            }}
            maxLength={100}
          />
        </div>
        <TimeZoneField
          value={account.timeZone}
          unknown={account.unknownTimeZone}
          onChange={(timeZone) => void save({ timeZone })}
        />
        <ColourField value={account.colour} onChange={(colour) => void save({ colour })} />
        {!account.sample && !isPlatform && (
          <div className={field.field}>
            <span className={field.label} aria-hidden>
              {t('connect.signature')}
            </span>
            <SignatureChoice
              value={account.signatureSetting}
              onChange={(signatureSetting) => void save({ signatureSetting })}
            />
          </div>
        )}
      </div>
      <div className={styles.foot}>
        <p className={styles.facts}>
          <AccountFacts account={account} />
          <span>{t('settings.accountResults', { count: account.results })}</span>
        </p>
        <div className={styles.buttons}>
          {!account.sample && !account.archived && (
            <Button icon={KeyRound} onPress={() => openDialog({ kind: 'secret', accountId: account.id })}>
              {t(
                isPlatform
                  ? 'settings.signInAgain'
                  : account.secret === 'missing'
                    ? 'settings.enterSecret'
                    : 'settings.changeSecret',
              )}
            </Button>
          )}
          {!account.sample && !account.archived && !isPlatform && (
            <Button icon={KeySquare} onPress={() => openDialog({ kind: 'revoke', accountId: account.id })}>
              {t('settings.revoke')}
            </Button>
          )}
          {account.archived && (
            <Button icon={Plug} onPress={() => openDialog({ kind: 'connect', accountId: account.id })}>
              {t('settings.connectAgain')}
            </Button>
          )}
          <Button look="danger" icon={Trash2} onPress={() => openDialog({ kind: 'remove', accountId: account.id })}>
            {t(removeWords(account))}
          </Button>
        </div>
      </div>
    </article>
  )
}

const removeWords = ({ sample, archived }: AccountSummary) => {
  if (sample) return 'sample.remove'
  return archived ? 'settings.removeArchived' : 'settings.removeAccount'
}

function AccountFacts({ account }: { account: AccountSummary }) {
  if (account.sample) {
    return (
      <span className={styles.sample}>
        <FlaskConical aria-hidden /> {t('sidebar.sampleBadge')} · {t(`connect.services.${account.service}`)}
      </span>
    )
  }
  return (
    <>
      {account.archived && (
        <span className={styles.archived}>
          <Unplug aria-hidden /> {t('settings.archived')}
        </span>
      )}
      {account.service === 'assessments' ? (
        <span>
          {account.email === null
            ? t('settings.platformToken', { url: account.url })
            : t('settings.platformEmail', { url: account.url, email: account.email })}
        </span>
      ) : (
        <span>{t('settings.accountKey', { key: account.key })}</span>
      )}
      {!account.archived && (
        <span>{t((account.service === 'assessments' ? signInWords : secretWords)[account.secret])}</span>
      )}
    </>
  )
}

/** In the order of the tokens. */
const colours = ['teal', 'blue', 'violet', 'rose', 'ochre', 'slate'] as const

/** Chooses one of the palette's colours, each named for those who do not see it. */
function ColourField({ value, onChange }: { value: number; onChange: (colour: number) => void }) {
  return (
    <RadioGroup
      className={field.field ?? ''}
      orientation="horizontal"
      value={String(value)}
      onChange={(colour) => onChange(Number(colour))}
    >
      <Label className={field.label ?? ''}>{t('settings.colour')}</Label>
      <div className={styles.colours}>
        {colours.map((name, colour) => (
          <Radio key={name} value={String(colour)} className={styles.colour ?? ''} data-account-colour={colour}>
            <Check aria-hidden />
            <span className="visually-hidden">{t(`settings.colours.${name}`)}</span>
          </Radio>
        ))}
      </div>
    </RadioGroup>
  )
}
