import { ListFilter, SearchX } from 'lucide-react'
import { Button } from '../../components/Button.tsx'
import { t } from '../../i18n.ts'
import { useCertificateCount } from '../../state/certificate-count.ts'
import { useCertificatePages, useCertificates } from '../../state/certificates.ts'
import { isNarrowed } from '../../state/results.ts'
import { NothingHere } from '../../ui/NothingHere.tsx'
import { NoCertificates } from './NoCertificates.tsx'

/** Why there are no rows, and the one thing to do about it. */
export function EmptyList() {
  const shown = useCertificatePages((state) => state.shown)
  const total = useCertificateCount((state) => state.total) ?? 0
  const clearFilter = useCertificates((state) => state.clearFilter)
  if (shown === null || !isNarrowed(shown.query.filter)) return <NoCertificates />
  const { search, accounts: _, ...others } = shown.query.filter
  const bySearch = search !== undefined && Object.keys(others).length === 0
  return (
    <NothingHere
      title={t(bySearch ? 'certificates.list.empty.search' : 'certificates.list.empty.filters')}
      text={t(bySearch ? 'certificates.list.empty.searchText' : 'certificates.list.empty.filtersText')}
      more={t('certificates.list.empty.without', { count: total })}
    >
      <Button icon={bySearch ? SearchX : ListFilter} onPress={clearFilter}>
        {t(bySearch ? 'certificates.list.empty.clearSearch' : 'certificates.list.empty.clearFilters')}
      </Button>
    </NothingHere>
  )
}
