import { decodeHTMLStrict } from 'entities'

/** As many letters of a text as a screen reads. */
const mostLetters = 200_000

/** Tags that stand within a word; any other parts words. */
const inline = /<\/?(?:b|i|em|strong|u|s|small|code|span|sub|sup)\b[^<>]*>/gi

/**
 * The words of HTML on one line, for where nothing is drawn: a workbook, a terminal. Roots, powers and indices in
 * ClassMarker's square brackets are written as they are read, and a picture by the words that stand for it. Each step
 * looks at a letter once or twice, whatever is sent.
 */
export const plainHtml = (html: string): string =>
  decodeHTMLStrict(
    withoutHidden(html.slice(0, mostLetters))
      .replace(/<img\b[^<>]*>/gi, (tag) => {
        const alt = /\balt\s*=\s*(?:"([^"]*)"|'([^']*)')/i.exec(tag)
        return alt === null ? ' ' : ` [${alt[1] ?? alt[2]}] `
      })
      .replace(/(?:<sup\b[^<>]*>|\[sup\])([^<>[\]]*)(?:<\/sup>|\[\/sup\])/gi, (_, power: string) => raised(power))
      .replace(/<sup\b[^<>]*>|\[sup\]/gi, '^')
      .replace(inline, '')
      .replace(/<[^<>]*>/g, ' ')
      .replace(/\[\/?su[bp]\]/gi, '')
      .replace(/\[sqr\](\w+)\[\/sqr\]/gi, '√$1')
      .replace(/\[sqr\]/gi, '√(')
      .replace(/\[\/sqr\]/gi, ')'),
  )
    .replace(/\s+/g, ' ')
    .trim()

/** "2" as ²; what has no such letter as ^n. */
const raised = (text: string): string =>
  /^\d+$/.test(text) ? text.replace(/\d/g, (digit) => '⁰¹²³⁴⁵⁶⁷⁸⁹'[Number(digit)] ?? digit) : `^${text}`

/** Without styles, scripts and comments, and what stands between their ends; one that does not end takes the rest. */
function withoutHidden(html: string): string {
  let [kept, from] = ['', 0]
  let until: string | null = null
  for (const { index, 0: mark, 1: slash, 2: name } of html.matchAll(/<(\/?)(style|script)\b[^<>]*>|<!--|-->/gi)) {
    const tag = name?.toLowerCase() ?? 'comment'
    const isEnd = slash === '/' || mark === '-->'
    if (until === null && !isEnd) {
      kept += `${html.slice(from, index)} `
      until = tag
    } else if (until === tag && isEnd) {
      from = index + mark.length
      until = null
    }
  }
  return until === null ? kept + html.slice(from) : kept
}
