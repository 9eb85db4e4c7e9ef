import { Input, Label, NumberField } from 'react-aria-components'
import { boundsOf, withBounds } from '../../../shared/model/filter.ts'
import { t } from '../../i18n.ts'
import field from '../Field.module.css'
import styles from './FilterEditor.module.css'
import { useListFilter } from './list-filter.ts'

const percent: Intl.NumberFormatOptions = { style: 'unit', unit: 'percent', maximumFractionDigits: 1 }

/** Scores from one percentage to another, both included. */
export function ScoreFilter() {
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
