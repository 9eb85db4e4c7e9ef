import { type CalendarDate, endOfMonth, parseDate, startOfMonth, startOfWeek, today } from '@internationalized/date'
import { CalendarDays, ChevronLeft, ChevronRight } from 'lucide-react'
import { useState } from 'react'
import {
  Button as AriaButton,
  CalendarCell,
  CalendarGrid,
  CalendarHeading,
  DateInput,
  DateRangePicker,
  DateSegment,
  Dialog,
  Group,
  Label,
  RangeCalendar,
  ToggleButton,
} from 'react-aria-components'
import { boundsOf, withBounds } from '../../../shared/model/filter.ts'
import { useAccounts, zoneOf } from '../../app/accounts.ts'
import { locale, t } from '../../format/words.ts'
import { Popover } from '../../ui/Dialog.tsx'
import editor from '../../ui/Editor.module.css'
import { IconButton } from '../../ui/IconButton.tsx'
import { CrossedNote } from './CrossedNote.tsx'
import styles from './DayFilter.module.css'
import { useListFilter } from './filter-kinds.ts'

/**
 * Filters by the day of finishing, or of a change, in the account's time zone, both ends included: a preset, the last so
 * many days, or a range.
 */
export function DayFilter({ field }: { readonly field: 'finished' | 'changed' }) {
  const { filter, setFilter } = useListFilter()
  const { from, to } = boundsOf(filter, field)
  const { accounts, currentId } = useAccounts()
  const now = today(zoneOf(accounts, currentId))
  // A filter without an end ("since 1 Sep") is shown as a range until today.
  const end = to === undefined ? now : parseDate(to)
  const start = from === undefined ? end : parseDate(from)
  const [range, setRange] = useState<{ start: CalendarDate; end: CalendarDate } | null>(
    from === undefined && to === undefined ? null : { start, end },
  )
  const choose = (next: { start: CalendarDate; end: CalendarDate } | null) => {
    setRange(next)
    setFilter(withBounds(filter, field, { from: next?.start.toString(), to: next?.end.toString() }))
  }

  return (
    <div className={editor.body}>
      <div className={styles.presets}>
        {datePresets.map((preset, place) => (
          <ToggleButton
            key={preset}
            className={styles.preset ?? ''}
            autoFocus={place === 0}
            isSelected={isChosen({ from, to }, daysOf(preset, now, locale))}
            onChange={() => {
              const days = daysOf(preset, now, locale)
              setRange({ start: days.from, end: days.to ?? now })
              setFilter(withBounds(filter, field, { from: days.from.toString(), to: days.to?.toString() }))
            }}
          >
            {t(`filter.${preset}`)}
          </ToggleButton>
        ))}
      </div>
      <p className={styles.hint}>{t('filter.termHint')}</p>
      <DateRangePicker className={styles.picker ?? ''} value={range} onChange={choose}>
        <Label className={styles.label ?? ''}>{t(field === 'finished' ? 'filter.range' : 'filter.changedRange')}</Label>
        <Group className={styles.group ?? ''}>
          <DateInput slot="start" className={styles.input ?? ''}>
            {(segment) => <DateSegment segment={segment} className={styles.segment ?? ''} />}
          </DateInput>
          <span aria-hidden>–</span>
          <DateInput slot="end" className={styles.input ?? ''}>
            {(segment) => <DateSegment segment={segment} className={styles.segment ?? ''} />}
          </DateInput>
          <AriaButton className={styles.open ?? ''} aria-label={t('filter.openCalendar')}>
            <CalendarDays aria-hidden />
          </AriaButton>
        </Group>
        <Popover placement="bottom end">
          <Dialog className={styles.dialog ?? ''}>
            <RangeCalendar className={styles.calendar ?? ''}>
              <header className={styles.month}>
                <IconButton slot="previous" icon={ChevronLeft} label={t('filter.previousMonth')} />
                <CalendarHeading className={styles.heading ?? ''} />
                <IconButton slot="next" icon={ChevronRight} label={t('filter.nextMonth')} />
              </header>
              <CalendarGrid className={styles.days ?? ''}>
                {(date) => <CalendarCell date={date} className={styles.day ?? ''} />}
              </CalendarGrid>
            </RangeCalendar>
          </Dialog>
        </Popover>
      </DateRangePicker>
      <CrossedNote field={field} />
    </div>
  )
}

const isChosen = ({ from, to }: ReturnType<typeof boundsOf<'finished'>>, days: ChosenDays): boolean =>
  from === days.from.toString() && to === days.to?.toString()

const datePresets = ['today', 'thisWeek', 'thisMonth', 'lastMonth', 'thisTerm', 'last7', 'last30', 'last90'] as const
export type DatePreset = (typeof datePresets)[number]

/** Days chosen in the calendar; without `to`, until now. */
interface ChosenDays {
  readonly from: CalendarDate
  readonly to?: CalendarDate
}

/** The months on whose first day a term begins: the school year has two halves, from September and from February. */
const termMonths = [9, 2] as const

/**
 * The days a preset covers, seen from `today`.
 * @param locale decides on which day a week begins
 */
export function daysOf(preset: DatePreset, today: CalendarDate, locale: string): ChosenDays {
  switch (preset) {
    case 'today':
      return { from: today, to: today }
    case 'thisWeek':
      return { from: startOfWeek(today, locale) }
    case 'thisMonth':
      return { from: startOfMonth(today) }
    case 'lastMonth': {
      const month = startOfMonth(today.subtract({ months: 1 }))
      return { from: month, to: endOfMonth(month) }
    }
    case 'thisTerm':
      return { from: termStart(today) }
    case 'last7':
      return { from: today.subtract({ days: 6 }) }
    case 'last30':
      return { from: today.subtract({ days: 29 }) }
    case 'last90':
      return { from: today.subtract({ days: 89 }) }
  }
}

/** The first day of the term that a day is in: the last 1 September or 1 February. */
export function termStart(today: CalendarDate): CalendarDate {
  const month = termMonths.find((begins) => today.month >= begins)
  return month === undefined
    ? today.set({ year: today.year - 1, month: termMonths[0], day: 1 })
    : today.set({ month, day: 1 })
}
