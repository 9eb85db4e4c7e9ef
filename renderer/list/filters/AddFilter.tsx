import {
  Award,
  CalendarDays,
  CircleCheck,
  FileText,
  ListFilter as FilterIcon,
  GraduationCap,
  History,
  KeyRound,
  type LucideIcon,
  MessageCircleQuestion,
  PenLine,
  Percent,
  Plus,
  Sigma,
  Tag,
  TextQuote,
  Timer,
  User,
  Users,
} from 'lucide-react'
import { memo, type RefObject, useState } from 'react'
import { Button, Dialog, ListBox, ListBoxItem } from 'react-aria-components'
import { t } from '../../format/words.ts'
import { Popover } from '../../ui/Dialog.tsx'
import menu from '../../ui/Menu.module.css'
import styles from './FilterBar.module.css'
import { FilterEditor } from './FilterEditor.tsx'
import { type ChipField, filterName, useListFilter } from './filter-kinds.ts'

/** The button that adds a filter. Drawn again only when it is opened: a letter typed changes the filters beside it. */
export const AddFilter = memo(({ button }: { button: RefObject<HTMLButtonElement | null> }) => {
  const [open, setOpen] = useState(false)
  const [field, setField] = useState<ChipField | null>(null)
  return (
    <>
      <Button
        ref={button}
        className={styles.add ?? ''}
        aria-haspopup="dialog"
        onPress={() => {
          setField(null)
          setOpen(true)
        }}
      >
        <Plus aria-hidden />
        {t('filter.add')}
      </Button>
      <Popover triggerRef={button} isOpen={open} onOpenChange={setOpen}>
        <Dialog aria-label={field === null ? t('filter.menu') : filterName(field)} className={styles.dialog ?? ''}>
          {field === null ? (
            <FilterChoices onChoose={setField} />
          ) : (
            <FilterEditor field={field} onDone={() => setOpen(false)} onBack={() => setField(null)} />
          )}
        </Dialog>
      </Popover>
    </>
  )
})

const icons: Readonly<Partial<Record<ChipField, LucideIcon>>> = {
  test: FileText,
  source: Users,
  outcome: CircleCheck,
  grading: PenLine,
  percentage: Percent,
  certificate: Award,
  finished: CalendarDays,
  class: GraduationCap,
  student: User,
  label: Tag,
  points: Sigma,
  duration: Timer,
  changed: History,
  accessCode: KeyRound,
  extraInfo: TextQuote,
  type: MessageCircleQuestion,
}

/** The fields that can be filtered by. */
function FilterChoices({ onChoose }: { onChoose: (field: ChipField) => void }) {
  const { fields } = useListFilter()
  return (
    <ListBox className={menu.list ?? ''} aria-label={t('filter.menu')} autoFocus="first" selectionMode="none">
      {fields.map((field) => {
        const Icon = icons[field] ?? FilterIcon
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
