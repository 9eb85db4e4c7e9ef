import { Check, ChevronLeft } from 'lucide-react'
import { Input, Label, ListBox, ListBoxItem, NumberField } from 'react-aria-components'
import {
  boundsOf,
  chosenOf,
  filterKindOf,
  flagOf,
  isAsked,
  withBounds,
  withConditions,
  without,
} from '../../../shared/model/filter.ts'
import { t } from '../../format/words.ts'
import { Button } from '../../ui/Button.tsx'
import { CheckMark } from '../../ui/Choice.tsx'
import styles from '../../ui/Editor.module.css'
import field from '../../ui/Field.module.css'
import { IconButton } from '../../ui/IconButton.tsx'
import menu from '../../ui/Menu.module.css'
import { FinishedFilter } from './FinishedFilter.tsx'
import {
  type ChipField,
  filterName,
  flagWords,
  type OfferedField,
  outcomeWords,
  useListFilter,
} from './filter-kinds.ts'
import { ManyOf } from './ManyOf.tsx'

interface FilterEditorProps {
  readonly field: ChipField
  onDone(): void
  onBack?(): void
}

/** Edits one filter. Each change takes effect at once, so the grid behind shows what it does. */
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

const outcomes = ['passed', 'not-passed'] as const

/** Passed, not passed, or both; both still leaves out tests without a pass mark. */
function OutcomeFilter() {
  const { filter, setFilter } = useListFilter()
  const chosen = chosenOf(filter, 'outcome')
  return (
    <ListBox
      className={menu.list ?? ''}
      aria-label={filterName('outcome')}
      autoFocus="first"
      selectionMode="multiple"
      selectedKeys={chosen ?? []}
      escapeKeyBehavior="none"
      onSelectionChange={(keys) => {
        if (keys === 'all') return
        const value = outcomes.filter((outcome) => keys.has(outcome))
        setFilter(withConditions(filter, { field: 'outcome', op: 'in', value }))
      }}
    >
      {outcomes.map((outcome) => (
        <ListBoxItem key={outcome} id={outcome} className={menu.item ?? ''} textValue={outcomeWords(outcome)}>
          <CheckMark />
          <span className={menu.words}>{outcomeWords(outcome)}</span>
        </ListBoxItem>
      ))}
    </ListBox>
  )
}

const percent: Intl.NumberFormatOptions = { style: 'unit', unit: 'percent', maximumFractionDigits: 1 }

/** Scores from one percentage to another, both included. */
function ScoreFilter() {
  const { filter, setFilter } = useListFilter()
  const bounds = boundsOf(filter, 'percentage')
  const bound = (label: string, end: 'from' | 'to') => (
    <NumberField
      autoFocus={label === t('filter.scoreFrom')}
      className={field.field ?? ''}
      value={bounds[end] ?? Number.NaN}
      minValue={0}
      maxValue={1000}
      formatOptions={percent}
      onChange={(next) =>
        setFilter(withBounds(filter, 'percentage', { ...bounds, [end]: Number.isNaN(next) ? undefined : next }))
      }
    >
      <Label className={field.label ?? ''}>{label}</Label>
      <Input className={field.input ?? ''} />
    </NumberField>
  )
  return (
    <div className={styles.body}>
      <div className={styles.pair}>
        {bound(t('filter.scoreFrom'), 'from')}
        {bound(t('filter.scoreTo'), 'to')}
      </div>
    </div>
  )
}

const answers = ['yes', 'no', 'any'] as const

/** Yes, no, or either: results to grade, results with a certificate. */
function OneOf({ field }: { field: ChipField<'flag'> }) {
  const { filter, setFilter } = useListFilter()
  const value = flagOf(filter, field)
  const chosen = value === undefined ? 'any' : value ? 'yes' : 'no'
  const wordsOf = (answer: (typeof answers)[number]) =>
    answer === 'any' ? t('filter.any') : flagWords(field, answer === 'yes')
  return (
    <ListBox
      className={menu.list ?? ''}
      aria-label={filterName(field)}
      autoFocus="first"
      selectionMode="single"
      disallowEmptySelection
      selectedKeys={[chosen]}
      escapeKeyBehavior="none"
      onSelectionChange={(keys) => {
        const answer = answers.find((each) => keys !== 'all' && keys.has(each))
        if (answer === 'any') setFilter(without(filter, field))
        else if (answer) setFilter(withConditions(filter, { field, op: 'is', value: answer === 'yes' }))
      }}
    >
      {answers.map((answer) => (
        <ListBoxItem key={answer} id={answer} className={menu.item ?? ''} textValue={wordsOf(answer)}>
          {({ isSelected }) => (
            <>
              <Check aria-hidden visibility={isSelected ? 'visible' : 'hidden'} />
              <span className={menu.words}>{wordsOf(answer)}</span>
            </>
          )}
        </ListBoxItem>
      ))}
    </ListBox>
  )
}
