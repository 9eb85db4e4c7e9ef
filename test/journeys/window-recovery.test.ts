import { describe, expect, it } from 'vitest'
import { dataFolder, givenLaptop, logOf, start } from './teacher-steps.ts'

describe('a window whose page dies', () => {
  const laptop = givenLaptop()

  const times = (words: string) =>
    [...laptop.app.logs.filter((line) => line.startsWith('asked: ')), ...logOf(laptop.folder)].filter((line) =>
      line.includes(words),
    ).length
  const lookAround = async () => (await laptop.app.windowPage()).getByRole('button', { name: 'Look around' })
  /** Whether the window's page answers: it draws the first screen. */
  const livesAgain = () =>
    expect.poll(async () => (await lookAround()).isVisible().catch(() => false), { timeout: 20_000 }).toBe(true)

  it('has it loaded again once by itself', async () => {
    await (await lookAround()).waitFor()
    await laptop.app.crash()
    await expect.poll(() => times('page is gone: crashed')).toBe(1)
    await livesAgain()
    expect(times('asked:')).toBe(0)
  })

  it('asks when that did not last, and opens the window again when told to', async () => {
    await laptop.app.crash()
    await expect.poll(() => times('has stopped working again')).toBe(1)
    await laptop.app.dialogs.answerNextMessage(0)
    await livesAgain()
  })

  it('is brought forward alive by a second start while it asks', async () => {
    await laptop.app.crash()
    await expect.poll(() => times('has stopped working again')).toBe(2)
    await expect(start({ dataDir: laptop.folder })).rejects.toThrow()
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
    await expect.poll(() => logOf(folder.path).join('\n')).toMatch(/page does not answer[\s\S]*page is gone/)
    await expect.poll(words, { timeout: 20_000 }).toBe(true)
  } finally {
    await app.close()
    folder.remove()
  }
})
