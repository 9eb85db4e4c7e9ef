import { fold } from './text.ts'

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
