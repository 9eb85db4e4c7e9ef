import { ToggleButtonGroup } from 'react-aria-components'
import { Trans } from 'react-i18next'
import { dueWithin, type RenewalState, renewalStates } from '../../../shared/model/certificate.ts'
import { SearchBox } from '../../components/SearchBox.tsx'
import { t } from '../../i18n.ts'
import { useCountAnnounced } from '../../list/ListGrid.tsx'
import { useRenewalPages, useRenewals } from '../../state/renewals.ts'
import { ListCount } from '../../ui/ListCount.tsx'
import { chipGroup, ToggleChip } from '../../ui/ToggleChip.tsx'
import bar from './ListBar.module.css'

/** Search, and the states to look at, each with how many are in it. */
export function RenewalsBar() {
  const { search, setSearch, states, setStates, counts } = useRenewals()
  const shown = useRenewalPages((state) => state.shown)
  const count = shown?.count
  useCountAnnounced(
    shown,
    ({ filter }) => filter.search !== undefined || filter.states !== undefined,
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
          <Trans i18nKey="certificates.renewals.total" count={count} components={{ b: <b /> }} />
        </ListCount>
      )}
    </div>
  )
}

const stateName = (state: RenewalState): string => t(`certificates.renewals.states.${state}`, { count: dueWithin })
