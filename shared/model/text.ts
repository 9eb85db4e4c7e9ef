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
