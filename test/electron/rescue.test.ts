import {
  copyFileSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  truncateSync,
  utimesSync,
  writeFileSync,
} from 'node:fs'
import { basename, join } from 'node:path'
import { PassThrough } from 'node:stream'
import SqliteDatabase from 'better-sqlite3'
import { describe, expect, it } from 'vitest'
import { applyRescue, findRescue } from '../../electron/backup/rescue.ts'
import { nameNewestCopy } from '../../electron/cli/opening.ts'
import { changedCopy } from './backup/school.ts'
import { connected, laptop, noon, workers } from './support/laptop.ts'

/** A laptop whose results were copied once and then damaged on the disk. */
async function damagedLaptop() {
  const own = await connected({ results: 30 })
  await own.sync()
  await own.core.snapshots.takeDaily()
  await own.core.close()
  const file = join(own.dataDir, 'gradekeep.db')
  const bytes = readFileSync(file)
  bytes.fill(0xa5, Math.floor(bytes.length * 0.2), Math.floor(bytes.length * 0.9))
  writeFileSync(file, bytes)
  return { ...own, file }
}

const open = ({ dataDir, clock, simulator }: Awaited<ReturnType<typeof damagedLaptop>>) =>
  laptop({ apiUrl: simulator.url, clock, dataDir })

describe('results damaged on the disk', () => {
  it('are refused, and left as they are', async () => {
    const own = await damagedLaptop()
    const before = readFileSync(own.file)
    await expect(open(own)).rejects.toMatchObject({ code: 'store/damaged' })
    expect(readFileSync(own.file).equals(before)).toBe(true)
  })

  it('come back from the newest whole copy, and the damaged file is kept', async () => {
    const own = await damagedLaptop()
    const damaged = readFileSync(own.file)
    const rescue = await findRescue(own.file, workers.snapshot)
    expect(rescue?.contents).toMatchObject({ results: 30, accounts: ['Northgate'] })
    if (rescue === null) return
    const kept = await applyRescue(rescue, own.file, noon)
    expect(readFileSync(kept ?? '').equals(damaged)).toBe(true)
    const { core } = await open(own)
    expect(await core.store.countResults([])).toBe(30)
  })

  it('come back with what waited to be sent, but not to be sent by itself', async () => {
    const own = await connected({ results: 30 })
    const list = { accountId: own.account.id, listId: 123_456 }
    const entries = [{ code: 'x', name: null }]
    await own.core.store.applyCodes({ list, change: 'add', origin: 'typed', codes: entries, at: noon })
    await own.core.snapshots.takeDaily()
    await own.core.close()
    const file = join(own.dataDir, 'gradekeep.db')
    writeFileSync(file, readFileSync(file).fill(0xa5, 5_000))
    const rescue = await findRescue(file, workers.snapshot)
    if (rescue !== null) await applyRescue(rescue, file, noon)
    const { core } = await laptop({ apiUrl: own.simulator.url, clock: own.clock, dataDir: own.dataDir })
    expect([await core.store.pendingCodes(own.account.id), await core.store.heldCodes(own.account.id)]).toEqual([0, 1])
  })

  it.each<[string, (file: string) => void]>([
    ['emptied', (file) => truncateSync(file, 0)],
    ['deleted', (file) => rmSync(file)],
    [
      "replaced by another program's",
      (file) => {
        rmSync(file)
        const db = new SqliteDatabase(file)
        db.exec('CREATE TABLE photo (id INTEGER)')
        db.close()
      },
    ],
    [
      'replaced by a folder',
      (file) => {
        rmSync(file)
        mkdirSync(file)
      },
    ],
  ])('come back from the copy where they were %s, and what lay there is kept', async (_, harm) => {
    const own = await connected({ results: 30 })
    await own.sync()
    await own.core.snapshots.takeDaily()
    await own.core.close()
    const file = join(own.dataDir, 'gradekeep.db')
    harm(file)
    const lay = existsSync(file)
    await expect(open({ ...own, file })).rejects.toMatchObject({ name: 'AppError' })
    const rescue = await findRescue(file, workers.snapshot)
    if (rescue === null) throw new Error('There is no rescue')
    const kept = await applyRescue(rescue, file, noon)
    expect(kept !== null && existsSync(kept)).toBe(lay)
    const { core } = await open({ ...own, file })
    expect(await core.store.countResults([])).toBe(30)
    expect(readdirSync(own.dataDir).filter((name) => /restoring|replaced/.test(name))).toEqual([])
  })

  it('come back from the right copy among newer ones', { timeout: 180_000 }, async () => {
    const own = await connected({ results: 30 })
    await own.core.snapshots.take('daily-2026-11-20.db')
    await own.sync()
    for (const name of ['daily-2026-11-17.db', 'daily-2026-11-18.db', 'before-restore-1795180000.db'])
      await own.core.snapshots.take(name)
    await own.core.snapshots.take('before-version-2.db')
    await own.core.close()
    const folder = join(own.dataDir, 'backups')
    const at = (name: string) => join(folder, name)
    const moment = (name: string, iso: string) => utimesSync(at(name), new Date(iso), new Date(iso))
    moment('daily-2026-11-17.db.zst', '2026-11-17T08:00:00Z')
    moment('daily-2026-11-18.db.zst', '2026-11-18T08:00:00Z')
    moment('before-version-2.db.zst', '2026-11-18T07:00:00Z')
    // Newer copies, each unfit for a reason of its own: empty, damaged, of a newer Gradekeep, or given up on purpose.
    copyFileSync(at('daily-2026-11-18.db.zst'), at('daily-2026-11-21.db.zst'))
    await changedCopy(at('daily-2026-11-21.db.zst'), (database) => {
      const newer = new SqliteDatabase(database)
      newer.pragma('user_version = 99')
      newer.close()
    })
    writeFileSync(at('daily-2026-11-22.db'), 'no database')
    writeFileSync(at('daily-2026-11-23.db.zst'), readFileSync(at('daily-2026-11-18.db.zst')).subarray(0, -1))
    const file = join(own.dataDir, 'gradekeep.db')
    const found = async () => basename((await findRescue(file, workers.snapshot))?.file ?? '')
    expect(await found()).toBe('daily-2026-11-18.db.zst')
    // A program that copies the folder gives every file the time of the copying.
    for (const [name, iso] of [
      ['daily-2026-11-18.db.zst', '2026-11-25T08:00:00Z'],
      ['daily-2026-11-17.db.zst', '2026-11-25T08:00:01Z'],
    ] as const)
      moment(name, iso)
    expect(await found()).toBe('daily-2026-11-18.db.zst')
    moment('before-version-2.db.zst', '2026-11-19T07:00:00Z')
    expect(await found()).toBe('before-version-2.db.zst')
    for (const name of readdirSync(folder)) if (!name.startsWith('before-restore')) rmSync(at(name))
    expect(await found()).toBe('before-restore-1795180000.db.zst')
  })

  it('pass over a copy that is damaged itself', async () => {
    const own = await damagedLaptop()
    writeFileSync(join(own.dataDir, 'backups', 'daily-2999-01-01.db'), 'no database')
    expect((await findRescue(own.file, workers.snapshot))?.file).not.toContain('2999')
  })

  it.each([
    ['store/full', {}, /^The disk is full\./],
    ['backup/no-room', { needed: 90, free: 70, folder: '/data' }, /^There is too little room .* 90 MB, and 70 MB/],
  ] as const)(
    'are not said to have no copy where the disk has no room to look at it: %s',
    async (code, detail, words) => {
      const own = await damagedLaptop()
      // Answers as a thread does that may not write.
      const fullDisk = join(own.dataDir, 'full-disk.mjs')
      writeFileSync(
        fullDisk,
        `import { parentPort, workerData } from 'node:worker_threads'
      const full = { ok: false, error: ${JSON.stringify({ code, detail })} }
      parentPort.postMessage(workerData.kind === 'empty' ? { ok: true, value: [] } : full)
      parentPort.close()`,
      )
      await expect(findRescue(own.file, fullDisk)).rejects.toMatchObject({ code })
      const err = new PassThrough()
      const terminal = { out: new PassThrough(), err, in: new PassThrough() }
      await nameNewestCopy(own.dataDir, { ...workers, snapshot: fullDisk }, terminal)
      expect(`${err.read()}`).toMatch(words)
    },
  )

  it('have nothing to come back from where no copy is whole', async () => {
    const own = await damagedLaptop()
    const folder = join(own.dataDir, 'backups')
    mkdirSync(folder, { recursive: true })
    for (const name of readdirSync(folder)) writeFileSync(join(folder, name), 'no database')
    expect(await findRescue(own.file, workers.snapshot)).toBeNull()
  })
})
