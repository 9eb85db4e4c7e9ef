import type { Answer } from '../api.ts'
import type { Json, JsonObject } from '../protocol.ts'

/**
 * How the service says things: as its document does, in an envelope, or as the server's own code does, bare and with
 * flat errors.
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
  return { ...answer, headers, text: JSON.stringify(data) }
}

/** The statuses that the server's own code gives to what the document answers otherwise. */
const flatStatus: Readonly<Record<string, number>> = { ATTEMPT_LIMIT_REACHED: 409, VALIDATION_ERROR: 400 }
/** The document has one code for whatever is forbidden; its message tells why. */
const documentedCode: Readonly<Record<string, string>> = {
  ATTEMPT_LIMIT_REACHED: 'FORBIDDEN',
  NOT_ENROLLED: 'FORBIDDEN',
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
