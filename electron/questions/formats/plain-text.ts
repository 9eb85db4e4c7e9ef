import type { QuestionLoss, ReadQuestion } from '../../../shared/model/bank.ts'
import { optionLetter } from '../../../shared/model/question-rules.ts'
import { htmlOfPlain, plainOf } from './markup.ts'
import {
  asTrueFalse,
  type Found,
  leftOut,
  linesOf,
  loss,
  lostGradeStyle,
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
  written,
} from './question-parts.ts'

const numbered = /^(\d{1,5})[.)]\s+(\S.*)$/
const optionLine = /^(\*?)\s*\(?([A-Za-z])[.)](?:\s+(.*))?$/
const answerLine = /^(?:right |correct )?answers?\s*:\s*\(?([A-Za-z](?:\s*[,;]\s*[A-Za-z])*)\)?[.)]?$/i

/** Whether a text has numbered questions with lettered options. */
export const looksLikePlainText = (text: string): boolean => {
  const start = text.slice(0, 200_000).replace(/\r\n?/g, '\n')
  return /^[ \t]*\d{1,5}[.)][ \t]+\S/m.test(start) && /^[ \t]*\*?[ \t]*\(?[A-Za-z][.)][ \t]+\S/m.test(start)
}

interface Open {
  readonly line: number
  readonly isNumbered: boolean
  readonly stem: string[]
  readonly options: string[]
  readonly right: number[]
  flaw: QuestionLoss | null
  isParted: boolean
}

export function readPlainText(text: string): Found {
  const questions: ReadQuestion[] = []
  const problems: Problem[] = []
  let open: Open | null = null
  const begin = (line: number, stem: string, isNumbered: boolean): Open => ({
    ...{ line, isNumbered, stem: [stem], options: [], right: [], flaw: null, isParted: false },
  })
  const end = (question: Open) => {
    const found = finishedQuestion(question)
    if ('code' in found) problems.push(problemAt(question.line, found))
    else questions.push(found)
  }

  for (const [at, whole] of linesOf(text).entries()) {
    const line = whole.trim()
    if (line === '') {
      if (open !== null) open.isParted = true
      continue
    }
    const number = numbered.exec(line)
    // A numbered list within a question stands without a blank line before its options.
    if (number !== null && (open === null || open.isParted || open.options.length > 0)) {
      if (open !== null) end(open)
      open = begin(at + 1, number[2] ?? '', true)
      continue
    }
    const isParted = open?.isParted ?? true
    if (open === null) open = begin(at + 1, line, false)
    else if (!taken(open, line)) {
      // What follows a blank line is another question; in front of the options it is the same one.
      if (isParted && (open.options.length > 0 || !open.isNumbered)) {
        end(open)
        open = begin(at + 1, line, false)
      } else if (open.options.length === 0) open.stem.push(line)
      else open.options.push(`${open.options.pop() ?? ''}\n${line}`)
    }
    open.isParted = false
  }
  if (open !== null) end(open)
  return { questions, problems }
}

/** Takes a line that is an option or names the right ones. */
function taken(open: Open, line: string): boolean {
  const answer = answerLine.exec(line)
  if (answer !== null && open.options.length > 0) {
    for (const letter of (answer[1] ?? '').toUpperCase().match(/[A-Z]/g) ?? [])
      open.right.push(letter.charCodeAt(0) - 65)
    return true
  }
  const option = optionLine.exec(line)
  if (option === null) return false
  const [, star = '', letter = '', content = ''] = option
  if (letter.toUpperCase() !== optionLetter(open.options.length)) {
    if (open.options.length === 0) return false
    open.flaw ??= loss('not-understood', line)
    return true
  }
  if (star !== '') open.right.push(open.options.length)
  open.options.push(content)
  return true
}

function finishedQuestion({ line, isNumbered, stem, options, right, flaw }: Open): ReadQuestion | QuestionLoss {
  const frame = plainFrame(htmlOfPlain(stem.join('\n')))
  if (flaw !== null) return flaw
  // A title, or a text between the questions.
  if (options.length === 0 && !isNumbered) return loss('not-understood', stem[0] ?? '')
  if (options.length === 0) return placed(written(frame, 'essay'), { line })
  if (options.length > mostReadOptions) return loss('too-many-options', String(options.length))
  const places = [...new Set(right)]
  if (places.some((place) => place >= options.length)) return loss('no-right-option', '')
  return placed(asTrueFalse(marked(frame, options.map(htmlOfPlain), places)), { line })
}

/** Writes numbered questions with lettered options, a star before each right one, in UTF-8. */
export function writePlainText(questions: readonly WrittenQuestion[]): WrittenQuestions {
  const losses: WrittenLosses[] = []
  const blocks: string[] = []
  for (const [index, question] of questions.entries()) {
    const told: QuestionLoss[] = []
    const block = blockOf(question, blocks.length + 1, told)
    if (block !== null) {
      blocks.push(block)
      told.push(...leftOut(question), ...lostWeights(question.content), ...lostGradeStyle(question.content))
    }
    if (told.length > 0) losses.push({ index, losses: told })
  }
  return { bytes: Buffer.from(blocks.join('\n')), losses }
}

const isSyntax = (line: string): boolean =>
  line === '' || numbered.test(line) || optionLine.test(line) || answerLine.test(line)

function blockOf({ content }: WrittenQuestion, number: number, told: QuestionLoss[]): string | null {
  const { type, options, correct, question } = content
  const isChoice = type === 'multiplechoice' || type === 'multipleresponse' || type === 'truefalse'
  if (!isChoice && type !== 'essay') {
    told.push(loss('type-unknown', type))
    return null
  }
  const right = options.filter(({ letter }) => correct.includes(letter))
  if (isChoice && (right.length === 0 || (type !== 'multipleresponse' && right.length > 1)))
    told.push(loss('no-right-option', correct.join(', ')))
  // A star alone does not say that several could be right.
  if (type === 'multipleresponse' && right.length === 1) told.push(loss('part-left-out', type))
  let isExact = true
  const said = (html: string): string => {
    const plain = plainOf(html)
    if (plain.hasPicture) told.push(loss('picture', ''))
    const lines = plain.text.split('\n').map((line) => line.trim())
    const text = lines.slice(1).some(isSyntax) ? lines.join(' ') : lines.join('\n   ')
    if (!plain.isExact || lines.join('\n') !== plain.text || lines.slice(1).some(isSyntax)) isExact = false
    return text
  }
  const stem = said(question)
  if (stem === '') {
    told.push(loss('not-understood', ''))
    return null
  }
  const lines = options.map(({ letter, content }, at) => {
    const star = correct.includes(letter) ? '*' : ' '
    return `${star}${optionLetter(at).toLowerCase()}) ${said(content)}`.trimEnd()
  })
  if (!isExact) told.push(loss('part-left-out', 'formatting'))
  return [`${number}. ${stem}`, ...lines, ''].join('\n')
}
