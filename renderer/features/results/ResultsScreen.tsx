import { CircleDashed, Download, ListFilter, SearchX } from 'lucide-react'
import { useMemo } from 'react'
import { chosenOf, isAsked, isNarrowed, type ResultsFilter, without } from '../../../shared/model/filter.ts'
import type { Facets } from '../../../shared/model/results-view.ts'
import {
  currentAccount,
  lookedAt,
  rowAccount,
  syncedAccounts,
  useAccounts,
  useIncompleteWords,
  zoneOf,
} from '../../app/accounts.ts'
import { useClock } from '../../app/clock.ts'
import { useJobs } from '../../app/jobs.ts'
import { t } from '../../format/words.ts'
import { useFacets } from '../../list/filters/facets.ts'
import { sourceKey } from '../../list/filters/filter-kinds.ts'
import { ListGrid } from '../../list/ListGrid.tsx'
import { useCountAnnounced } from '../../list/ListStates.tsx'
import { useOrderOf } from '../../list/list-question.ts'
import { useSelection } from '../../list/selection.ts'
import { Button } from '../../ui/Button.tsx'
import { NothingHere, Screen } from '../../ui/Screen.tsx'
import { anyRunning } from '../sync/index.ts'
import { ViewLine } from '../views/index.ts'
import { DetailPanel } from './DetailPanel.tsx'
import { useOpenedResult } from './detail.ts'
import { useLongestNames } from './longest-names.ts'
import styles from './ResultsScreen.module.css'
import { ResultsToolbar, useColumnsShown } from './ResultsToolbar.tsx'
import { resultMenu } from './result-actions.tsx'
import { columnIdsOf, resultColumns } from './result-columns.tsx'
import { useResultCount, useResultPages, useResultSelection, useResults, useSelecting } from './results.ts'

/** The results of the accounts looked at: toolbar, grid, and the panel of one result. */
export function ResultsScreen() {
  const shown = useResultPages((state) => state.shown)
  const order = useOrderOf(useResults)
  const { read } = useResults.getState()
  const opened = useOpenedResult()
  const isSelecting = useSelecting((state) => state.isOn)
  const selection = useSelection(useResultSelection, shown?.count ?? 0)
  const accounts = useAccounts((state) => state.accounts)
  const currentId = useAccounts((state) => state.currentId)
  const now = useClock((state) => state.now)
  const setColumnsShown = useColumnsShown((state) => state.setIds)
  const names = useLongestNames()
  const offered = useOffered(shown?.query.filter)
  const columns = useMemo(
    () =>
      resultColumns(
        now,
        (id) => zoneOf(accounts, id),
        rowAccount({ accounts, currentId }),
        { names, ...offered },
        columnIdsOf(lookedAt({ accounts, currentId })),
      ),
    [now, accounts, currentId, names, offered],
  )
  useCountAnnounced(
    shown,
    ({ filter }) => filter.length > 0,
    (count) => t('results.announceCount', { count }),
  )

  return (
    <Screen panel={opened.openId !== null && <DetailPanel title={t('results.title')} count={shown?.count ?? 0} />}>
      <ResultsToolbar selected={isSelecting ? selection.count : null} />
      <IncompleteLine />
      <ViewLine screen="results" />
      <ListGrid
        name="results"
        list={useResultPages}
        columns={columns}
        order={order}
        {...(isSelecting ? { selection } : {})}
        opened={opened}
        menu={resultMenu}
        onRetry={() => void read()}
        onColumnsShown={setColumnsShown}
        label={t('results.gridLabel')}
        loadingWords={t('results.loading')}
        empty={<EmptyResults />}
      />
    </Screen>
  )
}

/**
 * The tests, groups and links that results under this filter can have. The same object until one of them changes: with
 * other columns, every row is drawn again.
 */
function useOffered(filter: ResultsFilter = []): Pick<Facets, 'tests' | 'sources'> {
  const facets = useFacets((state) => state.facets)
  const tests = chosenOf(filter, 'test')
  const sources = chosenOf(filter, 'source')
  return useMemo(() => {
    const keys = sources?.map(sourceKey)
    return {
      tests: (facets?.tests ?? []).filter(({ id }) => tests === undefined || tests.includes(id)),
      sources: (facets?.sources ?? []).filter((source) => keys === undefined || keys.includes(sourceKey(source))),
    }
  }, [facets, tests, sources])
}

/** Why there are no rows, and the one thing to do about it. */
function EmptyResults() {
  const accounts = useAccounts()
  const { jobs, startSync } = useJobs()
  const shown = useResultPages((state) => state.shown)
  const clearFilter = useResults((state) => state.clearFilter)
  const total = useResultCount()
  const synced = syncedAccounts(accounts)
  const current = currentAccount(accounts)

  if (shown !== null && isNarrowed(shown.query.filter)) {
    const { filter } = shown.query
    const why = isAsked(filter, 'search') && !isNarrowed(without(filter, 'search')) ? 'search' : 'filters'
    return (
      <NothingHere
        title={t(`results.empty.${why}.title`)}
        text={t(`results.empty.${why}.text`)}
        more={t(`results.empty.${why}.without`, { count: total })}
      >
        <Button icon={why === 'search' ? SearchX : ListFilter} onPress={clearFilter}>
          {t(`results.empty.${why}.clear`)}
        </Button>
      </NothingHere>
    )
  }
  if (anyRunning(jobs, current ? [current.id] : (accounts.accounts ?? []).map(({ id }) => id))) {
    return <NothingHere title={t('results.arriving.title')} text={t('results.arriving.text')} />
  }
  if (synced.length > 0 && synced.every(({ lastSync }) => lastSync?.outcome !== 'complete')) {
    return (
      <NothingHere title={t('results.neverSynced.title')} text={t('results.neverSynced.text')}>
        <Button look="primary" icon={Download} onPress={() => synced.forEach(({ id }) => void startSync(id))}>
          {t('results.neverSynced.button')}
        </Button>
      </NothingHere>
    )
  }
  return <NothingHere title={t('results.nothingYet.title')} text={t('results.nothingYet.text')} />
}

/** Says above a list of results that it is incomplete, and why; renders nothing when it is complete. */
export function IncompleteLine() {
  const words = useIncompleteWords()
  if (words === null) return null
  return (
    <p className={styles.line} role="note">
      <CircleDashed aria-hidden />
      <span>{words}</span>
    </p>
  )
}
