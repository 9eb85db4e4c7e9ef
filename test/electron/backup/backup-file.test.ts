import {
  closeSync,
  ftruncateSync,
  mkdtempSync,
  openSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { callbackify, promisify } from 'node:util'
import { describe, expect, it, onTestFinished, vi } from 'vitest'
import { isEncrypted, readBackup, writeBackup } from '../../../electron/backup/backup-file.ts'

/** A key takes 64 MB and a tenth of a second or more, so that of the same facts is derived once. */
vi.mock('node:crypto', async (original) => {
  const crypto = await original<typeof import('node:crypto')>()
  const derive = promisify<string, Buffer, number, object, Buffer>(crypto.scrypt)
  const known = new Map<string, Promise<Buffer>>()
  const scrypt = (...asked: Parameters<typeof derive>): Promise<Buffer> => {
    const facts = JSON.stringify(asked)
    const key = known.get(facts) ?? derive(...asked)
    known.set(facts, key)
    return key
  }
  return { ...crypto, scrypt: callbackify(scrypt) }
})

const passphrase = 'Grüße, 小龙 1'
const contents = Buffer.concat([
  Buffer.from('SQLite format 3\0'),
  Buffer.from(Array.from({ length: 600 }, (_, at) => (at * at) % 251)),
])

function folder() {
  const path = mkdtempSync(join(tmpdir(), 'gradekeep-backup-'))
  onTestFinished(() => rmSync(path, { recursive: true, force: true }))
  return { path, at: (name: string) => join(path, name) }
}

/** A backup of a small file. */
async function made(secret: string | null) {
  const place = folder()
  writeFileSync(place.at('from.db'), contents)
  await writeBackup(place.at('from.db'), place.at('mine.gradekeep'), secret, 1_795_176_000)
  return { ...place, backup: place.at('mine.gradekeep'), target: place.at('to.db') }
}

/** The bytes after the two header lines. */
const bodyOf = (whole: Buffer): Buffer => whole.subarray(whole.indexOf('\n', whole.indexOf('\n') + 1) + 1)

const codeOf = (work: Promise<unknown>): Promise<unknown> =>
  work.then(
    () => 'accepted',
    (thrown: { code?: unknown }) => thrown.code,
  )

describe.each([
  ['without a passphrase', null],
  ['with a passphrase', passphrase],
])('a backup %s', (_, secret) => {
  it('gives back every byte', async () => {
    const { backup, target } = await made(secret)
    expect(await isEncrypted(backup)).toBe(secret !== null)
    await readBackup(backup, target, secret)
    expect(readFileSync(target).equals(contents)).toBe(true)
  })

  it('is for its owner alone, and so is what is unpacked; nothing else is left', async () => {
    const { path, backup, target } = await made(secret)
    await readBackup(backup, target, secret)
    expect([backup, target].map((file) => statSync(file).mode & 0o077)).toEqual([0, 0])
    expect(readdirSync(path).sort()).toEqual(['from.db', 'mine.gradekeep', 'to.db'])
  })

  it('of a large file is read back too', async () => {
    const { at, backup, target } = await made(secret)
    const large = Buffer.alloc(5_000_000, 'Lovelace, Ada; ')
    writeFileSync(at('from.db'), large)
    rmSync(backup)
    await writeBackup(at('from.db'), backup, secret, 1)
    await readBackup(backup, target, secret)
    expect(readFileSync(target).equals(large)).toBe(true)
  })

  it('that cannot be finished leaves nothing, and never writes over a file', async () => {
    const { path, at, backup } = await made(secret)
    const before = readFileSync(backup)
    await expect(writeBackup(at('missing.db'), at('other.gradekeep'), secret, 1)).rejects.toThrow('ENOENT')
    await expect(writeBackup(at('from.db'), backup, secret, 1)).rejects.toThrow('EEXIST')
    expect(readFileSync(backup).equals(before)).toBe(true)
    expect(readdirSync(path).sort()).toEqual(['from.db', 'mine.gradekeep'])
  })

  it.each([0, 1, 19, 30, 100, 200, -17, -16, -8, -1])(
    'cut off at %i is refused, and nothing is left',
    async (length) => {
      const { backup, target, path } = await made(secret)
      const whole = readFileSync(backup)
      writeFileSync(backup, whole.subarray(0, length < 0 ? whole.length + length : length))
      expect(await codeOf(readBackup(backup, target, secret))).toBeOneOf([
        'backup/not-a-backup',
        ...(secret === null ? [] : ['backup/wrong-passphrase']),
      ])
      expect(readdirSync(path)).not.toContain('to.db')
    },
  )
})

it.each([null, passphrase])(
  'a small file that would fill the disk is refused, with passphrase %j, and nothing is left',
  { timeout: 60_000 },
  async (secret) => {
    const { at, path, backup, target } = await made(secret)
    const handle = openSync(at('from.db'), 'w')
    ftruncateSync(handle, 300 * 1024 * 1024)
    closeSync(handle)
    rmSync(backup)
    await writeBackup(at('from.db'), backup, secret, 1)
    expect(statSync(backup).size).toBeLessThan(400_000)
    expect(await codeOf(readBackup(backup, target, secret))).toBe('backup/not-a-backup')
    expect(readdirSync(path)).not.toContain('to.db')
  },
)

it('a backup that may not be read says that, and not that it is none', async () => {
  expect(await codeOf(isEncrypted(join(folder().path, 'gone.gradekeep')))).toBe('backup/unreadable')
})

describe('a backup with a passphrase', () => {
  it.each([null, '', 'wrong', `${passphrase} `, passphrase.toUpperCase()])(
    'is not opened by %j, and nothing is left',
    async (wrong) => {
      const { backup, target, path } = await made(passphrase)
      expect(await codeOf(readBackup(backup, target, wrong))).toBe('backup/wrong-passphrase')
      expect(readdirSync(path)).not.toContain('to.db')
    },
  )

  it('is opened however the keyboard writes its letters', async () => {
    const { backup, target } = await made(passphrase.normalize('NFC'))
    await readBackup(backup, target, passphrase.normalize('NFD'))
    expect(readFileSync(target).equals(contents)).toBe(true)
  })

  it('shows nothing of what it holds, and is another each time', async () => {
    const { at, backup } = await made(passphrase)
    const text = Buffer.alloc(20_000, 'Ada Lovelace')
    writeFileSync(at('from.db'), text)
    rmSync(backup)
    await writeBackup(at('from.db'), backup, passphrase, 1)
    const once = readFileSync(backup)
    rmSync(backup)
    await writeBackup(at('from.db'), backup, passphrase, 1)
    expect(once.includes('Lovelace')).toBe(false)
    expect(once.includes(passphrase)).toBe(false)
    expect(bodyOf(readFileSync(backup)).equals(bodyOf(once))).toBe(false)
  })

  it('with one bit flipped anywhere is refused, and nothing is left', { timeout: 60_000 }, async () => {
    const { backup, target, path } = await made(passphrase)
    const whole = readFileSync(backup)
    const head = whole.length - bodyOf(whole).length - 1
    // Every key costs a tenth of a second, so each part is tried at a few places, always including its ends.
    const places = [
      0,
      18,
      19,
      head - 1,
      head,
      head + 1,
      head + 10,
      whole.length - 17,
      whole.length - 16,
      whole.length - 1,
    ]
    for (let place = 25; place < whole.length; place += 23) places.push(place)
    for (const place of places) {
      const flipped = Buffer.from(whole)
      flipped[place] = (flipped[place] ?? 0) ^ (1 << (place % 8))
      writeFileSync(backup, flipped)
      expect.soft(await codeOf(readBackup(backup, target, passphrase)), `byte ${place}`).toMatch(/^backup\//)
      expect.soft(readdirSync(path), `byte ${place}`).not.toContain('to.db')
    }
  })

  it('asking for more work than a laptop has is refused', async () => {
    const { backup, target } = await made(passphrase)
    const text = readFileSync(backup, 'latin1')
    for (const [given, wanted] of [
      ['"N":65536', '"N":1073741824'],
      ['"r":8', '"r":99999'],
      ['"N":65536', '"N":65535'],
      ['"p":1', '"p":0'],
    ] as const) {
      expect(text).toContain(given)
      writeFileSync(backup, text.replace(given, wanted), 'latin1')
      expect(await codeOf(readBackup(backup, target, passphrase))).toMatch(/^backup\//)
    }
  })
})

describe('a backup without a passphrase', () => {
  it('with one bit flipped anywhere gives back the same bytes or is refused, and then nothing is left', async () => {
    const whole = readFileSync((await made(null)).backup)
    const { path, at } = folder()
    const accepted: number[] = []
    for (let place = 0; place < whole.length; place++) {
      const flipped = Buffer.from(whole)
      flipped[place] = (flipped[place] ?? 0) ^ (1 << (place % 8))
      writeFileSync(at('mine.gradekeep'), flipped)
      const end = await codeOf(readBackup(at('mine.gradekeep'), at('to.db'), null))
      if (end === 'accepted') {
        accepted.push(place)
        expect.soft(readFileSync(at('to.db')).equals(contents), `byte ${place}`).toBe(true)
        rmSync(at('to.db'))
      } else {
        expect.soft(end, `byte ${place}`).toMatch(/^backup\//)
        expect.soft(readdirSync(path), `byte ${place}`).toEqual(['mine.gradekeep'])
      }
    }
    // The time in the first lines may differ, and so may bytes that gzip ignores.
    expect(accepted.length).toBeLessThan(25)
  })
})

describe('what is no backup', () => {
  it.each([
    ['nothing', ''],
    ['a letter', 'Dear Ada,\n\nyour results are in.\n'],
    ['a database', contents],
    ['the first line alone', 'GRADEKEEP BACKUP 1\n'],
    ['a later form', 'GRADEKEEP BACKUP 2\n{"createdAt":1,"encryption":null}\n'],
    ['a first line without its JSON', 'GRADEKEEP BACKUP 1\nhello\nworld\n'],
    ['JSON that says too much', 'GRADEKEEP BACKUP 1\n{"createdAt":1,"encryption":null,"path":"/etc"}\n'],
    ['JSON that says too little', 'GRADEKEEP BACKUP 1\n{"encryption":null}\n'],
    ['JSON without an end', `GRADEKEEP BACKUP 1\n{"createdAt":1,"x":"${'x'.repeat(5_000)}"}\n`],
    ['nothing behind its two lines', 'GRADEKEEP BACKUP 1\n{"createdAt":1,"encryption":null}\n'],
    ['something else behind its two lines', 'GRADEKEEP BACKUP 1\n{"createdAt":1,"encryption":null}\nhello'],
  ])('%s is refused as such, and nothing is left', async (_, text) => {
    const { path, at } = folder()
    writeFileSync(at('letter'), text)
    expect(await codeOf(readBackup(at('letter'), at('to.db'), null))).toBe('backup/not-a-backup')
    expect(readdirSync(path)).toEqual(['letter'])
  })

  it('a folder is refused as such', async () => {
    expect(await codeOf(isEncrypted(folder().path))).toBe('backup/not-a-backup')
  })
})

it.each([null, 'secret'])('a folder that is not there is said, with passphrase %j', async (secret) => {
  const { at } = folder()
  writeFileSync(at('from.db'), contents)
  await expect(writeBackup(at('from.db'), at('missing/mine.gradekeep'), secret, 1)).rejects.toThrow('ENOENT')
})
