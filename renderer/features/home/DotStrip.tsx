import type { DigestTest, ScoreColumn } from '../../../shared/model/digest.ts'
import { fromTenths, type Tenths } from '../../../shared/model/result-values.ts'
import { classNames } from '../../ui/class-names.ts'
import styles from './DotStrip.module.css'

/** Results of two and a half percent each, the last one of 100 alone. */
const columns = 41
const [width, height] = [212, 40]
const [ground, pitch, radius] = [33, 5.1, 2.1]

const columnOf = (percent: number): number => Math.floor((percent * (columns - 1)) / 100)
const across = (column: number): number => 4 + (column * (width - 8)) / (columns - 1)

/** A test's scores by column of the strip; the open and not passed stand above those that passed. */
export function columnsOf({ columns: scores }: Pick<DigestTest, 'columns'>): readonly ScoreColumn[] {
  const found = new Map<number, ScoreColumn>()
  for (const { percent, passed, notPassed, open } of scores) {
    const column = columnOf(percent)
    const before = found.get(column) ?? { percent: column, passed: 0, notPassed: 0, open: 0 }
    found.set(column, {
      percent: column,
      passed: before.passed + passed,
      notPassed: before.notPassed + notPassed,
      open: before.open + open,
    })
  }
  return [...found.values()]
}

/** The most results in a column. */
export const highest = (strip: readonly ScoreColumn[]): number =>
  Math.max(0, ...strip.map(({ passed, notPassed, open }) => passed + notPassed + open))

interface DotStripProps {
  readonly columns: readonly ScoreColumn[]
  readonly perDot: number
  readonly passMark: Tenths | null
}

/** Each result a dot between 0 and 100, the pass mark a tick below. The sentence beside it says the same. */
export function DotStrip({ columns: strip, perDot, passMark }: DotStripProps) {
  if (strip.length === 0) return null
  const mark = passMark === null ? null : Math.min(100, Math.max(0, fromTenths(passMark)))
  return (
    <svg className={styles.strip} viewBox={`0 0 ${width} ${height}`} aria-hidden>
      <line className={styles.ground} x1={2} x2={width - 2} y1={ground + 3.5} y2={ground + 3.5} />
      {mark !== null && (
        <line
          className={styles.tick}
          x1={across((mark * (columns - 1)) / 100)}
          x2={across((mark * (columns - 1)) / 100)}
          y1={ground + 2.5}
          y2={height}
        />
      )}
      {strip.flatMap((column) =>
        dotsOf(column, perDot).map((look, place) => (
          <circle
            // biome-ignore lint/suspicious/noArrayIndexKey: a dot is its place
            key={`${column.percent} ${place}`}
            className={classNames(styles.dot, styles[look])}
            cx={across(column.percent)}
            cy={ground - place * pitch}
            r={radius}
          />
        )),
      )}
    </svg>
  )
}

type Look = 'passed' | 'notPassed' | 'open'

/**
 * The dots of a column from its foot: as many as its results fill, and one at least for each kind that it has. What is
 * begun of several kinds is one dot too many, which goes from the passed first.
 */
export function dotsOf(column: Omit<ScoreColumn, 'percent'>, perDot: number): Look[] {
  const dots = (count: number): number => Math.ceil(count / perDot)
  const counts = { passed: dots(column.passed), notPassed: dots(column.notPassed), open: dots(column.open) }
  let tooMany = counts.passed + counts.notPassed + counts.open - dots(column.passed + column.notPassed + column.open)
  for (const look of ['passed', 'open', 'notPassed'] as const) {
    const cut = Math.min(tooMany, Math.max(0, counts[look] - 1))
    counts[look] -= cut
    tooMany -= cut
  }
  return (['passed', 'notPassed', 'open'] as const).flatMap((look) => Array.from({ length: counts[look] }, () => look))
}
