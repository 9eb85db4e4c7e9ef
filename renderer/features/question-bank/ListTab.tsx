import { FolderTree, SearchX } from 'lucide-react'
import { useCallback, useEffect, useMemo } from 'react'
import { ToggleButton } from 'react-aria-components'
import type { AccountSummary } from '../../../shared/model/account.ts'
import { questionTypes } from '../../../shared/model/answers.ts'
import type { BankCategory, BankRow } from '../../../shared/model/bank.ts'
import { useClock } from '../../app/clock.ts'
import { t } from '../../format/words.ts'
import { FoldedLine, ListCount } from '../../list/FoldedLine.tsx'
import { ListBar } from '../../list/ListBar.tsx'
import { ListGrid } from '../../list/ListGrid.tsx'
import { useCountAnnounced } from '../../list/ListStates.tsx'
import { useFilterOf, useOrderOf } from '../../list/list-question.ts'
import { shownRow } from '../../list/list-store.ts'
import { type ChoiceSection, ManyChip } from '../../list/ManyChip.tsx'
import { useOpenedRow } from '../../list/opened-row.ts'
import { ActionButton } from '../../list/row-actions.tsx'
import { SelectionActions } from '../../list/SelectionActions.tsx'
import { type GridSelection, useSelection } from '../../list/selection.ts'
import { BoldPart } from '../../ui/BoldPart.tsx'
import { Button } from '../../ui/Button.tsx'
import { chipGroup, ToggleChip } from '../../ui/Choice.tsx'
import { useFocusBack } from '../../ui/keyboard.ts'
import { ruleChips } from '../../ui/RuleChip.tsx'
import { NothingHere, Screen } from '../../ui/Screen.tsx'
import { SearchBox } from '../../ui/SearchBox.tsx'
import styles from './Bank.module.css'
import { isNarrowed, useBank, useBankFacts, useBankPages, useBankSelection, useOpenQuestion } from './bank.ts'
import { bankActions, bankMenu, openBankDialog } from './bank-actions.ts'
import { bankColumns } from './bank-columns.tsx'
import { bankTypeWords } from './bank-words.ts'
import { CategoriesPanel, useCategoriesShown } from './CategoriesPanel.tsx'
import { canEdit, useEditor } from './editor.ts'
import { QuestionPanel } from './QuestionPanel.tsx'

/** The questions of the bank: search, filters, grid, and beside them the categories or one question. */
export function ListTab({ account }: { readonly account: AccountSummary }) {
  const shown = useBankPages((state) => state.shown)
  const order = useOrderOf(useBank)
  const now = useClock((state) => state.now)
  const openId = useOpenQuestion((state) => state.id)
  const open = useOpenQuestion((state) => state.open)
  const showsCategories = useCategoriesShown((state) => state.isShown)
  const columns = useMemo(() => bankColumns(now, account.timeZone), [now, account.timeZone])
  const selection = useSelection(useBankSelection, shown?.count ?? 0)
  useEffect(() => {
    if (useBankPages.getState().shown === null) void useBank.getState().read()
  }, [])

  const onOpen = useCallback((row: BankRow) => open(row.id), [open])
  const { openIndex, onFollow, onStep } = useOpenedRow(useBankPages, openId, onOpen)
  const menuOf = useMemo(() => bankMenu(account), [account])
  useCountAnnounced(
    shown,
    ({ filter }) => isNarrowed(filter),
    (count) => t('bank.announce', { count }),
  )
  const panel =
    openId !== null ? (
      <QuestionPanel account={account} onStep={onStep} />
    ) : showsCategories ? (
      <CategoriesPanel account={account} />
    ) : null
  const row = openIndex === null ? null : (shownRow(shown, openIndex) ?? null)
  return (
    <Screen panel={panel}>
      <Bar account={account} selection={selection} />
      <ListGrid
        name="bank"
        list={useBankPages}
        columns={columns}
        order={order}
        opened={{ openId: row?.id ?? openId, openIndex, onOpen, onFollow }}
        onRetry={() => void useBank.getState().read()}
        selection={selection}
        menu={menuOf}
        label={t('bank.gridLabel')}
        loadingWords={t('bank.loading')}
        empty={<EmptyList account={account} />}
      />
    </Screen>
  )
}

/** Search, filters and the number of questions they leave; while some are selected, the actions on them. */
function Bar({ account, selection }: { readonly account: AccountSummary; readonly selection: GridSelection }) {
  const { filter, setFilter } = useFilterOf(useBank)
  const count = useBankPages((state) => state.shown?.count ?? null)
  const counted = useBankPages((state) => state.shown?.counted ?? false)
  useFocusBack(selection.count > 0)
  return (
    <ListBar>
      <SearchBox
        label={t('bank.search')}
        placeholder={t('bank.searchPlaceholder')}
        asked={filter.search ?? ''}
        onSearch={(search) => setFilter({ search })}
      />
      {selection.count > 0 ? (
        <SelectionActions
          label={t('bank.selection')}
          count={<BoldPart words={t('bank.selected', { count: selection.count })} />}
          endLabel={t('bank.clearSelection')}
          onEnd={selection.clear}
        >
          {bankActions(account, selection.chosen).map((action) => (
            <ActionButton key={action.id} action={action} />
          ))}
        </SelectionActions>
      ) : (
        <>
          <CategoriesButton />
          <Chips />
          <FoldedLine forAll={(all) => t('bank.forAll', { count: all })} />
          {count !== null && (
            <ListCount pending={!counted}>
              <BoldPart words={t('bank.count', { count })} />
            </ListCount>
          )}
        </>
      )}
    </ListBar>
  )
}

/** Shows and hides the tree of categories beside the list. */
function CategoriesButton() {
  const isShown = useCategoriesShown((state) => state.isShown)
  return (
    <ToggleButton
      className={styles.toggle ?? ''}
      isSelected={isShown}
      onChange={(on) => {
        useCategoriesShown.setState({ isShown: on })
        // Both would want the same place.
        if (on) useOpenQuestion.getState().close()
      }}
    >
      <FolderTree aria-hidden />
      {t('bank.categories.open')}
    </ToggleButton>
  )
}

function Chips() {
  const { filter, setFilter } = useFilterOf(useBank)
  const categories = useBankFacts((state) => state.categories)
  const toggles = [
    { id: 'waiting', on: filter.waiting === true, set: (on: boolean) => setFilter({ waiting: on || undefined }) },
    { id: 'used', on: filter.used === true, set: (on: boolean) => setFilter({ used: on ? true : undefined }) },
    { id: 'unused', on: filter.used === false, set: (on: boolean) => setFilter({ used: on ? false : undefined }) },
    { id: 'archived', on: filter.archived === true, set: (on: boolean) => setFilter({ archived: on || undefined }) },
  ] as const
  return (
    <>
      <ul className={ruleChips} aria-label={t('bank.filters')}>
        <ManyChip
          name={t('bank.chips.category')}
          all={t('bank.chips.allCategories')}
          chosen={(filter.categories ?? []).map(String)}
          nameOf={(id) => categories.find((each) => String(each.id) === id)?.name ?? t('bank.chips.gone')}
          onChange={(chosen) => setFilter({ categories: chosen.map(Number) })}
          sections={categorySections(categories)}
          none={t('bank.categories.none')}
        />
        <ManyChip
          name={t('bank.chips.type')}
          all={t('bank.chips.allTypes')}
          chosen={filter.types ?? []}
          nameOf={bankTypeWords}
          onChange={(types) => setFilter({ types })}
          sections={[{ title: null, choices: questionTypes.map((type) => ({ id: type, name: bankTypeWords(type) })) }]}
        />
      </ul>
      {/* biome-ignore lint/a11y/useSemanticElements: a fieldset groups fields, these are buttons */}
      <div className={chipGroup} role="group" aria-label={t('bank.filters')}>
        {toggles.map(({ id, on, set }) => (
          <ToggleChip key={id} words={t(`bank.chips.${id}`)} isSelected={on} onChange={set} />
        ))}
      </div>
    </>
  )
}

/** A section for each parent: all of it first, then its categories. */
const categorySections = (categories: readonly BankCategory[]): readonly ChoiceSection[] =>
  categories
    .filter(({ parent }) => parent === null)
    .map(({ id, name }) => ({
      title: name,
      choices: [
        { id: String(id), name: t('bank.chips.allOf', { name }) },
        ...categories.filter(({ parent }) => parent === id).map((each) => ({ id: String(each.id), name: each.name })),
      ],
    }))

/** Why there are no rows, and the one thing to do about it. */
function EmptyList({ account }: { readonly account: AccountSummary }) {
  const shown = useBankPages((state) => state.shown)
  const clearFilter = useBank((state) => state.clearFilter)
  if (shown === null || !isNarrowed(shown.query.filter))
    return (
      <NothingHere title={t('bank.empty.title')} text={t('bank.empty.text')}>
        {canEdit(account) && (
          <>
            <Button onPress={() => openBankDialog({ kind: 'import' })}>{t('bank.import.open')}</Button>
            <Button look="primary" onPress={() => useEditor.getState().startNew(account.id, null)}>
              {t('bank.new')}
            </Button>
          </>
        )}
      </NothingHere>
    )
  const { search, archived } = shown.query.filter
  const why = search !== undefined ? 'search' : archived === true ? 'archived' : 'filters'
  return (
    <NothingHere title={t(`bank.empty.${why}`)} text={t(`bank.empty.${why}Text`)}>
      <Button icon={SearchX} onPress={clearFilter}>
        {t('bank.empty.clear')}
      </Button>
    </NothingHere>
  )
}
