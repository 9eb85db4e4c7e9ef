import Papa from 'papaparse'
import { type BankOption, gradeStyles, type QuestionContent } from '../../../shared/model/bank.ts'
import type { QuestionLoss, ReadQuestion } from '../../../shared/model/question-file.ts'
import { optionLetter, trueFalseOptions } from '../../../shared/model/question-rules.ts'
import { guarded } from '../../../shared/model/spreadsheet-text.ts'
import type { TableRow } from '../../../shared/model/table.ts'
import { fold } from '../../../shared/model/text.ts'
import { cellOf, flawedCell, heading, isBlank, yesIn } from './cells.ts'
import { htmlOfEither } from './markup.ts'
import {
  blankContent,
  type Found,
  finished,
  loss,
  lostTexts,
  lostWeights,
  type MadeQuestion,
  matchedPairs,
  mostReadOptions,
  type Problem,
  placed,
  pointsOf,
  pointsText,
  problemAt,
  type WrittenLosses,
  type WrittenQuestion,
  type WrittenQuestions,
} from './question-parts.ts'

const types = ['multiplechoice', 'multipleresponse', 'truefalse', 'freetext', 'matching', 'essay', 'grammar']
const typeHeading = /^\s*question type\s*(?::\s*(\w*)\s*)?$/i
const letters = (count: number): readonly string[] => Array.from({ length: count }, (_, at) => optionLetter(at))

/** Whether a table is ClassMarker's export of questions: a line of headings for each type, which its first cell names. */
export const looksLikeQuestionCsv = (rows: readonly TableRow[]): boolean =>
  rows.slice(0, 50).some(({ cells }) => /^\s*question type:\s*\w+\s*$/i.test(cells[0] ?? '') && cells.length > 1)

/** The columns of a type: with its number among them, or as older exports have them, without. */
function columnsOf(type: string, withNumber: boolean, options: number, others: number): readonly string[] {
  const isChoice = type === 'multiplechoice' || type === 'multipleresponse'
  const answers =
    type === 'matching'
      ? [
          ...letters(options).flatMap((letter) => [`${letter} Clue`, `${letter} Match`]),
          ...letters(others).map((letter) => `${letter} Incorrect`),
        ]
      : type === 'essay'
        ? []
        : type === 'grammar'
          ? ['Correct']
          : [...(type === 'freetext' ? [] : ['Correct']), ...letters(options).map((letter) => `Answer ${letter}`)]
  return [
    ...[`Question Type: ${type}`, ...(withNumber ? ['Question Id'] : []), 'Parent Category', 'Category'],
    ...(isChoice ? ['Random Answers'] : []),
    ...(type === 'multipleresponse' ? ['Grade Style'] : []),
    ...['Correct Feedback', 'Incorrect Feedback', 'Points', 'Question'],
    ...answers,
  ]
}

type Columns = ReadonlyMap<string, number>

export function readQuestionCsv(rows: readonly TableRow[]): Found {
  const questions: ReadQuestion[] = []
  const problems: Problem[] = []
  const headings = new Map<string, Columns>()
  for (const row of rows) {
    if (isBlank(row)) continue
    const named = typeHeading.exec(row.cells[0] ?? '')
    if (named !== null) {
      headings.set(fold(named[1] ?? ''), columnsIn(row))
      continue
    }
    const type = fold(row.cells[0] ?? '')
    const columns = headings.get(type) ?? headings.get('')
    if (columns === undefined || !types.includes(type)) {
      problems.push(
        problemAt(row.line, loss(types.includes(type) ? 'not-understood' : 'type-unknown', row.cells[0] ?? '')),
      )
      continue
    }
    const flaw = flawedCell(row, [...columns.values()])
    if (flaw !== null) problems.push(problemAt(row.line, flaw))
    else questions.push(questionOf(row, type, columns))
  }
  return { questions, problems }
}

function columnsIn({ cells }: TableRow): Columns {
  const columns = new Map<string, number>()
  for (const [at, cell] of cells.entries()) {
    const name = heading(cell)
    if (at > 0 && name !== '' && !columns.has(name)) columns.set(name, at)
  }
  return columns
}

function questionOf(row: TableRow, type: string, columns: Columns): ReadQuestion {
  const said = (name: string): string => cellOf(row, columns.get(name))
  const html = (name: string): string => htmlOfEither(said(name))
  const { points, losses: ofPoints } = pointsOf(said('points') || null)
  const told: QuestionLoss[] = [...ofPoints, ...unknownCells(row, columns)]
  const content: QuestionContent = {
    ...blankContent,
    type,
    question: html('question'),
    points,
    randomAnswers: yesIn(said('random answers')),
    correctFeedback: html('correct feedback') || null,
    incorrectFeedback: html('incorrect feedback') || null,
    gradeStyle: type === 'multipleresponse' ? gradeStyleIn(said('grade style'), told) : null,
  }
  return placed(answered(content, said), {
    line: row.line,
    questionId: /^\d+$/.test(said('question id')) ? said('question id') : null,
    categoryPath: [said('parent category'), said('category')],
    losses: told,
  })
}

const knownColumn =
  /^(?:question id|parent category|category|random answers|grade style|correct feedback|incorrect feedback|points|question|correct|answer [a-t]|[a-t] (?:clue|match|incorrect))$/

function unknownCells(row: TableRow, columns: Columns): readonly QuestionLoss[] {
  const names = new Map([...columns].map(([name, column]) => [column, name]))
  return row.cells.flatMap((cell, at) => {
    const name = names.get(at)
    if (at === 0 || cell.trim() === '' || (name !== undefined && knownColumn.test(name))) return []
    return [loss('part-left-out', `${name ?? `column ${at + 1}`}: ${cell.trim()}`)]
  })
}

function gradeStyleIn(text: string, told: QuestionLoss[]): string | null {
  if (text === '') return 'partial_without_deduction'
  const word = fold(text).replace(/[\s-]+/g, '_')
  const style = gradeStyles.find((each) => each === word)
  if (style === undefined) told.push(loss('not-understood', `grade style: ${text}`))
  return style ?? null
}

function answered(content: QuestionContent, said: (name: string) => string): MadeQuestion {
  const { type } = content
  const given = (name: (letter: string) => string) =>
    letters(20).flatMap((letter): BankOption[] => {
      const text = said(name(letter.toLowerCase()))
      return text === '' ? [] : [{ letter, content: htmlOfEither(text) }]
    })
  const answers = given((letter) => `answer ${letter}`)
  if (type === 'essay') return finished(content, [])
  if (type === 'grammar')
    return finished({ ...content, correct: [said('correct') || said('answer a')].filter(Boolean) }, [])
  if (type === 'freetext') {
    const texts = letters(20).map((letter) => said(`answer ${letter.toLowerCase()}`))
    return finished({ ...content, correct: texts.filter(Boolean) }, [])
  }
  if (type === 'matching') {
    const pairs = letters(20).flatMap((letter): BankOption[] => {
      const [clue, match] = ['clue', 'match'].map((name) => said(`${letter.toLowerCase()} ${name}`))
      return clue || match
        ? [{ letter, content: htmlOfEither(match ?? ''), ...(clue && { clue: htmlOfEither(clue) }) }]
        : []
    })
    // A pair in the middle may be empty: its letter is free, and those of the others are not.
    const free = letters(40).filter((letter) => pairs.every((pair) => pair.letter !== letter))
    const others = given((letter) => `${letter} incorrect`).map(({ content: text }, at) => ({
      letter: free[at] as string,
      content: text,
    }))
    const correct = pairs.filter(({ clue }) => clue !== undefined).map(({ letter }) => letter)
    return finished({ ...content, options: [...pairs, ...others], correct }, [])
  }
  const options = type === 'truefalse' && answers.length === 0 ? trueFalseOptions : answers
  const words = said('correct')
    .split(/[\s,;]+/)
    .filter(Boolean)
  const right = words.map((word) => {
    if (type === 'truefalse' && /^(?:true|false)$/i.test(word)) return /^t/i.test(word) ? 'A' : 'B'
    return word.toUpperCase()
  })
  // One that is none of the options makes all of them doubtful.
  const isClear = right.every((letter) => options.some((option) => option.letter === letter))
  return finished({ ...content, options, correct: isClear ? [...new Set(right)].toSorted() : [] }, [])
}

/** Writes CSV as ClassMarker exports its questions. That ClassMarker reads it back is not known. */
export function writeQuestionCsv(questions: readonly WrittenQuestion[]): WrittenQuestions {
  const losses: WrittenLosses[] = []
  const rows: string[][] = []
  const byType = Map.groupBy(questions.entries(), ([, { content }]) => content.type)
  for (const [type, group] of byType) {
    const isKnown = types.includes(type)
    const longest = Math.max(
      10,
      ...group.map(([, { content }]) => Math.max(content.options.length, content.correct.length)),
    )
    const others = Math.max(5, ...group.map(([, { content }]) => othersIn(content)))
    const columns = columnsOf(type, true, Math.min(mostReadOptions, longest), Math.min(mostReadOptions, others))
    if (isKnown) rows.push(...(rows.length > 0 ? [[]] : []), [...columns])
    for (const [index, question] of group) {
      const told: QuestionLoss[] = []
      if (!isKnown) told.push(loss('type-unknown', type))
      else rows.push(columns.map((column, at) => (at === 0 ? type : (cellsOf(question).get(heading(column)) ?? ''))))
      const { options } = question.content
      if (isKnown) told.push(...lostWeights(question.content), ...lostTexts(question.content))
      const most = Math.max(options.length, type === 'freetext' ? question.content.correct.length : 0)
      if (isKnown && most > mostReadOptions) told.push(loss('too-many-options', String(most)))
      for (const { letter, feedback } of isKnown ? options : [])
        if (feedback) told.push(loss('option-feedback', letter))
      if (told.length > 0) losses.push({ index, losses: told })
    }
  }
  // Excel recognises UTF-8 by its mark, and runs what looks like a formula.
  const csv = Papa.unparse(rows, { newline: '\r\n', escapeFormulae: guarded })
  return { bytes: Buffer.from(`\uFEFF${csv.toWellFormed()}\r\n`), losses: losses.toSorted((a, b) => a.index - b.index) }
}

/** How many matches belong to no clue. */
const othersIn = (content: QuestionContent): number =>
  content.type === 'matching' ? matchedPairs(content).filter(({ clue }) => clue === '').length : 0

function cellsOf({ content, categoryPath, questionId }: WrittenQuestion): ReadonlyMap<string, string> {
  const { type, options, correct } = content
  const cells = new Map<string, string>([
    ['question id', questionId ?? ''],
    ['parent category', categoryPath.length > 1 ? (categoryPath[0] ?? '') : ''],
    ['category', categoryPath.at(-1) ?? ''],
    ['random answers', content.randomAnswers === null ? '' : content.randomAnswers ? 'Yes' : 'No'],
    ['grade style', content.gradeStyle ?? ''],
    ['correct feedback', content.correctFeedback ?? ''],
    ['incorrect feedback', content.incorrectFeedback ?? ''],
    ['points', content.points === null ? '' : pointsText(content.points)],
    ['question', content.question],
    ['correct', type === 'grammar' ? (correct[0] ?? '') : correct.join(',')],
  ])
  if (type === 'freetext')
    for (const [at, text] of correct.entries()) cells.set(`answer ${optionLetter(at).toLowerCase()}`, text)
  else if (type === 'matching') {
    const pairs = matchedPairs(content)
    const clues = pairs.filter(({ clue }) => clue !== '')
    for (const [at, { clue, match }] of clues.entries()) {
      cells.set(`${optionLetter(at).toLowerCase()} clue`, clue)
      cells.set(`${optionLetter(at).toLowerCase()} match`, match)
    }
    for (const [at, { match }] of pairs.filter(({ clue }) => clue === '').entries())
      cells.set(`${optionLetter(at).toLowerCase()} incorrect`, match)
  } else for (const { letter, content: text } of options) cells.set(`answer ${letter.toLowerCase()}`, text)
  return cells
}
