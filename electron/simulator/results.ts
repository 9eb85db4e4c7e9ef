import type { UnixSeconds } from '../../shared/model/time.ts'
import type { Group, Link, Test } from './catalogue.ts'
import { groupPayloads } from './payloads.ts'
import type { Person, Register } from './people.ts'
import type { Json, JsonObject } from './protocol.ts'
import type { Random } from './random.ts'
import {
  type Attempt,
  awaitGrading,
  type GroupResult,
  groupResult,
  type LinkAttempt,
  type LinkResult,
  linkResult,
  pointsFor,
  withOverrides,
} from './result.ts'

/**
 * What identifies a group's result: a combination of fields, as no single one does (ClassMarker's webhook page:
 * time_started never changes).
 */
export type GroupResultKey = Pick<GroupResult, 'user_id' | 'test_id' | 'group_id' | 'time_started'>
export type LinkResultKey = Pick<LinkResult, 'link_result_id'>
export type ResultKey = GroupResultKey | LinkResultKey

/** Results as they travel, overrides included. */
export type SentGroupResult = GroupResult & JsonObject
export type SentLinkResult = LinkResult & JsonObject
export type SentResult = SentGroupResult | SentLinkResult

/** Fields to send as given, whatever their type; undefined leaves a field out. Unknown fields are sent too. */
export type Overrides<Result> = { readonly [Field in keyof Result]?: Json | undefined } & JsonObject

/** A new mark: points, and the percentage if it should not follow from them. */
export interface Grade {
  readonly points_scored: number
  readonly percentage?: number
}

interface Origins {
  readonly seed: number
  readonly random: Random
  readonly register: Register
  readonly groupAttempts: Attempt[]
  readonly linkAttempts: LinkAttempt[]
  readonly members: readonly Person[]
}

const asNumber = (value: Json | undefined): number | undefined =>
  value === undefined || value === null || value === '' || !Number.isFinite(Number(value)) ? undefined : Number(value)

/** The results of the simulated account, in both feeds. */
export class Results {
  readonly #origins: Origins
  readonly #groups: ResultFeed<Group>
  readonly #links: ResultFeed<Link>
  #nextGroupId: number
  #nextLinkId: number

  constructor(origins: Origins) {
    this.#origins = origins
    this.#nextGroupId = 1
    this.#nextLinkId = 22453
    for (const attempt of origins.groupAttempts) attempt.id = this.#nextGroupId++
    for (const attempt of origins.linkAttempts) attempt.id = this.#nextLinkId++
    this.#groups = new ResultFeed(origins.groupAttempts)
    this.#links = new ResultFeed(origins.linkAttempts)
  }

  get count(): { groups: number; links: number } {
    return { groups: this.#groups.all.length, links: this.#links.all.length }
  }

  allGroupResults(): SentGroupResult[] {
    return this.#groups.all.map((attempt) => this.#groupFields(attempt))
  }

  allLinkResults(): SentLinkResult[] {
    return this.#links.all.map((attempt) => this.#linkFields(attempt))
  }

  /** Payloads of webhooks with answers, for the group results that have some. @param above as of the world */
  groupPayloads(above: number): JsonObject[] {
    const { seed } = this.#origins
    return groupPayloads(this.#groups.all, (attempt) => this.#groupFields(attempt), { seed, above })
  }

  /** Searches all results: fast enough for opening a certificate now and then. */
  withCertificate(path: string): SentResult | undefined {
    const isThere = ({ certificate_url: address }: JsonObject): boolean => {
      const url = URL.parse(String(address))
      return url !== null && `${url.pathname}${url.search}` === path
    }
    for (const attempt of this.#groups.all) {
      const result = this.#groupFields(attempt)
      if (isThere(result)) return result
    }
    for (const attempt of this.#links.all) {
      const result = this.#linkFields(attempt)
      if (isThere(result)) return result
    }
    return undefined
  }

  /** The page of a feed, or of one test in one group or link, that begins after `moment`. */
  page(feed: 'groups' | 'links', moment: number, limit: number, pair?: Pair) {
    if (feed === 'groups') {
      const { page, available } = this.#groups.finishedAfter(moment, limit, pair)
      return { attempts: page, available, results: page.map((attempt) => this.#groupFields(attempt)) }
    }
    const { page, available } = this.#links.finishedAfter(moment, limit, pair)
    return { attempts: page, available, results: page.map((attempt) => this.#linkFields(attempt)) }
  }

  addGroupResult(group: Group, test: Test, now: UnixSeconds, overrides: JsonObject): SentGroupResult {
    const { members, register } = this.#origins
    const member = members.find((person) => person.id === asNumber(overrides.user_id))
    const attempt = this.#attempt(group, test, member ?? register.member(), now, overrides)
    attempt.id = this.#nextGroupId++
    this.#groups.add(attempt)
    return this.#groupFields(attempt)
  }

  addLinkResult(link: Link, test: Test, now: UnixSeconds, overrides: JsonObject): SentLinkResult {
    const attempt = this.#attempt(link, test, this.#origins.register.taker(''), now, overrides)
    attempt.id = asNumber(overrides.link_result_id) ?? this.#nextLinkId++
    this.#links.add(attempt)
    return this.#linkFields(attempt)
  }

  /** Gives an essay its marks, or new ones. As at ClassMarker, the finish time stays. */
  grade(key: ResultKey, grade: Grade): SentResult {
    return this.#edit(key, (attempt) => {
      attempt.points = Math.round(grade.points_scored * 10)
      attempt.awaitingGrading = false
      const { points_scored, percentage, passed, requires_grading, ...kept } = attempt.overrides ?? {}
      attempt.overrides = grade.percentage === undefined ? kept : { ...kept, percentage: grade.percentage }
    })
  }

  /** Adds overrides to a result; a new `time_finished` moves it in the feed, as when a test is reopened. */
  change(key: ResultKey, overrides: JsonObject): SentResult {
    return this.#edit(key, (attempt) => {
      attempt.overrides = { ...attempt.overrides, ...overrides }
      attempt.finished = asNumber(overrides.time_finished) ?? attempt.finished
    })
  }

  /** Removes a result, as ClassMarker does when a member is taken out of a group. */
  remove(key: ResultKey): void {
    if ('link_result_id' in key) this.#links.remove(this.#link(key))
    else this.#groups.remove(this.#group(key))
  }

  #edit(key: ResultKey, edit: (attempt: Attempt) => void): SentResult {
    if ('link_result_id' in key) {
      const attempt = this.#link(key)
      this.#links.remove(attempt)
      edit(attempt)
      this.#links.add(attempt)
      return this.#linkFields(attempt)
    }
    const attempt = this.#group(key)
    this.#groups.remove(attempt)
    edit(attempt)
    this.#groups.add(attempt)
    return this.#groupFields(attempt)
  }

  #attempt<Place extends Group>(
    place: Place,
    test: Test,
    person: Person,
    now: UnixSeconds,
    overrides: JsonObject,
  ): Attempt<Place> {
    const taken = Math.round(test.minutes * 40)
    const startGiven = asNumber(overrides.time_started)
    const finished = asNumber(overrides.time_finished) ?? (startGiven === undefined ? now : startGiven + taken)
    const started = startGiven ?? finished - taken
    const points = pointsGiven(test, overrides) ?? pointsFor(test, person.ability)
    const attempt = { id: 0, place, test, person, started, finished, points, awaitingGrading: false, overrides }
    if (overrides.requires_grading === 'Yes') {
      if (pointsGiven(test, overrides) === undefined) awaitGrading(attempt)
      attempt.awaitingGrading = true
    }
    return attempt
  }

  #group(key: GroupResultKey): Attempt {
    return found(
      this.#groups.all.find((attempt) => {
        const fields = this.#groupFields(attempt)
        const same = (field: keyof GroupResultKey): boolean => Number(fields[field]) === key[field]
        return attempt.started === key.time_started && same('user_id') && same('test_id') && same('group_id')
      }),
      key,
    )
  }

  #link(key: LinkResultKey): LinkAttempt {
    return found(
      this.#links.all.find(({ id }) => id === key.link_result_id),
      key,
    )
  }

  #groupFields(attempt: Attempt): SentGroupResult {
    return withOverrides(groupResult(attempt, this.#origins.seed), attempt)
  }

  #linkFields(attempt: LinkAttempt): SentLinkResult {
    return withOverrides(linkResult(attempt, this.#origins.seed), attempt)
  }
}

function pointsGiven(test: Test, overrides: JsonObject): number | undefined {
  const points = asNumber(overrides.points_scored)
  if (points !== undefined) return Math.round(points * 10)
  const percentage = asNumber(overrides.percentage)
  return percentage === undefined ? undefined : Math.round((percentage * test.pointsAvailable) / 10)
}

function found<Item>(item: Item | undefined, key: ResultKey): Item {
  if (item === undefined) throw new RangeError(`No such result: ${JSON.stringify(key)}`)
  return item
}

/** A part of a feed: the results of one test in one group or link. */
interface Pair {
  readonly placeId: number
  readonly testId: number
}

const keyOf = ({ placeId, testId }: Pair): string => `${placeId}/${testId}`
const pairOf = ({ place, test }: Attempt): Pair => ({ placeId: place.id, testId: test.id })

/** All results of one feed, oldest first; found by binary search, so a page costs the same in any size. */
class ResultFeed<Place extends Group> {
  readonly #all: Attempt<Place>[]
  readonly #byPair = new Map<string, Attempt<Place>[]>()

  /** Takes over `attempts`, which must be sorted by finish time. */
  constructor(attempts: Attempt<Place>[]) {
    this.#all = attempts
    for (const attempt of attempts) this.#partOf(pairOf(attempt)).push(attempt)
  }

  get all(): readonly Attempt<Place>[] {
    return this.#all
  }

  /** Up to `limit` results finished later than `moment`, and how many there are in all. */
  finishedAfter(moment: number, limit: number, pair?: Pair): { page: Attempt<Place>[]; available: number } {
    const part = pair ? (this.#byPair.get(keyOf(pair)) ?? []) : this.#all
    const from = firstAfter(part, moment)
    return { page: part.slice(from, from + limit), available: part.length - from }
  }

  add(attempt: Attempt<Place>): void {
    for (const part of [this.#all, this.#partOf(pairOf(attempt))]) {
      part.splice(firstAfter(part, attempt.finished), 0, attempt)
    }
  }

  remove(attempt: Attempt<Place>): void {
    for (const part of [this.#all, this.#partOf(pairOf(attempt))]) {
      const at = part.indexOf(attempt)
      if (at >= 0) part.splice(at, 1)
    }
  }

  #partOf(pair: Pair): Attempt<Place>[] {
    const key = keyOf(pair)
    const part = this.#byPair.get(key) ?? []
    this.#byPair.set(key, part)
    return part
  }
}

function firstAfter(sorted: readonly Attempt[], moment: number): number {
  let low = 0
  let high = sorted.length
  while (low < high) {
    const middle = (low + high) >>> 1
    if ((sorted[middle]?.finished ?? 0) > moment) high = middle
    else low = middle + 1
  }
  return low
}
