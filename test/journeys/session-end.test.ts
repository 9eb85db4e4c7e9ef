import { readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { dataFolder, start } from './teacher-steps.ts'

const databaseIn = (folder: string) => join(folder, 'gradekeep.db')
const sealOf = (folder: string) => JSON.parse(readFileSync(`${databaseIn(folder)}.seal`, 'utf8'))

it('the computer shuts down: the app asks for time, closes and seals its results, and leaves', async () => {
  const folder = dataFolder()
  const app = await start({ dataDir: folder.path })
  await app.page.getByRole('button', { name: 'Look around' }).waitFor()
  expect(sealOf(folder.path)).toMatchObject({ openIn: expect.any(Number) })
  expect(await app.shutDown()).toBe(0)
  const { size, mtimeMs } = statSync(databaseIn(folder.path))
  expect(sealOf(folder.path)).toEqual({ size, mtimeMs })
  folder.remove()
})

it('an app that is ended while nothing is written leaves its results at rest', async () => {
  const folder = dataFolder()
  const app = await start({ dataDir: folder.path })
  await app.page.getByRole('button', { name: 'Look around' }).waitFor()
  await expect.poll(() => sealOf(folder.path).atRest, { timeout: 20_000 }).toBeDefined()
  await app.kill()
  const { size, mtimeMs } = statSync(databaseIn(folder.path))
  expect(sealOf(folder.path).atRest).toEqual({ size, mtimeMs })
  expect(statSync(`${databaseIn(folder.path)}-wal`, { throwIfNoEntry: false })?.size ?? 0).toBe(0)
  folder.remove()
})
