import { decodedEntities, htmlOf } from '../../../shared/model/question-text.ts'
import { plainHtml } from '../../plain-html.ts'

const elementNames =
  'a|abbr|address|article|aside|audio|b|bdi|bdo|big|blockquote|br|caption|center|cite|code|col|colgroup|dd|del|details|' +
  'dfn|div|dl|dt|em|embed|figcaption|figure|font|footer|h[1-6]|header|hr|i|iframe|img|input|ins|kbd|label|li|main|map|' +
  'mark|math|nav|object|ol|p|param|picture|pre|q|rp|rt|ruby|s|samp|section|select|small|source|span|strike|strong|style|' +
  'sub|summary|sup|svg|table|tbody|td|textarea|tfoot|th|thead|time|tr|track|tt|u|ul|var|video|wbr'
// `a<b and b>c` compares: only an attribute with a value, or none at all, makes a tag.
const tagOrEntity = new RegExp(
  `</(?:${elementNames})\\s*>|<(?:${elementNames})(?:\\s+[a-z][\\w:-]*\\s*=[^<>]*|\\s*)/?>|<!--|` +
    '&(?:#\\d{1,7}|#x[\\da-f]{1,6}|[a-z]\\w{1,9});',
  'i',
)
const lineBreak = /<br\s*\/?>/gi

/** Plain text as HTML; a line end becomes a break. */
export const htmlOfPlain = (text: string): string => htmlOf(text.trim()).replaceAll('\n', '<br>')

/** Text that is HTML where it has tags or entities, and plain text where it has none: `3 < 4` is plain. */
export const htmlOfEither = (text: string): string => (tagOrEntity.test(text) ? text.trim() : htmlOfPlain(text))

const block = /^<\/?(?:br|div|p|li|ul|ol|dl|dt|dd|h\d|hr|table|tbody|thead|tr|td|th|pre|blockquote)\b[^<>]*>$/i
const beginsWithBlock = /^<\/?(?:br|div|p|li|ul|ol|dl|dt|dd|h\d|hr|table|tbody|thead|tr|td|th|pre|blockquote)\b/i

/** Text as Moodle shows it where no format is said: as `htmlOfEither`, and line ends are breaks beside tags too. */
export function htmlOfMoodle(text: string): string {
  if (!tagOrEntity.test(text)) return htmlOfPlain(text)
  const lines = text.trim().split('\n')
  return lines
    .map((line, at) => {
      const before = lines[at - 1]?.trimEnd() ?? ''
      if (at === 0) return line
      const isBroken = block.test(before.slice(before.lastIndexOf('<'))) || beginsWithBlock.test(line.trimStart())
      return (isBroken ? '\n' : '<br>') + line
    })
    .join('')
}

/** HTML as a format without tags says it. */
export interface PlainText {
  readonly text: string
  /** Whether nothing but its breaks and escaped signs was HTML: reading the text gives the same again. */
  readonly isExact: boolean
  readonly hasPicture: boolean
}

/** HTML as plain text, with a line end for each break and block. ClassMarker's square-bracket tags are text. */
export function plainOf(html: string): PlainText {
  const text = decodedEntities(html.replace(lineBreak, '\n')).trim()
  if (htmlOfPlain(text) === html) return { text, isExact: true, hasPicture: false }
  const lines = html
    .replace(/\s+/g, ' ')
    .replace(/<br\s*\/?>|<\/(?:p|div|li|h\d|tr|pre|blockquote)\s*>/gi, '\n')
    .split('\n')
    .map(plainHtml)
  return { text: lines.filter((line) => line !== '').join('\n'), isExact: false, hasPicture: hasPicture(html) }
}

/** Whether a text shows a picture, which no format carries along. */
export const hasPicture = (html: string): boolean => /<img\b|@@PLUGINFILE@@/i.test(html)

/** Whether a text shows a picture that only stands in the file it came from. */
export const hasOwnPicture = (html: string): boolean =>
  /@@PLUGINFILE@@|\$IMS-CC-FILEBASE\$|<img\b[^<>]*\bsrc\s*=\s*["']?\s*(?!https?:|\/\/)[^<>]*>/i.test(html)
