import type { QuestionLoss, ReadQuestion } from '../../../shared/model/question-file.ts'
import type { TableRow } from '../../../shared/model/table.ts'
import { fold } from '../../../shared/model/text.ts'
import { cellOf, flawedCell, heading, isBlank } from './cells.ts'
import { htmlOfPlain, plainOf } from './markup.ts'
import {
  asTrueFalse,
  type Found,
  type Frame,
  leftOut,
  loss,
  lostGradeStyle,
  lostTexts,
  lostWeights,
  type MadeQuestion,
  marked,
  type Problem,
  placed,
  plainFrame,
  problemAt,
  type WrittenLosses,
  type WrittenQuestion,
  type WrittenQuestions,
  written,
} from './question-parts.ts'
import { cutCells, sheetBytes } from './sheet.ts'

/** The rows of headings that a quiz program's workbook may have above its questions. */
const mostTitles = 50

/** The columns of a workbook by their headings, and the rows below them; null where it is of another kind. */
interface Sheet {
  readonly names: readonly string[]
  readonly columns: ReadonlyMap<string, number>
  readonly rows: readonly TableRow[]
}

function sheetUnder(rows: readonly TableRow[], needed: readonly RegExp[], key: (name: string) => string): Sheet | null {
  for (const [at, { cells }] of rows.slice(0, mostTitles).entries()) {
    const names = cells.map(heading)
    if (!needed.every((form) => names.some((name) => form.test(name)))) continue
    const columns = new Map<string, number>()
    for (const [column, name] of names.entries()) if (!columns.has(key(name))) columns.set(key(name), column)
    return { names, columns, rows: rows.slice(at + 1) }
  }
  return null
}

const kahootKey = (name: string): string =>
  /^question\b/.test(name)
    ? 'question'
    : (/^answer \d/.exec(name)?.[0] ??
      (/^correct answer/.test(name) ? 'correct' : /^time limit/.test(name) ? 'time' : name))

const kahootSheet = (rows: readonly TableRow[]): Sheet | null =>
  sheetUnder(rows, [/^question\b/, /^answer 1\b/, /^answer 2\b/, /^correct answer/], kahootKey)

/** Kahoot's own words: any table may have a question, its answers and the correct one. */
const ofKahoot = /^time limit|\bmax\.? \d+ characters|choose at least one/

export const looksLikeKahoot = (rows: readonly TableRow[]): boolean =>
  kahootSheet(rows)?.names.some((name) => ofKahoot.test(name)) ?? false

/** The cells of a row in columns of which nothing is known. */
const unknownCells = (row: TableRow, sheet: Sheet | null, known: RegExp): readonly QuestionLoss[] => {
  const places = new Map([...(sheet?.columns ?? [])].map(([key, column]) => [column, key]))
  return row.cells.flatMap((cell, at) => {
    const key = places.get(at) ?? sheet?.names[at] ?? ''
    const isNumber = /^(?:#|no|nr|number)?\.?$/.test(key) && /^\d+\.?$/.test(cell.trim())
    if (cell.trim() === '' || isNumber || (places.has(at) && known.test(key))) return []
    return [loss('part-left-out', `${key || `column ${at + 1}`}: ${cell.trim()}`)]
  })
}

export function readKahoot(rows: readonly TableRow[]): Found {
  const sheet = kahootSheet(rows)
  const columns = sheet?.columns ?? new Map<string, number>()
  const answers = Array.from({ length: 10 }, (_, at) => columns.get(`answer ${at + 1}`))
  return eachRow(sheet?.rows ?? [], [columns.get('question'), columns.get('correct'), ...answers], (row) => {
    const said = (name: string) => cellOf(row, columns.get(name))
    const texts = answers.map((column) => cellOf(row, column))
    if (said('question') === '' && texts.every((text) => text === '')) return null
    const correct = said('correct')
    const numbers = /^\d+(?:\s*[,;.\s]\s*\d+)*$/.test(correct) ? (correct.match(/\d+/g) ?? []).map(Number) : []
    const time = said('time') === '' ? [] : [loss('part-left-out', `time limit: ${said('time')} s`)]
    const losses = [...time, ...unknownCells(row, sheet, /^(?:question|correct|time|answer \d)$/)]
    return { made: optionsOf(plainFrame(htmlOfPlain(said('question'))), texts, numbers), losses }
  })
}

/** A choice of the filled ones of some cells, of which some are right by their number; unclear where one is empty. */
function optionsOf(
  frame: Frame & { readonly type?: string },
  texts: readonly string[],
  numbers: readonly number[],
): MadeQuestion {
  const filled = texts.flatMap((text, at) => (text === '' ? [] : [at]))
  const right = [...new Set(numbers)].map((number) => filled.indexOf(number - 1))
  const isClear = right.every((place) => place >= 0)
  const contents = filled.map((at) => htmlOfPlain(texts[at] ?? ''))
  return asTrueFalse(marked(frame, contents, isClear ? right : []))
}

function eachRow(
  rows: readonly TableRow[],
  used: readonly (number | undefined)[],
  read: (
    row: TableRow,
  ) => { readonly made: MadeQuestion | QuestionLoss; readonly losses: readonly QuestionLoss[] } | null,
): Found {
  const questions: ReadQuestion[] = []
  const problems: Problem[] = []
  for (const row of rows) {
    if (isBlank(row)) continue
    const flaw = flawedCell(row, used)
    const found = flaw === null ? read(row) : { made: flaw, losses: [] }
    if (found === null) continue
    if ('code' in found.made) problems.push(problemAt(row.line, found.made))
    else questions.push(placed(found.made, { line: row.line, losses: found.losses }))
  }
  return { questions, problems }
}

const quizizzColumn =
  /^(?:question text|question type|option \d|correct answer|time in seconds|image link|answer explanation)/

const quizizzSheet = (rows: readonly TableRow[]): Sheet | null =>
  sheetUnder(
    rows,
    [/^question text/, /^question type/, /^option 1\b/, /^correct answer/],
    (name) => quizizzColumn.exec(name)?.[0] ?? name,
  )

export const looksLikeQuizizz = (rows: readonly TableRow[]): boolean => quizizzSheet(rows) !== null

export function readQuizizz(rows: readonly TableRow[]): Found {
  const sheet = quizizzSheet(rows)
  const columns = sheet?.columns ?? new Map<string, number>()
  const answers = Array.from({ length: 10 }, (_, at) => columns.get(`option ${at + 1}`))
  const used = ['question text', 'question type', 'correct answer'].map((name) => columns.get(name))
  let isFirst = true
  return eachRow(sheet?.rows ?? [], [...used, ...answers], (row) => {
    const said = (name: string) => cellOf(row, columns.get(name))
    // The row below the headings explains them.
    const isHelp = isFirst && /^text of the question/i.test(said('question text'))
    isFirst = false
    const texts = answers.map((column) => cellOf(row, column))
    if (isHelp || (said('question text') === '' && texts.every((text) => text === ''))) return null
    const explanation = htmlOfPlain(said('answer explanation')) || null
    const frame = {
      ...plainFrame(htmlOfPlain(said('question text'))),
      correctFeedback: explanation,
      incorrectFeedback: explanation,
    }
    const time = said('time in seconds')
    return {
      made: quizizzQuestion(frame, fold(said('question type')), texts, said('correct answer')),
      losses: [
        ...(time === '' ? [] : [loss('part-left-out', `time limit: ${time} s`)]),
        ...(said('image link') === '' ? [] : [loss('picture', said('image link'))]),
        ...unknownCells(row, sheet, quizizzColumn),
      ],
    }
  })
}

function quizizzQuestion(
  frame: Frame,
  type: string,
  texts: readonly string[],
  correct: string,
): MadeQuestion | QuestionLoss {
  const numbers = /^\d+(?:\s*[,;.\s]\s*\d+)*$/.test(correct) ? (correct.match(/\d+/g) ?? []).map(Number) : []
  if (type === '' || /^multiple choice$|^mcq$/.test(type))
    return optionsOf(type === '' ? frame : { ...frame, type: 'multiplechoice' }, texts, numbers)
  if (/^checkbox$|^multiple select$/.test(type))
    return optionsOf({ ...frame, type: 'multipleresponse' }, texts, numbers)
  if (/^open.?ended$/.test(type)) return written(frame, 'essay')
  if (/^fill.?in.?the.?blanks?$/.test(type)) return written(frame, 'freetext', texts.filter(Boolean))
  return loss('type-unknown', type)
}

/** The longest texts that Kahoot takes. */
const [longestQuestion, longestAnswer] = [120, 75]
const kahootAnswers = 4
const quizizzAnswers = 5
const seconds = '20'

type Line = readonly string[]

async function writeRows(
  questions: readonly WrittenQuestion[],
  titles: readonly Line[],
  rowOf: (
    question: WrittenQuestion,
    number: number,
    told: QuestionLoss[],
    said: (html: string) => string,
  ) => Line | null,
): Promise<WrittenQuestions> {
  const losses: WrittenLosses[] = []
  const rows: Line[] = [...titles]
  for (const [index, question] of questions.entries()) {
    const told: QuestionLoss[] = []
    let isExact = true
    const row = rowOf(question, rows.length - titles.length + 1, told, (html) => {
      const plain = plainOf(html)
      isExact &&= plain.isExact
      if (plain.hasPicture) told.push(loss('picture', ''))
      return plain.text
    })
    if (row !== null) {
      rows.push(row)
      if (!isExact) told.push(loss('part-left-out', 'formatting'))
      told.push(...lostWeights(question.content), ...lostGradeStyle(question.content), ...cutCells(row))
    }
    if (told.length > 0) losses.push({ index, losses: told })
  }
  return { bytes: await sheetBytes('Sheet1', rows), losses }
}

/** Numbers of the right options, from 1; null, and told, where they are not clear. */
function rightNumbers({ content }: WrittenQuestion, most: number, told: QuestionLoss[]): readonly number[] | null {
  const { type, options, correct } = content
  const numbers = options.flatMap(({ letter }, at) => (correct.includes(letter) ? [at + 1] : []))
  if (options.length > most) told.push(loss('too-many-options', String(options.length)))
  else if (numbers.length === 0 || (type !== 'multipleresponse' && numbers.length > 1))
    told.push(loss('no-right-option', correct.join(', ')))
  else return numbers
  return null
}

const isChoice = (type: string): boolean => ['multiplechoice', 'multipleresponse', 'truefalse'].includes(type)
const padded = (cells: Line, length: number): Line => Array.from({ length }, (_, at) => cells[at] ?? '')

/** Writes a workbook as Kahoot imports it. */
export const writeKahoot = (questions: readonly WrittenQuestion[]): Promise<WrittenQuestions> =>
  writeRows(
    questions,
    [
      ['', 'Quiz template'],
      [
        '',
        `Question - max ${longestQuestion} characters`,
        ...Array.from({ length: kahootAnswers }, (_, at) => `Answer ${at + 1} - max ${longestAnswer} characters`),
        'Time limit (sec) – 5, 10, 20, 30, 60, 90, 120, or 240 secs',
        'Correct answer(s) - choose at least one',
      ],
    ],
    (question, number, told, said) => {
      const { type, options } = question.content
      if (!isChoice(type)) told.push(loss('type-unknown', type))
      const right = isChoice(type) ? rightNumbers(question, kahootAnswers, told) : null
      if (right === null) return null
      const wording = said(question.content.question)
      const answers = options.map(({ content }) => said(content))
      if (wording.length > longestQuestion || answers.some((answer) => answer.length > longestAnswer))
        told.push(loss('part-left-out', `more than ${longestQuestion} or ${longestAnswer} characters`))
      // Kahoot has one kind of question for both.
      if (type === 'multipleresponse' && right.length === 1) told.push(loss('part-left-out', type))
      told.push(...leftOut(question))
      return [String(number), wording, ...padded(answers, kahootAnswers), seconds, right.join(',')]
    },
  )

const quizizzTypes: Readonly<Record<string, string>> = {
  ...{ multiplechoice: 'Multiple Choice', truefalse: 'Multiple Choice', multipleresponse: 'Checkbox' },
  ...{ essay: 'Open-Ended', freetext: 'Fill-in-the-Blank' },
}

/** Writes a workbook as Quizizz (Wayground) imports it. */
export const writeQuizizz = (questions: readonly WrittenQuestion[]): Promise<WrittenQuestions> =>
  writeRows(
    questions,
    [
      [
        ...['Question Text', 'Question Type'],
        ...Array.from({ length: quizizzAnswers }, (_, at) => `Option ${at + 1}`),
        ...['Correct Answer', 'Time in seconds', 'Image Link', 'Answer explanation'],
      ],
    ],
    (question, _, told, said) => {
      const { type, options, correctFeedback, incorrectFeedback } = question.content
      const word = quizizzTypes[type]
      if (word === undefined) {
        told.push(loss('type-unknown', type))
        return null
      }
      const texts = type === 'freetext' ? question.content.correct : []
      told.push(...lostTexts(question.content))
      if (texts.length > quizizzAnswers) told.push(loss('too-many-options', String(texts.length)))
      const right = isChoice(type) ? rightNumbers(question, quizizzAnswers, told) : []
      if (right === null || texts.length > quizizzAnswers) return null
      const isShared = correctFeedback === incorrectFeedback
      if (!isShared) told.push(loss('part-left-out', 'feedback'))
      told.push(...leftOut(question, { feedback: true }))
      for (const { letter, feedback } of options) if (feedback) told.push(loss('option-feedback', letter))
      const answers = isChoice(type) ? options.map(({ content }) => said(content)) : texts
      const explanation = isShared && correctFeedback ? said(correctFeedback) : ''
      return [
        said(question.content.question),
        word,
        ...padded(answers, quizizzAnswers),
        right.join(','),
        seconds,
        '',
        explanation,
      ]
    },
  )
