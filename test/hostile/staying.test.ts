import { readdirSync } from 'node:fs'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { dataFolder, soon, start } from '../journeys/teacher-steps.ts'
import type { RunningGradekeep } from '../runtime/launcher.ts'

/** Only what a packaged app is, without the rest of a hostile machine. */
const hostile = ['packaged'] as const

// An installed app that was told to start with the computer, in the order of its day.
describe('an app that stays in the tray', () => {
  const folder = dataFolder()
  let app: RunningGradekeep

  beforeAll(async () => {
    app = await start({ dataDir: folder.path, hostile })
  })
  afterAll(async () => {
    await app.close()
    folder.remove()
  })

  const window = (): Promise<'open' | 'none'> =>
    app.windowPage().then(
      () => 'open',
      () => 'none',
    )
  /** Starts a second copy, which ends at once, and waits until the first has heard of it. */
  async function startAgain(args: readonly string[]): Promise<void> {
    await expect(start({ dataDir: folder.path, hostile, args })).rejects.toThrow('the app ended (0)')
    await soon(() => readdirSync(folder.path).filter((name) => name.startsWith('stand-in-second-'))).toEqual([])
    await app.setOnline(true)
  }

  it('keeps running without a window', async () => {
    const { page } = app
    await page.getByRole('button', { name: 'Look around' }).click()
    await page.getByRole('button', { name: 'Settings' }).click()
    await page.getByText('Start with the computer', { exact: true }).click()
    await soon(() =>
      app.press('tray', []).then(
        () => 'an icon',
        () => 'none',
      ),
    ).toBe('an icon')
    await page.close()
    await soon(window).toBe('none')
  })

  it('opens none when the computer starts it a second time', async () => {
    await startAgain(['--hidden'])
    expect(await window()).toBe('none')
  })

  it('opens one when a person starts it a second time, or clicks the icon', async () => {
    await startAgain([])
    await soon(window).toBe('open')
    await (await app.windowPage()).close()
    await soon(window).toBe('none')
    await app.press('tray', [])
    await soon(window).toBe('open')
  })

  it('quits from the menu of its icon', async () => {
    await app.press('tray', ['Quit Gradekeep'])
    await expect(app.exited).resolves.toBe(0)
  })
})
