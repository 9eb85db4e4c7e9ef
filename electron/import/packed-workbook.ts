import { crc32, inflateRawSync } from 'node:zlib'
import { mostTableRows } from '../../shared/model/table.ts'
import { tooManyRows } from './rows.ts'

// A workbook is held in memory at about 300 bytes a cell, including cells with only a format.
const mostCells = 1_500_000

// Excel's own limit; without it a file could claim row number 4,294,967,294.
const lastSheetRow = 1_048_576

// Parts beside the cells: pictures, charts, macros, and other makers' data.
const beside =
  /(?:^|\/)(?:media|drawings|charts|embeddings|printerSettings|ctrlProps|activeX|customXml|docProps|comments|threadedComments|persons|pivotCache|pivotTables|externalLinks|Thumbnails|Pictures|Configurations2)\/|\.(?:png|jpe?g|gif|emf|wmf|vml)$|vbaProject\.bin$/i

// Apple's Numbers, whose parts are packed a second time, so their size cannot be checked.
const numbers = /^(?:Index\/|Index\.zip$|index\.xml(?:\.gz)?$)/i

interface SheetSize {
  readonly rows: number
  readonly cells: number
}

/**
 * The parts of a packed workbook (.xlsx, .xlsm, .xlsb, .ods) that hold its sheets. Checks their size before anything
 * parses them, and rewrites what SheetJS would read differently from Excel.
 * @throws AppError `table/too-many-rows` if it is certain which sheet is meant; Error if it is no workbook
 */
export function workbookParts(bytes: Buffer, fileName: string): readonly PackedFile[] {
  const parts: PackedFile[] = []
  const sheets: SheetSize[] = []
  for (const { name, content } of unpackedFiles(bytes)) {
    if (numbers.test(name)) throw new Error('A workbook of another kind')
    if (beside.test(name) || content.length === 0) continue
    if (!/\.(?:xml|rels)$/i.test(name)) {
      parts.push({ name, content })
      continue
    }
    const xml = utf8Xml(content)
    refuseHalf(xml)
    const isSheet = isRoot(xml, 'worksheet')
    if (isSheet) sheets.push(sizeOf(xml))
    if (/\.rels$/i.test(name)) {
      const rels = relationships(name, xml)
      if (rels !== null) parts.push({ name, content: rels })
    } else if (isSheet) parts.push({ name, content: readOnce(xml) })
    else if (name === 'content.xml') parts.push({ name, content: literally(xml) })
    else if (/^\[Content_Types\]\.xml$/i.test(name)) parts.push({ name, content: slashed(xml) })
    else parts.push({ name, content: xml })
  }
  refuseTooLarge(sheets, fileName)
  return parts
}

const beginning = (xml: Buffer): string =>
  xml
    .toString('latin1', 0, 4_000)
    .replace(/^\u00ef\u00bb\u00bf/, '')
    .replace(/<\?[\s\S]*?\?>|<!--[\s\S]*?-->/g, '')

const rootOf = (xml: Buffer): string | undefined => /^\s*<([^\s/>]+)/.exec(beginning(xml))?.[1]

const isRoot = (xml: Buffer, name: string): boolean => rootOf(xml)?.replace(/^.*:/, '') === name

/**
 * Refuses a part whose root element is not closed, because it was cut off. @throws Error, also for a document type,
 * which no spreadsheet writes
 */
function refuseHalf(xml: Buffer): void {
  const root = rootOf(xml)
  if (root === undefined) throw new Error('Not XML')
  if (root.startsWith('!')) throw new Error('A workbook with entities of its own')
  const end = xml
    .toString('latin1', Math.max(0, xml.length - 1_000))
    .replace(/<!--[\s\S]*?-->/g, '')
    .trimEnd()
  const closed = end.replace(/\s+>$/, '>').endsWith(`</${root}>`)
  if (!closed && !/^\s*<[^>]*\/>\s*$/.test(beginning(xml))) throw new Error('Half a part of a workbook')
}

/** Converts UTF-16 to UTF-8, the only encoding SheetJS reads. */
function utf8Xml(content: Buffer): Buffer {
  const mark = content.toString('hex', 0, 2)
  if (mark !== 'fffe' && mark !== 'feff') return content
  const units = content.subarray(2, content.length - (content.length % 2))
  const text = (mark === 'fffe' ? units : Buffer.from(units).swap16()).toString('utf16le')
  return Buffer.from(text.replace(/(<\?xml[^>]*?)\s+encoding\s*=\s*["'][^"']*["']/, '$1'))
}

/**
 * The workbook's own relationships, with absolute paths; null for the relationships of other parts, which are not
 * needed.
 */
function relationships(name: string, xml: Buffer): Buffer | null {
  const text = xml.toString('utf8')
  if (!/relationships\/(?:worksheet|sharedStrings|styles)["']/i.test(text) && !/worksheet/i.test(text)) return null
  const folder = pathOf(name).replace(/_rels\/[^/]*$/i, '')
  const fixed = text.replace(/(\sTarget\s*=\s*)(["'])(.*?)\2/g, (_, before: string, mark: string, target: string) => {
    const plain = target.replaceAll('\\', '/')
    const path = plain.startsWith('/') ? plain : folder + plain
    return `${before}${mark}${resolved(decoded(path))}${mark}`
  })
  return Buffer.from(fixed)
}

/** A path with its `.` and `..` resolved. */
function resolved(path: string): string {
  const steps: string[] = []
  for (const step of path.split('/')) {
    if (step === '..') steps.pop()
    else if (step !== '' && step !== '.') steps.push(step)
  }
  return steps.join('/')
}

function decoded(path: string): string {
  try {
    return decodeURIComponent(path)
  } catch {
    // Invalid percent-encoding: the name is meant literally.
    return path
  }
}

const slashed = (xml: Buffer): Buffer =>
  Buffer.from(xml.toString('utf8').replace(/\sPartName\s*=\s*(["']).*?\1/g, (part) => part.replaceAll('\\', '/')))

// A value with escapes, or an integer of 16 or more digits.
const delicate = /<((?:\w+:)?v)(\s[^<>]*)?>([^<]*(?:&|_x[0-9a-f]{4}_|\d{16})[^<]*)<\//gi

/**
 * Rewrites values of a sheet that SheetJS would change: it decodes the escapes of a formula's text twice, reads 2^53 +
 * 1 as 2^53, and turns an ISO date into a number that only its format makes a date again.
 */
function readOnce(xml: Buffer): Buffer {
  const text = xml.toString('latin1')
  const days = text.replace(isoDay, (_, before: string, cell: string, value: string) => {
    const [day = '', time = ''] = value.replace(/(?:\.\d+)?Z?$/, '').split('T')
    return `${before}str${cell}${/^(?:00:00(?::00)?)?$/.test(time) ? day : `${day}T${time}`}`
  })
  const fixed = days.replace(
    delicate,
    (whole, tag: string, attributes: string | undefined, value: string, at: number) => {
      const cell = days.slice(Math.max(0, days.lastIndexOf(cellStart(tag), at)), at)
      const again = /^<[^>]*\st\s*=\s*["']str["']/.test(cell) ? escapedOnce(value) : certain(value)
      return again === value ? whole : `<${tag}${attributes ?? ''}>${again}</`
    },
  )
  return fixed === text ? xml : Buffer.from(fixed, 'latin1')
}

const isoDay =
  /(<(?:\w+:)?c\s[^<>]*?\bt\s*=\s*["'])d(["'][^<>]*>\s*<(?:\w+:)?v(?:\s[^<>]*)?>)\s*(\d{4}-\d\d-\d\d[^<\s]*)/g

/** The start tag of the cell that holds a value with this tag: `<c ` for `<v>`, `<x:c ` for `<x:v>`. */
const cellStart = (tag: string): string => `<${tag.slice(0, -1)}c `

const escapedOnce = (value: string): string => value.replaceAll('&', '&amp;').replace(/_(?=x[0-9a-f]{4}_)/gi, '_x005F_')

const largest = 2n ** 53n

/** Replaces an integer beyond 2^53 by a number that is certainly beyond it as a double, too. */
const certain = (value: string): string =>
  /^\s*-?\d{16,400}\s*$/.test(value) && BigInt(value.trim().replace('-', '')) > largest ? '1E300' : value

/** Protects `_x0041_`, an escape only in Excel's workbooks, from being decoded elsewhere. */
function literally(xml: Buffer): Buffer {
  const text = xml.toString('latin1')
  return /_x[0-9a-f]{4}_/i.test(text) ? Buffer.from(text.replace(/_(?=x[0-9a-f]{4}_)/gi, '_x005F_'), 'latin1') : xml
}

function refuseTooLarge(sheets: readonly SheetSize[], fileName: string): void {
  const cells = sheets.reduce((sum, sheet) => sum + sheet.cells, 0)
  const rows = sheets.reduce((most, sheet) => Math.max(most, sheet.rows), 0)
  const filled = sheets.filter((sheet) => sheet.rows > 0).length
  if (rows > mostTableRows + 1 && (filled === 1 || cells > mostCells)) throw tooManyRows(fileName, rows)
  if (cells > mostCells) throw new Error('More cells than can be held')
}

/**
 * Counts the cells of a sheet, and the rows with any value. @throws Error for a row number beyond the last row of a
 * sheet
 */
function sizeOf(xml: Buffer): SheetSize {
  const prefix = rootOf(xml)?.replace(/worksheet$/, '') ?? ''
  const [row, value, text] = [`<${prefix}row`, `<${prefix}v`, `<${prefix}t`]
  let rows = 0
  for (let at = xml.indexOf(row); at >= 0; ) {
    const next = xml.indexOf(row, at + row.length)
    const content = xml.subarray(at, next < 0 ? xml.length : next)
    if (rowNumber(content) > lastSheetRow) throw new Error('A row beyond the last one of a sheet')
    if (content.includes(value) || content.includes(text)) rows++
    at = next
  }
  return { rows, cells: occurrences(xml, `<${prefix}c `) + occurrences(xml, `<${prefix}c>`) }
}

// A row's own start tag is short; later numbers belong to its cells.
const longestTag = 1_000

const rowNumber = (row: Buffer): number =>
  Number(/^<[^>]*?\sr\s*=\s*["'](\d+)/.exec(row.toString('latin1', 0, longestTag))?.[1] ?? 0)

function occurrences(text: Buffer, sought: string): number {
  let count = 0
  for (let at = text.indexOf(sought); at >= 0; at = text.indexOf(sought, at + sought.length)) count++
  return count
}

// Signatures and places in PKWARE's APPNOTE, 4.3.7 (local header), 4.3.12 (central directory), 4.3.16 (its end).
const centralEntry = 0x02014b50
const endOfDirectory = Buffer.from('504b0506', 'hex')
const encrypted = 1
const [stored, deflated] = [0, 8]

/** The most bytes that all files of a workbook may unpack to. 50,000 rows of twenty columns are about 100 MB of XML. */
const mostBytes = 400 * 1024 * 1024
const mostFiles = 5_000

export interface PackedFile {
  /** Its path with forward slashes, none at the start. */
  readonly name: string
  readonly content: Buffer
}

/**
 * The files of a workbook one after the other, unpacked here to be measured: what an archive says of its sizes need not
 * be so, and a small one can unpack to more than any memory holds. A file that is not what was packed is damaged.
 * @throws Error for what is no archive, is encrypted or damaged, or comes to more than 400 MB
 */
function* unpackedFiles(archive: Buffer): Generator<PackedFile, void> {
  const end = archive.lastIndexOf(endOfDirectory)
  if (end < 0) throw new Error('No archive')
  const files = archive.readUInt16LE(end + 10)
  if (files === 0 || files > mostFiles) throw new Error('Not as many files as a workbook has')
  let at = archive.readUInt32LE(end + 16)
  let left = mostBytes
  for (let file = 0; file < files; file++) {
    if (archive.readUInt32LE(at) !== centralEntry) throw new Error('A damaged archive')
    const nameLength = archive.readUInt16LE(at + 28)
    const content = unpacked(archive, at, left)
    left -= content.length
    if (crc32(content) !== archive.readUInt32LE(at + 16)) throw new Error('A damaged archive')
    yield { name: pathOf(archive.toString('utf8', at + 46, at + 46 + nameLength)), content }
    at += 46 + nameLength + archive.readUInt16LE(at + 30) + archive.readUInt16LE(at + 32)
  }
}

/** @throws Error where it comes to more than `most` bytes */
function unpacked(archive: Buffer, entry: number, most: number): Buffer {
  if (archive.readUInt16LE(entry + 8) & encrypted) throw new Error('Encrypted')
  const method = archive.readUInt16LE(entry + 10)
  const local = archive.readUInt32LE(entry + 42)
  const from = local + 30 + archive.readUInt16LE(local + 26) + archive.readUInt16LE(local + 28)
  const packed = archive.subarray(from, from + archive.readUInt32LE(entry + 20))
  // Node refuses a limit of 0; one byte too many is then still too many.
  if (method === deflated) return inflateRawSync(packed, { maxOutputLength: Math.max(1, most) })
  if (method !== stored || packed.length > most) throw new Error('Packed in a way workbooks are not')
  return packed
}

/** Some programs write Windows paths, and some begin at the root. */
const pathOf = (name: string): string => name.replaceAll('\\', '/').replace(/^(?:\.?\/)+/, '')
