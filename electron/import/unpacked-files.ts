import { crc32, inflateRawSync } from 'node:zlib'

// Signatures and places in PKWARE's APPNOTE, 4.3.7 (local header), 4.3.12 (central directory), 4.3.16 (its end).
const centralEntry = 0x02014b50
const endOfDirectory = Buffer.from('504b0506', 'hex')
const encrypted = 1
const [stored, deflated] = [0, 8]

/** What all files in a workbook may come to. 50,000 rows of twenty columns are some 100 MB of XML. */
const mostBytes = 400 * 1024 * 1024
const mostFiles = 5_000

export interface PackedFile {
  /** Its path with forward slashes, none at the start. */
  readonly name: string
  readonly content: Buffer
}

/**
 * The files of a workbook one after the other, unpacked here to be measured: what an archive says of its sizes need not
 * be so, and a small one can unpack to more than any memory holds. A file that is not what was packed is damaged.
 * @throws Error for what is no archive, is encrypted or damaged, or comes to more than 400 MB
 */
export function* unpackedFiles(archive: Buffer): Generator<PackedFile, void> {
  const end = archive.lastIndexOf(endOfDirectory)
  if (end < 0) throw new Error('No archive')
  const files = archive.readUInt16LE(end + 10)
  if (files === 0 || files > mostFiles) throw new Error('Not as many files as a workbook has')
  let at = archive.readUInt32LE(end + 16)
  let left = mostBytes
  for (let file = 0; file < files; file++) {
    if (archive.readUInt32LE(at) !== centralEntry) throw new Error('A damaged archive')
    const nameLength = archive.readUInt16LE(at + 28)
    const content = unpacked(archive, at, left)
    left -= content.length
    if (crc32(content) !== archive.readUInt32LE(at + 16)) throw new Error('A damaged archive')
    yield { name: pathOf(archive.toString('utf8', at + 46, at + 46 + nameLength)), content }
    at += 46 + nameLength + archive.readUInt16LE(at + 30) + archive.readUInt16LE(at + 32)
  }
}

/** @throws Error where it comes to more than `most` bytes */
function unpacked(archive: Buffer, entry: number, most: number): Buffer {
  if (archive.readUInt16LE(entry + 8) & encrypted) throw new Error('Encrypted')
  const method = archive.readUInt16LE(entry + 10)
  const local = archive.readUInt32LE(entry + 42)
  const from = local + 30 + archive.readUInt16LE(local + 26) + archive.readUInt16LE(local + 28)
  const packed = archive.subarray(from, from + archive.readUInt32LE(entry + 20))
  // Node refuses a limit of 0; one byte too many is then still too many.
  if (method === deflated) return inflateRawSync(packed, { maxOutputLength: Math.max(1, most) })
  if (method !== stored || packed.length > most) throw new Error('Packed in a way workbooks are not')
  return packed
}

/** Some programs write Windows paths, and some begin at the root. */
export const pathOf = (name: string): string => name.replaceAll('\\', '/').replace(/^(?:\.?\/)+/, '')
