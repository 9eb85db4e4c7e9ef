/** More letters of one text than any sentence of ours has are not shown in one piece. */
export const mostLetters = 400

const isHighSurrogate = (unit: number): boolean => unit >= 0xd800 && unit <= 0xdbff

/** The first letters of a text that is longer, never half of one, with a sign that there is more. */
export function cut(text: string, most = mostLetters): string {
  if (text.length <= most) return text
  const end = isHighSurrogate(text.charCodeAt(most - 1)) ? most - 1 : most
  return `${text.slice(0, end).trimEnd()}…`
}

/** A text in pieces of `length` letters at most, at its own line ends and never through a letter of two units. */
export function piecesOf(text: string, length: number): readonly string[] {
  const pieces: string[] = []
  for (const line of text.split(/\r\n|\r|\n/)) {
    let from = 0
    do {
      const to = isHighSurrogate(line.charCodeAt(from + length - 1)) ? from + length + 1 : from + length
      pieces.push(line.slice(from, to))
      from = to
    } while (from < line.length)
  }
  return pieces
}
