import type { AccessListSummary } from '../../../shared/model/access-code.ts'
import type { AccountSummary } from '../../../shared/model/account.ts'
import { t } from '../../format/words.ts'
import { FoldedLine, ListCount } from '../../list/FoldedLine.tsx'
import { ListBar } from '../../list/ListBar.tsx'
import { useFilterOf } from '../../list/list-question.ts'
import { ActionButton } from '../../list/row-actions.tsx'
import { SelectionActions } from '../../list/SelectionActions.tsx'
import type { GridSelection } from '../../list/selection.ts'
import { BoldPart } from '../../ui/BoldPart.tsx'
import { chipGroup, ToggleChip } from '../../ui/Choice.tsx'
import { useFocusBack } from '../../ui/keyboard.ts'
import { SearchBox } from '../../ui/SearchBox.tsx'
import { codeActions } from './code-actions.ts'
import { useCodeChanges } from './code-changes.ts'
import { useCodePages, useCodes } from './codes.ts'

interface CodesBarProps {
  readonly list: AccessListSummary
  readonly account: AccountSummary
  readonly selection: GridSelection
}

/** Search, filters and the number of codes they leave; while some are selected, the actions on them. */
export function CodesBar({ list, account, selection }: CodesBarProps) {
  const { filter, setFilter } = useFilterOf(useCodes)
  const count = useCodePages((state) => state.shown?.count ?? null)
  const counted = useCodePages((state) => state.shown?.counted ?? false)
  useFocusBack(selection.count > 0)
  return (
    <ListBar>
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
              <BoldPart words={t('accessCodes.codes.count', { count })} />
            </ListCount>
          )}
        </>
      )}
    </ListBar>
  )
}

/** Filters for used, unused and waiting codes, each switched by a press; used and unused exclude each other. */
function Chips() {
  const { filter, setFilter } = useFilterOf(useCodes)
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
  // Drawn again while a change is being made.
  useCodeChanges((state) => state.busy)
  const { count, chosen } = selection
  return (
    <SelectionActions
      label={t('accessCodes.codes.selection')}
      count={<BoldPart words={t('accessCodes.codes.selected', { count })} />}
      endLabel={t('accessCodes.codes.clearSelection')}
      onEnd={selection.clear}
    >
      {codeActions({ list, account }, chosen).map((action) => (
        <ActionButton key={action.id} action={action} />
      ))}
    </SelectionActions>
  )
}
