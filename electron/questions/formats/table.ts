import type { QuestionContent } from '../../../shared/model/bank.ts'
import { gradeStyles } from '../../../shared/model/bank.ts'
import type { QuestionColumns, QuestionLoss, ReadQuestion } from '../../../shared/model/question-file.ts'
import { optionLetter } from '../../../shared/model/question-rules.ts'
import type { TableRow } from '../../../shared/model/table.ts'
import { fold } from '../../../shared/model/text.ts'
import { cellOf, cellText, flawedCell, heading, isBlank, yesIn } from './cells.ts'
import { htmlOfEither } from './markup.ts'
import {
  asTrueFalse,
  type Found,
  type Frame,
  joinedFeedback,
  loss,
  lostTexts,
  lostWeights,
  type MadeQuestion,
  marked,
  mostReadOptions,
  type Problem,
  placed,
  pointsOf,
  pointsText,
  problemAt,
  trueOrFalse,
  type WrittenLosses,
  type WrittenQuestion,
  type WrittenQuestions,
  written,
} from './question-parts.ts'
import { cutCells, sheetBytes } from './sheet.ts'

// In English, German, French and Spanish, folded.
const words: Readonly<Record<Exclude<keyof QuestionColumns, 'options'>, RegExp>> = {
  question: /^(?:question|question text|wording|stem|frage|fragetext|pregunta|enonce|item)$/,
  type: /^(?:type|question type|kind|typ|fragetyp|tipo)$/,
  correct:
    /^(?:correct|right|key|answer|answers|solution|correct answers?|correct options?|right answers?|richtig|richtige antwort|losung|bonne reponse|reponse correcte|respuesta correcta|correcta|(?:correct|right|richtige antwort|correct (?:answer|option)|right answer) \d)$/,
  points: /^(?:points?|marks?|score|punkte|puntos)$/,
  parent: /^(?:parent|parent category|oberkategorie)$/,
  category: /^(?:category|topic|kategorie|thema|categorie|categoria)$/,
  correctFeedback: /^(?:correct feedback|feedback if correct|feedback richtig)$/,
  incorrectFeedback: /^(?:incorrect feedback|wrong feedback|feedback if wrong|feedback falsch)$/,
  random: /^(?:random answers|random|shuffle)$/,
  gradeStyle: /^(?:grade style|grading)$/,
}
const optionWords = /^(?:(?:option|answer|choice|antwort|reponse|respuesta|opcion)\s*)?([a-t]|(?<=\D)\d{1,2})$/
/** Options that are wrong; beside them, the right one is the text that is named as correct. */
const wrongWords =
  /^(?:distractors?|wrong(?: answers?)?|incorrect(?: answers?)?|falsch(?:e antwort)?|mauvaise reponse|incorrecta)\s*\d{0,2}$/
/** Shown with every answer. */
const explanationWords =
  /^(?:(?:answer )?explanation|feedback|general feedback|rationale|erklarung|begrundung|explication|explicacion)$/
/** A running number, which says nothing of a question. */
const numberWords = /^(?:#|no\.?|nr\.?|number|num|id|index)$/

/** The columns that a line of headings names; null where it names no question or nothing to answer it by. */
export function columnsByHeading(headings: readonly string[]): QuestionColumns | null {
  const names = headings.map(heading)
  const of = (form: RegExp) => {
    const at = names.findIndex((name) => form.test(name))
    return at < 0 ? null : at
  }
  const question = of(words.question)
  const options = names.flatMap((name, at) => (optionWords.test(name) || wrongWords.test(name) ? [at] : []))
  const correct = of(words.correct)
  if (question === null || (options.length === 0 && correct === null && of(words.type) === null)) return null
  return {
    ...{ question, options, correct, type: of(words.type), points: of(words.points), parent: of(words.parent) },
    ...{ category: of(words.category), correctFeedback: of(words.correctFeedback) },
    ...{ incorrectFeedback: of(words.incorrectFeedback), random: of(words.random), gradeStyle: of(words.gradeStyle) },
  }
}

/** What the headings say beside the columns that can be chosen. */
interface Headings {
  readonly names: readonly string[]
  /** The letter or number of each option column, in the order of the columns; null where its heading has none. */
  readonly labels: readonly (string | null)[]
  /** Whether all options are wrong ones, and the right one stands for itself. */
  readonly areWrong: boolean
  /** Other columns that name right ones. */
  readonly alsoCorrect: readonly number[]
  readonly explanation: number | null
  /** The column of ClassMarker's numbers. */
  readonly number: number | null
}

/** Headings by which this program's own export is known; in others, a number may be a running one. */
const ownHeadings = ['number', 'parent category', 'category', 'type', 'question', 'option a', 'correct', 'grade style']

function headingsFor(cells: readonly string[], { options, correct, question }: QuestionColumns): Headings {
  const names = cells.map(heading)
  const at = (form: (name: string) => boolean) => {
    const place = names.findIndex((name, column) => form(name) && column !== question)
    return place < 0 ? null : place
  }
  const isOwn = ownHeadings.every((name) => names.includes(name))
  return {
    names,
    labels: options.map((column) => optionWords.exec(names[column] ?? '')?.[1]?.toUpperCase() ?? null),
    areWrong: options.length > 0 && options.every((column) => wrongWords.test(names[column] ?? '')),
    alsoCorrect: names.flatMap((name, column) =>
      words.correct.test(name) && column !== correct && !options.includes(column) ? [column] : [],
    ),
    explanation: at((name) => explanationWords.test(name)),
    number: at((name) => name === 'question id' || (isOwn && name === 'number')),
  }
}

const mostTitles = 50

/** Where a table of questions has its headings; null where there are none. */
export function headingsOf(
  rows: readonly TableRow[],
): { readonly row: number; readonly columns: QuestionColumns } | null {
  for (const [row, { cells }] of rows.slice(0, mostTitles).entries()) {
    const columns = columnsByHeading(cells)
    if (columns !== null) return { row, columns }
  }
  return null
}

export const looksLikeTable = (rows: readonly TableRow[]): boolean => headingsOf(rows) !== null

/**
 * Reads questions from a table, one a row.
 * @param chosen the columns, where somebody chose them; the first row then is one of headings
 */
export function readTable(rows: readonly TableRow[], chosen?: QuestionColumns): Found {
  const named = headingsOf(rows)
  const columns = chosen ?? named?.columns
  if (columns === undefined)
    return { questions: [], problems: [problemAt(null, loss('not-understood', rows[0]?.cells.join(' · ') ?? ''))] }
  const questions: ReadQuestion[] = []
  const problems: Problem[] = []
  const headings = headingsFor(rows[named?.row ?? 0]?.cells ?? [], columns)
  const used = [columns.question, columns.correct ?? undefined, ...headings.alsoCorrect, ...columns.options]
  for (const row of rows.slice((named?.row ?? 0) + 1)) {
    if (isBlank(row)) continue
    const flaw = flawedCell(row, used)
    const read = flaw ?? questionOf(row, columns, headings)
    if ('code' in read) problems.push(problemAt(row.line, read))
    else questions.push(read)
  }
  return { questions, problems }
}

const typeWords: Readonly<Record<string, RegExp>> = {
  multiplechoice: /^(?:multiple ?choice|mc|mcq|single(?: choice)?)$/,
  multipleresponse: /^(?:multiple ?response|mr|multiple(?: answers?| select)?|checkbox(?:es)?)$/,
  truefalse: /^(?:true ?false|true\/false|true or false|tf|t\/f)$/,
  essay: /^(?:essay|open|open.?ended|text)$/,
  freetext: /^(?:free ?text|short ?answer)$/,
}

function questionOf(row: TableRow, columns: QuestionColumns, headings: Headings): ReadQuestion | QuestionLoss {
  const said = (column: number | null) => cellOf(row, column ?? undefined)
  const question = said(columns.question)
  if (question === '') return loss('not-understood', row.cells.join(' · '))
  const { points, losses } = pointsOf(said(columns.points) || null)
  const explanation = htmlOfEither(said(headings.explanation)) || null
  const frame: Frame = {
    question: htmlOfEither(question),
    points,
    randomAnswers: yesIn(said(columns.random)),
    correctFeedback: joinedFeedback(htmlOfEither(said(columns.correctFeedback)) || null, explanation),
    incorrectFeedback: joinedFeedback(htmlOfEither(said(columns.incorrectFeedback)) || null, explanation),
  }
  const word = fold(said(columns.type))
  const type = Object.keys(typeWords).find((each) => typeWords[each]?.test(word))
  if (word !== '' && type === undefined) return loss('type-unknown', said(columns.type))
  const style = fold(said(columns.gradeStyle)).replace(/[\s-]+/g, '_')
  const read = answered(
    frame,
    type ?? null,
    answersIn(columns, headings, said),
    gradeStyles.find((each) => each === style),
  )
  if ('code' in read) return read
  const number = said(headings.number)
  return placed(read, {
    line: row.line,
    losses: [...losses, ...unknownCells(row, columns, headings)],
    categoryPath: [said(columns.parent), said(columns.category)],
    questionId: /^\d+$/.test(number) ? number : null,
  })
}

/** The cells in columns of which nothing is known here. */
function unknownCells(row: TableRow, columns: QuestionColumns, headings: Headings): readonly QuestionLoss[] {
  const { options, ...single } = columns
  const known = new Set([...Object.values(single), ...options, ...headings.alsoCorrect])
  for (const column of [headings.explanation, headings.number]) known.add(column)
  return row.cells.flatMap((cell, at) => {
    const name = headings.names[at] ?? ''
    if (known.has(at) || cell.trim() === '' || (numberWords.test(name) && /^\d+\.?$/.test(cell.trim()))) return []
    return [loss('part-left-out', `${name || `column ${at + 1}`}: ${cell.trim()}`)]
  })
}

/** The cells of a row that are options, and which of them are said to be right. */
interface Answers {
  readonly cells: readonly string[]
  /** What the first column of right ones says. */
  readonly correct: string
  readonly right: readonly number[]
}

function answersIn(
  { options, correct: column }: QuestionColumns,
  { names, labels, areWrong, alsoCorrect }: Headings,
  said: (column: number | null) => string,
): Answers {
  const correct = said(column)
  const columns = column === null ? alsoCorrect : [column, ...alsoCorrect]
  const filled = columns.filter((each) => said(each) !== '')
  if (areWrong && options.some((each) => said(each) !== '')) {
    const all = [...filled, ...options].toSorted((one, other) => one - other)
    const cells = all.map(said)
    const wrong = new Set(options.map((each) => fold(said(each))))
    const isClear = filled.every((each) => !wrong.has(fold(said(each))))
    return { cells, correct, right: isClear ? filled.map((each) => all.indexOf(each)) : [] }
  }
  const cells = options.map(said)
  const base = (each: number | undefined) => (names[each ?? -1] ?? '').replace(/\s*\d$/, '')
  const found = filled.map((each) => rightOf(said(each), cells, labels))
  // A column for each of several right ones; columns of other headings say the same once more, or it is not clear.
  const isList = filled.every((each) => base(each) === base(filled[0]))
  const isClear = found.every((right) => right.length > 0 && (isList || String(right) === String(found[0])))
  return { cells, correct: correct || said(filled[0] ?? null), right: isClear ? [...new Set(found.flat())] : [] }
}

function answered(
  frame: Frame,
  type: string | null,
  { cells, correct, right: rightCells }: Answers,
  gradeStyle: string | undefined,
): MadeQuestion | QuestionLoss {
  const texts = cells.filter((cell) => cell !== '')
  if (type === 'essay') return written(frame, 'essay')
  if (type === 'freetext') return written(frame, 'freetext', texts.length > 0 ? texts : [correct].filter(Boolean))
  if (texts.length === 0) {
    if (/^(?:t|true)$/i.test(correct)) return trueOrFalse(frame, true)
    if (/^(?:f|false)$/i.test(correct)) return trueOrFalse(frame, false)
    if (type !== null) return loss('not-understood', frame.question)
    return correct === '' ? written(frame, 'essay') : written(frame, 'freetext', [correct])
  }
  if (texts.length > mostReadOptions) return loss('too-many-options', String(texts.length))
  const places = cells.flatMap((cell, at) => (cell === '' ? [] : [at]))
  const made = marked(
    { ...frame, ...(type !== null && { type }), ...(gradeStyle !== undefined && { gradeStyle }) },
    texts.map(htmlOfEither),
    rightCells.map((at) => places.indexOf(at)),
  )
  return type === null ? asTrueFalse(made) : made
}

/**
 * The cells that are right: by their text, else by the letters or numbers of their headings. Where a number is the text
 * of one option and counts to another, neither is taken.
 */
function rightOf(correct: string, cells: readonly string[], labels: readonly (string | null)[]): readonly number[] {
  if (correct === '') return []
  const exact = cells.flatMap((cell, at) => (cell === correct ? [at] : []))
  const alike = cells.flatMap((cell, at) => (cell !== '' && fold(cell) === fold(correct) ? [at] : []))
  const byText = exact.length === 1 ? exact : alike
  const byPlace = correct
    .split(/[\s,;]+/)
    .filter(Boolean)
    .map((part) => placeOf(part.toUpperCase(), labels))
  const isPlace = byPlace.length > 0 && byPlace.every((at) => at >= 0 && (cells[at] ?? '') !== '')
  if (byText.length === 1) return isPlace && String(byPlace) !== String(byText) ? [] : byText
  return isPlace ? [...new Set(byPlace)] : []
}

/**
 * The place of the option with a letter or number: the one of its heading. Only where the headings count from A or 1, or
 * not at all, a place can be named in the other way.
 */
function placeOf(word: string, labels: readonly (string | null)[]): number {
  const isNumber = /^\d{1,2}$/.test(word)
  if (!isNumber && !/^[A-T]$/.test(word)) return -1
  const own = labels.flatMap((label, at) =>
    label === word || (isNumber && Number(label ?? '-') === Number(word)) ? [at] : [],
  )
  if (own.length > 0) return own.length === 1 ? (own[0] ?? -1) : -1
  const isOpen = labels.every((label) => label === null)
  const isOrdered = labels.every((label, at) => label === (isNumber ? optionLetter(at) : String(at + 1)))
  if (!isOpen && !isOrdered) return -1
  return isNumber ? Number(word) - 1 : word.charCodeAt(0) - 65
}

const types = ['multiplechoice', 'multipleresponse', 'truefalse', 'essay', 'freetext']
const optionColumns = 10

/** Writes a workbook of one question a row. */
export async function writeTable(questions: readonly WrittenQuestion[]): Promise<WrittenQuestions> {
  const losses: WrittenLosses[] = []
  const longest = questions.reduce(
    (most, { content }) => Math.max(most, content.options.length, content.correct.length),
    0,
  )
  const count = Math.min(mostReadOptions, Math.max(optionColumns, longest))
  const letters = Array.from({ length: count }, (_, at) => optionLetter(at))
  const rows: (readonly string[])[] = [
    [
      ...['Number', 'Parent category', 'Category', 'Type', 'Question', ...letters.map((letter) => `Option ${letter}`)],
      ...['Correct', 'Points', 'Correct feedback', 'Incorrect feedback', 'Random answers', 'Grade style'],
    ],
  ]
  for (const [index, { content, categoryPath, questionId }] of questions.entries()) {
    const told: QuestionLoss[] = []
    if (!types.includes(content.type)) told.push(loss('type-unknown', content.type))
    else {
      const options =
        content.type === 'freetext' ? content.correct : content.options.map(({ content }) => cellText(content))
      const right = content.options.flatMap(({ letter }, at) => (content.correct.includes(letter) ? [at] : []))
      const key = content.type === 'freetext' ? '' : keyOf(right, options, letters)
      if (key === null) told.push(loss('no-right-option', content.correct.join(', ')))
      const row = [
        ...[questionId ?? '', categoryPath.length > 1 ? (categoryPath[0] ?? '') : '', categoryPath.at(-1) ?? ''],
        ...[content.type, cellText(content.question), ...letters.map((_, at) => options[at] ?? ''), key ?? ''],
        ...[content.points === null ? '' : pointsText(content.points), cellText(content.correctFeedback ?? '')],
        ...[cellText(content.incorrectFeedback ?? ''), yesOrNo(content), content.gradeStyle ?? ''],
      ]
      rows.push(row)
      told.push(...lostWeights(content), ...lostTexts(content), ...cutCells(row))
      for (const { letter, feedback } of content.options) if (feedback) told.push(loss('option-feedback', letter))
      if (options.length > count) told.push(loss('too-many-options', String(options.length)))
    }
    if (told.length > 0) losses.push({ index, losses: told })
  }
  return { bytes: await sheetBytes('Questions', rows), losses }
}

/** How the right options are named so that they are read back; null where every way names others as well. */
function keyOf(right: readonly number[], cells: readonly string[], letters: readonly string[]): string | null {
  const [first = -1] = right
  const ways = [
    right.map((at) => letters[at] ?? ''),
    right.map((at) => String(at + 1)),
    right.length === 1 ? [cells[first] ?? ''] : [],
  ]
  const found = ways.map((way) => way.join(',')).find((way) => String(rightOf(way, cells, letters)) === String(right))
  return right.length === 0 ? '' : (found ?? null)
}

const yesOrNo = ({ randomAnswers }: QuestionContent): string =>
  randomAnswers === null ? '' : randomAnswers ? 'Yes' : 'No'
