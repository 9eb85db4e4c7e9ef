import { useEffect, useMemo } from 'react'
import { Button } from '../../components/Button.tsx'
import { useSelection } from '../../components/DataGrid/use-selection.ts'
import { useOpenedResult } from '../../components/detail/use-opened-result.ts'
import { LoadingRows } from '../../components/LoadingRows.tsx'
import { t } from '../../i18n.ts'
import { ListError, ListGrid } from '../../list/ListGrid.tsx'
import { renewalsList, useRenewalPages, useRenewalSelection, useRenewals } from '../../state/renewals.ts'
import { NothingHere } from '../../ui/NothingHere.tsx'
import { RenewalsBar } from './RenewalsBar.tsx'
import styles from './RenewalsTab.module.css'
import { renewalColumns } from './renewal-columns.tsx'
import { useRowFacts } from './use-row-facts.ts'
import { ValidityTable } from './ValidityTable.tsx'

/** What runs out when, and who has renewed; before any test has a validity, where to set one. */
export function RenewalsTab() {
  const { shown, error: listError } = useRenewalPages()
  const { validities, error: validitiesError, load } = useRenewals()
  const opened = useOpenedResult(renewalsList)
  const facts = useRowFacts()
  const selection = useSelection(useRenewalSelection, shown?.count ?? 0)
  const columns = useMemo(() => renewalColumns(facts), [facts])
  useEffect(() => void load(), [load])

  const anyValidity = validities?.some(({ months }) => months !== null) ?? false
  const ready = shown !== null && validities !== null
  const showsGrid = ready && anyValidity
  // The grid says itself why its list cannot be read.
  const error = showsGrid ? validitiesError : (listError ?? validitiesError)
  return (
    <>
      <ListError error={error} focus={!ready} onRetry={() => void load()} />
      {!ready && error === null && <LoadingRows />}
      {ready && !anyValidity && <NothingExpires />}
      {showsGrid && (
        <>
          <RenewalsBar />
          <ListGrid
            name="renewals"
            list={useRenewalPages}
            columns={columns}
            order={null}
            opened={opened}
            onRetry={() => void load()}
            selection={selection}
            label={t('certificates.renewals.gridLabel')}
            loadingWords={t('certificates.renewals.loading')}
            empty={<NothingLeft />}
          />
        </>
      )}
    </>
  )
}

function NothingExpires() {
  return (
    <div className={styles.setting}>
      <NothingHere title={t('certificates.renewals.emptyTitle')} text={t('certificates.renewals.emptyText')} />
      <ValidityTable />
    </div>
  )
}

/** Why the grid is empty though some test has a validity. */
function NothingLeft() {
  const { search, states, setSearch, setStates } = useRenewals()
  const why = search === '' ? 'nothing' : 'nothingFound'
  return (
    <NothingHere title={t(`certificates.renewals.${why}`)} text={t(`certificates.renewals.${why}Text`)}>
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
    </NothingHere>
  )
}
