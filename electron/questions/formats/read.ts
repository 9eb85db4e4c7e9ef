import { AppError } from '../../../shared/errors.ts'
import type {
  ChosenRows,
  QuestionColumns,
  QuestionFormat,
  ReadQuestion,
  ReadQuestions,
} from '../../../shared/model/question-file.ts'
import type { TableRow } from '../../../shared/model/table.ts'
import { archiveEntries, archiveInMemory, type PackedEntry, Refused } from '../../import/results/archive.ts'
import { holdsQtiTest } from '../../import/results/sources.ts'
import { sheetsInSight, tableContent } from '../../import/table-content.ts'
import { looksLikeAiken, readAiken } from './aiken.ts'
import { looksLikeQuestionCsv, readQuestionCsv } from './classmarker-csv.ts'
import { decodedXml } from './decoded.ts'
import { looksLikeGift, readGift } from './gift.ts'
import { looksLikeMoodleXml, readMoodleXml } from './moodle-xml.ts'
import { looksLikePlainText, readPlainText } from './plain-text.ts'
import { looksLikeQti, looksLikeQtiPackage, readQti, readQtiPackage } from './qti.ts'
import { type Found, loss, type Problem, problemAt } from './question-parts.ts'
import { looksLikeKahoot, looksLikeQuizizz, readKahoot, readQuizizz } from './quiz-sheets.ts'
import { looksLikeTable, readTable } from './table.ts'

export interface QuestionReading {
  /** The kind of file it is said to be; found by its content where absent. */
  readonly format?: QuestionFormat | undefined
  /** The columns of a table, where somebody chose them. */
  readonly columns?: QuestionColumns | undefined
  /** Which of its rows, where somebody chose them. */
  readonly rows?: ChosenRows | undefined
}

/** As many questions as can be chosen at once. */
const mostQuestions = 20_000
/** The longest text of a question that the window takes. */
const longestText = 200_000
/** A package of questions with its pictures; an import of results may be far larger. */
const mostUnpackedBytes = 1024 ** 3

/**
 * The questions of a file, read whole. What could not become a question is told with its line.
 * @throws AppError `questions/not-readable` for another kind of file or a damaged one, `questions/unsafe`,
 *   `questions/too-many`, `table/*` for a table that cannot be read
 */
export async function readQuestions(
  bytes: Buffer,
  fileName: string,
  { format, columns, rows }: QuestionReading = {},
): Promise<ReadQuestions> {
  try {
    const opened = await openedFile(bytes, fileName, { format, rows })
    const kind = format ?? formatOf(opened)
    if (kind === null) throw new AppError('questions/not-readable', { fileName })
    const { questions, problems } = await foundIn(opened, kind, columns)
    if (questions.length + problems.length === 0) throw new AppError('questions/not-readable', { fileName })
    if (questions.length > mostQuestions) {
      throw new AppError('questions/too-many', { fileName, rows: questions.length, most: mostQuestions })
    }
    const tooLong = questions.filter(isTooLong)
    return {
      format: kind,
      questions: tooLong.length === 0 ? questions : questions.filter((question) => !isTooLong(question)),
      problems: [
        ...problems,
        ...tooLong.map(({ line, file }): Problem => problemAt(line, loss('not-understood', ''), file)),
      ],
    }
  } catch (thrown) {
    if (thrown instanceof AppError) throw thrown
    if (!(thrown instanceof Refused)) throw thrown
    const isUnsafe = ['xml-entities', 'too-nested', 'archive-bomb', 'archive-too-many'].includes(thrown.found.code)
    throw new AppError(isUnsafe ? 'questions/unsafe' : 'questions/not-readable', { fileName }, { cause: thrown })
  }
}

/** What kind of questions a file holds; null where it is none of them. Never throws for a damaged file. */
export async function kindOf(bytes: Buffer, fileName: string): Promise<QuestionFormat | null> {
  // Results of ClassMarker come as JSON, and there may be a hundred thousand of them.
  if (bytes.length === 0 || /^\s*(?:\{\s*["}]|\[\s*[[{"\]])/.test(bytes.toString('latin1', 0, 100))) return null
  try {
    return formatOf(await openedFile(bytes, fileName))
  } catch (thrown) {
    if (thrown instanceof AppError || thrown instanceof Refused) return null
    throw thrown
  }
}

const isTooLong = ({ content }: ReadQuestion): boolean =>
  content.question.length > longestText ||
  content.options.some(
    ({ content: text, clue = '', feedback = '' }) => Math.max(text.length, clue.length, feedback.length) > longestText,
  ) ||
  content.correct.some((text) => text.length > longestText) ||
  Math.max(content.correctFeedback?.length ?? 0, content.incorrectFeedback?.length ?? 0) > longestText

/** A file as far as it has to be opened to tell its kind. */
type Opened =
  | { readonly kind: 'package'; readonly entries: readonly PackedEntry[]; readonly isQti: boolean }
  | { readonly kind: 'table'; readonly sheets: readonly Sheet[] }
  | { readonly kind: 'text'; readonly text: string; readonly rows: readonly TableRow[] }

/** A sheet of a workbook, and what kind of questions it holds. */
interface Sheet {
  readonly name: string
  readonly rows: readonly TableRow[]
  readonly format: QuestionFormat | null
}

const begins = (bytes: Buffer, ...signs: readonly string[]): boolean =>
  signs.some((sign) => bytes.toString('hex', 0, sign.length / 2) === sign)

async function openedFile(
  bytes: Buffer,
  fileName: string,
  { format, rows }: Pick<QuestionReading, 'format' | 'rows'> = {},
): Promise<Opened> {
  if (begins(bytes, '504b0304', '504b0506')) {
    const entries = await archiveEntries(archiveInMemory(bytes), { left: mostUnpackedBytes })
    if (!entries.some(({ name }) => /^(?:\[Content_Types\]\.xml|content\.xml)$/i.test(name)))
      return {
        ...{ kind: 'package', entries },
        isQti: looksLikeQtiPackage(entries.map(({ name }) => name)) || (await holdsQtiTest(entries)),
      }
    return { kind: 'table', sheets: await sheetsOf(bytes, fileName, rows) }
  }
  if (begins(bytes, 'd0cf11e0')) return { kind: 'table', sheets: await sheetsOf(bytes, fileName, rows) }
  const text = await decodedXml(bytes)
  if (text === null || text.trim() === '') throw new AppError('questions/not-readable', { fileName })
  const isText = format !== undefined && inText[format] !== undefined
  return { kind: 'text', text, rows: isText ? [] : await rowsOf(bytes, fileName, rows).catch(() => []) }
}

/** The rows of a table, of which some may have been said to be none of questions. @throws AppError `table/*` */
async function rowsOf(bytes: Buffer, fileName: string, chosen: ChosenRows | undefined): Promise<readonly TableRow[]> {
  const { sheet, encoding, skipped = 0 } = chosen ?? {}
  const { rows } = await tableContent(bytes, fileName, { sheet, encoding, dates: 'shown' })
  // Of chosen columns the first row is one of headings.
  return chosen === undefined ? rows : [{ line: 0, cells: [] }, ...rows.slice(skipped)]
}

/** The sheets of a workbook, or the one that was chosen. @throws AppError `table/*` */
async function sheetsOf(bytes: Buffer, fileName: string, chosen: ChosenRows | undefined): Promise<readonly Sheet[]> {
  if (chosen !== undefined)
    return [{ name: chosen.sheet ?? '', rows: await rowsOf(bytes, fileName, chosen), format: 'table' }]
  const sheets = await sheetsInSight(bytes, fileName, 'shown')
  return sheets.map((sheet) => ({ ...sheet, format: formatOfRows(sheet.rows) }))
}

const isMarkup = (text: string): boolean => /^\s*<[?!a-z]/i.test(text)

function formatOf(opened: Opened): QuestionFormat | null {
  if (opened.kind === 'package') return opened.isQti ? 'qti' : null
  // The questions may stand behind a sheet that explains them.
  if (opened.kind === 'table') return opened.sheets.find(({ format }) => format !== null)?.format ?? null
  const { text, rows } = opened
  const ofRows = formatOfRows(rows)
  if (ofRows !== null && ofRows !== 'table') return ofRows
  if (isMarkup(text) && looksLikeMoodleXml(text)) return 'moodle-xml'
  if (isMarkup(text) && looksLikeQti(text)) return 'qti'
  if (isAiken(text)) return 'aiken'
  if (isGift(text)) return 'gift'
  return ofRows ?? (looksLikePlainText(text) ? 'text' : null)
}

function formatOfRows(rows: readonly TableRow[]): QuestionFormat | null {
  if (looksLikeQuestionCsv(rows)) return 'classmarker-questions'
  if (looksLikeKahoot(rows)) return 'kahoot'
  if (looksLikeQuizizz(rows)) return 'quizizz'
  return looksLikeTable(rows) ? 'table' : null
}

/** Numbered questions with an `Answer:` are Aiken only where it is written so, and where this is the better reading. */
function isAiken(text: string): boolean {
  if (!looksLikeAiken(text)) return false
  const { length } = readAiken(text).questions
  if (length === 0 || !looksLikePlainText(text)) return length > 0
  return /^[ \t]*ANSWER:/m.test(text) && readPlainText(text).questions.length <= length
}

/** Numbered questions with lettered options that speak of braces are GIFT only where this is the better reading. */
function isGift(text: string): boolean {
  if (!looksLikeGift(text)) return false
  if (!looksLikePlainText(text)) return true
  const clear = ({ questions, problems }: Found) => questions.length - problems.length
  return clear(readGift(text)) >= clear(readPlainText(text))
}

const inText: Readonly<Partial<Record<QuestionFormat, (text: string) => Found>>> = {
  aiken: readAiken,
  gift: readGift,
  'moodle-xml': readMoodleXml,
  qti: readQti,
  text: readPlainText,
}

const inRows: Readonly<
  Partial<Record<QuestionFormat, (rows: readonly TableRow[], columns?: QuestionColumns) => Found>>
> = {
  'classmarker-questions': readQuestionCsv,
  kahoot: readKahoot,
  quizizz: readQuizizz,
  table: readTable,
}

async function foundIn(opened: Opened, format: QuestionFormat, columns: QuestionColumns | undefined): Promise<Found> {
  if (opened.kind === 'package' && format === 'qti') return readQtiPackage(opened.entries)
  const ofText = inText[format]
  if (opened.kind === 'text' && ofText !== undefined) return ofText(opened.text)
  const ofRows = inRows[format]
  if (opened.kind === 'table' && ofRows !== undefined) return inSheets(opened.sheets, format, columns)
  if (opened.kind === 'text' && ofRows !== undefined && opened.rows.length > 0) return ofRows(opened.rows, columns)
  throw new Refused('not-results')
}

/** The questions of all sheets, each by its own headings; a sheet without any is told. */
function inSheets(sheets: readonly Sheet[], asked: QuestionFormat, columns: QuestionColumns | undefined): Found {
  const main =
    sheets.find(({ format }) => format === asked) ?? sheets.find(({ format }) => format !== null) ?? sheets[0]
  const found = sheets.map((sheet): Found => {
    const format = sheet === main ? asked : sheet.format
    const read = format === null ? undefined : inRows[format]
    if (read === undefined)
      return { questions: [], problems: [problemAt(null, loss('part-left-out', sheet.name), sheet.name)] }
    const { questions, problems } = read(sheet.rows, sheet === main ? columns : undefined)
    if (sheets.length === 1) return { questions, problems }
    // Rows count anew on each sheet.
    const file = sheet.name
    return {
      questions: questions.map((question) => ({ ...question, file })),
      problems: problems.map((problem) => ({ ...problem, file })),
    }
  })
  return {
    questions: found.flatMap(({ questions }) => questions),
    problems: found.flatMap(({ problems }) => problems),
  }
}
