import type { FoundProblem } from '../../../shared/model/imported.ts'
import type { KnownAnswers } from '../../connectors/classmarker/index.ts'

/** A value of a JSON text with the line where it begins, or what is wrong there. */
export type JsonValue =
  | { readonly line: number | null; readonly value: unknown }
  | { readonly line: number | null; readonly found: FoundProblem }

type Parsed = { readonly value: unknown } | { readonly found: FoundProblem }

function attempted(text: string, otherwise: FoundProblem['code'], known: KnownAnswers): Parsed {
  try {
    return { value: known.parsed(text) }
  } catch (thrown) {
    return { found: { code: thrown instanceof RangeError ? 'too-nested' : otherwise } }
  }
}

/** Whether a text begins as a JSON object or array does. */
export const looksLikeJson = (text: string): boolean => /^\s*[[{]/.test(text)

/**
 * The values of a JSON text: the one it is, those of the array it is, or, where each line is JSON by itself (NDJSON),
 * that of each line. A damaged line does not stop the others; a damaged text that is one value has none.
 */
export function* jsonValues(text: string, known: KnownAnswers): Generator<JsonValue, void> {
  if (isByLine(text, known)) {
    for (const { line, content } of linesOf(text)) yield* valuesOfLine(line, content, known)
    return
  }
  const read = attempted(text, 'not-json', known)
  if ('value' in read && Array.isArray(read.value)) {
    const lines = elementLines(text)
    for (const [at, value] of read.value.entries()) yield { line: lines[at] ?? 1, value }
  } else yield { line: null, ...read }
}

/** The values of a line that is JSON by itself: the one it is, or those of the array it is. */
export function* valuesOfLine(line: number, content: string, known: KnownAnswers): Generator<JsonValue, void> {
  const read = attempted(content, 'line-not-json', known)
  if ('value' in read && Array.isArray(read.value)) for (const value of read.value) yield { line, value }
  else yield { line, ...read }
}

function* linesOf(text: string): Generator<{ readonly line: number; readonly content: string }, void> {
  let line = 1
  for (let from = 0; from < text.length; line++) {
    const end = text.indexOf('\n', from)
    const content = text.slice(from, end < 0 ? text.length : end)
    if (content.trim() !== '') yield { line, content }
    from = end < 0 ? text.length : end + 1
  }
}

// Within one value, another value that has a line of its own comes after such a sign at the end of the line above.
const goesOn = /[[{,:]\s*$/

/** How many lines tell whether a text is NDJSON. */
export const mostFirstLines = 3

function isByLine(text: string, known: KnownAnswers): boolean {
  const first: string[] = []
  for (const { content } of linesOf(text)) {
    first.push(content)
    if (first.length === mostFirstLines) break
  }
  return areLines(first, known)
}

/** Whether the first lines of a text are JSON by themselves; of two, one may be damaged. */
export function areLines(first: readonly string[], known: KnownAnswers): boolean {
  // One line alone is one value.
  if (first.length < 2) return false
  const isWhole = (content: string): boolean =>
    /^\s*[[{].*[\]}]\s*$/s.test(content) && 'value' in attempted(content, 'not-json', known)
  const at = first.findIndex(isWhole)
  return at >= 0 && !goesOn.test(first[at - 1] ?? '')
}

/** The lines on which the elements of an array begin. The text is known to be an array. */
function elementLines(text: string): readonly number[] {
  if (!text.includes('\n')) return []
  const lines: number[] = []
  let [depth, line] = [0, 1]
  let isExpected = false
  const signs = /["[\]{},\n]|[^\s"[\]{},]+/g
  for (let match = signs.exec(text); match !== null; match = signs.exec(text)) {
    const sign = match[0]
    if (sign === '\n') {
      line++
      continue
    }
    if (depth === 1 && isExpected && sign !== ']') {
      lines.push(line)
      isExpected = false
    }
    if (sign === '"') signs.lastIndex = endOfString(text, match.index)
    else if (sign === '[' || sign === '{') {
      depth++
      if (depth === 1) isExpected = true
    } else if (sign === ']' || sign === '}') depth--
    else if (sign === ',' && depth === 1) isExpected = true
  }
  return lines
}

/** The place after the closing mark of a JSON string, which has no line ends. */
function endOfString(text: string, from: number): number {
  for (let end = text.indexOf('"', from + 1); ; end = text.indexOf('"', end + 1)) {
    let before = end
    while (text.charAt(before - 1) === '\\') before--
    if ((end - before) % 2 === 0) return end + 1
  }
}
