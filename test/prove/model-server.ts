import { RateLimit } from '../../electron/simulator/api.ts'
import type { ClassMarkerFeed } from '../../shared/model/result-values.ts'
import { day, hour, minute, type UnixSeconds, unixSeconds } from '../../shared/model/time.ts'

/** A result at the server. Every version of it is kept, so that a stored value can be traced to one. */
export interface ServerResult {
  readonly feed: ClassMarkerFeed
  /** User id in the groups feed, and part of the name in both; unique over both. */
  readonly id: number
  readonly sourceId: number
  readonly testId: number
  /** The number ClassMarker gives a link's result: its own, or one that another person's result has, too. */
  readonly linkResultId: number
  started: number
  /** How many requests the server had received when this version was made. */
  seenFrom: number
  finished: number
  points: number
  toGrade: boolean
  readonly versions: string[]
}

type Version = Pick<ServerResult, 'started' | 'finished' | 'points' | 'toGrade'>

export const versionOf = ({ started, finished, points, toGrade }: Version) =>
  `${started} ${finished} ${points} ${toGrade}`

/**
 * The key that tells one result from all others: in a group by `naturalKey`, for a link by its number and its person.
 */
export const keyOf = (result: ServerResult): string =>
  result.feed === 'links'
    ? `l:${result.linkResultId} No ${result.id}`
    : `g:${result.id}:${result.testId}:${result.sourceId}:${result.started}`

/** Ways in which an answer's results differ from its own counts, or from those the server has. */
export const lies = [
  'results fewer than returned',
  'results fewer than available',
  'results missing',
  'results null',
  'more without results',
  'newest first',
  'not counted',
] as const
type Lie = (typeof lies)[number]

/** A fault in one answer. */
export type Fault =
  | { readonly kind: 'error'; readonly code: string }
  | { readonly kind: 'blocked'; readonly seconds: number }
  /** From now on every request is refused for a while, and the answer names no time to come back. */
  | { readonly kind: 'refusing'; readonly seconds: number }
  | { readonly kind: 'html' | 'http 500' | 'cut-off' | 'reset' | 'reset after' }
  | { readonly kind: 'next missing' | 'next stuck' | 'next backwards' | 'more missing' | 'available missing' }
  | { readonly kind: 'time missing' }
  | { readonly kind: Lie }

export interface LoggedRequest {
  readonly number: number
  readonly time: UnixSeconds
  readonly feed: ClassMarkerFeed | null
  /** Whether the request was for the whole feed, rather than one group or link. */
  readonly whole: boolean
  readonly after: number
  outcome: string
  /** Set when the server named a time before which it wants no request. */
  blockedUntil: number | null
}

export interface ModelOptions {
  readonly start: UnixSeconds
  /** Most results on one page, whatever `limit` says. */
  readonly page: number
  readonly windowDays: number
  readonly requestsPerHour: number | null
  /** Seconds that an answer takes; below one, several answers fall into one second. */
  readonly pace: number
}

interface Place {
  readonly feed: ClassMarkerFeed
  readonly id: number
  readonly tests: Set<number>
}

/** A ClassMarker in memory behind the `fetch` port; small pages, so that a few results fill many. */
export class ModelServer {
  now: number
  readonly results: ServerResult[] = []
  readonly places: Place[] = []
  readonly log: LoggedRequest[] = []
  readonly options: ModelOptions
  /** Applied to every feed answer until the server is healthy again. */
  quirk: Fault | null = null
  /** Chooses the fault of each request before it is answered. */
  beforeAnswer: () => Fault | null = () => null
  #limit: RateLimit
  #blockedUntil = 0
  #refusingUntil = 0
  #nextId = 1

  constructor(options: ModelOptions) {
    this.options = options
    this.now = options.start
    this.#limit = new RateLimit(options.requestsPerHour)
    this.addPlace('groups', 2)
    this.addPlace('groups', 1)
    this.addPlace('links', 1)
    this.addPlace('links', 1)
  }

  get clock(): UnixSeconds {
    return unixSeconds(Math.floor(this.now))
  }

  pass(seconds: number): void {
    this.now += seconds
  }

  /** Refuses every request for a while, without saying until when. */
  refuse(seconds: number): void {
    this.#refusingUntil = this.clock + seconds
  }

  addPlace(feed: ClassMarkerFeed, tests: number): void {
    const id = 100 + this.places.length
    this.places.push({ feed, id, tests: new Set(Array.from({ length: tests }, (_, index) => id * 10 + index)) })
  }

  addTest(which: number): void {
    const place = this.places[which % this.places.length]
    place?.tests.add(place.id * 10 + place.tests.size)
  }

  /** The results stay in the feed of all groups, but the test itself can no longer be asked for. */
  unassign(which: number): void {
    const place = this.places[which % this.places.length]
    const first = [...(place?.tests ?? [])][0]
    if (first !== undefined) place?.tests.delete(first)
  }

  /** The account gets another key, with an hour of its own; what the old key was told no longer binds it. */
  renewKey(): void {
    this.#limit = new RateLimit(this.options.requestsPerHour)
    this.#blockedUntil = 0
    for (const request of this.log) request.blockedUntil = null
  }

  /** Like `finish` for a link, under the number of an existing result. */
  finishUnderSameId(which: number): void {
    const links = this.results.filter(({ feed }) => feed === 'links')
    const other = links[which % Math.max(1, links.length)]
    if (other === undefined) return
    // Time moves on, because nobody could tell apart two people under one number who began and finished together and
    // came in two answers.
    this.now += 1
    this.finish('links', which, this.clock, false, other.linkResultId)
    this.now += 1
  }

  /** Whether no other result has this result's number. */
  isAlone({ feed, linkResultId }: ServerResult): boolean {
    return this.results.filter((each) => each.feed === feed && each.linkResultId === linkResultId).length === 1
  }

  finish(feed: ClassMarkerFeed, which: number, finished: number, toGrade: boolean, linkResultId = this.#nextId): void {
    const places = this.places.filter((place) => place.feed === feed)
    const place = places[which % places.length]
    if (place === undefined) return
    const tests = [...place.tests]
    const result: ServerResult = {
      feed,
      id: this.#nextId++,
      linkResultId,
      sourceId: place.id,
      testId: tests[which % Math.max(1, tests.length)] ?? place.id * 10,
      started: finished - 600,
      seenFrom: this.log.length,
      finished,
      points: which % 20,
      toGrade,
      versions: [],
    }
    result.versions.push(versionOf(result))
    this.results.push(result)
  }

  change(result: ServerResult, change: Partial<Version>): void {
    Object.assign(result, change)
    result.seenFrom = this.log.length
    result.versions.push(versionOf(result))
  }

  /** The oldest finish time that may be asked for. */
  get windowStart(): number {
    return this.clock - this.options.windowDays * day
  }

  readonly fetch = async (address: string): Promise<Response> => {
    const url = new URL(address)
    const fault = this.beforeAnswer()
    const [, feed, part] =
      /^\/v1\/(groups|links)\/(?:(\d+\/tests\/\d+)\/)?recent_results\.json$/.exec(url.pathname) ?? []
    const logged: LoggedRequest = {
      number: this.log.length,
      time: this.clock,
      feed: feed === 'groups' || feed === 'links' ? feed : null,
      whole: part === undefined,
      after: Number(url.searchParams.get('finishedAfterTimestamp') ?? Number.NaN),
      outcome: fault?.kind ?? 'ok',
      blockedUntil: null,
    }
    this.log.push(logged)
    if (fault?.kind === 'reset') throw new TypeError('fetch failed', { cause: new Error('ECONNRESET') })
    if (fault?.kind === 'html')
      return new Response('<!doctype html><p>Sign in', { headers: { 'content-type': 'text/html' } })
    if (fault?.kind === 'http 500') return new Response('<h1>Error', { status: 500 })
    const body = JSON.stringify(this.#answer(url, logged, part, fault))
    this.now += this.options.pace
    // An answer the laptop never reads does not bind it.
    if (fault?.kind === 'reset after' || fault?.kind === 'cut-off') logged.blockedUntil = null
    if (fault?.kind === 'reset after') throw new TypeError('fetch failed', { cause: new Error('ECONNRESET') })
    return new Response(fault?.kind === 'cut-off' ? body.slice(0, body.length / 2) : body)
  }

  #answer(url: URL, logged: LoggedRequest, part: string | undefined, fault: Fault | null): object {
    const refuse = (code: string, until?: number) => {
      logged.outcome = code
      logged.blockedUntil = until ?? null
      return {
        status: 'error',
        server_timestamp: this.clock,
        error: { error_code: code, error_message: code, ...(until === undefined ? {} : { next_request_after: until }) },
      }
    }
    if (Math.abs(Number(url.searchParams.get('timestamp')) - this.clock) > 5 * minute)
      return refuse('timeStampOutOfRange')
    if (fault?.kind === 'blocked') this.#blockedUntil = this.clock + fault.seconds
    if (this.clock < this.#blockedUntil) return refuse('rateLimitExceeded', this.#blockedUntil)
    if (fault?.kind === 'refusing') this.refuse(fault.seconds)
    // "within one hour" (API page): when no time is named, an hour has to pass.
    if (this.clock < this.#refusingUntil) return { ...refuse('rateLimitExceeded', this.clock + hour), error: unsaid }
    const refused = this.#limit.admit(this.clock)
    if (refused !== undefined) return refuse('rateLimitExceeded', refused.nextRequestAfter)
    if (fault?.kind === 'error') return refuse(fault.code)
    const { feed } = logged
    if (feed === null) return this.#discovery()
    if (logged.after < this.windowStart) return refuse('finishedAfterTimestampTooEarly')
    const [sourceId, testId] = (part ?? '').split('/tests/').map(Number)
    if (part !== undefined && !this.places.some((place) => place.id === sourceId && place.tests.has(testId ?? 0)))
      return refuse('incorrectUrlId')
    const found = this.results
      .filter((each) => each.feed === feed && each.finished > logged.after)
      .filter((each) => part === undefined || (each.sourceId === sourceId && each.testId === testId))
      .toSorted((a, b) => a.finished - b.finished)
    const page = found.slice(0, Math.min(this.options.page, Number(url.searchParams.get('limit'))))
    const answer = {
      status: page.length === 0 ? 'no_results' : 'ok',
      server_timestamp: this.clock,
      ...(feed === 'groups' ? { groups: this.#namesOf(page, 'group') } : { links: this.#namesOf(page, 'link') }),
      tests: [...new Set(page.map((each) => each.testId))].map((id) => ({
        test: { test_id: id, test_name: `T${id}` },
      })),
      results: page.map((each) => ({ result: sent(each) })),
      num_results_available: found.length,
      num_results_returned: page.length,
      more_results_exist: found.length > page.length,
      ...(page.length === 0 ? {} : { next_finished_after_timestamp: page.at(-1)?.finished }),
    }
    return this.#odd(logged.after, fault ?? this.quirk, answer)
  }

  #odd(after: number, fault: Fault | null, answer: Sent): object {
    const without = (name: string) => Object.fromEntries(Object.entries(answer).filter(([key]) => key !== name))
    switch (fault?.kind) {
      case 'next missing':
        return without('next_finished_after_timestamp')
      case 'next stuck':
        return { ...answer, next_finished_after_timestamp: after }
      case 'next backwards':
        return { ...answer, next_finished_after_timestamp: after - 5_000 }
      case 'more missing':
        return without('more_results_exist')
      case 'available missing':
        return without('num_results_available')
      case 'time missing':
        return without('server_timestamp')
      case 'results fewer than returned':
        return { ...answer, results: answer.results.slice(0, -1) }
      case 'results fewer than available':
        return {
          ...answer,
          results: answer.results.slice(0, -1),
          num_results_returned: answer.results.length - 1,
          more_results_exist: false,
        }
      case 'results missing':
        return without('results')
      case 'results null':
        return { ...answer, results: null }
      case 'more without results':
        return { ...answer, results: [], num_results_returned: 0, more_results_exist: true }
      case 'newest first':
        return { ...answer, results: answer.results.toReversed(), next_finished_after_timestamp: undefined }
      case 'not counted':
        return { ...answer, num_results_returned: answer.results.length + 2 }
      default:
        return answer
    }
  }

  #namesOf(page: readonly ServerResult[], kind: 'group' | 'link') {
    return [...new Set(page.map((each) => each.sourceId))].map((id) => ({
      [kind]: { [`${kind}_id`]: id, [`${kind}_name`]: `P${id}` },
    }))
  }

  /** What a key sees, in the form the laptop reads it in. */
  discovery() {
    return {
      sources: this.places.map(({ feed, id, tests }) => ({
        feed,
        id,
        name: `P${id}`,
        linkUrlId: null,
        accessListId: null,
        testIds: [...tests],
      })),
      tests: [...new Set(this.places.flatMap(({ tests }) => [...tests]))].map((id) => ({ id, name: `T${id}` })),
    }
  }

  #discovery(): object {
    const named = (feed: ClassMarkerFeed, kind: 'group' | 'link') =>
      this.places
        .filter((place) => place.feed === feed)
        .map(({ id, tests }) => ({
          [kind]: {
            [`${kind}_id`]: id,
            [`${kind}_name`]: `P${id}`,
            assigned_tests: [...tests].map((test) => ({ test: { test_id: test, test_name: `T${test}` } })),
          },
        }))
    return {
      status: 'ok',
      server_timestamp: this.clock,
      groups: named('groups', 'group'),
      links: named('links', 'link'),
    }
  }
}

type Sent = Record<string, unknown> & { readonly results: readonly unknown[] }

const unsaid = { error_code: 'rateLimitExceeded', error_message: 'rateLimitExceeded' }

// One in seven results is written in an odd form that reads the same.
const oddly = (each: ServerResult): object =>
  each.id % 7 === 0
    ? {
        percentage: `${(each.points * 5).toFixed(1).replace('.', ',')} %`,
        passed: 'perhaps',
        email: {},
        time_started: `${each.started}`,
      }
    : {}

const sent = (each: ServerResult) => ({
  ...(each.feed === 'groups'
    ? { user_id: each.id, group_id: each.sourceId }
    : { link_result_id: each.linkResultId, link_id: each.sourceId }),
  first: 'Ada',
  last: `No ${each.id}`,
  test_id: each.testId,
  percentage: each.points * 5,
  points_scored: each.points,
  points_available: 20,
  percentage_passmark: 50,
  passed: each.points >= 10,
  requires_grading: each.toGrade ? 'Yes' : 'No',
  time_started: each.started,
  time_finished: each.finished,
  status: 'f',
  ...oddly(each),
})
