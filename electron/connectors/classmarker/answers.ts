import { z } from 'zod'
import { AppError } from '../../../shared/errors.ts'
import type { Discovery } from '../../../shared/model/discovery.ts'
import type { ReceivedResult, UnreadableResult } from '../../../shared/model/received-page.ts'
import type { Named, Result } from '../../../shared/model/result.ts'
import { readerVersion } from '../../../shared/model/result-fields.ts'
import { type ClassMarkerFeed, type Tenths, toTenths } from '../../../shared/model/result-values.ts'
import { type UnixSeconds, unixSeconds } from '../../../shared/model/time.ts'
import {
  flag,
  integer,
  integerOrNull,
  isObject,
  parseJson,
  readFlag,
  readInteger,
  readIntegerOrNull,
  readNumberOrNull,
} from '../values.ts'
import { openEnvelope } from './errors.ts'
import {
  isList,
  readIdOrNull,
  readPercentageOrNull,
  readText,
  readTextOrNull,
  text,
  textOrNull,
  wrapped,
} from './values.ts'

/** What a key can see (API page, "All available Groups, Links & Tests"). */
export interface DiscoveryAnswer extends Discovery {
  readonly serverTime: UnixSeconds | null
}

/** One page of a result feed. */
export interface ResultsAnswer {
  readonly serverTime: UnixSeconds | null
  readonly results: readonly ReceivedResult[]
  readonly unreadable: readonly UnreadableResult[]
  /** Results sent on this page, readable or not. */
  readonly returned: number
  /** Finish times of the results sent, readable or not; null where the time itself cannot be read. */
  readonly finishes: readonly (UnixSeconds | null)[]
  /** The moment after which ClassMarker says it took results; null when not said. */
  readonly takenAfter: UnixSeconds | null
  /** Whether the counts in the answer agree with its results. If not, results may be missing. */
  readonly fits: boolean
  /** Results after the requested moment, this page included; null when not said. */
  readonly available: number | null
  readonly moreExist: boolean
  readonly nextFinishedAfter: UnixSeconds | null
  readonly tests: readonly Named[]
  readonly sources: readonly Named[]
}

const sentTest = z.looseObject({ test_id: integer, test_name: text })
const sentGroup = z.looseObject({ group_id: integer, group_name: text, assigned_tests: wrapped('test') })
const sentLink = z.looseObject({
  link_id: integer,
  link_name: text,
  link_url_id: textOrNull,
  access_list_id: integerOrNull,
  assigned_tests: wrapped('test'),
})
const sentLists = z.looseObject({ groups: wrapped('group'), links: wrapped('link'), tests: wrapped('test') })

const readable = <T>(schema: z.ZodType<T>, items: readonly unknown[]): T[] =>
  items.flatMap((item) => {
    const parsed = schema.safeParse(item)
    return parsed.success ? [parsed.data] : []
  })

const toNamed = (test: z.infer<typeof sentTest>): Named => ({ id: test.test_id, name: test.test_name })
const momentOrNull = (value: number | null) => (value === null ? null : unixSeconds(value))

/**
 * Reads the answer of `GET /v1.json`. An account without groups and links has empty lists; an answer with only "ok"
 * comes from another service.
 * @throws AppError `api/*`
 */
export function readDiscovery(body: unknown): DiscoveryAnswer {
  const { server_timestamp, groups: sentGroups, links: sentLinks } = openEnvelope(body)
  if (!isList(sentGroups) && !isList(sentLinks)) throw new AppError('api/not-understood')
  const lists = sentLists.parse(body)
  const groups = readable(sentGroup, lists.groups)
  const links = readable(sentLink, lists.links)
  const testsOf = (source: { assigned_tests: unknown[] }) => readable(sentTest, source.assigned_tests).map(toNamed)
  const idsOf = (source: { assigned_tests: unknown[] }) => testsOf(source).map(({ id }) => id)
  return {
    serverTime: momentOrNull(server_timestamp),
    sources: [
      ...groups.map((group) => ({
        feed: 'groups' as const,
        id: group.group_id,
        name: group.group_name,
        linkUrlId: null,
        accessListId: null,
        testIds: idsOf(group),
      })),
      ...links.map((link) => ({
        feed: 'links' as const,
        id: link.link_id,
        name: link.link_name,
        linkUrlId: link.link_url_id,
        accessListId: link.access_list_id,
        testIds: idsOf(link),
      })),
    ],
    tests: [...new Map([...groups, ...links].flatMap(testsOf).map((test) => [test.id, test])).values()],
  }
}

const isMoment = (value: number): boolean => value >= 0 && value <= 100_000_000_000
const moment = integer.refine(isMoment)

/**
 * Reads one result as ClassMarker's feeds send it (API page, "recent results"). Required is only what identifies a
 * result and places it in its feed: test, group or link, start and finish. Fields that nobody knows are kept in its JSON.
 * An archive has 10,000 results, and each is read twice, so that this takes no schema.
 * @returns the result, or why it cannot be read; its JSON is then kept instead
 */
export function readResult(feed: ClassMarkerFeed, sent: unknown): { result: Result } | { problem: string } {
  if (!isObject(sent)) return { problem: 'result: not an object' }
  const [testId, started, finished] = [sent.test_id, sent.time_started, sent.time_finished].map(readInteger)
  if (testId === undefined) return { problem: 'test_id: not a whole number' }
  if (started === undefined || !isMoment(started)) return { problem: notAMoment('time_started', started) }
  if (finished === undefined || !isMoment(finished)) return { problem: notAMoment('time_finished', finished) }
  const sourceId = readIntegerOrNull(feed === 'groups' ? sent.group_id : sent.link_id)
  if (sourceId === null) return { problem: feed === 'groups' ? 'group_id: missing' : 'link_id: missing' }
  const duration = readTextOrNull(sent.duration)
  return {
    result: {
      feed,
      sourceId,
      testId,
      linkResultId: readIdOrNull(sent.link_result_id),
      userId: readIdOrNull(sent.user_id),
      cmUserId: readTextOrNull(sent.cm_user_id),
      first: readText(sent.first),
      last: readText(sent.last),
      email: readTextOrNull(sent.email),
      accessCode: readTextOrNull(sent.access_code),
      extraInfo: [
        readTextOrNull(sent.extra_info),
        readTextOrNull(sent.extra_info2),
        readTextOrNull(sent.extra_info3),
        readTextOrNull(sent.extra_info4),
        readTextOrNull(sent.extra_info5),
      ],
      percentage: tenthsOrNull(readPercentageOrNull(sent.percentage)),
      pointsScored: readNumberOrNull(sent.points_scored),
      pointsAvailable: readNumberOrNull(sent.points_available),
      passMark: tenthsOrNull(readPercentageOrNull(sent.percentage_passmark)),
      passed: readFlag(sent.passed),
      requiresGrading: readFlag(sent.requires_grading),
      status: readTextOrNull(sent.status),
      testType: readTextOrNull(sent.test_type),
      timeStarted: unixSeconds(started),
      timeFinished: unixSeconds(finished),
      duration,
      durationSeconds: secondsOf(duration),
      giveCertificateOnlyWhenPassed: readFlag(sent.give_certificate_only_when_passed),
      certificateSerial: readTextOrNull(sent.certificate_serial),
      certificateUrl: readTextOrNull(sent.certificate_url),
      viewResultsUrl: readTextOrNull(sent.view_results_url),
      ipAddress: readTextOrNull(sent.ip_address),
    },
  }
}

const notAMoment = (field: string, value: number | undefined): string =>
  `${field}: ${value === undefined ? 'not a whole number' : 'not a time'}`

const tenthsOrNull = (value: number | null): Tenths | null => (value === null ? null : toTenths(value))

/** When a result finished, even if nothing else of it can be read: it still places the result in its feed. */
export const finishOf = (sent: unknown): UnixSeconds | null => {
  const read = sentFinish.safeParse(sent).data
  return read === undefined ? null : unixSeconds(read.time_finished)
}
const sentFinish = z.looseObject({ time_finished: moment })

/** "00:50:08" → 3008. ClassMarker's XML sample begins a duration with a stray quotation mark. */
function secondsOf(duration: string | null): number | null {
  const match = duration?.match(/^"?(\d{1,6}):([0-5]?\d):([0-5]?\d)"?$/)
  return match ? Number(match[1]) * 3600 + Number(match[2]) * 60 + Number(match[3]) : null
}

/** As `readResult`, from the stored JSON. @throws SyntaxError if it is not JSON */
export const readStored = (feed: ClassMarkerFeed, raw: string): { result: Result } | { problem: string } =>
  readResult(feed, parseJson(raw))

/** The most results on one page, and the default (API page, `limit`). */
export const pageSize = 200

const page = z.looseObject({
  results: wrapped('result'),
  num_results_available: integerOrNull,
  num_results_returned: integerOrNull,
  more_results_exist: flag,
  next_finished_after_timestamp: integerOrNull,
  finished_after_timestamp_used: integerOrNull,
})

type Page = z.infer<typeof page>

/**
 * Whether more results follow: ClassMarker says so, or its count does. Without a count, a full page means yes even
 * beside a "no", because one request more loses nothing.
 */
function moreExist({ more_results_exist: saysMore, num_results_available: available, results }: Page): boolean {
  return saysMore === true || (available === null ? results.length >= pageSize : available > results.length)
}

/** Whether a page holds what its counts say. Missing counts do not matter. */
function countsFit(isEmpty: boolean, sent: Page): boolean {
  const { num_results_available: available, num_results_returned: returned, more_results_exist: more, results } = sent
  const count = results.length
  if (isEmpty) return count === 0 && !returned && !available && more !== true
  // ClassMarker says "no_results" if there are none: an empty page with "ok" needs a count that says so.
  if (count === 0 && available !== 0 && returned !== 0) return false
  const isEnough = available === null || (more === false ? available === count : available >= count)
  return isEnough && (returned === null || returned === count) && !(more === true && count === 0)
}

/**
 * Reads one page of a result feed; an unreadable result does not stop the others.
 * @throws AppError `api/*`; `api/not-understood` also for an answer with neither results nor their count
 */
export function readResults(feed: ClassMarkerFeed, body: unknown): ResultsAnswer {
  const { server_timestamp, status, results: sentResults } = openEnvelope(body)
  const sent = page.safeParse(body).data
  if (sent === undefined) throw new AppError('api/not-understood')
  const isEmpty = status === 'no_results'
  const hasCount = sent.num_results_available !== null || sent.num_results_returned !== null
  if (!isEmpty && !hasCount && !isList(sentResults)) throw new AppError('api/not-understood')
  const { tests, ...sources } = namesIn(body)
  const results: ReceivedResult[] = []
  const unreadable: UnreadableResult[] = []
  for (const item of sent.results) {
    const raw = JSON.stringify(item) ?? 'null'
    const read = readResult(feed, item)
    if ('result' in read) results.push({ result: read.result, raw })
    else unreadable.push({ raw, problem: read.problem, reader: readerVersion })
  }
  return {
    serverTime: momentOrNull(server_timestamp),
    results,
    unreadable,
    returned: sent.results.length,
    finishes: sent.results.map(finishOf),
    takenAfter: momentOrNull(sent.finished_after_timestamp_used),
    fits: countsFit(isEmpty, sent),
    available: isEmpty ? 0 : sent.num_results_available,
    moreExist: !isEmpty && moreExist(sent),
    nextFinishedAfter: momentOrNull(sent.next_finished_after_timestamp),
    tests,
    sources: sources[feed],
  }
}

/** The results of an answer as they were sent; none where it has no list of them. */
export const resultsIn = (body: unknown): readonly unknown[] => page.safeParse(body).data?.results ?? []

/** The names that an answer gives to tests, groups and links. */
export function namesIn(body: unknown): Readonly<Record<'tests' | ClassMarkerFeed, readonly Named[]>> {
  const lists = sentLists.safeParse(body).data ?? { groups: [], links: [], tests: [] }
  return {
    tests: readable(sentTest, lists.tests).map(toNamed),
    groups: readable(sentGroup, lists.groups).map((group) => ({ id: group.group_id, name: group.group_name })),
    links: readable(sentLink, lists.links).map((link) => ({ id: link.link_id, name: link.link_name })),
  }
}

/** ClassMarker's answer to a change of a list (API page, "Add Access codes"). Missing values are null. */
export interface AccessListAnswer {
  readonly serverTime: UnixSeconds | null
  readonly listName: string | null
  /** Codes really added or deleted; those already there, or not there, are not counted. */
  readonly counted: number | null
  /** Codes on the list now. */
  readonly total: number | null
}

const sentChange = z.looseObject({ access_lists: wrapped('access_list') })
const count = integerOrNull.transform((value) => (value === null || value < 0 ? null : value))
const sentList = z.looseObject({
  access_list_id: integerOrNull,
  access_list_name: textOrNull,
  num_codes_added: count,
  num_codes_deleted: count,
  num_codes_total: count,
})

/**
 * Reads the answer to a change of a list.
 * @throws AppError `api/*`; `api/not-understood` also for an answer about another list or none
 */
export function readAccessList(listId: number, body: unknown): AccessListAnswer {
  const { server_timestamp, status } = openEnvelope(body)
  const [sent] = sentChange.safeParse(body).data?.access_lists ?? []
  const list = sentList.safeParse(sent).data
  const isOther = list?.access_list_id != null && list.access_list_id !== listId
  if (status !== 'ok' || list === undefined || isOther) throw new AppError('api/not-understood')
  return {
    serverTime: server_timestamp === null ? null : unixSeconds(server_timestamp),
    listName: list.access_list_name,
    counted: list.num_codes_added ?? list.num_codes_deleted,
    total: list.num_codes_total,
  }
}
