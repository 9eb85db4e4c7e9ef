import { z } from 'zod'
import { AppError } from '../../shared/errors.ts'
import type { Feed } from '../../shared/model/feed.ts'
import type { Result } from '../../shared/model/result.ts'
import { type UnixSeconds, unixSeconds } from '../../shared/model/time.ts'
import { apiError } from './api-errors.ts'
import { readerVersion, readResult } from './result.ts'
import { flag, integer, integerOrNull, text, textOrNull, wrapped } from './values.ts'

/** What a key can see (API page, "All available Groups, Links & Tests"). */
export interface DiscoveryAnswer {
  readonly serverTime: UnixSeconds | null
  readonly sources: readonly {
    readonly feed: Feed
    readonly id: number
    readonly name: string
    readonly linkUrlId: string | null
    readonly accessListId: number | null
    readonly testIds: readonly number[]
  }[]
  readonly tests: readonly Named[]
}

interface Named {
  readonly id: number
  readonly name: string
}

/** One page of a result feed. */
export interface ResultsAnswer {
  readonly serverTime: UnixSeconds | null
  readonly results: readonly { readonly result: Result; readonly raw: string }[]
  readonly unreadable: readonly { readonly raw: string; readonly problem: string; readonly reader: number }[]
  /** Results sent on this page, readable or not. */
  readonly returned: number
  /** Results after the asked moment, this page included; null when not said. */
  readonly available: number | null
  readonly moreExist: boolean
  readonly nextFinishedAfter: UnixSeconds | null
  readonly tests: readonly Named[]
  readonly sources: readonly Named[]
}

const envelope = z.looseObject({
  status: z.string(),
  server_timestamp: integerOrNull.catch(null),
  next_request_after: integerOrNull.catch(null),
  error: z
    .looseObject({
      error_code: textOrNull,
      code: textOrNull,
      next_request_after: integerOrNull.catch(null),
    })
    .optional()
    .catch(undefined),
})

type Envelope = z.infer<typeof envelope>

/**
 * Checks the `status` that every answer begins with.
 * @throws AppError `api/*` for a documented or unknown error, `api/not-understood` for anything without a known status
 */
export function openEnvelope(body: unknown): Envelope {
  const parsed = envelope.safeParse(body)
  if (!parsed.success) throw new AppError('api/not-understood')
  const answer = parsed.data
  if (answer.status === 'ok' || answer.status === 'no_results') return answer
  // The 2012 sample knows a status of its own for the rate limit, without an error object.
  const apiCode = answer.error?.error_code ?? answer.error?.code ?? answer.status
  const nextRequestAfter = answer.error?.next_request_after ?? answer.next_request_after
  throw apiError(apiCode, nextRequestAfter, answer.server_timestamp)
}

const sentTest = z.looseObject({ test_id: integer, test_name: text })
const sentGroup = z.looseObject({ group_id: integer, group_name: text, assigned_tests: wrapped('test') })
const sentLink = z.looseObject({
  link_id: integer,
  link_name: text,
  link_url_id: textOrNull,
  access_list_id: integerOrNull.catch(null),
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

/** Reads the answer of `GET /v1.json`. @throws AppError `api/*` */
export function readDiscovery(body: unknown): DiscoveryAnswer {
  const { server_timestamp } = openEnvelope(body)
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

/** Results on one page at the most, and the default (API page, `limit`). */
export const pageSize = 200

const page = z.looseObject({
  results: wrapped('result'),
  num_results_available: integerOrNull.catch(null),
  more_results_exist: flag,
  next_finished_after_timestamp: integerOrNull.catch(null),
})

/** ClassMarker's own word; where it is missing, the number of results says it, and at last a full page. */
function moreExist(sent: z.infer<typeof page>): boolean {
  const { more_results_exist: told, num_results_available: available, results } = sent
  return told ?? (available === null ? results.length >= pageSize : available > results.length)
}

/** Reads one page of a result feed; a result that cannot be read never stops the others. @throws AppError `api/*` */
export function readResults(feed: Feed, body: unknown): ResultsAnswer {
  const { server_timestamp, status } = openEnvelope(body)
  const sent = page.safeParse(body)
  if (!sent.success) throw new AppError('api/not-understood')
  const lists = sentLists.parse(body)
  const results: { result: Result; raw: string }[] = []
  const unreadable: { raw: string; problem: string; reader: number }[] = []
  for (const item of sent.data.results) {
    const raw = JSON.stringify(item) ?? 'null'
    const read = readResult(feed, item)
    if ('result' in read) results.push({ result: read.result, raw })
    else unreadable.push({ raw, problem: read.problem, reader: readerVersion })
  }
  return {
    serverTime: momentOrNull(server_timestamp),
    results,
    unreadable,
    returned: sent.data.results.length,
    available: status === 'no_results' ? 0 : sent.data.num_results_available,
    moreExist: status === 'ok' && moreExist(sent.data),
    nextFinishedAfter: momentOrNull(sent.data.next_finished_after_timestamp),
    tests: readable(sentTest, lists.tests).map(toNamed),
    sources:
      feed === 'groups'
        ? readable(sentGroup, lists.groups).map((group) => ({ id: group.group_id, name: group.group_name }))
        : readable(sentLink, lists.links).map((link) => ({ id: link.link_id, name: link.link_name })),
  }
}
