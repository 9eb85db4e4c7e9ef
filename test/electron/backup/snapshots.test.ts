import { copyFileSync, mkdirSync, readdirSync, readFileSync, statSync, utimesSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import SqliteDatabase, { type Database } from 'better-sqlite3'
import { describe, expect, it, vi } from 'vitest'
import { newestVersion } from '../../../electron/store/api.ts'
import { defineFunctions, openDatabase } from '../../../electron/store/open.ts'
import { unpackCopy } from '../../../electron/store/packed-copy.ts'
import { writeSnapshot } from '../../../electron/store/snapshot.ts'
import { day, unixSeconds } from '../../../shared/model/time.ts'
import { damage } from '../store/damaged.ts'
import { connected, noon } from '../support/laptop.ts'
import { account, changedCopy, receive, school, synced } from './school.ts'

const node = vi.hoisted(() => ({ hasZstd: true }))
vi.mock('node:zlib', async (original) => {
  const zlib = await original<typeof import('node:zlib')>()
  const get = () => (node.hasZstd ? zlib.createZstdCompress : undefined)
  return { ...zlib, default: Object.create(zlib, { createZstdCompress: { get } }) }
})

const disk = vi.hoisted(() => ({ isFull: false }))
vi.mock('node:fs/promises', async (original) => {
  const fs = await original<typeof import('node:fs/promises')>()
  const statfs = async (folder: string) => ({ ...(await fs.statfs(folder)), ...(disk.isFull ? { bavail: 0 } : {}) })
  return { ...fs, statfs }
})

/** Runs `work` as on a Node that has no Zstandard. */
async function withoutZstd(work: () => Promise<void>): Promise<void> {
  node.hasZstd = false
  await work().finally(() => {
    node.hasZstd = true
  })
}

const backupsIn = (dataDir: string): string[] => {
  try {
    return readdirSync(join(dataDir, 'backups')).sort()
  } catch {
    return []
  }
}
const today = 'daily-2026-11-20.db.zst'

it('a place for copies that cannot be read is no empty one', async () => {
  const { core, dataDir } = await school()
  expect(await core.snapshots.list()).toEqual([])
  writeFileSync(join(dataDir, 'backups'), 'in the way')
  await expect(core.snapshots.list()).rejects.toMatchObject({ code: 'store/unreadable' })
})

describe('the copy of the day', () => {
  it('is taken once a day', async () => {
    const { core, dataDir, advance } = await school()
    expect(await core.snapshots.takeDaily()).toBe(true)
    expect(await core.snapshots.takeDaily()).toBe(false)
    expect(backupsIn(dataDir)).toEqual([today])
    advance(day)
    expect(await core.snapshots.takeDaily()).toBe(true)
    expect(backupsIn(dataDir)).toEqual([today, 'daily-2026-11-21.db.zst'])
  })

  it('is looked for before the store is asked, which a start waits for', async () => {
    const { core } = await school()
    await core.snapshots.takeDaily()
    const asked = vi.spyOn(core.store, 'isWorthDailyCopy')
    await core.snapshots.takeDaily()
    expect(asked).not.toHaveBeenCalled()
  })

  it('is kept for seven of them; copies of another kind stay', async () => {
    const { core, dataDir, advance } = await school()
    await core.snapshots.take('before-restore-1.db')
    for (let each = 0; each < 9; each++) {
      await core.snapshots.takeDaily()
      advance(day)
    }
    const names = backupsIn(dataDir)
    expect(names.filter((name) => name.startsWith('daily-'))).toEqual(
      [22, 23, 24, 25, 26, 27, 28].map((date) => `daily-2026-11-${date}.db.zst`),
    )
    expect(names).toContain('before-restore-1.db.zst')
  })

  it('is taken and kept after a week in which the clock was a year ahead', async () => {
    const { core, dataDir, advance } = await school()
    advance(365 * day)
    for (let each = 0; each < 7; each++) {
      await core.snapshots.takeDaily()
      const [newest] = backupsIn(dataDir).slice(-1)
      const stamp = noon + (365 + each) * day
      utimesSync(join(dataDir, 'backups', newest ?? ''), stamp, stamp)
      advance(day)
    }
    advance(-372 * day)
    for (const date of [20, 21, 22]) {
      expect(await core.snapshots.takeDaily()).toBe(true)
      expect(await core.snapshots.takeDaily()).toBe(false)
      expect(backupsIn(dataDir)).toContain(`daily-2026-11-${date}.db.zst`)
      advance(day)
    }
    // The right copies stay; the oldest of those from the future made room.
    const dates = backupsIn(dataDir).map((name) => name.slice(6, 16))
    expect(dates).toEqual([
      ...['2026-11-20', '2026-11-21', '2026-11-22'],
      ...['2027-11-23', '2027-11-24', '2027-11-25', '2027-11-26'],
    ])
  })

  it('holds what it says, and can be read by its owner alone', async () => {
    const { core, dataDir } = await school(50)
    await core.snapshots.takeDaily()
    const [snapshot] = await core.snapshots.list()
    const file = join(dataDir, 'backups', today)
    expect(snapshot).toEqual({
      name: today,
      kind: 'daily',
      takenAt: Math.floor(statSync(file).mtimeMs / 1000),
      bytes: statSync(file).size,
    })
    expect(await core.snapshots.preview(today)).toEqual({
      version: newestVersion(),
      accounts: ['School a'],
      results: 50,
      newestResult: noon,
    })
    for (const path of [join(dataDir, 'backups'), file]) expect(statSync(path).mode & 0o077).toBe(0)
  })

  it('of a damaged database is not taken, and those of earlier days stay', async () => {
    const { core, dataDir, advance } = await school(400)
    await core.snapshots.takeDaily()
    const before = readFileSync(join(dataDir, 'backups', today))
    await core.close()
    damage(core.databaseFile)
    advance(day)
    await expect(core.snapshots.take('daily-2026-11-21.db')).rejects.toMatchObject({
      name: 'AppError',
      code: 'store/damaged',
    })
    expect(backupsIn(dataDir)).toEqual([today])
    expect(readFileSync(join(dataDir, 'backups', today)).equals(before)).toBe(true)
  })

  it('is no hindrance to what is written meanwhile', async () => {
    const { core } = await school(400)
    const [, page] = await Promise.all([core.snapshots.takeDaily(), receive(core, 'a', 420)])
    expect(page.added).toBe(20)
    expect((await core.snapshots.preview(today)).results).toBeOneOf([400, 420])
  })
})

describe('the first copy of the day', () => {
  it('is not taken of nothing', async () => {
    const { core, dataDir } = await school(0)
    expect(await core.snapshots.takeDaily()).toBe(false)
    expect(backupsIn(dataDir)).toEqual([])
  })

  it('waits for the first complete sync, and is then taken at once', async () => {
    const { core, dataDir, advance, account, emitted } = await connected({ results: 450, requestsPerHour: 4 })
    const run = () =>
      core.syncs.run(account.id, 'when due', { signal: new AbortController().signal, report: () => undefined })
    expect(await run()).toMatchObject({ outcome: 'rate-limited' })
    expect(await core.store.countResults([])).toBeGreaterThan(0)
    expect(await core.snapshots.takeDaily()).toBe(false)
    expect(backupsIn(dataDir)).toEqual([])
    do advance(3_700)
    while ((await run()).outcome !== 'complete')
    advance(3_700)
    const jobId = core.syncs.start(account.id)
    await vi.waitFor(() => expect(core.jobs.list().find(({ id }) => id === jobId)?.state).toBe('done'), 30_000)
    await vi.waitFor(() => expect(emitted.map(({ channel }) => channel)).toContain('backups.changed'), 30_000)
    expect(backupsIn(dataDir)).toEqual([today])
    expect(await core.snapshots.preview(today)).toMatchObject({ results: 450 })
  })

  it('waits no longer than a day for a first fetch that does not come to its end', async () => {
    const { core, advance } = await school(0)
    const { core: fetching, advance: later } = await school(0)
    await fetching.store.addAccount(account('b'))
    await receive(fetching, 'b', 20)
    await fetching.store.forgetOldActivity(unixSeconds(noon + 400 * day))
    expect(await fetching.snapshots.takeDaily()).toBe(false)
    later(day + 1)
    expect(await fetching.snapshots.takeDaily()).toBe(true)
    advance(day + 1)
    expect(await core.snapshots.takeDaily()).toBe(false)
  })

  it('waits for the first complete sync of every account', async () => {
    const { core } = await school(50)
    await core.store.addAccount(account('b'))
    await receive(core, 'b', 20)
    expect(await core.snapshots.takeDaily()).toBe(false)
    await synced(core, 'b')
    expect(await core.snapshots.takeDaily()).toBe(true)
    expect(await core.snapshots.preview(today)).toMatchObject({ results: 70 })
  })

  it('is neither made of the sample alone nor allowed by its sync', async () => {
    const { core, dataDir } = await school(0)
    await core.store.addAccount({ ...account('sample'), sample: true })
    await receive(core, 'sample', 30)
    await synced(core, 'sample')
    expect(await core.snapshots.takeDaily()).toBe(false)
    await core.snapshots.take('daily-2026-11-19.db')
    expect(await core.snapshots.list()).toEqual([])
    await core.store.addAccount(account('b'))
    await receive(core, 'b', 20)
    expect(await core.snapshots.takeDaily()).toBe(false)
    await synced(core, 'b')
    expect(await core.snapshots.takeDaily()).toBe(true)
    expect(backupsIn(dataDir)).toContain(today)
  })

  it('takes the name of an empty one that an earlier version made today', async () => {
    const { core, dataDir } = await school(0)
    await core.snapshots.take('daily-2026-11-20.db')
    expect(backupsIn(dataDir)).toEqual(['daily-2026-11-20.db'])
    await receive(core, 'a', 50)
    expect(await core.snapshots.takeDaily()).toBe(true)
    expect(await core.snapshots.preview(today)).toMatchObject({ results: 50 })
    expect(backupsIn(dataDir)).toEqual([today])
  })
})

describe('the list of copies', () => {
  it('offers none that holds nothing, and one whose account was disconnected', async () => {
    const { core } = await school(0)
    await core.snapshots.take('daily-2026-11-18.db')
    await receive(core, 'a', 5)
    await core.snapshots.take('daily-2026-11-19.db')
    expect((await core.snapshots.list()).map(({ name }) => name)).toEqual(['daily-2026-11-19.db.zst'])
  })

  it('is empty where none was taken', async () => {
    const { core } = await school()
    expect(await core.snapshots.list()).toEqual([])
  })

  it('tells each kind, and nothing that is no whole copy', async () => {
    const { core, dataDir } = await school()
    await core.snapshots.takeDaily()
    await core.snapshots.take('before-restore-7.db')
    await core.snapshots.take('before-version-2.db')
    for (const name of ['daily-2026-11-19.db.unfinished', 'letter.txt', 'daily-.db.exe'])
      writeFileSync(join(dataDir, 'backups', name), 'x')
    expect((await core.snapshots.list()).map(({ name, kind }) => [name, kind]).sort()).toEqual([
      ['before-restore-7.db.zst', 'before-restore'],
      ['before-version-2.db.zst', 'before-version'],
      [today, 'daily'],
    ])
  })
})

describe('a copy that is not packed', () => {
  const plainly = async (dataDir: string, name: string) => {
    const file = join(dataDir, 'backups', name)
    mkdirSync(join(dataDir, 'backups'), { recursive: true })
    writeSnapshot(join(dataDir, 'gradekeep.db'), file)
    utimesSync(file, noon - day, noon - day)
    return file
  }

  it.each(['daily-2026-11-19.db', 'before-restore-1795089600.db', 'before-version-7.db'])(
    'as an earlier Gradekeep made %s, is listed, looked at and restored',
    async (name) => {
      const { core, dataDir } = await school(50)
      await plainly(dataDir, name)
      await receive(core, 'a', 70)
      expect(await core.snapshots.list()).toMatchObject([{ name, takenAt: noon - day }])
      expect(await core.snapshots.preview(name)).toMatchObject({ results: 50 })
      await core.snapshots.restore(name)
      expect(await core.store.countResults([])).toBe(50)
    },
  )

  it('of before a migration or a restore is packed after the next copy of the day, and keeps its time', async () => {
    const { core, dataDir } = await school(50)
    const daily = 'daily-2026-11-19.db'
    await plainly(dataDir, daily)
    const size = statSync(await plainly(dataDir, 'before-version-7.db')).size
    await receive(core, 'a', 70)
    await core.snapshots.takeDaily()
    const packed = 'before-version-7.db.zst'
    expect(backupsIn(dataDir)).toEqual([packed, daily, today])
    const kept = (await core.snapshots.list()).find(({ name }) => name === packed)
    expect(kept?.takenAt).toBe(noon - day)
    expect(kept?.bytes).toBeLessThan(size / 2)
    await core.snapshots.restore(packed)
    expect(await core.store.countResults([])).toBe(50)
  })

  it('and whose packed form has its name already is shown once, packed, and goes after the next copy of the day', async () => {
    const { core, dataDir } = await school(50)
    await core.snapshots.take('before-version-7.db')
    await plainly(dataDir, 'before-version-7.db')
    const packed = 'before-version-7.db.zst'
    expect((await core.snapshots.list()).map(({ name }) => name)).toEqual([packed])
    await core.snapshots.takeDaily()
    expect(backupsIn(dataDir)).toEqual([packed, today])
  })

  it('is made where this Node cannot pack, and a packed one then says so', async () => {
    const { core, dataDir, advance } = await school(50)
    await core.snapshots.takeDaily()
    advance(day)
    await withoutZstd(async () => {
      expect(await core.snapshots.takeDaily()).toBe(true)
      expect(await core.snapshots.takeDaily()).toBe(false)
      await expect(unpackCopy(join(dataDir, 'backups', today), join(dataDir, 'x'))).rejects.toMatchObject({
        code: 'backup/packed',
      })
    })
    expect(backupsIn(dataDir)).toEqual([today, 'daily-2026-11-21.db'])
    expect(await core.snapshots.preview('daily-2026-11-21.db')).toMatchObject({ results: 50 })
  })
})

describe('restoring a copy', () => {
  it('leaves nothing unpacked behind, nor does looking at it', async () => {
    const { core, dataDir } = await school(50)
    await core.snapshots.takeDaily()
    await core.snapshots.preview(today)
    expect(readdirSync(dataDir).filter((name) => name.startsWith('.backup'))).toEqual([])
    await core.snapshots.restore(today)
    await changedCopy(join(dataDir, 'backups', today), damage)
    await expect(core.snapshots.restore(today)).rejects.toMatchObject({ code: 'store/damaged' })
    expect(readdirSync(dataDir).filter((name) => name.startsWith('.backup'))).toEqual([])
  })

  it('is refused before anything is copied where the disk has no room for it', async () => {
    const { core, dataDir } = await school(50)
    await core.snapshots.takeDaily()
    await receive(core, 'a', 60)
    disk.isFull = true
    const restored = core.snapshots.restore(today).finally(() => {
      disk.isFull = false
    })
    await expect(restored).rejects.toMatchObject({ code: 'backup/no-room', detail: { folder: dataDir, free: 0 } })
    expect(backupsIn(dataDir)).toEqual([today])
    expect(readdirSync(dataDir).filter((name) => name.startsWith('.backup'))).toEqual([])
    expect(await core.store.countResults([])).toBe(60)
  })

  it('brings its settings back, and says so to those who show them', async () => {
    const { core, emitted } = await school(50)
    await core.store.changeSettings({ theme: 'dark' })
    await core.snapshots.takeDaily()
    await core.store.changeSettings({ theme: 'light' })
    emitted.length = 0
    const topics: string[] = []
    core.bus.on((touched) => topics.push(...touched))
    await core.snapshots.restore(today)
    expect(emitted).toContainEqual({ channel: 'settings.changed', payload: undefined })
    expect(topics).toContain('settings')
    expect(await core.store.settings()).toMatchObject({ theme: 'dark' })
  })

  it('copies nothing first where there is nothing', async () => {
    const { core, dataDir } = await school(50)
    await core.snapshots.takeDaily()
    await core.store.removeAccount('a')
    expect(await core.snapshots.restore(today)).toMatchObject({ results: 50 })
    expect(backupsIn(dataDir)).toEqual([today])
  })

  it.each<[string, string, (db: Database) => void]>([
    [
      'a trigger of somebody else',
      'store/altered',
      (db) => void db.exec('CREATE TRIGGER t AFTER UPDATE ON outbox BEGIN DELETE FROM result; END'),
    ],
    ['a table gone', 'store/altered', (db) => void db.exec('DROP TABLE setting')],
    [
      'rows that belong to nothing',
      'store/damaged',
      (db) => void db.exec(`PRAGMA foreign_keys = OFF; DELETE FROM account`),
    ],
    ['values that cannot be read', 'store/damaged', (db) => void db.exec(`UPDATE result SET raw = '{' WHERE id = 7`)],
    [
      'the tables of another program',
      'store/foreign',
      (db) => {
        db.pragma('foreign_keys = OFF')
        db.exec('DROP TABLE certificate_search')
        db.exec('DROP VIEW certificate_words')
        const tables = db.prepare<[], { name: string }>(
          `SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite_%'`,
        )
        for (const { name } of tables.all()) db.exec(`DROP TABLE ${name}`)
        db.exec('CREATE TABLE photo (id INTEGER)')
      },
    ],
  ])('with %s is refused, and nothing changes', async (_, code, change) => {
    const { core, dataDir } = await school(50)
    await core.snapshots.takeDaily()
    const copy = join(dataDir, 'backups', today)
    const changed = join(dataDir, 'changed')
    await changedCopy(copy, (database) => {
      const db = new SqliteDatabase(database)
      defineFunctions(db)
      change(db)
      db.close()
      copyFileSync(database, changed)
    })
    await receive(core, 'a', 70)
    await expect(core.snapshots.preview(today)).rejects.toMatchObject({ code })
    await expect(core.snapshots.restore(today)).rejects.toMatchObject({ code })
    // Even past the check before: the file put in the database's place is itself tried out.
    await expect(core.store.replaceDatabase(changed)).rejects.toMatchObject({ name: 'AppError' })
    expect(await core.store.countResults([])).toBe(70)
    expect(backupsIn(dataDir)).toEqual([today])
    expect(readdirSync(dataDir).filter((name) => /restoring|replaced/.test(name))).toEqual([])
  })

  it('brings its results back, and copies the present ones first', async () => {
    const { core, advance } = await school(50)
    await core.snapshots.takeDaily()
    await core.store.addAccount(account('b'))
    await receive(core, 'b', 10)
    expect(await core.snapshots.restore(today)).toMatchObject({ accounts: ['School a'], results: 50 })
    expect(await core.store.countResults([])).toBe(50)
    expect(await core.store.listAccounts()).toMatchObject([{ id: 'a' }])
    const [before] = (await core.snapshots.list()).filter(({ kind }) => kind === 'before-restore')
    expect(await core.snapshots.preview(before?.name ?? '')).toMatchObject({
      accounts: ['School a', 'School b'],
      results: 60,
    })
    // And there and back again.
    advance(1)
    await core.snapshots.restore(before?.name ?? '')
    expect(await core.store.countResults([])).toBe(60)
  })

  it('twice in one second keeps what each replaced', async () => {
    const { core } = await school(50)
    await core.snapshots.takeDaily()
    await receive(core, 'a', 70)
    await core.snapshots.restore(today)
    await core.snapshots.restore(today)
    const before = (await core.snapshots.list()).filter(({ kind }) => kind === 'before-restore')
    const held = await Promise.all(before.map(async ({ name }) => (await core.snapshots.preview(name)).results))
    expect(held.toSorted()).toEqual([50, 70])
  })

  it('can be looked at before, which changes nothing', async () => {
    const { core, dataDir } = await school(50)
    await core.snapshots.takeDaily()
    const before = readFileSync(join(dataDir, 'backups', today))
    await receive(core, 'a', 70)
    await core.snapshots.preview(today)
    expect(await core.store.countResults([])).toBe(70)
    expect(readFileSync(join(dataDir, 'backups', today)).equals(before)).toBe(true)
    expect(backupsIn(dataDir)).toEqual([today])
  })

  it.each(['../gradekeep.db', 'daily-2026-11-20.db.zst/../../gradekeep.db', '/etc/passwd', 'daily-2020-01-01.db', ''])(
    'knows no copy called “%s”',
    async (name) => {
      const { core } = await school()
      await core.snapshots.takeDaily()
      await expect(core.snapshots.preview(name)).rejects.toMatchObject({ code: 'backup/not-found' })
      await expect(core.snapshots.restore(name)).rejects.toMatchObject({ code: 'backup/not-found' })
      expect(await core.store.countResults([])).toBe(50)
    },
  )

  it('that is damaged is refused, and nothing changes', async () => {
    const { core, dataDir } = await school(400)
    await core.snapshots.takeDaily()
    await changedCopy(join(dataDir, 'backups', today), damage)
    await expect(core.snapshots.preview(today)).rejects.toMatchObject({ code: 'store/damaged' })
    await expect(core.snapshots.restore(today)).rejects.toMatchObject({ code: 'store/damaged' })
    expect(await core.store.countResults([])).toBe(400)
    expect(backupsIn(dataDir).filter((name) => name.startsWith('before-restore'))).toEqual([])
  })

  it('that a newer Gradekeep wrote is refused, and the results stay', async () => {
    const { core, dataDir } = await school(50)
    await core.snapshots.takeDaily()
    await changedCopy(join(dataDir, 'backups', today), (database) => {
      const db = openDatabase(database)
      db.pragma('user_version = 99')
      db.close()
    })
    expect(await core.snapshots.preview(today)).toMatchObject({ version: 99 })
    await expect(core.snapshots.restore(today)).rejects.toMatchObject({ code: 'store/from-the-future' })
    expect(await core.store.countResults([])).toBe(50)
  })

  it('does nothing where the present results cannot be copied first', async () => {
    const { core, dataDir } = await school(50)
    await core.snapshots.takeDaily()
    const copy = join(dataDir, 'backups', today)
    const kept = readFileSync(copy)
    await receive(core, 'a', 70)
    // A folder is in the place where the copy of the present results would be written.
    const target = join(dataDir, 'backups', `before-restore-${noon}.db.${process.pid}.unfinished`)
    mkdirSync(join(target, 'full'), { recursive: true })
    await expect(core.snapshots.restore(today)).rejects.toMatchObject({ name: 'AppError' })
    expect(await core.store.countResults([])).toBe(70)
    expect(readFileSync(copy).equals(kept)).toBe(true)
  })
})
