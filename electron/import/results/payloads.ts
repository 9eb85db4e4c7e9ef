import type {
  FilePlace,
  FoundProblem,
  ImportReading,
  ResultFileKind,
  SentAttempt,
  SignatureState,
  WholeTime,
} from '../../../shared/model/imported.ts'
import {
  type Fields,
  isObject,
  isSavedAnswer,
  isSentResult,
  isWebhook,
  type KnownAnswers,
  readSavedAnswer,
  readSentResult,
  readWebhook,
  signatureHeader,
  verifySignature,
} from '../../connectors/classmarker/index.ts'
import { looksLikeJson } from './json-values.ts'

/** What one value of a file came to. */
export interface ReadValue {
  readonly kind: ResultFileKind | null
  readonly attempts: readonly SentAttempt[]
  readonly problems: readonly FoundProblem[]
  readonly isSample: boolean
  /** Of a webhook's payload; null for anything else. */
  readonly signature: SignatureState | null
  /** Of an answer of the API that says so. */
  readonly whole: WholeTime | null
}

/** How payloads are read, with what those before had in common. */
export interface PayloadReading extends ImportReading {
  readonly known: KnownAnswers
}

const nothing = { attempts: [], problems: [], isSample: false, signature: null, whole: null } as const

/** What programs that receive webhooks keep a body under: API gateways, queues, and pages that show requests. */
const bodies = ['rawBody', 'raw_body', 'body', 'data', 'payload', 'content', 'message', 'Body'] as const
const lists = ['Records', 'records', 'events', 'requests', 'messages', 'items', 'payloads', 'data', 'body'] as const

// An event in a record of a queue, with its payload in it.
const mostWrappings = 5

/**
 * Reads a value of a JSON file: a payload of a webhook, an answer or a result of the API, or an event with one of them
 * in it. A signature is checked where the raw body and its header are there and a phrase is known.
 */
export function* readValue(value: unknown, place: FilePlace, asked: PayloadReading): Generator<ReadValue, void> {
  yield* readWrapped(value, place, asked, 'unverified', mostWrappings)
}

function* readWrapped(
  value: unknown,
  place: FilePlace,
  asked: PayloadReading,
  signature: SignatureState,
  wrappings: number,
): Generator<ReadValue, void> {
  if (isWebhook(value)) yield isOther('webhook', asked) ?? ofWebhook(value, place, signature, asked)
  else if (isSavedAnswer(value))
    yield isOther('api', asked) ?? { ...nothing, kind: 'api', ...readSavedAnswer(value, place) }
  else if (isSentResult(value))
    yield isOther('api', asked) ?? { ...nothing, kind: 'api', ...readSentResult(value, place) }
  else if (wrappings === 0) yield refused('not-results')
  else if (typeof value === 'string') yield* readBody(value, {}, place, asked, wrappings)
  else if (isObject(value)) yield* readEvent(value, place, asked, signature, wrappings)
  else yield refused('not-results')
}

const refused = (code: FoundProblem['code'], facts?: FoundProblem['facts']): ReadValue => ({
  ...nothing,
  kind: null,
  problems: [facts === undefined ? { code } : { code, facts }],
})

const isOther = (kind: ResultFileKind, { kind: asked }: ImportReading): ReadValue | null =>
  asked === undefined || asked === kind ? null : { ...refused('other-kind', { kind: asked }), kind }

function ofWebhook(value: unknown, place: FilePlace, signature: SignatureState, { known }: PayloadReading): ReadValue {
  const { attempt, isSample, problems } = readWebhook(value, place, signature, known)
  return { kind: 'webhook', attempts: attempt === null ? [] : [attempt], problems, isSample, signature, whole: null }
}

function* readEvent(
  event: Fields,
  place: FilePlace,
  asked: PayloadReading,
  signature: SignatureState,
  wrappings: number,
): Generator<ReadValue, void> {
  // A body is what was sent, whatever lists a gateway keeps beside it.
  const text = bodies.map((name) => event[name]).find((held) => typeof held === 'string' && held.trim() !== '')
  if (typeof text === 'string') return yield* readBody(text, event, place, asked, wrappings)
  const list = lists.map((name) => event[name]).find((held) => Array.isArray(held) && held.length > 0)
  if (Array.isArray(list)) {
    for (const each of list) yield* readWrapped(each, place, asked, signature, wrappings - 1)
    return
  }
  const inner = bodies.map((name) => event[name]).find(isObject)
  if (inner === undefined) yield refused('not-results')
  else yield* readWrapped(inner, place, asked, signature, wrappings - 1)
}

/** Reads a body that is kept as text, whose signature can be checked. */
function* readBody(
  text: string,
  event: Fields,
  place: FilePlace,
  asked: PayloadReading,
  wrappings: number,
): Generator<ReadValue, void> {
  const raw = rawBody(text, event)
  if (raw === null) return yield refused('not-results')
  let value: unknown
  try {
    value = asked.known.parsed(raw.toString('utf8').replace(/^\uFEFF/, ''))
  } catch (thrown) {
    return yield refused(thrown instanceof RangeError ? 'too-nested' : 'not-json')
  }
  const signature = signatureOf(raw, event, asked)
  if (signature === 'wrong') yield { ...refused('signature-wrong'), kind: 'webhook', signature }
  else yield* readWrapped(value, place, asked, signature, wrappings - 1)
}

/** The bytes of a body, which gateways and queues may keep as Base64; null where it is no JSON. */
function rawBody(text: string, event: Fields): Buffer | null {
  const isEncoded = ['isBase64Encoded', 'is_base64_encoded', 'base64', 'isBase64'].some((name) => event[name] === true)
  if (!isEncoded && looksLikeJson(text)) return Buffer.from(text)
  if (!/^[\w+/=\s-]*$/.test(text)) return null
  const decoded = Buffer.from(text, 'base64')
  return looksLikeJson(decoded.toString('utf8', 0, 100).replace(/^\uFEFF/, '')) ? decoded : null
}

function signatureOf(raw: Buffer, event: Fields, { phrases = [], hasOthers = false }: ImportReading): SignatureState {
  const header = [event.headers, event.multiValueHeaders, event.header].map(headerIn).find((sent) => sent !== null)
  if (header === undefined || header === null || phrases.length === 0) return 'unverified'
  if (phrases.some((phrase) => verifySignature(raw, header, phrase) === 'verified')) return 'verified'
  return hasOthers ? 'unverified' : 'wrong'
}

/** The signature among headers: by name in any case, one or several values, or a list of names and values. */
function headerIn(headers: unknown): string | null {
  if (typeof headers !== 'object' || headers === null) return null
  for (const [key, held] of Object.entries(headers)) {
    const pair = Array.isArray(headers) ? pairOf(held) : [key, held]
    if (String(pair?.[0]).toLowerCase() !== signatureHeader) continue
    const value = pair?.[1]
    const sent = Array.isArray(value) ? value.filter((each) => typeof each === 'string').join(',') : value
    if (typeof sent === 'string' && sent.trim() !== '') return sent
  }
  return null
}

function pairOf(held: unknown): readonly unknown[] | null {
  if (Array.isArray(held)) return held
  return isObject(held) ? [held.name ?? held.key, held.value] : null
}
