import { scaleLinear, scalePoint } from '@visx/scale'
import { LinePath } from '@visx/shape'
import styles from './charts.module.css'
import { Drawing, Mark } from './Drawing.tsx'

export interface LinePoint {
  readonly id: string
  readonly label: string
  readonly value: number
  readonly valueWords: string
  /** What it says when the pointer rests on it. */
  readonly title: string
}

interface TimeLineProps {
  readonly points: readonly LinePoint[]
  /** The ends of the axis. */
  readonly ends: readonly [low: number, high: number]
  readonly width?: number
  readonly onOpen?: (point: number) => void
}

const height = 190
const [top, foot] = [24, 22]

/** Pixels that a label takes. */
const labelRoom = 64

/** Pixels from a point to the foot of its figure. */
const [abovePoint, belowPoint] = [10, 18]

/** Values one after another, with the first, the last and as many as have room labelled. */
export const TimeLine = ({ points, ends, width: given, onOpen }: TimeLineProps) => (
  <Drawing height={height} {...(given === undefined ? {} : { width: given })}>
    {(width) => {
      const across = scalePoint({ domain: points.map(({ id }) => id), range: [labelRoom / 2, width - labelRoom / 2] })
      const up = scaleLinear({ domain: [...ends], range: [height - foot - 8, top], clamp: true })
      const x = ({ id }: LinePoint): number => (points.length === 1 ? width / 2 : (across(id) ?? 0))
      const every = Math.max(1, Math.ceil((points.length * labelRoom) / width))
      const last = points.length - 1
      const isLabelled = (place: number): boolean => place === last || (place % every === 0 && last - place >= every)
      /** Where a figure stands free of the line: below a point that the line leaves steeply upwards, if there is room. */
      const figureAt = (place: number): number => {
        const [before, at = 0, after] = [points[place - 1], points[place], points[place + 1]].map(
          (point) => point && up(point.value),
        )
        const beside = [before, after].filter((each) => each !== undefined)
        const isLow = beside.every((each) => each <= at) && beside.some((each) => each < at - abovePoint)
        return isLow && at + belowPoint < height - foot ? at + belowPoint : at - abovePoint
      }
      return (
        <>
          <line className={styles.base} x1={0} x2={width} y1={height - foot} y2={height - foot} />
          <LinePath className={styles.line ?? ''} data={[...points]} x={x} y={({ value }) => up(value)} />
          {points.map((point, place) => (
            <Mark key={point.id} title={point.title} onOpen={onOpen && (() => onOpen(place))}>
              <rect x={x(point) - 12} y={0} width={24} height={height} fill="transparent" />
              <circle className={`${styles.shape} ${styles.dot}`} cx={x(point)} cy={up(point.value)} r={4} />
              {isLabelled(place) && (
                <>
                  <text className={styles.named} x={x(point)} y={figureAt(place)} textAnchor="middle">
                    {point.valueWords}
                  </text>
                  <text className={styles.dim} x={x(point)} y={height - 6} textAnchor="middle">
                    {point.label}
                  </text>
                </>
              )}
            </Mark>
          ))}
        </>
      )
    }}
  </Drawing>
)
