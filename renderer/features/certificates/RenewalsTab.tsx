import { useEffect, useMemo } from 'react'
import { ToggleButtonGroup } from 'react-aria-components'
import { dueWithin, type RenewalState, renewalStates } from '../../../shared/model/certificate.ts'
import { isNarrowed } from '../../../shared/model/filter.ts'
import { t } from '../../format/words.ts'
import { ListCount } from '../../list/FoldedLine.tsx'
import { ListGrid } from '../../list/ListGrid.tsx'
import { ListError, LoadingRows, useCountAnnounced } from '../../list/ListStates.tsx'
import { useSelection } from '../../list/selection.ts'
import { BoldPart } from '../../ui/BoldPart.tsx'
import { Button } from '../../ui/Button.tsx'
import { chipGroup, ToggleChip } from '../../ui/Choice.tsx'
import { NothingHere } from '../../ui/Screen.tsx'
import { SearchBox } from '../../ui/SearchBox.tsx'
import { useOpenedResult } from '../results/index.ts'
import { useRowFacts } from './certificate-columns.tsx'
import bar from './ListBar.module.css'
import styles from './RenewalsTab.module.css'
import { renewalColumns } from './renewal-columns.tsx'
import { renewalsList, useRenewalPages, useRenewalSelection, useRenewals } from './renewals.ts'
import { ValidityTable } from './ValidityTable.tsx'

/** Which certificates expire when, and who has renewed; until a test has a validity, the table to set one. */
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
  // The grid shows the error of its own list.
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

/** Why the grid is empty although some test has a validity. */
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

/** Search, and a filter for each state with its number of certificates. */
function RenewalsBar() {
  const { search, setSearch, states, setStates, counts } = useRenewals()
  const shown = useRenewalPages((state) => state.shown)
  const count = shown?.count
  useCountAnnounced(
    shown,
    ({ filter }) => isNarrowed(filter.results) || filter.states.length > 0,
    (rows) => t('certificates.renewals.announce', { count: rows }),
  )
  return (
    <div className={bar.bar}>
      <SearchBox
        label={t('certificates.renewals.search')}
        placeholder={t('certificates.renewals.searchPlaceholder')}
        asked={search}
        onSearch={setSearch}
      />
      <ToggleButtonGroup
        className={chipGroup}
        aria-label={t('certificates.renewals.statesLabel')}
        selectionMode="multiple"
        selectedKeys={states}
        onSelectionChange={(keys) => setStates(renewalStates.filter((state) => keys.has(state)))}
      >
        {renewalStates.map((state) => (
          <ToggleChip key={state} id={state} words={stateName(state)} count={counts?.[state] ?? 0} />
        ))}
      </ToggleButtonGroup>
      {count !== undefined && (
        <ListCount pending={!shown?.counted}>
          <BoldPart words={t('certificates.renewals.total', { count })} />
        </ListCount>
      )}
    </div>
  )
}

const stateName = (state: RenewalState): string => t(`certificates.renewals.states.${state}`, { count: dueWithin })
