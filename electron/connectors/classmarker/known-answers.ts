import { randomUUID } from 'node:crypto'
import { type Answer, isSameVersion, type QuestionVersion } from '../../../shared/model/answers.ts'
import { type Fields, isObject, parseWithLongIds } from '../values.ts'
import { readAnswer } from './question-answers.ts'

// A question and what was chosen are some hundred characters.
const longestText = 4_000
const mostCharacters = 4_000_000

/** A question that is worded otherwise more often than any teacher words it is not compared with all of that. */
const mostVersions = 20

/** Ways to answer a question; they are compared one after the other, the commonest mostly first. */
const mostAlike = 60

const list = '"questions":[{'
const [comma, closing] = [0x2c, 0x7d]

/** Stands in a payload for a question that was taken out of it; no file can hold it. */
const markText = randomUUID()
const mark = JSON.stringify(markText)

type Parse = (bytes: string) => unknown

/** A question with what was answered, and its bytes, each as a character: so they compare as fast as bytes. */
interface Sent {
  readonly bytes: string
  readonly question: Fields
}

/** Parses what was sent in UTF-8, of which each byte is a character. */
const parseUtf8: Parse = (bytes) => parseWithLongIds(Buffer.from(bytes, 'latin1').toString('utf8'))

/** Of most questions another number: of the characters with which ClassMarker's number of the question begins. */
function keyAt(bytes: string, from: number): number {
  let key = 0
  for (let at = from + 15; at < from + 25; at++) key = (Math.imul(key, 31) + bytes.charCodeAt(at)) | 0
  return key
}

/** Puts questions in the places of their marks. @returns whether each of them has one */
function putBack(taken: readonly Fields[], questions: unknown): boolean {
  if (!Array.isArray(questions)) return false
  let next = 0
  for (const [at, question] of questions.entries()) if (question === markText) questions[at] = taken[next++]
  return next === taken.length
}

/**
 * Answers that payloads have in common. A question is answered in a few ways by everybody, so an archive of 10,000
 * payloads has the same few texts again and again: each is parsed and read once, and is one object wherever it stands.
 */
export class KnownAnswers {
  readonly #sent = new Map<number, Sent[]>()
  /** Questions that hardly anybody answers as somebody else does. */
  readonly #rare = new Set<number>()
  #characters = 0
  /** What was read of them; null before that. */
  readonly #answers = new Map<Fields, Answer | null>()
  readonly #versions = new Map<string, QuestionVersion[]>()

  /**
   * As `parseWithLongIds`, but the questions of a payload that were met before are the same objects as then.
   * @throws SyntaxError, RangeError
   */
  parsed(text: string): unknown {
    const isPayload = text.includes(list) && text.isWellFormed()
    return (isPayload ? this.payloadIn(Buffer.from(text)) : null) ?? parseWithLongIds(text)
  }

  /**
   * The payload that a text in valid UTF-8 is; null where it is none, or is written otherwise than ClassMarker's. Questions that
   * are known are taken out. With marks in their places the rest is JSON, and the marks are among its questions: so JSON
   * can stand there, and what was taken out is JSON.
   */
  payloadIn(utf8: Buffer): Fields | null {
    const bytes = utf8.toString('latin1')
    const first = bytes.indexOf(list) + list.length - 1
    if (first < list.length) return null
    // A letter beyond ASCII takes two bytes or more.
    const isAscii = Buffer.byteLength(bytes) === bytes.length
    const parse = isAscii ? parseWithLongIds : parseUtf8
    try {
      const { taken, rest } = this.#takenOut(bytes, first, parse)
      const payload = parse(rest)
      if (!isObject(payload)) return null
      return putBack(taken, payload.questions) ? payload : null
    } catch {
      return null
    }
  }

  /** The known questions of a payload in their order, and its text with marks in their places. @throws SyntaxError */
  #takenOut(bytes: string, first: number, parse: Parse): { readonly taken: readonly Fields[]; readonly rest: string } {
    const between = `},${bytes.slice(first, bytes.indexOf(':', first) + 1)}`
    const taken: Fields[] = []
    let [rest, kept, from] = ['', 0, first]
    for (;;) {
      const key = keyAt(bytes, from)
      const known = this.#knownAt(bytes, from, key)
      const end = known === null ? bytes.indexOf(between, from) + 1 : from + known.bytes.length
      if (end === 0) break
      const question = known?.question ?? (this.#rare.has(key) ? null : this.#met(bytes.slice(from, end), key, parse))
      if (question !== null) {
        taken.push(question)
        rest += bytes.slice(kept, from) + mark
        kept = end
      }
      if (bytes.charCodeAt(end) !== comma) break
      from = end + 1
    }
    return { taken, rest: rest + bytes.slice(kept) }
  }

  /** The question that stands at a place, if it was met before: where its text does, it is there as a whole. */
  #knownAt(bytes: string, from: number, key: number): Sent | null {
    for (const known of this.#sent.get(key) ?? []) {
      const end = from + known.bytes.length
      if (bytes.charCodeAt(end - 1) === closing && bytes.slice(from, end) === known.bytes) return known
    }
    return null
  }

  /** Null for what stays where it stands. @throws SyntaxError */
  #met(bytes: string, key: number, parse: Parse): Fields | null {
    const question = parse(bytes)
    const alike = this.#sent.get(key) ?? []
    // Nobody writes the essay of somebody else.
    if (!isObject(question) || question.question_type === 'essay' || alike.length === mostAlike) {
      this.#rare.add(key)
      return null
    }
    if (bytes.length > longestText) return null
    this.#makeRoom(bytes.length)
    // A copy: a part of a text would keep all of it in memory.
    const sent = { bytes: JSON.parse(JSON.stringify(bytes)), question }
    this.#sent.set(key, [...(this.#sent.get(key) ?? []), sent])
    this.#answers.set(question, null)
    return question
  }

  /** Makes room for as many characters. */
  #makeRoom(characters: number): void {
    this.#characters += characters
    if (this.#characters <= mostCharacters) return
    this.#characters = characters
    for (const known of [this.#sent, this.#rare, this.#answers, this.#versions]) known.clear()
  }

  /** The answer to a question. @param number the question's place, from 1 @throws UnreadableAnswers */
  read(sent: Fields, number: number): Answer {
    const known = this.#answers.get(sent)
    if (known !== undefined && known !== null) return known
    const read = readAnswer(sent, number)
    const answer = { ...read, version: this.#shared(read.version) }
    if (known === null) this.#answers.set(sent, answer)
    return answer
  }

  /** One object for all versions that are the same: what is one object crosses to another thread once. */
  #shared(version: QuestionVersion): QuestionVersion {
    const known = this.#versions.get(version.questionId)
    const same = known?.find((each) => isSameVersion(each, version))
    if (same !== undefined) return same
    const characters = version.options.reduce((sum, { content }) => sum + content.length, version.question.length)
    if (characters > longestText || known?.length === mostVersions) return version
    this.#makeRoom(characters)
    this.#versions.set(version.questionId, [...(this.#versions.get(version.questionId) ?? []), version])
    return version
  }
}
