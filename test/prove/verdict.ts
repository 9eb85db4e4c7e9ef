import { expect } from 'vitest'
import type { ReceivedPage } from '../../shared/model/received-page.ts'
import { toTenths } from '../../shared/model/result-values.ts'
import type { Gap } from '../../shared/model/sync.ts'
import { day, minute, unixSeconds } from '../../shared/model/time.ts'
import { threeMonthsBefore } from '../../shared/model/zone.ts'
import type { HeldResult, ModelLaptop } from './model-laptop.ts'
import { keyOf, type ModelServer, type ServerResult, versionOf } from './model-server.ts'

/**
 * The oldest time a client may rely on: the longest of the lengths of "three months" that this server accepts, minus
 * ten minutes for the request's way.
 */
export function reachOf(server: ModelServer): number {
  const now = server.clock
  const starts = [threeMonthsBefore(now), ...[90, 89, 84, 60, 28, 14].map((days) => now - days * day)]
  return 10 * minute + (starts.find((start) => start + 10 * minute >= server.windowStart) ?? now)
}

/**
 * Asserts that each result finished within reach is on the laptop once, with equal values, unless it lies in a recorded
 * gap; that everything on the laptop was once at the server; and that each remaining gap is justified. A range that is
 * too old is not inside a complete one (and was out of reach when it was recorded, see `falselyTooOld`). A crowded
 * second holds at least one result that no request brings, so that nobody can tell whether all are here; results that a
 * request does bring must be here all the same.
 */
export function expectEqualWithinReach(laptop: ModelLaptop, server: ModelServer): void {
  const rows = laptop.held()
  const held = new Map(rows.map((row) => [row.key, row]))
  expect(held.size, 'each result once').toBe(rows.length)
  const { gaps, coverage } = laptop.state
  const reach = reachOf(server) + 2 * minute
  const differing = server.results
    .filter((result) => result.finished > reach && !gaps.some((gap) => lies(result, gap)))
    .flatMap((result) => differenceOf(result, held.get(keyOf(result)), server))
  expect(differing, 'lost or falsified').toEqual([])
  const known = new Map(server.results.map((result) => [keyOf(result), result]))
  const made = rows.filter((row) => !known.get(row.key)?.versions.includes(versionHeld(row)))
  expect(made, 'on the laptop and never at the server').toEqual([])

  for (const gap of gaps) {
    const covers = coverage.find(({ feed }) => feed === gap.feed)?.intervals ?? []
    if (gap.reason === 'too-old') {
      expect(
        covers.some(({ from, until }) => from <= gap.from && until >= gap.to),
        'a gap inside what is complete',
      ).toBe(false)
    } else if (gap.from > reach) {
      const inside = server.results.filter((result) => lies(result, gap))
      expect(
        inside.some((result) => !canBeRead(result, server)),
        `a gap of something that cannot be read`,
      ).toBe(true)
      const lost = inside.filter((result) => canBeRead(result, server) && !held.has(keyOf(result)))
      expect(lost.map(keyOf), 'missing, and could have been had').toEqual([])
    }
  }
}

const lies = (result: ServerResult, gap: Gap): boolean =>
  result.feed === gap.feed && result.finished >= gap.from && result.finished <= gap.to

/**
 * Whether some request brings a result: one for its whole second, or for its own group or link and test in that second.
 */
function canBeRead(result: ServerResult, server: ModelServer): boolean {
  const together = server.results.filter((each) => each.feed === result.feed && each.finished === result.finished)
  if (together.length <= server.options.page) return true
  const { sourceId, testId } = result
  const own = together.filter((each) => each.sourceId === sourceId && each.testId === testId)
  const isAssigned = server.places.some(({ id, tests }) => id === sourceId && tests.has(testId))
  return isAssigned && own.length <= server.options.page
}

const versionHeld = ({ time_started, time_finished, points_scored, requires_grading }: HeldResult): string =>
  versionOf({
    started: time_started,
    finished: time_finished,
    points: points_scored,
    toGrade: requires_grading === 1,
  })

/** A result that no request brings again may stay as it was received; it cannot be known better. */
function differenceOf(result: ServerResult, row: HeldResult | undefined, server: ModelServer): string[] {
  const key = keyOf(result)
  if (row === undefined) return [`${key} finished ${result.finished}: missing`]
  const same = versionHeld(row) === versionOf(result) && row.percentage === toTenths(result.points * 5)
  if (same || !canBeRead(result, server)) return []
  return [`${key}: ${versionHeld(row)}, at the server ${versionOf(result)}`]
}

/** Finds a range wrongly called out of reach. */
export function falselyTooOld({ gap }: ReceivedPage, server: ModelServer): string[] {
  if (gap?.reason !== 'too-old') return []
  // The minutes allow for the time between the answer and its writing.
  const isRight = gap.from < gap.to && gap.to <= reachOf(server) + 5 * minute
  return isRight
    ? []
    : [`${gap.feed} ${gap.from}–${gap.to} called too old; the server reaches back to ${reachOf(server)}`]
}

/**
 * Asserts that after a refusal no request comes before the named time, except one for each time the laptop lost its
 * clock.
 */
export function expectBudgetKept(server: ModelServer, from: number, excuses: readonly number[]): void {
  for (const refusal of server.log.slice(from)) {
    const until = refusal.blockedUntil
    if (until === null) continue
    const tooSoon = server.log.filter((each) => each.number > refusal.number && each.time < until)
    const excused = excuses.filter((moment) => moment >= refusal.time && moment < until).length
    expect(tooSoon.length, `requests before ${unixSeconds(until)}`).toBeLessThanOrEqual(excused)
  }
}
