const named: Readonly<Record<string, string>> = {
  ...{ amp: '&', lt: '<', gt: '>', quot: '"', apos: "'", nbsp: ' ' },
  ...{ ndash: '–', mdash: '—', hellip: '…', lsquo: '‘', rsquo: '’', ldquo: '“', rdquo: '”' },
  ...{
    times: '×',
    divide: '÷',
    minus: '−',
    deg: '°',
    plusmn: '±',
    pi: 'π',
    radic: '√',
    frac12: '½',
    euro: '€',
    pound: '£',
  },
}

/** What an entity stands for; as it was sent where nobody knows. */
function decoded(entity: string, name: string): string {
  const code = /^#x([\da-f]{1,6})$/i.exec(name)?.[1]
  const number = code === undefined ? Number(/^#(\d{1,7})$/.exec(name)?.[1]) : Number.parseInt(code, 16)
  if (number > 0 && number <= 0x10ffff && (number < 0xd800 || number > 0xdfff)) return String.fromCodePoint(number)
  return named[name] ?? entity
}

/**
 * The words of HTML on one line, for where nothing is drawn: a workbook, a terminal. Roots, powers and indices in
 * ClassMarker's square brackets are written as they are read, and a picture by the words that stand for it.
 */
export const plainHtml = (html: string): string =>
  html
    .replace(/<img\b[^>]*?\balt\s*=\s*(?:"([^"]*)"|'([^']*)')[^>]*>/gi, (_, one, other) => ` [${one ?? other}] `)
    .replace(/<\/?(?:sup|sub)\b[^>]*>|<\/?(?:b|i|em|strong|u|span)\b[^>]*>/gi, (tag) => (/^<sup/i.test(tag) ? '^' : ''))
    .replace(/<[^>]*>/g, ' ')
    .replace(/\[sup\]/gi, '^')
    .replace(/\[\/?su[bp]\]/gi, '')
    .replace(/\[sqr\](\w+)\[\/sqr\]/gi, '√$1')
    .replace(/\[sqr\]/gi, '√(')
    .replace(/\[\/sqr\]/gi, ')')
    .replace(/&(#?\w{1,10});/g, decoded)
    .replace(/\s+/g, ' ')
    .trim()
