import { Award, CalendarDays, CircleCheck, FileText, PenLine, Percent, Users } from 'lucide-react'
import { ListBox, ListBoxItem } from 'react-aria-components'
import menu from '../../../components/Menu.module.css'
import { t } from '../../../i18n.ts'
import { type FilterKind, filterKinds, filterName } from './filter-kinds.ts'

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
  return (
    <ListBox className={menu.list ?? ''} aria-label={t('filter.menu')} autoFocus="first" selectionMode="none">
      {filterKinds.map((kind) => {
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
