import { createCipheriv, createDecipheriv, randomBytes, scrypt } from 'node:crypto'
import { createReadStream, createWriteStream } from 'node:fs'
import { type FileHandle, open, rm, stat } from 'node:fs/promises'
import { dirname } from 'node:path'
import { pipeline } from 'node:stream/promises'
import { promisify } from 'node:util'
import { createGunzip, createGzip } from 'node:zlib'
import { z } from 'zod'
import { AppError } from '../../shared/errors.ts'
import { freeSpace } from '../store/api.ts'

/**
 * The file format: a line naming the format, a line of JSON, then the gzipped database. With a passphrase the database
 * is encrypted with AES-256-GCM under a key from scrypt, and the 16-byte tag stands at the end. The tag also covers
 * both lines, so no change to them or to the data goes unnoticed.
 */
const magic = 'GRADEKEEP BACKUP 1\n'
const tagLength = 16
const longestHeader = 2_000

// About 0.1 s and 64 MB for each guess at a passphrase (parameters: RFC 7914).
const cost = { N: 65_536, r: 8, p: 1 } as const

const headerSchema = z.strictObject({
  createdAt: z.int(),
  encryption: z
    .strictObject({
      N: z.int().max(131_072),
      r: z.int().max(16),
      p: z.int().max(4),
      salt: z.string(),
      iv: z.string(),
    })
    .nullable(),
})

type Header = z.infer<typeof headerSchema>
const deriveKey = promisify<string, Buffer, number, object, Buffer>(scrypt)

const keyFor = (passphrase: string, { salt, ...parameters }: NonNullable<Header['encryption']>): Promise<Buffer> =>
  deriveKey(passphrase.normalize('NFKC'), Buffer.from(salt, 'base64'), 32, {
    N: parameters.N,
    r: parameters.r,
    p: parameters.p,
    maxmem: 256 * parameters.N * parameters.r,
  })

const headerBytes = (header: Header): Buffer => Buffer.from(`${magic}${JSON.stringify(header)}\n`)

/** Packs a database file into a new backup file. Leaves nothing behind if that fails. */
export async function writeBackup(database: string, target: string, passphrase: string | null, createdAt: number) {
  const encryption =
    passphrase === null
      ? null
      : { ...cost, salt: randomBytes(16).toString('base64'), iv: randomBytes(12).toString('base64') }
  const head = headerBytes({ createdAt, encryption })
  try {
    // Derive the key first: before the pipeline runs, nothing listens to the file's errors.
    const key = encryption === null || passphrase === null ? null : await keyFor(passphrase, encryption)
    const out = createWriteStream(target, { flags: 'wx', mode: 0o600 })
    out.write(head)
    if (encryption === null || key === null) {
      await pipeline(createReadStream(database), createGzip(), out)
    } else {
      const cipher = createCipheriv('aes-256-gcm', key, Buffer.from(encryption.iv, 'base64'))
      cipher.setAAD(head)
      await pipeline(createReadStream(database), createGzip(), cipher, out, { end: false })
      await new Promise<void>((resolve, reject) => {
        out.once('error', reject)
        out.end(cipher.getAuthTag(), resolve)
      })
    }
    const handle = await open(target, 'r+')
    await handle.sync()
    await handle.close()
  } catch (thrown) {
    if (!isThereAlready(thrown)) await rm(target, { force: true })
    throw thrown
  }
}

const isThereAlready = (thrown: unknown): boolean =>
  thrown instanceof Error && 'code' in thrown && thrown.code === 'EEXIST'

/** Whether a backup asks for a passphrase. @throws AppError `backup/not-a-backup` */
export async function isEncrypted(backup: string): Promise<boolean> {
  return (await readHead(backup)).header.encryption !== null
}

/** Real databases pack to a fifth or a tenth. A file that grows a hundredfold was made to fill the disk. */
const mostGrowth = 100
const alwaysAllowed = 64 * 1024 * 1024

/**
 * Unpacks a backup file into a database file. The target appears only when all of it was authenticated.
 * @throws AppError `backup/not-a-backup` (also for excessive growth), `backup/wrong-passphrase` (also when the file was
 *   changed), `backup/unreadable`, `backup/no-space`
 */
export async function readBackup(backup: string, database: string, passphrase: string | null): Promise<void> {
  const { header, head } = await readHead(backup)
  const { size } = await stat(backup)
  const limit = await limitOf(size, dirname(database))
  try {
    if (header.encryption === null) {
      await pipeline(
        createReadStream(backup, { start: head.length }),
        createGunzip(),
        bounded(limit),
        createWriteStream(database, { mode: 0o600 }),
      )
      return
    }
    if (passphrase === null) throw new AppError('backup/wrong-passphrase')
    const decipher = createDecipheriv(
      'aes-256-gcm',
      await keyFor(passphrase, header.encryption),
      Buffer.from(header.encryption.iv, 'base64'),
    )
    decipher.setAAD(head)
    decipher.setAuthTag(await lastBytes(backup, size))
    const end = size - tagLength - 1
    await pipeline(
      createReadStream(backup, { start: head.length, end }),
      decipher,
      createGunzip(),
      bounded(limit),
      createWriteStream(database, { mode: 0o600 }),
    )
  } catch (thrown) {
    await rm(database, { force: true })
    if (thrown instanceof AppError) throw thrown
    refuseForDisk(thrown, database)
    throw new AppError(
      header.encryption === null ? 'backup/not-a-backup' : 'backup/wrong-passphrase',
      {},
      { cause: thrown },
    )
  }
}

interface Limit {
  readonly bytes: number
  readonly code: 'backup/not-a-backup' | 'backup/no-space'
}

async function limitOf(packed: number, folder: string): Promise<Limit> {
  const { usable } = await freeSpace(folder)
  const most = Math.max(alwaysAllowed, packed * mostGrowth)
  return usable < most ? { bytes: usable, code: 'backup/no-space' } : { bytes: most, code: 'backup/not-a-backup' }
}

/** Passes at most `bytes` bytes. @throws AppError `code` beyond them */
const bounded = ({ bytes, code }: Limit) =>
  async function* (chunks: AsyncIterable<Buffer>) {
    let passed = 0
    for await (const chunk of chunks) {
      passed += chunk.length
      if (passed > bytes) throw new AppError(code)
      yield chunk
    }
  }

/** @throws AppError for a failure of the disk, which says nothing about the file */
function refuseForDisk(thrown: unknown, target?: string): void {
  const code = thrown instanceof Error && 'code' in thrown ? String(thrown.code) : ''
  if (target !== undefined && thrown instanceof Error && 'path' in thrown && thrown.path === target) {
    throw new AppError('store/read-only', { folder: dirname(target) }, { cause: thrown })
  }
  if (/^(ENOSPC|EDQUOT|EFBIG)$/.test(code)) throw new AppError('backup/no-space', {}, { cause: thrown })
  if (/^(EACCES|EPERM|EIO|ENOENT|EBUSY|EMFILE|EROFS)$/.test(code)) {
    throw new AppError('backup/unreadable', {}, { cause: thrown })
  }
}

async function readHead(backup: string): Promise<{ header: Header; head: Buffer }> {
  const handle = await opened(backup)
  try {
    const { buffer, bytesRead } = await handle.read(Buffer.alloc(longestHeader), 0, longestHeader, 0)
    const start = buffer.subarray(0, bytesRead).toString('latin1')
    const end = start.indexOf('\n', magic.length)
    if (!start.startsWith(magic) || end < 0) throw new AppError('backup/not-a-backup')
    const parsed = headerSchema.safeParse(JSON.parse(start.slice(magic.length, end)))
    if (!parsed.success) throw new AppError('backup/not-a-backup')
    return { header: parsed.data, head: Buffer.from(buffer.subarray(0, end + 1)) }
  } catch (thrown) {
    throw thrown instanceof AppError ? thrown : new AppError('backup/not-a-backup', {}, { cause: thrown })
  } finally {
    await handle.close()
  }
}

async function opened(backup: string): Promise<FileHandle> {
  try {
    return await open(backup, 'r')
  } catch (thrown) {
    refuseForDisk(thrown)
    throw new AppError('backup/not-a-backup', {}, { cause: thrown })
  }
}

async function lastBytes(file: string, size: number): Promise<Buffer> {
  const handle = await open(file, 'r')
  try {
    const { buffer } = await handle.read(Buffer.alloc(tagLength), 0, tagLength, Math.max(0, size - tagLength))
    return buffer
  } finally {
    await handle.close()
  }
}
