import { X } from 'lucide-react'
import { type ReactNode, useRef, useState } from 'react'
import { Button, Dialog } from 'react-aria-components'
import { chosenOf, isAsked, textOf, withConditions, without } from '../../../shared/model/filter.ts'
import { useAccounts, zoneOf } from '../../app/accounts.ts'
import { useClock } from '../../app/clock.ts'
import { t } from '../../format/words.ts'
import { Popover } from '../../ui/Dialog.tsx'
import { SearchBox } from '../../ui/SearchBox.tsx'
import { AddFilter } from './AddFilter.tsx'
import { useChipsShown } from './chips-shown.ts'
import styles from './FilterBar.module.css'
import { FilterEditor } from './FilterEditor.tsx'
import { FoldedFilters } from './FoldedFilters.tsx'
import { useFacets } from './facets.ts'
import {
  type ChipField,
  chipName,
  filterWords,
  type ListFilter,
  ListFilterProvider,
  useListFilter,
} from './filter-kinds.ts'
import { useStudentName } from './student-names.ts'

/** One chip per filter, which a press opens for editing, and the button that adds another. They keep to one line. */
function FilterBar() {
  const { filter, setFilter, clearFilter, fields } = useListFilter()
  const facets = useFacets((state) => state.facets)
  const now = useClock((state) => state.now)
  const { accounts, currentId } = useAccounts()
  const zone = zoneOf(accounts, currentId)
  const add = useRef<HTMLButtonElement>(null)
  const bar = useRef<HTMLUListElement>(null)
  const student = useStudentName(filter)
  const chips = fields
    .filter((field) => isAsked(filter, field))
    .map((field) => ({
      ...{ field, name: chipName(field, filter) },
      words: filterWords(field, filter, facets, now, zone, student),
    }))
  const picked = chosenOf(filter, 'id')
  const pickedWords = { name: t('filter.picked'), words: t('filter.pickedCount', { count: picked?.length ?? 0 }) }
  const fixed = picked === undefined ? [] : [pickedWords]
  const withClear = chips.length > 2
  const shown = Math.max(0, useChipsShown(bar, [...fixed, ...chips], withClear) - fixed.length)
  const folded = chips.slice(shown)
  const remove = (field: ChipField | 'id') => {
    setFilter(without(filter, field))
    add.current?.focus()
  }
  const clear = () => {
    clearFilter()
    add.current?.focus()
  }

  return (
    <ul ref={bar} className={styles.bar} aria-label={t('filter.label')}>
      {picked !== undefined && <PickedChip {...pickedWords} onRemove={() => remove('id')} />}
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

interface PickedChipProps {
  readonly name: string
  readonly words: string
  onRemove(): void
}

/** Results that were picked one by one: they can be let go of, not chosen anew. */
const PickedChip = ({ name, words, onRemove }: PickedChipProps) => (
  <li className={styles.chip} data-picked>
    <span className={styles.picked}>
      <span className={styles.name}>{name}:</span>
      <span className={styles.value}>{words}</span>
    </span>
    <Button className={styles.remove ?? ''} aria-label={t('filter.removeChip', { name })} onPress={onRemove}>
      <X aria-hidden />
    </Button>
  </li>
)

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

interface FilterLineProps {
  readonly list: ListFilter
  /** What the search is called, and what stands in it while it is empty. */
  readonly label: string
  readonly placeholder: string
  readonly count: ReactNode
}

/**
 * Search, filters and the number of rows they leave, in one line; in a narrow window the filters have the line below to
 * themselves. The height is the same however many filters there are, so the grid below does not move.
 */
export function FilterLine({ list, label, placeholder, count }: FilterLineProps) {
  const { filter, setFilter } = list
  return (
    <ListFilterProvider value={list}>
      <div className={styles.line}>
        <SearchBox
          label={label}
          placeholder={placeholder}
          asked={textOf(filter, 'search')}
          onSearch={(value) => setFilter(withConditions(filter, { field: 'search', op: 'contains', value }))}
        />
        <div className={styles.filters}>
          <FilterBar />
        </div>
        <div className={styles.count}>{count}</div>
      </div>
    </ListFilterProvider>
  )
}
