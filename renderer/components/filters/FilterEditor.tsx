import { ChevronLeft } from 'lucide-react'
import { t } from '../../i18n.ts'
import { Button } from '../Button.tsx'
import { IconButton } from '../IconButton.tsx'
import styles from './FilterEditor.module.css'
import { FinishedFilter } from './FinishedFilter.tsx'
import { type FilterKind, filterName, hasKind, withoutKind } from './filter-kinds.ts'
import { useListFilter } from './list-filter.ts'
import { ManyOf } from './ManyOf.tsx'
import { OneOf } from './OneOf.tsx'
import { OutcomeFilter } from './OutcomeFilter.tsx'
import { ScoreFilter } from './ScoreFilter.tsx'

interface FilterEditorProps {
  readonly kind: FilterKind
  onDone(): void
  onBack?(): void
}

/** The choice of one filter, in effect at once; the grid behind shows what it does. */
export function FilterEditor({ kind, onDone, onBack }: FilterEditorProps) {
  const { filter, setFilter } = useListFilter()
  return (
    <div className={styles.editor}>
      <div className={styles.head}>
        {onBack && <IconButton icon={ChevronLeft} label={t('action.back')} onPress={onBack} />}
        <span className={styles.title}>{filterName(kind)}</span>
        {hasKind(filter, kind) && (
          <Button
            look="quiet"
            onPress={() => {
              setFilter(withoutKind(kind))
              onDone()
            }}
          >
            {t('filter.clear')}
          </Button>
        )}
      </div>
      <Choices kind={kind} />
    </div>
  )
}

function Choices({ kind }: { kind: FilterKind }) {
  switch (kind) {
    case 'test':
    case 'source':
      return <ManyOf kind={kind} />
    case 'outcome':
      return <OutcomeFilter />
    case 'grading':
    case 'certificate':
      return <OneOf kind={kind} />
    case 'score':
      return <ScoreFilter />
    case 'finished':
      return <FinishedFilter />
  }
}
