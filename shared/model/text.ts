// Letters that carry no combining mark when decomposed, so that stripping marks leaves them untouched.
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
}
const undecomposedLetters = new RegExp(`[${Object.keys(undecomposed).join('')}]`, 'g')

// Most text has no sign that needs taking apart; a list of 20,000 codes is folded several times over.
const plain = /^[ -~]*$/
const foldPlain = (text: string): string => text.toLowerCase().replace(/['`]/g, '').replace(/ {2,}/g, ' ').trim()

/** Text as search sees it: no accents, case or apostrophes, one kind of dash, single spaces ("Łukasz O’Neill" → "lukasz oneill"). */
export function fold(text: string): string {
  if (plain.test(text)) return foldPlain(text)
  return (
    text
      // An acute accent used as an apostrophe: decomposing would make it a space and a mark.
      .replace(/´/g, '')
      .normalize('NFKD')
      .replace(/['‘’ʼ`]/g, '')
      .replace(/\p{M}+/gu, '')
      .replace(/\p{Cc}+/gu, ' ')
      .toLowerCase()
      .replace(undecomposedLetters, (letter) => undecomposed[letter] ?? letter)
      .replace(/[‐‑‒–—]/g, '-')
      .replace(/\s+/g, ' ')
      .trim()
  )
}

/** A certificate serial or access code as typed on the phone: no dashes, no spaces, no case. */
export const foldSerial = (text: string): string => fold(text).replace(/[\s-]+/g, '')

/** More words than this are no search but something pasted: those that stand first narrow enough. */
export const mostSearchWords = 12

// "Ruiz, Ana" is two words. What stands between names in other scripts is a comma, too.
const between = /[\s,;،؛、]+/u
const signsOnly = /^\p{P}+$/u

/**
 * The words that must all occur, in any order: folded, each once, commas and lone signs left out. Text of signs alone is
 * looked for as it stands. Null where something was typed that no stored text can hold (`'`), which therefore finds
 * nothing; none at all for blank text, which asks nothing.
 */
export function searchWords(text: string): readonly string[] | null {
  if (text.trim() === '') return []
  const folded = fold(text)
  const words = folded.split(between).filter((word) => word !== '' && !signsOnly.test(word))
  const asked = words.length > 0 ? words : folded.split(' ').filter(Boolean)
  return asked.length === 0 ? null : [...new Set(asked)].slice(0, mostSearchWords)
}

/** Whether all words of what was typed occur in a text; for lists short enough to be looked through. */
export function occursIn(typed: string, text: string): boolean {
  const words = searchWords(typed)
  if (words === null) return false
  const folded = fold(text)
  return words.every((word) => folded.includes(word))
}

// Windows takes none of these in a name, and no control characters; other systems at least not the slash.
const forbidden = /[<>:"/\\|?*\p{Cc}]+/gu
// What no list of files shows. Writing from right to left inside a name can make an ending look like another one.
const invisible = /\p{Cf}+/gu
// Names that Windows keeps for devices, whatever follows a point.
const reserved = /^(con|prn|aux|nul|com[\d¹²³]|lpt[\d¹²³])(\.|$)/i

/** Bytes of a name that every file system in use takes. */
const longest = 200

/**
 * A name that every system can keep a file by, from any text: at most 200 bytes, without the signs that Windows refuses,
 * no point or space at its ends.
 * @param ending kept whole, with its point
 */
export function safeFileName(text: string, ending: string): string {
  const clean = nameText(text)
  const named = clean === '' || isDeviceName(clean) ? `_${clean}` : clean
  return trimmed(cut(named, longest - ending.length)) + ending
}

/** Text as a name can hold it: on one line, without the signs that some system refuses or that nobody sees. */
export const nameText = (text: string): string =>
  trimmed(text.toWellFormed().normalize('NFC').replace(invisible, '').replace(forbidden, ' ').replace(/\s+/g, ' '))

/** Whether Windows keeps a name for a device. */
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

/** Bytes of one sign in UTF-8. */
function byteLength(sign: string): number {
  const code = sign.codePointAt(0) ?? 0
  return code < 0x80 ? 1 : code < 0x800 ? 2 : code < 0x10000 ? 3 : 4
}
