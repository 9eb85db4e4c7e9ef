import { ListBox, ListBoxItem } from 'react-aria-components'
import { chosenOf, withConditions } from '../../../shared/model/filter.ts'
import { CheckMark } from '../CheckMark.tsx'
import menu from '../Menu.module.css'
import { filterName, outcomeWords } from './filter-kinds.ts'
import { useListFilter } from './list-filter.ts'

const outcomes = ['passed', 'not-passed'] as const

/** Passed, not passed, or both: both leaves out tests without a pass mark. */
export function OutcomeFilter() {
  const { filter, setFilter } = useListFilter()
  const chosen = chosenOf(filter, 'outcome')
  return (
    <ListBox
      className={menu.list ?? ''}
      aria-label={filterName('outcome')}
      autoFocus="first"
      selectionMode="multiple"
      selectedKeys={chosen ?? []}
      escapeKeyBehavior="none"
      onSelectionChange={(keys) => {
        if (keys === 'all') return
        const value = outcomes.filter((outcome) => keys.has(outcome))
        setFilter(withConditions(filter, { field: 'outcome', op: 'in', value }))
      }}
    >
      {outcomes.map((outcome) => (
        <ListBoxItem key={outcome} id={outcome} className={menu.item ?? ''} textValue={outcomeWords(outcome)}>
          <CheckMark />
          <span className={menu.words}>{outcomeWords(outcome)}</span>
        </ListBoxItem>
      ))}
    </ListBox>
  )
}
