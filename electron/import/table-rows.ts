import { AppError } from '../../shared/errors.ts'
import type { TableReading, TableRow, TableSource } from '../../shared/model/table.ts'
import { csvRows } from './csv-rows.ts'
import { type DecodedText, decodedAs, encodingNamed, encodingNames, textOf } from './encodings.ts'
import { filledSheets, likelySheet, sheetNamed } from './sheet-choice.ts'
import type { SheetRows } from './workbook-sheets.ts'

/** The rows of a table, and which part of the file they are. */
export interface TableContent {
  readonly source: TableSource
  readonly rows: readonly TableRow[]
}

/**
 * Reads separated text, a workbook of any age (.xlsx, .xlsm, .xlsb, .xls, .ods), or the table of a web page that is
 * called one, whatever its name says: its first bytes tell what it is.
 * @throws AppError `table/not-readable`, `table/empty`, `table/too-many-rows`, `table/unclosed-quote`,
 *   `usage/which-sheet`, `usage/which-encoding`
 */
export async function tableContent(bytes: Buffer, fileName: string, asked: TableReading): Promise<TableContent> {
  try {
    if (bytes.length === 0) throw new AppError('table/empty', { fileName })
    if (isStump(bytes, fileName)) throw new Error('A workbook of which hardly a sign is left')
    if (isPacked(bytes)) return ofSheets((await workbooks()).packedSheets(bytes, fileName), asked, fileName)
    if (isOld(bytes)) return ofSheets(await (await workbooks()).oldSheets(bytes), asked, fileName)
    const decoded = await decodedText(bytes, asked, fileName)
    if (!isMarkedUp(decoded.text)) return ofText(decoded, asked, fileName)
    const { markedUpSheets } = await workbooks()
    const content = ofSheets(markedUpSheets(decoded.text), asked, fileName)
    return { ...content, source: { ...content.source, encoding: decoded.encoding } }
  } catch (thrown) {
    throw thrown instanceof AppError ? thrown : new AppError('table/not-readable', { fileName }, { cause: thrown })
  }
}

// Most lists are text, and need nothing of it.
const workbooks = () => import('./workbook-sheets.ts')

const startsWith = (bytes: Buffer, hex: string): boolean => bytes.toString('hex', 0, hex.length / 2) === hex

const isPacked = (bytes: Buffer): boolean => startsWith(bytes, '504b0304') || startsWith(bytes, '504b0506')

// Cut to its first signs, an archive would read as the text "PK".
const isStump = (bytes: Buffer, fileName: string): boolean => bytes.length < 4 && /\.(xls[xmb]|ods)$/i.test(fileName)

/** An OLE file, or a sheet of Excel 2 to 4, which begins with its own record. */
const isOld = (bytes: Buffer): boolean =>
  startsWith(bytes, 'd0cf11e0a1b11ae1') || /^09(?:00|02|04|08)(?:04|06|08|10)00/.test(bytes.toString('hex', 0, 4))

const markup =
  /^\s*(?:<!--[\s\S]*?-->\s*)*<(?:\?xml|!doctype\s+html|html|head|body|meta|table|div|(?:\w+:)?Workbook)\b/i

const isMarkedUp = (text: string): boolean =>
  markup.test(text.slice(0, 10_000)) && /<table[\s>]|<(?:\w+:)?Workbook[\s>]/i.test(text)

// What begins so is text, and no list.
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

/** Text in the encoding that a web page or XML says it has, where it is not Unicode anyway. */
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
