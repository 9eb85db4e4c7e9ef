import { open, stat } from 'node:fs/promises'
import { AppError } from '../../shared/errors.ts'
import { codeColumnsOf } from '../../shared/model/column-words.ts'
import { columnsOf, type TableReading, type TableRow, type TableSource } from '../../shared/model/table.ts'
import { fold } from '../../shared/model/text.ts'
import { csvRows } from './csv.ts'
import { type DecodedText, decodedAs, encodingNamed, encodingNames, textOf } from './encodings.ts'
import type { DateForm, SheetRows } from './workbook.ts'

/** The rows of a table, and which sheet or encoding they were read from. */
export interface TableContent {
  readonly source: TableSource
  readonly rows: readonly TableRow[]
}

/** A reading of a table by this program itself. */
export interface ContentReading extends TableReading {
  readonly dates?: DateForm | undefined
}

/**
 * Reads separated text, a workbook of any age (.xlsx, .xlsm, .xlsb, .xls, .ods), or the table of a web page that is
 * named like one. The first bytes decide, not the file's name.
 * @throws AppError `table/not-readable`, `table/empty`, `table/too-many-rows`, `table/unclosed-quote`,
 *   `table/locked`, `usage/which-sheet`, `usage/which-encoding`
 */
export async function tableContent(bytes: Buffer, fileName: string, asked: ContentReading): Promise<TableContent> {
  try {
    if (bytes.length === 0) throw new AppError('table/empty', { fileName })
    if (isStump(bytes, fileName)) throw new Error('A workbook of which hardly a sign is left')
    if (isPacked(bytes))
      return ofSheets((await workbooks()).packedSheets(bytes, fileName, asked.dates), asked, fileName)
    if (isOld(bytes)) return ofSheets(await (await workbooks()).oldSheets(bytes, asked.dates), asked, fileName)
    const decoded = await decodedText(bytes, asked, fileName)
    if (!isMarkedUp(decoded.text)) return ofText(decoded, asked, fileName)
    const { markedUpSheets } = await workbooks()
    const content = ofSheets(markedUpSheets(decoded.text, asked.dates), asked, fileName)
    return { ...content, source: { ...content.source, encoding: decoded.encoding } }
  } catch (thrown) {
    if (thrown instanceof AppError) throw thrown
    throw new AppError(isLocked(bytes, thrown) ? 'table/locked' : 'table/not-readable', { fileName }, { cause: thrown })
  }
}

const lockedPackage = Buffer.from('EncryptedPackage', 'utf16le')

/** Whether it takes a password to read a workbook: one since 2007 lies within an OLE file, of one before SheetJS says so. */
const isLocked = (bytes: Buffer, thrown: unknown): boolean =>
  isOld(bytes) && (bytes.includes(lockedPackage) || (thrown instanceof Error && /password/i.test(thrown.message)))

// Loaded only when needed, because most lists are text.
const workbooks = () => import('./workbook.ts')

const startsWith = (bytes: Buffer, hex: string): boolean => bytes.toString('hex', 0, hex.length / 2) === hex

const isPacked = (bytes: Buffer): boolean => startsWith(bytes, '504b0304') || startsWith(bytes, '504b0506')

// A workbook cut off after its first bytes would read as the text "PK".
const isStump = (bytes: Buffer, fileName: string): boolean => bytes.length < 4 && /\.(xls[xmb]|ods)$/i.test(fileName)

/** An OLE file, or a sheet of Excel 2 to 4, which begins with a record of its own. */
const isOld = (bytes: Buffer): boolean =>
  startsWith(bytes, 'd0cf11e0a1b11ae1') || /^09(?:00|02|04|08)(?:04|06|08|10)00/.test(bytes.toString('hex', 0, 4))

const markup =
  /^\s*(?:<!--[\s\S]*?-->\s*)*<(?:\?xml|!doctype\s+html|html|head|body|meta|table|div|(?:\w+:)?Workbook)\b/i

const isMarkedUp = (text: string): boolean =>
  markup.test(text.slice(0, 10_000)) && /<table[\s>]|<(?:\w+:)?Workbook[\s>]/i.test(text)

// Beginnings of text files that are no list.
const otherText = /^(?:%PDF|\{\\rtf|BEGIN:V)/

function isJson(text: string): boolean {
  if (!/^\s*(?:\{|\[\s*[[{"])/.test(text)) return false
  try {
    JSON.parse(text)
    return true
  } catch {
    return false
  }
}

function ofText(decoded: DecodedText, asked: TableReading, fileName: string): TableContent {
  const { text, encoding } = decoded
  if (otherText.test(text) || markup.test(text) || isJson(text)) throw new Error('A document, and no list')
  if (asked.sheet !== undefined) throw new AppError('usage/no-sheets', { fileName })
  return { source: { sheets: [], sheet: null, isSheetGuess: false, encoding }, rows: csvRows(text, fileName) }
}

async function decodedText(bytes: Buffer, { encoding }: TableReading, fileName: string): Promise<DecodedText> {
  if (encoding !== undefined) {
    const name = encodingNamed(encoding)
    const decoded = name === null ? null : await decodedAs(bytes, name)
    if (decoded === null) {
      const read = (await textOf(bytes))?.encoding
      const offered = read === undefined ? encodingNames : [read.name, ...read.others]
      throw new AppError('usage/which-encoding', { fileName, encodings: offered.join(', ') })
    }
    return decoded
  }
  const decoded = (await declared(bytes)) ?? (await textOf(bytes))
  if (decoded === null) throw new Error('Neither a workbook nor text')
  return decoded
}

/** Decodes a web page or XML in the encoding it declares; null if it declares none. */
async function declared(bytes: Buffer): Promise<DecodedText | null> {
  const start = bytes.toString('latin1', 0, 4_000)
  if (!markup.test(start)) return null
  const said = /(?:charset|encoding)\s*=\s*["']?([\w-]+)/i.exec(start)?.[1]
  const name = said === undefined ? null : encodingNamed(said)
  return name === null ? null : decodedAs(bytes, name)
}

function ofSheets(sheets: readonly SheetRows[], { sheet }: TableReading, fileName: string): TableContent {
  const filled = filledSheets(sheets, fileName)
  const chosen =
    sheet === undefined ? likelySheet(filled) : { sheet: sheetNamed(sheet, sheets, fileName), isGuess: false }
  if (chosen === null) throw new AppError('table/empty', { fileName })
  return {
    source: {
      sheets: filled.map(({ name, isHidden }) => ({ name, isHidden })),
      sheet: chosen.sheet.name,
      isSheetGuess: chosen.isGuess,
      encoding: null,
    },
    rows: chosen.sheet.rows.rows(fileName),
  }
}

export interface SheetChoice {
  readonly sheet: SheetRows
  /** Whether another sheet may be meant. */
  readonly isGuess: boolean
}

/** The sheets that are not blank. @throws AppError `table/empty` */
function filledSheets(sheets: readonly SheetRows[], fileName: string): readonly SheetRows[] {
  const filled = sheets.filter(({ rows }) => !rows.isEmpty)
  if (filled.length === 0) throw new AppError('table/empty', { fileName })
  return filled
}

/** The sheet of this name. @throws AppError `usage/which-sheet`, `table/empty` */
function sheetNamed(name: string, sheets: readonly SheetRows[], fileName: string): SheetRows {
  const sheet = sheets.find((each) => each.name === name) ?? sheets.find((each) => fold(each.name) === fold(name))
  if (sheet === undefined) throw new AppError('usage/which-sheet', { fileName, sheets: sheetList(sheets) })
  if (sheet.rows.isEmpty) throw new AppError('table/empty', { fileName: `${fileName}, ${sheet.name}` })
  return sheet
}

/**
 * The rows of all sheets of a workbook that can be seen, in their order; of all, where none can be seen.
 * @throws AppError `table/not-readable`, `table/empty`, `table/too-many-rows`
 */
export async function sheetsInSight(
  bytes: Buffer,
  fileName: string,
  dates: DateForm,
): Promise<readonly { readonly name: string; readonly rows: readonly TableRow[] }[]> {
  try {
    const { packedSheets, oldSheets } = await workbooks()
    const sheets = isPacked(bytes) ? packedSheets(bytes, fileName, dates) : await oldSheets(bytes, dates)
    const filled = filledSheets(sheets, fileName)
    const inSight = filled.filter(({ isHidden }) => !isHidden)
    return (inSight.length > 0 ? inSight : filled).map(({ name, rows }) => ({ name, rows: rows.rows(fileName) }))
  } catch (thrown) {
    throw thrown instanceof AppError ? thrown : new AppError('table/not-readable', { fileName }, { cause: thrown })
  }
}

/** The sheets' names for an error message. */
export const sheetList = (sheets: readonly { readonly name: string; readonly isHidden: boolean }[]): string =>
  sheets.map(({ name, isHidden }) => `“${name}”${isHidden ? ' (hidden)' : ''}`).join(', ')

/** The sheet with a column of access codes, else the first visible one. */
function likelySheet(filled: readonly SheetRows[]): SheetChoice | null {
  const inSight = filled.filter(({ isHidden }) => !isHidden)
  const withCodes = filled.filter(hasCodes)
  const [only] = withCodes
  if (only !== undefined && withCodes.length === 1) return { sheet: only, isGuess: only.isHidden }
  const sheet = withCodes.find(({ isHidden }) => !isHidden) ?? only ?? inSight[0] ?? filled[0]
  return sheet === undefined ? null : { sheet, isGuess: filled.length > 1 || sheet.isHidden }
}

// Enough rows to find the headings in.
const lookedRows = 220

function hasCodes({ rows }: SheetRows): boolean {
  const start = rows.start(lookedRows)
  const { hasHeader, skipped } = columnsOf(start)
  return hasHeader && codeColumnsOf(start[skipped] ?? []).length > 0
}

const mostMegabytes = 50
/** Larger files are not lists of people or codes. */
export const mostFileBytes = mostMegabytes * 1024 * 1024

class TooLarge extends Error {}

/** What to tell of a file, or a stream, whose bytes cannot be had. */
export function whyUnreadable(cause: unknown, fileName: string): AppError {
  const reason = cause instanceof Error && 'code' in cause ? cause.code : null
  if (reason === 'ENOENT' || reason === 'ENOTDIR') return new AppError('table/missing', { fileName }, { cause })
  if (cause instanceof TooLarge) return new AppError('table/too-large', { fileName, most: mostMegabytes }, { cause })
  return new AppError('table/not-readable', { fileName }, { cause })
}

/**
 * The bytes of a regular file. Refuses devices, pipes and folders before opening them: a device may never end, and a
 * pipe may block until somebody writes.
 * @throws Error for what is no regular file, or is larger than any list
 */
export async function fileBytes(file: string): Promise<Buffer> {
  const found = await stat(file)
  if (!found.isFile()) throw new Error('No ordinary file')
  if (found.size > mostFileBytes) throw new TooLarge()
  const handle = await open(file)
  try {
    // The limit also holds for a file that grows while it is read.
    return await boundedBytes(handle.createReadStream({ autoClose: false }))
  } finally {
    await handle.close()
  }
}

/** Reads a whole stream. @throws Error as soon as it is longer than any list */
export async function boundedBytes(stream: AsyncIterable<Buffer | string>): Promise<Buffer> {
  const chunks: Buffer[] = []
  let size = 0
  for await (const chunk of stream) {
    const bytes = typeof chunk === 'string' ? Buffer.from(chunk) : chunk
    size += bytes.length
    if (size > mostFileBytes) throw new TooLarge()
    chunks.push(bytes)
  }
  return Buffer.concat(chunks)
}
