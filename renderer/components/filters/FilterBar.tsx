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
import { type FilterKind, filterName, filterWords, hasKind, withoutKind } from './filter-kinds.ts'
import { useListFilter } from './list-filter.ts'

/** One chip per filter, each opened for change by a press, and the button that adds another. */
export function FilterBar() {
  const { filter, setFilter, clearFilter, kinds } = useListFilter()
  const facets = useFacets((state) => state.facets)
  const now = useClock((state) => state.now)
  const { accounts, currentId } = useAccounts()
  const zone = zoneOf(accounts, currentId)
  const chosen = kinds.filter((kind) => hasKind(filter, kind))
  const add = useRef<HTMLButtonElement>(null)

  return (
    <ul className={styles.bar} aria-label={t('filter.label')}>
      {chosen.map((kind) => (
        <FilterChip
          key={kind}
          kind={kind}
          words={filterWords(kind, filter, facets, now, zone)}
          onRemove={() => {
            setFilter(withoutKind(kind))
            add.current?.focus()
          }}
        />
      ))}
      <li>
        <AddFilter button={add} />
      </li>
      {chosen.length > 2 && (
        <li>
          <Button
            className={styles.clear ?? ''}
            onPress={() => {
              clearFilter()
              add.current?.focus()
            }}
          >
            {t('filter.clearAll')}
          </Button>
        </li>
      )}
    </ul>
  )
}

function FilterChip({ kind, words, onRemove }: { kind: FilterKind; words: string; onRemove: () => void }) {
  const [open, setOpen] = useState(false)
  const chip = useRef<HTMLLIElement>(null)
  const name = filterName(kind)
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
