import { minute } from '../../shared/model/time.ts'
import type { Group, Link, Test } from './catalogue.ts'
import type { Person } from './people.ts'
import type { JsonObject } from './protocol.ts'
import { type Random, randomText, scramble, seededRandom } from './random.ts'

/** What a group's and a link's result have in common (API page, "Results"). Text fields carry HTML entities. */
export interface SharedResult {
  readonly first: string
  readonly last: string
  readonly email: string
  readonly test_id: number
  readonly percentage: number
  readonly points_scored: number
  readonly points_available: number
  readonly time_started: number
  readonly time_finished: number
  readonly status: 'f'
  readonly duration: string
  readonly percentage_passmark: number
  readonly passed: boolean
  readonly requires_grading: 'Yes' | 'No'
  /** `""` also stands for false: some of ClassMarker's answers write it so. */
  readonly give_certificate_only_when_passed: boolean | ''
  readonly certificate_url: string
  readonly certificate_serial: string
  readonly view_results_url: string
  readonly test_type: 'Test' | 'Survey'
  readonly monitor_events?: JsonObject
}

export interface GroupResult extends SharedResult {
  readonly user_id: number
  readonly group_id: number
}

export interface LinkResult extends SharedResult {
  readonly link_id: number
  readonly link_result_id: number
  readonly access_code: string
  readonly extra_info: string
  readonly extra_info2: string
  readonly extra_info3: string
  readonly extra_info4: string
  readonly extra_info5: string
  readonly cm_user_id: string
  readonly ip_address: string
}

/** ClassMarker encodes what people typed the way PHP's htmlspecialchars does: `O'Neill` travels as `O&#039;Neill`. */
export function htmlEncoded(text: string): string {
  const entities: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' }
  return text.replace(/[&<>"']/g, (sign) => entities[sign] ?? '&#039;')
}

/** The attempt as the groups feed sends it, without its overrides. */
export function groupResult(attempt: Attempt, seed: number): GroupResult {
  const { person, place, test } = attempt
  return {
    user_id: person.id,
    first: htmlEncoded(person.first),
    last: htmlEncoded(person.last),
    email: person.email,
    test_id: test.id,
    group_id: place.id,
    ...scored(attempt),
    ...certified(attempt, scramble(seed, 1, attempt.id)),
  }
}

/** The attempt as the links feed sends it, without its overrides. */
export function linkResult(attempt: LinkAttempt, seed: number): LinkResult {
  const { person, place, test } = attempt
  return {
    first: htmlEncoded(person.first),
    last: htmlEncoded(person.last),
    test_id: test.id,
    link_id: place.id,
    ...scored(attempt),
    email: person.email,
    access_code: person.accessCode,
    ...extraInfo(attempt, seed),
    link_result_id: attempt.id,
    cm_user_id: person.cmUserId,
    ip_address: addressOf(scramble(seed, 3, person.id)),
    ...certified(attempt, scramble(seed, 2, attempt.id)),
  }
}

/** Applies the attempt's overrides to the result; an override of undefined removes the field. */
export function withOverrides<Result extends object>(result: Result, { overrides }: Attempt): Result & JsonObject {
  const fields: Result & JsonObject = { ...result, ...overrides }
  for (const name of Object.keys(overrides ?? {})) if (fields[name] === undefined) Reflect.deleteProperty(fields, name)
  return fields
}

/** Percent with one decimal; 0 for a survey, which has no points. */
export function percentageOf({ points, test }: Pick<Attempt, 'points' | 'test'>): number {
  return test.pointsAvailable === 0 ? 0 : Math.round((points * 100) / test.pointsAvailable) / 10
}

/** A pass mark of 0 means none, and ClassMarker then calls everybody passed. */
const hasPassed = (attempt: Attempt): boolean => percentageOf(attempt) >= attempt.test.passMark

function scored(attempt: Attempt) {
  const { test, started, finished } = attempt
  return {
    percentage: percentageOf(attempt),
    points_scored: attempt.points / 10,
    points_available: test.pointsAvailable,
    time_started: started,
    time_finished: finished,
    status: 'f',
    duration: durationText(finished - started),
    percentage_passmark: test.passMark,
    passed: hasPassed(attempt),
    requires_grading: attempt.awaitingGrading ? 'Yes' : 'No',
  } as const
}

/** `HH:MM:SS`. */
function durationText(seconds: number): string {
  const parts = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60, seconds % 60]
  return parts.map((part) => String(part).padStart(2, '0')).join(':')
}

function certified(attempt: Attempt<Group>, chance: number) {
  const { test } = attempt
  const random = seededRandom(chance)
  const onlyWhenPassed = test.certificate === 'when passed'
  const earned = test.certificate !== 'none' && !attempt.awaitingGrading && (!onlyWhenPassed || hasPassed(attempt))
  const token = randomText(random, '0123456789abcdef', 24)
  return {
    give_certificate_only_when_passed: test.certificate === 'none' ? '' : onlyWhenPassed,
    certificate_url: earned ? `https://www.classmarker.com/pdf/certificate/Certificate.pdf?c=${token}` : '',
    certificate_serial: earned ? serialFrom(chance) : '',
    view_results_url: `https://www.classmarker.com/view/results/?r=${token}`,
    test_type: test.type,
    ...(test.monitored && { monitor_events: monitorEvents(attempt, chance) }),
  } as const
}

/** Three words of consonants, as in `CAQPYQSBSY-ZZVKJGQH-XHWMMRCHYT`. */
function serialFrom(chance: number): string {
  const random = seededRandom(scramble(chance, 4))
  const word = (length: number): string => randomText(random, 'ABCGHJKLMPQRSTVWXYZ', length)
  return `C${word(9)}-${word(8)}-${word(10)}`
}

/** How often the taker left the test's window. */
function monitorEvents(attempt: Attempt, chance: number): JsonObject {
  const random = seededRandom(scramble(chance, 5))
  const events = Array.from({ length: Math.max(0, random.whole(-3, 2)) }, () => ({
    timestamp: random.whole(attempt.started, attempt.finished),
    event: 'left_window',
    seconds_away: random.whole(2, 45),
  }))
  return {
    browser_monitoring: 'enabled',
    camera_monitoring: 'disabled',
    total_event_count: events.length,
    total_seconds_away: events.reduce((sum, event) => sum + event.seconds_away, 0),
    events,
  }
}

function extraInfo({ place, person }: LinkAttempt, seed: number) {
  const random = seededRandom(scramble(seed, 6, person.id))
  const answers = place.extraInfo.map((choices) => htmlEncoded(random.pick(choices)))
  return {
    extra_info: answers[0] ?? '',
    extra_info2: answers[1] ?? '',
    extra_info3: answers[2] ?? '',
    extra_info4: answers[3] ?? '',
    extra_info5: answers[4] ?? '',
  }
}

/** An address out of the ranges kept for examples (RFC 5737, RFC 3849): one in four is IPv6. */
function addressOf(chance: number): string {
  const random = seededRandom(chance)
  if (random.chance(0.25)) {
    const part = (): string => random.whole(1, 0xffff).toString(16)
    return `2001:db8:${part()}:${part()}::${part()}`
  }
  return `${random.pick(['192.0.2', '198.51.100', '203.0.113'])}.${random.whole(1, 254)}`
}

/**
 * One finished attempt, kept small because a million must fit in memory: all other fields of a result are computed when
 * a page is answered.
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
  /** Fields sent as given instead of computed. */
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

/** Marks an attempt as handed in with its essay unread: only the other questions have given points. */
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
