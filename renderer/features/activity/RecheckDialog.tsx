import { useEffect, useState } from 'react'
import type { AppError } from '../../../shared/errors.ts'
import type { AccountSummary } from '../../../shared/model/account.ts'
import type { RecheckPrice } from '../../../shared/model/sync.ts'
import { api, asAppError } from '../../api/client.ts'
import { useAccounts } from '../../app/accounts.ts'
import { useJobs } from '../../app/jobs.ts'
import { useNavigation } from '../../app/navigation.ts'
import { t } from '../../format/words.ts'
import { Button } from '../../ui/Button.tsx'
import { Dialog, DialogButtons } from '../../ui/Dialog.tsx'
import { ErrorMessage } from '../../ui/ErrorMessage.tsx'
import styles from './RecheckDialog.module.css'

/** Says what reading everything again costs, before anything is requested. */
export function RecheckDialog({ accountIds }: { accountIds: readonly string[] }) {
  const close = useNavigation((state) => state.closeDialog)
  const all = useAccounts((state) => state.accounts)
  const startSync = useJobs((state) => state.startSync)
  const accounts = (all ?? []).filter(({ id }) => accountIds.includes(id))
  const start = () => {
    close()
    for (const { id } of accounts) void startSync(id, { recheck: true })
  }
  return (
    <Dialog title={t('recheck.title')} onClose={close}>
      <p>{t('recheck.lead')}</p>
      {accounts.map((account) => (
        <Price key={account.id} account={account} named={accounts.length > 1} />
      ))}
      <DialogButtons>
        <Button onPress={close}>{t('action.cancel')}</Button>
        <Button look="primary" autoFocus onPress={start}>
          {t('recheck.start')}
        </Button>
      </DialogButtons>
    </Dialog>
  )
}

function Price({ account, named }: { account: AccountSummary; named: boolean }) {
  const [price, setPrice] = useState<RecheckPrice | null>(null)
  const [error, setError] = useState<AppError | null>(null)
  const { id } = account
  useEffect(() => {
    api.sync.recheckPrice({ accountId: id }).then(setPrice, (thrown) => setError(asAppError(thrown)))
  }, [id])
  if (error !== null) return <ErrorMessage error={error} zone={account.timeZone} />
  return (
    <div className={styles.price} aria-live="polite" aria-busy={price === null}>
      {named && <h3 className={styles.name}>{account.name}</h3>}
      {price === null ? (
        <p className={styles.dim}>{t('recheck.asking')}</p>
      ) : (
        <>
          <p>{priceWords(price)}</p>
          {price.budget.used + price.requests > price.budget.limit && (
            <p className={styles.dim}>{t(isByMinute(price) ? 'recheck.waitsForMinute' : 'recheck.waits')}</p>
          )}
        </>
      )}
    </div>
  )
}

const isByMinute = ({ budget }: RecheckPrice): boolean => budget.per === 'minute'

function priceWords(price: RecheckPrice): string {
  const { toGrade: count, budget } = price
  const requests = t('sync.requests', { count: price.requests })
  return isByMinute(price)
    ? t('recheck.ofPlatform', { requests, ...budget })
    : t('recheck.what', { count, requests, ...budget })
}
