import { useEffect, useState } from 'react'
import type { AppError } from '../../../shared/errors.ts'
import type { HandMade } from '../../../shared/model/account.ts'
import { api, asAppError } from '../../api/client.ts'
import { useAccounts } from '../../app/accounts.ts'
import { say } from '../../app/feedback.ts'
import { useNavigation } from '../../app/navigation.ts'
import { ofService, t } from '../../format/words.ts'
import { Button } from '../../ui/Button.tsx'
import { Radios } from '../../ui/Choice.tsx'
import { Dialog, DialogButtons } from '../../ui/Dialog.tsx'
import { ErrorMessage } from '../../ui/ErrorMessage.tsx'
import styles from './RemoveAccountDialog.module.css'

/** Asks whether to keep the results of an account that is removed, since some of them cannot be fetched again. */
export function RemoveAccountDialog({ accountId }: { accountId: string }) {
  const close = useNavigation((state) => state.closeDialog)
  const account = useAccounts((state) => state.accounts?.find(({ id }) => id === accountId))
  const [results, setResults] = useState<'keep' | 'drop'>('keep')
  const [busy, setBusy] = useState(false)
  const [error, setError] = useState<AppError | null>(null)
  const handMade = useHandMade(accountId, setError)
  if (!account) return null
  const { name, results: count, service } = account
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
      {!account.archived && !account.sample && <p>{t('settings.removeLead', ofService(service))}</p>}
      {asks && (
        <Radios<'keep' | 'drop'>
          label={t('settings.removeChoice')}
          value={results}
          onChange={setResults}
          options={[
            { value: 'keep', words: t('settings.keep', { count }), hint: t('settings.keepHint', ofService(service)) },
            { value: 'drop', words: t('settings.drop', { count }), hint: t('settings.dropHint', ofService(service)) },
          ]}
        />
      )}
      {account.archived && <p>{t('settings.dropHint', ofService(service))}</p>}
      {handMade !== null && <HandMadeLines made={handMade} isKept={keepResults} />}
      <DialogButtons>
        <Button autoFocus onPress={close}>
          {t('action.cancel')}
        </Button>
        <Button look="danger" isDisabled={busy || (handMade === null && !keepResults)} onPress={() => void remove()}>
          {removeWords(keepResults, count)}
        </Button>
      </DialogButtons>
    </Dialog>
  )
}

/** What goes with the account; null until it is read. Without knowing it nothing is removed. */
function useHandMade(id: string, onError: (error: AppError) => void): HandMade | null {
  const [made, setMade] = useState<HandMade | null>(null)
  // biome-ignore lint/correctness/useExhaustiveDependencies: read once for each account
  useEffect(() => {
    let isHere = true
    api.accounts.handMade({ id }).then(
      (read) => isHere && setMade(read),
      (thrown) => isHere && onError(asAppError(thrown)),
    )
    return () => {
      isHere = false
    }
  }, [id])
  return made
}

const parts = [
  'classes',
  'gradebooks',
  'decisions',
  'notes',
  'labels',
  'merges',
  'added',
  'named',
  'validities',
  'waiting',
] as const

/** What was made by hand, and what becomes of it. */
function HandMadeLines({ made, isKept }: { readonly made: HandMade; readonly isKept: boolean }) {
  const lines = [
    ...parts.flatMap((part) => (made[part] > 0 ? [wordsOf(part, made)] : [])),
    ...(!isKept && made.sharedGradebooks > 0
      ? [t('settings.handMade.sharedGradebooks', { count: made.sharedGradebooks })]
      : []),
  ]
  if (lines.length === 0) return null
  return (
    <div>
      <p>{t(isKept ? 'settings.handMade.stays' : 'settings.handMade.goes')}</p>
      <ul className={styles.handMade}>
        {lines.map((line) => (
          <li key={line}>{line}</li>
        ))}
      </ul>
    </div>
  )
}

function wordsOf(part: (typeof parts)[number], made: HandMade): string {
  const count = made[part]
  if (part === 'classes') return t('settings.handMade.classes', { count, members: made.members })
  if (part !== 'gradebooks' || made.handIns === 0) return t(`settings.handMade.${part}`, { count })
  return t('settings.handMade.gradebooksHandedIn', { count, handIns: made.handIns })
}

function removeWords(keepResults: boolean, count: number): string {
  if (keepResults) return t('settings.keepConfirm')
  return count > 0 ? t('settings.removeConfirm', { count }) : t('settings.removeEmptyConfirm')
}
