import { FileSpreadsheet } from 'lucide-react'
import { Trans } from 'react-i18next'
import { isRunning } from '../../../shared/model/job.ts'
import { Button } from '../../components/Button.tsx'
import { wholeNumber } from '../../format/numbers.ts'
import { t } from '../../i18n.ts'
import { shortcutName, useShortcut } from '../../keyboard.ts'
import { useFacets } from '../../state/facets.ts'
import { useJobs } from '../../state/jobs.ts'
import { isNarrowed, useResults } from '../../state/results.ts'
import { ColumnsMenu } from './ColumnsMenu.tsx'
import { FilterBar } from './filters/FilterBar.tsx'
import styles from './ResultsToolbar.module.css'
import { SearchBox } from './SearchBox.tsx'

/** Two lines: the title and what can be done; search, filters, and how many results they leave. */
export function ResultsToolbar() {
  return (
    <div className={styles.toolbar} data-region="toolbar">
      <div className={styles.line}>
        <h1 className={styles.title}>{t('results.title')}</h1>
        <ColumnsMenu />
        <ExportButton />
      </div>
      <div className={styles.line}>
        <SearchBox />
        <FilterBar />
        <ResultsCount />
      </div>
    </div>
  )
}

function ExportButton() {
  const { jobs, choosingFile, startExport } = useJobs()
  const count = useResults((state) => state.shown?.count ?? 0)
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
  const shown = useResults((state) => state.shown)
  const { facets, accounts } = useFacets()
  if (shown === null) return null
  const { count, query } = shown
  const total = accounts === query.filter.accounts ? facets?.total : undefined
  const ofTotal = isNarrowed(query.filter) && total !== undefined
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
