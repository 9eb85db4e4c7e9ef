import { Check, ChevronLeft } from 'lucide-react'
import { useState } from 'react'
import { Input, Label, ListBox, ListBoxItem, NumberField as NumberInput } from 'react-aria-components'
import {
  boundsOf,
  type Condition,
  chosenOf,
  filterKindOf,
  flagOf,
  isAsked,
  textOf,
  withBounds,
  withConditions,
  withinOf,
  without,
} from '../../../shared/model/filter.ts'
import { longestSearch } from '../../../shared/model/text.ts'
import { wholeNumber } from '../../format/numbers.ts'
import { t } from '../../format/words.ts'
import { Button } from '../../ui/Button.tsx'
import { CheckMark } from '../../ui/Choice.tsx'
import styles from '../../ui/Editor.module.css'
import field from '../../ui/Field.module.css'
import { IconButton } from '../../ui/IconButton.tsx'
import menu from '../../ui/Menu.module.css'
import { CutNote, useSearchLength } from '../../ui/SearchBox.tsx'
import { SelectField } from '../../ui/SelectField.tsx'
import { TextField } from '../../ui/TextField.tsx'
import { useExtraFieldNames } from '../extra-fields.ts'
import { CrossedNote } from './CrossedNote.tsx'
import { useCounts } from './counts.ts'
import { DayFilter } from './DayFilter.tsx'
import {
  type ChipField,
  filterName,
  flagWords,
  minute,
  type NumberField,
  type OfferedField,
  outcomeWords,
  shownBound,
  typeWords,
  useListFilter,
} from './filter-kinds.ts'
import { ManyOf } from './ManyOf.tsx'
import { StudentFilter } from './StudentFilter.tsx'

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
      if (field === 'outcome') return <FewOf field="outcome" choices={outcomes} wordsOf={outcomeWords} />
      if (field === 'type') return <FewOf field="type" choices={types} wordsOf={typeWords} />
      if (field === 'student') return <StudentFilter />
      return <ManyOf field={field as OfferedField} />
    case 'range':
      if (field === 'finished' || field === 'changed') return <DayFilter field={field} />
      return <NumberFilter field={field as NumberField} />
    case 'flag':
      return <OneOf field={field as ChipField<'flag'>} />
    case 'text':
      return <TextFilter field={field as ChipField<'text'>} />
  }
}

const outcomes = ['passed', 'not-passed'] as const

const types = ['test', 'survey'] as const

interface FewOfProps<Value extends string> {
  readonly field: 'outcome' | 'type'
  readonly choices: readonly Value[]
  wordsOf(value: Value): string
}

/** Passed, not passed, or both, say; both still leaves out tests without a pass mark. */
function FewOf<Value extends string>({ field, choices, wordsOf }: FewOfProps<Value>) {
  const { filter, setFilter, countsResults } = useListFilter()
  const counts = useCounts(field)
  const chosen: readonly string[] = chosenOf(filter, field) ?? []
  return (
    <ListBox
      className={menu.list ?? ''}
      aria-label={filterName(field)}
      autoFocus="first"
      selectionMode="multiple"
      selectedKeys={chosen}
      escapeKeyBehavior="none"
      onSelectionChange={(keys) => {
        if (keys === 'all') return
        const value = choices.filter((choice) => keys.has(choice))
        setFilter(withConditions(filter, { field, op: 'in', value } as Condition))
      }}
    >
      {choices.map((choice) => (
        <ListBoxItem key={choice} id={choice} className={menu.item ?? ''} textValue={wordsOf(choice)}>
          <CheckMark />
          <span className={menu.words}>{wordsOf(choice)}</span>
          {countsResults && counts !== null && (
            <span className={menu.aside}>{wholeNumber(counts.find(({ id }) => id === choice)?.results ?? 0)}</span>
          )}
        </ListBoxItem>
      ))}
    </ListBox>
  )
}

const linesOf = (pasted: string): readonly string[] =>
  pasted
    .split(/[\r\n]+/)
    .map((line) => line.trim())
    .filter(Boolean)

/** The text of a field in which entries are pasted: none becomes one with what stands beside it. */
function withPasted({ value, selectionStart, selectionEnd }: HTMLInputElement, entries: readonly string[]): string {
  const beside = [value.slice(0, selectionStart ?? value.length), value.slice(selectionEnd ?? value.length)]
  const [before = '', after = ''] = beside.map((text) => text.replaceAll(/^[\s,]+|[\s,]+$/g, ''))
  return [before, ...entries, after].filter(Boolean).join(', ')
}

/** As many whole entries of a list as a search takes: a part of the last one would find others. */
function wholeEntries(typed: string): string {
  const end = typed.lastIndexOf(',', longestSearch)
  return typed.slice(0, end > 0 ? end : longestSearch)
}

/** Results with some words in a field. Each letter takes effect at once; codes pasted as lines become a list. */
function TextFilter({ field: of }: { readonly field: ChipField<'text'> }) {
  const { filter, setFilter } = useListFilter()
  // Spaces at the end are part of what is being typed, and of no filter.
  const [text, setText] = useState(textOf(filter, of))
  const [within, setWithin] = useState(withinOf(filter))
  const ask = (words: string, name: string | undefined) => {
    const value = words.trim()
    const asked = { op: 'contains', value } as const
    const condition =
      of === 'extraInfo'
        ? { field: of, ...asked, ...(name === undefined ? {} : { within: name }) }
        : { field: of, ...asked }
    setFilter(withConditions(filter, condition))
  }
  const { type, isCut } = useSearchLength(
    (next) => {
      setText(next)
      ask(next, within)
    },
    of === 'accessCode' ? wholeEntries : undefined,
  )
  return (
    <div className={styles.body}>
      {of === 'extraInfo' && (
        <ExtraFieldChoice
          name={within}
          onChange={(name) => {
            setWithin(name)
            ask(text, name)
          }}
        />
      )}
      <TextField
        label={t(`filter.containsLabel.${of}`)}
        hint={t(`filter.containsHint.${of}`)}
        value={text}
        autoFocus
        onChange={type}
        onPaste={(event) => {
          const entries = linesOf(event.clipboardData.getData('text/plain'))
          if (of !== 'accessCode' || entries.length < 2) return
          event.preventDefault()
          type(withPasted(event.target as HTMLInputElement, entries))
        }}
      />
      <CutNote isCut={isCut} className={field.hint} />
    </div>
  )
}

interface ExtraFieldChoiceProps {
  /** Undefined for all fields. */
  readonly name: string | undefined
  onChange(name: string | undefined): void
}

/** In which of the fields that the teacher named the words are looked for; nothing while none has a name. */
function ExtraFieldChoice({ name, onChange }: ExtraFieldChoiceProps) {
  const names = useExtraFieldNames()
  const isGone = name !== undefined && !names.includes(name)
  if (names.length === 0 && !isGone) return null
  const options = [
    { value: 'any', words: t('filter.anyField') },
    ...names.map((each) => ({ value: `name ${each}`, words: each })),
    ...(isGone ? [{ value: `name ${name}`, words: t('filter.goneField', { name }) }] : []),
  ]
  return (
    <SelectField
      label={t('filter.extraField')}
      value={name === undefined ? 'any' : `name ${name}`}
      sections={[{ title: null, options }]}
      onChange={(value) => onChange(value === 'any' ? undefined : value.slice('name '.length))}
    />
  )
}

const number: Intl.NumberFormatOptions = { maximumFractionDigits: 2 }
const percent: Intl.NumberFormatOptions = { style: 'unit', unit: 'percent', maximumFractionDigits: 1 }

/** Numbers from one to another, both included. */
function NumberFilter({ field: of }: { readonly field: NumberField }) {
  const { filter, setFilter } = useListFilter()
  const bounds = boundsOf(filter, of)
  const bound = (label: string, end: 'from' | 'to') => (
    <NumberInput
      autoFocus={end === 'from'}
      className={field.field ?? ''}
      value={shownBound(of, bounds[end]) ?? Number.NaN}
      minValue={0}
      maxValue={of === 'percentage' ? 1000 : 1_000_000}
      formatOptions={of === 'percentage' ? percent : number}
      onChange={(next) => {
        const value = of === 'duration' ? Math.round(next * minute) : next
        setFilter(withBounds(filter, of, { ...bounds, [end]: Number.isNaN(next) ? undefined : value }))
      }}
    >
      <Label className={field.label ?? ''}>{label}</Label>
      <Input className={field.input ?? ''} />
    </NumberInput>
  )
  return (
    <div className={styles.body}>
      <div className={styles.pair}>
        {bound(t(`filter.fromOf.${of}`), 'from')}
        {bound(t(`filter.toOf.${of}`), 'to')}
      </div>
      <CrossedNote field={of} />
    </div>
  )
}

const answers = ['yes', 'no', 'any'] as const

/** Yes, no, or either: results to grade, results with a certificate. */
function OneOf({ field }: { field: ChipField<'flag'> }) {
  const { filter, setFilter, countsResults } = useListFilter()
  const counts = useCounts(field)
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
              {countsResults && counts !== null && answer !== 'any' && (
                <span className={menu.aside}>{wholeNumber(counts.find(({ id }) => id === answer)?.results ?? 0)}</span>
              )}
            </>
          )}
        </ListBoxItem>
      ))}
    </ListBox>
  )
}
