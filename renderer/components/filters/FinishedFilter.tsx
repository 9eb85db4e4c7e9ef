import { type CalendarDate, parseDate, today } from '@internationalized/date'
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
import { locale } from '../../format/locale.ts'
import { t } from '../../i18n.ts'
import { useAccounts, zoneOf } from '../../state/accounts.ts'
import { IconButton } from '../IconButton.tsx'
import { Popover } from '../Popover.tsx'
import { type ChosenDays, datePresets, daysOf } from './date-presets.ts'
import editor from './FilterEditor.module.css'
import styles from './FinishedFilter.module.css'
import { useListFilter } from './list-filter.ts'

/** Days of finishing in the account's time zone, both ends included: by a name, the last so many, or a range. */
export function FinishedFilter() {
  const { filter, setFilter } = useListFilter()
  const { from, to } = boundsOf(filter, 'finished')
  const { accounts, currentId } = useAccounts()
  const now = today(zoneOf(accounts, currentId))
  // An open end ("since 1 Sep") is shown as a range until today.
  const end = to === undefined ? now : parseDate(to)
  const start = from === undefined ? end : parseDate(from)
  const [range, setRange] = useState<{ start: CalendarDate; end: CalendarDate } | null>(
    from === undefined && to === undefined ? null : { start, end },
  )
  const choose = (next: { start: CalendarDate; end: CalendarDate } | null) => {
    setRange(next)
    setFilter(withBounds(filter, 'finished', { from: next?.start.toString(), to: next?.end.toString() }))
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
              setFilter(withBounds(filter, 'finished', { from: days.from.toString(), to: days.to?.toString() }))
            }}
          >
            {t(`filter.${preset}`)}
          </ToggleButton>
        ))}
      </div>
      <p className={styles.hint}>{t('filter.termHint')}</p>
      <DateRangePicker className={styles.picker ?? ''} value={range} onChange={choose}>
        <Label className={styles.label ?? ''}>{t('filter.range')}</Label>
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
    </div>
  )
}

const isChosen = ({ from, to }: ReturnType<typeof boundsOf<'finished'>>, days: ChosenDays): boolean =>
  from === days.from.toString() && to === days.to?.toString()
