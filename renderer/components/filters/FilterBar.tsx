import { Plus, X } from 'lucide-react'
import { useRef, useState } from 'react'
import { Button, Dialog } from 'react-aria-components'
import { t } from '../../i18n.ts'
import { useAccounts, zoneOf } from '../../state/accounts.ts'
import { useClock } from '../../state/clock.ts'
import { useFacets } from '../../state/facets.ts'
import { Popover } from '../Popover.tsx'
import styles from './FilterBar.module.css'
import { FilterChoices } from './FilterChoices.tsx'
import { FilterEditor } from './FilterEditor.tsx'
import { FoldedFilters } from './FoldedFilters.tsx'
import { type FilterKind, filterName, filterWords, hasKind, withoutKind } from './filter-kinds.ts'
import { useListFilter } from './list-filter.ts'
import { useChipsShown } from './use-chips-shown.ts'

/** One chip per filter, each opened for change by a press, and the button that adds another. They keep to one line. */
export function FilterBar() {
  const { filter, setFilter, clearFilter, kinds } = useListFilter()
  const facets = useFacets((state) => state.facets)
  const now = useClock((state) => state.now)
  const { accounts, currentId } = useAccounts()
  const zone = zoneOf(accounts, currentId)
  const add = useRef<HTMLButtonElement>(null)
  const bar = useRef<HTMLUListElement>(null)
  const chips = kinds
    .filter((kind) => hasKind(filter, kind))
    .map((kind) => ({ kind, name: filterName(kind), words: filterWords(kind, filter, facets, now, zone) }))
  const withClear = chips.length > 2
  const shown = useChipsShown(bar, chips, withClear)
  const folded = chips.slice(shown)
  const remove = (kind: FilterKind) => {
    setFilter(withoutKind(kind))
    add.current?.focus()
  }
  const clear = () => {
    clearFilter()
    add.current?.focus()
  }

  return (
    <ul ref={bar} className={styles.bar} aria-label={t('filter.label')}>
      {chips.slice(0, shown).map(({ kind, name, words }) => (
        <FilterChip key={kind} kind={kind} name={name} words={words} onRemove={() => remove(kind)} />
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
  readonly kind: FilterKind
  readonly name: string
  readonly words: string
  onRemove(): void
}

function FilterChip({ kind, name, words, onRemove }: FilterChipProps) {
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
          <FilterEditor kind={kind} onDone={() => setOpen(false)} />
        </Dialog>
      </Popover>
    </li>
  )
}

function AddFilter({ button }: { button: React.RefObject<HTMLButtonElement | null> }) {
  const [open, setOpen] = useState(false)
  const [kind, setKind] = useState<FilterKind | null>(null)
  return (
    <>
      <Button
        ref={button}
        className={styles.add ?? ''}
        aria-haspopup="dialog"
        onPress={() => {
          setKind(null)
          setOpen(true)
        }}
      >
        <Plus aria-hidden />
        {t('filter.add')}
      </Button>
      <Popover triggerRef={button} isOpen={open} onOpenChange={setOpen}>
        <Dialog aria-label={kind === null ? t('filter.menu') : filterName(kind)} className={styles.dialog ?? ''}>
          {kind === null ? (
            <FilterChoices onChoose={setKind} />
          ) : (
            <FilterEditor kind={kind} onDone={() => setOpen(false)} onBack={() => setKind(null)} />
          )}
        </Dialog>
      </Popover>
    </>
  )
}
