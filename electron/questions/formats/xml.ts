import { decodeXML } from 'entities'
import { XMLParser, XMLValidator } from 'fast-xml-parser'
import { Refused } from '../../import/results/archive.ts'

/** An element; text between its children stands among them. */
export interface XmlNode {
  /** Without a prefix for its name space. */
  readonly name: string
  readonly attributes: Readonly<Record<string, string>>
  readonly children: readonly (XmlNode | string)[]
  /** The line it begins on, from 1. */
  readonly line: number
}

// Entities are decoded here, each once and the predefined ones alone; an element of a file is never deeper than this.
const parser = new XMLParser({
  preserveOrder: true,
  ignoreAttributes: false,
  attributeNamePrefix: '',
  parseTagValue: false,
  trimValues: false,
  cdataPropName: '#cdata',
  processEntities: false,
  removeNSPrefix: true,
  captureMetaData: true,
  maxNestedTags: 200,
})
// Its type is that of the object.
const metaData = XMLParser.getMetaDataSymbol() as unknown as symbol

/** A document type that only names a definition elsewhere, as older QTI files begin with; it is not looked up. */
const plainDocumentType =
  /<!DOCTYPE\s+[\w:.-]+(?:\s+(?:SYSTEM\s+(?:"[^"<>]*"|'[^'<>]*')|PUBLIC\s+(?:"[^"<>]*"|'[^'<>]*')\s+(?:"[^"<>]*"|'[^'<>]*')))?\s*>/i

/**
 * The root element of a document. A document type with entities of its own is refused before anything parses it: they
 * can unpack to more than any memory holds.
 * @throws Refused
 */
export function xmlRoot(whole: string): XmlNode {
  const text = whole.replace(/^\uFEFF/, '').replace(/\r+\n?/g, '\n')
  const start = /<[a-z_]/i.exec(text.slice(0, 100_000))?.index ?? 0
  const head = text.slice(0, start)
  // Blanks in its place, so that the lines stay right.
  const body = head.replace(plainDocumentType, (type) => type.replace(/[^\n]/g, ' ')) + text.slice(start)
  if (/<!(?:DOCTYPE|ENTITY)/i.test(withoutSections(body))) throw new Refused('xml-entities')
  let parsed: unknown
  try {
    // The parser itself takes half a document for a whole one.
    if (XMLValidator.validate(body) !== true) throw new Error('Not well-formed')
    parsed = parser.parse(body)
  } catch (cause) {
    throw new Refused(cause instanceof Error && /nested/i.test(cause.message) ? 'too-nested' : 'not-xml', undefined, {
      cause,
    })
  }
  const lineAt = lineFinder(body)
  const root = childrenIn(parsed, lineAt).find((node) => typeof node !== 'string')
  if (root === undefined || typeof root === 'string') throw new Refused('not-xml')
  return root
}

/** Without comments and the sections whose text is no markup. */
const withoutSections = (text: string): string => {
  let [kept, from] = ['', 0]
  for (;;) {
    const section = text.indexOf('<![CDATA[', from)
    const comment = text.indexOf('<!--', from)
    if (section < 0 && comment < 0) return kept + text.slice(from)
    const isSection = section >= 0 && (comment < 0 || section < comment)
    const at = isSection ? section : comment
    const end = text.indexOf(isSection ? ']]>' : '-->', at)
    kept += text.slice(from, at)
    if (end < 0) return kept
    from = end + 3
  }
}

function lineFinder(text: string): (index: number) => number {
  let [line, from] = [1, 0]
  // Elements are asked for in their order.
  return (index) => {
    for (let end = text.indexOf('\n', from); end >= 0 && end < index; end = text.indexOf('\n', from)) {
      line++
      from = end + 1
    }
    return line
  }
}

function childrenIn(parsed: unknown, lineAt: (index: number) => number): (XmlNode | string)[] {
  if (!Array.isArray(parsed)) return []
  const children: (XmlNode | string)[] = []
  for (const entry of parsed as readonly Record<string | symbol, unknown>[]) {
    const name = Object.keys(entry).find((key) => key !== ':@')
    if (name === undefined || name.startsWith('?')) continue
    const value = entry[name]
    if (name === '#text') children.push(decodeXML(String(value)))
    else if (name === '#cdata') children.push(rawText(value))
    else {
      const place = entry[metaData] as { readonly startIndex?: number } | undefined
      const line = lineAt(place?.startIndex ?? 0)
      const attributes = Object.entries((entry[':@'] ?? {}) as Record<string, unknown>)
      children.push({
        name,
        attributes: Object.fromEntries(attributes.map(([key, said]) => [key, decodeXML(String(said))])),
        line,
        children: childrenIn(value, lineAt),
      })
    }
  }
  return children
}

const rawText = (value: unknown): string =>
  Array.isArray(value) ? value.map((part: Record<string, unknown>) => String(part['#text'] ?? '')).join('') : ''

export const elements = (node: XmlNode, name?: string): readonly XmlNode[] =>
  node.children.flatMap((child) =>
    typeof child !== 'string' && (name === undefined || child.name === name) ? [child] : [],
  )

export const element = (node: XmlNode | undefined, ...path: readonly string[]): XmlNode | undefined => {
  let found = node
  for (const name of path) found = found === undefined ? undefined : elements(found, name)[0]
  return found
}

/** All elements of a name below one, in their order. */
export function* within(node: XmlNode, name: string): Generator<XmlNode, void> {
  for (const child of elements(node)) {
    if (child.name === name) yield child
    yield* within(child, name)
  }
}

/** The text of an element and of those in it. */
export const textIn = (node: XmlNode | undefined): string =>
  node === undefined ? '' : node.children.map((child) => (typeof child === 'string' ? child : textIn(child))).join('')

const empty = /^(?:area|br|col|hr|img|input|wbr)$/

const escapedText = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;')
const escapedAttribute = (text: string): string => escapedText(text).replaceAll('"', '&quot;')

/** The elements and text within an element as HTML. */
export const htmlWithin = (children: XmlNode['children']): string =>
  children
    .map((child) => {
      if (typeof child === 'string') return escapedText(child)
      const attributes = Object.entries(child.attributes)
        .filter(([name]) => !/^xml(?:ns)?(?::|$)/.test(name))
        .map(([name, value]) => ` ${name}="${escapedAttribute(value)}"`)
        .join('')
      if (empty.test(child.name)) return `<${child.name}${attributes}>`
      return `<${child.name}${attributes}>${htmlWithin(child.children)}</${child.name}>`
    })
    .join('')

// Signs that no XML holds.
// biome-ignore lint/suspicious/noControlCharactersInRegex: finding control characters is what it is for
const unwritable = /[\u0000-\u0008\u000B\u000C\u000E-\u001F\uFFFE\uFFFF]/g

/** Text as XML. */
export const xmlText = (text: string): string => escapedAttribute(text.toWellFormed().replace(unwritable, ''))

/** Text as a section that is no markup. */
export const xmlSection = (text: string): string =>
  `<![CDATA[${text.toWellFormed().replace(unwritable, '').replaceAll(']]>', ']]]]><![CDATA[>')}]]>`
