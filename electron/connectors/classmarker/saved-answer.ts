import { AppError } from '../../../shared/errors.ts'
import type { FilePlace, FoundProblem, SentAttempt, WholeTime } from '../../../shared/model/imported.ts'
import type { Named } from '../../../shared/model/result.ts'
import type { ClassMarkerFeed } from '../../../shared/model/result-values.ts'
import { unixSeconds } from '../../../shared/model/time.ts'
import { type Fields, isObject, readIntegerOrNull } from '../values.ts'
import { namesIn, type ResultsAnswer, readResult, readResults, resultsIn } from './answers.ts'
import { overlapping, stepAfter } from './paging.ts'
import { isTooNested } from './webhook.ts'

/** What a saved answer of the API held. */
export interface SavedAnswer {
  readonly attempts: readonly SentAttempt[]
  readonly problems: readonly FoundProblem[]
  /** Null where the answer does not prove any. */
  readonly whole: WholeTime | null
}

const has = (value: Fields, ...names: readonly string[]): boolean => names.some((name) => Object.hasOwn(value, name))

/** Whether parsed JSON or XML is an answer of ClassMarker's API, with results or without. */
export const isSavedAnswer = (value: unknown): value is Fields =>
  isObject(value) &&
  typeof value.status === 'string' &&
  has(value, 'request_path', 'server_timestamp', 'results', 'num_results_returned', 'error')

/** Whether parsed JSON is one result of the API, taken out of its answer. */
export const isSentResult = (value: unknown): value is Fields =>
  isObject(value) && has(value, 'test_id') && has(value, 'time_finished') && has(value, 'group_id', 'link_id')

/**
 * Reads an answer of “recent results” as it was saved. A result that cannot be read does not stop the others. Never
 * throws.
 */
export function readSavedAnswer(body: Fields, place: FilePlace): SavedAnswer {
  const refused = (found: FoundProblem): SavedAnswer => ({ attempts: [], problems: [found], whole: null })
  if (isTooNested(body)) return refused({ code: 'too-nested' })
  try {
    const results = resultsIn(body)
    const feeds = new Set(results.map(feedOf))
    // Also checks what an answer begins with, and its counts.
    const answer = readResults([...feeds][0] ?? 'groups', body)
    const { fits } = answer
    const names = namesIn(body)
    const read = results.map((result) => readSentResult(result, place, names))
    return {
      attempts: read.flatMap(({ attempts }) => attempts),
      problems: [...(fits ? [] : [{ code: 'api-incomplete' } as const]), ...read.flatMap(({ problems }) => problems)],
      whole: wholeTimeOf(body.request_path, answer),
    }
  } catch (thrown) {
    if (!(thrown instanceof AppError)) throw thrown
    const { apiCode } = thrown.detail
    return refused(
      apiCode === undefined ? { code: 'api-without-results' } : { code: 'api-error', facts: { code: apiCode } },
    )
  }
}

/**
 * The time of which an answer holds every result of its feed, by the rules of a sync that had asked for it: from the
 * moment that was asked for until ClassMarker answered, or, where more follow, until before the second of its newest
 * result, which may be cut.
 */
function wholeTimeOf(path: unknown, answer: ResultsAnswer): WholeTime | null {
  const feed = /^\/?v1\/(groups|links)\/recent_results(?:\.(?:json|xml))?$/.exec(String(path))?.[1]
  const { unreadable, available, takenAfter, serverTime, finishes } = answer
  if (feed === undefined || available === null || takenAfter === null || serverTime === null) return null
  if (unreadable.length > 0 || finishes.includes(null)) return null
  const step = stepAfter(answer, takenAfter, serverTime)
  if (step.kind === 'crowded' || !step.isProved) return null
  // A sync reads on to its own time; here nothing says what came once ClassMarker had answered.
  const until = unixSeconds(Math.min(step.coveredUntil, overlapping(serverTime)))
  return until > takenAfter ? { feed: feed === 'links' ? 'links' : 'groups', from: takenAfter, until } : null
}

interface Names {
  readonly tests: readonly Named[]
  readonly groups: readonly Named[]
  readonly links: readonly Named[]
}

const noNames: Names = { tests: [], groups: [], links: [] }

const feedOf = (result: unknown): ClassMarkerFeed =>
  isObject(result) && readIntegerOrNull(result.group_id) === null && has(result, 'link_id') ? 'links' : 'groups'

/** Reads one result of the API. Never throws. */
export function readSentResult(sent: unknown, place: FilePlace, names: Names = noNames): SavedAnswer {
  if (isTooNested(sent)) return { attempts: [], problems: [{ code: 'too-nested' }], whole: null }
  const feed = feedOf(sent)
  const read = readResult(feed, sent)
  if ('problem' in read || !isObject(sent)) {
    const field = 'problem' in read ? (read.problem.split(':', 1)[0] ?? '') : 'result'
    return { attempts: [], problems: [{ code: 'result-unreadable', facts: { field } }], whole: null }
  }
  const nameOf = (id: number, list: readonly Named[]) => list.find((each) => each.id === id)?.name ?? null
  const { testId, sourceId } = read.result
  return {
    attempts: [
      {
        kind: 'sent',
        feed,
        result: sent,
        testName: nameOf(testId, names.tests),
        sourceName: nameOf(sourceId, names[feed]),
        answers: null,
        signature: 'unverified',
        place,
      },
    ],
    problems: [],
    whole: null,
  }
}
