import {
  Award,
  CalendarDays,
  CircleCheck,
  FileText,
  ListFilter,
  type LucideIcon,
  PenLine,
  Percent,
  Users,
} from 'lucide-react'
import { ListBox, ListBoxItem } from 'react-aria-components'
import { t } from '../../i18n.ts'
import menu from '../Menu.module.css'
import { type ChipField, filterName } from './filter-kinds.ts'
import { useListFilter } from './list-filter.ts'

const icons: Readonly<Partial<Record<ChipField, LucideIcon>>> = {
  test: FileText,
  source: Users,
  outcome: CircleCheck,
  grading: PenLine,
  percentage: Percent,
  certificate: Award,
  finished: CalendarDays,
}

/** What can be narrowed by. */
export function FilterChoices({ onChoose }: { onChoose: (field: ChipField) => void }) {
  const { fields } = useListFilter()
  return (
    <ListBox className={menu.list ?? ''} aria-label={t('filter.menu')} autoFocus="first" selectionMode="none">
      {fields.map((field) => {
        const Icon = icons[field] ?? ListFilter
        return (
          <ListBoxItem
            key={field}
            id={field}
            className={menu.item ?? ''}
            textValue={filterName(field)}
            onAction={() => onChoose(field)}
          >
            <Icon aria-hidden />
            <span className={menu.words}>{filterName(field)}</span>
          </ListBoxItem>
        )
      })}
    </ListBox>
  )
}
