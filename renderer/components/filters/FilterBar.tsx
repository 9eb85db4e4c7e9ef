import { Plus, X } from 'lucide-react'
import { useRef, useState } from 'react'
import { Button, Dialog } from 'react-aria-components'
import { isAsked, without } from '../../../shared/model/filter.ts'
import { t } from '../../i18n.ts'
import { useAccounts, zoneOf } from '../../state/accounts.ts'
import { useClock } from '../../state/clock.ts'
import { useFacets } from '../../state/facets.ts'
import { Popover } from '../Popover.tsx'
import styles from './FilterBar.module.css'
import { FilterChoices } from './FilterChoices.tsx'
import { FilterEditor } from './FilterEditor.tsx'
import { FoldedFilters } from './FoldedFilters.tsx'
import { type ChipField, filterName, filterWords } from './filter-kinds.ts'
import { useListFilter } from './list-filter.ts'
import { useChipsShown } from './use-chips-shown.ts'

/** One chip per filter, each opened for change by a press, and the button that adds another. They keep to one line. */
export function FilterBar() {
  const { filter, setFilter, clearFilter, fields } = useListFilter()
  const facets = useFacets((state) => state.facets)
  const now = useClock((state) => state.now)
  const { accounts, currentId } = useAccounts()
  const zone = zoneOf(accounts, currentId)
  const add = useRef<HTMLButtonElement>(null)
  const bar = useRef<HTMLUListElement>(null)
  const chips = fields
    .filter((field) => isAsked(filter, field))
    .map((field) => ({ field, name: filterName(field), words: filterWords(field, filter, facets, now, zone) }))
  const withClear = chips.length > 2
  const shown = useChipsShown(bar, chips, withClear)
  const folded = chips.slice(shown)
  const remove = (field: ChipField) => {
    setFilter(without(filter, field))
    add.current?.focus()
  }
  const clear = () => {
    clearFilter()
    add.current?.focus()
  }

  return (
    <ul ref={bar} className={styles.bar} aria-label={t('filter.label')}>
      {chips.slice(0, shown).map(({ field, name, words }) => (
        <FilterChip key={field} field={field} name={name} words={words} onRemove={() => remove(field)} />
      ))}
      {folded.length > 0 && (
        <li>
          <FoldedFilters filters={folded} onRemove={remove} onClear={clear} />
        </li>
      )}
      <li>
        <AddFilter button={add} />
      </li>
      {withClear && folded.length === 0 && (
        <li>
          <Button className={styles.clear ?? ''} onPress={clear}>
            {t('filter.clearAll')}
          </Button>
        </li>
      )}
    </ul>
  )
}

interface FilterChipProps {
  readonly field: ChipField
  readonly name: string
  readonly words: string
  onRemove(): void
}

function FilterChip({ field, name, words, onRemove }: FilterChipProps) {
  const [open, setOpen] = useState(false)
  const chip = useRef<HTMLLIElement>(null)
  return (
    <li ref={chip} className={styles.chip}>
      <Button
        className={styles.chipWords ?? ''}
        aria-label={t('filter.editChip', { name, value: words })}
        aria-haspopup="dialog"
        onPress={() => setOpen(true)}
      >
        <span className={styles.name}>{name}:</span>
        <span className={styles.value}>{words}</span>
      </Button>
      <Button className={styles.remove ?? ''} aria-label={t('filter.removeChip', { name })} onPress={onRemove}>
        <X aria-hidden />
      </Button>
      <Popover triggerRef={chip} isOpen={open} onOpenChange={setOpen}>
        <Dialog aria-label={name} className={styles.dialog ?? ''}>
          <FilterEditor field={field} onDone={() => setOpen(false)} />
        </Dialog>
      </Popover>
    </li>
  )
}

function AddFilter({ button }: { button: React.RefObject<HTMLButtonElement | null> }) {
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
}
