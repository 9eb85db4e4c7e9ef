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

// A fast path for text that needs no decomposing, which most is; a list of 20,000 codes is folded several times.
const plain = /^[ -~]*$/
const foldPlain = (text: string): string => text.toLowerCase().replace(/['`]/g, '').replace(/ {2,}/g, ' ').trim()

/**
 * Folds text for search: no accents, case or apostrophes, one kind of dash, single spaces ("Łukasz O’Neill" → "lukasz
 * oneill").
 */
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

/** Folds a certificate serial or access code as typed on the phone: no dashes, no spaces, no case. */
export const foldSerial = (text: string): string => fold(text).replace(/[\s-]+/g, '')

/** More words than this are not a search but a pasted text; the first ones narrow it enough. */
export const mostSearchWords = 12

// "Ruiz, Ana" is two words. Other scripts have commas of their own.
const between = /[\s,;،؛、]+/u
const signsOnly = /^\p{P}+$/u

/**
 * The words that must all occur, in any order: folded, each once, without commas and single punctuation marks. Text of
 * punctuation alone is searched for unchanged. Null when no stored text can match (`'`); empty for blank text, which
 * matches everything.
 */
export function searchWords(text: string): readonly string[] | null {
  if (text.trim() === '') return []
  const folded = fold(text)
  const words = folded.split(between).filter((word) => word !== '' && !signsOnly.test(word))
  const asked = words.length > 0 ? words : folded.split(' ').filter(Boolean)
  return asked.length === 0 ? null : [...new Set(asked)].slice(0, mostSearchWords)
}

/** Whether all words typed occur in a text; for lists short enough to be scanned. */
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
