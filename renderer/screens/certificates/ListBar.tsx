import { X } from 'lucide-react'
import { Trans } from 'react-i18next'
import { FilterLine } from '../../components/filters/FilterLine.tsx'
import { ListFilterProvider } from '../../components/filters/list-filter.ts'
import { IconButton } from '../../components/IconButton.tsx'
import { SearchBox } from '../../components/SearchBox.tsx'
import { wholeNumber } from '../../format/numbers.ts'
import { t } from '../../i18n.ts'
import { useCertificateCount } from '../../state/certificate-count.ts'
import { useCertificatePages, useCertificateSelection, useCertificates } from '../../state/certificates.ts'
import { isNarrowed } from '../../state/results.ts'
import { countOf } from '../../state/selection.ts'
import { ListCount } from '../../ui/ListCount.tsx'
import styles from './ListBar.module.css'

const kinds = ['test', 'source', 'score', 'grading', 'finished'] as const

/** Search, filters, and how many certificates they leave; or how many are selected. */
export function ListBar() {
  const { filter, setFilter, clearFilter } = useCertificates()
  return (
    <div className={styles.bar}>
      <ListFilterProvider value={{ filter, setFilter, clearFilter, kinds, countsResults: false }}>
        <FilterLine
          search={
            <SearchBox
              label={t('certificates.list.search')}
              placeholder={t('certificates.list.searchPlaceholder')}
              asked={filter.search ?? ''}
              onSearch={(search) => setFilter({ search })}
            />
          }
          count={<Count />}
        />
      </ListFilterProvider>
    </div>
  )
}

function Count() {
  const shown = useCertificatePages((state) => state.shown)
  const total = useCertificateCount((state) => state.total)
  const { chosen, clear } = useCertificateSelection()
  if (shown === null) return null
  const { count, counted, query } = shown
  const selected = countOf(chosen, count)
  const bold = { b: <b /> }
  if (selected > 0) {
    return (
      <ListCount pending={!counted}>
        <Trans i18nKey="certificates.list.selected" count={selected} values={{ count: selected }} components={bold} />
        <IconButton icon={X} label={t('certificates.list.clearSelection')} onPress={clear} />
      </ListCount>
    )
  }
  const ofTotal = isNarrowed(query.filter) && total !== null
  return (
    <ListCount pending={!counted}>
      <Trans
        i18nKey={ofTotal ? 'certificates.list.countOf' : 'certificates.list.countAll'}
        values={ofTotal ? { count, total: wholeNumber(total) } : { count }}
        count={count}
        components={bold}
      />
    </ListCount>
  )
}
