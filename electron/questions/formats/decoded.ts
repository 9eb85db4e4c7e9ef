import { decodedAs, encodingNamed, textOf } from '../../import/encodings.ts'

const declaration = /^\s*<\?xml\s[^>]*\bencoding\s*=\s*["']([\w-]+)["']/

/** The text of an XML document, in Unicode or in the encoding it declares; null where it is none. */
export async function decodedXml(bytes: Buffer): Promise<string | null> {
  const declared = declaration.exec(bytes.toString('latin1', 0, 1_000))?.[1]
  const name = declared === undefined ? null : encodingNamed(declared)
  // A program that turned the text into Unicode seldom changes what it declares.
  const read = await textOf(bytes)
  if (read !== null && !read.encoding.isGuess) return read.text
  return ((name === null ? null : await decodedAs(bytes, name)) ?? read)?.text ?? null
}
