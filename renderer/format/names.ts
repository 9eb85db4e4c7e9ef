/** A student's name as the teacher reads it. */
export const fullName = (person: { readonly first: string; readonly last: string }): string =>
  `${person.first} ${person.last}`.trim()

/** One or two letters for an account's badge: "Northgate High" → "NH". */
export function initials(name: string): string {
  const words = name.trim().split(/\s+/)
  const letters = words.length > 1 ? [words[0], words.at(-1)] : [words[0]]
  return letters.map((word) => [...(word ?? '')][0]?.toUpperCase() ?? '').join('')
}
