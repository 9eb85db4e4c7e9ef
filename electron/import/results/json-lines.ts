import { isUtf8 } from 'node:buffer'
import type { KnownAnswers } from '../../connectors/classmarker/index.ts'
import { Refused } from './archive.ts'
import { areLines, type JsonValue, mostFirstLines, valuesOfLine } from './json-values.ts'
import { tooLarge } from './sources.ts'

/** The longest line of a file that is read line by line. A payload is some 60 kB. */
const mostLineBytes = 20 * 1024 * 1024

/** A line that is not blank; its bytes are null where they are more than any payload has. */
interface Line {
  readonly line: number
  readonly bytes: Buffer | null
}

/**
 * The values of NDJSON that is larger than a memory should hold, of which at most one line is in memory. A line that is
 * damaged or too long does not stop the others. UTF-8 alone, as NDJSON is.
 * @throws Refused for any other file
 */
export async function* valuesOfLines(
  chunks: AsyncIterable<Buffer>,
  known: KnownAnswers,
): AsyncGenerator<JsonValue, void> {
  let first: Line[] | null = []
  for await (const line of linesIn(chunks)) {
    if (first === null) {
      yield* valuesIn(line, known)
      continue
    }
    first.push(line)
    if (first.length < mostFirstLines) continue
    for (const each of refuseOthers(first, known)) yield* valuesIn(each, known)
    first = null
  }
  if (first?.length === 0) throw new Refused('empty')
  for (const each of refuseOthers(first ?? [], known)) yield* valuesIn(each, known)
}

/** @throws Refused where the first lines are not JSON by themselves */
function refuseOthers(first: readonly Line[], known: KnownAnswers): readonly Line[] {
  if (
    first.length > 0 &&
    !areLines(
      first.map(({ bytes }) => textOf(bytes) ?? ''),
      known,
    )
  )
    throw tooLarge()
  return first
}

function valuesIn({ line, bytes }: Line, known: KnownAnswers): Iterable<JsonValue> {
  if (bytes === null) return [{ line, found: { code: 'line-too-long', facts: { most: mostLineBytes / 1024 ** 2 } } }]
  const content = textOf(bytes)
  return content === null ? [{ line, found: { code: 'line-not-json' } }] : valuesOfLine(line, content, known)
}

/** Null for what is no UTF-8. */
const textOf = (bytes: Buffer | null): string | null =>
  bytes !== null && isUtf8(bytes) ? bytes.toString('utf8').replace(/^\uFEFF/, '') : null

const lineEnd = 0x0a

async function* linesIn(chunks: AsyncIterable<Buffer>): AsyncGenerator<Line, void> {
  let parts: Buffer[] = []
  let [line, held] = [1, 0]
  const add = (part: Buffer) => {
    held += part.length
    if (held > mostLineBytes) parts = []
    else if (part.length > 0) parts.push(part)
  }
  const take = (): Line[] => {
    const taken = held > mostLineBytes ? null : Buffer.concat(parts)
    parts = []
    held = 0
    return taken === null || !isBlank(taken) ? [{ line, bytes: taken }] : []
  }
  for await (const chunk of chunks) {
    let from = 0
    for (let end = chunk.indexOf(lineEnd); end >= 0; end = chunk.indexOf(lineEnd, from)) {
      add(chunk.subarray(from, end))
      yield* take()
      from = end + 1
      line++
    }
    add(chunk.subarray(from))
  }
  yield* take()
}

// MS-DOS ended text files with the last of these.
const blanks = [0x20, 0x09, 0x0d, 0x1a]

const isBlank = (bytes: Buffer): boolean => bytes.every((byte) => blanks.includes(byte))
