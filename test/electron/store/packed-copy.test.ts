import {
  copyFileSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  truncateSync,
  utimesSync,
  writeFileSync,
} from 'node:fs'
import { dirname, join } from 'node:path'
import { Writable } from 'node:stream'
import { zstdCompressSync } from 'node:zlib'
import { describe, expect, it, vi } from 'vitest'
import { explainedFailure } from '../../../electron/store/open.ts'
import { packCopy, unpackCopy } from '../../../electron/store/packed-copy.ts'
import { temporaryFile } from './laptop-database.ts'

const disk = vi.hoisted(() => ({ isFull: false, tells: 'all', megabytes: null as number | null }))
vi.mock('node:fs', async (original) => {
  const fs = await original<typeof import('node:fs')>()
  const full = () =>
    new Writable({
      write: (_chunk, _encoding, done) => done(Object.assign(new Error('no space left'), { code: 'ENOSPC' })),
    })
  const createWriteStream: typeof fs.createWriteStream = (...input) => {
    const stream = fs.createWriteStream(...input)
    if (!disk.isFull) return stream
    // It may still be opening, and its file be gone before that.
    stream.on('error', () => undefined).destroy()
    return full() as typeof stream
  }
  return { ...fs, createWriteStream }
})

vi.mock('node:fs/promises', async (original) => {
  const fs = await original<typeof import('node:fs/promises')>()
  const statfs = async (folder: string) => {
    if (disk.tells === 'nothing') throw Object.assign(new Error('not known'), { code: 'ENOSYS' })
    const blocks = disk.tells === 'all' ? 1_000 : 0
    return disk.megabytes === null ? fs.statfs(folder) : { blocks, bavail: disk.megabytes, bsize: 1_000_000 }
  }
  return { ...fs, statfs }
})

const contents = Buffer.from(Array.from({ length: 3_000 }, (_, at) => (at * at) % 97))

async function packed(bytes: Buffer = contents) {
  const database = temporaryFile()
  const folder = dirname(database)
  writeFileSync(database, bytes)
  utimesSync(database, 1_700_000_000, 1_700_000_000)
  const copy = join(folder, 'copy.db.zst')
  await packCopy(database, copy)
  return { folder, database, copy, target: join(folder, 'unpacked.db') }
}

const damaged = { name: 'AppError', code: 'store/damaged' }

describe('a packed copy', () => {
  it.each([0, 1, 3_000, 5_000_000])('gives back every one of %i bytes', async (length) => {
    const bytes = Buffer.alloc(length, 'Lovelace, Ada; ')
    const { copy, target } = await packed(bytes)
    await unpackCopy(copy, target)
    expect(readFileSync(target).equals(bytes)).toBe(true)
  })

  it('is smaller, has the time of the database, and is for its owner alone, as is what is unpacked', async () => {
    const { folder, copy, target } = await packed(Buffer.alloc(5_000_000, 'Lovelace, Ada; '))
    expect(statSync(copy)).toMatchObject({ mtimeMs: 1_700_000_000_000 })
    expect(statSync(copy).size).toBeLessThan(50_000)
    await unpackCopy(copy, target)
    expect([copy, target].map((file) => statSync(file).mode & 0o077)).toEqual([0, 0])
    expect(readdirSync(folder).sort()).toEqual(['copy.db.zst', 'gradekeep.db', 'unpacked.db'])
  })

  it('takes the place of half a one', async () => {
    const { database, copy, target } = await packed()
    truncateSync(copy, 20)
    await packCopy(database, copy)
    await unpackCopy(copy, target)
    expect(readFileSync(target).equals(contents)).toBe(true)
  })

  it('cut off anywhere, or with any bit flipped, is damaged or gives back the same bytes, and nothing is left', {
    timeout: 60_000,
  }, async () => {
    const { folder, copy, target } = await packed()
    const whole = readFileSync(copy)
    let ignored = 0
    for (let place = 0; place < whole.length; place++) {
      const flipped = Buffer.from(whole)
      flipped[place] = (flipped[place] ?? 0) ^ (1 << (place % 8))
      writeFileSync(copy, whole.subarray(0, place))
      await expect.soft(unpackCopy(copy, target), `cut off at ${place}`).rejects.toMatchObject(damaged)
      writeFileSync(copy, flipped)
      const thrown = await unpackCopy(copy, target).catch((error: unknown) => error)
      if (thrown !== undefined) {
        expect.soft(thrown, `flipped at ${place}`).toMatchObject(damaged)
        continue
      }
      ignored++
      expect.soft(readFileSync(target).equals(contents), `flipped at ${place}`).toBe(true)
      rmSync(target)
    }
    // One bit of the frame's first bytes has no meaning.
    expect(ignored).toBeLessThan(2)
    expect(readdirSync(folder)).not.toContain('unpacked.db')
  })

  it.each<[string, (size: number) => Buffer]>([
    ['a letter', (size) => Buffer.alloc(size, 'Dear Ada, ')],
    ['nothing but an end', () => Buffer.alloc(0)],
  ])('that is %s in truth is damaged', async (_, made) => {
    const { copy, target } = await packed()
    const whole = readFileSync(copy)
    writeFileSync(copy, Buffer.concat([made(500), whole.subarray(-16)]))
    await expect(unpackCopy(copy, target)).rejects.toMatchObject(damaged)
  })

  it('that grows beyond the size it gives is damaged, and does not fill the disk', async () => {
    const { copy, target } = await packed(Buffer.alloc(5_000_000))
    const whole = readFileSync(copy)
    whole.writeBigUInt64LE(1_000n, whole.length - 8)
    writeFileSync(copy, whole)
    await expect(unpackCopy(copy, target)).rejects.toMatchObject(damaged)
  })

  it('that was made to fill the disk is damaged, and is neither unpacked nor made', async () => {
    const { folder, copy, target } = await packed()
    const zeros = Buffer.alloc(70_000_000)
    const end = readFileSync(copy).subarray(-16)
    end.writeBigUInt64LE(BigInt(zeros.length), 8)
    writeFileSync(copy, Buffer.concat([zstdCompressSync(zeros), end]))
    await expect(unpackCopy(copy, target)).rejects.toMatchObject(damaged)
    writeFileSync(target, zeros)
    await expect(packCopy(target, copy)).rejects.toMatchObject(damaged)
    expect(readdirSync(folder).sort()).toEqual(['gradekeep.db', 'unpacked.db'])
  })

  it('never takes the place of a database', async () => {
    const { copy, target } = await packed()
    copyFileSync(copy, target)
    await expect(unpackCopy(copy, target)).rejects.toMatchObject({ code: 'EEXIST' })
    expect(readFileSync(target).equals(readFileSync(copy))).toBe(true)
  })
})

it('on a full disk neither packing nor unpacking leaves anything, and the sentence is that of a full disk', async () => {
  const { folder, database, copy, target } = await packed()
  disk.isFull = true
  const works = [() => packCopy(database, join(folder, 'other.zst')), () => unpackCopy(copy, target)]
  for (const work of works) {
    const thrown = await work().then(
      () => null,
      (error: unknown) => error,
    )
    expect(explainedFailure(database, thrown)).toMatchObject({ name: 'AppError', code: 'store/full' })
  }
  disk.isFull = false
  expect(readdirSync(folder).sort()).toEqual(['copy.db.zst', 'gradekeep.db'])
})

it('is unpacked only where there is room for all of it, and says how much it needs', async () => {
  const { folder, copy, target } = await packed(Buffer.alloc(5_000_000, 'Lovelace, Ada; '))
  // Beside the copy, 64 MiB stay free.
  disk.megabytes = 72
  const thrown = await unpackCopy(copy, target).catch((error: unknown) => error)
  expect(thrown).toMatchObject({ code: 'backup/no-room', detail: { needed: 73, free: 72, folder } })
  expect(readdirSync(folder).sort()).toEqual(['copy.db.zst', 'gradekeep.db'])
  disk.megabytes = 73
  await unpackCopy(copy, target)
  disk.megabytes = null
  expect(readFileSync(target)).toHaveLength(5_000_000)
})

it.each(['nothing', 'no blocks'] as const)('is unpacked where the disk tells %s of its room', async (told) => {
  const { copy, target } = await packed()
  disk.tells = told
  disk.megabytes = 0
  await unpackCopy(copy, target)
  disk.tells = 'all'
  disk.megabytes = null
  expect(readFileSync(target).equals(contents)).toBe(true)
})
