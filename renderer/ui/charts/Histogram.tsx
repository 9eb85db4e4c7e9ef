import { scaleBand, scaleLinear } from '@visx/scale'
import { BarRounded } from '@visx/shape'
import styles from './charts.module.css'
import { Drawing, Mark } from './Drawing.tsx'

export interface Bar {
  readonly label: string
  readonly value: number
  readonly valueWords: string
  /** `open` is neither: without a pass mark, or one that falls within the bar. */
  readonly look: 'reached' | 'not' | 'open'
}

interface HistogramProps {
  readonly bars: readonly Bar[]
  /** A mark on the axis, in bars from its start. */
  readonly mark: { readonly at: number; readonly words: string } | null
  readonly width?: number
  readonly onOpen?: (bar: number) => void
}

const height = 190
const [top, foot] = [34, 22]
const looks = { reached: styles.reached, not: styles.not, open: styles.open }

/** Bars side by side, each with its number above. */
export const Histogram = ({ bars, mark, width: given, onOpen }: HistogramProps) => (
  <Drawing height={height} {...(given === undefined ? {} : { width: given })}>
    {(width) => {
      const across = scaleBand({ domain: bars.map((_, place) => place), range: [0, width], paddingInner: 0.08 })
      const up = scaleLinear({
        domain: [0, Math.max(1, ...bars.map(({ value }) => value))],
        range: [0, height - top - foot],
      })
      const ground = height - foot
      const at = mark === null ? 0 : Math.min(width - 1, Math.max(1, (mark.at / bars.length) * width))
      const isLate = at > width / 2
      return (
        <>
          <line className={styles.base} x1={0} x2={width} y1={ground} y2={ground} />
          {bars.map(({ label, value, valueWords, look }, place) => {
            const x = across(place) ?? 0
            const tall = value === 0 ? 0 : Math.max(2, up(value))
            const opens = onOpen !== undefined && value > 0
            return (
              <Mark key={label} title={`${label}: ${valueWords}`} onOpen={opens ? () => onOpen(place) : undefined}>
                <rect x={x} y={top} width={across.bandwidth()} height={height - top} fill="transparent" />
                {tall > 0 && (
                  <BarRounded
                    className={`${styles.shape} ${looks[look]}`}
                    x={x}
                    y={ground - tall}
                    width={across.bandwidth()}
                    height={tall}
                    radius={Math.min(2, tall)}
                    top
                  />
                )}
                {value > 0 && (
                  <text x={x + across.bandwidth() / 2} y={ground - tall - 6} textAnchor="middle">
                    {valueWords}
                  </text>
                )}
                <text className={styles.dim} x={x + across.bandwidth() / 2} y={height - 6} textAnchor="middle">
                  {label}
                </text>
              </Mark>
            )
          })}
          {mark !== null && (
            <>
              <line className={styles.tick} x1={at} x2={at} y1={8} y2={ground} />
              <text x={at + (isLate ? -6 : 6)} y={14} textAnchor={isLate ? 'end' : 'start'}>
                {mark.words}
              </text>
            </>
          )}
        </>
      )
    }}
  </Drawing>
)
