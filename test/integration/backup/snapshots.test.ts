import { mkdirSync, readdirSync, readFileSync, statSync, utimesSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { openDatabase } from '../../../electron/store/database.ts'
import { day } from '../../../shared/model/time.ts'
import { damage } from '../../store/damaged.ts'
import { noon } from '../support/laptop.ts'
import { account, receive, school } from './school.ts'

const backupsIn = (dataDir: string): string[] => {
  try {
    return readdirSync(join(dataDir, 'backups')).sort()
  } catch {
    return []
  }
}
const today = 'daily-2026-11-20.db'

describe('the copy of the day', () => {
  it('is taken once a day', async () => {
    const { core, dataDir, advance } = await school()
    expect(await core.snapshots.takeDaily()).toBe(true)
    expect(await core.snapshots.takeDaily()).toBe(false)
    expect(backupsIn(dataDir)).toEqual([today])
    advance(day)
    expect(await core.snapshots.takeDaily()).toBe(true)
    expect(backupsIn(dataDir)).toEqual([today, 'daily-2026-11-21.db'])
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
      [22, 23, 24, 25, 26, 27, 28].map((date) => `daily-2026-11-${date}.db`),
    )
    expect(names).toContain('before-restore-1.db')
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
      expect(backupsIn(dataDir)).toContain(`daily-2026-11-${date}.db`)
      advance(day)
    }
    // The right ones stay, the oldest of those from the future made room.
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
      version: 3,
      accounts: ['School a'],
      results: 50,
      newestResult: noon,
    })
    expect(statSync(join(dataDir, 'backups')).mode & 0o077).toBe(0)
  })

  it('of a damaged database is not taken, and those of earlier days stay', async () => {
    const { core, dataDir, advance } = await school(400)
    await core.snapshots.takeDaily()
    const before = readFileSync(join(dataDir, 'backups', today))
    await core.close()
    damage(core.databaseFile)
    advance(day)
    await expect(core.snapshots.takeDaily()).rejects.toMatchObject({ name: 'AppError', code: 'store/damaged' })
    expect(backupsIn(dataDir).filter((name) => name.endsWith('.db'))).toEqual([today])
    expect(readFileSync(join(dataDir, 'backups', today)).equals(before)).toBe(true)
  })

  it('is no hindrance to what is written meanwhile', async () => {
    const { core } = await school(400)
    const [, page] = await Promise.all([core.snapshots.takeDaily(), receive(core, 'a', 420)])
    expect(page.added).toBe(20)
    expect((await core.snapshots.preview(today)).results).toBeOneOf([400, 420])
  })
})

describe('the list of copies', () => {
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
      ['before-restore-7.db', 'before-restore'],
      ['before-version-2.db', 'before-version'],
      [today, 'daily'],
    ])
  })
})

describe('restoring a copy', () => {
  it('brings its results back, and copies the present ones first', async () => {
    const { core, advance } = await school(50)
    await core.snapshots.takeDaily()
    await core.store.addAccount(account('b'))
    await receive(core, 'b', 10)
    expect(await core.snapshots.restore(today)).toMatchObject({ accounts: ['School a'], results: 50 })
    expect(await core.store.countResults({})).toBe(50)
    expect(await core.store.listAccounts()).toMatchObject([{ id: 'a' }])
    const [before] = (await core.snapshots.list()).filter(({ kind }) => kind === 'before-restore')
    expect(await core.snapshots.preview(before?.name ?? '')).toMatchObject({
      accounts: ['School a', 'School b'],
      results: 60,
    })
    // And there and back again.
    advance(1)
    await core.snapshots.restore(before?.name ?? '')
    expect(await core.store.countResults({})).toBe(60)
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
    expect(await core.store.countResults({})).toBe(70)
    expect(readFileSync(join(dataDir, 'backups', today)).equals(before)).toBe(true)
    expect(backupsIn(dataDir)).toEqual([today])
  })

  it.each(['../gradekeep.db', 'daily-2026-11-20.db/../../gradekeep.db', '/etc/passwd', 'daily-2020-01-01.db', ''])(
    'knows no copy called “%s”',
    async (name) => {
      const { core } = await school()
      await core.snapshots.takeDaily()
      await expect(core.snapshots.preview(name)).rejects.toMatchObject({ code: 'backup/not-found' })
      await expect(core.snapshots.restore(name)).rejects.toMatchObject({ code: 'backup/not-found' })
      expect(await core.store.countResults({})).toBe(50)
    },
  )

  it('that is damaged is refused, and nothing changes', async () => {
    const { core, dataDir } = await school(400)
    await core.snapshots.takeDaily()
    damage(join(dataDir, 'backups', today))
    await expect(core.snapshots.preview(today)).rejects.toMatchObject({ code: 'store/damaged' })
    await expect(core.snapshots.restore(today)).rejects.toMatchObject({ code: 'store/damaged' })
    expect(await core.store.countResults({})).toBe(400)
    expect(backupsIn(dataDir).filter((name) => name.startsWith('before-restore'))).toEqual([])
  })

  it('that a newer Gradekeep wrote is refused, and the results stay', async () => {
    const { core, dataDir } = await school(50)
    await core.snapshots.takeDaily()
    const db = openDatabase(join(dataDir, 'backups', today))
    db.pragma('user_version = 99')
    db.close()
    expect(await core.snapshots.preview(today)).toMatchObject({ version: 99 })
    await expect(core.snapshots.restore(today)).rejects.toMatchObject({ code: 'store/from-the-future' })
    expect(await core.store.countResults({})).toBe(50)
  })

  it('does nothing where the present results cannot be copied first', async () => {
    const { core, dataDir } = await school(50)
    await core.snapshots.takeDaily()
    const copy = join(dataDir, 'backups', today)
    const kept = readFileSync(copy)
    await receive(core, 'a', 70)
    // A folder lies where the copy of the present results would be written.
    const target = join(dataDir, 'backups', `before-restore-${noon}.db.unfinished`)
    mkdirSync(join(target, 'full'), { recursive: true })
    await expect(core.snapshots.restore(today)).rejects.toMatchObject({ name: 'AppError' })
    expect(await core.store.countResults({})).toBe(70)
    expect(readFileSync(copy).equals(kept)).toBe(true)
  })
})
