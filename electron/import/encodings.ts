import { isUtf8 } from 'node:buffer'
import type { TextEncoding } from '../../shared/model/table.ts'
import type { CodePages } from './code-pages.ts'

/** Decoded text, and in which encoding. */
export interface DecodedText {
  readonly text: string
  readonly encoding: TextEncoding
}

// Code pages by number, as spreadsheets name them; in order of preference among equally likely ones.
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

/** Names of encodings one can choose. */
export const encodingNames: readonly string[] = [...unicodes, ...Object.keys(pages)]

/** The encoding of this name in any usual spelling; null if it is unknown. */
export function encodingNamed(name: string): string | null {
  const plain = name.toLowerCase().replace(/[^a-z0-9]/g, '')
  const digits = /^(?:cp|windows|win)?(\d+)$/.exec(plain)?.[1]
  const page = Object.keys(pages).find((each) => String(pages[each]) === digits)
  return page ?? otherNames[plain] ?? encodingNames.find((each) => each.replace(/[^a-z0-9]/g, '') === plain) ?? null
}

/**
 * Decodes a file: as Unicode if its byte order mark or form says so, else with the likeliest code page, which is a
 * guess. Null if it is not text.
 */
export async function textOf(bytes: Buffer): Promise<DecodedText | null> {
  const unicode = unicodeOf(bytes)
  if (unicode !== null) return decodedText(unicodeText(bytes, unicode), unicode)
  if (bytes.includes(0)) return null
  const codePages = await loadedPages()
  const decode = (part: Buffer, name: string) => pageText(part, name, codePages)
  const [best, ...others] = likelyEncodings(bytes, Object.keys(pages), decode)
  if (best === undefined) return null
  const decoded = await decodedAs(bytes, best)
  return decoded && { ...decoded, encoding: { name: best, isGuess: true, others } }
}

/** As `textOf`, at once, where the file is Unicode; null for any other. */
export function unicodeTextOf(bytes: Buffer): string | null {
  const unicode = unicodeOf(bytes)
  return unicode === null ? null : (decodedText(unicodeText(bytes, unicode), unicode)?.text ?? null)
}

/** Decodes a file in a given encoding; null if its bytes are not valid in it. */
export async function decodedAs(bytes: Buffer, name: string): Promise<DecodedText | null> {
  const isUnicode = unicodes.includes(name)
  return decodedText(isUnicode ? unicodeText(bytes, name) : pageText(bytes, name, await loadedPages()), name)
}

function decodedText(text: string | null, name: string): DecodedText | null {
  if (text === null || text.includes('\0')) return null
  return { text: withoutEndSigns(text.replace(/^\uFEFF/, '')), encoding: { name, isGuess: false, others: [] } }
}

/** A text without the signs with which MS-DOS ended it. A pattern would look for them in all of the text. */
export function withoutEndSigns(text: string): string {
  let end = text.length
  while (text.charAt(end - 1) === '\u001a') end--
  return text.slice(0, end)
}

// Loading all code pages takes longer than reading most lists, and most lists are Unicode.
const loadedPages = async (): Promise<CodePages> => (await import('./code-pages.ts')).codePages

function unicodeOf(bytes: Buffer): string | null {
  const mark = bytes.toString('hex', 0, 3)
  if (mark.startsWith('fffe')) return 'utf-16le'
  if (mark.startsWith('feff')) return 'utf-16be'
  if (mark === 'efbbbf') return 'utf-8'
  if (bytes.includes(0)) return utf16Of(bytes)
  return isUtf8(bytes) ? 'utf-8' : null
}

/**
 * The kind of UTF-16, or null. In it, western letters, separators and line ends have one zero byte of two, always on
 * the same side.
 */
function utf16Of(bytes: Buffer): string | null {
  const empty = [0, 0]
  for (let at = bytes.indexOf(0); at >= 0; at = bytes.indexOf(0, at + 1)) empty[at % 2] = (empty[at % 2] ?? 0) + 1
  const [first = 0, second = 0] = empty
  if (first > 0 && second > 0) return null
  // ASCII text in UTF-16 is half zeros; fewer zeros are padding at the ends of texts.
  const isAscii = bytes.every((byte) => byte < 0x80)
  if (isAscii && (first + second) * 2 < bytes.length - 1) return null
  return second > 0 ? 'utf-16le' : 'utf-16be'
}

/** Decodes Unicode; null if the bytes are invalid. Drops half a unit at the end of a file that was cut short. */
function unicodeText(bytes: Buffer, name: string): string | null {
  if (name === 'utf-8') return isUtf8(bytes) ? bytes.toString('utf8') : null
  const whole = bytes.subarray(0, bytes.length - (bytes.length % 2))
  const text = (name === 'utf-16le' ? whole : Buffer.from(whole).swap16()).toString('utf16le')
  // biome-ignore lint/suspicious/noControlCharactersInRegex: control signs tell letters from bytes in the wrong order
  return text.isWellFormed() && !/[\u0001-\u0008\u000e-\u0019\ufffe\uffff]/.test(text) ? text : null
}

/** Decodes with a code page; null if it does not define one of the bytes. */
function pageText(bytes: Buffer, name: string, codePages: CodePages): string | null {
  const page = pages[name]
  if (page === undefined) return null
  const text = codePages.decode(page, bytes)
  // Both stand for undefined bytes.
  return /[\ufffd\ufdff]/.test(text) ? null : text
}

type Decode = (bytes: Buffer, encoding: string) => string | null

// Enough lines to tell encodings apart; 20,000 names say no more than the first thousand.
const mostLines = 1_000
const longestLine = 2_000

/**
 * The encodings a non-Unicode text may have, the likeliest first: those in which its non-ASCII characters are letters,
 * stand where letters stand, and belong to one script. Leaves out encodings that give the same text as the first.
 */
function likelyEncodings(bytes: Buffer, encodings: readonly string[], decode: Decode): readonly string[] {
  const sample = linesBeyondAscii(bytes)
  const read = encodings.flatMap((name) => {
    const text = decode(sample, name)
    return text === null ? [] : [{ name, text, score: scoreOf(text) - handicap(name) }]
  })
  const [best, ...others] = read.toSorted((one, other) => other.score - one.score)
  if (best === undefined) return []
  return [best.name, ...others.filter(({ text }) => text !== best.text).map(({ name }) => name)]
}

// MS-DOS files are the rarest.
const handicap = (name: string): number => (name.startsWith('cp') ? 1 : 0)

function linesBeyondAscii(bytes: Buffer): Buffer {
  const lines: Buffer[] = []
  for (let from = 0; from < bytes.length && lines.length < mostLines; ) {
    const next = bytes.subarray(from).findIndex((byte) => byte === 10 || byte === 13)
    const end = next < 0 ? bytes.length : from + next
    const line = bytes.subarray(from, end)
    if (line.length <= longestLine && line.some((byte) => byte >= 0x80)) lines.push(line, Buffer.from('\n'))
    from = end + 1
  }
  return Buffer.concat(lines.length > 0 ? lines : [bytes.subarray(0, longestLine)])
}

// Letters of few languages, at positions where other code pages have common letters.
const rare = /[ÐðÞþÝýÿŸŢţđ]/

function scoreOf(text: string): number {
  let score = 0
  for (let at = 0; at < text.length; at++) {
    const sign = text.charAt(at)
    if (sign.charCodeAt(0) >= 0x80) score += scoreOfSign(sign, text.charAt(at - 1), text.charAt(at + 1))
  }
  return score
}

function scoreOfSign(sign: string, before: string, after: string): number {
  const isInWord = /[\p{L}\p{N}]/u.test(before) || /\p{L}/u.test(after)
  if (/[\uff61-\uff9f]/.test(sign)) return -1
  if (/[\p{Script=Han}\p{Script=Hangul}\u3040-\u30ff]/u.test(sign)) {
    if (/[a-z]/i.test(before + after)) return -3
    return /[\u3040-\u30ff]/.test(sign) ? 5 : 3
  }
  if (/\p{L}|\p{M}/u.test(sign)) {
    if (/\p{Lu}/u.test(sign) && /\p{Ll}/u.test(before)) return -3
    if (/\p{Ll}/u.test(sign) && /\p{Lu}/u.test(after)) return -3
    if (!/\p{Script=Latin}|\p{M}/u.test(sign)) return /\p{Script=Latin}/u.test(before + after) ? -3 : 1.5
    return rare.test(sign) ? 0.5 : 1
  }
  if (sign === '’') return /\p{L}/u.test(before) && /\p{L}/u.test(after) ? 1 : 0
  if (/[\p{P}\p{Zs}]/u.test(sign)) return isInWord && /[‚„‡…‰]/.test(sign) ? -1 : 0
  return isInWord ? -2 : -0.5
}
