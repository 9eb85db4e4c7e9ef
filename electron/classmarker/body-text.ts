/**
 * The text of an answer in the encoding it came in: its mark at the beginning says so, then the zeros that UTF-16 puts
 * between the letters of JSON (RFC 4627, 3), then `charset`, and at last UTF-8, which JSON is written in.
 */
export function bodyText(body: Uint8Array, contentType: string): string {
  return decoderFor(markedAs(body) ?? zerosOf(body) ?? charsetIn(contentType) ?? 'utf-8').decode(body)
}

function markedAs([first, second, third]: Uint8Array): string | null {
  if (first === 0xef && second === 0xbb && third === 0xbf) return 'utf-8'
  if (first === 0xff && second === 0xfe) return 'utf-16le'
  return first === 0xfe && second === 0xff ? 'utf-16be' : null
}

function zerosOf([first, second]: Uint8Array): string | null {
  if (first === undefined || second === undefined || (first === 0) === (second === 0)) return null
  return second === 0 ? 'utf-16le' : 'utf-16be'
}

const charsetIn = (contentType: string): string | null =>
  /;\s*charset\s*=\s*"?([^\s;"]+)/i.exec(contentType)?.[1] ?? null

function decoderFor(charset: string): InstanceType<typeof TextDecoder> {
  try {
    return new TextDecoder(charset)
  } catch {
    // A charset nobody knows: read as UTF-8, and what is no JSON then is reported as that.
    return new TextDecoder()
  }
}
