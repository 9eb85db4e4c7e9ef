import { useState } from 'react'
import type { CsvDateChoice, ImportSummary } from '../../../shared/model/import-preview.ts'
import { type CsvDates, dayOrders } from '../../../shared/model/imported.ts'
import { t } from '../../format/words.ts'
import { Button } from '../../ui/Button.tsx'
import { Choice } from '../../ui/Choice.tsx'
import { TimeZoneField } from '../accounts/index.ts'
import styles from './Imports.module.css'
import { clockDay, clockWords } from './import-words.ts'
import { useImports } from './imports.ts'

/** How the times of a results CSV are read, asked with an example from the file: once for an account. */
export function DateQuestion({ summary }: { readonly summary: ImportSummary }) {
  const { dates, dateChoice, isDateChoiceKept } = summary
  const chooseDates = useImports((state) => state.chooseDates)
  const [isOpen, setOpen] = useState(false)
  const open = dates.find(({ order }) => order === null)
  const shown = (open ?? dates[0])?.example ?? null
  const choose = (change: Partial<CsvDateChoice>) => void chooseDates({ ...dateChoice, ...change })
  if (shown === null) return null
  const asks = open !== undefined && dateChoice.dayOrder === null
  const clock = shown.readings[orderOf(open ?? dates[0], dateChoice)]
  return (
    <section className={styles.note} aria-labelledby="import-dates">
      <h3 id="import-dates">{t('imports.dates.title')}</h3>
      {asks && <p className={styles.question}>{t('imports.dates.order', { text: shown.text })}</p>}
      {open !== undefined && (asks || isOpen || !isDateChoiceKept) && (
        <Choice
          label={t('imports.dates.orderLabel', { text: shown.text })}
          value={dateChoice.dayOrder ?? 'open'}
          options={dayOrders.map((order) => ({ value: order, words: dayOf(shown, order) }))}
          onChange={(order) => {
            if (order !== 'open') choose({ dayOrder: order })
          }}
        />
      )}
      {!asks && clock !== null && (
        <p>
          {t('imports.dates.zone', { text: shown.text, when: clockWords(clock), zone: zoneWords(dateChoice.timeZone) })}{' '}
          {t(isDateChoiceKept ? 'imports.dates.kept' : 'imports.dates.keeps')}
        </p>
      )}
      {isOpen ? (
        <div className={styles.zone}>
          <TimeZoneField
            value={dateChoice.timeZone}
            hint={t('imports.dates.zoneHint')}
            onChange={(timeZone) => choose({ timeZone })}
          />
        </div>
      ) : (
        <div className={styles.quiet}>
          <Button look="quiet" onPress={() => setOpen(true)}>
            {t('imports.dates.change')}
          </Button>
        </div>
      )}
    </section>
  )
}

const orderOf = (dates: CsvDates | undefined, { dayOrder }: CsvDateChoice) => {
  const order = dates?.order ?? dayOrder
  return order === 'month-first' ? 'month-first' : 'day-first'
}

const dayOf = ({ text, readings }: NonNullable<CsvDates['example']>, order: 'day-first' | 'month-first'): string => {
  const clock = readings[order]
  return clock === null ? text : clockDay(clock)
}

const zoneWords = (zone: string): string => zone.replaceAll('_', ' ')
