import { mostOfPart, type PartResults, type TestPageQuery, type TestPart } from '../../../shared/model/test-figures.ts'
import { endOfDay, startOfDay } from '../../../shared/model/zone.ts'
import { none } from '../gradebook/attempt-arrays.ts'
import type { GradedAttempts } from '../gradebook/attempts.ts'
import type { CountedScores } from './counted-scores.ts'
import { durationsOf, isOutlier } from './spread.ts'
import { isPassedAt } from './test-figures.ts'
import { knownInOrder, type PageNames, type PageScores, rowsByTry, sourceOf, timedRows } from './test-page.ts'
import { rowsInRange } from './timed-scores.ts'

/** The results behind a figure of a test's page. */
export function resultsOfPart(
  graded: Pick<GradedAttempts, 'students' | 'sources'>,
  page: PageScores,
  query: TestPageQuery,
  part: TestPart,
  names: PageNames,
): PartResults {
  const rows = rowsOfPart(graded, page, query, part, names)
  const { id: ids } = page.values
  return rows.length > mostOfPart ? null : Array.from(rows, (row) => ids[row] as number)
}

function rowsOfPart(
  graded: Pick<GradedAttempts, 'students' | 'sources'>,
  page: PageScores,
  { policy }: TestPageQuery,
  part: TestPart,
  { zone, classes: { classes } }: PageNames,
): ArrayLike<number> {
  const { values, attempts, scores } = page
  const scored = (isWanted: (place: number) => boolean): ArrayLike<number> =>
    behind(page, [...scores.rows.keys()].filter(isWanted), policy === 'average')
  switch (part.part) {
    case 'attempts':
      return attempts.rows
    case 'needs-grading':
      return attempts.rows.filter((row) => values.needsGrading[row] === 1)
    case 'counted':
      return scored(() => true)
    case 'passed':
      return scored((place) => isPassedAt(values, scores, place) === true)
    case 'tenth':
      return scored((place) => tenthOf(scores, place) === part.tenth)
    case 'source':
      return scored((place) => {
        const { feed, id } = sourceOf(graded, values.source[scores.rows[place] as number] as number)
        return feed === part.source.feed && id === part.source.id
      })
    case 'class': {
      const numbers = new Set(classes.find(({ id }) => id === part.classId)?.numbers)
      return scored((place) => numbers.has(values.student[scores.rows[place] as number] as number))
    }
    case 'days': {
      const [start, end] = [startOfDay(part.from, zone), endOfDay(part.to, zone)]
      const finished = (place: number): number => values.finished[scores.rows[place] as number] as number
      return scored((place) => finished(place) >= start && finished(place) < end)
    }
    case 'try':
      return rowsByTry(attempts)[part.number - 1] ?? []
    case 'timed':
      return rowsInRange(values, timedRows(page, policy), part)
    case 'outliers': {
      const timed = timedRows(page, policy).filter((row) => values.duration[row] !== none)
      const seconds = (row: number): number => values.duration[row] as number
      const durations = durationsOf(knownInOrder(values.duration, timed))
      return durations === null ? [] : timed.filter((row) => isOutlier(seconds(row), durations.fences))
    }
  }
}

const tenthOf = ({ sums, ofs }: CountedScores, place: number): number =>
  Math.min(9, Math.max(0, Math.floor((sums[place] as number) / ((ofs[place] as number) * 100))))

/** The attempts behind scores: of an average all those of the student. */
function behind({ attempts, scores }: PageScores, places: readonly number[], areAverages: boolean): readonly number[] {
  const rows = places.map((place) => scores.rows[place] as number)
  if (!areAverages) return rows
  const last = new Set(rows)
  const { starts } = attempts
  return Array.from(starts.subarray(1)).flatMap((until, student) =>
    last.has(attempts.rows[until - 1] as number) ? [...attempts.rows.subarray(starts[student], until)] : [],
  )
}
