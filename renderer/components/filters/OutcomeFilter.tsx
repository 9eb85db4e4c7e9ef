import { ListBox, ListBoxItem } from 'react-aria-components'
import { t } from '../../i18n.ts'
import { CheckMark } from '../CheckMark.tsx'
import menu from '../Menu.module.css'
import { filterName } from './filter-kinds.ts'
import { useListFilter } from './list-filter.ts'

const outcomes = [
  { id: 'passed', words: 'filter.passed' },
  { id: 'not-passed', words: 'filter.notPassed' },
] as const

/** Passed, not passed, or both: both leaves out tests without a pass mark. */
export function OutcomeFilter() {
  const { filter, setFilter } = useListFilter()
  const chosen = filter.outcomes
  return (
    <ListBox
      className={menu.list ?? ''}
      aria-label={filterName('outcome')}
      autoFocus="first"
      selectionMode="multiple"
      selectedKeys={chosen ?? []}
      escapeKeyBehavior="none"
      onSelectionChange={(keys) => {
        if (keys !== 'all') setFilter({ outcomes: outcomes.filter(({ id }) => keys.has(id)).map(({ id }) => id) })
      }}
    >
      {outcomes.map(({ id, words }) => (
        <ListBoxItem key={id} id={id} className={menu.item ?? ''} textValue={t(words)}>
          <CheckMark />
          <span className={menu.words}>{t(words)}</span>
        </ListBoxItem>
      ))}
    </ListBox>
  )
}
