import type { QuestionLoss, ReadQuestion } from '../../../shared/model/bank.ts'
import { optionLetter } from '../../../shared/model/question-rules.ts'
import { htmlOfPlain, plainOf } from './markup.ts'
import {
  asTrueFalse,
  type Found,
  leftOut,
  linesOf,
  loss,
  lostWeights,
  marked,
  mostReadOptions,
  type Problem,
  placed,
  plainFrame,
  problemAt,
  type WrittenLosses,
  type WrittenQuestion,
  type WrittenQuestions,
} from './question-parts.ts'

const optionLine = /^([A-Z])[.)](?:\s+(.*))?$/
const answerLine = /^ANSWER:\s*([A-Z](?:\s*,\s*[A-Z])*)\s*\.?$/i

/** Whether a text has Aiken's answer lines. */
export const looksLikeAiken = (text: string): boolean =>
  /^[ \t]*ANSWER:[ \t]*[A-Z][ \t,.A-Z]*$/im.test(text.slice(0, 200_000).replace(/\r/g, '\n'))

interface Open {
  line: number
  stem: string[]
  options: string[]
  /** What is wrong with it; it is read to its end all the same. */
  flaw: QuestionLoss | null
  /** Whether its last line was blank. */
  isParted: boolean
}

export function readAiken(text: string): Found {
  const questions: ReadQuestion[] = []
  const problems: Problem[] = []
  let open: Open | null = null
  const refuse = ({ line, flaw }: Open) => problems.push(problemAt(line, flaw ?? loss('no-right-option', '')))

  for (const [at, whole] of linesOf(text).entries()) {
    const line = whole.trim()
    if (line === '') {
      if (open !== null) open.isParted = true
      continue
    }
    const answer = answerLine.exec(line)
    const option = optionLine.exec(line)
    if (open !== null && answer !== null && open.options.length > 0) {
      const found = finishedQuestion(open, answer[1] ?? '')
      if ('code' in found) refuse({ ...open, flaw: found })
      else questions.push(found)
      open = null
      continue
    }
    // The first line of a question is its wording, whatever it looks like.
    if (open !== null && option !== null) {
      const [, letter = '', content = ''] = option
      if (letter === optionLetter(open.options.length)) {
        open.options.push(content)
        open.isParted = false
        continue
      }
      // A letter left out or twice: what it belongs to is not guessed.
      if (open.options.length > 0) {
        open.flaw ??= loss('not-understood', line)
        continue
      }
    }
    if (open !== null && open.options.length > 0 && open.isParted) {
      refuse(open)
      open = null
    }
    if (open === null) open = { line: at + 1, stem: [line], options: [], flaw: null, isParted: false }
    else if (open.options.length === 0) open.stem.push(line)
    else open.options.push(`${open.options.pop() ?? ''}\n${line}`)
    open.isParted = false
  }
  if (open !== null)
    refuse(open.options.length === 0 ? { ...open, flaw: loss('not-understood', open.stem[0] ?? '') } : open)
  return { questions, problems }
}

function finishedQuestion({ line, stem, options, flaw }: Open, answer: string): ReadQuestion | QuestionLoss {
  if (flaw !== null) return flaw
  if (options.length > mostReadOptions) return loss('too-many-options', String(options.length))
  const right = [...new Set(answer.toUpperCase().match(/[A-Z]/g))].map((letter) => letter.charCodeAt(0) - 65)
  if (right.some((place) => place >= options.length)) return loss('no-right-option', answer)
  const frame = plainFrame(htmlOfPlain(stem.join('\n')))
  return placed(asTrueFalse(marked(frame, options.map(htmlOfPlain), right)), { line })
}

/** Writes Aiken in UTF-8: choices of one right option, and what is true or false. */
export function writeAiken(questions: readonly WrittenQuestion[]): WrittenQuestions {
  const losses: WrittenLosses[] = []
  const blocks: string[] = []
  for (const [index, question] of questions.entries()) {
    const told: QuestionLoss[] = []
    const block = blockOf(question, told)
    if (block !== null) {
      blocks.push(block)
      told.push(...leftOut(question), ...lostWeights(question.content))
    }
    if (told.length > 0) losses.push({ index, losses: told })
  }
  return { bytes: Buffer.from(blocks.join('\n')), losses }
}

function blockOf({ content }: WrittenQuestion, told: QuestionLoss[]): string | null {
  const { type, options, correct, question } = content
  const refused = (code: QuestionLoss['code'], subject: string) => {
    told.push(loss(code, subject))
    return null
  }
  if (type !== 'multiplechoice' && type !== 'truefalse') return refused('type-unknown', type)
  const right = options.findIndex(({ letter }) => letter === correct[0])
  if (correct.length !== 1 || right < 0) return refused('no-right-option', correct.join(', '))
  let isExact = true
  const said = (html: string): string => {
    const plain = plainOf(html)
    const line = plain.text.replace(/\s+/g, ' ')
    if (!plain.isExact || line !== plain.text) isExact = false
    if (plain.hasPicture) told.push(loss('picture', ''))
    return line
  }
  const stem = said(question)
  const lines = options.map(({ content }, at) => `${optionLetter(at)}. ${said(content)}`.trimEnd())
  // Other programs would take the wording for an option.
  if (stem === '' || optionLine.test(stem) || answerLine.test(stem)) return refused('not-understood', stem)
  if (!isExact) told.push(loss('part-left-out', 'formatting'))
  return [stem, ...lines, `ANSWER: ${optionLetter(right)}`, ''].join('\n')
}
