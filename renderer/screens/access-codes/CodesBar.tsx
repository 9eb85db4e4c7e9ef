import { Trans } from 'react-i18next'
import type { AccessListSummary } from '../../../shared/model/access-code.ts'
import type { AccountSummary } from '../../../shared/model/account.ts'
import { FoldedLine } from '../../components/DataGrid/FoldedLine.tsx'
import type { GridSelection } from '../../components/DataGrid/grid-selection.ts'
import { SearchBox } from '../../components/SearchBox.tsx'
import { t } from '../../i18n.ts'
import { useCodePages, useCodes } from '../../state/codes.ts'
import { ListCount } from '../../ui/ListCount.tsx'
import { chipGroup, ToggleChip } from '../../ui/ToggleChip.tsx'
import styles from './CodesBar.module.css'
import { SelectionActions } from './SelectionActions.tsx'
import { useFocusBack } from './use-focus-back.ts'

interface CodesBarProps {
  readonly list: AccessListSummary
  readonly account: AccountSummary
  readonly selection: GridSelection
}

/** Search, filters and how many codes they leave; while some are selected, what can be done with them. */
export function CodesBar({ list, account, selection }: CodesBarProps) {
  const { filter, setFilter } = useCodes()
  const count = useCodePages((state) => state.shown?.count ?? null)
  const counted = useCodePages((state) => state.shown?.counted ?? false)
  useFocusBack(selection.count > 0)
  return (
    <div className={styles.bar} data-region="toolbar">
      <SearchBox
        label={t('accessCodes.codes.search')}
        placeholder={t('accessCodes.codes.searchPlaceholder')}
        asked={filter.search ?? ''}
        onSearch={(search) => setFilter({ search })}
      />
      {selection.count > 0 ? (
        <SelectionActions list={list} account={account} selection={selection} />
      ) : (
        <>
          <Chips />
          <FoldedLine forAll={(all) => t('accessCodes.codes.forAll', { count: all })} />
          {count !== null && (
            <ListCount pending={!counted}>
              <Trans i18nKey="accessCodes.codes.count" count={count} components={{ b: <b /> }} />
            </ListCount>
          )}
        </>
      )}
    </div>
  )
}

/** Used, unused, waiting: each on or off by a press; a code cannot be both used and unused. */
function Chips() {
  const { filter, setFilter } = useCodes()
  const chips = [
    {
      id: 'used',
      on: filter.use === 'used',
      set: (on: boolean) => setFilter({ use: on ? 'used' : undefined }),
    },
    {
      id: 'unused',
      on: filter.use === 'unused',
      set: (on: boolean) => setFilter({ use: on ? 'unused' : undefined }),
    },
    {
      id: 'waiting',
      on: filter.pending === true,
      set: (on: boolean) => setFilter({ pending: on ? true : undefined }),
    },
  ] as const
  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset groups fields, these are buttons
    <div className={chipGroup} role="group" aria-label={t('accessCodes.codes.filters')}>
      {chips.map(({ id, on, set }) => (
        <ToggleChip key={id} words={t(`accessCodes.codes.${id}`)} isSelected={on} onChange={set} />
      ))}
    </div>
  )
}
