import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { applyRescue, findRescue } from '../../electron/backup/rescue.ts'
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
    expect(await core.store.countResults({})).toBe(30)
  })

  it('come back with what waited to be sent, but not to be sent by itself', async () => {
    const own = await connected({ results: 30 })
    const list = { accountId: own.account.id, listId: 123_456 }
    const entries = [{ code: 'x', name: null }]
    await own.core.store.applyCodes({ list, change: 'add', origin: 'typed', entries, at: noon })
    await own.core.snapshots.takeDaily()
    await own.core.close()
    const file = join(own.dataDir, 'gradekeep.db')
    writeFileSync(file, readFileSync(file).fill(0xa5, 5_000))
    const rescue = await findRescue(file, workers.snapshot)
    if (rescue !== null) await applyRescue(rescue, file, noon)
    const { core } = await laptop({ apiUrl: own.simulator.url, clock: own.clock, dataDir: own.dataDir })
    expect([await core.store.pendingCodes(own.account.id), await core.store.heldCodes(own.account.id)]).toEqual([0, 1])
  })

  it('pass over a copy that is damaged itself', async () => {
    const own = await damagedLaptop()
    writeFileSync(join(own.dataDir, 'backups', 'daily-2999-01-01.db'), 'no database')
    expect((await findRescue(own.file, workers.snapshot))?.file).not.toContain('2999')
  })

  it('have nothing to come back from where no copy is whole', async () => {
    const own = await damagedLaptop()
    const folder = join(own.dataDir, 'backups')
    mkdirSync(folder, { recursive: true })
    for (const name of readdirSync(folder)) writeFileSync(join(folder, name), 'no database')
    expect(await findRescue(own.file, workers.snapshot)).toBeNull()
  })
})
