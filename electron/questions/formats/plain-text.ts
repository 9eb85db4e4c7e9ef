import type { QuestionLoss, ReadQuestion } from '../../../shared/model/question-file.ts'
import { optionLetter } from '../../../shared/model/question-rules.ts'
import { fold } from '../../../shared/model/text.ts'
import { htmlOfPlain, plainOf } from './markup.ts'
import {
  asTrueFalse,
  type Found,
  joinedFeedback,
  leftOut,
  linesOf,
  loss,
  lostGradeStyle,
  lostWeights,
  marked,
  mostReadOptions,
  onePoint,
  type Problem,
  placed,
  plainFrame,
  pointsOf,
  pointsText,
  problemAt,
  trueOrFalse,
  type WrittenLosses,
  type WrittenQuestion,
  type WrittenQuestions,
  withSharedFeedback,
  written,
} from './question-parts.ts'
import { feedbackLines, hasTextFeedback, readsAsFeedback, withoutFeedback } from './text-feedback.ts'

const numbered = /^(\d{1,5})([.)])\s+(\S.*)$/
// `a)Rome` too; `e.g.` is no option.
const optionLine = /^(\*?)\s*\(?([A-Za-z])(?:\)|\.(?![A-Za-z]\.))\s*(.*)$/
const boxLine = /^(?:[-*]\s+)?\[([ xX*]?)\]\s+(\S.*)$/
const answerLine =
  /^(?:(?:the )?(?:(?:right|correct) )?answers?|(?:richtige )?antwort(?:en)?|l[öo]sung(?:en)?|r[ée]ponses?|respuestas?|solutions?|key)(?:\s*[:=]\s*|\s+(?:is|are)\s+(?=\(?[a-z]\)?\.?$))(.*)$/i
const keyHeading =
  /^(?:(?:the )?(?:(?:right|correct) )?answers?(?: key)?|key|solutions?|antworten|l[öo]sung(?:en)?)\s*:?$/i
const lettersOf = String.raw`\(?[A-Za-z](?:\)?\s*(?:[,;&+]|and|und|et|y)\s*\(?[A-Za-z])*\)?[.)]?`
const letterList = new RegExp(`^${lettersOf}$`)
/** A line of a key: `1. b`, `2) a, c`, and below its heading `3 b` or `4-c`. */
const keyLine = new RegExp(String.raw`^(\d{1,5})[.)]\s+(${lettersOf})$`)
const looseKeyLine = new RegExp(String.raw`^(?:(?:q|question|frage)\s*)?(\d{1,5})\s*[.):=–-]?\s*(${lettersOf})$`, 'i')
const pointsLine = /^(?:points?|marks?|score|punkte|puntos)\s*[:=]\s*(\d+(?:[.,]\d+)?)$/i
const feedbackLine =
  /^(?:explanation|feedback|rationale|erkl[äa]rung|begr[üu]ndung|explication|explicaci[óo]n)\s*:\s*(\S.*)$/i
const titleLine = /^(?:title|titel|titre|t[íi]tulo)\s*:\s*(\S.*)$/i
/** Space to write an essay in. */
const spaceLine = /^_{3,}$/
/** Other things that are said of a question below its answer. */
const labelledLine = /^\p{L}[\p{L} -]{1,24}:\s*\S/u
/** What other programs write before an answer: `* Einstein`, `= 1.41 +- 0.01`, `*2) Paris`. */
const otherAnswer = /^(?:\*\s*\S|=\s*\S)/
const inLine = /(?:^|\s)\(?a[.)]\s*\S[\s\S]*\s\(?b[.)]\s*\S/i

/** Whether a text has numbered questions with lettered options, boxes or answers. */
export const looksLikePlainText = (text: string): boolean => {
  const start = text.slice(0, 200_000).replace(/\r\n?/g, '\n')
  if (!/^[ \t]*\d{1,5}[.)][ \t]+\S/m.test(start)) return false
  if (/^[ \t]*\*?[ \t]*\(?[A-Za-z][.)][ \t]*\S/m.test(start)) return true
  return start.split('\n').some((line) => boxLine.test(line.trim()) || answerLine.test(line.trim()))
}

/** What is wrong with a question, and where. */
interface Flaw {
  readonly line: number
  readonly loss: QuestionLoss
}

interface Open {
  readonly line: number
  /** Its number in the file, with the sign behind it; null where it has none. */
  readonly number: { readonly value: number; readonly sign: string } | null
  readonly stem: { readonly line: number; readonly text: string }[]
  readonly options: string[]
  /** The right ones by their marks, and by each line that names them. */
  readonly starred: number[]
  readonly answers: { readonly line: number; readonly text: string }[]
  hasBoxes: boolean
  points: string | null
  feedback: string[]
  readonly losses: QuestionLoss[]
  flaw: Flaw | null
  isParted: boolean
}

export function readPlainText(text: string): Found {
  const asked: Open[] = []
  const problems: Problem[] = []
  const key: { readonly line: number; readonly number: number; readonly text: string }[] = []
  let open: Open | null = null
  let isKey = false
  const lines = linesOf(text).map((line) => line.trim())
  const isMarked = hasTextFeedback(lines)
  const heads = headsIn(lines)
  let head: Head = { points: null, losses: [] }
  const begin = (line: number, text: string, number: Open['number']): Open => {
    const question: Open = {
      ...{ line, number, stem: [{ line, text }], options: [], starred: [], answers: [], hasBoxes: false },
      ...{ points: head.points, feedback: [], losses: [...head.losses], flaw: null, isParted: false },
    }
    head = { points: null, losses: [] }
    asked.push(question)
    return question
  }

  for (const [at, line] of lines.entries()) {
    const place = at + 1
    if (heads[at]) {
      const points = pointsLine.exec(line)?.[1]
      head = points === undefined ? withTitle(head, line) : { ...head, points }
      continue
    }
    if (line === '') {
      if (open !== null) open.isParted = true
      continue
    }
    const isBetween = open === null || open.isParted || open.options.length > 0 || open.answers.length > 0
    const keyed = (isKey ? looseKeyLine : keyLine).exec(line)
    if (keyed !== null && isBetween && asked.length > 0) {
      key.push({ line: place, number: Number(keyed[1]), text: keyed[2] ?? '' })
      open = null
      isKey = true
      continue
    }
    if (keyHeading.test(line) && asked.length > 0 && (open === null || open.isParted)) {
      open = null
      isKey = true
      continue
    }
    const [, value, sign = '', wording = ''] = numbered.exec(line) ?? []
    if (value !== undefined && (isBetween || isNext(open, Number(value), sign))) {
      open = begin(place, wording, { value: Number(value), sign })
      isKey = false
      continue
    }
    if (open === null && isKey) {
      problems.push(problemAt(place, loss('not-understood', line)))
      continue
    }
    if (open === null) open = begin(place, line, null)
    else if (!taken(open, line, place)) {
      // What follows a blank line is another question; in front of the options it is the same one.
      if (open.isParted && (open.options.length > 0 || open.answers.length > 0 || open.number === null))
        open = begin(place, line, null)
      else if (open.feedback.length > 0) open.feedback.push(line)
      else if (open.answers.length > 0) {
        if (labelledLine.test(line)) open.losses.push(loss('part-left-out', line))
        else open.flaw ??= { line: place, loss: loss('not-understood', line) }
      } else if (open.options.length === 0) open.stem.push({ line: place, text: line })
      else open.options.push(`${open.options.pop() ?? ''}\n${line}`)
    }
    open.isParted = false
  }
  problems.push(...answeredByKey(asked, key))
  const questions: ReadQuestion[] = []
  for (const question of asked) {
    const found = finishedQuestion(question, isMarked)
    if ('content' in found) questions.push(found)
    else problems.push(problemAt(found.line, found.loss))
  }
  return { questions, problems: problems.toSorted((one, other) => (one.line ?? 0) - (other.line ?? 0)) }
}

/** What stands above a question's number. */
type Head = Pick<Open, 'points' | 'losses'>

const withTitle = (head: Head, line: string): Head => ({
  ...head,
  losses: [...head.losses, loss('part-left-out', line)],
})

/** Whether each line says something of the question right below it, parted from the one above. */
function headsIn(lines: readonly string[]): readonly boolean[] {
  const isOf = lines.map((line) => pointsLine.test(line) || titleLine.test(line))
  const heads = lines.map(() => false)
  for (let first = 0, next = 0; first < lines.length; first = ++next) {
    while (isOf[next]) next++
    if ((lines[first - 1] ?? '') === '' && numbered.test(lines[next] ?? '')) heads.fill(true, first, next)
  }
  return heads
}

/** Whether a number is that of the next question, and not of a list within this one. */
function isNext(open: Open | null, value: number, sign: string): boolean {
  if (open?.number == null || open.number.sign !== sign || value !== open.number.value + 1) return false
  const last = numbered.exec(open.stem.at(-1)?.text ?? '')
  return open.stem.length === 1 || last === null || Number(last[1]) !== value - 1
}

/** Gives questions the answers of a key at the end; what it does not clearly say is a problem. */
function answeredByKey(
  asked: readonly Open[],
  key: readonly { readonly line: number; readonly number: number; readonly text: string }[],
): readonly Problem[] {
  return key.flatMap(({ line, number, text }) => {
    const named = asked.filter((question) => question.number?.value === number)
    const isOnce = key.filter((each) => each.number === number).length === 1
    const [question] = named
    if (question === undefined || named.length > 1 || !isOnce)
      return [problemAt(line, loss('not-understood', `${number}. ${text}`))]
    question.answers.push({ line, text })
    return []
  })
}

/** Takes a line that is an option, names the right ones, or says something else of a question. */
function taken(open: Open, line: string, place: number): boolean {
  const answer = answerLine.exec(line)
  if (answer !== null) {
    open.answers.push({ line: place, text: (answer[1] ?? '').trim() })
    return true
  }
  const points = pointsLine.exec(line)?.[1]
  if (points !== undefined) {
    if (open.points !== null && open.points !== points)
      open.flaw ??= { line: place, loss: loss('not-understood', line) }
    open.points = points
    return true
  }
  const isAnswered = open.options.length > 0 || open.answers.length > 0
  const feedback = feedbackLine.exec(line)?.[1]
  if (feedback !== undefined && isAnswered) {
    open.feedback.push(feedback)
    return true
  }
  const box = boxLine.exec(line)
  if (box !== null && (open.hasBoxes || open.options.length === 0)) {
    open.hasBoxes = true
    if (/\S/.test(box[1] ?? '')) open.starred.push(open.options.length)
    open.options.push(box[2] ?? '')
    return true
  }
  const [, star = '', letter = '', content = ''] = optionLine.exec(line) ?? []
  if (letter === '') return false
  // Below the answer comes no option any more.
  if (letter.toUpperCase() !== optionLetter(open.options.length) || open.answers.length > 0 || open.hasBoxes) {
    if (!isAnswered) return false
    open.flaw ??= { line: place, loss: loss('not-understood', line) }
    return true
  }
  if (star !== '') open.starred.push(open.options.length)
  open.options.push(content)
  return true
}

function finishedQuestion(open: Open, isMarked: boolean): ReadQuestion | Flaw {
  const { line, number, hasBoxes, flaw } = open
  if (flaw !== null) return flaw
  const { stem: whole, options: texts } = withNumberedOptions(open)
  const end = whole.findLastIndex(({ text }) => !spaceLine.test(text)) + 1
  const lines = texts.length === 0 ? whole.slice(0, Math.max(end, 1)) : whole
  const { points, losses } = pointsOf(open.points)
  const { rest, feedback } = withoutFeedback(
    lines.map(({ text }) => text),
    { isMarked, forOption: false },
  )
  const stem = lines.slice(0, rest.length)
  const said = (texts: readonly string[]) => htmlOfPlain(texts.join('\n')) || null
  const general = said([...feedback.general, ...open.feedback])
  const frame = {
    ...plainFrame(htmlOfPlain(stem.map(({ text }) => text).join('\n'))),
    points,
    correctFeedback: joinedFeedback(said(feedback.right), general),
    incorrectFeedback: joinedFeedback(said(feedback.wrong), general),
  }
  const answers = texts.map((text) => withoutFeedback(text.split('\n'), { isMarked, forOption: true }))
  const options = answers.map((option) => option.rest.join('\n'))
  const place = { line, losses: [...open.losses, ...losses] }
  const [answer] = open.answers
  if (options.length === 0) {
    const truth = open.answers.length === 1 ? truthIn(answer?.text ?? '') : null
    if (truth !== null) return placed(trueOrFalse(frame, truth), place)
    if (answer !== undefined) return { line: answer.line, loss: loss('no-right-option', answer.text) }
    // A title, or a text between the questions.
    if (number === null) return { line, loss: loss('not-understood', stem[0]?.text ?? '') }
    const odd = stem.find(({ text }, at) => inLine.test(text) || (at > 0 && otherAnswer.test(text)))
    if (odd !== undefined) return { line: odd.line, loss: loss('not-understood', odd.text) }
    return placed(written(frame, 'essay'), place)
  }
  if (options.length > mostReadOptions) return { line, loss: loss('too-many-options', String(options.length)) }
  const named = open.answers.map(({ text }) => rightIn(text, options, open.options.length === 0))
  const marks = [...(open.starred.length > 0 ? [open.starred] : []), ...named]
  const [right = []] = marks
  // What is marked and what is named must be the same.
  const unclear = marks.some((each) => each === null || String(each) !== String(right))
  if (unclear || right === null)
    return { line: answer?.line ?? line, loss: loss('no-right-option', answer?.text ?? '') }
  const made = withSharedFeedback(
    marked(
      { ...frame, ...(hasBoxes && { type: 'multipleresponse' }) },
      options.map(htmlOfPlain),
      right,
      answers.map((option) => said(option.feedback.general) ?? ''),
    ),
  )
  return placed(hasBoxes ? made : asTrueFalse(made), place)
}

const truthIn = (text: string): boolean | null =>
  /^(?:t|true)\.?$/i.test(text) ? true : /^(?:f|false)\.?$/i.test(text) ? false : null

/** The places of the options that an answer names by letter, by number, or by text; null where that is not clear. */
function rightIn(text: string, options: readonly string[], isNumbered: boolean): readonly number[] | null {
  const byText = options.flatMap((option, at) => (fold(option) === fold(text) ? [at] : []))
  const byLetter = isNumbered
    ? (/^\(?\d{1,2}(?:\)?\s*(?:[,;&+]|and)\s*\(?\d{1,2})*\)?[.)]?$/i.test(text) ? (text.match(/\d+/g) ?? []) : [])
        .map(Number)
        .map((number) => number - 1)
    : letterList.test(text)
      ? lettersIn(text).map((letter) => letter.charCodeAt(0) - 65)
      : []
  const places = [...new Set(byLetter)].toSorted((one, other) => one - other)
  if (places.length > 0) {
    const isKnown = places.every((place) => place >= 0 && place < options.length)
    // A letter that is the text of another option.
    if (byText.length > 0 && (!isKnown || String(byText) !== String(places))) return null
    return isKnown ? places : null
  }
  if (byText.length === 1) return byText
  // `b) Paris`: letter and text have to agree.
  const [, letter = '', number = '', content = ''] = /^\(?(?:([A-Za-z])|(\d{1,2}))\s*[.):–-]\s*(\S.*)$/.exec(text) ?? []
  const place = letter !== '' ? letter.toUpperCase().charCodeAt(0) - 65 : Number(number) - 1
  if (content === '' || isNumbered !== (letter === '')) return null
  return fold(options[place] ?? '') === fold(content) ? [place] : null
}

const lettersIn = (text: string): readonly string[] =>
  text
    .replace(/\b(?:and|und|et)\b/gi, ',')
    .toUpperCase()
    .match(/[A-Z]/g) ?? []

/** Options that are numbered, below a question that is numbered in another way, where its answer is one of the numbers. */
function withNumberedOptions({ stem, options, answers, number }: Open): Pick<Open, 'stem' | 'options'> {
  if (options.length > 0 || answers.length !== 1 || number === null) return { stem, options }
  const lines = stem.map(({ text }) => numbered.exec(text))
  const from = lines.findLastIndex((line) => line !== null && Number(line[1]) === 1)
  const listed = from < 1 ? [] : lines.slice(from)
  const isList = listed.every((line, at) => line?.[2] !== number.sign && Number(line?.[1]) === at + 1)
  if (listed.length < 2 || !isList) return { stem, options }
  return { stem: stem.slice(0, from), options: listed.map((line) => line?.[3] ?? '') }
}

/** Writes numbered questions with lettered options, a star before each right one and feedback as text2qti has it, in UTF-8. */
export function writePlainText(questions: readonly WrittenQuestion[]): WrittenQuestions {
  const losses: WrittenLosses[] = []
  const blocks: string[] = []
  for (const [index, question] of questions.entries()) {
    const told: QuestionLoss[] = []
    const block = blockOf(question, blocks.length + 1, told)
    if (block !== null) {
      blocks.push(block)
      told.push(
        ...leftOut(question, { points: true, feedback: true }),
        ...lostWeights(question.content),
        ...lostGradeStyle(question.content),
      )
    }
    if (told.length > 0) losses.push({ index, losses: told })
  }
  return { bytes: Buffer.from(blocks.join('\n')), losses }
}

const isSyntax = (line: string): boolean =>
  line === '' ||
  [numbered, optionLine, boxLine, answerLine, keyHeading, pointsLine, feedbackLine, otherAnswer, spaceLine].some(
    (form) => form.test(line),
  )

function blockOf({ content }: WrittenQuestion, number: number, told: QuestionLoss[]): string | null {
  const { type, options, correct, question, points } = content
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
    const isTaken = lines.slice(1).some(isSyntax) || readsAsFeedback(lines)
    if (!plain.isExact || lines.join('\n') !== plain.text || isTaken) isExact = false
    return lines.join(isTaken ? ' ' : '\n   ')
  }
  const stem = said(question)
  // What other programs, and this one, would take for a key, or an essay for a question with its options.
  const isMisread = keyLine.test(`1. ${stem.split('\n')[0]}`) || (type === 'essay' && inLine.test(stem))
  if (stem === '' || isMisread) {
    told.push(loss('not-understood', stem))
    return null
  }
  const feedback = feedbackTexts(content).flatMap(([aside, html]) => feedbackLines(aside, said(html)))
  const lines = options.flatMap(({ letter, content, feedback: own = '' }, at) => {
    const star = correct.includes(letter) ? '*' : ' '
    const option = `${star}${optionLetter(at).toLowerCase()}) ${said(content)}`.trimEnd()
    return [option, ...feedbackLines('general', said(own))]
  })
  if (!isExact) told.push(loss('part-left-out', 'formatting'))
  const head = points === null || points === onePoint ? [] : [`Points: ${pointsText(points)}`]
  return [...head, `${number}. ${stem}`, ...feedback, ...lines, ''].join('\n')
}

const feedbackTexts = ({ correctFeedback, incorrectFeedback }: WrittenQuestion['content']) =>
  correctFeedback === incorrectFeedback
    ? ([['general', correctFeedback ?? '']] as const)
    : ([
        ['right', correctFeedback ?? ''],
        ['wrong', incorrectFeedback ?? ''],
      ] as const)
