import { ChevronLeft } from 'lucide-react'
import { filterKindOf, isAsked, without } from '../../../shared/model/filter.ts'
import { t } from '../../i18n.ts'
import { Button } from '../Button.tsx'
import { IconButton } from '../IconButton.tsx'
import styles from './FilterEditor.module.css'
import { FinishedFilter } from './FinishedFilter.tsx'
import { type ChipField, filterName, type OfferedField } from './filter-kinds.ts'
import { useListFilter } from './list-filter.ts'
import { ManyOf } from './ManyOf.tsx'
import { OneOf } from './OneOf.tsx'
import { OutcomeFilter } from './OutcomeFilter.tsx'
import { ScoreFilter } from './ScoreFilter.tsx'

interface FilterEditorProps {
  readonly field: ChipField
  onDone(): void
  onBack?(): void
}

/** The choice of one filter, in effect at once; the grid behind shows what it does. */
export function FilterEditor({ field, onDone, onBack }: FilterEditorProps) {
  const { filter, setFilter } = useListFilter()
  return (
    <div className={styles.editor}>
      <div className={styles.head}>
        {onBack && <IconButton icon={ChevronLeft} label={t('action.back')} onPress={onBack} />}
        <span className={styles.title}>{filterName(field)}</span>
        {isAsked(filter, field) && (
          <Button
            look="quiet"
            onPress={() => {
              setFilter(without(filter, field))
              onDone()
            }}
          >
            {t('filter.clear')}
          </Button>
        )}
      </div>
      <Choices field={field} />
    </div>
  )
}

function Choices({ field }: { field: ChipField }) {
  switch (filterKindOf(field)) {
    case 'set':
      return field === 'outcome' ? <OutcomeFilter /> : <ManyOf field={field as OfferedField} />
    case 'range':
      return field === 'finished' ? <FinishedFilter /> : <ScoreFilter />
    case 'flag':
      return <OneOf field={field as ChipField<'flag'>} />
    case 'text':
      return null
  }
}
