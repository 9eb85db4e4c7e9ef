import {
  type Answer,
  type AttemptAnswers,
  type CategoryResult,
  type Marking,
  markings,
  type QuestionVersion,
} from '../../../shared/model/answers.ts'

/** Answers of one attempt as they are stored. */
export interface PackedAnswers {
  /** Numbers of each answer, in the order of the taker: see `wordsOf`. */
  readonly marks: Uint8Array
  /** What is no number, as JSON; null where there is nothing. */
  readonly texts: string | null
}

/**
 * An answer takes 16 bytes, little-endian as on every computer this runs on: the id of the question's version (32 bits),
 * what was chosen and how it was marked (32 bits), and the mark in points (64 bits, NaN where none was sent).
 */
export const bytesPerAnswer = 16

/** The letters A to T, bit 0 for A. */
export const chosenBits = (1 << 20) - 1
const markingShift = 20
const markingBits = 7

/** Markings by their code; the first where nothing was said. */
export const markingCodes: readonly (Marking | null)[] = [null, ...markings]

/** The code of how an answer was marked, from its second word. */
export const markingCodeOf = (word: number): number => (word >>> markingShift) & markingBits

/** Places in `texts`, by answer. */
interface Texts {
  /** Responses that are no letters in their order. */
  readonly r?: readonly (readonly [at: number, response: readonly string[]])[]
  readonly f?: readonly (readonly [at: number, feedback: string])[]
  readonly c?: readonly CategoryResult[]
}

const firstLetter = 65
const letters = 20

/** Whether a question is answered by letters; each clue of a matching question has one of its own. */
export const hasChoices = ({ type, options }: Pick<QuestionVersion, 'type' | 'options'>): boolean =>
  type !== 'matching' && options.length > 0

/** The bits of chosen letters; null where these are no letters, or stand in another order than their own. */
function bitsOf(response: readonly string[]): number | null {
  let bits = 0
  for (const letter of response) {
    const at = letter.length === 1 ? letter.charCodeAt(0) - firstLetter : -1
    if (at < 0 || at >= letters || bits >> at !== 0) return null
    bits |= 1 << at
  }
  return bits
}

function lettersOf(bits: number): string[] {
  const chosen: string[] = []
  for (let at = 0; at < letters; at++) if ((bits >> at) & 1) chosen.push(String.fromCharCode(firstLetter + at))
  return chosen
}

/** @param idOf numbers versions; the store puts its own ids in their place */
export function packAttempt(
  { answers, categories }: AttemptAnswers,
  idOf: (version: QuestionVersion) => number,
): PackedAnswers {
  const marks = new Uint8Array(answers.length * bytesPerAnswer)
  const words = new Uint32Array(marks.buffer)
  const points = new Float64Array(marks.buffer)
  const r: [number, readonly string[]][] = []
  const f: [number, string][] = []
  answers.forEach(({ version, pointsScored, marking, response, feedback }, at) => {
    const bits = hasChoices(version) ? bitsOf(response) : response.length === 0 ? 0 : null
    if (bits === null) r.push([at, response])
    if (feedback !== null) f.push([at, feedback])
    words[4 * at] = idOf(version)
    words[4 * at + 1] = (bits ?? 0) | (markingCodes.indexOf(marking) << markingShift)
    points[2 * at + 1] = pointsScored ?? Number.NaN
  })
  const texts: Texts = {
    ...(r.length > 0 && { r }),
    ...(f.length > 0 && { f }),
    ...(categories.length > 0 && { c: categories }),
  }
  return { marks, texts: Object.keys(texts).length === 0 ? null : JSON.stringify(texts) }
}

/** The words of packed answers, for reading and for other ids of versions. */
export function wordsOf(marks: Uint8Array): { readonly words: Uint32Array; readonly points: Float64Array } {
  // A copy begins where words may begin, and belongs to nobody else.
  const { buffer } = marks.slice()
  return { words: new Uint32Array(buffer), points: new Float64Array(buffer) }
}

/** The same answers with other ids of versions. */
export function withVersions(marks: Uint8Array, idOf: (id: number) => number): Uint8Array {
  const { words } = wordsOf(marks)
  for (let at = 0; at < words.length; at += 4) words[at] = idOf(words[at] as number)
  return new Uint8Array(words.buffer)
}

/** The answers of an attempt as they were packed. */
export function unpackAttempt(
  { marks, texts }: PackedAnswers,
  versionOf: (id: number) => QuestionVersion,
): AttemptAnswers {
  const { words, points } = wordsOf(marks)
  const { r = [], f = [], c = [] }: Texts = texts === null ? {} : JSON.parse(texts)
  const [responses, feedbacks] = [new Map(r), new Map(f)]
  const answers = Array.from({ length: words.length / 4 }, (_, at): Answer => {
    const word = words[4 * at + 1] as number
    const mark = points[2 * at + 1] as number
    return {
      version: versionOf(words[4 * at] as number),
      pointsScored: Number.isNaN(mark) ? null : mark,
      marking: markingCodes[markingCodeOf(word)] ?? null,
      response: responses.get(at) ?? lettersOf(word & chosenBits),
      feedback: feedbacks.get(at) ?? null,
    }
  })
  return { answers, categories: c }
}
