/** What turns the direction of a line round or hides where it ends: in a terminal the words of others would stand amid our own. */
const directions = '\\u061c\\u200e\\u200f\\u202a-\\u202e\\u2066-\\u2069'

const unshowable = new RegExp(`[\\p{Cc}\\p{Zl}\\p{Zp}${directions}]`, 'gu')
const unwritten = new RegExp(`[\\u007f-\\u009f\\u2028\\u2029${directions}]`, 'gu')

/** Text from outside as a terminal may show it: a control character in a name could move the cursor or rewrite the screen. */
export const plainText = (text: string): string => text.replace(unshowable, '�')

/** The same for JSON, where such a character has a written form and none of the text is lost. */
export const plainJson = (document: unknown): string =>
  JSON.stringify(document).replace(
    unwritten,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
  )
