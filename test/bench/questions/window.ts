import { setTimeout } from 'node:timers/promises'
import type { Locator, Page } from 'playwright'
import { readRows } from '../../../shared/ipc/sent-rows.ts'
import { newestFirst } from '../../../shared/model/filter.ts'
import { launchGradekeep } from '../../runtime/launcher.ts'
import { installWatch, type Watch, watchName } from './page-watch.ts'
import type { Measured } from './store.ts'

/** Nobody listens there, so that nothing is fetched while something is measured. */
const env = { GRADEKEEP_API_URL: 'http://127.0.0.1:9', GRADEKEEP_API_SECRET: 'nobody asks for it' }

/**
 * How many times longer a start to the first rows takes than a start without results, pair by pair; and milliseconds in
 * the window of the last of these starts, from an input to the frame that shows what it asks for.
 * @param words what is typed, as `tellingWords` finds it
 */
export async function measureWindow(full: string, empty: string, words: readonly string[]): Promise<Measured> {
  const measured: Measured = new Map()
  const { ratios, app } = await starts(full, empty)
  measured.set('start', ratios)
  try {
    const { page } = app
    await page.evaluate(installWatch, watchName)
    measured.set('earlyKey', await keys(page, words.slice(0, earlyWords)))
    await resultsInMemory(page)
    measured.set('key', await keys(page, words))
    measured.set('filter', await filterClicks(page))
    measured.set('sort', await sortClicks(page))
    const { frames, most } = await scrolling(page)
    measured.set('frame', frames)
    measured.set('rowElements', [most])
    return measured
  } finally {
    await app.close()
  }
}

/** How many words are typed before results are in memory, for a row of their own. */
const earlyWords = 2

/** How many rows the whole list has, as the grid says once it has counted them. */
async function rowCount(page: Page): Promise<string> {
  const grid = page.getByRole('grid').and(page.locator(':not([aria-rowcount="-1"])'))
  return (await grid.getAttribute('aria-rowcount')) ?? ''
}

/** Goes to the list, since the window opens on Home, and waits for its first row. */
async function firstRow(page: Page): Promise<void> {
  await page.getByRole('heading', { level: 1 }).first().waitFor()
  if (await page.getByRole('heading', { name: 'Home', level: 1 }).isVisible()) await page.keyboard.press('Control+2')
  await page.locator('[data-row="0"] [role="rowheader"]').waitFor()
}

/**
 * Waits until results are in memory, as the store's own questions do before they are measured: the first letters would
 * otherwise be typed while results are read, of which a row of its own tells. Their number then comes with a row.
 */
async function resultsInMemory(page: Page): Promise<void> {
  const query = { filter: [], sort: newestFirst }
  for (;;) {
    const sent = await page.evaluate(async (asked) => {
      const opened = await globalThis.gradekeep?.resultList.open({ query: asked, first: 1 })
      if (!opened?.ok) throw new Error('The results could not be asked')
      return opened.value
    }, query)
    const { answer, count } = readRows(sent) as typeof sent
    await page.evaluate((id) => globalThis.gradekeep?.resultList.close({ answer: id }), answer)
    if (count !== null) return
    // Left to its work meanwhile, as `untilInMemory` does.
    await setTimeout(50)
  }
}

/** Runs one input and measures from its event in the page to the frame with other rows. */
async function toRows(page: Page, event: 'keydown' | 'click' | 'input', input: () => Promise<void>): Promise<number> {
  await page.evaluate(([name, kind]) => (Reflect.get(globalThis, name) as Watch).begin(kind), [
    watchName,
    event,
  ] as const)
  await input()
  const taken = await page.evaluate((name) => (Reflect.get(globalThis, name) as Watch).end(), watchName)
  if (taken === null) throw new Error('The rows did not change')
  return taken
}

async function keys(page: Page, words: readonly string[]): Promise<readonly number[]> {
  const taken: number[] = []
  const box = page.getByRole('searchbox').first()
  // The first question waits for what a start asks, and rows are drawn again meanwhile: only the count tells its answer.
  const narrowed = page.getByRole('grid').and(page.locator(`:not([aria-rowcount="${await rowCount(page)}"])`))
  await box.fill(words[0] ?? '')
  await narrowed.waitFor()
  await box.fill('')
  await narrowed.waitFor({ state: 'detached' })
  for (const word of words) {
    await box.focus()
    for (const letter of word) {
      const press = () => page.keyboard.press(letter === ' ' ? 'Space' : letter)
      // A space asks nothing new.
      if (letter === ' ') await press()
      else taken.push(await toRows(page, 'keydown', press))
    }
    await toRows(page, 'input', () => box.fill(''))
  }
  return taken
}

/** Presses the middle of an element, without the two frames of stillness that Playwright's own click waits for. */
async function press(page: Page, element: Locator): Promise<void> {
  await element.scrollIntoViewIfNeeded()
  const box = await element.boundingBox()
  if (box === null) throw new Error('There is nothing to press')
  await page.mouse.click(box.x + box.width / 2, box.y + box.height / 2)
}

async function filterClicks(page: Page): Promise<readonly number[]> {
  const taken: number[] = []
  await page.getByRole('button', { name: 'Filter', exact: true }).click()
  await page.getByRole('option', { name: 'Test', exact: true }).click()
  const choices = page.getByRole('listbox', { name: 'Test' }).getByRole('option')
  await choices.first().waitFor()
  const offered = await choices.count()
  // On and off again: one test more among several would leave the first rows as they are now and then.
  for (let turn = 0; turn < 2 * offered; turn++) {
    taken.push(await toRows(page, 'click', () => press(page, choices.nth(Math.floor(turn / 2)))))
  }
  await page.keyboard.press('Escape')
  await page.getByRole('listbox').waitFor({ state: 'detached' })
  return taken
}

async function sortClicks(page: Page): Promise<readonly number[]> {
  const taken: number[] = []
  const headers = page.locator('[role="columnheader"][aria-sort]')
  const offered = await headers.count()
  for (let turn = 0; turn < 2 * offered; turn++) {
    taken.push(await toRows(page, 'click', () => press(page, headers.nth(Math.floor(turn / 2) % offered))))
  }
  return taken
}

/** Frames while the list scrolls, and the most rows that were in the document. */
const scrolling = (page: Page): Promise<{ readonly frames: readonly number[]; readonly most: number }> =>
  page.evaluate((name) => (Reflect.get(globalThis, name) as Watch).scroll(), watchName)

const pairs = 2

const withoutResults = (page: Page) => page.getByRole('heading', { name: 'No results yet' }).waitFor()

/** Starts on both folders by turns, after one that starts Chromium. The app started last is left open. */
async function starts(full: string, empty: string) {
  const ratios: number[] = []
  await (await started(empty, withoutResults)).app.close()
  for (;;) {
    const without = await started(empty, withoutResults)
    await without.app.close()
    const { taken, app } = await started(full, firstRow)
    ratios.push(taken / without.taken)
    if (ratios.length === pairs) return { ratios, app }
    await app.close()
  }
}

async function started(dataDir: string, shown: (page: Page) => Promise<void>) {
  const before = performance.now()
  const app = await launchGradekeep({ dataDir, env })
  await shown(app.page)
  return { taken: performance.now() - before, app }
}
