import { mkdir } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import { AxeBuilder } from '@axe-core/playwright'
import type { Page } from 'playwright'
import { expect } from 'vitest'
import type { RunningGradekeep } from '../runtime/launcher.ts'
import { axeSource } from './axe-source.ts'

const pictures = fileURLToPath(new URL('../.output/screens/', import.meta.url))
const sizes = [
  [1280, 800],
  [900, 700],
  [760, 600],
] as const
const themes = ['light', 'dark'] as const

/**
 * What axe reads: everything in the widest light window, all but the colours in the narrowest, where they are the same,
 * and of the dark theme the colours alone.
 */
function readingOf(theme: (typeof themes)[number], isWidest: boolean, isNarrowest: boolean): Reading | null {
  if (theme === 'dark') return isWidest ? 'colours' : null
  return isWidest ? 'all' : isNarrowest ? 'all but colours' : null
}

type Reading = 'all' | 'all but colours' | 'colours'

/**
 * What is looked at: each size in the light theme, and the widest in the dark one, which changes only the colours. A
 * person who looks through the pictures also finds the others of the dark theme there; CI, where nobody does, takes none
 * but of what failed.
 */
const forms = themes.flatMap((theme) =>
  sizes.map((size) => {
    const isWidest = size === sizes[0]
    const isOfUse = theme === 'light' || isWidest
    const isPictured = process.env.CI === undefined
    return { theme, size, isOfUse, isPictured, reading: readingOf(theme, isWidest, size === sizes.at(-1)) }
  }),
)

type Looked = Pick<RunningGradekeep, 'page' | 'resize'> & { readonly axeAddress?: string }

/** Takes pictures in every form, and runs axe where something can be found that was not found before. */
export async function lookInEveryForm(app: Looked, name: string): Promise<void> {
  // A machine that is hostile to the app does not change how it looks, and looking takes most of a journey's time.
  if (process.env.STAND_IN_HOSTILE !== undefined) return
  const { page } = app
  const found: string[] = []
  await mkdir(pictures, { recursive: true })
  for (const { theme, size, isOfUse, isPictured, reading } of forms) {
    if (!isOfUse && !isPictured) continue
    const [width, height] = size
    await page.emulateMedia({ colorScheme: theme })
    await app.resize(width, height)
    await untilStill(page)
    const form = `${name}-${theme}-${width}x${height}`
    if (isPictured) await page.screenshot({ path: `${pictures}${form}.png` })
    if (reading !== null) found.push(...(await violations(app, reading)).map((violation) => `${form}: ${violation}`))
    const beside = await page.evaluate(
      () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
    )
    if (beside > 0) found.push(`${form}: ${beside} pixels lie beside the window`)
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

async function violations({ page, axeAddress }: Looked, reading: Reading): Promise<string[]> {
  await bringAxe(page, axeAddress)
  // Electron's windows cannot open the second page that axe otherwise needs.
  const axe = new AxeBuilder({ page, axeSource: ';' }).setLegacyMode(true)
  // Describing every element that passed takes three quarters of the time, and nobody reads it.
  axe.options({ resultTypes: ['violations'] })
  if (reading === 'colours') axe.withRules('color-contrast')
  if (reading === 'all but colours') axe.disableRules('color-contrast')
  const { violations } = await axe.analyze()
  return violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html.slice(0, 140)).join(' | ')}`)
}

/** Brings the script of axe into a page, which keeps its half a megabyte. A page without a connection loads nothing. */
async function bringAxe(page: Page, address: string | undefined): Promise<void> {
  if (await page.evaluate(() => 'axe' in globalThis)) return
  const isLoaded = address !== undefined && (await page.addScriptTag({ url: address }).catch(() => null)) !== null
  if (!isLoaded) await page.evaluate(axeSource)
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
