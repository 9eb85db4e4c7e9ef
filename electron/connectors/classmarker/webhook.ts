import { createHmac, timingSafeEqual } from 'node:crypto'
import type { FilePlace, FoundProblem, SentAttempt, SignatureState } from '../../../shared/model/imported.ts'
import type { ClassMarkerFeed } from '../../../shared/model/result-values.ts'
import { type Fields, isObject } from '../values.ts'
import { readResult } from './answers.ts'
import type { KnownAnswers } from './known-answers.ts'
import { readAnswers, UnreadableAnswers } from './question-answers.ts'
import { readTextOrNull } from './values.ts'

/** The header that carries a payload's signature. */
export const signatureHeader = 'x-classmarker-hmac-sha256'

/**
 * Whether a payload is signed with the phrase: the header holds the Base64 of an HMAC-SHA256 over the body's raw bytes
 * (ClassMarker's webhook page). ClassMarker may send it twice, separated by a comma. Compares in constant time.
 */
export function verifySignature(rawBytes: Uint8Array, header: string, phrase: string): 'verified' | 'wrong' {
  // Anybody can sign with an empty phrase.
  if (phrase === '') return 'wrong'
  const expected = Buffer.from(createHmac('sha256', phrase).update(rawBytes).digest('base64'))
  const isSigned = (sent: string): boolean => {
    const bytes = Buffer.from(sent.trim())
    return bytes.length === expected.length && timingSafeEqual(bytes, expected)
  }
  return header.split(',').some(isSigned) ? 'verified' : 'wrong'
}

/** What a payload held. */
export interface ReadPayload {
  /** Null for a sample and for what cannot be read. Its `result` can always be read as one of its feed. */
  readonly attempt: SentAttempt | null
  /** Whether it is ClassMarker's sample, sent when a webhook is saved. */
  readonly isSample: boolean
  /** Why there is no attempt, or why it lacks its answers. */
  readonly problems: readonly FoundProblem[]
}

/** The fields of a part of a payload; none where it is missing or no object. */
const partOf = (payload: Fields, name: string): Fields => {
  const part = Object.hasOwn(payload, name) ? payload[name] : undefined
  return isObject(part) ? part : {}
}

/** Whether parsed JSON is a webhook's payload, or nearly one: a sample need not hold a result. */
export const isWebhook = (value: unknown): value is Fields => {
  if (!isObject(value)) return false
  const has = (key: string): boolean => Object.hasOwn(value, key)
  return has('payload_type') ? has('result') || has('payload_status') : has('test') && has('result')
}

/**
 * Reads a payload of ClassMarker's webhooks: `single_user_test_results_group` or `single_user_test_results_link`, of
 * any year. Never throws.
 * @param known to read what payloads have in common once
 */
export function readWebhook(
  payload: unknown,
  place: FilePlace,
  signature: SignatureState,
  known?: KnownAnswers,
): ReadPayload {
  const refused = (code: FoundProblem['code'], facts?: FoundProblem['facts']): ReadPayload => ({
    attempt: null,
    isSample: false,
    problems: [facts === undefined ? { code } : { code, facts }],
  })
  if (!isWebhook(payload)) return refused('result-unreadable', { field: 'result' })
  const status = readTextOrNull(payload.payload_status)?.toLowerCase() ?? 'live'
  if (status === 'verify') return { attempt: null, isSample: true, problems: [] }
  if (status !== 'live') return refused('unknown-status', { word: status.slice(0, 40) })
  const feed = feedOf(payload)
  if (isResultTooNested(payload)) return refused('too-nested')
  const result = resultOf(payload)
  const read = readResult(feed, result)
  if ('problem' in read) return refused('result-unreadable', { field: read.problem.split(':', 1)[0] ?? 'result' })
  const { answers, problems } = answersOf(payload, known)
  return {
    attempt: {
      kind: 'sent',
      feed,
      result,
      testName: readTextOrNull(partOf(payload, 'test').test_name),
      sourceName:
        feed === 'groups'
          ? readTextOrNull(partOf(payload, 'group').group_name)
          : readTextOrNull(partOf(payload, 'link').link_name),
      answers,
      signature,
      place,
    },
    isSample: false,
    problems,
  }
}

/** The payload's own word decides, then which of the two it names. */
function feedOf(payload: Fields): ClassMarkerFeed {
  const type = readTextOrNull(payload.payload_type)?.toLowerCase() ?? ''
  if (/_group$/.test(type)) return 'groups'
  if (/_link$/.test(type)) return 'links'
  return isObject(payload.link) ? 'links' : 'groups'
}

/** Names of the webhook that the API calls otherwise. Texts of questions have no field of the API and stay. */
const apiNames: ReadonlyMap<string, string> = new Map([
  ['access_code_used', 'access_code'],
  ['extra_info_answer', 'extra_info'],
  ['extra_info2_answer', 'extra_info2'],
  ['extra_info3_answer', 'extra_info3'],
  ['extra_info4_answer', 'extra_info4'],
  ['extra_info5_answer', 'extra_info5'],
])

const readApart = new Set(['payload_status', 'payload_type', 'test', 'group', 'link', 'result'])
readApart.add('questions').add('category_results')

/**
 * The result under the API's names, with the ids of test and group or link, and everything else that was sent. Where
 * two parts of the payload have a field of one name, the ids of test, group and link win, then the result.
 */
function resultOf(payload: Fields): Fields {
  const sent: Record<string, unknown> = {}
  const set = (name: string, value: unknown) => {
    // An assignment to this name makes no field.
    if (name === '__proto__') Object.defineProperty(sent, name, { value, ...ownField })
    else sent[name] = value
  }
  const add = (fields: Fields, leftOut: (name: string) => boolean) => {
    for (const name of Object.keys(fields)) {
      if (leftOut(name)) continue
      const value = fields[name]
      const apiName = apiNames.get(name) ?? name
      if (isBlank(value) && Object.hasOwn(sent, apiName) && !isBlank(sent[apiName])) continue
      set(apiName, value)
    }
  }
  add(payload, isReadApart)
  // The names of test, group and link are kept with the tests and sources, not with each result.
  for (const [name, , nameField] of assignedParts) add(partOf(payload, name), (field) => field === nameField)
  add(partOf(payload, 'result'), isNone)
  for (const [name, idField] of assignedParts) {
    const id = partOf(payload, name)[idField]
    if (!isBlank(id)) set(idField, id)
  }
  return sent
}

const ownField = { configurable: true, enumerable: true, writable: true }

const assignedParts = [
  ['test', 'test_id', 'test_name'],
  ['group', 'group_id', 'group_name'],
  ['link', 'link_id', 'link_name'],
] as const

const isReadApart = (name: string): boolean => readApart.has(name)
const isNone = (): boolean => false

const isBlank = (value: unknown): boolean =>
  value === undefined || value === null || (typeof value === 'string' && value.trim() === '')

function answersOf(
  payload: Fields,
  known: KnownAnswers | undefined,
): Pick<SentAttempt, 'answers'> & Pick<ReadPayload, 'problems'> {
  const read = known && ((question: Fields, number: number) => known.read(question, number))
  try {
    return { answers: readAnswers(payload.questions, payload.category_results, read), problems: [] }
  } catch (thrown) {
    if (!(thrown instanceof UnreadableAnswers)) throw thrown
    return { answers: null, problems: [{ code: 'answers-unreadable', facts: { question: thrown.question } }] }
  }
}

// ClassMarker's deepest result has four levels. A deeper one could not be written as JSON again.
const mostLevels = 30

/** Whether what becomes the result has more levels than any; as it was parsed, for what is put together is slow to look at. */
const isResultTooNested = (payload: Fields): boolean =>
  Object.keys(payload).some((name) => {
    if (name === 'questions' || name === 'category_results') return false
    return isTooNested(payload[name], readApart.has(name) ? mostLevels : mostLevels - 1)
  })

/** Whether a value has more levels than any result. Looks at no more of them than that. */
export function isTooNested(value: unknown, levels = mostLevels): boolean {
  if (typeof value !== 'object' || value === null) return false
  if (levels === 0) return true
  for (const inner of Object.values(value)) {
    if (typeof inner === 'object' && isTooNested(inner, levels - 1)) return true
  }
  return false
}
