import type { Answer } from '../api.ts'
import { isJsonObject, type Json, type JsonObject } from '../protocol.ts'

/**
 * How the service says things: as its document does, in an envelope and with names in snake case, or as the server's own
 * code does: bare, in camel case, with its total in a header, moments without a zone, flat errors, and a code of its own
 * for each thing that the document only forbids.
 */
export type Dialect = 'documented' | 'flat'

/** What there is to say, before it is written in a dialect. */
export interface Said {
  /** 200 if not given. */
  readonly status?: number
  readonly data: Json
  readonly meta?: { readonly total: number; readonly page: number; readonly per_page: number }
}

/** A request that the service refuses. */
export class Refusal extends Error {
  readonly status: number
  readonly code: string
  readonly details: readonly (readonly [field: string, issue: string])[]

  constructor(status: number, code: string, message: string, details: Refusal['details'] = []) {
    super(message)
    this.status = status
    this.code = code
    this.details = details
  }
}

const json = 'application/json; charset=utf-8'

/** The answer to a request that was carried out. */
export function written(dialect: Dialect, { status = 200, data, meta }: Said): Answer {
  const answer = { status, contentType: json, outcome: 'ok' }
  if (dialect === 'documented') return { ...answer, text: JSON.stringify({ data, meta: meta ?? null, error: null }) }
  const headers = meta === undefined ? {} : { 'x-total-count': String(meta.total) }
  return { ...answer, headers, text: JSON.stringify(inCamelCase(data)) }
}

const isList = (value: Json): value is readonly Json[] => Array.isArray(value)

/** The same with its names in camel case; the tokens of a login keep theirs. */
function inCamelCase(value: Json): Json {
  if (isList(value)) return value.map(inCamelCase)
  if (!isJsonObject(value) || Object.hasOwn(value, 'access_token')) return value
  return Object.fromEntries(Object.entries(value).map(([name, inner]) => [camel(name), inCamelCase(inner ?? null)]))
}

const camel = (name: string): string => name.replace(/_([a-z])/g, (_, letter: string) => letter.toUpperCase())

/** The field of a body by the document's name or, where the server's own code answers, in camel case. */
export const fieldOf = (dialect: Dialect, body: JsonObject, name: string): Json | undefined =>
  body[name] ?? (dialect === 'flat' ? body[camel(name)] : undefined)

/** The statuses that the server's own code gives to what the document answers otherwise. */
const flatStatus: Readonly<Record<string, number>> = {
  ATTEMPT_LIMIT_REACHED: 409,
  PERIOD_CLOSED: 409,
  SESSION_CLOSED: 409,
  VALIDATION_ERROR: 400,
}
/** The document has one code for whatever is forbidden; its message tells why. */
const documentedCode: Readonly<Record<string, string>> = {
  ATTEMPT_LIMIT_REACHED: 'FORBIDDEN',
  NOT_ENROLLED: 'FORBIDDEN',
  PERIOD_CLOSED: 'FORBIDDEN',
  SESSION_CLOSED: 'FORBIDDEN',
}

/** The answer to a request that was refused. */
export function refused(dialect: Dialect, { status, code, message, details }: Refusal): Answer {
  const isDocumented = dialect === 'documented'
  const sent = isDocumented ? status : (flatStatus[code] ?? status)
  const said: JsonObject = isDocumented
    ? {
        data: null,
        meta: null,
        error: {
          code: documentedCode[code] ?? code,
          message,
          ...(details.length > 0 && { details: details.map(([field, issue]) => ({ field, issue })) }),
        },
      }
    : { code, message, status: sent }
  return { status: sent, contentType: json, text: JSON.stringify(said), outcome: code }
}
