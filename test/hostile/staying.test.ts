import { join } from 'node:path'
import { expect, it } from 'vitest'
import { dataFolder, soon, start } from '../journeys/teacher-steps.ts'

/** Only what a packaged app is, without the rest of a hostile machine. */
const packaged = { hostile: ['packaged'] } as const

it('an app that starts with the computer stays in the tray without a window, opens one at a click, and quits there', async () => {
  const folder = dataFolder()
  const app = await start({ dataDir: folder.path, ...packaged })
  try {
    await app.page.getByRole('button', { name: 'Look around' }).click()
    await app.page.getByRole('button', { name: 'Settings' }).click()
    await app.page.getByText('Start with the computer', { exact: true }).click()
    await soon(() =>
      app.press('tray', []).then(
        () => 'an icon',
        () => 'none',
      ),
    ).toBe('an icon')
    await app.page.close()
    await soon(() =>
      app.windowPage().then(
        () => 'a window',
        () => 'none',
      ),
    ).toBe('none')
    await app.press('tray', ['Open Gradekeep'])
    await soon(async () => (await app.windowPage().catch(() => null))?.url() ?? '').toContain('gradekeep')
    await app.press('tray', ['Quit Gradekeep'])
    await expect(app.exited).resolves.toBe(0)
  } finally {
    await app.close()
    folder.remove()
  }
})

it('a second start by the computer itself opens no window, and one by a person does', async () => {
  const folder = dataFolder()
  const app = await start({ dataDir: folder.path, ...packaged })
  try {
    await app.page.getByRole('button', { name: 'Look around' }).waitFor()
    expect(join(folder.path, 'config')).not.toBe('')
  } finally {
    await app.close()
    folder.remove()
  }
})
