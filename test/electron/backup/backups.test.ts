import { chmodSync, lstatSync, mkdirSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { writeBackup } from '../../../electron/backup/backup-file.ts'
import { newestVersion } from '../../../electron/store/api.ts'
import { openDatabase } from '../../../electron/store/open.ts'
import { unpackCopy } from '../../../electron/store/packed-copy.ts'
import { damage } from '../store/damaged.ts'
import { noon, temporaryFolder } from '../support/laptop.ts'
import { account, receive, school } from './school.ts'

const workingFiles = (dataDir: string) => readdirSync(dataDir).filter((name) => name.startsWith('.backup'))

/** A laptop and a backup of it, which another laptop can open. */
async function backedUp(passphrase: string | null, results = 50) {
  const own = await school(results)
  const file = join(temporaryFolder(), 'Mine.gradekeep')
  await own.core.backups.save(file, passphrase)
  return { ...own, file }
}

describe.each([null, 'correct horse'])('everything in one file, with passphrase %j', (passphrase) => {
  it('comes back on another laptop, which copies its own results first', async () => {
    const { file } = await backedUp(passphrase)
    const { core, dataDir } = await school(3)
    const opened = await core.backups.open(file)
    expect(opened).toEqual({ id: expect.any(String), fileName: 'Mine.gradekeep', encrypted: passphrase !== null })
    expect(JSON.stringify(opened)).not.toContain(file)
    const contents = { version: newestVersion(), accounts: ['School a'], results: 50, newestResult: noon }
    expect(await core.backups.preview(opened.id, passphrase)).toEqual(contents)
    expect(await core.store.countResults([])).toBe(3)
    expect(await core.backups.restore(opened.id)).toEqual(contents)
    expect(await core.store.countResults([])).toBe(50)
    const [before] = await core.snapshots.list()
    expect(before).toMatchObject({ kind: 'before-restore' })
    expect(await core.snapshots.preview(before?.name ?? '')).toMatchObject({ results: 3 })
    expect(workingFiles(dataDir)).toEqual([])
  })

  it('holds what was written until then, and the laptop goes on', async () => {
    const { core, file, dataDir } = await backedUp(passphrase, 50)
    expect(workingFiles(dataDir)).toEqual([])
    await receive(core, 'a', 60)
    const { id } = await core.backups.open(file)
    expect(await core.backups.preview(id, passphrase)).toMatchObject({ results: 50 })
    expect(await core.store.countResults([])).toBe(60)
  })
})

describe('saving everything', () => {
  it('replaces an older backup', async () => {
    const { core, file } = await backedUp(null, 50)
    await receive(core, 'a', 60)
    await core.backups.save(file, null)
    const { id } = await core.backups.open(file)
    expect(await core.backups.preview(id, null)).toMatchObject({ results: 60 })
  })

  it.each([null, 'correct horse'])('where there is no such folder says so, with passphrase %j', async (passphrase) => {
    const { core, dataDir } = await school()
    const file = join(temporaryFolder(), 'missing', 'Mine.gradekeep')
    await expect(core.backups.save(file, passphrase)).rejects.toMatchObject({
      name: 'AppError',
      code: 'export/no-folder',
    })
    expect(workingFiles(dataDir)).toEqual([])
  })

  it('over a folder says so and leaves it', async () => {
    const { core, dataDir } = await school()
    const folder = join(temporaryFolder(), 'Mine.gradekeep')
    mkdirSync(folder)
    writeFileSync(join(folder, 'letter'), 'x')
    await expect(core.backups.save(folder, null)).rejects.toMatchObject({ name: 'AppError', code: 'export/is-folder' })
    expect(readFileSync(join(folder, 'letter'), 'utf8')).toBe('x')
    expect(readdirSync(join(folder, '..'))).toEqual(['Mine.gradekeep'])
    expect(workingFiles(dataDir)).toEqual([])
  })

  it('through a link writes where it leads, and the link stays', async () => {
    const { core } = await school(50)
    const folder = temporaryFolder()
    const real = join(temporaryFolder(), 'Real.gradekeep')
    writeFileSync(real, 'older')
    symlinkSync(real, join(folder, 'Mine.gradekeep'))
    await core.backups.save(join(folder, 'Mine.gradekeep'), null)
    expect(lstatSync(join(folder, 'Mine.gradekeep')).isSymbolicLink()).toBe(true)
    const { id } = await core.backups.open(real)
    expect(await core.backups.preview(id, null)).toMatchObject({ results: 50 })
  })

  it('over a write-protected file is refused, and the file stays', async () => {
    const { core } = await school()
    const file = join(temporaryFolder(), 'Mine.gradekeep')
    writeFileSync(file, 'kept on purpose')
    chmodSync(file, 0o444)
    await expect(core.backups.save(file, null)).rejects.toMatchObject({
      code: 'export/protected',
      detail: { fileName: 'Mine.gradekeep' },
    })
    expect(readFileSync(file, 'utf8')).toBe('kept on purpose')
    expect(readdirSync(join(file, '..'))).toEqual(['Mine.gradekeep'])
  })

  it.each(['gradekeep.db', 'gradekeep.db-wal', 'gradekeep.db.seal', 'backups/daily-2026-11-20.db.zst'])(
    'over Gradekeep’s own %s is refused, and it stays',
    async (name) => {
      const { core, dataDir } = await school(50)
      await core.snapshots.takeDaily()
      const before = readFileSync(join(dataDir, name))
      await expect(core.backups.save(join(dataDir, name), null)).rejects.toMatchObject({ code: 'export/own-data' })
      const link = join(temporaryFolder(), 'Mine.gradekeep')
      symlinkSync(join(dataDir, name), link)
      await expect(core.backups.save(link, null)).rejects.toMatchObject({ code: 'export/own-data' })
      expect(readFileSync(join(dataDir, name)).equals(before)).toBe(true)
    },
  )

  it.skipIf(process.platform === 'win32')('over a device is refused', async () => {
    const { core } = await school()
    await expect(core.backups.save('/dev/null', null)).rejects.toMatchObject({ code: 'export/not-a-file' })
    expect(lstatSync('/dev/null').isCharacterDevice()).toBe(true)
  })

  it('leaves a file alone that is named like a half backup', async () => {
    const { core } = await school()
    const file = join(temporaryFolder(), 'Mine.gradekeep')
    writeFileSync(`${file}.unfinished`, 'mine')
    await core.backups.save(file, null)
    expect(readFileSync(`${file}.unfinished`, 'utf8')).toBe('mine')
    expect(readdirSync(join(file, '..')).sort()).toEqual(['Mine.gradekeep', 'Mine.gradekeep.unfinished'])
  })

  it('of a damaged database is refused, and an older backup stays', async () => {
    const { core, file, dataDir } = await backedUp(null, 400)
    const before = readFileSync(file)
    await core.close()
    damage(core.databaseFile)
    await expect(core.backups.save(file, null)).rejects.toMatchObject({ name: 'AppError', code: 'store/damaged' })
    expect(readFileSync(file).equals(before)).toBe(true)
    expect(workingFiles(dataDir)).toEqual([])
  })
})

describe('a chosen file', () => {
  it('that is no backup is refused at once', async () => {
    const { core } = await school()
    const letter = join(temporaryFolder(), 'letter.gradekeep')
    writeFileSync(letter, 'Dear Ada')
    await expect(core.backups.open(letter)).rejects.toMatchObject({ name: 'AppError', code: 'backup/not-a-backup' })
  })

  it('takes another passphrase after a wrong one', async () => {
    const { core, file, dataDir } = await backedUp('correct horse')
    const { id } = await core.backups.open(file)
    for (const wrong of ['battery staple', null])
      await expect(core.backups.preview(id, wrong)).rejects.toMatchObject({ code: 'backup/wrong-passphrase' })
    expect(workingFiles(dataDir)).toEqual([])
    expect(await core.backups.preview(id, 'correct horse')).toMatchObject({ results: 50 })
  })

  it('that holds a damaged database is refused, and the results stay', async () => {
    const { core, dataDir } = await school(400)
    const database = join(temporaryFolder(), 'damaged.db')
    await core.snapshots.take('before-restore-1.db')
    await unpackCopy(join(dataDir, 'backups', 'before-restore-1.db.zst'), database)
    damage(database)
    const file = join(temporaryFolder(), 'Mine.gradekeep')
    await writeBackup(database, file, null, noon)
    const { id } = await core.backups.open(file)
    await expect(core.backups.preview(id, null)).rejects.toMatchObject({ code: 'store/damaged' })
    await expect(core.backups.restore(id)).rejects.toMatchObject({ code: 'store/damaged' })
    expect(await core.store.countResults([])).toBe(400)
  })

  it('that a newer Gradekeep wrote says so in its preview and is refused, and the results stay', async () => {
    const { core, dataDir } = await school(50)
    await core.snapshots.take('before-restore-1.db')
    const newer = join(temporaryFolder(), 'newer.db')
    await unpackCopy(join(dataDir, 'backups', 'before-restore-1.db.zst'), newer)
    const db = openDatabase(newer)
    db.pragma('user_version = 99')
    db.close()
    const file = join(temporaryFolder(), 'Mine.gradekeep')
    await writeBackup(newer, file, null, noon)
    const { id } = await core.backups.open(file)
    expect(await core.backups.preview(id, null)).toMatchObject({ version: 99 })
    await expect(core.backups.restore(id)).rejects.toMatchObject({ code: 'store/from-the-future' })
    expect(await core.store.countResults([])).toBe(50)
  })

  it('is known by the id it was given, and by no other', async () => {
    const { core } = await school()
    for (const id of ['', '../gradekeep.db', 'nobody']) {
      await expect(core.backups.preview(id, null)).rejects.toMatchObject({ code: 'backup/not-found' })
      await expect(core.backups.restore(id)).rejects.toMatchObject({ code: 'backup/not-found' })
    }
  })

  it('is restored once', async () => {
    const { core, file } = await backedUp(null)
    const { id } = await core.backups.open(file)
    await core.backups.preview(id, null)
    await core.backups.restore(id)
    await expect(core.backups.restore(id)).rejects.toMatchObject({ code: 'backup/not-found' })
  })

  it('leaves nothing unpacked behind when the program ends', async () => {
    const { core, file, dataDir } = await backedUp(null)
    const { id } = await core.backups.open(file)
    await core.backups.preview(id, null)
    expect(workingFiles(dataDir)).toHaveLength(1)
    await core.close()
    expect(workingFiles(dataDir)).toEqual([])
  })
})

it('a restored laptop knows its accounts and asks for their secrets: no secret is in a backup', async () => {
  const { file } = await backedUp(null)
  const { core } = await school(0)
  await core.store.addAccount(account('b'))
  const { id } = await core.backups.open(file)
  await core.backups.preview(id, null)
  await core.backups.restore(id)
  expect(await core.accounts.list()).toMatchObject([{ id: 'a', secret: 'missing', results: 50 }])
})
