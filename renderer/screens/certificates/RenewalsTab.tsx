import { useCallback, useEffect, useMemo } from 'react'
import { Button } from '../../components/Button.tsx'
import { DataGrid } from '../../components/DataGrid/DataGrid.tsx'
import { useRowHeight } from '../../components/DataGrid/use-row-height.ts'
import { useSelection } from '../../components/DataGrid/use-selection.ts'
import { ErrorMessage } from '../../components/ErrorMessage.tsx'
import { LoadingRows } from '../../components/LoadingRows.tsx'
import { t } from '../../i18n.ts'
import { useAccounts, zoneOf } from '../../state/accounts.ts'
import { useDetail } from '../../state/detail.ts'
import { shownRow } from '../../state/paged-list.ts'
import { renewalsList, useRenewalPages, useRenewalSelection, useRenewals } from '../../state/renewals.ts'
import styles from './ListTab.module.css'
import none from './NoCertificates.module.css'
import { useOpenResult } from './open-result.ts'
import { RenewalsBar } from './RenewalsBar.tsx'
import { renewalColumns } from './renewal-columns.tsx'
import { useRowFacts } from './use-row-facts.ts'
import { ValidityTable } from './ValidityTable.tsx'

const noneHidden: readonly string[] = []
const nothing = () => undefined

/** What runs out when, and who has renewed; before any test has a validity, where to set one. */
export function RenewalsTab() {
  const { shown, error: listError, moved, lookAt } = useRenewalPages()
  const { validities, error: validitiesError, load } = useRenewals()
  const { openId, index, goTo } = useDetail()
  const accounts = useAccounts((state) => state.accounts)
  const facts = useRowFacts()
  const openResult = useOpenResult(renewalsList)
  const rowHeight = useRowHeight()
  const selection = useSelection(useRenewalSelection, shown?.count ?? 0)
  const columns = useMemo(() => renewalColumns(facts), [facts])
  const rowOf = useCallback((place: number) => shownRow(shown, place), [shown])
  useEffect(() => void load(), [load])

  const error = listError ?? validitiesError
  const anyValidity = validities?.some(({ months }) => months !== null) ?? false
  const ready = shown !== null && validities !== null
  return (
    <>
      {error !== null && (
        <div className={styles.error}>
          <ErrorMessage error={error} zone={zoneOf(accounts, null)} focus={!ready}>
            <Button onPress={() => void load()}>{t('action.tryAgain')}</Button>
          </ErrorMessage>
        </div>
      )}
      {!ready && error === null && <LoadingRows />}
      {ready && !anyValidity && <NothingExpires />}
      {ready && anyValidity && (
        <>
          <RenewalsBar />
          <DataGrid
            label={t('certificates.renewals.gridLabel')}
            columns={columns}
            hiddenColumns={noneHidden}
            alike={shown.alike}
            sort={null}
            onSort={nothing}
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
            loadingWords={t('certificates.renewals.loading')}
            empty={<NothingLeft />}
            selection={selection}
          />
        </>
      )}
    </>
  )
}

function NothingExpires() {
  return (
    <div className={styles.setting}>
      <div className={none.none}>
        <h2>{t('certificates.renewals.emptyTitle')}</h2>
        <p>{t('certificates.renewals.emptyText')}</p>
      </div>
      <ValidityTable />
    </div>
  )
}

/** Why the grid is empty though some test has a validity. */
function NothingLeft() {
  const { search, states, setSearch, setStates } = useRenewals()
  const why = search === '' ? 'nothing' : 'nothingFound'
  return (
    <div className={none.none}>
      <h2>{t(`certificates.renewals.${why}`)}</h2>
      <p>{t(`certificates.renewals.${why}Text`)}</p>
      {(search !== '' || states.length > 0) && (
        <Button
          onPress={() => {
            setSearch('')
            setStates([])
          }}
        >
          {t('certificates.renewals.showAll')}
        </Button>
      )}
    </div>
  )
}
