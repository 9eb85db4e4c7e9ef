import { useState } from 'react'
import type { AppError } from '../../../shared/errors.ts'
import { api, asAppError } from '../../api/client.ts'
import { useAccounts } from '../../app/accounts.ts'
import { say } from '../../app/feedback.ts'
import { useNavigation } from '../../app/navigation.ts'
import { ofService, t } from '../../format/words.ts'
import { Button } from '../../ui/Button.tsx'
import { Dialog, DialogButtons } from '../../ui/Dialog.tsx'
import { ErrorMessage } from '../../ui/ErrorMessage.tsx'

/** Says what revoking a key on this computer does, and where it is deleted at ClassMarker. */
export function RevokeKeyDialog({ accountId }: { accountId: string }) {
  const close = useNavigation((state) => state.closeDialog)
  const account = useAccounts((state) => state.accounts?.find(({ id }) => id === accountId))
  const [busy, setBusy] = useState(false)
  const [error, setError] = useState<AppError | null>(null)
  if (!account) return null
  const { name, key } = account

  const revoke = async () => {
    setBusy(true)
    try {
      await api.accounts.remove({ id: accountId, keepResults: true })
      say(t('settings.revoked', { name }))
      close()
      void useAccounts.getState().load()
    } catch (thrown) {
      setError(asAppError(thrown))
      setBusy(false)
    }
  }

  return (
    <Dialog title={t('settings.revokeTitle', { name })} role="alertdialog" onClose={close}>
      {error !== null && <ErrorMessage error={error} zone={account.timeZone} focus />}
      <p>{t('settings.revokeLead', ofService(account.service))}</p>
      <p>{t('settings.revokeThere', { key })}</p>
      <DialogButtons>
        <Button autoFocus onPress={close}>
          {t('action.cancel')}
        </Button>
        <Button look="danger" isDisabled={busy} onPress={() => void revoke()}>
          {t('settings.revokeConfirm')}
        </Button>
      </DialogButtons>
    </Dialog>
  )
}
