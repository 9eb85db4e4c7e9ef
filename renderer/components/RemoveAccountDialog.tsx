import { useState } from 'react'
import type { AppError } from '../../shared/errors.ts'
import { api, asAppError } from '../api/client.ts'
import { t } from '../i18n.ts'
import { useAccounts } from '../state/accounts.ts'
import { announce } from '../state/announcer.ts'
import { useNavigation } from '../state/navigation.ts'
import { Button } from './Button.tsx'
import { Dialog, DialogButtons } from './Dialog.tsx'
import { ErrorMessage } from './ErrorMessage.tsx'

/** Asks before an account and its results leave the laptop: part of them cannot be fetched again. */
export function RemoveAccountDialog({ accountId }: { accountId: string }) {
  const close = useNavigation((state) => state.closeDialog)
  const account = useAccounts((state) => state.accounts?.find(({ id }) => id === accountId))
  const [busy, setBusy] = useState(false)
  const [error, setError] = useState<AppError | null>(null)
  if (!account) return null
  const { name, results: count } = account

  const remove = async () => {
    setBusy(true)
    try {
      await api.accounts.remove({ id: accountId })
      announce(t('settings.removed', { name }))
      close()
    } catch (thrown) {
      setError(asAppError(thrown))
      setBusy(false)
    }
  }

  return (
    <Dialog title={t('settings.removeTitle', { name })} role="alertdialog" onClose={close}>
      {error !== null && <ErrorMessage error={error} zone={account.timeZone} focus />}
      <p>{count > 0 ? t('settings.removeText', { count }) : t('settings.removeEmpty')}</p>
      <DialogButtons>
        <Button autoFocus onPress={close}>
          {t('action.cancel')}
        </Button>
        <Button look="danger" isDisabled={busy} onPress={() => void remove()}>
          {count > 0 ? t('settings.removeConfirm', { count }) : t('settings.removeEmptyConfirm')}
        </Button>
      </DialogButtons>
    </Dialog>
  )
}
