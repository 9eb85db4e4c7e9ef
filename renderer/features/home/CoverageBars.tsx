import { scaleLinear } from '@visx/scale'
import { type UnixSeconds, unixSeconds } from '../../../shared/model/time.ts'
import { calendarDayOf, rangeWords, shortDate } from '../../format/time.ts'
import { t } from '../../format/words.ts'
import { Drawing } from '../../ui/charts/Drawing.tsx'
import styles from './Coverage.module.css'
import { axisOf, type CoveredFeed, monthsBetween } from './covered.ts'

interface CoverageBarsProps {
  readonly feeds: readonly CoveredFeed[]
  readonly now: UnixSeconds
  /** How far back ClassMarker gives results; null where nothing is asked any more. */
  readonly reach: UnixSeconds | null
}

const [top, step, foot] = [24, 38, 24]
/** Pixels that a letter of a label takes at most, on average. */
const letter = 6.2
const monthRoom = 64

/** A slim bar for each feed over one axis of time. */
export const CoverageBars = ({ feeds, now, reach }: CoverageBarsProps) => (
  <div className={styles.bars}>
    <Drawing height={top + feeds.length * step + foot}>
      {(width) => {
        const [from, to] = axisOf(feeds, now)
        const left = Math.min(width / 3, Math.max(64, ...feeds.map(({ name }) => name.length * 7 + 12)))
        const x = scaleLinear({ domain: [from, to], range: [left, width], clamp: true })
        const ground = top + feeds.length * step
        const zone = feeds[0]?.zone ?? 'UTC'
        const line = reach === null || reach <= from ? null : x(reach)
        const begin = shortDate(from, now, zone)
        const begun = left + begin.length * letter + 12
        const isLeft = line !== null && line > (left + width) / 2
        return (
          <>
            {line !== null && (
              <>
                <text className={styles.dim} x={line + (isLeft ? -8 : 8)} y={10} textAnchor={isLeft ? 'end' : 'start'}>
                  {t('home.coverage.reach')}
                </text>
                <line className={styles.reach} x1={line} x2={line} y1={0} y2={ground - 4} />
              </>
            )}
            {(line === null || line < width - 340 || isLeft) && (
              <text className={styles.dim} x={width} y={10} textAnchor="end">
                {line !== null && isLeft && line > width - 90 ? '' : t('home.coverage.now')}
              </text>
            )}
            {feeds.map((feed, place) => (
              <FeedBar key={feed.name} feed={feed} now={now} x={x} left={left} middle={top + place * step + step / 2} />
            ))}
            <line className={styles.axis} x1={left} x2={width} y1={ground} y2={ground} />
            <text className={styles.dim} x={left} y={ground + 17}>
              {begin}
            </text>
            {monthsBetween(from, to, (width - left) / monthRoom, zone).map((at) => (
              <g key={at}>
                <line className={styles.axis} x1={x(at)} x2={x(at)} y1={ground} y2={ground + 4} />
                {x(at) > begun && x(at) < width - 30 && (
                  <text className={styles.dim} x={x(at)} y={ground + 17}>
                    {monthWords(at, from, to, zone)}
                  </text>
                )}
              </g>
            ))}
          </>
        )
      }}
    </Drawing>
  </div>
)

interface FeedBarProps {
  readonly feed: CoveredFeed
  readonly now: UnixSeconds
  readonly left: number
  readonly middle: number
  x(moment: number): number
}

function FeedBar({ feed: { name, zone, intervals, gaps }, now, left, middle, x }: FeedBarProps) {
  let labelled = left
  return (
    <>
      <text className={styles.feed} x={0} y={middle + 4}>
        {name.length * 7 > left ? `${name.slice(0, Math.max(4, Math.floor(left / 7) - 2))}…` : name}
      </text>
      {intervals.map(({ from, until }) => (
        <rect
          key={from}
          className={styles.complete}
          x={x(from)}
          y={middle - 4}
          width={Math.max(2, x(until) - x(from))}
          height={8}
          rx={1.5}
        >
          <title>{`${shortDate(from, now, zone)} – ${shortDate(until, now, zone)}`}</title>
        </rect>
      ))}
      {gaps.map(({ from, to, reason }) => {
        const range = rangeWords(from, to, now, zone)
        const words = t('home.coverage.missing', { range })
        const room = Math.max(6, x(to) - x(from))
        const end = Math.max(x(from) + room, left + words.length * letter)
        const hasRoom = end - words.length * letter >= labelled
        if (hasRoom) labelled = end + 8
        return (
          <g key={`${from} ${to} ${reason}`}>
            <rect className={styles.gap} x={x(from)} y={middle - 4} width={room} height={8}>
              <title>{words}</title>
            </rect>
            {hasRoom && (
              <text className={styles.missing} x={end} y={middle - 9} textAnchor="end">
                {words}
              </text>
            )}
          </g>
        )
      })}
    </>
  )
}

/** "May", or "Jan 2027" where a year begins or only one is meant. */
function monthWords(at: UnixSeconds, from: UnixSeconds, to: UnixSeconds, zone: string): string {
  const yearOf = (moment: UnixSeconds): string => calendarDayOf(moment, zone).slice(0, 4)
  const isOneYear = yearOf(from) === yearOf(to)
  const words = shortDate(at, isOneYear ? at : unixSeconds(0), zone).replace(/\b1\b,? ?/, '')
  return words.trim()
}
