import { decodeHTML } from 'entities'
import { xmlText } from './xml.ts'

const token = /<!--[\s\S]*?-->|<(\/?)([a-z][a-z\d]*)((?:\s[^<>]*?)?)\/?>|[^<]+|</gi
const attribute = /([a-z_][\w:.-]*)(?:\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'>]+)))?/gi
const empty = /^(?:area|br|col|hr|img|input|wbr)$/
const deepest = 50

/** HTML as well-formed XML; null where its elements do not nest. */
export function xhtmlOf(html: string): string | null {
  const open: string[] = []
  let made = ''
  for (const [whole, slash, tag, attributes = ''] of html.matchAll(token)) {
    if (whole.startsWith('<!--')) continue
    const name = tag?.toLowerCase()
    if (name === undefined) made += xmlText(decodeHTML(whole))
    else if (empty.test(name)) made += slash === '/' ? '' : `<${name}${xmlAttributes(attributes)}/>`
    else if (slash === '/') {
      if (open.pop() !== name) return null
      made += `</${name}>`
    } else {
      if (open.push(name) > deepest) return null
      made += `<${name}${xmlAttributes(attributes)}>`
    }
  }
  return open.length === 0 ? made : null
}

function xmlAttributes(text: string): string {
  const values = new Map<string, string>()
  for (const [, name = '', double, single, bare] of text.matchAll(attribute)) {
    const key = name.toLowerCase()
    if (!key.includes(':') && !values.has(key)) values.set(key, decodeHTML(double ?? single ?? bare ?? key))
  }
  return [...values].map(([name, value]) => ` ${name}="${xmlText(value)}"`).join('')
}
