import { scaleLinear } from '@visx/scale'
import styles from './charts.module.css'
import { Drawing, Mark } from './Drawing.tsx'

export interface Box {
  readonly id: string
  readonly name: string
  readonly note: string
  readonly min: number
  readonly q1: number
  readonly median: number
  readonly q3: number
  readonly max: number
}

interface BoxPlotsProps {
  readonly boxes: readonly Box[]
  /** The ends of the axis. */
  readonly ends: readonly [low: number, high: number]
  words(value: number): string
  readonly width?: number
  readonly onOpen?: (box: number) => void
}

const tall = 50
const foot = 18

/** Middle halves with their median and how far the others lie, one below another on one axis. */
export const BoxPlots = ({ boxes, ends, words, width: given, onOpen }: BoxPlotsProps) => (
  <Drawing height={boxes.length * tall + foot} {...(given === undefined ? {} : { width: given })}>
    {(width) => {
      const names = Math.min(150, width / 3)
      const along = scaleLinear({ domain: [...ends], range: [names + 8, width - 14] })
      return (
        <>
          {boxes.map((box, place) => {
            const middle = place * tall + 16
            const said = [box.min, box.q1, box.median, box.q3, box.max].map(words).join(' · ')
            return (
              <Mark key={box.id} title={`${box.name}: ${said}`} onOpen={onOpen && (() => onOpen(place))}>
                <rect x={0} y={place * tall} width={width} height={tall} fill="transparent" />
                <ShortText words={box.name} x={0} y={middle - 2} room={names} />
                <text className={styles.dim} x={0} y={middle + 13}>
                  {box.note}
                </text>
                <line className={styles.whisker} x1={along(box.min)} x2={along(box.max)} y1={middle} y2={middle} />
                <rect
                  className={`${styles.shape} ${styles.box}`}
                  x={along(box.q1)}
                  y={middle - 10}
                  width={Math.max(2, along(box.q3) - along(box.q1))}
                  height={20}
                  rx={3}
                />
                <line
                  className={styles.middle}
                  x1={along(box.median)}
                  x2={along(box.median)}
                  y1={middle - 10}
                  y2={middle + 10}
                />
                <text className={styles.dim} x={along(box.median)} y={middle + 24} textAnchor="middle">
                  {words(box.median)}
                </text>
              </Mark>
            )
          })}
          <text className={styles.dim} x={along(ends[0])} y={boxes.length * tall + 12} textAnchor="start">
            {words(ends[0])}
          </text>
          <text className={styles.dim} x={along(ends[1])} y={boxes.length * tall + 12} textAnchor="end">
            {words(ends[1])}
          </text>
        </>
      )
    }}
  </Drawing>
)

/** Pixels that a letter takes at most, on average. */
const letter = 6

/** A name that is cut where it has no room; the whole one is the title of its mark. */
function ShortText({ words, room, x, y }: { words: string; room: number; x: number; y: number }) {
  const most = Math.floor(room / letter)
  return (
    <text x={x} y={y}>
      {words.length > most ? `${words.slice(0, most - 1).trimEnd()}…` : words}
    </text>
  )
}
