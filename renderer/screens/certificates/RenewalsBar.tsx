import { useEffect } from 'react'
import { ToggleButton, ToggleButtonGroup } from 'react-aria-components'
import { Trans } from 'react-i18next'
import { dueWithin, type RenewalState, renewalStates } from '../../../shared/model/certificate.ts'
import { SearchBox } from '../../components/SearchBox.tsx'
import { wholeNumber } from '../../format/numbers.ts'
import { t } from '../../i18n.ts'
import { announce } from '../../state/announcer.ts'
import { useRenewalPages, useRenewals } from '../../state/renewals.ts'
import bar from './ListBar.module.css'
import styles from './RenewalsBar.module.css'

/** Search, and the states to look at, each with how many are in it. */
export function RenewalsBar() {
  const { search, setSearch, states, setStates, counts } = useRenewals()
  const shown = useRenewalPages((state) => state.shown)
  const query = shown?.query
  const count = shown?.count
  // biome-ignore lint/correctness/useExhaustiveDependencies: told when another question was answered
  useEffect(() => {
    if (count !== undefined && (query?.filter.search !== undefined || query?.filter.states !== undefined)) {
      announce(t('certificates.renewals.announce', { count }))
    }
  }, [query])
  return (
    <div className={bar.bar}>
      <SearchBox
        label={t('certificates.renewals.search')}
        placeholder={t('certificates.renewals.searchPlaceholder')}
        asked={search}
        onSearch={setSearch}
      />
      <ToggleButtonGroup
        className={styles.states ?? ''}
        aria-label={t('certificates.renewals.statesLabel')}
        selectionMode="multiple"
        selectedKeys={states}
        onSelectionChange={(keys) => setStates(renewalStates.filter((state) => keys.has(state)))}
      >
        {renewalStates.map((state) => (
          <ToggleButton key={state} id={state} className={styles.state ?? ''}>
            {stateName(state)}
            <span className={styles.count}>{wholeNumber(counts?.[state] ?? 0)}</span>
          </ToggleButton>
        ))}
      </ToggleButtonGroup>
      {count !== undefined && (
        <p className={bar.count}>
          <Trans i18nKey="certificates.renewals.total" count={count} components={{ b: <b /> }} />
        </p>
      )}
    </div>
  )
}

const stateName = (state: RenewalState): string => t(`certificates.renewals.states.${state}`, { count: dueWithin })
