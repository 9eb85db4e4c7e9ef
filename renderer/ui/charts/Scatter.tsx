import { scaleLinear, scaleSqrt } from '@visx/scale'
import styles from './charts.module.css'
import { Drawing, Mark } from './Drawing.tsx'

/** What stands at one place, and how many. */
interface ScatterMark {
  readonly across: number
  readonly up: number
  readonly n: number
  readonly title: string
}

/** One that lies apart from the others, with its name. */
interface ApartMark {
  readonly id: number
  readonly across: number
  readonly up: number
  readonly name: string
  readonly title: string
}

interface ScatterProps {
  readonly marks: readonly ScatterMark[]
  /** How far a mark reaches: 1 where it stands for one place. */
  readonly cell: { readonly across: number; readonly up: number }
  readonly apart: readonly ApartMark[]
  /** The end of the axis; marks after it stand in a strip of their own, under these words. */
  readonly until: number
  readonly beyond: string
  /** The middle half across, shaded, and its median. */
  readonly middle: { readonly q1: number; readonly median: number; readonly q3: number }
  /** A tick at the side. */
  readonly mark: { readonly at: number; readonly words: string } | null
  acrossWords(value: number): string
  upWords(value: number): string
  readonly width?: number
  readonly onOpen: (mark: number) => void
  readonly onOpenApart: (id: number) => void
}

const height = 260
const [top, foot, side, right] = [16, 22, 40, 10]
/** Pixels of the strip for what lies after the end of the axis. */
const strip = 46
/** Names that are written beside their marks; the others are in titles and in the table. */
const mostWritten = 4
const lineHeight = 13
/** Pixels that a letter takes at most, on average. */
const letter = 6

/** Marks by two values: hollow where there is one, filled where there are more. */
export const Scatter = (props: ScatterProps) => (
  <Drawing height={height} {...(props.width === undefined ? {} : { width: props.width })}>
    {(width) => <Plot {...props} width={width} />}
  </Drawing>
)

function Plot(props: ScatterProps & { readonly width: number }) {
  const { marks, cell, apart, until, middle, mark, width } = props
  const hasBeyond = [...marks, ...apart].some(({ across }) => across > until)
  const end = width - right - (hasBeyond ? strip : 0)
  const ups = [...marks, ...apart].map(({ up }) => up)
  const along = scaleLinear({ domain: [0, Math.max(1, until)], range: [side, end] })
  const low = ups.reduce((least, up) => Math.min(least, up), 0)
  const high = ups.reduce((most, up) => Math.max(most, up), 1_000)
  const rising = scaleLinear({ domain: [low, high], range: [height - foot - 4, top] })
  const most = marks.reduce((all, { n }) => Math.max(all, n), 1)
  const isGrouped = cell.across > 1
  const room = Math.max(3, Math.min(along(cell.across) - along(0), rising(0) - rising(cell.up)) * 0.75)
  const size = scaleSqrt({ domain: [1, Math.max(2, most)], range: [isGrouped ? 1.2 : 3, isGrouped ? room : 5] })
  const isNamed = new Map<string, number>()
  const keyOf = (across: number, up: number): string =>
    `${across > until ? 'beyond' : Math.floor(across / cell.across)} ${Math.floor(up / cell.up)}`
  for (const each of apart)
    isNamed.set(keyOf(each.across, each.up), (isNamed.get(keyOf(each.across, each.up)) ?? 0) + 1)
  const x = (across: number): number => (across > until ? end + strip / 2 : along(across))
  const ground = height - foot
  return (
    <>
      <rect
        className={styles.span}
        x={along(middle.q1)}
        y={top}
        width={Math.max(1, along(Math.min(middle.q3, until)) - along(middle.q1))}
        height={ground - top}
      />
      <line className={styles.base} x1={side} x2={width - right} y1={ground} y2={ground} />
      <line className={styles.base} x1={side} x2={side} y1={top} y2={ground} />
      {hasBeyond && <line className={styles.apartLine} x1={end + 4} x2={end + 4} y1={top} y2={ground} />}
      {marks.map((each, place) => {
        // The diamonds of those that lie apart stand for them.
        if (isNamed.get(keyOf(each.across, each.up)) === each.n) return null
        const half = isGrouped ? cell.across / 2 : 0
        const looks = each.n === 1 ? styles.ring : styles.dot
        return (
          <Mark key={`${each.across} ${each.up}`} title={each.title} onOpen={() => props.onOpen(place)}>
            <circle
              className={`${styles.shape} ${looks}`}
              cx={each.across > until ? x(each.across) : along(Math.min(until, each.across + half))}
              cy={rising(Math.min(high, each.up + (isGrouped ? cell.up / 2 : 0)))}
              r={size(each.n)}
            />
          </Mark>
        )
      })}
      {apart.map((each) => (
        <Mark key={each.id} title={each.title} onOpen={() => props.onOpenApart(each.id)}>
          <path className={`${styles.shape} ${styles.hollow}`} d={diamond(x(each.across), rising(each.up))} />
        </Mark>
      ))}
      {written(
        apart,
        (each) => x(each.across),
        (each) => rising(each.up),
        width - right,
      ).map(({ each, at, y, anchor }) => (
        <text key={each.id} className={styles.named} x={at} y={y} textAnchor={anchor}>
          {each.name}
        </text>
      ))}
      <Axis {...props} along={along} rising={rising} ends={[low, high]} end={end} hasBeyond={hasBeyond} />
      {mark !== null && (
        <>
          <line className={styles.tick} x1={side - 5} x2={side + 5} y1={rising(mark.at)} y2={rising(mark.at)} />
          <text className={`${styles.dim} ${styles.named}`} x={side + 9} y={rising(mark.at) + 4}>
            {mark.words}
          </text>
        </>
      )}
    </>
  )
}

interface AxisProps extends ScatterProps {
  readonly width: number
  along(value: number): number
  rising(value: number): number
  readonly ends: readonly [low: number, high: number]
  readonly end: number
  readonly hasBeyond: boolean
}

/** The words at the axes: both ends, and the median where it has room. */
function Axis(props: AxisProps) {
  const { along, rising, ends, end, until, middle, hasBeyond, acrossWords, upWords, width } = props
  const y = height - 6
  const at = along(middle.median)
  const hasRoom = at - side > 44 && end - at > 52
  return (
    <>
      {ends.map((value) => (
        <text key={value} className={styles.dim} x={side - 8} y={rising(value) + 4} textAnchor="end">
          {upWords(value)}
        </text>
      ))}
      <text className={styles.dim} x={side} y={y} textAnchor="start">
        {acrossWords(0)}
      </text>
      <line className={styles.tick} x1={at} x2={at} y1={height - foot - 4} y2={height - foot + 4} />
      {hasRoom && (
        <text x={at} y={y} textAnchor="middle">
          {acrossWords(middle.median)}
        </text>
      )}
      <text className={styles.dim} x={end} y={y} textAnchor="end">
        {acrossWords(until)}
      </text>
      {hasBeyond && (
        <text className={styles.dim} x={width - right} y={top - 5} textAnchor="end">
          {props.beyond}
        </text>
      )}
    </>
  )
}

const diamond = (x: number, y: number): string => `M${x} ${y - 5}l5 5l-5 5l-5 -5z`

/** The names with room beside their marks, from the farthest on. */
function written(
  apart: readonly ApartMark[],
  x: (each: ApartMark) => number,
  y: (each: ApartMark) => number,
  end: number,
) {
  const placed: { each: ApartMark; at: number; y: number; from: number; to: number; anchor: 'start' | 'end' }[] = []
  const isFree = (from: number, to: number, line: number): boolean =>
    placed.every((one) => Math.abs(one.y - line) >= lineHeight || to < one.from || from > one.to)
  for (const each of apart.toReversed()) {
    if (placed.length === mostWritten) break
    const long = each.name.length * letter
    const isLate = x(each) + 9 + long > end
    const at = x(each) + (isLate ? -9 : 9)
    const [from, to] = isLate ? [at - long, at] : [at, at + long]
    const line = y(each) + 4
    if (from > side && isFree(from, to, line))
      placed.push({ each, at, y: line, from, to, anchor: isLate ? 'end' : 'start' })
  }
  return placed
}
