/** Small words that begin a surname: "Ludwig van Beethoven", "Maria de la Cruz". */
const particles = new Set(
  ['van', 'von', 'vom', 'zu', 'zum', 'zur', 'de', 'der', 'den', 'del', 'della', 'dem', 'di', 'da', 'das', 'do', 'dos']
    .concat(['du', 'des', 'la', 'le', 'las', 'los', 'ter', 'ten', 'te', 'al', 'el', 'bin', 'bint', 'ibn', 'af', 'av'])
    .concat(['st', 'st.']),
)

export interface SplitName {
  readonly first: string | null
  readonly last: string | null
}

const orNull = (text: string): string | null => (text === '' ? null : text)

/**
 * A whole name as first and last name. "Smith, Paul" says itself which is which; in "Paul Smith" the surname is the
 * last word with the small words before it. A name of one word is a first name.
 */
export function splitName(name: string): SplitName {
  const clean = name.replace(/\s+/g, ' ').trim()
  const comma = clean.indexOf(',')
  if (comma >= 0) return { first: orNull(clean.slice(comma + 1).trim()), last: orNull(clean.slice(0, comma).trim()) }
  const words = clean.split(' ')
  if (words.length === 1) return { first: orNull(clean), last: null }
  let surname = words.length - 1
  while (surname > 1 && particles.has((words[surname - 1] ?? '').toLowerCase())) surname--
  return { first: words.slice(0, surname).join(' '), last: words.slice(surname).join(' ') }
}
