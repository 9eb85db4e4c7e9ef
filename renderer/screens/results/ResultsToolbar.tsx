import { FileSpreadsheet } from 'lucide-react'
import { Trans } from 'react-i18next'
import { chosenOf, isNarrowed, textOf, withConditions } from '../../../shared/model/filter.ts'
import { isRunning } from '../../../shared/model/job.ts'
import { Button } from '../../components/Button.tsx'
import { FoldedLine } from '../../components/DataGrid/FoldedLine.tsx'
import { FilterLine } from '../../components/filters/FilterLine.tsx'
import { chipFields } from '../../components/filters/filter-kinds.ts'
import { ListFilterProvider } from '../../components/filters/list-filter.ts'
import { SearchBox } from '../../components/SearchBox.tsx'
import { wholeNumber } from '../../format/numbers.ts'
import { t } from '../../i18n.ts'
import { shortcutName, useShortcut } from '../../keyboard.ts'
import { useAccounts } from '../../state/accounts.ts'
import { useJobs } from '../../state/jobs.ts'
import { useResultCount } from '../../state/result-count.ts'
import { useResultPages, useResults } from '../../state/results.ts'
import { ColumnsMenu } from './ColumnsMenu.tsx'
import styles from './ResultsToolbar.module.css'

/** Two lines: the title and what can be done; search, filters, and how many results they leave. */
export function ResultsToolbar() {
  const { filter, setFilter, clearFilter } = useResults()
  return (
    <div className={styles.toolbar} data-region="toolbar">
      <div className={styles.line}>
        <h1 className={styles.title}>{t('results.title')}</h1>
        <FoldedLine forAll={(count) => t('results.forAll', { count })} />
        <ColumnsMenu />
        <ExportButton />
      </div>
      <div className={styles.line}>
        <ListFilterProvider value={{ filter, setFilter, clearFilter, fields: chipFields, countsResults: true }}>
          <FilterLine
            search={
              <SearchBox
                label={t('results.search')}
                placeholder={t('results.searchPlaceholder')}
                asked={textOf(filter, 'search')}
                onSearch={(search) =>
                  setFilter(withConditions(filter, { field: 'search', op: 'contains', value: search }))
                }
              />
            }
            count={<ResultsCount />}
          />
        </ListFilterProvider>
      </div>
    </div>
  )
}

function ExportButton() {
  const { jobs, choosingFile, startExport } = useJobs()
  const count = useResultPages((state) => state.shown?.count ?? 0)
  const busy = choosingFile || jobs.some((job) => job.kind === 'export' && isRunning(job))
  useShortcut('e', () => {
    if (!busy && count > 0) void startExport()
  })
  return (
    <Button
      look="primary"
      icon={FileSpreadsheet}
      isDisabled={busy || count === 0}
      aria-keyshortcuts={shortcutName('E')}
      onPress={() => void startExport()}
    >
      {t('export.button')}
    </Button>
  )
}

/** "1,286 of 2,314 results"; without filters only how many there are. Both numbers are of the question on the screen. */
function ResultsCount() {
  const shown = useResultPages((state) => state.shown)
  const total = useResultCount()
  const accounts = useAccounts((state) => state.filterAccounts())
  if (shown === null) return null
  const { count, query } = shown
  const ofTotal = isNarrowed(query.filter) && chosenOf(query.filter, 'account') === accounts
  return (
    <p className={styles.count}>
      <Trans
        i18nKey={ofTotal ? 'results.countOf' : 'results.countAll'}
        values={ofTotal ? { count, total: wholeNumber(total) } : { count }}
        count={count}
        components={{ b: <b /> }}
      />
    </p>
  )
}
