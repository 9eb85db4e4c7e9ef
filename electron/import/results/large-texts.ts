import { decodedAs, textOf } from '../encodings.ts'

type Parts = AsyncIterable<Buffer>

const sampleBytes = 1024 * 1024
const lineEnd = 0x0a

/**
 * The encoding of a text that is larger than a memory should hold; null if it is no text. It is read to its end: an
 * export begins with headings in plain letters, and the first name that tells the encoding may come late.
 */
export async function encodingOf(parts: Parts): Promise<string | null> {
  const utf8 = new TextDecoder('utf-8', { fatal: true })
  let [isUtf8, isStart] = [true, true]
  /** What tells the encoding: the beginning, or what begins with the first part that is no UTF-8. */
  let sample: Buffer[] = []
  let length = 0
  for await (const part of parts) {
    if (isUtf8 && !isDecoded(utf8, part)) {
      isUtf8 = false
      if (!isStart) [sample, length] = [[], 0]
      isStart = true
    }
    if (isStart) sample.push(part)
    length += part.length
    if (length >= sampleBytes) {
      if (!isUtf8) break
      isStart = false
    }
    // Both kinds of UTF-16 show at once, by their mark or by a zero in every second byte.
    if (part.includes(0) && isStart) break
    if (part.includes(0)) return null
  }
  const start = Buffer.concat(sample)
  if (isUtf8 && !isUtf16(start)) return 'utf-8'
  return (await textOf(wholeLines(start)))?.encoding.name ?? null
}

function isDecoded(decoder: InstanceType<typeof TextDecoder>, part: Buffer): boolean {
  try {
    decoder.decode(part, { stream: true })
    return true
  } catch {
    return false
  }
}

const isUtf16 = (start: Buffer): boolean => start.includes(0) || ['fffe', 'feff'].includes(start.toString('hex', 0, 2))

/** What ends with a line: no letter of several bytes is cut in two. */
function wholeLines(bytes: Buffer): Buffer {
  const end = bytes.lastIndexOf(lineEnd)
  // The second byte of a line end in UTF-16 may follow.
  return end < 0 ? bytes : bytes.subarray(0, end + (bytes[end + 1] === 0 && end % 2 === 0 ? 2 : 1))
}

const unicode = /^utf-/

/**
 * Decodes a text part by part.
 * @param mostLineBytes that a line may have where only whole lines can be decoded
 * @throws Error for what is no text in this encoding
 */
export async function* textParts(parts: Parts, encoding: string, mostLineBytes: number): AsyncGenerator<string, void> {
  yield* unicode.test(encoding) ? unicodeParts(parts, encoding) : pageParts(parts, encoding, mostLineBytes)
}

async function* unicodeParts(parts: Parts, encoding: string): AsyncGenerator<string, void> {
  const decoder = new TextDecoder(encoding, { fatal: true })
  for await (const part of parts) yield decoder.decode(part, { stream: true })
  yield decoder.decode()
}

/** In code pages no byte of a letter is a line end, so that whole lines are whole letters. */
async function* pageParts(parts: Parts, encoding: string, mostLineBytes: number): AsyncGenerator<string, void> {
  let held: Buffer[] = []
  let length = 0
  for await (const part of parts) {
    const end = part.lastIndexOf(lineEnd) + 1
    held.push(end > 0 ? part.subarray(0, end) : part)
    length += part.length
    if (end > 0) {
      yield await decoded(Buffer.concat(held), encoding)
      held = [part.subarray(end)]
      length = part.length - end
    }
    if (length > mostLineBytes) throw new Error('A line longer than any row')
  }
  yield await decoded(Buffer.concat(held), encoding)
}

async function decoded(bytes: Buffer, encoding: string): Promise<string> {
  const text = (await decodedAs(bytes, encoding))?.text
  if (text === undefined) throw new Error('No text in this encoding')
  return text
}
