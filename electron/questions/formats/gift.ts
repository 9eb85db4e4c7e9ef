import type { QuestionContent } from '../../../shared/model/bank.ts'
import type { QuestionLoss, ReadQuestion } from '../../../shared/model/question-file.ts'
import { plainWeight } from '../../../shared/model/question-rules.ts'
import { htmlOfEither, htmlOfMoodle, htmlOfPlain, plainOf } from './markup.ts'
import {
  asList,
  type FileAnswer,
  type Found,
  type Frame,
  feedbackOf,
  isNameTold,
  joinedFeedback,
  leftOut,
  linesOf,
  loss,
  lostGradeStyle,
  type MadeQuestion,
  matchedPairs,
  matching,
  mostReadOptions,
  onePoint,
  type Problem,
  pathOf,
  pathText,
  placed,
  problemAt,
  trueOrFalse,
  type WrittenLosses,
  type WrittenQuestion,
  type WrittenQuestions,
  weighed,
  weighedTexts,
  withSharedFeedback,
  written,
} from './question-parts.ts'

// Moodle's rules of GIFT (question/format/gift/format.php). An escaped sign is hidden behind a NUL, which no text has,
// while the others are looked for.
const escapes: Readonly<Record<string, string>> = {
  ...{ '\\': 'b', ':': 'c', '#': 'h', '=': 'e', '{': 'o', '}': 'p', '~': 't', n: 'n' },
}
const hidden = Object.fromEntries(Object.entries(escapes).map(([sign, mark]) => [mark, sign === 'n' ? '\n' : sign]))

const masked = (text: string): string =>
  text.replaceAll('\0', '').replace(/\\([\\:#={}~n])/g, (_, sign: string) => `\0${escapes[sign]}`)
const shown = (text: string): string => text.replace(/\0(.)/g, (_, mark: string) => hidden[mark] ?? '').trim()

/** Whether a text looks like GIFT: braces at the end of a question, and answers in them. */
export const looksLikeGift = (text: string): boolean => {
  const start = masked(text.slice(0, 200_000))
  return (
    /^[ \t]*\$CATEGORY:/m.test(start) ||
    /^[ \t]*::[^:\n]*::/m.test(start) ||
    /\{\s*(?:\}|#|[=~]|T(?:RUE)?\s*[#}]|F(?:ALSE)?\s*[#}])/i.test(start)
  )
}

interface Block {
  readonly line: number
  readonly text: string
  readonly tags: readonly string[]
}

/** The questions and category lines of a file; comments are no part of them. */
function* blocksOf(text: string): Generator<Block, void> {
  const lines = linesOf(text)
  const closes = closingLines(lines)
  let [held, tags]: [string[], string[]] = [[], []]
  let [line, isOpen] = [0, false]
  const taken = (): Block => {
    const block = { line, text: held.join('\n'), tags }
    ;[held, tags, isOpen] = [[], [], false]
    return block
  }
  for (const [at, whole] of lines.entries()) {
    const content = whole.trim()
    if (content.startsWith('//')) {
      tags.push(...Array.from(content.matchAll(/\[tag:([^\]]*)\]/g), ([, tag = '']) => tag))
      continue
    }
    if (/^\$CATEGORY:/.test(content) && !isOpen) {
      if (held.length > 0) yield taken()
      yield { line: at + 1, text: content, tags: [] }
      continue
    }
    // Some leave blank lines between the answers. Braces that nothing closes must not take the questions below.
    if (content === '' && !(isOpen && closes[at] === true)) {
      if (held.length > 0) yield taken()
      continue
    }
    if (held.length === 0) line = at + 1
    held.push(whole)
    const braces = masked(whole).match(/[{}]/g)
    if (braces !== null) isOpen = braces.at(-1) === '{'
  }
  if (held.length > 0) yield taken()
}

/** How far down the end of answers is looked for. */
const mostAnswerLines = 100

/** For each line, whether the next brace below it closes answers. */
function closingLines(lines: readonly string[]): readonly boolean[] {
  const closes = new Array<boolean>(lines.length).fill(false)
  let next: { readonly at: number; readonly brace: string } | null = null
  for (let at = lines.length - 1; at >= 0; at--) {
    closes[at] = next?.brace === '}' && next.at - at <= mostAnswerLines
    const line = lines[at] ?? ''
    const brace = /[{}]/.test(line) ? /[{}]/.exec(masked(line))?.[0] : undefined
    if (brace !== undefined) next = { at, brace }
  }
  return closes
}

export function readGift(text: string): Found {
  const questions: ReadQuestion[] = []
  const problems: Problem[] = []
  let categoryPath: readonly string[] = []
  for (const block of blocksOf(text)) {
    const category = /^\$CATEGORY:\s*(.*)$/.exec(block.text)
    if (category !== null) {
      categoryPath = pathOf(category[1] ?? '')
      continue
    }
    const { line, tags } = block
    const read = questionOf(masked(block.text))
    if ('code' in read) problems.push(problemAt(line, read))
    else {
      const ofTags = tags.map((tag) => loss('part-left-out', `tag: ${tag}`))
      questions.push(placed(read, { line, categoryPath, losses: ofTags }))
    }
  }
  return { questions, problems }
}

const formatMark = /^\s*\[(html|moodle|plain|markdown)\]/

function htmlIn(text: string, format: string): string {
  const mark = formatMark.exec(text)
  const plain = shown(mark === null ? text : text.slice(mark[0].length))
  const asked = mark?.[1] ?? format
  if (asked === 'html') return plain.replace(/^&#37;/, '%')
  return asked === 'moodle' ? htmlOfMoodle(plain) : htmlOfPlain(plain)
}

function questionOf(text: string): MadeQuestion | QuestionLoss {
  const named = /^\s*::([\s\S]*?)::/.exec(text)
  const body = named === null ? text : text.slice(named[0].length)
  const open = body.indexOf('{')
  if (open < 0) return body.includes('}') ? loss('not-understood', '}') : loss('type-unknown', 'description')
  const close = body.indexOf('}', open)
  if (close < 0) return loss('not-understood', '{')
  const tail = body.slice(close + 1)
  if (/[{}]/.test(tail) || /[{}]/.test(body.slice(open + 1, close))) return loss('not-understood', '{ }')
  const head = body.slice(0, open)
  // A gap in a sentence: the answers stand where a word is missing.
  const wording = tail.trim() === '' ? head : `${head.trimEnd()} _____ ${tail.trimStart()}`
  const format = formatMark.exec(wording)?.[1] ?? 'moodle'
  const answers = body.slice(open + 1, close)
  const general = answers.lastIndexOf('####')
  const overall = general < 0 ? null : htmlIn(answers.slice(general + 4), format) || null
  const frame: Frame = {
    question: htmlIn(wording, format),
    points: onePoint,
    randomAnswers: null,
    correctFeedback: overall,
    incorrectFeedback: overall,
  }
  const read = answered(frame, (general < 0 ? answers : answers.slice(0, general)).trim(), format)
  if ('code' in read) return read
  const losses = [...read.losses]
  const title = shown(named?.[1] ?? '')
  if (!isNameTold(title, frame.question)) losses.push(loss('part-left-out', `name: ${title}`))
  if (format === 'markdown' && /[*_`#[]/.test(frame.question)) losses.push(loss('part-left-out', 'markdown'))
  return { content: read.content, losses }
}

function answered(frame: Frame, answers: string, format: string): MadeQuestion | QuestionLoss {
  if (answers === '') return written(frame, 'essay')
  if (answers.startsWith('#')) return numeric(frame, answers.slice(1).trim())
  if (answers.includes('~')) return choice(frame, answers, format)
  if (answers.includes('=') && answers.includes('->')) return matched(frame, answers, format)
  const [word = '', wrong, right, ...more] = answers.split('#').map((part) => part.trim())
  if (/^(?:t|true|f|false)$/i.test(word)) {
    if (more.length > 0) return loss('not-understood', '#')
    const feedback = (text: string | undefined) => (text ? htmlIn(text, format) || null : null)
    const told = trueOrFalse(frame, /^t/i.test(word))
    const [incorrectFeedback, correctFeedback] = [feedback(wrong), feedback(right)]
    if (incorrectFeedback === null && correctFeedback === null) return told
    // General feedback is shown beside the other, and ClassMarker has one place for both.
    return {
      content: {
        ...told.content,
        correctFeedback: joinedFeedback(correctFeedback, frame.correctFeedback),
        incorrectFeedback: joinedFeedback(incorrectFeedback, frame.incorrectFeedback),
      },
      losses: told.losses,
    }
  }
  const parts = segments(answers, /=/g)
  if (parts === null) return loss('not-understood', shown(answers))
  return weighedTexts(
    frame,
    'freetext',
    parts.map((part) => answerOf(part, 'plain', '100')),
  )
}

interface Segment {
  readonly sign: string
  readonly text: string
}

/** The answers that begin with one of the signs; text without any is one answer; null where text stands before them. */
function segments(answers: string, signs: RegExp): readonly Segment[] | null {
  const starts = [...answers.matchAll(signs)]
  if (starts.length === 0) return [{ sign: '=', text: answers }]
  if (answers.slice(0, starts[0]?.index).trim() !== '') return null
  return starts.map(({ 0: sign, index }, at) => ({ sign, text: answers.slice(index + 1, starts[at + 1]?.index) }))
}

const weightMark = /^\s*%([-+]?\d{1,3}(?:[.,]\d{1,15})?)%/

function answerOf({ sign, text }: Segment, format: string, full: string): FileAnswer {
  const mark = weightMark.exec(text)
  const rest = mark === null ? text : text.slice(mark[0].length)
  const comment = rest.indexOf('#')
  const said = comment < 0 ? rest : rest.slice(0, comment)
  const content = format === 'plain' && !formatMark.test(said) ? shown(said) : htmlIn(said, format)
  const feedback = comment < 0 ? null : htmlIn(rest.slice(comment + 1), format === 'plain' ? 'moodle' : format) || null
  const weight = mark?.[1]?.replace(',', '.').replace('+', '') ?? (sign === '=' ? full : '0')
  return { content, weight, feedback }
}

function choice(frame: Frame, answers: string, format: string): MadeQuestion | QuestionLoss {
  const parts = segments(answers, /[=~]/g)
  if (parts === null) return loss('not-understood', shown(answers))
  if (parts.length > mostReadOptions) return loss('too-many-options', String(parts.length))
  // An answer that is right as a whole makes a choice of one; only shares of it make a choice of several.
  const isSingle = parts.some(({ sign, text }) => sign === '=' && !weightMark.test(text))
  return withSharedFeedback(
    weighed(
      frame,
      parts.map((part) => answerOf(part, format, '100')),
      isSingle,
    ),
  )
}

function matched(frame: Frame, answers: string, format: string): MadeQuestion | QuestionLoss {
  const parts = segments(answers, /=/g)
  if (parts === null) return loss('not-understood', shown(answers))
  if (parts.length > mostReadOptions) return loss('too-many-options', String(parts.length))
  const pairs: { clue: string; match: string }[] = []
  for (const { text } of parts) {
    const arrow = text.indexOf('->')
    if (arrow < 0) return loss('not-understood', shown(text))
    pairs.push({ clue: htmlIn(text.slice(0, arrow), format), match: htmlIn(text.slice(arrow + 2), format) })
  }
  return matching(frame, pairs)
}

const amount = String.raw`[-+]?(?:\d+(?:[.,]\d*)?|[.,]\d+)(?:[eE][-+]?\d+)?`
const range = new RegExp(`^\\s*${amount}\\s*(?:(?::|\\.\\.)\\s*${amount}\\s*)?$`)

function numeric(frame: Frame, answers: string): MadeQuestion | QuestionLoss {
  // The first one may stand without its sign.
  const parts = segments(/^[=~]/.test(answers) ? answers : `=${answers}`, /[=~]/g)
  if (parts === null) return loss('not-understood', shown(answers))
  const read = parts.map((part) => answerOf(part, 'plain', '100'))
  // `~` gives the feedback for all other numbers.
  const others = parts.findIndex(({ sign, text }) => sign === '~' && text.trimStart().startsWith('#'))
  const numbers = read.filter((_, at) => at !== others)
  const odd = numbers.find(({ content }) => !range.test(content))
  if (odd !== undefined || numbers.length === 0) return loss('not-understood', odd?.content ?? shown(answers))
  const told = weighedTexts(frame, 'numeric', numbers)
  const feedback = read[others]?.feedback ?? null
  return feedback === null
    ? told
    : { ...told, content: { ...told.content, incorrectFeedback: joinedFeedback(feedback, frame.incorrectFeedback) } }
}

const escaped = (text: string): string => text.replace(/[\\:#={}~]/g, (sign) => `\\${sign}`).replace(/\r?\n|\r/g, '\\n')

/** Texts that GIFT would take for something else. */
const misread = /^(?:\/\/|\$|\[)/

/** Writes GIFT in UTF-8. */
export function writeGift(questions: readonly WrittenQuestion[]): WrittenQuestions {
  const losses: WrittenLosses[] = []
  const blocks: string[] = []
  let category = ''
  for (const [index, question] of questions.entries()) {
    const told: QuestionLoss[] = []
    const body = blockOf(question.content, told)
    if (body !== null) {
      const path = pathText(question.categoryPath)
      if (path !== category && (category !== '' || question.categoryPath.length > 0))
        blocks.push(`$CATEGORY: ${oneLine(path)}`)
      category = path
      blocks.push(body)
      told.push(...leftOut(question, { feedback: true, category: true }))
      // Deductions are said by weights.
      told.push(...lostGradeStyle(question.content).filter(({ subject }) => subject.endsWith('off')))
    }
    if (told.length > 0) losses.push({ index, losses: told })
  }
  return { bytes: Buffer.from(blocks.map((block) => `${block}\n`).join('\n')), losses }
}

const oneLine = (text: string): string => text.replace(/\s+/g, ' ')

function blockOf(content: QuestionContent, told: QuestionLoss[]): string | null {
  const texts = [content.question, ...content.options.flatMap((option) => [option.content, option.clue ?? ''])]
  const feedback = [
    content.correctFeedback,
    content.incorrectFeedback,
    ...content.options.map((option) => option.feedback),
  ]
  // One mark says how all texts of a question are meant.
  const isHtml = [...texts, ...feedback].some((html) => {
    if (html === null || html === undefined || html === '') return false
    const { text, isExact } = plainOf(html)
    return !isExact || misread.test(text) || weightMark.test(text) || text.includes('->') || html !== htmlOfEither(text)
  })
  const inHtml = (html: string) => escaped(html.trim().replaceAll('->', '-&gt;').replace(/^%/, '&#37;'))
  const say = (html: string): string => {
    if (!isHtml) return escaped(plainOf(html).text)
    // One that begins like a mark of format gets one, so that its own is text.
    return (formatMark.test(html) ? '[html]' : '') + inHtml(html)
  }
  const answers = answersOf(content, say, told)
  return answers === null
    ? null
    : `${isHtml ? `[html]${inHtml(content.question)}` : say(content.question)} {${answers}}`
}

type Say = (html: string) => string

function answersOf(content: QuestionContent, say: Say, told: QuestionLoss[]): string | null {
  const { type, options, correct, correctFeedback, incorrectFeedback } = content
  const isShared = correctFeedback === incorrectFeedback
  const general = isShared && correctFeedback ? `####${say(correctFeedback)}` : ''
  const lostFeedback = () => {
    if (!isShared) told.push(loss('part-left-out', 'feedback'))
  }
  const comment = (feedback: string | null | undefined) => (feedback ? `#${say(feedback)}` : '')
  if (type === 'essay') {
    lostFeedback()
    return general
  }
  if (type === 'truefalse') {
    const isTrue = correct.length === 1 ? correct[0] === 'A' : null
    if (isTrue === null) {
      told.push(loss('no-right-option', correct.join(', ')))
      return null
    }
    const own = isShared ? '' : `#${say(incorrectFeedback ?? '')}${comment(correctFeedback)}`
    return `${isTrue ? 'TRUE' : 'FALSE'}${own}${general}`
  }
  if (type === 'multiplechoice' || type === 'multipleresponse') {
    const isSingle = type === 'multiplechoice'
    if (isSingle && correct.length !== 1) told.push(loss('no-right-option', correct.join(', ')))
    // Where options have feedback of their own, that of the question has no place.
    const hasOwn = options.some(({ feedback }) => feedback)
    const canShare = isSingle && correct.length === 1 && options.length > 1 && !hasOwn
    if (!canShare) lostFeedback()
    const lines = options.map((option) => {
      const { letter, weight, feedback } = option
      const isRight = correct.includes(letter)
      const share = weight ?? plainWeight(content, letter)
      const sign = isSingle && isRight && Number(share) === 100 ? '=' : '~'
      const mark =
        sign === '=' || (isSingle ? weight === undefined && !isRight : Number(share) === 0) ? '' : `%${share}%`
      return `\n\t${sign}${mark}${say(option.content)}${comment(canShare && !isShared ? feedbackOf(content, option) : feedback)}`
    })
    return `${lines.join('')}${general === '' ? '' : `\n\t${general}`}\n`
  }
  lostFeedback()
  if (type === 'matching') {
    const pairs = matchedPairs(content)
    return `${pairs.map(({ clue, match }) => `\n\t=${say(clue)} -> ${say(match)}`).join('')}${general === '' ? '' : `\n\t${general}`}\n`
  }
  if (type === 'freetext' || type === 'numeric') return textsOf(content, told, comment, general)
  told.push(loss('type-unknown', type))
  return null
}

/** Accepted texts, which are plain in GIFT, and numbers. */
function textsOf(
  content: QuestionContent,
  told: QuestionLoss[],
  comment: (html: string | undefined) => string,
  general: string,
): string | null {
  const answers = asList(content)
  const { type } = content
  if (type === 'freetext' && answers.some(({ content }) => /->/.test(content) || misread.test(content))) {
    told.push(loss('part-left-out', 'freetext: ->'))
    return null
  }
  const lines = answers.map(({ content, weight, feedback }) => {
    // Moodle's star is any other number.
    if (type === 'numeric' && content.trim() === '*') {
      if (Number(weight ?? '100') !== 0) told.push(loss('weight', `*: ${weight ?? '100'} %`))
      return feedback ? `~${comment(feedback)}` : ''
    }
    const text = type === 'numeric' ? content : escaped(content)
    const mark = weight === undefined ? (weightMark.test(text) ? '%100%' : '') : `%${weight}%`
    return `=${mark}${text}${comment(feedback)}`
  })
  return `${type === 'numeric' ? '#' : ''}${lines.length === 0 ? '=' : lines.filter((line) => line !== '').join(' ')}${general}`
}
