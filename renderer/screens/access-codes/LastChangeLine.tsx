import { CircleAlert, CircleCheck, Hourglass, X } from 'lucide-react'
import type { AccessListSummary } from '../../../shared/model/access-code.ts'
import { Button } from '../../components/Button.tsx'
import { IconButton } from '../../components/IconButton.tsx'
import line from '../../components/StatusLine/StatusLine.module.css'
import { lastChangeWords } from '../../format/code-words.ts'
import { errorWords } from '../../format/error-words.ts'
import { t } from '../../i18n.ts'
import { listKey } from '../../state/access-lists.ts'
import { useAccounts, zoneOf } from '../../state/accounts.ts'
import { useCodeChanges } from '../../state/code-changes.ts'

/** One line at the foot: what was changed last, with the way to take it back; or why it could not be changed. */
export function LastChangeLine({ list: shown }: { list: AccessListSummary | null }) {
  const { last: newest, error, busy, undo, putAway } = useCodeChanges()
  // What was done to another list is told by that list's journal.
  const last = newest && shown && listKey(newest.list) === listKey(shown) ? newest : null
  const accounts = useAccounts((state) => state.accounts)
  if (last === null && error === null) return null
  const isConfirmed = shown === null || shown.pendingAdds + shown.pendingRemoves + shown.held === 0
  const archived = accounts?.find(({ id }) => id === last?.list.accountId)?.archived ?? false
  const { list, actionId } = last ?? { list: null, actionId: null }
  return (
    <div className={line.line}>
      {error === null && isConfirmed && <CircleCheck className={line.done} aria-hidden />}
      {error === null && !isConfirmed && <Hourglass className={line.stopped} aria-hidden />}
      {error !== null && <CircleAlert className={line.failed} aria-hidden />}
      <span className={line.words} role={error === null ? undefined : 'alert'}>
        {error !== null ? <ErrorLine error={error} /> : last !== null && lastChangeWords(last, isConfirmed)}
      </span>
      {error === null && last !== null && list !== null && actionId !== null && !archived && (
        <Button
          look="quiet"
          isDisabled={busy}
          onPress={() =>
            undo(list, {
              id: actionId,
              change: last.kind === 'full-list' ? 'full-list' : 'add',
              added: last.kind === 'add' ? last.count : 0,
            })
          }
        >
          {t('accessCodes.last.undo')}
        </Button>
      )}
      <span className={line.dismiss}>
        <IconButton icon={X} label={t('action.dismiss')} onPress={putAway} />
      </span>
    </div>
  )
}

function ErrorLine({ error }: { error: Parameters<typeof errorWords>[0] }) {
  const zone = useAccounts((state) => zoneOf(state.accounts, null))
  const words = errorWords(error, zone)
  return (
    <>
      <b>{words.what}</b> {words.data} {words.todo}
    </>
  )
}
