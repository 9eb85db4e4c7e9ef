import { useMemo } from 'react'
import type { ResultsFilter } from '../../../shared/model/query.ts'
import type { Facets } from '../../../shared/model/results-view.ts'
import { DetailPanel } from '../../components/detail/DetailPanel.tsx'
import { useOpenedResult } from '../../components/detail/use-opened-result.ts'
import { sourceKey } from '../../components/filters/filter-kinds.ts'
import { IncompleteLine } from '../../components/IncompleteLine.tsx'
import { t } from '../../i18n.ts'
import { ListGrid, useCountAnnounced } from '../../list/ListGrid.tsx'
import { useAccounts, zoneOf } from '../../state/accounts.ts'
import { useClock } from '../../state/clock.ts'
import { useFacets } from '../../state/facets.ts'
import { useLongestNames } from '../../state/longest-names.ts'
import { useResultPages, useResults } from '../../state/results.ts'
import { rowAccount } from '../../state/row-account.ts'
import { Screen } from '../../ui/Screen.tsx'
import { EmptyResults } from './EmptyResults.tsx'
import { ResultsToolbar } from './ResultsToolbar.tsx'
import { resultColumns } from './result-columns.tsx'
import { useColumnsShown } from './use-columns-shown.ts'

/** Every attempt of the account looked at: toolbar, grid, and the panel of one result. */
export function ResultsScreen() {
  const shown = useResultPages((state) => state.shown)
  const order = useResults()
  const opened = useOpenedResult()
  const accounts = useAccounts((state) => state.accounts)
  const currentId = useAccounts((state) => state.currentId)
  const now = useClock((state) => state.now)
  const setColumnsShown = useColumnsShown((state) => state.setIds)
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
  useCountAnnounced(
    shown,
    ({ filter }) => Object.keys(filter).length > 0,
    (count) => t('results.announceCount', { count }),
  )

  return (
    <Screen panel={opened.openId !== null && <DetailPanel title={t('results.title')} count={shown?.count ?? 0} />}>
      <ResultsToolbar />
      <IncompleteLine />
      <ListGrid
        name="results"
        list={useResultPages}
        columns={columns}
        order={order}
        opened={opened}
        onRetry={() => void order.read()}
        onColumnsShown={setColumnsShown}
        label={t('results.gridLabel')}
        loadingWords={t('results.loading')}
        empty={<EmptyResults />}
      />
    </Screen>
  )
}

/** The tests, groups and links that results of a filter can be of. */
function offeredBy(facets: Facets | null, filter: ResultsFilter | undefined): Pick<Facets, 'tests' | 'sources'> {
  const chosen = filter?.sources?.map(sourceKey) ?? []
  return {
    tests: (facets?.tests ?? []).filter(({ id }) => !filter?.tests?.length || filter.tests.includes(id)),
    sources: (facets?.sources ?? []).filter((source) => chosen.length === 0 || chosen.includes(sourceKey(source))),
  }
}
