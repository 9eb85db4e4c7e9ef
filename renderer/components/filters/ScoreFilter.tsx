import { Input, Label, NumberField } from 'react-aria-components'
import { t } from '../../i18n.ts'
import type { ChosenFilter } from '../../state/results.ts'
import field from '../Field.module.css'
import styles from './FilterEditor.module.css'
import { useListFilter } from './list-filter.ts'

const percent: Intl.NumberFormatOptions = { style: 'unit', unit: 'percent', maximumFractionDigits: 1 }

/** Scores from one percentage to another, both included. */
export function ScoreFilter() {
  const { filter, setFilter } = useListFilter()
  const { minPercentage, maxPercentage } = filter
  const bound = (label: string, value: number | undefined, part: (value: number | undefined) => ChosenFilter) => (
    <NumberField
      autoFocus={label === t('filter.scoreFrom')}
      className={field.field ?? ''}
      value={value ?? Number.NaN}
      minValue={0}
      maxValue={1000}
      formatOptions={percent}
      onChange={(next) => setFilter(part(Number.isNaN(next) ? undefined : next))}
    >
      <Label className={field.label ?? ''}>{label}</Label>
      <Input className={field.input ?? ''} />
    </NumberField>
  )
  return (
    <div className={styles.body}>
      <div className={styles.pair}>
        {bound(t('filter.scoreFrom'), minPercentage, (value) => ({ minPercentage: value }))}
        {bound(t('filter.scoreTo'), maxPercentage, (value) => ({ maxPercentage: value }))}
      </div>
    </div>
  )
}
