import { mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Locator, Page } from 'playwright'
import { beforeAll, describe, expect, it, onTestFinished } from 'vitest'
import { openScreen } from './built-screen.ts'
import { difference, forgetOthers, isKeeping, keptNames, pictureOf, unlikeKept } from './kept-pictures.ts'
import { givenAnswers } from './laptop-answers.ts'
import { fillPictured, finishPictured, stoppedAt, stoppedClock } from './pictured-laptop.ts'

/*
 * Guards the look: each screen, light and dark, is compared with its picture in `pictures/`, which were taken with the
 * Chromium that `chromium.json` there names. README, "How the look is guarded", says how to renew them.
 */

const themes = ['light', 'dark'] as const
type Theme = (typeof themes)[number]

/** A walk through everything takes a minute where the computer has other things to do. */
const patience = { timeout: 240_000 }

interface Shown {
  readonly name: string
  /** Where it is a screen of the sidebar, its name there. */
  readonly inSidebar?: string
  show(page: Page): Promise<unknown>
  /** Takes back what lies over the screen. */
  leave?(page: Page): Promise<unknown>
}

const row = (page: Page, place: number) => page.locator(`[data-row="${place}"]`).first()
const rowIsThere = (page: Page) => row(page, 2).waitFor()
const close = (page: Page) => page.keyboard.press('Escape')

/** A screen of the sidebar, once `isThere` says so. */
const screen = (name: string, inSidebar: string, isThere: (page: Page) => Promise<unknown> = rowIsThere): Shown => ({
  name,
  inSidebar,
  show: async (page) => {
    await page
      .getByRole('navigation')
      .getByRole('button', { name: new RegExp(`^${inSidebar}`) })
      .first()
      .click()
    await page.getByRole('heading', { name: inSidebar, level: 1, exact: true }).waitFor()
    await isThere(page)
  },
})

/** The walk: each step begins where the one before it ended. */
const walk: readonly Shown[] = [
  screen('home', 'Home', (page) => page.getByText('each dot').first().waitFor()),
  screen('results', 'Results'),
  {
    name: 'result-panel',
    show: async (page) => {
      await row(page, 3).click()
      await page.getByText('Everything ClassMarker sent').waitFor()
    },
    leave: close,
  },
  {
    name: 'results-view',
    show: async (page) => {
      await page.getByRole('region', { name: 'Views' }).getByRole('button', { name: 'To grade' }).first().click()
      await page.getByRole('heading', { name: 'To grade', level: 1 }).waitFor()
      await rowIsThere(page)
    },
  },
  screen('gradebook', 'Gradebook'),
  screen('students', 'Students'),
  {
    name: 'identity-inbox',
    show: async (page) => {
      await page.getByRole('button', { name: /^Perhaps the same person/ }).click()
      await page.getByRole('button', { name: 'Same person…' }).first().waitFor()
    },
    leave: close,
  },
  {
    name: 'student',
    show: async (page) => {
      await row(page, 3).click()
      await page.getByRole('figure').first().waitFor()
    },
  },
  screen('tests', 'Tests'),
  {
    name: 'test',
    show: async (page) => {
      await row(page, 0).click()
      await page.getByRole('list', { name: 'Figures' }).waitFor()
      await page.getByRole('figure').first().waitFor()
    },
  },
  screen('questions', 'Questions'),
  screen('assessments', 'Assessments'),
  screen('certificates', 'Certificates', (page) => page.getByText('60 certificates are here').waitFor()),
  {
    name: 'certificate-list',
    show: async (page) => {
      await page.getByRole('tab', { name: 'List' }).click()
      await rowIsThere(page)
    },
    leave: (page) => page.getByRole('tab', { name: 'Desk' }).click(),
  },
  screen('access-codes', 'Access codes'),
  screen('activity', 'Activity', (page) => page.getByText('Complete').first().waitFor()),
  screen('imports', 'Imports', (page) => page.getByText('Nothing was imported yet.').waitFor()),
  screen('settings', 'Settings', (page) => page.getByText('Time zone').first().waitFor()),
  {
    name: 'find',
    show: async (page) => {
      await page.keyboard.press('Control+k')
      await page.getByRole('dialog', { name: 'Find anything' }).getByRole('combobox').fill('an')
      await page.getByRole('group', { name: 'Students' }).getByRole('option').first().waitFor()
    },
    leave: close,
  },
  {
    name: 'help',
    show: async (page) => {
      await page.keyboard.press('F1')
      await page.getByRole('dialog').waitFor()
    },
    leave: close,
  },
]

const welcome: Shown = {
  name: 'welcome',
  show: (page) => page.getByRole('button', { name: 'Look around' }).waitFor(),
}

const picturesOf = (shown: Shown): readonly string[] => themes.map((theme) => `${shown.name}-${theme}`)

async function open(laptop: ReturnType<typeof givenAnswers>, theme: Theme): Promise<Page> {
  const { page } = await openScreen(laptop.fake, 'home', stoppedAt)
  await page.emulateMedia({ colorScheme: theme, reducedMotion: 'reduce' })
  return page
}

/** Shows one after the other. @returns what does not look as kept */
async function unlike(page: Page, theme: Theme, steps: readonly Shown[]): Promise<readonly string[]> {
  const found: string[] = []
  for (const { name, show, leave } of steps) {
    await show(page)
    // What lies under the pointer is drawn otherwise.
    await page.mouse.move(1, 1)
    found.push(...[await unlikeKept(page, `${name}-${theme}`)].flatMap((each) => each ?? []))
    await leave?.(page)
  }
  return found
}

describe('the look of the window', () => {
  const laptop = givenAnswers(fillPictured, stoppedClock)
  beforeAll(() => finishPictured(laptop))

  it.each(themes)('is on every screen as in its picture, in the %s theme', patience, async (theme) => {
    const page = await open(laptop, theme)
    expect(await unlike(page, theme, walk)).toEqual([])
  })

  it('is pictured for every screen of the sidebar', async () => {
    const page = await open(laptop, 'light')
    const buttons = page.getByRole('navigation').getByRole('listitem').getByRole('button')
    const words = await buttons.locator(':scope > span:first-of-type').allInnerTexts()
    const pictured = walk.flatMap(({ inSidebar }) => inSidebar ?? [])
    expect(words.filter((word) => word !== 'To grade').toSorted()).toEqual(pictured.toSorted())
  })

  it.each(themes)(
    'is another with each planted fault, and the same with other edges of letters, in the %s theme',
    patience,
    async (theme) => {
      const page = await results(theme)
      const before = await pictureOf(page)
      const isSeen = async ({ at, style }: Fault) => {
        await plant(page, at(page), style)
        return difference(before, await pictureOf(page)).found !== null
      }
      const seen: string[] = []
      for (const each of [...faults, ...edges]) if (await isSeen(each)) seen.push(each.what)
      expect(seen).toEqual(faults.map(({ what }) => what))
    },
  )

  // Where pictures are kept, this one would be kept with its fault.
  it.skipIf(isKeeping)('is told of with three pictures, and how to renew them', patience, async () => {
    const page = await results('light')
    await plant(page, page.getByRole('button', { name: 'Columns' }), 'visibility: hidden')
    const folder = join(mkdtempSync(join(tmpdir(), 'gradekeep-pictures-')), '/')
    onTestFinished(() => rmSync(folder, { recursive: true, force: true }))
    const told = await unlikeKept(page, 'results-light', folder)
    expect(told).toMatch(/^results-light looks otherwise: .* GRADEKEEP_KEEP_PICTURES=1 npm test -- pictures$/)
    const three = ['difference', 'kept', 'now'].map((which) => `results-light-${which}.png`)
    expect(readdirSync(folder).toSorted()).toEqual(three)
  })

  /** The results in the window, with nothing under the pointer. */
  async function results(theme: Theme): Promise<Page> {
    const page = await open(laptop, theme)
    await walk.find(({ name }) => name === 'results')?.show(page)
    await page.mouse.move(1, 1)
    return page
  }
})

interface Fault {
  readonly what: string
  at(page: Page): Locator
  readonly style: string
}

const cells = (page: Page, column: number) => page.locator(`[role="row"] > :nth-child(${column})`)
const faults: readonly Fault[] = [
  { what: 'a column moved by 4 pixels', at: (page) => cells(page, 3), style: 'transform: translateX(4px)' },
  {
    what: 'a lost button',
    at: (page) => page.getByRole('button', { name: 'Columns' }),
    style: 'visibility: hidden',
  },
  {
    what: 'a chip of another colour',
    at: (page) => page.getByRole('grid').getByText('To grade', { exact: true }),
    style: 'background: var(--chip)',
  },
  {
    what: 'a word of another colour',
    at: (page) => page.getByRole('grid').getByText('Not passed', { exact: true }),
    style: 'color: var(--dim)',
  },
  {
    what: 'a row 4 pixels too low',
    at: (page) => row(page, 5).locator(':scope > *'),
    style: 'position: relative; top: 4px',
  },
  {
    what: 'a title 4 pixels too far right',
    at: (page) => page.getByRole('heading', { name: 'Results', level: 1 }),
    style: 'position: relative; left: 4px',
  },
  {
    what: 'a number 4 pixels too far left',
    at: (page) => page.locator('[data-region="toolbar"]').getByText(/^300 results$/),
    style: 'position: relative; left: -4px',
  },
  {
    what: 'an icon 4 pixels too high',
    at: (page) =>
      page
        .getByRole('navigation')
        .getByRole('button', { name: /^Tests/ })
        .locator('svg'),
    style: 'position: relative; top: -4px',
  },
]

/** What another computer does to letters, and is no fault. */
const edges: readonly Fault[] = [
  { what: 'letters drawn bolder', at: (page) => page.locator('body *'), style: '-webkit-text-stroke: 0.1px' },
  { what: 'letters drawn aside', at: (page) => page.locator('body'), style: 'transform: translate(0.1px, 0.1px)' },
]

/** Gives elements a style by a rule, in place of the one before. */
async function plant(page: Page, at: Locator | null, style: string): Promise<void> {
  await page.evaluate(() => {
    for (const each of document.querySelectorAll('[data-planted]')) each.removeAttribute('data-planted')
  })
  const found = await at?.evaluateAll((all) => {
    for (const each of all) each.setAttribute('data-planted', '')
    return all.length
  })
  if (found === 0) throw new Error('There is nothing to plant a fault in')
  await page.evaluate((rule) => {
    const sheet = new CSSStyleSheet()
    sheet.replaceSync(`[data-planted] { ${rule} }`)
    document.adoptedStyleSheets = [sheet]
  }, style)
}

describe('the look of the window before there is an account', () => {
  const laptop = givenAnswers(undefined, stoppedClock)

  it.each(themes)('is as in its picture, in the %s theme', async (theme) => {
    expect(await unlike(await open(laptop, theme), theme, [welcome])).toEqual([])
  })

  it('has no picture of what is no longer shown', () => {
    const names = [...walk, welcome].flatMap(picturesOf)
    if (isKeeping) forgetOthers(names)
    expect(keptNames().toSorted()).toEqual(names.toSorted())
  })
})
