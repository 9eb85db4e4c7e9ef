import { FlaskConical, KeyRound, Trash2 } from 'lucide-react'
import { useEffect, useState } from 'react'
import type { AppError } from '../../../shared/errors.ts'
import type { AccountSummary } from '../../../shared/model/account.ts'
import { api, asAppError } from '../../api/client.ts'
import { Button } from '../../components/Button.tsx'
import { ErrorMessage } from '../../components/ErrorMessage.tsx'
import { TextField } from '../../components/TextField.tsx'
import { t } from '../../i18n.ts'
import { useAccounts } from '../../state/accounts.ts'
import { announce } from '../../state/announcer.ts'
import { useNavigation } from '../../state/navigation.ts'
import styles from './AccountCard.module.css'
import { TimeZoneField } from './TimeZoneField.tsx'

const secretWords = {
  keychain: 'settings.secretKeychain',
  memory: 'settings.secretMemory',
  missing: 'settings.secretMissing',
} as const

/** One account: its name and time zone to change, where its secret is, and the way out. */
export function AccountCard({ account }: { account: AccountSummary }) {
  const openDialog = useNavigation((state) => state.openDialog)
  const [name, setName] = useState(account.name)
  const [error, setError] = useState<AppError | null>(null)
  useEffect(() => setName(account.name), [account.name])

  const save = async (change: { name?: string; timeZone?: string }) => {
    const next = { id: account.id, name: account.name, timeZone: account.timeZone, ...change }
    if (next.name === account.name && next.timeZone === account.timeZone) return
    try {
      await api.accounts.rename(next)
      setError(null)
      announce(t('settings.saved'))
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
        <TimeZoneField value={account.timeZone} onChange={(timeZone) => void save({ timeZone })} />
      </div>
      <div className={styles.foot}>
        <p className={styles.facts}>
          {account.sample ? (
            <span className={styles.sample}>
              <FlaskConical aria-hidden /> {t('sidebar.sampleBadge')}
            </span>
          ) : (
            <>
              <span>{t('settings.accountKey', { key: account.key })}</span>
              <span>{t(secretWords[account.secret])}</span>
            </>
          )}
          <span>{t('settings.accountResults', { count: account.results })}</span>
        </p>
        <div className={styles.buttons}>
          {!account.sample && (
            <Button icon={KeyRound} onPress={() => openDialog({ kind: 'secret', accountId: account.id })}>
              {t(account.secret === 'missing' ? 'settings.enterSecret' : 'settings.changeSecret')}
            </Button>
          )}
          <Button look="danger" icon={Trash2} onPress={() => openDialog({ kind: 'remove', accountId: account.id })}>
            {t(account.sample ? 'sample.remove' : 'settings.removeAccount')}
          </Button>
        </div>
      </div>
    </article>
  )
}
