import { day, hour, minute, type UnixSeconds } from '../../shared/model/time.ts'
import type { AccessList, Group, Link, Rhythm } from './catalogue.ts'
import type { Person, Register } from './people.ts'
import { type Random, randomText } from './random.ts'
import { type Attempt, attemptsOf, awaitGrading, type LinkAttempt, numberOfAttempts } from './result.ts'

/** Essays handed in within this time are not graded yet, and neither are the newest few of any age. */
const gradingTakes = 12 * day
const fewestUnread = 5

/** Takers and spare codes an access list may hold; ClassMarker allows 20,000 codes. */
const mostCodesInUse = 15_000
const spareCodes = 12

interface TermPlan {
  readonly results: number
  readonly madeAt: UnixSeconds
  readonly random: Random
  readonly register: Register
}

/** Exactly `results` group results of the weeks before `madeAt`, oldest first, and the members who made them. */
export function groupTerm(groups: readonly Group[], plan: TermPlan): { attempts: Attempt[]; members: Person[] } {
  const { random, register, results, madeAt } = plan
  const calendar = calendarBefore(madeAt)
  const timetable = groups.map((group) =>
    group.tests.map((test) => ({ test, dates: datesOf(group, calendar, random) })),
  )
  const attempts: Attempt[] = []
  const members: Person[] = []
  while (attempts.length < results) {
    let neighbour: Person | undefined
    for (const [at, group] of groups.entries()) {
      const shared = neighbour && random.chance(0.15)
      const person: Person = shared && neighbour ? neighbour : register.member()
      if (!shared) members.push(person)
      neighbour = person
      for (const { test, dates } of timetable[at] ?? []) {
        if (!random.chance(0.85)) continue
        const starts = someOf(dates, numberOfAttempts(test, random), random)
        attempts.push(...attemptsOf({ place: group, test, person }, starts, random))
      }
    }
  }
  return { attempts: settle(attempts, plan), members }
}

/** Exactly `results` link results of the weeks before `madeAt`, oldest first; fills `accessLists` with the codes used. */
export function linkTerm(
  links: readonly Link[],
  accessLists: ReadonlyMap<number, AccessList>,
  members: readonly Person[],
  plan: TermPlan,
): LinkAttempt[] {
  const { random, register, results, madeAt } = plan
  const calendar = calendarBefore(madeAt)
  const attempts: LinkAttempt[] = []
  for (let round = 0; attempts.length < results; round++) {
    for (const link of links) {
      const list = link.accessListId === undefined ? undefined : accessLists.get(link.accessListId)
      for (const person of takers(round, list, members, plan)) {
        for (const test of link.tests) {
          const starts = someOf(datesOf(link, calendar, random), numberOfAttempts(test, random), random)
          attempts.push(...attemptsOf({ place: link, test, person }, starts, random))
        }
      }
    }
  }
  for (const list of accessLists.values()) for (let n = 0; n < spareCodes; n++) newCode(list, random)
  return settle(attempts, { random, register, results, madeAt })
}

const datesOf = (place: Group, calendar: Calendar, random: Random): number[] => sittings(place.rhythm, calendar, random)

/**
 * One new taker of a link. Round 0 instead gives two people with one e-mail address and one access code, as in
 * ClassMarker's own sample results: neither proves who somebody is.
 */
function takers(
  round: number,
  list: AccessList | undefined,
  members: readonly Person[],
  { random, register }: TermPlan,
): Person[] {
  const known = members.length > 0 && random.chance(0.1) ? random.pick(members) : undefined
  const code = list && list.codes.size < mostCodesInUse ? newCode(list, random) : ''
  const taker = register.taker(code, known)
  if (round > 0 || !list || taker.email === '') return [taker]
  const other = register.member()
  return [taker, register.taker(code, { first: other.first, last: other.last, email: taker.email })]
}

function newCode(list: AccessList, random: Random): string {
  const prefix = list.name.replace(/[^A-Z]/g, '').padEnd(2, 'X')
  const before = list.codes.size
  let code = ''
  while (list.codes.size === before) {
    code = `${prefix}-${randomText(random, 'ABCDEFGHJKLMNPQRSTUVWXYZ23456789', 5)}`
    list.codes.add(code)
  }
  return code
}

/** `count` of the dates, still in order. */
function someOf(dates: readonly number[], count: number, random: Random): number[] {
  let wanted = Math.min(count, dates.length)
  return dates.filter((_, at) => {
    const taken = random.chance(wanted / (dates.length - at))
    if (taken) wanted--
    return taken
  })
}

/** Sorts by finish time, cuts to the wanted number, brings the newest to today and leaves fresh essays unread. */
function settle<Place extends Group>(attempts: Attempt<Place>[], plan: TermPlan): Attempt<Place>[] {
  attempts.length = plan.results
  const oldestFirst = (a: Attempt, b: Attempt): number => a.finished - b.finished
  attempts.sort(oldestFirst)
  bringNewestToToday(attempts, plan)
  attempts.sort(oldestFirst)
  const essays = attempts.filter(({ test }) => test.essay)
  for (const [at, essay] of essays.entries()) {
    if (essay.finished > plan.madeAt - gradingTakes || at >= essays.length - fewestUnread) awaitGrading(essay)
  }
  return attempts
}

/** The newest result finished within the last two hours, a few more earlier today. */
function bringNewestToToday(attempts: readonly Attempt[], { madeAt, random }: TermPlan): void {
  const newest = attempts.slice(attempts.length < 30 ? -1 : -4).reverse()
  for (const [at, attempt] of newest.entries()) {
    const taken = attempt.finished - attempt.started
    attempt.finished = madeAt - at * 2 * hour - random.whole(5 * minute, 100 * minute)
    attempt.started = attempt.finished - taken
  }
}

/** How many days before today the oldest sittings lie: a little under the 90 the API looks back. */
const daysBack = 84

/** Starts of school lessons, in seconds after midnight UTC. */
const lessons = [8.75, 9.75, 11, 12, 13.75, 14.7].map((hours) => hours * hour)

/** The days before `madeAt`'s own on which people sit tests; today is left to the newest results. */
interface Calendar {
  /** Midnights UTC, oldest first. */
  readonly everyDay: readonly number[]
  readonly weekdays: readonly number[]
  readonly weekends: readonly number[]
}

function calendarBefore(madeAt: UnixSeconds): Calendar {
  const today = Math.floor(madeAt / day) * day
  const everyDay = Array.from({ length: daysBack }, (_, at) => today - (daysBack - at) * day)
  const isWeekend = (midnight: number): boolean => new Date(midnight * 1000).getUTCDay() % 6 === 0
  return {
    everyDay,
    weekdays: everyDay.filter((midnight) => !isWeekend(midnight)),
    weekends: everyDay.filter(isWeekend),
  }
}

/** The moments, oldest first, at which a place offers a test: one in each quarter of the term. */
function sittings(rhythm: Rhythm, calendar: Calendar, random: Random, count = 4): number[] {
  const days = daysOf(rhythm, calendar, random)
  return Array.from({ length: count }, (_, block) => {
    const from = Math.floor((block * days.length) / count)
    const to = Math.max(from, Math.floor(((block + 1) * days.length) / count) - 1)
    return (days[random.whole(from, to)] ?? 0) + startOf(rhythm, random)
  })
}

function daysOf(rhythm: Rhythm, calendar: Calendar, random: Random): readonly number[] {
  if (rhythm === 'open days') return calendar.weekends.filter((_, at) => at % 6 === 0)
  if (rhythm === 'lessons' || (rhythm === 'any time' && random.chance(0.8))) return calendar.weekdays
  return calendar.everyDay
}

/** Seconds after midnight; early enough that a test of an hour ends the same day. */
function startOf(rhythm: Rhythm, random: Random): number {
  if (rhythm === 'lessons') return random.pick(lessons)
  if (rhythm === 'evenings') return random.pick([18.5, 19, 20, 21.5]) * hour
  if (rhythm === 'open days') return random.whole(10 * 60, 14 * 60) * minute
  return random.whole(8 * hour, 16 * hour)
}
