import { deflateSync, inflateSync } from 'node:zlib'
import type { Database } from 'better-sqlite3'
import { AppError } from '../../../shared/errors.ts'

/**
 * Where the answer is that a result was read from. A number is its place in a page of answers: the page's id times 1,024
 * plus the index in it. A text is the answer itself, as versions before 12 stored it.
 */
export type StoredAnswer = number | string

const placesPerPage = 1_024

/** How many answers are packed together: each takes 65 bytes then, and 130 with 10 together. */
export const answersTogether = 200

export const placeOf = (page: number, index: number): number => page * placesPerPage + index

export const pageOf = (place: number): number => Math.floor(place / placesPerPage)

const indexOf = (place: number): number => place % placesPerPage

// A higher level takes twice the time for a tenth less.
const options = { level: 1, chunkSize: 64 * 1024 }

/** More than the texts of a usual page take; those of a longer one get memory of their own. */
const usualBytes = 256 * 1024
let usual: Buffer | null = null

/** Memory for one call. The same is used again and again: to get new memory takes several times as long as packing. */
function memoryOf(bytes: number): Buffer {
  if (bytes > usualBytes) return Buffer.allocUnsafe(bytes)
  usual ??= Buffer.allocUnsafe(usualBytes)
  return usual
}

/**
 * Packs answers word for word: the length of each as a JSON array and a line break, then all texts, deflated with their
 * checksum. Null stands for an answer that was removed, and keeps the places of those after it.
 */
export function packAnswers(answers: readonly (string | null)[]): Buffer {
  const lengths = JSON.stringify(answers.map((answer) => answer?.length ?? null))
  const texts = [`${lengths}\n`, ...answers.filter((answer) => answer !== null)]
  const memory = memoryOf(texts.reduce((bytes, text) => bytes + Buffer.byteLength(text), 0))
  const end = texts.reduce((at, text) => at + memory.write(text, at), 0)
  return deflateSync(memory.subarray(0, end), options)
}

/** The answers of a page. @throws AppError `store/damaged` */
export function unpackAnswers(packed: Uint8Array): (string | null)[] {
  try {
    const text = inflateSync(packed).toString()
    let at = text.indexOf('\n') + 1
    const lengths: (number | null)[] = JSON.parse(text.slice(0, at))
    const answers = lengths.map((length) => {
      if (length === null) return null
      at += length
      return text.slice(at - length, at)
    })
    if (at !== text.length) throw new RangeError('the lengths do not fit')
    return answers
  } catch (cause) {
    throw new AppError('store/damaged', {}, { cause })
  }
}

/**
 * Defines what the schema needs: `raw_answer(raw, answers)`, the text of an answer, from the page it is in; and
 * `without_answer(answers, raw)`, a page without one of its answers, empty if that was the last one.
 */
export function defineAnswerFunctions(db: Database): void {
  // Neighbours are asked for one after the other. The pages themselves are compared, because an id may be used again.
  let known: { packed: Buffer; answers: (string | null)[] } | null = null
  const unpacked = (packed: Buffer) => {
    if (known?.packed.equals(packed) !== true) known = { packed, answers: unpackAnswers(packed) }
    return known.answers
  }
  db.function('raw_answer', { deterministic: true }, (raw, packed) => {
    if (typeof raw !== 'number') return raw
    const answer = packed instanceof Buffer ? unpacked(packed)[indexOf(raw)] : null
    if (answer == null) throw new AppError('store/damaged')
    return answer
  })
  db.function('without_answer', { deterministic: true }, (packed, raw) => {
    if (!(packed instanceof Buffer) || typeof raw !== 'number') return packed
    const before = unpacked(packed)
    if (before[indexOf(raw)] == null) return packed
    const answers = before.with(indexOf(raw), null)
    if (answers.every((answer) => answer === null)) return Buffer.alloc(0)
    const rest = packAnswers(answers)
    known = { packed: rest, answers }
    return rest
  })
}
