import { Award, CalendarDays, CircleCheck, FileText, PenLine, Percent, Users } from 'lucide-react'
import { ListBox, ListBoxItem } from 'react-aria-components'
import { t } from '../../i18n.ts'
import menu from '../Menu.module.css'
import { type FilterKind, filterName } from './filter-kinds.ts'
import { useListFilter } from './list-filter.ts'

const icons = {
  test: FileText,
  source: Users,
  outcome: CircleCheck,
  grading: PenLine,
  score: Percent,
  certificate: Award,
  finished: CalendarDays,
} as const

/** What can be narrowed by. */
export function FilterChoices({ onChoose }: { onChoose: (kind: FilterKind) => void }) {
  const { kinds } = useListFilter()
  return (
    <ListBox className={menu.list ?? ''} aria-label={t('filter.menu')} autoFocus="first" selectionMode="none">
      {kinds.map((kind) => {
        const Icon = icons[kind]
        return (
          <ListBoxItem
            key={kind}
            id={kind}
            className={menu.item ?? ''}
            textValue={filterName(kind)}
            onAction={() => onChoose(kind)}
          >
            <Icon aria-hidden />
            <span className={menu.words}>{filterName(kind)}</span>
          </ListBoxItem>
        )
      })}
    </ListBox>
  )
}
