import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Simulator, startSimulator } from '../../electron/simulator/simulator.ts'
import type { RunningGradekeep } from '../runtime/launcher.ts'
import { lookInEveryForm } from './every-form.ts'
import { connect, connectAndFetch, dataFolder, environmentOf, now, resultsAre, start } from './teacher-steps.ts'

describe('the window, read by axe', () => {
  const folder = dataFolder()
  let simulator: Simulator
  let app: RunningGradekeep

  beforeAll(async () => {
    simulator = await startSimulator({ clock: now, results: 300, requestsPerHour: null })
    app = await start({ dataDir: folder.path, env: environmentOf(simulator) })
  })
  afterAll(async () => {
    await app?.close()
    await simulator?.close()
    folder.remove()
  })

  it('finds no fault with the welcome screen', async () => {
    await lookInEveryForm(app, 'welcome')
  })

  it('finds no fault with a refused connection', async () => {
    const { page } = app
    await connect(page, { key: simulator.key, secret: 'not the secret' })
    await page.getByText('ClassMarker did not accept this API key with this secret.').waitFor()
    await lookInEveryForm(app, 'connect-refused')
  })

  it('finds no fault with the results', async () => {
    await connectAndFetch(app.page, simulator)
    await resultsAre(app.page, 300)
    await app.page.getByText('300 new results').first().waitFor()
    await lookInEveryForm(app, 'results')
  })

  it('finds no fault with an open filter', async () => {
    const { page } = app
    await page.getByRole('button', { name: 'Filter', exact: true }).click()
    await page.getByRole('option', { name: 'Test', exact: true }).click()
    await page.getByRole('dialog', { name: 'Test' }).waitFor()
    await lookInEveryForm(app, 'filter')
    await page.keyboard.press('Escape')
  })

  it('finds no fault with the details of a result', async () => {
    const { page } = app
    await page.locator('[data-row="3"]').click()
    await page.getByText('Everything ClassMarker sent').waitFor()
    await lookInEveryForm(app, 'detail')
    await page.keyboard.press('Escape')
  })

  it('finds no fault with the settings', async () => {
    const { page } = app
    await page.getByRole('button', { name: 'Settings' }).click()
    await page.getByRole('heading', { name: 'Settings' }).waitFor()
    await lookInEveryForm(app, 'settings')
  })

  it('moves nothing for those who asked for less motion', async () => {
    const { page } = app
    await page.emulateMedia({ reducedMotion: 'reduce' })
    await page.getByRole('button', { name: /^Results/ }).click()
    await page.getByRole('button', { name: 'Filter', exact: true }).click()
    const moving = await page.evaluate(() =>
      [...document.querySelectorAll('*')].flatMap((element) => {
        const { animationName, animationDuration, transitionDuration } = getComputedStyle(element)
        const seconds = (list: string) => Math.max(...list.split(',').map((part) => Number.parseFloat(part)))
        const moves =
          (animationName !== 'none' && seconds(animationDuration) > 0.01) || seconds(transitionDuration) > 0.01
        return moves ? [element.className.toString()] : []
      }),
    )
    expect(moving).toEqual([])
  })
})
