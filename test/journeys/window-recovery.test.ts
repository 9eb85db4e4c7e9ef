import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { RunningGradekeep } from '../runtime/launcher.ts'
import { dataFolder, start } from './teacher-steps.ts'

describe('a window whose page dies', () => {
  const folder = dataFolder()
  let app: RunningGradekeep

  beforeAll(async () => {
    app = await start({ dataDir: folder.path })
  })
  afterAll(async () => {
    await app?.close()
    folder.remove()
  })

  const times = (words: string) => app.logs.filter((line) => line.includes(words)).length
  const lookAround = async () => (await app.windowPage()).getByRole('button', { name: 'Look around' })
  /** Whether the window's page answers: it draws the first screen. */
  const livesAgain = () =>
    expect.poll(async () => (await lookAround()).isVisible().catch(() => false), { timeout: 8_000 }).toBe(true)

  it('has it loaded again once by itself', async () => {
    await (await lookAround()).waitFor()
    await app.crash()
    await expect.poll(() => times('page is gone: crashed')).toBe(1)
    await livesAgain()
    expect(times('asked:')).toBe(0)
  })

  it('asks when that did not last, and opens the window again on request', async () => {
    await app.crash()
    await expect.poll(() => times('has stopped working again')).toBe(1)
    await app.dialogs.answerNextMessage(0)
    await livesAgain()
  })

  it('is brought forward alive by a second start while it asks', async () => {
    await app.crash()
    await expect.poll(() => times('has stopped working again')).toBe(2)
    await expect(start({ dataDir: folder.path })).rejects.toThrow()
    await livesAgain()
  })
})

it('a window whose page hangs has it ended and loaded again', async () => {
  const folder = dataFolder()
  const app = await start({ dataDir: folder.path })
  try {
    await app.page.getByRole('button', { name: 'Look around' }).waitFor()
    await app.hang()
    const words = async () =>
      (await app.windowPage())
        .getByRole('button', { name: 'Look around' })
        .isVisible()
        .catch(() => false)
    await expect.poll(() => app.logs.some((line) => line.includes('page does not answer'))).toBe(true)
    await expect.poll(() => app.logs.some((line) => line.includes('page is gone'))).toBe(true)
    await expect.poll(words, { timeout: 8_000 }).toBe(true)
  } finally {
    await app.close()
    folder.remove()
  }
})
