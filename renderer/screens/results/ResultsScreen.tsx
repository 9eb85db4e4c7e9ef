import { useCallback, useEffect, useMemo } from 'react'
import { chosenOf, type ResultsFilter } from '../../../shared/model/filter.ts'
import type { Facets, ResultRow } from '../../../shared/model/results-view.ts'
import { Button } from '../../components/Button.tsx'
import { DataGrid } from '../../components/DataGrid/DataGrid.tsx'
import { useRowHeight } from '../../components/DataGrid/use-row-height.ts'
import { DetailPanel } from '../../components/detail/DetailPanel.tsx'
import { ErrorMessage } from '../../components/ErrorMessage.tsx'
import { sourceKey } from '../../components/filters/filter-kinds.ts'
import { IncompleteLine } from '../../components/IncompleteLine.tsx'
import { LoadingRows } from '../../components/LoadingRows.tsx'
import { t } from '../../i18n.ts'
import { useMediaQuery } from '../../media-query.ts'
import { useAccounts, zoneOf } from '../../state/accounts.ts'
import { announce } from '../../state/announcer.ts'
import { useClock } from '../../state/clock.ts'
import { useDetail } from '../../state/detail.ts'
import { useFacets } from '../../state/facets.ts'
import { useLongestNames } from '../../state/longest-names.ts'
import { shownRow } from '../../state/paged-list.ts'
import { useResultPages, useResults } from '../../state/results.ts'
import { rowAccount } from '../../state/row-account.ts'
import { useSettings } from '../../state/settings.ts'
import { EmptyResults } from './EmptyResults.tsx'
import styles from './ResultsScreen.module.css'
import { ResultsToolbar } from './ResultsToolbar.tsx'
import { resultColumns } from './result-columns.tsx'
import { useColumnsShown } from './use-columns-shown.ts'

/** Every attempt of the account looked at: toolbar, grid, and the panel of one result. */
export function ResultsScreen() {
  const { shown, error, moved, lookAt } = useResultPages()
  const { sort, setSort, read } = useResults()
  const { openId, index: openIndex, open, goTo } = useDetail()
  const accounts = useAccounts((state) => state.accounts)
  const currentId = useAccounts((state) => state.currentId)
  const hiddenColumns = useSettings((state) => state.settings.hiddenColumns)
  const now = useClock((state) => state.now)
  const setColumnsShown = useColumnsShown((state) => state.setIds)
  const asPage = useMediaQuery('(max-width: 1099px)')
  const rowHeight = useRowHeight()
  const facets = useFacets((state) => state.facets)
  const names = useLongestNames()
  const columns = useMemo(
    () =>
      resultColumns(now, (id) => zoneOf(accounts, id), rowAccount({ accounts, currentId }), {
        names,
        ...offeredBy(facets, shown?.query.filter),
      }),
    [now, accounts, currentId, facets, names, shown?.query],
  )
  const rowOf = useCallback((index: number) => shownRow(shown, index), [shown])

  const onOpen = useCallback((row: ResultRow, index: number) => void open(row.id, index), [open])

  const count = shown?.count
  const query = shown?.query
  // biome-ignore lint/correctness/useExhaustiveDependencies: told when another question was answered, not at each arrival
  useEffect(() => {
    if (count !== undefined && query && query.filter.length > 0) announce(t('results.announceCount', { count }))
  }, [query])

  return (
    <div className={styles.screen}>
      <div className={styles.list} inert={openId !== null && asPage}>
        <ResultsToolbar />
        <IncompleteLine />
        {error !== null && (
          <div className={styles.error}>
            <ErrorMessage error={error} zone={zoneOf(accounts, null)} focus={shown === null}>
              <Button onPress={() => void read()}>{t('action.tryAgain')}</Button>
            </ErrorMessage>
          </div>
        )}
        {shown ? (
          <DataGrid
            label={t('results.gridLabel')}
            columns={columns}
            hiddenColumns={hiddenColumns}
            alike={shown.alike}
            sort={sort}
            onSort={setSort}
            count={shown.count}
            rowAt={rowOf}
            rowHeight={rowHeight}
            listKey={shown.query}
            moved={moved}
            openId={openId}
            openIndex={openIndex}
            onOpen={onOpen}
            onFollow={goTo}
            onReading={lookAt}
            onColumnsShown={setColumnsShown}
            loadingWords={t('results.loading')}
            empty={<EmptyResults />}
          />
        ) : (
          error === null && <LoadingRows />
        )}
      </div>
      {openId !== null && <DetailPanel title={t('results.title')} count={shown?.count ?? 0} />}
    </div>
  )
}

/** The tests, groups and links that results of a filter can be of. */
function offeredBy(facets: Facets | null, filter: ResultsFilter = []): Pick<Facets, 'tests' | 'sources'> {
  const tests = chosenOf(filter, 'test')
  const sources = chosenOf(filter, 'source')?.map(sourceKey)
  return {
    tests: (facets?.tests ?? []).filter(({ id }) => tests === undefined || tests.includes(id)),
    sources: (facets?.sources ?? []).filter((source) => sources === undefined || sources.includes(sourceKey(source))),
  }
}
