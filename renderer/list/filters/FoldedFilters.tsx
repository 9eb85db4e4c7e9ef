import { X } from 'lucide-react'
import { useRef, useState } from 'react'
import { Button, Dialog } from 'react-aria-components'
import { t } from '../../format/words.ts'
import { Popover } from '../../ui/Dialog.tsx'
import { IconButton } from '../../ui/IconButton.tsx'
import bar from './FilterBar.module.css'
import { FilterEditor } from './FilterEditor.tsx'
import styles from './FoldedFilters.module.css'
import { type ChipField, filterName } from './filter-kinds.ts'

interface FoldedFiltersProps {
  readonly filters: readonly { readonly field: ChipField; readonly name: string; readonly words: string }[]
  onRemove(field: ChipField): void
  onClear(): void
}

/** The filters that do not fit in their line, as "+2"; the list it opens can change and remove each of them. */
export function FoldedFilters({ filters, onRemove, onClear }: FoldedFiltersProps) {
  const [open, setOpen] = useState(false)
  const [field, setField] = useState<ChipField | null>(null)
  const button = useRef<HTMLButtonElement>(null)
  const words = t('filter.more', { count: filters.length })
  const remove = (removal: () => void) => {
    setOpen(false)
    removal()
  }
  return (
    <>
      <Button
        ref={button}
        className={bar.more ?? ''}
        aria-label={words}
        aria-haspopup="dialog"
        onPress={() => {
          setField(null)
          setOpen(true)
        }}
      >
        +{filters.length}
      </Button>
      <Popover triggerRef={button} isOpen={open} onOpenChange={setOpen}>
        <Dialog aria-label={field === null ? words : filterName(field)} className={bar.dialog ?? ''}>
          {field === null ? (
            <>
              <ul className={styles.list}>
                {filters.map(({ field: folded, name, words: value }, place) => (
                  <li key={folded} className={styles.filter}>
                    <Button
                      className={styles.words ?? ''}
                      aria-label={t('filter.editChip', { name, value })}
                      autoFocus={place === 0}
                      onPress={() => setField(folded)}
                    >
                      {name}: <b>{value}</b>
                    </Button>
                    <IconButton
                      icon={X}
                      label={t('filter.removeChip', { name })}
                      onPress={() => remove(() => onRemove(folded))}
                    />
                  </li>
                ))}
              </ul>
              <div className={styles.foot}>
                <Button className={bar.clear ?? ''} onPress={() => remove(onClear)}>
                  {t('filter.clearAll')}
                </Button>
              </div>
            </>
          ) : (
            <FilterEditor field={field} onDone={() => setOpen(false)} onBack={() => setField(null)} />
          )}
        </Dialog>
      </Popover>
    </>
  )
}
