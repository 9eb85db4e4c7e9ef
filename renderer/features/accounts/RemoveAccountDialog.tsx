import { useState } from 'react'
import type { AppError } from '../../../shared/errors.ts'
import { api, asAppError } from '../../api/client.ts'
import { useAccounts } from '../../app/accounts.ts'
import { say } from '../../app/feedback.ts'
import { useNavigation } from '../../app/navigation.ts'
import { t } from '../../format/words.ts'
import { Button } from '../../ui/Button.tsx'
import { Radios } from '../../ui/Choice.tsx'
import { Dialog, DialogButtons } from '../../ui/Dialog.tsx'
import { ErrorMessage } from '../../ui/ErrorMessage.tsx'

/** Asks whether to keep the results of an account that is removed, since some of them cannot be fetched again. */
export function RemoveAccountDialog({ accountId }: { accountId: string }) {
  const close = useNavigation((state) => state.closeDialog)
  const account = useAccounts((state) => state.accounts?.find(({ id }) => id === accountId))
  const [results, setResults] = useState<'keep' | 'drop'>('keep')
  const [busy, setBusy] = useState(false)
  const [error, setError] = useState<AppError | null>(null)
  if (!account) return null
  const { name, results: count } = account
  // A sample's results are invented, and a disconnected account has nothing but results: no choice to offer.
  const asks = count > 0 && !account.sample && !account.archived
  const keepResults = asks && results === 'keep'

  const remove = async () => {
    setBusy(true)
    try {
      await api.accounts.remove({ id: accountId, keepResults })
      say(keepResults ? t('settings.disconnected', { name, count }) : t('settings.removed', { name }))
      close()
      void useAccounts.getState().load()
    } catch (thrown) {
      setError(asAppError(thrown))
      setBusy(false)
    }
  }

  return (
    <Dialog title={t('settings.removeTitle', { name })} role="alertdialog" onClose={close}>
      {error !== null && <ErrorMessage error={error} zone={account.timeZone} focus />}
      {!account.archived && !account.sample && <p>{t('settings.removeLead')}</p>}
      {asks && (
        <Radios<'keep' | 'drop'>
          label={t('settings.removeChoice')}
          value={results}
          onChange={setResults}
          options={[
            { value: 'keep', words: t('settings.keep', { count }), hint: t('settings.keepHint') },
            { value: 'drop', words: t('settings.drop', { count }), hint: t('settings.dropHint') },
          ]}
        />
      )}
      {account.archived && <p>{t('settings.dropHint')}</p>}
      <DialogButtons>
        <Button autoFocus onPress={close}>
          {t('action.cancel')}
        </Button>
        <Button look="danger" isDisabled={busy} onPress={() => void remove()}>
          {removeWords(keepResults, count)}
        </Button>
      </DialogButtons>
    </Dialog>
  )
}

function removeWords(keepResults: boolean, count: number): string {
  if (keepResults) return t('settings.keepConfirm')
  return count > 0 ? t('settings.removeConfirm', { count }) : t('settings.removeEmptyConfirm')
}
