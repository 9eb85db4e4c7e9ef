import type { Page } from 'playwright'
import { launchGradekeep, type RunningGradekeep } from '../../runtime/launcher.ts'
import { timed } from '../measure.ts'
import { installWatch, type Watch, watchName } from './page-watch.ts'
import type { Measured } from './store.ts'

/** Nobody listens there, so that nothing is fetched while something is measured. */
const env = { GRADEKEEP_API_URL: 'http://127.0.0.1:9', GRADEKEEP_API_SECRET: 'nobody asks for it' }

const launch = (dataDir: string): Promise<RunningGradekeep> => launchGradekeep({ dataDir, env })

/**
 * Milliseconds in the built app's window, from an input to the frame that shows what it asks for.
 * @param words what is typed, as `tellingWords` finds it
 */
export async function measureWindow(dataDir: string, words: readonly string[]): Promise<Measured> {
  const app = await launch(dataDir)
  try {
    const { page } = app
    await firstRow(page)
    await page.evaluate(installWatch, watchName)
    const measured: Measured = new Map()
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

const firstRow = (page: Page) => page.locator('[data-row="0"] [role="rowheader"]').waitFor()

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
  // The first question waits for what a start asks.
  await toRows(page, 'input', () => box.fill(words[0] ?? ''))
  await toRows(page, 'input', () => box.fill(''))
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

async function filterClicks(page: Page): Promise<readonly number[]> {
  const taken: number[] = []
  await page.getByRole('button', { name: 'Filter', exact: true }).click()
  await page.getByRole('option', { name: 'Test', exact: true }).click()
  const choices = page.getByRole('listbox', { name: 'Test' }).getByRole('option')
  await choices.first().waitFor()
  const offered = await choices.count()
  // On and off again: one test more among several would leave the first rows as they are now and then.
  for (let turn = 0; turn < 2 * offered; turn++) {
    taken.push(await toRows(page, 'click', () => choices.nth(Math.floor(turn / 2)).click()))
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
    taken.push(await toRows(page, 'click', () => headers.nth(Math.floor(turn / 2) % offered).click()))
  }
  return taken
}

/** Frames while the list scrolls, and the most rows that were in the document. */
const scrolling = (page: Page): Promise<{ readonly frames: readonly number[]; readonly most: number }> =>
  page.evaluate((name) => (Reflect.get(globalThis, name) as Watch).scroll(), watchName)

const starts = 2

/** How many times longer a start to the first rows takes than a start without results, pair by pair. */
export async function measureStarts(full: string, empty: string): Promise<readonly number[]> {
  const ratios: number[] = []
  for (let turn = 0; turn < starts; turn++) {
    const without = await startTaken(empty, (page) => page.getByRole('heading', { name: 'No results yet' }).waitFor())
    ratios.push((await startTaken(full, firstRow)) / without)
  }
  return ratios
}

async function startTaken(dataDir: string, shown: (page: Page) => Promise<void>): Promise<number> {
  let app: RunningGradekeep | undefined
  const taken = await timed(async () => {
    app = await launch(dataDir)
    await shown(app.page)
  })
  await app?.close()
  return taken
}
