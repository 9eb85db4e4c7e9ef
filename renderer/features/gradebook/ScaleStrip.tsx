import { type KeyboardEvent, type PointerEvent, useRef } from 'react'
import type { GradebookGrades } from '../../../shared/model/gradebook.ts'
import { t } from '../../format/words.ts'
import styles from './ScaleDialog.module.css'
import type { DraftBand } from './scale-draft.ts'

interface ScaleStripProps {
  readonly grades: GradebookGrades
  /** Decimals of the averages. */
  readonly places: number
  readonly bands: readonly DraftBand[]
  onMove(id: number, from: number): void
}

/** Hundredths of a percent that a key moves a bound by. */
const steps: Readonly<Record<string, number>> = {
  ArrowLeft: -10,
  ArrowDown: -10,
  ArrowRight: 10,
  ArrowUp: 10,
  PageDown: -100,
  PageUp: 100,
}
/** Where a bound that is dragged stops: at each half percent. */
const dragStep = 50
/** Bars, a percent each. */
const barWidth = 100

/** How many students have which average, with a line where each grade begins that can be dragged. */
export function ScaleStrip({ grades, places, bands, onMove }: ScaleStripProps) {
  const strip = useRef<HTMLDivElement>(null)
  const averages = grades.students.flatMap(({ average }) =>
    average.rounded === null ? [] : (average.rounded * 100) / 10 ** places,
  )
  const low = Math.min(0, ...averages)
  const high = Math.max(100_00, ...averages)
  const share = (value: number): string => `${((value - low) / (high - low)) * 100}%`
  const bars = new Map<number, number>()
  for (const average of averages) {
    const bar = Math.floor(Math.min(average, high - 1) / barWidth)
    bars.set(bar, (bars.get(bar) ?? 0) + 1)
  }
  const most = Math.max(1, ...bars.values())
  const bounded = bands.slice(0, -1)

  const move = (at: number, wanted: number) => {
    const band = bands[at]
    if (band === undefined) return
    const ceiling = (bands[at - 1]?.from ?? high + 1) - 1
    const floor = at + 1 < bounded.length ? (bands[at + 1]?.from ?? low) + 1 : low
    const from = Math.min(Math.max(wanted, floor), ceiling)
    if (from !== band.from) onMove(band.id, from)
  }
  const onDrag = (at: number) => (event: PointerEvent<HTMLElement>) => {
    const box = strip.current?.getBoundingClientRect()
    if (box === undefined || !event.currentTarget.hasPointerCapture(event.pointerId)) return
    const value = low + ((event.clientX - box.left) / box.width) * (high - low)
    move(at, Math.round(value / dragStep) * dragStep)
  }
  const onKey = (at: number, from: number) => (event: KeyboardEvent) => {
    const step = steps[event.key]
    if (step === undefined) return
    event.preventDefault()
    move(at, from + step)
  }

  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset groups fields, and this is a chart with sliders on it
    <div className={styles.strip} role="group" aria-label={t('gradebookScale.strip', { count: averages.length })}>
      <div ref={strip} className={styles.plot}>
        {[...bars].map(([bar, count]) => (
          <span
            key={bar}
            className={styles.bar}
            style={{
              left: share(bar * barWidth),
              width: `${(barWidth / (high - low)) * 100}%`,
              height: `${(count / most) * 100}%`,
            }}
          />
        ))}
        {bands.map(({ id, grade }, at) => {
          const bottom = at === bands.length - 1 ? low : (bands[at]?.from ?? low)
          const top = at === 0 ? high : (bands[at - 1]?.from ?? high)
          return (
            <span
              key={id}
              className={styles.zone}
              aria-hidden
              style={{ left: share(bottom), width: `${Math.max(0, ((top - bottom) / (high - low)) * 100)}%` }}
            >
              <span>{grade}</span>
            </span>
          )
        })}
        {bounded.map(({ id, from, grade }, at) => {
          if (from === null) return null
          return (
            <span
              key={id}
              className={styles.boundary}
              style={{ left: share(from) }}
              role="slider"
              tabIndex={0}
              aria-label={t('gradebookScale.boundary', { grade: grade || t('gradebookScale.unnamed') })}
              aria-valuemin={low / 100}
              aria-valuemax={high / 100}
              aria-valuenow={from / 100}
              aria-valuetext={`${from / 100}%`}
              onPointerDown={(event) => event.currentTarget.setPointerCapture(event.pointerId)}
              onPointerMove={onDrag(at)}
              onKeyDown={onKey(at, from)}
            />
          )
        })}
      </div>
      <div className={styles.axis} aria-hidden>
        <span>{`${low / 100}%`}</span>
        <span>{`${Math.round(high / 100)}%`}</span>
      </div>
    </div>
  )
}
