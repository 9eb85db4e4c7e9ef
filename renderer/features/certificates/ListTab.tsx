import { ListFilter, SearchX } from 'lucide-react'
import { useEffect, useMemo } from 'react'
import { isAsked, isNarrowed, without } from '../../../shared/model/filter.ts'
import { t } from '../../format/words.ts'
import { ListGrid } from '../../list/ListGrid.tsx'
import { useCountAnnounced } from '../../list/ListStates.tsx'
import { useOrderOf } from '../../list/list-question.ts'
import { useSelection } from '../../list/selection.ts'
import { Button } from '../../ui/Button.tsx'
import { NothingHere } from '../../ui/Screen.tsx'
import { useOpenedResult } from '../results/index.ts'
import { certificateColumns, useRowFacts } from './certificate-columns.tsx'
import {
  certificatesList,
  useCertificateCount,
  useCertificatePages,
  useCertificateSelection,
  useCertificates,
} from './certificates.ts'
import { ListBar } from './ListBar.tsx'
import { certificateMenu } from './list-actions.ts'
import { NoCertificates } from './NotFound.tsx'
import { useRenewals } from './renewals.ts'

/** The list of certificates: search, filter, select, download and export. */
export function ListTab() {
  const shown = useCertificatePages((state) => state.shown)
  const order = useOrderOf(useCertificates)
  const { read } = useCertificates.getState()
  const opened = useOpenedResult(certificatesList)
  const facts = useRowFacts()
  const withValidity = useRenewals((state) => state.validities?.some(({ months }) => months !== null) ?? false)
  const loadRenewals = useRenewals((state) => state.load)
  const selection = useSelection(useCertificateSelection, shown?.count ?? 0)
  const columns = useMemo(() => certificateColumns(facts, withValidity), [facts, withValidity])
  useEffect(() => {
    if (useCertificatePages.getState().shown === null) void read()
    if (useRenewals.getState().validities === null) void loadRenewals()
  }, [read, loadRenewals])
  useCountAnnounced(
    shown,
    ({ filter }) => isNarrowed(filter),
    (count) => t('certificates.list.announce', { count }),
  )

  return (
    <>
      <ListBar />
      <ListGrid
        name="certificates"
        list={useCertificatePages}
        columns={columns}
        order={order}
        opened={opened}
        onRetry={() => void read()}
        selection={selection}
        menu={certificateMenu}
        label={t('certificates.list.gridLabel')}
        loadingWords={t('certificates.list.loading')}
        empty={<EmptyList />}
      />
    </>
  )
}

/** Why there are no rows, and the one thing to do about it. */
function EmptyList() {
  const shown = useCertificatePages((state) => state.shown)
  const total = useCertificateCount((state) => state.total) ?? 0
  const clearFilter = useCertificates((state) => state.clearFilter)
  if (shown === null || !isNarrowed(shown.query.filter)) return <NoCertificates />
  const { filter } = shown.query
  const bySearch = isAsked(filter, 'search') && !isNarrowed(without(filter, 'search'))
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
