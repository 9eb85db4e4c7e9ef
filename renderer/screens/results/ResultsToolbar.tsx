import { Trans } from 'react-i18next'
import { FoldedLine } from '../../components/DataGrid/FoldedLine.tsx'
import { ExportButton } from '../../components/ExportButton.tsx'
import { FilterLine } from '../../components/filters/FilterLine.tsx'
import { filterKinds } from '../../components/filters/filter-kinds.ts'
import { ListFilterProvider } from '../../components/filters/list-filter.ts'
import { SearchBox } from '../../components/SearchBox.tsx'
import { wholeNumber } from '../../format/numbers.ts'
import { t } from '../../i18n.ts'
import { useAccounts } from '../../state/accounts.ts'
import { useJobs } from '../../state/jobs.ts'
import { useResultCount } from '../../state/result-count.ts'
import { isNarrowed, useResultPages, useResults } from '../../state/results.ts'
import { ListCount } from '../../ui/ListCount.tsx'
import { ColumnsMenu } from './ColumnsMenu.tsx'
import styles from './ResultsToolbar.module.css'

/** Two lines: the title and what can be done; search, filters, and how many results they leave. */
export function ResultsToolbar() {
  const { filter, setFilter, clearFilter } = useResults()
  const startExport = useJobs((state) => state.startExport)
  const count = useResultPages((state) => state.shown?.count ?? 0)
  return (
    <div className={styles.toolbar} data-region="toolbar">
      <div className={styles.line}>
        <h1 className={styles.title}>{t('results.title')}</h1>
        <FoldedLine forAll={(count) => t('results.forAll', { count })} />
        <ColumnsMenu />
        <ExportButton words={t('export.button')} count={count} onExport={() => void startExport()} />
      </div>
      <div className={styles.line}>
        <ListFilterProvider value={{ filter, setFilter, clearFilter, kinds: filterKinds, countsResults: true }}>
          <FilterLine
            search={
              <SearchBox
                label={t('results.search')}
                placeholder={t('results.searchPlaceholder')}
                asked={filter.search ?? ''}
                onSearch={(search) => setFilter({ search })}
              />
            }
            count={<ResultsCount />}
          />
        </ListFilterProvider>
      </div>
    </div>
  )
}

/** "1,286 of 2,314 results"; without filters only how many there are. Both numbers are of the question on the screen. */
function ResultsCount() {
  const shown = useResultPages((state) => state.shown)
  const total = useResultCount()
  const accounts = useAccounts((state) => state.filterAccounts())
  if (shown === null) return null
  const { count, counted, query } = shown
  const ofTotal = isNarrowed(query.filter) && query.filter.accounts === accounts
  return (
    <ListCount pending={!counted}>
      <Trans
        i18nKey={ofTotal ? 'results.countOf' : 'results.countAll'}
        values={ofTotal ? { count, total: wholeNumber(total) } : { count }}
        count={count}
        components={{ b: <b /> }}
      />
    </ListCount>
  )
}
