// Letters that stripping marks leaves untouched. A sigma at a word's end is the same letter as one within it.
const undecomposed: Readonly<Record<string, string>> = {
  ł: 'l',
  ø: 'o',
  đ: 'd',
  ð: 'd',
  þ: 'th',
  ß: 'ss',
  æ: 'ae',
  œ: 'oe',
  ı: 'i',
  ħ: 'h',
  ŧ: 't',
  ŋ: 'n',
  ĸ: 'k',
  ς: 'σ',
}
const undecomposedLetters = new RegExp(`[${Object.keys(undecomposed).join('')}]`, 'g')

// A fast path for text that needs no decomposing, which most is; a list of 20,000 codes is folded several times.
const plain = /^[ -~]*$/
const foldPlain = (text: string): string => text.toLowerCase().replace(/['`]/g, '').replace(/ {2,}/g, ' ').trim()

/**
 * Folds text for search: no accents, case, apostrophes or invisible characters, one kind of dash and of quotation mark,
 * single spaces ("Łukasz  “Luk”  O’Neill" → `lukasz "luk" oneill`). Stored texts are folded too: whoever changes this
 * has them folded again by a migration.
 */
export function fold(text: string): string {
  if (plain.test(text)) return foldPlain(text)
  return (
    text
      // Half an emoji, where a name was cut off, as the database stores it: it takes text as UTF-8.
      .toWellFormed()
      // An acute accent used as an apostrophe: decomposing would make it a space and a mark.
      .replace(/´/g, '')
      .normalize('NFKD')
      // The Hebrew geresh and the ʻokina are typed as apostrophes.
      .replace(/['‘’‛ʻʼʽ`׳]/g, '')
      // Cf: joiners, soft hyphens and marks of direction, which come along when text is copied.
      .replace(/[\p{M}\p{Cf}]+/gu, '')
      .replace(/\p{Cc}+/gu, ' ')
      .toLowerCase()
      .replace(undecomposedLetters, (letter) => undecomposed[letter] ?? letter)
      .replace(/[‐‑‒–—―−]/g, '-')
      .replace(/[“”„‟«»‹›״]/g, '"')
      .replace(/\s+/g, ' ')
      .trim()
  )
}

/** Folds a certificate serial or access code as typed on the phone: no dashes, no spaces, no case. */
export const foldSerial = (text: string): string => fold(text).replace(/[\s-]+/g, '')

/** Letters of a search; its box says so where more are typed or pasted. */
export const longestSearch = 500

const blank = /^[\s\p{Cf}]*$/u
// What stands between words of folded text, besides spaces: commas and semicolons of all scripts, and brackets.
const between = String.raw` ,;،؛、。<>()\[\]{}「」『』【】《》〈〉`
// Quoted words up to the mark that ends them, or to the end of the text; or a word. A doubled mark ends nothing.
const parts = new RegExp(`"(?<quoted>(?:""|.)*?)(?:(?<closed>"(?=[${between}]|$))|$)|(?<word>[^${between}]+)`, 'gu')
// Within quoted words: a comma, unless it is part of a number; a doubled mark; one that opens a word.
const apart = /""|(?<=^| )"|(?<!\d)[,،、]|[,،、](?!\d)/u
// Ends of sentences and abbreviations, and a quotation mark that none opened.
const trailing = /[.:!?"]+$/
const beforeAddress = /"([^"]*)"(?= ?<)/g
const signsOnly = /^[\p{P}\p{Sm}\p{Sc}\p{Sk}]*$/u

/**
 * Parses what is typed into a search box: the rule of every search in Gradekeep, on the screen and on the command line.
 *
 * - All words must occur, in any order, each within one field, from its first letter on: as a beginning, a middle or an
 *   end of what stands there. Nothing is an operator.
 * - Both sides are folded (`fold`): accents, case and apostrophes make no difference ("Łukasz", "O’Brien", "ß", "İ").
 * - Spaces of all kinds, tabs, commas, semicolons and brackets separate words: "Ruiz, Ana", "Ana Ruiz <ana@school.org>",
 *   a row of a table. Other signs belong to their word: "Müller-Lüdenscheidt", "ana.ruiz@school.org", "50%_off". Points,
 *   colons, exclamation and question marks at the end of a word do not count.
 * - "Quoted words" stand together as shown; a name is shown, and so found, with the first name first. All quotation
 *   marks are one (“ ” „ « »). They open at the beginning of a word and close at the end of one; an unclosed one holds
 *   to the end of the text, as while it is being typed; one inside a word (`5"x`) belongs to it.
 * - A cell of a table in quotation marks is such a quotation, and what its commas and doubled or inner quotation marks
 *   separate stands together each by itself: `"de la Cruz, Ana"`, `"Ruiz ""Ana"""`. Before an address in brackets, as a
 *   mail program copies `"Ruiz, Ana" <ana@school.org>`, they keep nothing together.
 * - Signs by themselves are no words ("Bob & Ann - 10B" is three) unless nothing else was typed or they are quoted; then
 *   they are looked for unchanged. A quotation mark by itself asks nothing yet. Emoji are words.
 * - However long the text, each word counts.
 *
 * @returns words and phrases, folded, each once; a phrase holds single spaces. Empty for blank text and for quotation
 * marks alone, which match everything; null when no stored text can match (`'`).
 */
export function searchWords(text: string): readonly string[] | null {
  if (blank.test(text)) return []
  const folded = fold(text).replace(beforeAddress, '$1')
  if (folded === '') return null
  const words = [...folded.matchAll(parts)]
    .flatMap(({ groups: { quoted, closed, word } = {} }) =>
      quoted === undefined ? wordOf(word) : phrasesOf(quoted, closed),
    )
    .filter((word) => word !== '')
  const asked = words.length > 0 ? words : folded.split(' ').filter((signs) => !signs.startsWith('"'))
  return [...new Set(asked)]
}

const unlessSigns = (text: string): string => (signsOnly.test(text) ? '' : text)
const wordOf = (typed = ''): string => unlessSigns(typed.replace(trailing, ''))
function phrasesOf(quoted: string, closed: string | undefined): string[] {
  const phrases = quoted.split(apart).map((phrase) => unlessSigns(phrase.trim()))
  // While a mark is not closed, signs after it may be just the beginning of what will be quoted.
  return closed === undefined || phrases.some(Boolean) ? phrases : [quoted.trim()]
}

const commas = ',;，；،؛、'
const betweenEntries = new RegExp(`[${commas}\\t\\r\\n]`)
const commasAround = new RegExp(`^[${commas}]+|[${commas}]+$`, 'g')

/**
 * What a list of codes asks for, as it is pasted: entries between commas, semicolons, tabs or lines, of which one is
 * enough; of each its words between spaces, which must all be there. All is folded (`fold`), each once. Empty for blank
 * text; signs of which folding leaves nothing stay as they are, and so find nothing.
 */
export function listedWords(typed: string): readonly (readonly string[])[] {
  const text = typed.toWellFormed()
  const entries = text.split(betweenEntries).map(wordsOfEntry).filter(isSome)
  // Commas alone are looked for as they are: what is typed must not find everything.
  const asked = entries.length > 0 ? entries : [wordsOfEntry(text)].filter(isSome)
  return [...new Map(asked.map((words) => [words.join(' '), words])).values()]
}

const isSome = (words: readonly string[]): boolean => words.length > 0

/** The words of an answer, folded and each once. A comma between two words is of neither; "1,5" is one word. */
export function wordsBetweenSpaces(typed: string): readonly string[] {
  const words = wordsOfEntry(typed.toWellFormed())
  const bare = words.map((word) => word.replaceAll(commasAround, '')).filter(Boolean)
  return bare.length > 0 ? [...new Set(bare)] : words
}

function wordsOfEntry(entry: string): readonly string[] {
  const words = fold(entry).split(' ').filter(Boolean)
  return [...new Set(words.length > 0 ? words : entry.split(/\s+/).filter(Boolean))]
}

/** Whether typing this asks for anything: blank text, a lone quotation mark and a lone apostrophe do not yet. */
export const asksSomething = (typed: string): boolean => (searchWords(typed) ?? []).length > 0

/** Whether a text matches what was typed; for lists short enough to be scanned. */
export function occursIn(typed: string, text: string): boolean {
  const words = searchWords(typed)
  if (words === null) return false
  const folded = fold(text)
  return words.every((word) => folded.includes(word))
}

// Characters that Windows refuses in a name, and control characters; other systems refuse at least the slash.
const forbidden = /[<>:"/\\|?*\p{Cc}]+/gu
// Characters that lists of files do not show. Right-to-left marks inside a name can disguise its ending.
const invisible = /\p{Cf}+/gu
// Names that Windows reserves for devices, whatever follows a point.
const reserved = /^(con|prn|aux|nul|com[\d¹²³]|lpt[\d¹²³])(\.|$)/i

/** Bytes of a name that every file system accepts. */
const longest = 200

/**
 * Makes a file name valid on every system from any text: at most 200 bytes, without the characters Windows refuses, no
 * point or space at its ends.
 * @param ending kept whole, with its point
 */
export function safeFileName(text: string, ending: string): string {
  const clean = nameText(text)
  const named = clean === '' || isDeviceName(clean) ? `_${clean}` : clean
  return trimmed(cut(named, longest - ending.length)) + ending
}

// Spaces of no width, and marks that turn the direction of what follows. Joiners stay: emoji and some scripts need them.
const hiding = /[\u{AD}\u{61C}\u{200B}\u{200E}\u{200F}\u{2060}\u{FEFF}\u{202A}-\u{202E}\u{2066}-\u{2069}]/gu

/** A name that somebody gave to something, on one line; '' where nothing of it can be seen. */
export function givenName(text: string): string {
  const name = text.toWellFormed().normalize('NFC').replace(hiding, '').replace(/\s+/g, ' ').trim()
  return name.replace(invisible, '').trim() === '' ? '' : name
}

/** Fits text into a name: on one line, without invisible characters and those some system refuses. */
export const nameText = (text: string): string =>
  trimmed(text.toWellFormed().normalize('NFC').replace(invisible, '').replace(forbidden, ' ').replace(/\s+/g, ' '))

/** Whether Windows reserves a name for a device. */
export const isDeviceName = (name: string): boolean => reserved.test(name)

/** Windows drops points and spaces at the end of a name; a point at the beginning hides the file elsewhere. */
export const trimmed = (text: string): string => text.replace(/^[\s.]+|[\s.]+$/g, '')

function cut(text: string, most: number): string {
  const kept = []
  let left = most
  for (const sign of text) {
    left -= byteLength(sign)
    if (left < 0) break
    kept.push(sign)
  }
  return kept.join('')
}

/** Bytes of one character in UTF-8. */
function byteLength(sign: string): number {
  const code = sign.codePointAt(0) ?? 0
  return code < 0x80 ? 1 : code < 0x800 ? 2 : code < 0x10000 ? 3 : 4
}
