import { useEffect, useMemo } from 'react'
import { useSelection } from '../../components/DataGrid/use-selection.ts'
import { useOpenedResult } from '../../components/detail/use-opened-result.ts'
import { t } from '../../i18n.ts'
import { ListGrid, useCountAnnounced } from '../../list/ListGrid.tsx'
import {
  certificatesList,
  useCertificatePages,
  useCertificateSelection,
  useCertificates,
} from '../../state/certificates.ts'
import { useRenewals } from '../../state/renewals.ts'
import { isNarrowed } from '../../state/results.ts'
import { certificateColumns } from './certificate-columns.tsx'
import { EmptyList } from './EmptyList.tsx'
import { ListBar } from './ListBar.tsx'
import { useRowFacts } from './use-row-facts.ts'

/** Every certificate, narrowed by search and filters, to select, download and export. */
export function ListTab() {
  const shown = useCertificatePages((state) => state.shown)
  const order = useCertificates()
  const { read } = order
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
        label={t('certificates.list.gridLabel')}
        loadingWords={t('certificates.list.loading')}
        empty={<EmptyList />}
      />
    </>
  )
}
