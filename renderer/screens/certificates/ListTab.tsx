import { useCallback, useEffect, useMemo } from 'react'
import { isNarrowed } from '../../../shared/model/filter.ts'
import { Button } from '../../components/Button.tsx'
import { DataGrid } from '../../components/DataGrid/DataGrid.tsx'
import { useRowHeight } from '../../components/DataGrid/use-row-height.ts'
import { useSelection } from '../../components/DataGrid/use-selection.ts'
import { ErrorMessage } from '../../components/ErrorMessage.tsx'
import { LoadingRows } from '../../components/LoadingRows.tsx'
import { t } from '../../i18n.ts'
import { useAccounts, zoneOf } from '../../state/accounts.ts'
import { announce } from '../../state/announcer.ts'
import {
  certificatesList,
  useCertificatePages,
  useCertificateSelection,
  useCertificates,
} from '../../state/certificates.ts'
import { useDetail } from '../../state/detail.ts'
import { shownRow } from '../../state/paged-list.ts'
import { useRenewals } from '../../state/renewals.ts'
import { certificateColumns } from './certificate-columns.tsx'
import { EmptyList } from './EmptyList.tsx'
import { ListBar } from './ListBar.tsx'
import styles from './ListTab.module.css'
import { useOpenResult } from './open-result.ts'
import { useRowFacts } from './use-row-facts.ts'

const noneHidden: readonly string[] = []
const nothing = () => undefined

/** Every certificate, narrowed by search and filters, to select, download and export. */
export function ListTab() {
  const { shown, error, moved, lookAt } = useCertificatePages()
  const { sort, setSort, read } = useCertificates()
  const { openId, index, goTo } = useDetail()
  const accounts = useAccounts((state) => state.accounts)
  const facts = useRowFacts()
  const withValidity = useRenewals((state) => state.validities?.some(({ months }) => months !== null) ?? false)
  const loadRenewals = useRenewals((state) => state.load)
  const selection = useSelection(useCertificateSelection, shown?.count ?? 0)
  const openResult = useOpenResult(certificatesList)
  const rowHeight = useRowHeight()
  const columns = useMemo(() => certificateColumns(facts, withValidity), [facts, withValidity])
  const rowOf = useCallback((place: number) => shownRow(shown, place), [shown])
  useEffect(() => {
    if (useCertificatePages.getState().shown === null) void read()
    if (useRenewals.getState().validities === null) void loadRenewals()
  }, [read, loadRenewals])

  const count = shown?.count
  const query = shown?.query
  // biome-ignore lint/correctness/useExhaustiveDependencies: told when another question was answered, not at each arrival
  useEffect(() => {
    if (count !== undefined && query && isNarrowed(query.filter)) announce(t('certificates.list.announce', { count }))
  }, [query])

  return (
    <>
      <ListBar />
      {error !== null && (
        <div className={styles.error}>
          <ErrorMessage error={error} zone={zoneOf(accounts, null)} focus={shown === null}>
            <Button onPress={() => void read()}>{t('action.tryAgain')}</Button>
          </ErrorMessage>
        </div>
      )}
      {shown ? (
        <DataGrid
          label={t('certificates.list.gridLabel')}
          columns={columns}
          hiddenColumns={noneHidden}
          alike={shown.alike}
          sort={sort}
          onSort={setSort}
          count={shown.count}
          rowAt={rowOf}
          rowHeight={rowHeight}
          listKey={shown.query}
          moved={moved}
          openId={openId}
          openIndex={index}
          onOpen={openResult}
          onFollow={goTo}
          onReading={lookAt}
          onColumnsShown={nothing}
          loadingWords={t('certificates.list.loading')}
          empty={<EmptyList />}
          selection={selection}
        />
      ) : (
        error === null && <LoadingRows />
      )}
    </>
  )
}
