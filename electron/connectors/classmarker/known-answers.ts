import { randomUUID } from 'node:crypto'
import { type Answer, isSameVersion, type QuestionVersion } from '../../../shared/model/answers.ts'
import { type Fields, isObject } from '../values.ts'
import { readAnswer } from './question-answers.ts'

// A question and what was chosen are some hundred characters.
const longestText = 4_000
const mostCharacters = 4_000_000

/** A question that is worded otherwise more often than any teacher words it is not compared with all of that. */
const mostVersions = 20

/** Ways to answer a question in as many characters; they are compared one after the other. */
const mostAlike = 30

const list = '"questions":[{'

/** Stands in a payload for the questions that were taken out of it; no file can hold it. */
const mark = randomUUID()

/** A question with what was answered, and its text. */
interface Sent {
  readonly text: string
  readonly question: Fields
}

/**
 * Of most texts another number: of their length, and of the characters with which ClassMarker's number of the question
 * begins. Looking at all characters of all texts would take as long as parsing them.
 */
function keyOf(text: string): number {
  let key = text.length
  for (let at = 15; at < 25; at++) key = (Math.imul(key, 31) + text.charCodeAt(at)) | 0
  return key
}

/**
 * Answers that payloads have in common. A question is answered in a few ways by everybody, so an archive of 10,000
 * payloads has the same few texts again and again: each is parsed and read once, and is one object wherever it stands.
 */
export class KnownAnswers {
  readonly #sent = new Map<number, Sent[]>()
  #characters = 0
  /** What was read of them; null before that. */
  readonly #answers = new Map<Fields, Answer | null>()
  readonly #versions = new Map<string, QuestionVersion[]>()

  /** As `JSON.parse`, but the questions of a payload that were met before are the same objects as then. */
  parsed(text: string): unknown {
    return this.#withKnown(text) ?? JSON.parse(text)
  }

  /**
   * Null where a text is no payload, or is written otherwise than ClassMarker's. The questions but the last are taken out
   * and parsed by themselves. With the mark in their place the rest is JSON, and the mark is the first of its questions:
   * so JSON can stand there, and what was taken out is JSON.
   */
  #withKnown(text: string): unknown {
    const first = text.indexOf(list) + list.length - 1
    if (first < list.length) return null
    const between = `},${text.slice(first, text.indexOf(':', first) + 1)}`
    const taken: Fields[] = []
    let from = first
    try {
      for (let end = text.indexOf(between, from); end >= 0; end = text.indexOf(between, from)) {
        taken.push(this.#sentAs(text.slice(from, end + 1)))
        from = end + 2
      }
      const rest: unknown = JSON.parse(`${text.slice(0, first)}"${mark}",${text.slice(from)}`)
      if (!isObject(rest)) return null
      const { questions } = rest
      if (!Array.isArray(questions) || questions[0] !== mark) return null
      return { ...rest, questions: [...taken, ...questions.slice(1)] }
    } catch {
      return null
    }
  }

  /** @throws SyntaxError */
  #sentAs(text: string): Fields {
    const key = keyOf(text)
    const alike = this.#sent.get(key)
    const known = alike?.find((each) => each.text === text)
    if (known !== undefined) return known.question
    const question: Fields = JSON.parse(text)
    // Nobody writes the essay of somebody else.
    const isRare = text.length > longestText || question.question_type === 'essay'
    if (isRare || alike?.length === mostAlike) return question
    this.#makeRoom(text.length)
    // A copy: a part of a text would keep all of it in memory.
    const sent = { text: JSON.parse(JSON.stringify(text)), question }
    this.#sent.set(key, [...(this.#sent.get(key) ?? []), sent])
    this.#answers.set(question, null)
    return question
  }

  /** Makes room for as many characters. */
  #makeRoom(characters: number): void {
    this.#characters += characters
    if (this.#characters <= mostCharacters) return
    this.#characters = characters
    for (const known of [this.#sent, this.#answers, this.#versions]) known.clear()
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
