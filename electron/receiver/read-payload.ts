import { importProblemSentence } from '../../shared/import-problems.ts'
import type { SentAttempt, SignatureState } from '../../shared/model/imported.ts'
import { isWebhook, parseJson, readWebhook, verifySignature } from '../connectors/classmarker/index.ts'
import { refusals } from './refusals.ts'

/** What a body holds. */
export interface ReceivedPayload {
  /** Null for ClassMarker's sample. */
  readonly attempt: SentAttempt | null
  /** What could not be read of it, in a sentence. */
  readonly problem: string | null
  readonly signature: SignatureState
}

/**
 * Whether a body is signed with the phrase; `unverified` where none is known.
 * @throws Refusal
 */
export function signatureOf(body: Buffer, header: string | null, phrase: string | null): SignatureState {
  if (phrase === null) return 'unverified'
  if (header === null) throw refusals.unsigned()
  if (verifySignature(body, header, phrase) === 'wrong') throw refusals.wrongSignature()
  return 'verified'
}

/**
 * Reads the one payload that a request of ClassMarker's has, whose signature is not wrong.
 * @throws Refusal for anything else
 */
export function readPayload(body: Buffer, signature: SignatureState): ReceivedPayload {
  const place = { file: 'webhook', line: null }
  const { attempt, isSample, problems } = readWebhook(jsonOf(textOf(body)), place, signature)
  const [problem] = problems.map(importProblemSentence)
  if (attempt === null && !isSample) throw problem === undefined ? refusals.notPayload() : refusals.unreadable(problem)
  return { attempt, problem: problem ?? null, signature }
}

function textOf(body: Buffer): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(body)
  } catch {
    throw refusals.notText()
  }
}

function jsonOf(text: string): unknown {
  let value: unknown
  try {
    value = parseJson(text)
  } catch (thrown) {
    throw thrown instanceof RangeError
      ? refusals.unreadable(importProblemSentence({ code: 'too-nested' }))
      : refusals.notJson()
  }
  if (!isWebhook(value)) throw refusals.notPayload()
  return value
}
