import { XMLBuilder } from 'fast-xml-parser'
import { hour, minute, plusSeconds, type UnixSeconds } from '../../shared/model/time.ts'
import {
  changeAccessList,
  discovery,
  finishedAfterFrom,
  isOfBank,
  type Route,
  recentResults,
  routeOf,
  splitFormat,
} from './answers.ts'
import { type BankRoute, bankAnswer } from './bank.ts'
import {
  ApiError,
  type Credentials,
  hashBehind,
  isJsonObject,
  type Json,
  type JsonObject,
  type SignatureHash,
} from './protocol.ts'
import type { World } from './world.ts'

/** How far a request's timestamp may be from the server's time, either way (API page, "timestamp"). */
const timestampWindowSeconds = 5 * minute

export interface Api {
  readonly world: World
  readonly credentials: Credentials
  readonly rateLimit: RateLimit
  readonly acceptedSignatures: readonly SignatureHash[]
  /** Further keys of the account, each with its own hourly limit. */
  readonly furtherKeys?: readonly Key[]
}

/** A key with its secret and its hourly limit. */
export type Key = Pick<Api, 'credentials' | 'rateLimit'>

const keyAsked = (api: Api, parameters: URLSearchParams): Key | undefined =>
  [api, ...(api.furtherKeys ?? [])].find(({ credentials }) => credentials.key === parameters.get('api_key'))

export interface Asked {
  readonly method: string
  readonly url: URL
  readonly body: string
}

export interface Answer {
  /** 200 if not given: ClassMarker's API answers errors with it too. */
  readonly status?: number
  readonly contentType: string
  readonly text: string
  readonly headers?: Readonly<Record<string, string>>
  /** `ok`, `no_results`, the error code, or what was sent in place of the API's answer. */
  readonly outcome: string
  /** The hash of a valid signature; absent otherwise. */
  readonly signedWith?: SignatureHash
}

/** The API's answer to a request, an error's included: ClassMarker sends those with HTTP 200 too. */
export function answerTo(api: Api, asked: Asked): Answer {
  let signedWith: SignatureHash | undefined
  try {
    signedWith = admit(api, asked.url.searchParams)
    const answer = carryOut(api, asked)
    return { ...written(api.world.now(), asked.url, answer), signedWith }
  } catch (error) {
    if (!(error instanceof ApiError)) throw error
    return { ...errorAnswer(api.world.now(), asked.url, error), ...(signedWith && { signedWith }) }
  }
}

/** The answer to a failed request: `status` "error" and the code. */
export function errorAnswer(now: UnixSeconds, url: URL, { code, message, nextRequestAfter }: ApiError): Answer {
  const sent = url.pathname.includes('/recent_results') ? finishedAfterFrom(url.searchParams) : undefined
  return written(now, url, {
    status: 'error',
    ...(sent !== undefined && { finished_after_timestamp_used: sent }),
    error: {
      error_code: code,
      error_message: message,
      ...(nextRequestAfter !== undefined && { next_request_after: nextRequestAfter }),
    },
  })
}

function written(now: UnixSeconds, url: URL, { status = 'ok', error, ...fields }: JsonObject): Answer {
  const { requestPath, format } = splitFormat(url.pathname)
  const answer: JsonObject = {
    status,
    request_path: requestPath,
    server_timestamp: now,
    ...fields,
    ...(error !== undefined && { error }),
  }
  // A question by itself tells its own status.
  const outcome = errorCodeIn(error) ?? (fields.question_id === undefined ? String(status) : 'ok')
  return format === 'xml'
    ? { contentType: 'text/xml; charset=utf-8', text: toXml(answer), outcome }
    : { contentType: 'application/json; charset=utf-8', text: JSON.stringify(answer), outcome }
}

/** Throws an ApiError unless key, timestamp and signature belong together and the account may use the API. */
function admit(api: Api, sent: URLSearchParams): SignatureHash {
  const { world, acceptedSignatures } = api
  if (!world.account.open) throw new ApiError('offlineMaintenance')
  const credentials = keyAsked(api, sent)?.credentials
  if (credentials === undefined) throw new ApiError('noApiKeyExists')
  const timestamp = sent.get('timestamp') ?? ''
  if (!/^\d+$/.test(timestamp) || Math.abs(Number(timestamp) - world.now()) > timestampWindowSeconds) {
    throw new ApiError('timeStampOutOfRange')
  }
  const hash = hashBehind(sent.get('signature') ?? '', credentials, timestamp, acceptedSignatures)
  if (!hash) throw new ApiError('apiKeyAuthFail')
  if (!world.account.keyActive) throw new ApiError('apiKeyInactive')
  if (!world.account.upgraded) throw new ApiError('accountNotUpgraded')
  return hash
}

/**
 * Answers a request. Only requests to an existing path count against the limit, and access lists never do (API page,
 * "Add Access codes").
 */
function carryOut(api: Api, { method, url, body }: Asked): JsonObject {
  const { world } = api
  const route = routeOf(method, url.pathname)
  if (route.to === 'access list') return changeAccessList(world, route.accessListId, method, body)
  const { rateLimit } = keyAsked(api, url.searchParams) ?? api
  const refused = rateLimit.admit(world.now())
  if (refused) throw new ApiError('rateLimitExceeded', refused)
  if (isOfBank(route)) return bankAnswer(world.bank, route, { method, parameters: url.searchParams, body })
  return read(world, route, url.searchParams)
}

function read(
  world: World,
  route: Exclude<Route, BankRoute | { to: 'access list' }>,
  parameters: URLSearchParams,
): JsonObject {
  if (route.to === 'discovery') return discovery(world)
  if (route.to === 'all results') return recentResults(world, { feed: route.feed, parameters })
  return recentResults(world, { feed: route.feed, pair: route, parameters })
}

const errorCodeIn = (error: Json | undefined): string | undefined =>
  isJsonObject(error) ? String(error.error_code) : undefined

/** ClassMarker's allowance per key (API page, "Rate limits"). */
export const defaultRequestsPerHour = 30

/** Counts the requests of the last hour. `allowance` null means no limit. */
export class RateLimit {
  readonly #allowance: number | null
  #counted: UnixSeconds[] = []

  constructor(allowance: number | null) {
    this.#allowance = allowance
  }

  /**
   * Counts a request made at `now` and returns nothing; if the allowance is used up, does not count it and returns the
   * moment when the oldest counted request is an hour old.
   */
  admit(now: UnixSeconds): { nextRequestAfter: UnixSeconds } | undefined {
    if (this.#allowance === null) return undefined
    this.#counted = this.#counted.filter((moment) => moment > now - hour)
    if (this.#counted.length < this.#allowance) {
      this.#counted.push(now)
      return undefined
    }
    return { nextRequestAfter: plusSeconds(this.#counted[0] ?? now, hour) }
  }
}

const builder = new XMLBuilder({ suppressEmptyNode: true })

/** The answer as ClassMarker's XML: one `<response>` with an element per field. */
function toXml(answer: JsonObject): string {
  const fields = Object.entries(answer).map(([name, value]) => [name, element(name, value)])
  return `<?xml version="1.0" encoding="UTF-8"?>\n${builder.build({ response: Object.fromEntries(fields) })}`
}

/** False and null become empty elements, as in the API page's `<more_results_exist/>`. */
function element(name: string, value: Json | undefined): unknown {
  if (value === false || value === null || value === undefined) return ''
  if (Array.isArray(value)) return listElement(name, value)
  if (isJsonObject(value)) {
    return Object.fromEntries(Object.entries(value).map(([child, inner]) => [child, element(child, inner)]))
  }
  return String(value)
}

const singular = (name: string): string => name.replace(/ies$/, 'y').replace(/s$/, '')

/**
 * A list becomes a plural element around its members: `groups` around each `group`, whether the JSON names the member
 * or not.
 */
function listElement(name: string, members: readonly Json[]): unknown {
  if (members.length === 0) return ''
  const named = members.map((member) => {
    const entries = isJsonObject(member) ? Object.entries(member) : []
    const [tag, value] = (entries.length === 1 && entries[0]) || [singular(name), member]
    return { tag, element: element(tag, value) }
  })
  const byTag = Map.groupBy(named, ({ tag }) => tag)
  return Object.fromEntries([...byTag].map(([tag, same]) => [tag, same.map((member) => member.element)]))
}
