import { Copy, Trash2, Undo2, X } from 'lucide-react'
import { useRef } from 'react'
import { Trans } from 'react-i18next'
import { type AccessCodeRow, type AccessListSummary, askedAbove } from '../../../shared/model/access-code.ts'
import type { AccountSummary } from '../../../shared/model/account.ts'
import { api, asAppError } from '../../api/client.ts'
import { Button } from '../../components/Button.tsx'
import type { GridSelection } from '../../components/DataGrid/grid-selection.ts'
import { IconButton } from '../../components/IconButton.tsx'
import { t } from '../../i18n.ts'
import { refOf } from '../../state/access-lists.ts'
import { useCodeChanges } from '../../state/code-changes.ts'
import { selectedRows } from '../../state/codes-selection.ts'
import { say, sayFailed } from '../../state/feedback.ts'
import styles from './CodesBar.module.css'
import { canBeRemoved, canBeTakenBack } from './code-state.ts'

interface SelectionActionsProps {
  readonly list: AccessListSummary
  readonly account: AccountSummary
  readonly selection: GridSelection
}

/** What can be done with the selected codes. */
export function SelectionActions({ list, account, selection }: SelectionActionsProps) {
  const { remove, takeBack, busy } = useCodeChanges()
  // A button that is disabled while the rows are read would let go of the focus, and a dialog could not give it back.
  const reading = useRef(false)
  const { count } = selection
  const withRows = async (work: (rows: readonly AccessCodeRow[]) => void | Promise<void>) => {
    if (reading.current) return
    reading.current = true
    try {
      await work(await selectedRows())
    } catch (thrown) {
      sayFailed(asAppError(thrown), { accountId: list.accountId })
    } finally {
      reading.current = false
    }
  }
  const removeRows = (rows: readonly AccessCodeRow[]) => {
    const entries = rows.filter(canBeRemoved).map(({ code, name }) => ({ code, name }))
    remove(refOf(list), entries)
  }
  const copyRows = async (rows: readonly AccessCodeRow[]) => {
    await api.app.copyText({ text: rows.map(({ code }) => code).join('\n') })
    say(t('accessCodes.codes.copied', { count: rows.length }))
  }
  const waits = list.pendingAdds + list.pendingRemoves + list.held
  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset groups fields, these are buttons
    <div className={styles.actions} role="group" aria-label={t('accessCodes.codes.selection')}>
      <p className={styles.selected}>
        <Trans i18nKey="accessCodes.codes.selected" count={count} components={{ b: <b /> }} />
      </p>
      {!account.archived && (
        <Button look="danger" icon={Trash2} isDisabled={busy} onPress={() => void withRows(removeRows)}>
          {t(count > askedAbove ? 'accessCodes.codes.removeAsk' : 'accessCodes.codes.remove', { count })}
        </Button>
      )}
      <Button icon={Copy} isDisabled={busy} onPress={() => void withRows(copyRows)}>
        {t('accessCodes.codes.copy', { count })}
      </Button>
      {!account.archived && waits > 0 && (
        <Button
          icon={Undo2}
          isDisabled={busy}
          onPress={() =>
            void takeBack(refOf(list), async () =>
              (await selectedRows()).filter(canBeTakenBack).map(({ code }) => code),
            )
          }
        >
          {t('accessCodes.codes.takeBack')}
        </Button>
      )}
      <IconButton icon={X} label={t('accessCodes.codes.clearSelection')} onPress={selection.clear} />
    </div>
  )
}
