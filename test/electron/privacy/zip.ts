import { inflateRawSync } from 'node:zlib'

const centralHeader = 0x02014b50
const endOfDirectory = 0x06054b50

/** The contents of a zip file's entries, by name. */
export const unzipped = (zip: Buffer): Map<string, Buffer> => new Map(contentsOf(zip))

/** The contents one after another, as the central directory lists them (APPNOTE 4.3.12 and 4.3.16). */
export function* contentsOf(zip: Buffer): Generator<[name: string, content: Buffer], void> {
  let end = zip.length - 22
  while (end >= 0 && zip.readUInt32LE(end) !== endOfDirectory) end--
  if (end < 0) throw new Error('Not a zip file')
  let at = zip.readUInt32LE(end + 16)
  while (zip.readUInt32LE(at) === centralHeader) {
    const [method, size, nameLength, extraLength, commentLength] = [
      zip.readUInt16LE(at + 10),
      zip.readUInt32LE(at + 20),
      zip.readUInt16LE(at + 28),
      zip.readUInt16LE(at + 30),
      zip.readUInt16LE(at + 32),
    ]
    const local = zip.readUInt32LE(at + 42)
    const start = local + 30 + zip.readUInt16LE(local + 26) + zip.readUInt16LE(local + 28)
    const packed = zip.subarray(start, start + size)
    yield [zip.toString('utf8', at + 46, at + 46 + nameLength), method === 0 ? packed : inflateRawSync(packed)]
    at += 46 + nameLength + extraLength + commentLength
  }
}
