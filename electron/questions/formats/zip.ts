import { crc32, deflateRawSync } from 'node:zlib'

export interface PackedText {
  /** Its path with forward slashes. */
  readonly name: string
  readonly text: string
}

// PKWARE's APPNOTE, 4.3.7 (local header), 4.3.12 (central directory), 4.3.16 (its end).
const [localHeader, centralHeader, directoryEnd] = [0x04034b50, 0x02014b50, 0x06054b50]
const version = 20
const utf8Names = 0x0800
const deflated = 8
/** 1 January 1980, the first day of the format: the same questions make the same file. */
const firstDay = 0x0021

/** A ZIP archive of texts. */
export function zipBytes(files: readonly PackedText[]): Buffer {
  const parts: Buffer[] = []
  const directory: Buffer[] = []
  let at = 0
  for (const { name, text } of files) {
    const content = Buffer.from(text)
    const packed = deflateRawSync(content)
    const path = Buffer.from(name)
    const facts = Buffer.alloc(26)
    facts.writeUInt16LE(version, 0)
    facts.writeUInt16LE(utf8Names, 2)
    facts.writeUInt16LE(deflated, 4)
    facts.writeUInt16LE(firstDay, 8)
    facts.writeUInt32LE(crc32(content), 10)
    facts.writeUInt32LE(packed.length, 14)
    facts.writeUInt32LE(content.length, 18)
    facts.writeUInt16LE(path.length, 22)
    parts.push(signature(localHeader), facts, path, packed)
    const beside = Buffer.alloc(14)
    beside.writeUInt32LE(at, 10)
    const made = Buffer.alloc(2)
    made.writeUInt16LE(version)
    directory.push(signature(centralHeader), made, facts, beside, path)
    at += 4 + facts.length + path.length + packed.length
  }
  const listed = Buffer.concat(directory)
  const end = Buffer.alloc(18)
  end.writeUInt16LE(files.length, 4)
  end.writeUInt16LE(files.length, 6)
  end.writeUInt32LE(listed.length, 8)
  end.writeUInt32LE(at, 12)
  return Buffer.concat([...parts, listed, signature(directoryEnd), end])
}

function signature(value: number): Buffer {
  const bytes = Buffer.alloc(4)
  bytes.writeUInt32LE(value)
  return bytes
}
