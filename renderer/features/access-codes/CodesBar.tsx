import { Copy, Trash2, Undo2 } from 'lucide-react'
import { useRef } from 'react'
import { Trans } from 'react-i18next'
import { type AccessCodeRow, type AccessListSummary, askedAbove } from '../../../shared/model/access-code.ts'
import type { AccountSummary } from '../../../shared/model/account.ts'
import { api, asAppError } from '../../api/client.ts'
import { say, sayFailed } from '../../app/feedback.ts'
import { t } from '../../format/words.ts'
import { FoldedLine, ListCount } from '../../list/FoldedLine.tsx'
import { SelectionActions } from '../../list/SelectionActions.tsx'
import type { GridSelection } from '../../list/selection.ts'
import { Button } from '../../ui/Button.tsx'
import { chipGroup, ToggleChip } from '../../ui/Choice.tsx'
import { useFocusBack } from '../../ui/keyboard.ts'
import { SearchBox } from '../../ui/SearchBox.tsx'
import { refOf } from './access-lists.ts'
import styles from './CodesBar.module.css'
import { useCodeChanges } from './code-changes.ts'
import { canBeRemoved, canBeTakenBack } from './code-columns.tsx'
import { selectedCodes, useCodePages, useCodes } from './codes.ts'

interface CodesBarProps {
  readonly list: AccessListSummary
  readonly account: AccountSummary
  readonly selection: GridSelection
}

/** Search, filters and the number of codes they leave; while some are selected, the actions on them. */
export function CodesBar({ list, account, selection }: CodesBarProps) {
  const { filter, setFilter } = useCodes()
  const count = useCodePages((state) => state.shown?.count ?? null)
  const counted = useCodePages((state) => state.shown?.counted ?? false)
  useFocusBack(selection.count > 0)
  return (
    <div className={styles.bar} data-region="toolbar">
      <SearchBox
        label={t('accessCodes.codes.search')}
        placeholder={t('accessCodes.codes.searchPlaceholder')}
        asked={filter.search ?? ''}
        onSearch={(search) => setFilter({ search })}
      />
      {selection.count > 0 ? (
        <SelectedActions list={list} account={account} selection={selection} />
      ) : (
        <>
          <Chips />
          <FoldedLine forAll={(all) => t('accessCodes.codes.forAll', { count: all })} />
          {count !== null && (
            <ListCount pending={!counted}>
              <Trans i18nKey="accessCodes.codes.count" count={count} components={{ b: <b /> }} />
            </ListCount>
          )}
        </>
      )}
    </div>
  )
}

/** Filters for used, unused and waiting codes, each switched by a press; used and unused exclude each other. */
function Chips() {
  const { filter, setFilter } = useCodes()
  const chips = [
    {
      id: 'used',
      on: filter.use === 'used',
      set: (on: boolean) => setFilter({ use: on ? 'used' : undefined }),
    },
    {
      id: 'unused',
      on: filter.use === 'unused',
      set: (on: boolean) => setFilter({ use: on ? 'unused' : undefined }),
    },
    {
      id: 'waiting',
      on: filter.pending === true,
      set: (on: boolean) => setFilter({ pending: on ? true : undefined }),
    },
  ] as const
  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset groups fields, these are buttons
    <div className={chipGroup} role="group" aria-label={t('accessCodes.codes.filters')}>
      {chips.map(({ id, on, set }) => (
        <ToggleChip key={id} words={t(`accessCodes.codes.${id}`)} isSelected={on} onChange={set} />
      ))}
    </div>
  )
}

interface SelectionActionsProps {
  readonly list: AccessListSummary
  readonly account: AccountSummary
  readonly selection: GridSelection
}

/** The actions on the selected codes. */
function SelectedActions({ list, account, selection }: SelectionActionsProps) {
  const { remove, takeBack, busy } = useCodeChanges()
  // Not state: a button disabled while the rows are read would lose the focus, and a dialog could not give it back.
  const reading = useRef(false)
  const { count } = selection
  const withRows = async (work: (rows: readonly AccessCodeRow[]) => void | Promise<void>) => {
    if (reading.current) return
    reading.current = true
    try {
      await work(await selectedCodes())
    } catch (thrown) {
      sayFailed(asAppError(thrown), { accountId: list.accountId })
    } finally {
      reading.current = false
    }
  }
  const removeRows = (rows: readonly AccessCodeRow[]) => {
    const accessCodes = rows.filter(canBeRemoved).map(({ code, name }) => ({ code, name }))
    remove(refOf(list), accessCodes)
  }
  const copyRows = async (rows: readonly AccessCodeRow[]) => {
    await api.app.copyText({ text: rows.map(({ code }) => code).join('\n') })
    say(t('accessCodes.codes.copied', { count: rows.length }))
  }
  const waits = list.pendingAdds + list.pendingRemoves + list.held
  return (
    <SelectionActions
      label={t('accessCodes.codes.selection')}
      count={<Trans i18nKey="accessCodes.codes.selected" count={count} components={{ b: <b /> }} />}
      endLabel={t('accessCodes.codes.clearSelection')}
      onEnd={selection.clear}
    >
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
              (await selectedCodes()).filter(canBeTakenBack).map(({ code }) => code),
            )
          }
        >
          {t('accessCodes.codes.takeBack')}
        </Button>
      )}
    </SelectionActions>
  )
}
