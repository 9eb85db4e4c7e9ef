import { createReadStream, createWriteStream } from 'node:fs'
import { open, rm, stat, utimes, writeFile } from 'node:fs/promises'
import { dirname } from 'node:path'
import { Writable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
// By its whole: a Node before 22.15 has no such exports, and naming one would keep this file from loading.
import zlib from 'node:zlib'
import { AppError } from '../../shared/errors.ts'
import { refuseWithoutRoom } from './free-space.ts'

/**
 * A copy of the database as one Zstandard frame with its checksum (RFC 8878), then a skippable frame that says how many
 * bytes the database has. `zstd -d` unpacks it too. The end is needed because Node takes a frame that was cut off for a
 * whole one (nodejs/node 64592).
 */
export const packedEnding = '.zst'

/** Whether a copy is packed, by its name. */
export const isPacked = (file: string): boolean => file.endsWith(packedEnding)

/** A copy's name without what packing adds to it; both forms of one copy have the same. */
export const plainName = (file: string): string => (isPacked(file) ? file.slice(0, -packedEnding.length) : file)

/** Whether this Node can pack and unpack copies: Electron's can, and Node from 22.15 and 23.8 on. */
export const canPack = (): boolean => typeof zlib.createZstdCompress === 'function'

// Level 3 packs a database to 0.22 in 10 s a gigabyte; level 1 to 0.24 in 6 s, level 6 to 0.21 in 20 s.
const level = 3
// Larger pieces than Node's 64 and 16 KiB: half the time is otherwise spent between them.
const pieces = { highWaterMark: 1024 * 1024 }
const chunkSize = 256 * 1024

const endLength = 16
const endMagic = 0x184d2a50

function endOf(bytes: number): Buffer {
  const end = Buffer.alloc(endLength)
  end.writeUInt32LE(endMagic, 0)
  end.writeUInt32LE(endLength - 8, 4)
  end.writeBigUInt64LE(BigInt(bytes), 8)
  return end
}

/**
 * Packs a database file into a new file for its owner alone, reads that once to see that it is whole, and flushes it to
 * the disk. Gives it the time of the database file. Leaves nothing behind if that fails.
 * @throws the file system's errors
 */
export async function packCopy(database: string, packed: string): Promise<void> {
  try {
    await rm(packed, { force: true })
    const { size, atime, mtime } = await stat(database)
    const { ZSTD_c_compressionLevel, ZSTD_c_checksumFlag } = zlib.constants
    const params = { [ZSTD_c_compressionLevel]: level, [ZSTD_c_checksumFlag]: 1 }
    const compress = zlib.createZstdCompress({ chunkSize, params, pledgedSrcSize: size })
    const out = createWriteStream(packed, { flags: 'wx', mode: 0o600 })
    await pipeline(createReadStream(database, pieces), compress, followedBy(endOf(size)), out)
    await unpackInto(packed, nowhere)
    await utimes(packed, atime, mtime)
    await flush(packed)
  } catch (thrown) {
    await rm(packed, { force: true })
    throw thrown
  }
}

/**
 * Unpacks a copy into a new database file for its owner alone. Leaves nothing behind if that fails.
 * @throws AppError `store/damaged` if the copy is not whole, `backup/no-room` before anything is unpacked,
 *   `backup/packed` if this Node cannot unpack it; else the file system's errors
 */
export async function unpackCopy(packed: string, database: string): Promise<void> {
  if (!canPack()) throw new AppError('backup/packed')
  // Made first, so that what is removed after a failure is this file and not one that was there.
  await writeFile(database, '', { flag: 'wx', mode: 0o600 })
  try {
    await unpackInto(packed, async (bytes) => {
      await refuseWithoutRoom(dirname(database), bytes)
      return createWriteStream(database, { flags: 'r+' })
    })
  } catch (thrown) {
    await rm(database, { force: true })
    throw thrown
  }
}

// Databases pack to a fifth. A copy that grows a hundredfold was made to fill the disk.
const mostGrowth = 100
const alwaysAllowed = 64 * 1024 * 1024

/** @param target where so many bytes are to be written */
async function unpackInto(packed: string, target: (bytes: number) => Writable | Promise<Writable>): Promise<void> {
  const { bytes, end } = await readEnd(packed)
  if (bytes > Math.max(alwaysAllowed, end * mostGrowth)) throw new AppError('store/damaged')
  const out = await target(bytes)
  const decompress = zlib.createZstdDecompress({ chunkSize })
  let unpacked = 0
  async function* counted(chunks: AsyncIterable<Buffer>) {
    for await (const chunk of chunks) {
      unpacked += chunk.length
      // A copy says how large it is; what grows beyond that is none, and must not fill the disk.
      if (unpacked > bytes) throw new AppError('store/damaged')
      yield chunk
    }
  }
  try {
    await pipeline(createReadStream(packed, { ...pieces, end: end - 1 }), decompress, counted, out)
  } catch (thrown) {
    throw isOfZstd(thrown) ? new AppError('store/damaged', {}, { cause: thrown }) : thrown
  }
  if (unpacked !== bytes) throw new AppError('store/damaged')
}

const isOfZstd = (thrown: unknown): boolean =>
  thrown instanceof Error && 'code' in thrown && /^(ZSTD_|Z_)/.test(String(thrown.code))

/** Where the frame ends, and how many bytes it unpacks to. @throws AppError `store/damaged` for a copy cut off */
async function readEnd(packed: string): Promise<{ bytes: number; end: number }> {
  const handle = await open(packed, 'r')
  try {
    const { size } = await handle.stat()
    const end = size - endLength
    if (end <= 0) throw new AppError('store/damaged')
    const { buffer } = await handle.read(Buffer.alloc(endLength), 0, endLength, end)
    if (!endOf(0).subarray(0, 8).equals(buffer.subarray(0, 8))) throw new AppError('store/damaged')
    return { bytes: Number(buffer.readBigUInt64LE(8)), end }
  } finally {
    await handle.close()
  }
}

const followedBy = (end: Buffer) =>
  async function* (chunks: AsyncIterable<Buffer>) {
    yield* chunks
    yield end
  }

const nowhere = () => new Writable({ write: (_chunk, _encoding, done) => done() })

async function flush(file: string): Promise<void> {
  const handle = await open(file, 'r+')
  try {
    await handle.sync()
  } finally {
    await handle.close()
  }
}
