import { Copy, KeyRound, Trash2, Undo2 } from 'lucide-react'
import { type AccessCodeRow, type AccessListSummary, askedAbove } from '../../../shared/model/access-code.ts'
import type { AccountSummary } from '../../../shared/model/account.ts'
import { api, asAppError } from '../../api/client.ts'
import { say, sayFailed } from '../../app/feedback.ts'
import { t } from '../../format/words.ts'
import type { RowAction, RowMenuGiven } from '../../list/row-actions.tsx'
import { type Chosen, countOf } from '../../list/selection.ts'
import { firstKeys } from '../../ui/shortcuts.ts'
import { refOf } from './access-lists.ts'
import { useCodeChanges } from './code-changes.ts'
import { canBeRemoved, canBeTakenBack } from './code-columns.tsx'
import { chosenCodes, useCodePages } from './codes.ts'

/** A list, and whose it is. */
export interface CodesOf {
  readonly list: AccessListSummary
  readonly account: AccountSummary
}

// Not state: a button disabled while the rows are read would lose the focus, and a dialog could not give it back.
let isReading = false

/** What can be done with codes, however many. */
export function codeActions({ list, account }: CodesOf, chosen: Chosen): readonly RowAction[] {
  const { remove, takeBack, busy } = useCodeChanges.getState()
  const count = countOf(chosen, useCodePages.getState().shown?.count ?? 0)
  const rowsOf = () => chosenCodes(chosen)
  const withRows = async (work: (rows: readonly AccessCodeRow[]) => void | Promise<void>) => {
    if (isReading) return
    isReading = true
    try {
      await work(await rowsOf())
    } catch (thrown) {
      sayFailed(asAppError(thrown), { accountId: list.accountId })
    } finally {
      isReading = false
    }
  }
  const removing: RowAction = {
    id: 'remove',
    words: t(count > askedAbove ? 'accessCodes.codes.removeAsk' : 'accessCodes.codes.remove', { count }),
    icon: Trash2,
    danger: true,
    isApart: true,
    isDisabled: busy,
    run: () =>
      void withRows((rows) =>
        remove(
          refOf(list),
          rows.filter(canBeRemoved).map(({ code, name }) => ({ code, name })),
        ),
      ),
  }
  const copying: RowAction = {
    id: 'copy',
    words: t('accessCodes.codes.copy', { count }),
    icon: Copy,
    isDisabled: busy,
    run: () =>
      void withRows(async (rows) => {
        await api.app.copyText({ text: rows.map(({ code }) => code).join('\n') })
        say(t('accessCodes.codes.copied', { count: rows.length }))
      }),
  }
  const takingBack: RowAction = {
    id: 'take back',
    words: t('accessCodes.codes.takeBack'),
    icon: Undo2,
    isDisabled: busy,
    run: () => void takeBack(refOf(list), async () => (await rowsOf()).filter(canBeTakenBack).map(({ code }) => code)),
  }
  const waits = list.pendingAdds + list.pendingRemoves + list.held
  return [...(account.archived ? [] : [removing]), copying, ...(account.archived || waits === 0 ? [] : [takingBack])]
}

/** The menu of a code: its panel where it is one, and what can be done with all of them. */
export const codeMenu = (of: CodesOf, onOpen: (row: AccessCodeRow) => void): RowMenuGiven<AccessCodeRow> => ({
  actionsOf: (row, _, chosen) => {
    const isOne = chosen.kind === 'some' && chosen.ids.size === 1
    const opening: RowAction = {
      id: 'open',
      words: t('grid.openRow'),
      icon: KeyRound,
      keys: firstKeys('open'),
      run: () => onOpen(row),
    }
    return [...(isOne ? [opening] : []), ...codeActions(of, chosen)]
  },
})
