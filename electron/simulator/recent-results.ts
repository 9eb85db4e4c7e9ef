import { day, plusSeconds, type UnixSeconds } from '../../shared/model/time.ts'
import { ApiError } from './api-error.ts'
import { groupNames, linkNames, testNames, testNamesInLink } from './discovery.ts'
import type { JsonObject } from './json.ts'
import type { Feed } from './paths.ts'
import type { World } from './world.ts'

/**
 * The three months that `finishedAfterTimestamp` may reach back, taken as 90 days. By the calendar three months are 89 to
 * 92 days, so a client that keeps to less than 89 is safe either way.
 */
export const lookBackSeconds = 90 * day

/** How far a request without `finishedAfterTimestamp` reaches back. */
export const defaultWindowSeconds = 14 * day

/** The most results in one answer, and the number without `limit`. */
export const mostResultsPerPage = 200

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

/** More than 200 is taken as 200: the API page lets `limit` lower the number, not raise it. */
function limitFrom(parameters: URLSearchParams): number {
  const sent = parameters.get('limit')
  if (sent === null) return mostResultsPerPage
  if (!/^[1-9]\d{0,8}$/.test(sent)) throw new ApiError('requestParamValidationError')
  return Math.min(Number(sent), mostResultsPerPage)
}
