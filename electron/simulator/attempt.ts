import { minute } from '../../shared/model/time.ts'
import type { Group, Link, Test } from './catalogue.ts'
import type { JsonObject } from './json.ts'
import type { Person } from './people.ts'
import type { Random } from './random.ts'

/**
 * One finished attempt, kept small (a million must fit in memory): whatever ClassMarker's result says beyond this is
 * worked out when a page is answered.
 */
export interface Attempt<Place extends Group = Group> {
  /** link_result_id in the links feed; in the groups feed only a number of our own. */
  id: number
  readonly place: Place
  readonly test: Test
  readonly person: Person
  /** Unix seconds. */
  started: number
  finished: number
  /** Tenths of a point. */
  points: number
  awaitingGrading: boolean
  /** Fields of the result that are sent as given instead of as worked out. */
  overrides: JsonObject | undefined
}

export type LinkAttempt = Attempt<Link>

/** Points beyond this share of an essay test wait for the teacher. */
const shareBeforeGrading = 0.4

/** The attempts of one person at one test in one place, one for each of `starts`, better as a rule each time. */
export function attemptsOf<Place extends Group>(
  who: Pick<Attempt<Place>, 'person' | 'test' | 'place'>,
  starts: readonly number[],
  random: Random,
): Attempt<Place>[] {
  let share = clampShare(who.person.ability - who.test.difficulty + random.spread() * 0.08)
  return starts.map((start, at) => {
    if (at > 0) share = clampShare(share + (1 - share) * random.between(-0.08, 0.45))
    const started = start + random.whole(20, 240)
    const finished = started + Math.round(who.test.minutes * minute * random.between(0.35, 0.98))
    const { place, test, person } = who
    const points = pointsFor(who.test, share)
    return { id: 0, place, test, person, started, finished, points, awaitingGrading: false, overrides: undefined }
  })
}

const clampShare = (share: number): number => Math.min(1, Math.max(0.04, share))

/** The share of a test's points, 0 to 1, in tenths of a point: whole points unless answers can be partly right. */
export function pointsFor(test: Test, share: number): number {
  const inTenths = share * test.pointsAvailable * 10
  return test.partialPoints ? Math.round(inTenths) : Math.round(inTenths / 10) * 10
}

/** The attempt is handed in, but its essay not read: only the other questions have given points so far. */
export function awaitGrading(attempt: Attempt): void {
  attempt.awaitingGrading = true
  attempt.points = Math.round(attempt.points * shareBeforeGrading)
}

/** One to three, mostly one; a survey is answered once and an essay seldom rewritten. */
export function numberOfAttempts(test: Test, random: Random): number {
  if (test.type === 'Survey') return 1
  const draw = random.next()
  if (test.essay) return draw < 0.9 ? 1 : 2
  if (draw < 0.58) return 1
  return draw < 0.87 ? 2 : 3
}
