import purify from 'dompurify'
import { isPictureAddress } from '../../../shared/model/picture.ts'

/** A part of a question's text that can be drawn. */
export type Part =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'element'; readonly tag: Tag; readonly parts: readonly Part[]; readonly span: Span }
  | Picture

export interface Picture {
  readonly kind: 'picture'
  /** Null where it does not lie at ClassMarker: it is never fetched then. */
  readonly address: string | null
  /** What it shows, in words; '' where nobody said. */
  readonly words: string
}

/** Columns and rows that a cell of a table takes. */
export interface Span {
  readonly colSpan?: number
  readonly rowSpan?: number
}

/** What may be drawn; the rest of what is sent is left out, or its words are drawn bare. */
export const tags = [
  ...['b', 'strong', 'i', 'em', 'u', 's', 'sub', 'sup', 'small', 'code', 'pre', 'br', 'p', 'div', 'span', 'blockquote'],
  ...['ul', 'ol', 'li', 'table', 'caption', 'thead', 'tbody', 'tfoot', 'tr', 'th', 'td'],
] as const
export type Tag = (typeof tags)[number]

const isTag = (name: string): name is Tag => (tags as readonly string[]).includes(name)

/** Beyond these nobody reads on, and drawing would take long. */
const mostLetters = 200_000
const mostParts = 2_000
const mostLevels = 30

/**
 * ClassMarker's codes in square brackets. Roots, powers and indices are written as they are read; a code that nobody knows
 * stays as it was sent.
 */
const codesRead = (html: string): string =>
  html
    .replace(/\[(\/?)(sup|sub)\]/gi, '<$1$2>')
    .replace(/\[sqr\](\w+)\[\/sqr\]/gi, '√$1')
    .replace(/\[sqr\]/gi, '√(')
    .replace(/\[\/sqr\]/gi, ')')

/** The parts of HTML as ClassMarker sent it, sanitised: nothing in it runs, is fetched or leads anywhere. */
export function partsOf(html: string): readonly Part[] {
  const clean = purify.sanitize(codesRead(html.slice(0, mostLetters)), {
    ALLOWED_TAGS: [...tags, 'img'],
    ALLOWED_ATTR: ['src', 'alt', 'colspan', 'rowspan'],
    ALLOW_DATA_ATTR: false,
    ALLOW_ARIA_ATTR: false,
    RETURN_DOM_FRAGMENT: true,
  })
  let left = mostParts
  const read = (node: Node, level: number): Part[] => {
    if (left-- <= 0) return []
    if (node instanceof Text) return node.data === '' ? [] : [{ kind: 'text', text: node.data }]
    if (!(node instanceof Element)) return []
    const tag = node.localName
    if (tag === 'img') return [pictureOf(node)]
    const parts = level === 0 ? [] : [...node.childNodes].flatMap((child) => read(child, level - 1))
    return isTag(tag) ? [{ kind: 'element', tag, parts, span: spanOf(node) }] : parts
  }
  return [...clean.childNodes].flatMap((node) => read(node, mostLevels))
}

function pictureOf(image: Element): Picture {
  const source = image.getAttribute('src') ?? ''
  // Old texts lack the scheme, or have the old one.
  const address = source.replace(/^(?:http:)?\/\//i, 'https://')
  return {
    kind: 'picture',
    address: isPictureAddress(address) ? address : null,
    words: image.getAttribute('alt') ?? '',
  }
}

function spanOf(cell: Element): Span {
  const number = (name: string): number | undefined => {
    const value = Number(cell.getAttribute(name))
    return Number.isInteger(value) && value > 1 && value <= 100 ? value : undefined
  }
  const [colSpan, rowSpan] = [number('colspan'), number('rowspan')]
  return { ...(colSpan === undefined ? {} : { colSpan }), ...(rowSpan === undefined ? {} : { rowSpan }) }
}

const blocks: ReadonlySet<string> = new Set(['br', 'p', 'div', 'li', 'tr', 'td', 'th', 'blockquote', 'pre', 'caption'])
const mostKept = 2_000
const kept = new Map<string, { readonly words: string; readonly pictures: readonly Picture[] }>()

function wordsAndPictures(html: string) {
  const known = kept.get(html)
  if (known !== undefined) return known
  const pictures: Picture[] = []
  const written = (part: Part): string => {
    if (part.kind === 'text') return part.text
    if (part.kind === 'picture') {
      pictures.push(part)
      return ''
    }
    const inner = part.parts.map(written).join('')
    if (blocks.has(part.tag)) return ` ${inner} `
    return part.tag === 'sup' ? raised(inner) : inner
  }
  const words = partsOf(html).map(written).join('').replace(/\s+/g, ' ').trim()
  if (kept.size >= mostKept) kept.clear()
  const read = { words, pictures }
  kept.set(html, read)
  return read
}

/** "2" as ²; what has no such letter as ^n. */
const raised = (text: string): string =>
  /^\d+$/.test(text) ? text.replace(/\d/g, (digit) => '⁰¹²³⁴⁵⁶⁷⁸⁹'[Number(digit)] ?? digit) : `^${text}`

/** The words of HTML on one line; what its pictures show where there are no words. */
export function plainOf(html: string): string {
  const { words, pictures } = wordsAndPictures(html)
  return words === '' ? pictures.map((picture) => picture.words).join(' ') : words
}

export const picturesIn = (html: string): readonly Picture[] => wordsAndPictures(html).pictures
