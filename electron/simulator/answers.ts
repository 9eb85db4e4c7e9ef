import { day, plusSeconds, type UnixSeconds } from '../../shared/model/time.ts'
import { type BankRoute, bankMethods, bankRouteTo } from './bank.ts'
import type { Group, Link, Test } from './catalogue.ts'
import { ApiError, type JsonObject } from './protocol.ts'
import { htmlEncoded } from './result.ts'
import type { World } from './world.ts'

/**
 * The three months that `finishedAfterTimestamp` may reach back, taken as 90 days. Calendar months make 89 to 92 days,
 * so a client that keeps below 89 is always safe.
 */
export const lookBackSeconds = 90 * day

/** How far a request without `finishedAfterTimestamp` reaches back. */
const defaultWindowSeconds = 14 * day

/** The most results in one answer, and the number without `limit`. */
const mostResultsPerPage = 200

export interface ResultsQuery {
  readonly feed: Feed
  /** One group or link and one of its tests; without, the whole feed. */
  readonly pair?: { readonly placeId: number; readonly testId: number }
  readonly parameters: URLSearchParams
}

/**
 * One page of results, oldest first. Throws an ApiError: apiKeyNoGroupPermission for an unknown group, incorrectUrlId
 * for an unknown link or a test that is not assigned there, requestParamValidationError, finishedAfterTimestampTooEarly.
 */
export function recentResults(world: World, { feed, pair, parameters }: ResultsQuery): JsonObject {
  if (pair) mustBeAssigned(world, feed, pair)
  const after = startOf(parameters, world.now())
  const { attempts, available, results } = world.page(feed, after, limitFrom(parameters), pair)
  const counts = { num_results_available: available, num_results_returned: results.length }
  const last = attempts.at(-1)
  if (!last) {
    return { status: 'no_results', finished_after_timestamp_used: after, ...counts, more_results_exist: false }
  }
  return {
    status: 'ok',
    finished_after_timestamp_used: after,
    ...namesOn(
      world,
      feed,
      attempts.map(({ place }) => place.id),
    ),
    tests: [...new Set(attempts.map(({ test }) => test.id))].flatMap((id) => {
      const test = world.test(id)
      return test ? [{ test: feed === 'links' ? testNamesInLink(test) : testNames(test) }] : []
    }),
    results: results.map((result) => ({ result })),
    ...counts,
    more_results_exist: available > results.length,
    next_finished_after_timestamp: last.finished,
  }
}

/** The groups or links of a page, each once, by the name they have now. */
function namesOn(world: World, feed: Feed, ids: readonly number[]): JsonObject {
  const each = [...new Set(ids)]
  if (feed === 'groups') {
    return { groups: each.flatMap((id) => world.group(id) ?? []).map((group) => ({ group: groupNames(group) })) }
  }
  return { links: each.flatMap((id) => world.link(id) ?? []).map((link) => ({ link: linkNames(link) })) }
}

function mustBeAssigned(world: World, feed: Feed, { placeId, testId }: { placeId: number; testId: number }): void {
  const place = feed === 'groups' ? world.group(placeId) : world.link(placeId)
  if (!place) throw new ApiError(feed === 'groups' ? 'apiKeyNoGroupPermission' : 'incorrectUrlId')
  if (!place.tests.some((test) => test.id === testId)) throw new ApiError('incorrectUrlId')
}

/** The whole number `finishedAfterTimestamp` holds, or nothing where it is absent or something else. */
export function finishedAfterFrom(parameters: URLSearchParams): number | undefined {
  const sent = parameters.get('finishedAfterTimestamp') ?? ''
  return /^\d{1,15}$/.test(sent) ? Number(sent) : undefined
}

function startOf(parameters: URLSearchParams, now: UnixSeconds): number {
  const after = finishedAfterFrom(parameters)
  if (after === undefined) {
    if (parameters.has('finishedAfterTimestamp')) throw new ApiError('requestParamValidationError')
    return plusSeconds(now, -defaultWindowSeconds)
  }
  if (after < now - lookBackSeconds) throw new ApiError('finishedAfterTimestampTooEarly')
  return after
}

/** Values above 200 count as 200: by the API page, `limit` can only lower the number. */
function limitFrom(parameters: URLSearchParams): number {
  const sent = parameters.get('limit')
  if (sent === null) return mostResultsPerPage
  if (!/^[1-9]\d{0,8}$/.test(sent)) throw new ApiError('requestParamValidationError')
  return Math.min(Number(sent), mostResultsPerPage)
}

/** All groups and links with the tests assigned to them (API page, "All available Groups, Links & Tests"). */
export const discovery = (world: World): JsonObject => ({
  status: 'ok',
  groups: world.groups.map((group) => ({
    group: { ...groupNames(group), assigned_tests: group.tests.map((test) => ({ test: testNames(test) })) },
  })),
  links: world.links.map((link) => ({
    link: { ...linkNames(link), assigned_tests: link.tests.map((test) => ({ test: testNamesInLink(test) })) },
  })),
})

const groupNames = (group: Group) => ({ group_id: group.id, group_name: htmlEncoded(group.name) })

/** `link_url_id` is sent only if the key may see it, `access_list_id` only if the link has a list. */
const linkNames = (link: Link) => ({
  link_name: htmlEncoded(link.name),
  link_id: link.id,
  ...(link.urlId !== undefined && { link_url_id: link.urlId }),
  ...(link.accessListId !== undefined && { access_list_id: link.accessListId }),
})

const testNames = (test: Test) => ({ test_id: test.id, test_name: htmlEncoded(test.name) })

/** In the API page's sample of a link the test's id is a string, although results have a number. */
const testNamesInLink = (test: Test) => ({ test_name: htmlEncoded(test.name), test_id: String(test.id) })

type Feed = 'groups' | 'links'

/** The target of a request. Its ids may not exist. */
export type Route =
  | { readonly to: 'discovery' }
  | { readonly to: 'all results'; readonly feed: Feed }
  | { readonly to: 'results of one test'; readonly feed: Feed; readonly placeId: number; readonly testId: number }
  | { readonly to: 'access list'; readonly accessListId: number }
  | BankRoute

export type Format = 'json' | 'xml'

/** `/v1/groups/recent_results.json` is the request path `v1/groups/recent_results` in the format json. */
export function splitFormat(pathname: string): { requestPath: string; format: Format | undefined } {
  const [, requestPath = '', format] = /^\/?(.*?)(?:\.(json|xml))?$/s.exec(pathname) ?? []
  return { requestPath, format: format === 'json' || format === 'xml' ? format : undefined }
}

/** Throws an ApiError: incorrectUrlVersionNumber, incorrectUrl, incorrectUrlId or incorrectRequestMethod. */
export function routeOf(method: string, pathname: string): Route {
  const { requestPath, format } = splitFormat(pathname)
  const [version, ...parts] = requestPath.split('/')
  if (version !== 'v1') throw new ApiError('incorrectUrlVersionNumber')
  const route = format && routeTo(parts)
  if (!route) throw new ApiError('incorrectUrl')
  const allowed = methodsOf(route)
  if (allowed.includes(method)) return route
  throw new ApiError('incorrectRequestMethod', { message: `The request method ${method} is not allowed here.` })
}

export const isOfBank = (route: Route): route is BankRoute => Object.hasOwn(bankMethods, route.to)

function methodsOf(route: Route): readonly string[] {
  if (isOfBank(route)) return bankMethods[route.to]
  return route.to === 'access list' ? ['POST', 'DELETE'] : ['GET']
}

function routeTo(parts: readonly string[]): Route | undefined {
  const [noun, second, third, fourth, fifth] = parts
  if (parts.length === 0) return { to: 'discovery' }
  if (noun === 'accesslists' && parts.length === 2) return { to: 'access list', accessListId: idFrom(second) }
  if (noun !== 'groups' && noun !== 'links') return bankRouteTo(parts, idFrom)
  if (parts.length === 2 && second === 'recent_results') return { to: 'all results', feed: noun }
  if (parts.length !== 5 || third !== 'tests' || fifth !== 'recent_results') return undefined
  return { to: 'results of one test', feed: noun, placeId: idFrom(second), testId: idFrom(fourth) }
}

function idFrom(text: string | undefined): number {
  if (!text || !/^\d{1,15}$/.test(text)) throw new ApiError('incorrectUrlId')
  return Number(text)
}

/** API page, "Add Access codes". */
export const mostCodesPerCall = 100
export const longestCode = 255
export const mostCodesPerList = 20_000

/**
 * Adds the codes of a JSON array to an access list (POST) or removes them (DELETE). Codes already there, or not there,
 * are ignored and not counted. Throws an ApiError and leaves the list unchanged: incorrectUrlId, invalidJson,
 * payloadValidationError.
 */
export function changeAccessList(world: World, id: number, method: string, body: string): JsonObject {
  const list = world.accessList(id)
  if (!list) throw new ApiError('incorrectUrlId')
  const codes = codesFrom(body)
  const counted =
    method === 'DELETE' ? { num_codes_deleted: remove(list.codes, codes) } : { num_codes_added: add(list.codes, codes) }
  return {
    status: 'ok',
    access_lists: {
      access_list: {
        access_list_id: list.id,
        access_list_name: list.name,
        ...counted,
        num_codes_total: list.codes.size,
      },
    },
  }
}

function add(codes: Set<string>, wanted: ReadonlySet<string>): number {
  const missing = [...wanted].filter((code) => !codes.has(code))
  if (codes.size + missing.length > mostCodesPerList) {
    throw new ApiError('payloadValidationError', { message: `An access list holds ${mostCodesPerList} codes at most.` })
  }
  for (const code of missing) codes.add(code)
  return missing.length
}

const remove = (codes: Set<string>, unwanted: ReadonlySet<string>): number =>
  [...unwanted].filter((code) => codes.delete(code)).length

function codesFrom(body: string): ReadonlySet<string> {
  const payload = parsed(body)
  const isCode = (code: unknown): code is string =>
    typeof code === 'string' && code !== '' && [...code].length <= longestCode
  if (!Array.isArray(payload) || payload.length === 0 || payload.length > mostCodesPerCall || !payload.every(isCode)) {
    throw new ApiError('payloadValidationError', {
      message: `Send an array of 1 to ${mostCodesPerCall} codes, each of 1 to ${longestCode} characters.`,
    })
  }
  return new Set(payload)
}

function parsed(body: string): unknown {
  try {
    return JSON.parse(body)
  } catch {
    throw new ApiError('invalidJson')
  }
}
