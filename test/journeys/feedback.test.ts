import { join } from 'node:path'
import type { Locator, Page } from 'playwright'
import { beforeAll, describe, expect, it } from 'vitest'
import { givenLaptop, soon } from './teacher-steps.ts'

const line = (page: Page) => page.locator('[data-region="status"]')
const pill = (page: Page) => page.getByRole('region', { name: 'Sync', exact: true })

/** The contrast of each icon's colour with its background (WCAG 2.2, 1.4.11). */
const iconContrasts = (page: Page, menu: string) =>
  page.locator(`${menu} svg`).evaluateAll((icons) => {
    const canvas = new OffscreenCanvas(1, 1).getContext('2d')
    const channels = (colour: string): number[] => {
      if (canvas === null) throw new Error('no canvas')
      canvas.clearRect(0, 0, 1, 1)
      canvas.fillStyle = colour
      canvas.fillRect(0, 0, 1, 1)
      return [...canvas.getImageData(0, 0, 1, 1).data]
    }
    const luminance = (colour: string): number => {
      const [red = 0, green = 0, blue = 0] = channels(colour).map((channel) => {
        const share = channel / 255
        return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4
      })
      return 0.2126 * red + 0.7152 * green + 0.0722 * blue
    }
    const groundOf = (element: Element): string => {
      for (let at: Element | null = element; at !== null; at = at.parentElement) {
        const { backgroundColor } = getComputedStyle(at)
        if (channels(backgroundColor)[3] === 255) return backgroundColor
      }
      return 'white'
    }
    return icons.map((icon) => {
      const [one, other] = [luminance(getComputedStyle(icon).color), luminance(groundOf(icon))]
      const size = Math.round(icon.getBoundingClientRect().width)
      return { size, contrast: (Math.max(one, other) + 0.05) / (Math.min(one, other) + 0.05) }
    })
  })

describe('what was done is said in one line at the foot', () => {
  const laptop = givenLaptop({ classMarker: 60, fetched: 60 })

  let page: Page

  beforeAll(async () => {
    page = laptop.app.page
    await line(page).getByText('60 new results').waitFor()
  })

  it('that a backup was saved, with the way to it', async () => {
    await page.getByRole('button', { name: 'Settings' }).click()
    await page.getByRole('button', { name: 'Save everything to one file…' }).click()
    const dialog = page.getByRole('dialog', { name: 'Save everything to one file' })
    await dialog.getByText('Lock it with a passphrase').click()
    await laptop.app.dialogs.answerNextSave(join(laptop.folder, 'Mine.gradekeep'))
    await dialog.getByRole('button', { name: 'Choose where to save…' }).click()
    await line(page).getByText('Saved Mine.gradekeep.').waitFor()
    await line(page).getByRole('button', { name: 'Show in folder' }).click()
    await expect.poll(async () => (await laptop.app.outside()).shown).toContain(join(laptop.folder, 'Mine.gradekeep'))
    await soon(() => line(page).count()).toBe(1)
    await soon(() => bottomOf(line(page))).toBe(await page.evaluate(() => innerHeight))
  })

  it('which is in sight in a narrow window too, whose page scrolls', async () => {
    const size = page.viewportSize() ?? { width: 1280, height: 800 }
    await page.setViewportSize({ width: 360, height: 640 })
    for (const place of ['0', 'document.scrollingElement.scrollHeight']) {
      await page.evaluate(`scrollTo(0, ${place})`)
      await soon(() => bottomOf(line(page))).toBe(640)
    }
    await page.setViewportSize(size)
  })

  it('that a serial was copied, in its place', async () => {
    await page.getByRole('button', { name: /^Certificates/ }).click()
    await page.getByRole('tab', { name: /List/ }).click()
    await page.getByRole('rowheader').first().click()
    await page.getByRole('button', { name: 'Copy serial' }).click()
    await line(page)
      .getByText(/^Copied the serial /)
      .waitFor()
    await soon(() => line(page).count()).toBe(1)
  })

  it('and put away by keyboard it hands the focus on', async () => {
    await line(page).getByRole('button', { name: 'Dismiss' }).press('Enter')
    await line(page)
      .getByText(/^Copied/)
      .waitFor({ state: 'detached' })
    await expect.poll(() => page.evaluate(() => document.activeElement?.tagName)).not.toBe('BODY')
  })

  it('whose figures have words in the pill, which keeps its place whatever the size of the text', async () => {
    await pill(page)
      .getByText(/^\d+ of 30 requests this hour$/)
      .waitFor()
    for (const size of ['100%', '200%']) {
      await page.evaluate((fontSize) => document.documentElement.style.setProperty('font-size', fontSize), size)
      await soon(async () => [size, await partsOutside(pill(page))]).toEqual([size, 0])
    }
    await page.evaluate(() => document.documentElement.style.removeProperty('font-size'))
  })

  it('beside a menu of accounts whose icons can be seen', async () => {
    await page.getByRole('button', { name: /^Account/ }).click()
    await page.getByRole('menuitem', { name: 'Add sample data' }).click()
    await line(page).getByText('Sample data is ready: 3,000 results.').waitFor({ timeout: 30_000 })
    await page.getByRole('button', { name: /^Account/ }).click()
    for (const colorScheme of ['light', 'dark'] as const) {
      await page.emulateMedia({ colorScheme })
      const icons = await iconContrasts(page, '[role="menu"]')
      expect(icons.length).toBeGreaterThan(2)
      for (const { size, contrast } of icons) {
        expect(contrast).toBeGreaterThanOrEqual(3)
        expect(size).toBeGreaterThanOrEqual(15)
      }
    }
    await page.keyboard.press('Escape')
  })
})

/** The lower edge, in pixels from the top of the window. */
async function bottomOf(place: Locator): Promise<number> {
  const box = await place.boundingBox()
  return (box?.y ?? 0) + (box?.height ?? 0)
}

/** How many of its parts reach over its own edges. */
const partsOutside = (place: Locator): Promise<number> =>
  place.evaluate((element) => {
    const own = element.getBoundingClientRect()
    return [...element.querySelectorAll('button, span')].filter((part) => {
      const box = part.getBoundingClientRect()
      return box.top < own.top || box.bottom > own.bottom || box.left < own.left || box.right > own.right
    }).length
  })
