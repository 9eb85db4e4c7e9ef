import { mkdir } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import { AxeBuilder } from '@axe-core/playwright'
import type { Page } from 'playwright'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Simulator, startSimulator } from '../../electron/simulator/simulator.ts'
import type { RunningGradekeep } from '../runtime/launcher.ts'
import { connect, connectAndFetch, dataFolder, environmentOf, now, resultsAre, start } from './teacher-steps.ts'

const pictures = fileURLToPath(new URL('../.output/screens/', import.meta.url))
const sizes = [
  [1280, 800],
  [900, 700],
  [760, 600],
] as const
const themes = ['light', 'dark'] as const

describe('the window, read by axe', () => {
  const folder = dataFolder()
  let simulator: Simulator
  let app: RunningGradekeep

  beforeAll(async () => {
    await mkdir(pictures, { recursive: true })
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
    await app.page.getByText('300 new, 0 updated, 0 unchanged').first().waitFor()
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

/** Takes a picture at each size in each theme, and lets axe read it. */
async function lookInEveryForm(app: RunningGradekeep, name: string): Promise<void> {
  const { page } = app
  const found: string[] = []
  for (const theme of themes) {
    await page.emulateMedia({ colorScheme: theme })
    for (const [width, height] of sizes) {
      await app.resize(width, height)
      await untilStill(page)
      const form = `${name}-${theme}-${width}x${height}`
      await page.screenshot({ path: `${pictures}${form}.png` })
      found.push(...(await violations(page, theme)).map((violation) => `${form}: ${violation}`))
      const beside = await page.evaluate(
        () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
      )
      if (beside > 0) found.push(`${form}: ${beside} pixels lie beside the window`)
    }
  }
  await page.emulateMedia({ colorScheme: 'light' })
  await app.resize(1280, 800)
  expect(found).toEqual([])
}

const untilStill = (page: Page): Promise<void> =>
  page.evaluate(async () => {
    await new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve)))
    await Promise.allSettled(document.getAnimations().map(({ finished }) => finished))
  })

async function violations(page: Page, theme: (typeof themes)[number]): Promise<string[]> {
  // Electron's windows cannot open the second page that axe otherwise asks for.
  const axe = new AxeBuilder({ page }).setLegacyMode(true)
  // All that the dark theme changes is the colours.
  if (theme === 'dark') axe.withRules('color-contrast')
  const { violations } = await axe.analyze()
  return violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html.slice(0, 140)).join(' | ')}`)
}
