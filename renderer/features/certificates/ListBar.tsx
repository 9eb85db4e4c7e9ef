import { X } from 'lucide-react'
import { isNarrowed } from '../../../shared/model/filter.ts'
import { wholeNumber } from '../../format/numbers.ts'
import { t } from '../../format/words.ts'
import { ListCount } from '../../list/FoldedLine.tsx'
import { FilterLine } from '../../list/filters/FilterBar.tsx'
import { useFilterOf } from '../../list/list-question.ts'
import { countOf } from '../../list/selection.ts'
import { BoldPart } from '../../ui/BoldPart.tsx'
import { IconButton } from '../../ui/IconButton.tsx'
import { useCertificateCount, useCertificatePages, useCertificateSelection, useCertificates } from './certificates.ts'
import styles from './ListBar.module.css'

const fields = ['test', 'source', 'percentage', 'grading', 'finished'] as const

/** Search, filters, and how many certificates they leave or are selected. */
export function ListBar() {
  const { filter, setFilter, clearFilter } = useFilterOf(useCertificates)
  return (
    <div className={styles.bar}>
      <FilterLine
        list={{ filter, setFilter, clearFilter, fields, countsResults: false }}
        label={t('certificates.list.search')}
        placeholder={t('certificates.list.searchPlaceholder')}
        count={<Count />}
      />
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
  if (selected > 0) {
    return (
      <ListCount pending={!counted}>
        <BoldPart words={t('certificates.list.selected', { count: selected })} />
        <IconButton icon={X} label={t('certificates.list.clearSelection')} onPress={clear} />
      </ListCount>
    )
  }
  const ofTotal = isNarrowed(query.filter) && total !== null
  return (
    <ListCount pending={!counted}>
      <BoldPart
        words={
          ofTotal
            ? t('certificates.list.countOf', { count: total, shown: wholeNumber(count) })
            : t('certificates.list.countAll', { count })
        }
      />
    </ListCount>
  )
}
