import { Columns3, SquareCheck } from 'lucide-react'
import { memo, useMemo, useRef } from 'react'
import { Menu, MenuItem, MenuTrigger } from 'react-aria-components'
import { create } from 'zustand'
import { chosenOf, isNarrowed } from '../../../shared/model/filter.ts'
import { lookedAt, useAccounts } from '../../app/accounts.ts'
import { useJobs } from '../../app/jobs.ts'
import { useSettings } from '../../app/settings.ts'
import { wholeNumber } from '../../format/numbers.ts'
import { t } from '../../format/words.ts'
import { ExportButton } from '../../list/ExportButton.tsx'
import { type FoldedColumn, FoldedLine, ListCount, useFoldedColumns } from '../../list/FoldedLine.tsx'
import { FilterLine } from '../../list/filters/FilterBar.tsx'
import { chipFields } from '../../list/filters/filter-kinds.ts'
import { useFilterOf } from '../../list/list-question.ts'
import { BoldPart } from '../../ui/BoldPart.tsx'
import { Button } from '../../ui/Button.tsx'
import { CheckMark } from '../../ui/Choice.tsx'
import { Popover } from '../../ui/Dialog.tsx'
import { useFocusBack } from '../../ui/keyboard.ts'
import menu from '../../ui/Menu.module.css'
import { useElementWidth, useTextScale } from '../../ui/measure.ts'
import { ScreenTitle } from '../../ui/Screen.tsx'
import { ClassesDialog } from '../classes/index.ts'
import { useOpenedView, ViewMenu } from '../views/index.ts'
import styles from './ResultsToolbar.module.css'
import { columnIdsOf } from './result-columns.tsx'
import { resultsExport, startSelecting, useResultCount, useResultPages, useResults } from './results.ts'
import { SelectedActions } from './SelectedActions.tsx'

/** Pixels that a line with the actions on selected rows needs, at the usual letter size, to show them in words. */
const roomForWords = 1_040

/**
 * Two lines: the title and the actions; then search, filters and the number of results they leave. Each part follows what
 * it shows by itself, so that a letter typed draws no more than the filters, and an answer no more than its number.
 * While rows are selected, the actions on them take the place of the columns: the rows below stay where they are.
 */
export const ResultsToolbar = memo(({ selected }: ToolbarProps) => {
  const isSelecting = selected !== null
  const wasSelecting = useRef(false)
  wasSelecting.current ||= isSelecting
  // The button that began or ended it is gone; when the screen opens, the focus stays where it is.
  useFocusBack(!isSelecting)
  useFocusBack(isSelecting || !wasSelecting.current)
  const toolbar = useRef<HTMLDivElement>(null)
  const isTight = useElementWidth(toolbar) < roomForWords * useTextScale()
  return (
    <div ref={toolbar} className={styles.toolbar} data-region="toolbar">
      <div className={styles.line}>
        <Title />
        {isSelecting ? (
          <SelectedActions selected={selected} isTight={isTight} />
        ) : (
          <>
            <FoldedLine forAll={(count) => t('results.forAll', { count })} />
            <StartSelecting />
            <ColumnsMenu />
          </>
        )}
        <ExportResults selected={selected ?? 0} />
      </div>
      <div className={styles.line}>
        <ResultsFilters />
      </div>
      <ClassesDialog />
    </div>
  )
})

function Title() {
  const view = useOpenedView('results')
  return (
    <>
      <ScreenTitle>{view?.name ?? t('results.title')}</ScreenTitle>
      <ViewMenu screen="results" />
    </>
  )
}

interface ToolbarProps {
  /** How many results are selected; null while rows cannot be selected. */
  readonly selected: number | null
}

function StartSelecting() {
  const isEmpty = useResultPages(({ shown }) => shown === null || shown.count === 0)
  return (
    <Button icon={SquareCheck} isDisabled={isEmpty} onPress={startSelecting}>
      {t('results.selection.start')}
    </Button>
  )
}

function ExportResults({ selected }: { readonly selected: number }) {
  const startExport = useJobs((state) => state.startExport)
  const isEmpty = useResultPages(({ shown }) => shown === null || shown.count === 0)
  return (
    <ExportButton
      words={selected > 0 ? t('results.selection.export', { count: selected }) : t('export.button')}
      isEmpty={isEmpty}
      onExport={() => void startExport(resultsExport())}
    />
  )
}

function ResultsFilters() {
  const question = useFilterOf(useResults)
  const list = useMemo(() => ({ ...question, fields: chipFields, countsResults: true }), [question])
  return (
    <FilterLine
      list={list}
      label={t('results.search')}
      placeholder={t('results.searchPlaceholder')}
      count={resultsCount}
    />
  )
}

/** "1,286 of 2,314 results"; without filters only the total. Both numbers belong to the list shown. */
function ResultsCount() {
  const shown = useResultPages((state) => state.shown)
  const total = useResultCount()
  const accounts = useAccounts((state) => state.filterAccounts())
  if (shown === null) return null
  const { count, counted, query } = shown
  const ofTotal = isNarrowed(query.filter) && chosenOf(query.filter, 'account') === accounts
  return (
    <ListCount pending={!counted}>
      <BoldPart
        words={
          ofTotal ? t('results.countOf', { count: total, shown: wholeNumber(count) }) : t('results.countAll', { count })
        }
      />
    </ListCount>
  )
}

/** The same element each time: a letter typed does not draw it. */
const resultsCount = <ResultsCount />

/** Why a column that is ticked stands in no row: the line above the list says nothing while there is no row. */
function whyLeftOut(folded: FoldedColumn | undefined, rows: number): string {
  if (folded === undefined) return t('results.columns.hiddenByWidth')
  if (rows === 0) return t('results.columns.noRows')
  return t(folded.quiet ? 'results.columns.empty' : 'results.columns.folded')
}

/** Shows and hides columns, except the student's name. */
function ColumnsMenu() {
  const hidden = useSettings((state) => state.settings.hiddenColumns)
  const change = useSettings((state) => state.change)
  const shown = useColumnsShown((state) => state.ids)
  const { columns: folded, count } = useFoldedColumns()
  const offered = columnIdsOf(lookedAt(useAccounts()))
  const choices = offered.filter((id) => id !== 'student')
  return (
    <MenuTrigger>
      <Button icon={Columns3}>{t('results.columns.menu')}</Button>
      <Popover placement="bottom end">
        <Menu
          className={menu.list ?? ''}
          aria-label={t('results.columns.menuLabel')}
          selectionMode="multiple"
          selectedKeys={choices.filter((id) => !hidden.includes(id))}
          onSelectionChange={(keys) => {
            if (keys === 'all') return
            // What these accounts have no column for stays as it was chosen.
            const others = hidden.filter((id) => !choices.some((choice) => choice === id))
            void change({ hiddenColumns: [...others, ...choices.filter((id) => !keys.has(id))] })
          }}
        >
          {choices.map((id) => (
            <MenuItem key={id} id={id} className={menu.item ?? ''} textValue={t(`field.${id}`)}>
              <CheckMark />
              <span className={menu.words}>
                {t(`field.${id}`)}
                {!hidden.includes(id) && !shown.includes(id) && shown.length > 0 && (
                  <span className={menu.aside}>
                    {' '}
                    ·{' '}
                    {whyLeftOut(
                      folded.find((column) => column.id === id),
                      count,
                    )}
                  </span>
                )}
              </span>
            </MenuItem>
          ))}
        </Menu>
      </Popover>
    </MenuTrigger>
  )
}

interface ColumnsShownState {
  /** The columns that fit the window now; the columns menu marks the others. */
  readonly ids: readonly string[]
  setIds(ids: readonly string[]): void
}

export const useColumnsShown = create<ColumnsShownState>()((set) => ({ ids: [], setIds: (ids) => set({ ids }) }))
