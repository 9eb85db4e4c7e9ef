/** Entities by which HTML writes the letters from U+00A0 to U+00FF, in their order. */
const latin = (
  'nbsp iexcl cent pound curren yen brvbar sect uml copy ordf laquo not shy reg macr deg plusmn sup2 sup3 acute micro ' +
  'para middot cedil sup1 ordm raquo frac14 frac12 frac34 iquest Agrave Aacute Acirc Atilde Auml Aring AElig Ccedil ' +
  'Egrave Eacute Ecirc Euml Igrave Iacute Icirc Iuml ETH Ntilde Ograve Oacute Ocirc Otilde Ouml times Oslash Ugrave ' +
  'Uacute Ucirc Uuml Yacute THORN szlig agrave aacute acirc atilde auml aring aelig ccedil egrave eacute ecirc euml ' +
  'igrave iacute icirc iuml eth ntilde ograve oacute ocirc otilde ouml divide oslash ugrave uacute ucirc uuml yacute ' +
  'thorn yuml'
).split(' ')
const greekCapitals = 'Alpha Beta Gamma Delta Epsilon Zeta Eta Theta Iota Kappa Lambda Mu Nu Xi Omicron Pi Rho'.split(
  ' ',
)
const greekLetters =
  'alpha beta gamma delta epsilon zeta eta theta iota kappa lambda mu nu xi omicron pi rho sigmaf sigma tau upsilon phi chi psi omega'.split(
    ' ',
  )

const inOrder = (names: readonly string[], from: number): [string, string][] =>
  names.map((name, at) => [name, String.fromCodePoint(from + at)])

const entities = new Map<string, string>([
  ...inOrder(latin, 0xa0),
  ...inOrder(greekCapitals, 0x391),
  ...inOrder(['Sigma', 'Tau', 'Upsilon', 'Phi', 'Chi', 'Psi', 'Omega'], 0x3a3),
  ...inOrder(greekLetters, 0x3b1),
  ...Object.entries({
    ...{ amp: '&', lt: '<', gt: '>', quot: '"', apos: "'", euro: '€', trade: '™', bull: '•', hellip: '…' },
    ...{ ndash: '–', mdash: '—', lsquo: '‘', rsquo: '’', sbquo: '‚', ldquo: '“', rdquo: '”', bdquo: '„' },
    ...{ larr: '←', uarr: '↑', rarr: '→', darr: '↓', harr: '↔', rArr: '⇒', hArr: '⇔', minus: '−', infin: '∞' },
    ...{ ne: '≠', le: '≤', ge: '≥', asymp: '≈', equiv: '≡', radic: '√', sum: '∑', int: '∫', part: '∂', prime: '′' },
    ...{ isin: '∈', cap: '∩', cup: '∪', sub: '⊂', perp: '⊥', ang: '∠', prop: '∝', forall: '∀', exist: '∃' },
    ...{ ensp: ' ', emsp: ' ', thinsp: ' ', zwnj: '\u200c', zwj: '\u200d', OElig: 'Œ', oelig: 'œ', lsaquo: '‹' },
    ...{ rsaquo: '›', permil: '‰', dagger: '†', tilde: '˜', circ: 'ˆ', Scaron: 'Š', scaron: 'š', fnof: 'ƒ' },
  }),
])

/** HTML's entities as the signs they stand for, each decoded once. An unknown one stays as it is. */
export const decodedEntities = (html: string): string =>
  html.replace(
    /&(?:#(\d{1,7})|#x([\da-f]{1,6})|([a-z]\w{1,9}));/gi,
    (whole, decimal?: string, hex?: string, name = '') => {
      if (decimal === undefined && hex === undefined) return entities.get(name) ?? whole
      const code = decimal === undefined ? Number.parseInt(hex ?? '', 16) : Number(decimal)
      return code > 0 && code <= 0x10ffff ? String.fromCodePoint(code).toWellFormed() : whole
    },
  )

/** Plain text as HTML that shows it. */
export const htmlOf = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;')

const inline = /<\/?(?:a|abbr|b|big|code|em|font|i|mark|q|s|small|span|strike|strong|tt|u)(?:\s[^<>]*)?\/?>/gi

/**
 * What a text says, for comparing: without tags, entities, invisible signs and runs of white space, and with one kind of
 * quotation mark and of dash. Powers and indices stay apart from what they stand at, in HTML or in ClassMarker's square
 * brackets; a picture counts by its address. Case and accents count.
 */
export const normalisedText = (html: string): string =>
  decodedEntities(
    html
      .toWellFormed()
      .replace(/<!--[\s\S]*?(?:-->|$)/g, '')
      .replace(/<img\b[^<>]*>/gi, (tag) => {
        const source = /\bsrc\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'>]+))/i.exec(tag)
        return ` [img ${source?.[1] ?? source?.[2] ?? source?.[3] ?? ''}] `
      })
      .replace(/<(sup|sub)(?:\s[^<>]*)?>|\[(sup|sub)\]/gi, (_, tag?: string, bracket?: string) =>
        (tag ?? bracket)?.toLowerCase() === 'sup' ? '^{' : '_{',
      )
      .replace(/<\/su[pb]\s*>|\[\/su[pb]\]/gi, '}')
      .replace(inline, '')
      .replace(/<[/!?]?[a-z][^<>]*>/gi, ' '),
  )
    .normalize('NFC')
    .replace(/\p{Cf}+/gu, '')
    .replace(/[‘’‛´`′]/g, "'")
    .replace(/[“”„‟«»″]/g, '"')
    .replace(/[‐‑‒–—―−]/g, '-')
    .replace(/[\s\p{Cc}]+/gu, ' ')
    .trim()
