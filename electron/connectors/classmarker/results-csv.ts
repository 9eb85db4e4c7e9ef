import type { z } from 'zod'
import type { Answer, AttemptAnswers, QuestionVersion } from '../../../shared/model/answers.ts'
import type { CsvDates, DayOrder, FoundProblem, ListedAttempt } from '../../../shared/model/imported.ts'
import type { TableRow } from '../../../shared/model/table.ts'
import { number, percentage } from '../values.ts'
import {
  cellOf,
  type Field,
  fieldOf,
  folded,
  furtherOf,
  kindOf,
  type Layout,
  layoutOf,
  plain,
  type RowKind,
} from './csv-layout.ts'
import { DayOrders, needsOrder, wallClockOf } from './wall-clock.ts'

/** What a results CSV holds. */
export interface ResultsCsv {
  readonly attempts: readonly ListedAttempt[]
  /** Problems with the line they concern; null for the whole file. */
  readonly problems: readonly { readonly line: number | null; readonly found: FoundProblem }[]
  /** People who were enrolled and have not finished: listed, but no attempts. */
  readonly unfinished: number
  readonly dates: CsvDates
}

const pointsMarker = /^\s*points (?:scored|received)\s*:\s*$/i

// ClassMarker writes a few rows above the headings.
const mostRowsAbove = 200

/** Whether rows are ClassMarker's list of results. */
export const isResultsCsv = (rows: readonly TableRow[]): boolean =>
  rows.slice(0, mostRowsAbove).some((row) => layoutOf(row) !== null)

interface CsvReading {
  /** Whether the file ends within its last row, which then cannot be trusted. */
  readonly isCutOff?: boolean
  /** The order of day and month, where nothing in the file decides it. */
  readonly dayOrder?: DayOrder | undefined
}

/**
 * Reads the rows of ClassMarker's export “test scores” or “test scores & selected answers”. What is not certain is a
 * problem and no guess; a row is read as a whole or not at all.
 * @param file names the file, for the place of each attempt
 */
export function readResultsCsv(
  rows: readonly TableRow[],
  file: string,
  { isCutOff, dayOrder }: CsvReading = {},
): ResultsCsv {
  const survey = new ResultsCsvSurvey()
  for (const row of rows) survey.add(row)
  const reader = survey.reader(file, dayOrder)
  for (const row of rows) reader.add(row)
  const unfinished = reader.end(isCutOff)
  return { ...reader.take(), unfinished, dates: survey.dates(file) }
}

/** What has to be known of all rows before the first of them is read. */
export class ResultsCsvSurvey {
  readonly #orders = new DayOrders()
  #example: CsvDates['example'] = null
  #isExampleOpen = false
  #hasMarks = false
  /** The columns of dates; null above the headings. */
  #columns: readonly number[] | null = null
  #rows = 0

  add(row: TableRow): void {
    this.#hasMarks ||= row.cells.some((cell) => pointsMarker.test(cell))
    const layout = layoutOf(row)
    if (layout === null) {
      if (this.#columns !== null && row.cells.length > 0) this.#rows++
      for (const column of this.#columns ?? []) this.#addDate(row.cells[column] ?? '')
    } else this.#columns = [...(layout.columns.get('started') ?? []), ...(layout.columns.get('finished') ?? [])]
  }

  /** How many rows with cells there are below the headings. */
  get rows(): number {
    return this.#rows
  }

  dates(file: string): CsvDates {
    return { file, order: this.#orders.order, example: this.#example }
  }

  /** Reads the rows, which come again. */
  reader(file: string, dayOrder: DayOrder | undefined): ResultsCsvReader {
    return new ResultsCsvReader(file, this.#orders.order ?? dayOrder ?? null, this.#hasMarks)
  }

  #addDate(text: string): void {
    const isOpen = this.#orders.add(text)
    // A date that shows what an order of day and month makes of it; where none does, the first.
    if (this.#isExampleOpen || (this.#example !== null && !isOpen)) return
    const readings = { 'day-first': wallClockOf(text, 'day-first'), 'month-first': wallClockOf(text, 'month-first') }
    const { 'day-first': dayFirst, 'month-first': monthFirst } = readings
    if (dayFirst === null && monthFirst === null) return
    this.#isExampleOpen = dayFirst !== null && monthFirst !== null && dayFirst !== monthFirst
    if (this.#isExampleOpen || this.#example === null) this.#example = { text: text.trim(), readings }
  }
}

/** The rows of one person: the points, and what was chosen. */
interface Block {
  readonly row: TableRow
  readonly marked: Map<RowKind, readonly string[]>
}

class UnreadableCell extends Error {
  readonly found: FoundProblem
  constructor(code: FoundProblem['code'], facts: FoundProblem['facts'] = {}) {
    super(code)
    this.found = { code, facts }
  }
}

/** Reads row after row; what they came to is taken from time to time, or once at the end. */
export class ResultsCsvReader {
  readonly #file: string
  readonly #order: DayOrder | 'either' | null
  /** Whether rows say that they are of points: then what stands right of that are questions. */
  readonly #hasMarks: boolean
  #attempts: ListedAttempt[] = []
  #problems: { line: number | null; found: FoundProblem }[] = []
  readonly #named = { test: '', source: '' }
  #unfinished = 0
  #undated: { line: number; value: string; count: number } | null = null
  #layout: Layout | null = null
  #block: Block | null = null

  constructor(file: string, order: DayOrder | 'either' | null, hasMarks: boolean) {
    this.#file = file
    this.#order = order
    this.#hasMarks = hasMarks
  }

  add(row: TableRow): void {
    const layout = layoutOf(row)
    if (layout !== null) this.#begin(layout)
    else if (!this.#addName(row) && this.#layout !== null) this.#addRow(row, this.#layout)
  }

  /** What the rows came to since this was asked last. */
  take(): Pick<ResultsCsv, 'attempts' | 'problems'> {
    const taken = { attempts: this.#attempts, problems: this.#problems }
    this.#attempts = []
    this.#problems = []
    return taken
  }

  /** @returns how many people have not finished */
  end(isCutOff = false): number {
    // The last row may as well be none of a person.
    if (isCutOff && this.#block !== null) {
      this.#say(this.#block.row.line, { code: 'csv-cut-off' })
      this.#block = null
    }
    this.#endBlock()
    const undated = this.#undated
    if (undated !== null) {
      const { line, value, count } = undated
      this.#problems.push({ line, found: { code: 'csv-date-order', facts: { value, count } } })
    }
    return this.#unfinished
  }

  /** Rows above the headings name the test, and the group or link, of all below. @returns false for any other row */
  #addName({ cells }: TableRow): boolean {
    if (!/:\s*$/.test(cells[0] ?? '')) return false
    const field = fieldOf(folded(cells[0]))
    if (field !== 'test' && field !== 'source') return false
    this.#endBlock()
    this.#named[field] = plain(cells[1])
    return true
  }

  #begin(layout: Layout): void {
    this.#endBlock()
    this.#layout = this.#completed(layout)
    if (!layout.columns.has('finished')) this.#say(layout.line, { code: 'csv-no-finish' })
  }

  /** The layout with the questions whose columns have ClassMarker's own numbers, and not a count or their texts. */
  #completed(layout: Layout): Layout {
    const { questions, marker, line } = layout
    if (questions.length === 0 && (marker === null || !this.#hasMarks)) return { ...layout, marker: null }
    const isCounted = questions.every(({ id }, at) => id === String(at + 1))
    const isTwice = new Set(questions.map(({ id }) => id)).size < questions.length
    if (isCounted || isTwice) this.#say(line, { code: 'csv-question-numbers' })
    return {
      ...layout,
      further: layout.further.filter(({ column }) => marker === null || column < marker),
      questions: isCounted || isTwice ? [] : questions,
    }
  }

  /** Adds a row below the headings, if it is one of a person. */
  #addRow(row: TableRow, layout: Layout): void {
    const { cells } = row
    const kind = layout.marker === null ? null : kindOf(folded(cells[layout.marker]))
    const isNamed = (['first', 'last', 'email', 'finished'] as const).some(
      (field) => cellOf(cells, layout, field) !== '',
    )
    if (isNamed && (kind !== null || this.#isAttempt(cells, layout))) {
      if (!this.#continues(row, layout, kind)) this.#startBlock(row)
    } else if (isNamed || kind === null) {
      this.#endBlock()
      return
    }
    if (kind === null) return
    const block = this.#block
    if (block !== null && !block.marked.has(kind)) block.marked.set(kind, cells)
    else if (kind === 'points' || kind === 'response') this.#say(row.line, { code: 'csv-nobody' })
  }

  /** Whether a row that does not say what it is can only be an attempt, or somebody without one. */
  #isAttempt(cells: readonly string[], layout: Layout): boolean {
    if (layout.marker === null) return true
    const finished = cellOf(cells, layout, 'finished')
    return needsOrder(finished) || wallClockOf(finished, 'either') !== null
  }

  /** Whether a row with a name is a further one of the person above. */
  #continues({ cells }: TableRow, layout: Layout, kind: RowKind | null): boolean {
    const block = this.#block
    if (block === null || kind === null || block.marked.has(kind) || block.marked.size === 0) return false
    const same = ['first', 'last', 'email', 'started', 'finished'] as const
    return same.every((field) => cellOf(cells, layout, field) === cellOf(block.row.cells, layout, field))
  }

  #startBlock(row: TableRow): void {
    this.#endBlock()
    this.#block = { row, marked: new Map() }
  }

  #endBlock(): void {
    const [block, layout] = [this.#block, this.#layout]
    this.#block = null
    if (block === null || layout === null || !layout.columns.has('finished')) return
    const { cells, line } = block.row
    const finished = cellOf(cells, layout, 'finished')
    if (finished === '') this.#unfinished++
    else if (this.#order === null && [finished, cellOf(cells, layout, 'started')].some(needsOrder)) {
      this.#undated ??= { line, value: finished, count: 0 }
      this.#undated.count++
    } else {
      try {
        this.#attempts.push(this.#attemptOf(block, layout, finished))
      } catch (thrown) {
        if (!(thrown instanceof UnreadableCell)) throw thrown
        this.#say(line, thrown.found)
      }
    }
  }

  /** @throws UnreadableCell */
  #attemptOf(block: Block, layout: Layout, finished: string): ListedAttempt {
    const { cells, line } = block.row
    const cell = (field: Field): string => cellOf(cells, layout, field)
    const testName = cell('test') || this.#named.test
    if (testName === '') throw new UnreadableCell('csv-no-test')
    return {
      kind: 'listed',
      first: cell('first'),
      last: cell('last'),
      email: cell('email') || null,
      testName,
      sourceName: cell('source') || this.#named.source,
      percentage: numberIn(cell('percentage'), percentage, 'Percentage'),
      pointsScored: numberIn(cell('points'), number, 'Points received'),
      pointsAvailable: numberIn(cell('available'), number, 'Points available'),
      duration: cell('duration') || null,
      started: cell('started') === '' ? null : this.#clockOf(cell('started'), 'Date started'),
      finished: this.#clockOf(finished, 'Date finished'),
      further: furtherOf(cells, layout),
      answers: this.#answersOf(block, layout),
      place: { file: this.#file, line },
    }
  }

  #clockOf(value: string, column: string): string {
    const clock = wallClockOf(value, this.#order ?? 'either')
    if (clock === null) throw new UnreadableCell('csv-cell', { column, value: value.slice(0, 60) })
    return clock
  }

  /** The answers of an attempt; null where there are none, or where one of them cannot be read. */
  #answersOf({ marked, row }: Block, { questions }: Layout): AttemptAnswers | null {
    try {
      if (questions.length > 0 && marked.size === 0) throw new UnreadableCell('csv-no-marks')
      const answers = questions.flatMap(({ column, id }) => {
        const answer = answerIn(id, (kind) => (marked.get(kind)?.[column] ?? '').trim())
        return answer === null ? [] : [answer]
      })
      return answers.length === 0 ? null : { answers, categories: [] }
    } catch (thrown) {
      if (!(thrown instanceof UnreadableCell)) throw thrown
      this.#say(row.line, thrown.found)
      return null
    }
  }

  #say(line: number, found: FoundProblem): void {
    this.#problems.push({ line, found })
  }
}

function numberIn(cell: string, schema: z.ZodType<number>, column: string): number | null {
  if (cell === '') return null
  const read = schema.safeParse(cell).data
  if (read === undefined || Math.abs(read) > 1_000_000) {
    throw new UnreadableCell('csv-cell', { column, value: cell.slice(0, 60) })
  }
  return read
}

const noAnswer = /^(?:no answer|not answered|unanswered)$/i
const toGrade = /grad|pending|review/i

/** An answer from the cells of its column; null where all are empty: the attempt did not have the question. */
function answerIn(id: string, cell: (kind: RowKind) => string): Answer | null {
  const [mark, response] = [cell('points'), cell('response')]
  if (mark === '' && response === '') return null
  const scored = /\d/.test(mark) ? pointsIn(mark, id) : null
  // With points, the words are what somebody wrote, or the teacher gave the points all the same.
  const isMissing = noAnswer.test(mark) || (noAnswer.test(response) && (scored ?? 0) <= 0)
  const waits = !isMissing && scored === null && toGrade.test(mark)
  const version: QuestionVersion = {
    questionId: id,
    type: '',
    categoryId: null,
    question: '',
    pointsAvailable: pointsIn(cell('available'), id),
    options: [],
    correct: chosenIn(cell('correct')),
  }
  return {
    version,
    // ClassMarker's webhooks send 0 for what was not answered.
    pointsScored: scored ?? (isMissing ? 0 : waits ? null : pointsIn(mark, id)),
    marking: isMissing ? 'unanswered' : waits ? 'to-grade' : null,
    response: noAnswer.test(response) ? [] : chosenIn(response),
    feedback: null,
  }
}

function pointsIn(cell: string, question: string): number | null {
  if (cell === '') return null
  const read = number.safeParse(cell).data
  if (read === undefined) throw new UnreadableCell('csv-answers', { question: `Q${question}` })
  return read
}

/** Letters one by one; a text as it is. */
const chosenIn = (cell: string): readonly string[] =>
  cell === '' ? [] : /^[A-T](?:\s*[,;]\s*[A-T])*$/.test(cell) ? cell.split(/\s*[,;]\s*/) : [cell]
