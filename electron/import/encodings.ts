import { isUtf8 } from 'node:buffer'
import type { TextEncoding } from '../../shared/model/table.ts'
import type { CodePages } from './code-pages.ts'
import { likelyEncodings } from './likely-encodings.ts'

/** Text with how its bytes were read. */
export interface DecodedText {
  readonly text: string
  readonly encoding: TextEncoding
}

// Code pages by their number, as spreadsheets name them; in the order they are preferred where several are as likely.
const pages: Readonly<Record<string, number>> = {
  'windows-1252': 1252,
  'windows-1250': 1250,
  'windows-1254': 1254,
  'windows-1251': 1251,
  'windows-1253': 1253,
  'windows-1257': 1257,
  macintosh: 10_000,
  gbk: 936,
  big5: 950,
  'shift-jis': 932,
  'euc-kr': 949,
  cp850: 850,
  cp852: 852,
}

const otherNames: Readonly<Record<string, string>> = {
  utf8: 'utf-8',
  utf16: 'utf-16le',
  utf16le: 'utf-16le',
  unicode: 'utf-16le',
  utf16be: 'utf-16be',
  latin1: 'windows-1252',
  iso88591: 'windows-1252',
  ansi: 'windows-1252',
  macroman: 'macintosh',
  mac: 'macintosh',
  xmacroman: 'macintosh',
  gb2312: 'gbk',
  gb18030: 'gbk',
  sjis: 'shift-jis',
  shiftjis: 'shift-jis',
  ibm850: 'cp850',
  ibm852: 'cp852',
  oem: 'cp850',
}

const unicodes = ['utf-8', 'utf-16le', 'utf-16be']

/** What an encoding can be called, as it is offered. */
export const encodingNames: readonly string[] = [...unicodes, ...Object.keys(pages)]

/** The encoding of this name, in any of the ways people write it; null for none that is known. */
export function encodingNamed(name: string): string | null {
  const plain = name.toLowerCase().replace(/[^a-z0-9]/g, '')
  const digits = /^(?:cp|windows|win)?(\d+)$/.exec(plain)?.[1]
  const page = Object.keys(pages).find((each) => String(pages[each]) === digits)
  return page ?? otherNames[plain] ?? encodingNames.find((each) => each.replace(/[^a-z0-9]/g, '') === plain) ?? null
}

/**
 * The text of a file: Unicode where a mark or its form says so, else the likeliest of the code pages, which is a guess.
 * Null for what is no text.
 */
export async function textOf(bytes: Buffer): Promise<DecodedText | null> {
  const unicode = unicodeOf(bytes)
  if (unicode !== null) return decodedAs(bytes, unicode)
  if (bytes.includes(0)) return null
  const codePages = await loadedPages()
  const decode = (part: Buffer, name: string) => pageText(part, name, codePages)
  const [best, ...others] = likelyEncodings(bytes, Object.keys(pages), decode)
  if (best === undefined) return null
  const decoded = await decodedAs(bytes, best)
  return decoded && { ...decoded, encoding: { name: best, isGuess: true, others } }
}

/** The text of a file in an encoding that was named; null where its bytes are not of it. */
export async function decodedAs(bytes: Buffer, name: string): Promise<DecodedText | null> {
  const text = unicodes.includes(name) ? unicodeText(bytes, name) : pageText(bytes, name, await loadedPages())
  // What a file of MS-DOS ends with stands in no text.
  // biome-ignore lint/suspicious/noControlCharactersInRegex: it is one
  const whole = text?.replace(/^\uFEFF/, '').replace(/\u001a+$/, '')
  return whole === undefined || whole.includes('\0')
    ? null
    : { text: whole, encoding: { name, isGuess: false, others: [] } }
}

// The tables of all pages take longer to load than most lists take to read, and most lists are Unicode.
const loadedPages = async (): Promise<CodePages> => (await import('./code-pages.ts')).codePages

function unicodeOf(bytes: Buffer): string | null {
  const mark = bytes.toString('hex', 0, 3)
  if (mark.startsWith('fffe')) return 'utf-16le'
  if (mark.startsWith('feff')) return 'utf-16be'
  if (mark === 'efbbbf') return 'utf-8'
  if (bytes.includes(0)) return utf16Of(bytes)
  return isUtf8(bytes) ? 'utf-8' : null
}

/** Letters of western scripts, and what separates cells and lines, leave one byte of two empty: always the same one. */
function utf16Of(bytes: Buffer): string | null {
  const empty = [0, 0]
  for (let at = bytes.indexOf(0); at >= 0; at = bytes.indexOf(0, at + 1)) empty[at % 2] = (empty[at % 2] ?? 0) + 1
  const [first = 0, second = 0] = empty
  if (first > 0 && second > 0) return null
  // Signs of ASCII alone are half of them empty; fewer stand at the ends of texts, and are no letters' halves.
  const isAscii = bytes.every((byte) => byte < 0x80)
  if (isAscii && (first + second) * 2 < bytes.length - 1) return null
  return second > 0 ? 'utf-16le' : 'utf-16be'
}

/** Null where the bytes are not in this form. Half a unit at the end of a file cut short is left out. */
function unicodeText(bytes: Buffer, name: string): string | null {
  if (name === 'utf-8') return isUtf8(bytes) ? bytes.toString('utf8') : null
  const whole = bytes.subarray(0, bytes.length - (bytes.length % 2))
  const text = (name === 'utf-16le' ? whole : Buffer.from(whole).swap16()).toString('utf16le')
  // biome-ignore lint/suspicious/noControlCharactersInRegex: control signs tell letters from bytes in the wrong order
  return text.isWellFormed() && !/[\u0001-\u0008\u000e-\u0019\ufffe\uffff]/.test(text) ? text : null
}

/** Null where a byte is none of the code page. */
function pageText(bytes: Buffer, name: string, codePages: CodePages): string | null {
  const page = pages[name]
  if (page === undefined) return null
  const text = codePages.decode(page, bytes)
  // Both stand for what a page does not hold.
  return /[\ufffd\ufdff]/.test(text) ? null : text
}
