import { isUtf8 } from 'node:buffer'
import type { FileHandle } from 'node:fs/promises'
import { pipeline } from 'node:stream'
import { setImmediate } from 'node:timers/promises'
import { constants, crc32, createInflateRaw, inflateRawSync } from 'node:zlib'
import { type Entry, fromRandomAccessReaderPromise, getFileNameLowLevel, RandomAccessReader } from 'yauzl'
import type { FoundProblem } from '../../../shared/model/imported.ts'
import { mostFileBytes } from '../table-content.ts'
import { isWorthReading } from './worth-reading.ts'

/** A file in an archive, and how to have its bytes. */
export interface PackedEntry {
  readonly name: string
  /** What it says it unpacks to; `bytes` never gives more. */
  readonly size: number
  /** @throws Refused */
  bytes(): Promise<Buffer>
  /**
   * As `bytes`, at once; null where the archive has to be read for it first, or the file is refused.
   * @throws Refused for a damaged file
   */
  heldBytes(): Buffer | null
  /**
   * The content of a file that is too large to be in memory, from its beginning each time, once all of it was found to be
   * what the archive says it is.
   * @throws Refused
   */
  chunks(): Promise<() => AsyncIterable<Buffer>>
}

/** A file or archive that is not read, and why. */
export class Refused extends Error {
  readonly found: FoundProblem
  constructor(code: FoundProblem['code'], facts?: FoundProblem['facts'], options?: ErrorOptions) {
    super(code, options)
    this.found = facts === undefined ? { code } : { code, facts }
  }
}

// 100,000 payloads of 60 kB are 6 GB. A text packs to a hundredth at the best; only what is made to fill a memory or a
// day packs to less.
const mostEntries = 100_000
const mostUnpackedBytes = 8 * 1024 ** 3
const highestRatio = 300
const entriesPerTurn = 500
const worthChecking = 10 * 1024 * 1024

/** How much all archives of one import may unpack to, those in archives included. */
export interface UnpackingBudget {
  left: number
}

export const unpackingBudget = (): UnpackingBudget => ({ left: mostUnpackedBytes })

/**
 * The files of a ZIP archive. Its directory is checked as a whole before anything is unpacked; a file whose content is
 * not what the directory says is damaged.
 * @throws Refused
 */
export async function archiveEntries(source: ArchiveBytes, budget: UnpackingBudget): Promise<readonly PackedEntry[]> {
  const entries: PackedEntry[] = []
  let [packed, unpacked] = [0, 0]
  try {
    const archive = await fromRandomAccessReaderPromise(source, source.size, { autoClose: false, decodeStrings: false })
    if (archive.entryCount > mostEntries) {
      throw new Refused('archive-too-many', { files: archive.entryCount, most: mostEntries })
    }
    for await (const entry of archive.eachEntry()) {
      packed += entry.compressedSize
      unpacked += entry.uncompressedSize
      if (isBomb(entry.compressedSize, entry.uncompressedSize)) throw new Refused('archive-bomb')
      // The directory of a large archive is in memory in one go, and reading it would not let go by itself.
      if (archive.entriesRead % entriesPerTurn === 0) await setImmediate()
      const name = nameOf(entry)
      if (isWorthReading(name)) entries.push(new DirectoryEntry(source, entry, name))
    }
  } catch (cause) {
    throw cause instanceof Refused ? cause : new Refused('archive-damaged', undefined, { cause })
  }
  // More packed bytes than the archive has: its files lie over each other, so that few bytes unpack to many.
  if (packed > source.size || unpacked > budget.left || isBomb(source.size, unpacked)) throw new Refused('archive-bomb')
  budget.left -= unpacked
  return entries
}

const isBomb = (packed: number, unpacked: number): boolean =>
  unpacked > worthChecking && unpacked > packed * highestRatio

/** Decoded here: yauzl stops at the first name that would be dangerous to write to a disk, and nothing is written. */
function nameOf(entry: Entry): string {
  const { fileNameRaw, generalPurposeBitFlag, extraFields } = entry
  // Some programs write UTF-8 without saying so.
  const raw = isUtf8(fileNameRaw)
    ? fileNameRaw.toString('utf8')
    : getFileNameLowLevel(generalPurposeBitFlag, fileNameRaw, extraFields, false)
  return shownName(raw.replaceAll('\\', '/').replace(/^(?:\.{0,2}\/)+/, ''))
}

/** A name without the signs that could command a terminal. */
export const shownName = (name: string): string => name.toWellFormed().replace(/\p{Cc}/gu, '�')

const deflated = 8
const localHeader = 0x04034b50
const localHeaderBytes = 30

/** An archive may have 100,000 of these: each keeps numbers alone, and no part of the directory. */
class DirectoryEntry implements PackedEntry {
  readonly name: string
  readonly size: number
  readonly #source: ArchiveBytes
  readonly #at: number
  readonly #besideHeader: number
  readonly #packedSize: number
  readonly #method: number
  readonly #sum: number
  readonly #isLocked: boolean

  constructor(source: ArchiveBytes, entry: Entry, name: string) {
    this.name = name
    this.size = entry.uncompressedSize
    this.#source = source
    this.#at = entry.relativeOffsetOfLocalHeader
    this.#besideHeader = entry.fileNameLength + entry.extraFieldLength
    this.#packedSize = entry.compressedSize
    this.#method = entry.compressionMethod
    this.#sum = entry.crc32
    this.#isLocked = entry.isEncrypted()
  }

  async bytes(): Promise<Buffer> {
    if (this.#isLocked) throw new Refused('archive-encrypted')
    if (this.size > mostFileBytes) throw new Refused('too-large', { most: mostFileBytes / 1024 ** 2 })
    try {
      return this.#contentOf(await this.#source.range(await this.#contentAt(), this.#packedSize))
    } catch (cause) {
      throw new Refused('entry-damaged', undefined, { cause })
    }
  }

  heldBytes(): Buffer | null {
    if (this.#isLocked || this.size > mostFileBytes) return null
    try {
      const header = this.#source.held(this.#at, localHeaderBytes)
      const packed = header && this.#source.held(this.#contentAfter(header), this.#packedSize)
      return packed && this.#contentOf(packed)
    } catch (cause) {
      throw new Refused('entry-damaged', undefined, { cause })
    }
  }

  async chunks(): Promise<() => AsyncIterable<Buffer>> {
    if (this.#isLocked) throw new Refused('archive-encrypted')
    for await (const _ of this.#unpacked());
    return () => this.#unpacked()
  }

  async *#unpacked(): AsyncGenerator<Buffer, void> {
    let [length, check] = [0, 0]
    try {
      const packed = packedParts(this.#source, await this.#contentAt(), this.#packedSize)
      for await (const part of unpackedParts(packed, this.#method)) {
        length += part.length
        if (length > this.size) break
        check = crc32(part, check)
        yield part
      }
    } catch (cause) {
      throw new Refused('entry-damaged', undefined, { cause })
    }
    if (length !== this.size || check !== this.#sum) throw new Refused('entry-damaged')
  }

  /** Where the packed content begins. */
  async #contentAt(): Promise<number> {
    return this.#contentAfter(await this.#source.range(this.#at, localHeaderBytes + this.#besideHeader))
  }

  #contentAfter(header: Buffer): number {
    if (header.readUInt32LE(0) !== localHeader) throw new Error('No file begins here')
    // The extra fields beside the content may have another length than those of the directory.
    return this.#at + localHeaderBytes + header.readUInt16LE(26) + header.readUInt16LE(28)
  }

  #contentOf(packed: Buffer): Buffer {
    const content = unpackedBytes(packed, this.#method, this.size)
    if (content.length !== this.size || crc32(content) !== this.#sum) throw new Error('Another content')
    return content
  }
}

const partBytes = 256 * 1024

async function* packedParts(source: ArchiveBytes, from: number, length: number): AsyncGenerator<Buffer, void> {
  for (let at = 0; at < length; at += partBytes) {
    // The next range takes the place of this one.
    yield Buffer.from(await source.range(from + at, Math.min(partBytes, length - at)))
  }
}

function unpackedParts(packed: AsyncIterable<Buffer>, method: number): AsyncIterable<Buffer> {
  // A failure of one of the two is thrown where the other is read.
  if (method === deflated) return pipeline(packed, createInflateRaw({ chunkSize: partBytes }), () => undefined)
  if (method !== 0) throw new Error('Packed in an unusual way')
  return packed
}

const mostChunkBytes = 1024 * 1024

function unpackedBytes(packed: Buffer, method: number, size: number): Buffer {
  if (method === deflated) {
    // One byte more than it says shows in the same step that there is no more.
    const chunkSize = Math.min(Math.max(constants.Z_MIN_CHUNK, size + 1), mostChunkBytes)
    return inflateRawSync(packed, { maxOutputLength: Math.max(1, size), chunkSize })
  }
  if (method !== 0) throw new Error('Packed in an unusual way')
  // The next range takes the place of this one.
  return Buffer.from(packed)
}

// Payloads stand one after another in an archive, and so do the entries of its directory.
const windowBytes = 1024 * 1024

/** The bytes of an archive, of which only a window is in memory. */
export class ArchiveBytes extends RandomAccessReader {
  readonly size: number
  readonly #read: (into: Buffer, position: number) => Promise<number>
  #window = Buffer.alloc(0)
  #from = 0

  constructor(size: number, read: (into: Buffer, position: number) => Promise<number>) {
    super()
    this.size = size
    this.#read = read
  }

  /** A range of bytes that is in memory; null where it has to be read first. */
  held(position: number, length: number): Buffer | null {
    const start = position - this.#from
    const isHeld = start >= 0 && start + length <= this.#window.length
    return isHeld ? this.#window.subarray(start, start + length) : null
  }

  /** A range of bytes, valid until the next one is asked for. @throws Error beyond the end */
  async range(position: number, length: number): Promise<Buffer> {
    const held = this.held(position, length)
    if (held !== null) return held
    if (position < 0 || position + length > this.size) throw new Error('Beyond the end of the archive')
    const window = Buffer.allocUnsafe(Math.min(Math.max(length, windowBytes), this.size - position))
    let filled = 0
    while (filled < window.length) {
      const read = await this.#read(window.subarray(filled), position + filled)
      if (read === 0) throw new Error('Beyond the end of the archive')
      filled += read
    }
    this.#window = window
    this.#from = position
    return window.subarray(0, length)
  }

  /** What yauzl reads by. */
  override read(
    buffer: Buffer,
    offset: number,
    length: number,
    position: number,
    callback: (error: Error | null) => void,
  ): void {
    this.range(position, length).then(
      (bytes) => {
        bytes.copy(buffer, offset)
        callback(null)
      },
      (error) => callback(error instanceof Error ? error : new Error('Not read')),
    )
  }
}

/** An archive on a disk; the handle stays the caller's. */
export const archiveOnDisk = (handle: FileHandle, size: number): ArchiveBytes =>
  new ArchiveBytes(size, async (into, position) => (await handle.read(into, 0, into.length, position)).bytesRead)

/** An archive that stood in another. */
export const archiveInMemory = (bytes: Buffer): ArchiveBytes =>
  new ArchiveBytes(bytes.length, async (into, position) => bytes.copy(into, 0, position))
