import type { QuestionColumns, QuestionContent, QuestionLoss, ReadQuestion } from '../../../shared/model/bank.ts'
import { gradeStyles } from '../../../shared/model/bank.ts'
import { optionLetter } from '../../../shared/model/question-rules.ts'
import type { TableRow } from '../../../shared/model/table.ts'
import { fold } from '../../../shared/model/text.ts'
import { cellOf, cellText, flawedCell, heading, isBlank, yesIn } from './cells.ts'
import { htmlOfEither } from './markup.ts'
import {
  asTrueFalse,
  type Found,
  type Frame,
  loss,
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
import { sheetBytes } from './sheet.ts'

// In English, German, French and Spanish, folded.
const words: Readonly<Record<Exclude<keyof QuestionColumns, 'options'>, RegExp>> = {
  question: /^(?:question|question text|wording|stem|frage|fragetext|pregunta|enonce|item)$/,
  type: /^(?:type|question type|kind|typ|fragetyp|tipo)$/,
  correct:
    /^(?:correct|right|key|answer|answers|solution|correct answers?|correct options?|right answers?|richtig|richtige antwort|losung|bonne reponse|reponse correcte|respuesta correcta|correcta)$/,
  points: /^(?:points?|marks?|score|punkte|puntos)$/,
  parent: /^(?:parent|parent category|oberkategorie)$/,
  category: /^(?:category|topic|kategorie|thema|categorie|categoria)$/,
  correctFeedback: /^(?:correct feedback|feedback if correct|feedback richtig)$/,
  incorrectFeedback: /^(?:incorrect feedback|wrong feedback|feedback if wrong|feedback falsch)$/,
  random: /^(?:random answers|random|shuffle)$/,
  gradeStyle: /^(?:grade style|grading)$/,
}
const optionWords =
  /^(?:(?:option|answer|choice|antwort|reponse|respuesta|opcion)\s*(?:[a-t]|\d{1,2})|[a-t]|(?:distractor|wrong(?: answer)?|falsch)\s*\d{0,2})$/

/** The columns that a line of headings names; null where it names no question or nothing to answer it by. */
export function columnsByHeading(headings: readonly string[]): QuestionColumns | null {
  const names = headings.map(heading)
  const of = (form: RegExp) => {
    const at = names.findIndex((name) => form.test(name))
    return at < 0 ? null : at
  }
  const question = of(words.question)
  const options = names.flatMap((name, at) => (optionWords.test(name) ? [at] : []))
  const correct = of(words.correct)
  if (question === null || (options.length === 0 && correct === null && of(words.type) === null)) return null
  return {
    ...{ question, options, correct, type: of(words.type), points: of(words.points), parent: of(words.parent) },
    ...{ category: of(words.category), correctFeedback: of(words.correctFeedback) },
    ...{ incorrectFeedback: of(words.incorrectFeedback), random: of(words.random), gradeStyle: of(words.gradeStyle) },
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
  for (const row of rows.slice((named?.row ?? 0) + 1)) {
    if (isBlank(row)) continue
    const flaw = flawedCell(row, [columns.question, columns.correct ?? undefined, ...columns.options])
    const read = flaw ?? questionOf(row, columns)
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

function questionOf(row: TableRow, columns: QuestionColumns): ReadQuestion | QuestionLoss {
  const said = (column: number | null) => cellOf(row, column ?? undefined)
  const question = said(columns.question)
  if (question === '') return loss('not-understood', row.cells.join(' · '))
  const { points, losses } = pointsOf(said(columns.points) || null)
  const frame: Frame = {
    question: htmlOfEither(question),
    points,
    randomAnswers: yesIn(said(columns.random)),
    correctFeedback: htmlOfEither(said(columns.correctFeedback)) || null,
    incorrectFeedback: htmlOfEither(said(columns.incorrectFeedback)) || null,
  }
  const word = fold(said(columns.type))
  const type = Object.keys(typeWords).find((each) => typeWords[each]?.test(word))
  if (word !== '' && type === undefined) return loss('type-unknown', said(columns.type))
  const style = fold(said(columns.gradeStyle)).replace(/[\s-]+/g, '_')
  const options = columns.options.map((column) => said(column))
  const read = answered(
    frame,
    type ?? null,
    options,
    said(columns.correct),
    gradeStyles.find((each) => each === style),
  )
  if ('code' in read) return read
  return placed(read, { line: row.line, losses, categoryPath: [said(columns.parent), said(columns.category)] })
}

function answered(
  frame: Frame,
  type: string | null,
  cells: readonly string[],
  correct: string,
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
  const right = rightOf(correct, cells).map((at) => places.indexOf(at))
  const made = marked(
    { ...frame, ...(type !== null && { type }), ...(gradeStyle !== undefined && { gradeStyle }) },
    texts.map(htmlOfEither),
    right.every((place) => place >= 0) ? right : [],
  )
  return type === null ? asTrueFalse(made) : made
}

/**
 * The cells that are right: by their text, else by letters or numbers. Where a number is the text of one option and
 * counts to another, neither is taken.
 */
function rightOf(correct: string, cells: readonly string[]): readonly number[] {
  if (correct === '') return []
  const byText = cells.flatMap((cell, at) => (cell !== '' && fold(cell) === fold(correct) ? [at] : []))
  const parts = correct.split(/[\s,;]+/).filter(Boolean)
  const byPlace = parts.map((part) =>
    /^[a-t]$/i.test(part) ? part.toUpperCase().charCodeAt(0) - 65 : /^\d{1,2}$/.test(part) ? Number(part) - 1 : -1,
  )
  const isPlace = byPlace.every((at) => at >= 0 && (cells[at] ?? '') !== '')
  if (byText.length === 1) return isPlace && byPlace[0] !== byText[0] ? [] : byText
  return isPlace ? [...new Set(byPlace)] : []
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
      const right = content.options.flatMap(({ letter }, at) =>
        content.correct.includes(letter) ? [optionLetter(at)] : [],
      )
      rows.push([
        ...[questionId ?? '', categoryPath.length > 1 ? (categoryPath[0] ?? '') : '', categoryPath.at(-1) ?? ''],
        ...[content.type, cellText(content.question), ...letters.map((_, at) => options[at] ?? ''), right.join(',')],
        ...[content.points === null ? '' : pointsText(content.points), cellText(content.correctFeedback ?? '')],
        ...[cellText(content.incorrectFeedback ?? ''), yesOrNo(content), content.gradeStyle ?? ''],
      ])
      told.push(...lostWeights(content))
      for (const { letter, feedback } of content.options) if (feedback) told.push(loss('option-feedback', letter))
      if (options.length > count) told.push(loss('too-many-options', String(options.length)))
    }
    if (told.length > 0) losses.push({ index, losses: told })
  }
  return { bytes: await sheetBytes('Questions', rows), losses }
}

const yesOrNo = ({ randomAnswers }: QuestionContent): string =>
  randomAnswers === null ? '' : randomAnswers ? 'Yes' : 'No'
