import type { QuestionLoss, ReadQuestion } from '../../../shared/model/question-file.ts'
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

// Some leave out the space, or write small letters; `e.g.` is no option.
const optionLine = /^([A-Za-z])(?:\)|\.(?![A-Za-z]\.))\s*(.*)$/
const answerLine = /^ANSWER\s*:\s*(.*)$/i
const rightLetters = /^\(?[A-Z](?:\s*[,;&]\s*[A-Z])*\)?\s*\.?$/i

/** Whether a text has Aiken's answer lines. */
export const looksLikeAiken = (text: string): boolean =>
  /^[ \t]*ANSWER:[ \t]*[A-Z][ \t,.A-Z]*$/im.test(text.slice(0, 200_000).replace(/\r/g, '\n'))

interface Open {
  line: number
  stem: string[]
  options: string[]
  /** The lines that the options stand on, as far as all of them are small letters: a list in the wording has such too. */
  listed: string[] | null
  /** What is wrong with it; it is read to its end all the same. */
  flaw: QuestionLoss | null
  /** Whether its last line was blank. */
  isParted: boolean
}

export function readAiken(text: string): Found {
  const questions: ReadQuestion[] = []
  const problems: Problem[] = []
  let open: Open | null = null
  const refuse = ({ line, stem, options, flaw }: Open) => {
    const nothing = options.length === 0 ? loss('not-understood', stem[0] ?? '') : loss('no-right-option', '')
    problems.push(problemAt(line, flaw ?? nothing))
  }

  for (const [at, whole] of linesOf(text).entries()) {
    const line = whole.trim()
    if (line === '') {
      if (open !== null) open.isParted = true
      continue
    }
    const answer = answerLine.exec(line)
    if (answer !== null) {
      // It ends the question, whether it can be read or not; what follows is another one.
      const found = open === null ? null : finishedQuestion(open, answer[1] ?? '')
      if (open === null) problems.push(problemAt(at + 1, loss('not-understood', line)))
      else if (found !== null && 'code' in found) refuse({ ...open, flaw: found })
      else if (found !== null) questions.push(found)
      open = null
      continue
    }
    // The first line of a question is its wording, whatever it looks like.
    if (open !== null && isOption(open, line)) continue
    if (open?.isParted) {
      refuse(open)
      open = null
    }
    if (open === null) open = { line: at + 1, stem: [line], options: [], listed: [], flaw: null, isParted: false }
    else if (open.options.length === 0) open.stem.push(line)
    else {
      open.options.push(`${open.options.pop() ?? ''}\n${line}`)
      open.listed?.push(line)
    }
  }
  if (open !== null) refuse(open)
  return { questions, problems }
}

/** Takes a line that is an option. */
function isOption(open: Open, line: string): boolean {
  const [, letter = '', content = ''] = optionLine.exec(line) ?? []
  if (letter === '') return false
  const isCapital = letter !== letter.toLowerCase()
  // Below a list with small letters, the options themselves have capitals.
  if (letter === 'A' && open.listed !== null && open.listed.length > 0) {
    open.stem.push(...open.listed)
    open.options = []
    open.flaw = null
  }
  if (!isCapital && open.listed === null) return false
  if (letter.toUpperCase() === optionLetter(open.options.length)) {
    open.options.push(content)
    if (isCapital) open.listed = null
    else open.listed?.push(line)
    open.isParted = false
    return true
  }
  // A letter left out or twice: what it belongs to is not guessed.
  if (open.options.length === 0) return false
  open.flaw ??= loss('not-understood', line)
  open.listed?.push(line)
  return true
}

function finishedQuestion({ line, stem, options, flaw }: Open, answer: string): ReadQuestion | QuestionLoss {
  if (flaw !== null) return flaw
  if (options.length === 0) return loss('not-understood', stem[0] ?? '')
  if (!rightLetters.test(answer)) return loss('no-right-option', answer)
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
  if (stem === '' || /^[A-Z][.)](?:\s|$)/.test(stem) || answerLine.test(stem)) return refused('not-understood', stem)
  if (!isExact) told.push(loss('part-left-out', 'formatting'))
  return [stem, ...lines, `ANSWER: ${optionLetter(right)}`, ''].join('\n')
}
