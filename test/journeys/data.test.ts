import { createHash } from 'node:crypto'
import { copyFileSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import Database from 'better-sqlite3'
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest'
import type { QueuedFault } from '../../electron/simulator/delivery.ts'
import { launcherKind } from '../runtime/launcher.ts'
import { copySample } from '../screens/laptop-answers.ts'
import {
  connectAndFetch,
  dataFolder,
  givenLaptop,
  holdAfterPages,
  resultsAre,
  resultsShown,
  soon,
  start,
} from './teacher-steps.ts'

const onStandIn = launcherKind() === 'chromium'

describe('an app that is killed in the middle of a sync', () => {
  let held: QueuedFault
  const laptop = givenLaptop({
    classMarker: 900,
    prepare: ({ simulator }) => {
      held = holdAfterPages(simulator, 2)
    },
  })
  let arrived = 0

  it('opens again with every result that had arrived', async () => {
    await connectAndFetch(laptop.app.page, laptop.simulator)
    await held.reached()
    await soon(() => resultsShown(laptop.app.page)).toBeGreaterThan(200)
    arrived = await resultsShown(laptop.app.page)
    expect(arrived).toBeLessThan(450)
    await laptop.app.kill()
    await laptop.open()
    await resultsAre(laptop.app.page, arrived)
    await soon(() => laptop.app.page.getByRole('row').count()).toBeGreaterThan(10)
  })

  it('goes on where it stopped and ends with each result once', async () => {
    await held.reached(2)
    held.cancel()
    await resultsAre(laptop.app.page, 900)
    await laptop.app.page
      .getByText(/^501 new results?/)
      .first()
      .waitFor()
  })
})

describe('a second copy on the same data', () => {
  const laptop = givenLaptop()

  it('ends at once, and the first comes to the front', async () => {
    const broughtToFront = vi.spyOn(laptop.app.page, 'bringToFront')
    const second = start({ dataDir: laptop.folder })
    await expect(second).rejects.toThrow(onStandIn ? 'the app ended (0)' : undefined)
    if (onStandIn) await vi.waitFor(() => expect(broughtToFront).toHaveBeenCalled())
    await laptop.app.page.getByRole('button', { name: 'Look around' }).waitFor()
  })
})

// The real Electron says it in a system box, which nothing here can read.
describe.skipIf(!onStandIn)('a file of results that cannot be opened', () => {
  const folder = dataFolder()
  const file = join(folder.path, 'gradekeep.db')
  const good = join(folder.path, 'good.db')
  const fingerprint = () => createHash('sha256').update(readFileSync(file)).digest('hex')

  beforeAll(async () => {
    const app = await start({ dataDir: folder.path })
    await app.close()
    copyFileSync(file, good)
  })
  afterEach(() => copyFileSync(good, file))
  afterAll(() => folder.remove())

  it('says so when a newer Gradekeep wrote it, and leaves it as it is', async () => {
    const database = new Database(file)
    database.pragma('user_version = 99')
    database.close()
    const before = fingerprint()
    await expect(start({ dataDir: folder.path })).rejects.toThrow(
      'The results on this laptop were saved by a newer version of Gradekeep. Nothing was changed, and nothing is lost.',
    )
    expect(fingerprint()).toBe(before)
  })

  it('says so when it is damaged, and leaves it as it is', async () => {
    writeFileSync(file, 'Once a database, now a page of a novel.\n'.repeat(500))
    const before = fingerprint()
    await expect(start({ dataDir: folder.path })).rejects.toThrow('The file that holds the results is damaged.')
    expect(fingerprint()).toBe(before)
  })

  it('says so also when only a part of it is damaged', async () => {
    await copySample(folder.path)
    const bytes = readFileSync(file)
    bytes.fill(0xa5, Math.floor(bytes.length * 0.3), Math.floor(bytes.length * 0.9))
    writeFileSync(file, bytes)
    const before = fingerprint()
    await expect(start({ dataDir: folder.path })).rejects.toThrow('The file that holds the results is damaged.')
    expect(fingerprint()).toBe(before)
  })

  it('opens as before once the good file is back', async () => {
    const app = await start({ dataDir: folder.path })
    await app.page.getByRole('button', { name: 'Look around' }).waitFor()
    await app.close()
  })
})
