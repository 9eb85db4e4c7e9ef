import { mkdir } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import { AxeBuilder } from '@axe-core/playwright'
import type { Page } from 'playwright'
import { expect } from 'vitest'
import type { RunningGradekeep } from '../runtime/launcher.ts'

const pictures = fileURLToPath(new URL('../.output/screens/', import.meta.url))
const sizes = [
  [1280, 800],
  [900, 700],
  [760, 600],
] as const
const themes = ['light', 'dark'] as const

/** What axe reads: the widest and the narrowest light window, and of the dark theme the colours, alike at each size. */
const isRead = (theme: (typeof themes)[number], size: (typeof sizes)[number]): boolean =>
  size === sizes[0] || (theme === 'light' && size === sizes.at(-1))

/** Takes a picture at each size in each theme, and runs axe where something can be found that was not found before. */
export async function lookInEveryForm(app: Pick<RunningGradekeep, 'page' | 'resize'>, name: string): Promise<void> {
  // A machine that is hostile to the app does not change how it looks, and looking takes most of a journey's time.
  if (process.env.STAND_IN_HOSTILE !== undefined) return
  const { page } = app
  const found: string[] = []
  await mkdir(pictures, { recursive: true })
  for (const theme of themes) {
    await page.emulateMedia({ colorScheme: theme })
    for (const size of sizes) {
      const [width, height] = size
      await app.resize(width, height)
      await untilStill(page)
      const form = `${name}-${theme}-${width}x${height}`
      await page.screenshot({ path: `${pictures}${form}.png` })
      if (isRead(theme, size))
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
  // Electron's windows cannot open the second page that axe otherwise needs.
  const axe = new AxeBuilder({ page }).setLegacyMode(true)
  // Describing every element that passed takes three quarters of the time, and nobody reads it.
  axe.options({ resultTypes: ['violations'] })
  // The dark theme changes only the colours.
  if (theme === 'dark') axe.withRules('color-contrast')
  const { violations } = await axe.analyze()
  return violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html.slice(0, 140)).join(' | ')}`)
}

/** 640 is narrower than the smallest window: a window of 900 pixels at a zoom of 140 %. */
const widths = [1280, 900, 640] as const

/** Narrows the window step by step: no part of the page may lie outside it. */
export async function liesWithinTheWindow(app: RunningGradekeep, what: string): Promise<void> {
  const beside: string[] = []
  for (const width of widths) {
    await app.resize(width, 800)
    const pixels = await app.page.evaluate(async () => {
      await new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve)))
      return document.documentElement.scrollWidth - document.documentElement.clientWidth
    })
    if (pixels > 0) beside.push(`${what} at ${width}: ${pixels} pixels lie beside the window`)
  }
  await app.resize(1280, 800)
  expect(beside).toEqual([])
}
