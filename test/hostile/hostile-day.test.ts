import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { mayBeChanged } from '../../electron/store/seal.ts'
import {
  connectAndFetch,
  givenLaptop,
  type Laptop,
  logOf as linesOfLog,
  resultsAre,
  soon,
} from '../journeys/teacher-steps.ts'

const logOf = ({ folder }: Laptop): string => linesOfLog(folder).join('\n')

/** Boxes that only tell something: an app that meets an error nobody expected shows one. */
const boxes = ({ app }: Laptop): string[] => app.logs.filter((line) => line.startsWith('told: '))

/** Whether the results of an app that has ended are as it left them, so that the next start need not read them all. */
const areSealed = ({ folder }: Laptop): boolean => !mayBeChanged(join(folder, 'gradekeep.db'))

// Everything that a machine can do to the app at once, in the order of a day.
describe('on a machine that is hostile', () => {
  const laptop = givenLaptop({
    classMarker: 60,
    // The folder of what starts at login is a file, so that no entry can be made there.
    prepare: ({ folder }) => {
      mkdirSync(join(folder, 'config'))
      writeFileSync(join(folder, 'config', 'autostart'), '')
    },
  })

  it('the packaged app opens one window, though a second start came before it was ready', async () => {
    const { page } = laptop.app
    await connectAndFetch(page, laptop.simulator)
    await resultsAre(page, 60)
    expect(page.context().pages()).toHaveLength(1)
    expect(boxes(laptop)).toEqual([])
  })

  it('its log says that Chromium has no sandbox here', () => {
    expect(logOf(laptop)).toMatch(/sandbox/i)
  })

  it('lives on when nobody reads what it prints', async () => {
    const { page } = laptop.app
    await page.evaluate(() => {
      location.href = 'https://example.com/'
    })
    await soon(() => logOf(laptop)).toContain('navigation refused: https://example.com')
    await page.getByRole('searchbox').fill('a')
    await page.getByText(/^\d+ of 60 results$/).waitFor()
    await page.getByRole('searchbox').fill('')
    await resultsAre(page, 60)
  })

  it('a page that reloads itself stays where it is', async () => {
    await laptop.app.page.evaluate(() => location.reload())
    await soon(() => logOf(laptop)).toContain('navigation refused: app://gradekeep')
    await resultsAre(laptop.app.page, 60)
  })

  it('the menu leads to ClassMarker and offers no developer tools', async () => {
    await laptop.app.press('application', ['help', 'ClassMarker website'])
    await soon(async () => (await laptop.app.outside()).opened).toEqual(['https://www.classmarker.com/'])
    await expect(laptop.app.press('application', ['View', 'toggleDevTools'])).rejects.toThrow('the menu has no')
  })

  it('exports without a Documents folder, and under a name that ends as Excel wants it', async () => {
    const { page } = laptop.app
    const file = join(laptop.folder, 'Results.xlsx')
    await laptop.app.dialogs.answerNextSave(file)
    await page.getByRole('button', { name: /Export to Excel/ }).click()
    await page
      .getByText(/^Saved Results.xlsx/)
      .first()
      .waitFor()
    expect(existsSync(file)).toBe(true)
    expect(existsSync(join(laptop.folder, 'Results'))).toBe(false)
  })

  it('asks again before it writes over a file that the dialog did not show', async () => {
    const file = join(laptop.folder, 'Kept.xlsx')
    writeFileSync(file, 'mine')
    const asked = () => laptop.app.logs.filter((line) => line.startsWith('asked')).length
    const before = asked()
    await laptop.app.dialogs.answerNextSave(file)
    await laptop.app.page.getByRole('button', { name: /Export to Excel/ }).click()
    await soon(asked).toBe(before + 2)
    expect(readFileSync(file, 'utf8')).toBe('mine')
  })

  it('says offline when the network goes, and no more when it is back', async () => {
    const { page } = laptop.app
    await laptop.app.setOnline(false)
    await page
      .getByText(/^Offline/)
      .first()
      .waitFor()
    await laptop.app.setOnline(true)
    await page
      .getByText(/^Offline/)
      .first()
      .waitFor({ state: 'detached' })
  })

  it('does not say that it starts with the computer where the system refused, and says why', async () => {
    const { page } = laptop.app
    await page.getByRole('button', { name: 'Settings' }).click()
    await page.getByText('Start with the computer', { exact: true }).click()
    await soon(() => logOf(laptop)).toMatch(/settings\.set: (?!internal)\S+ after/)
    expect(await page.getByRole('switch', { name: 'Start with the computer' }).isChecked()).toBe(false)
    await page.getByRole('button', { name: /^Results/ }).click()
  })

  it('a page that the system kills is loaded again', async () => {
    await laptop.app.crash('killed')
    await soon(() => logOf(laptop)).toContain('page is gone: killed')
    const title = async () => (await laptop.app.windowPage()).getByRole('heading', { level: 1 })
    await soon(async () => (await title()).isVisible().catch(() => false)).toBe(true)
  })

  it('a shutdown ends the app by itself within seconds and leaves the results sealed', async () => {
    expect(await laptop.app.shutDown()).toBe(0)
    expect(areSealed(laptop)).toBe(true)
    expect(boxes(laptop)).toEqual([])
  })

  it('the end of a session needs no quitting: the results rest when it is announced, and are all there at the next start', async () => {
    await laptop.open()
    const { page } = laptop.app
    await resultsAre(page, 60)
    await page.getByRole('button', { name: 'Settings' }).click()
    await page.getByText('Dark', { exact: true }).click()
    await soon(() => page.evaluate(() => matchMedia('(prefers-color-scheme: dark)').matches)).toBe(true)
    expect(await laptop.app.askSessionEnd()).toBe(false)
    await soon(() => logOf(laptop)).toContain('the session may end: the results are at rest')
    await laptop.app.endSession()
    expect(areSealed(laptop)).toBe(true)
    await laptop.open()
    await laptop.app.page.getByRole('heading', { name: 'Settings', level: 1 }).waitFor()
    await laptop.app.page
      .getByRole('navigation')
      .getByRole('button', { name: /^Results/ })
      .click()
    await resultsAre(laptop.app.page, 60)
  })
})
