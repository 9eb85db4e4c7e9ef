import type { Page } from 'playwright'
import { describe, expect, it } from 'vitest'
import { resultsAre, soon } from '../journeys/teacher-steps.ts'
import { openScreen } from './built-screen.ts'
import { copySample, givenAnswers } from './laptop-answers.ts'

const total = 3_000

describe('lists and the width of the window', () => {
  const laptop = givenAnswers(copySample)

  async function results() {
    const screen = await openScreen(laptop.fake)
    await resultsAre(screen.page, total)
    return screen
  }

  it('cuts no name, test or group at 1280 pixels, and no figure at any', async () => {
    const screen = await results()
    const { page } = screen
    await screen.resize(1280, 800)
    await soon(() => headers(page)).toContain('Group or link')
    await soon(() => cutCells(page)).toEqual([])
  })

  it('keeps names whole at 900 pixels, and says what came of each result in words', async () => {
    const screen = await results()
    const { page } = screen
    await screen.resize(900, 800)
    await soon(() => headers(page)).toEqual(['Student', 'Test', 'Score', 'Result', 'Finished'])
    await soon(() => cutBesides(page, 'Test')).toEqual([])
  })

  it('leaves student, test and score readable beside an open result, and the order’s column in its place', async () => {
    const screen = await results()
    const { page } = screen
    await screen.resize(1280, 800)
    await soon(() => headers(page)).toContain('Group or link')
    await page.locator('[data-row="1"]').click()
    await page.getByRole('complementary', { name: /^Result of/ }).waitFor()
    await soon(() => headers(page)).toEqual(['Student', 'Test', 'Score', 'Result', 'Finished'])
    await soon(() => cutBesides(page, 'Test')).toEqual([])
    await soon(
      async () => (await page.getByRole('columnheader', { name: 'Test' }).boundingBox())?.width,
    ).toBeGreaterThan(150)
  })

  it('keeps its headings where they are when nothing matches', async () => {
    const { page } = await results()
    await soon(() => headers(page)).toContain('Group or link')
    const before = await places(page)
    await page.locator('[data-list-search]').fill('nobody is called this')
    await page.getByRole('heading', { name: 'No result matches this search' }).waitFor()
    await soon(() => places(page)).toEqual(before)
  })

  it('stands still when rows are to be selected, also beside an open result and at 900 pixels', async () => {
    const screen = await results()
    const { page } = screen
    const top = async () => (await page.getByRole('grid').boundingBox())?.y
    const standsStill = async () => {
      const before = await top()
      await page.getByRole('button', { name: 'Select', exact: true }).click()
      await page.getByText('Nothing selected yet').waitFor()
      expect(await top()).toBe(before)
      await page.getByRole('checkbox', { name: 'Select all' }).click()
      await page.getByText('3,000 selected', { exact: true }).waitFor()
      expect(await top()).toBe(before)
      await page.getByRole('button', { name: 'Label…' }).waitFor()
      await page.getByRole('button', { name: 'Stop selecting' }).click()
    }
    await standsStill()
    await screen.resize(900, 800)
    await standsStill()
    await screen.resize(1280, 800)
    await page.locator('[data-row="1"]').click()
    await page.getByRole('complementary', { name: /^Result of/ }).waitFor()
    await standsStill()
  })

  it('stands still while filters come and go, in one line at 1280 pixels and two at 900', async () => {
    const screen = await results()
    const { page } = screen
    for (const width of [1280, 900]) {
      await screen.resize(width, 800)
      await soon(async () => (await page.getByRole('grid').boundingBox())?.width).toBeLessThanOrEqual(width)
      const before = await page.getByRole('grid').boundingBox()
      await filterBy(page, 'Group or link', 'Warehouse starters')
      await resultsAre(page, 281, total)
      await filterBy(page, 'Result', 'Passed')
      await filterBy(page, 'To grade', 'Graded')
      await filterBy(page, 'Certificate', 'With certificate')
      await filterBy(page, 'Test', 'Health and Safety Induction')
      const more = page.getByRole('button', { name: /more filters?$/ })
      await more.waitFor()
      await soon(() => page.getByRole('grid').boundingBox()).toEqual(before)
      await soon(() => linesOf(page)).toBe(1)
      await more.click()
      await page.getByRole('dialog').getByRole('button', { name: 'Remove filter: Certificate' }).click()
      await page.getByRole('button', { name: /^Certificate:/ }).waitFor({ state: 'detached' })
      await more.click()
      await page.getByRole('button', { name: 'Clear all' }).click()
      await resultsAre(page, total)
      await soon(() => page.getByRole('grid').boundingBox()).toEqual(before)
    }
  })

  it('folds a column that says the same in every row into a line above, counted over all of them', async () => {
    const screen = await results()
    const { page } = screen
    await filterBy(page, 'Group or link', 'Warehouse starters')
    await resultsAre(page, 281, total)
    await page.getByText('Group or link: Warehouse starters for all 281 results').waitFor()
    await soon(() => headers(page)).not.toContain('Group or link')
    await soon(() => headers(page)).toContain('Duration')
    const columns = page.getByRole('button', { name: 'Columns', exact: true })
    const choice = page.getByRole('menuitemcheckbox', { name: 'Group or link' })
    await columns.click()
    await soon(() => choice.textContent()).toContain('Above the list, as all rows say the same')
    await page.keyboard.press('Escape')
    // Without a row nothing stands above the list.
    const search = page.getByRole('searchbox', { name: 'Search results' })
    await search.fill('zzzzzz')
    await soon(() => page.locator('[data-folded-columns]').count()).toBe(0)
    await columns.click()
    await soon(() => choice.textContent()).toContain('Left out while there are no rows')
    await page.keyboard.press('Escape')
    await search.fill('')
    await page.getByRole('button', { name: 'Remove filter: Group or link' }).click()
    await resultsAre(page, total)
    await soon(() => headers(page)).toContain('Group or link')
    await soon(() => page.locator('[data-folded-columns]').count()).toBe(0)
  })

  it('never folds the column of the order', async () => {
    const screen = await results()
    const { page } = screen
    await page.getByRole('columnheader', { name: 'Group or link' }).click()
    await filterBy(page, 'Group or link', 'Warehouse starters')
    await resultsAre(page, 281, total)
    await page.getByText('Test: Health and Safety Induction for all 281 results').waitFor()
    await soon(() => headers(page)).toContain('Group or link')
    await page.getByRole('columnheader', { name: 'Finished' }).click()
    await page.getByText('Group or link: Warehouse starters for all 281 results').waitFor()
    await page.getByRole('button', { name: 'Remove filter: Group or link' }).click()
    await resultsAre(page, total)
  })

  it('does the same for certificates', async () => {
    const screen = await results()
    const { page } = screen
    await page
      .getByRole('navigation')
      .getByRole('button', { name: /^Certificates/ })
      .click()
    await page.getByRole('tab', { name: 'List' }).click()
    await page.getByText('PDF: Online for all 545 certificates').waitFor()
    await soon(() => cutCells(page)).toEqual([])
  })
})

async function filterBy(page: Page, kind: string, choice: string): Promise<void> {
  await page.getByRole('button', { name: 'Filter', exact: true }).click()
  await page.getByRole('option', { name: kind, exact: true }).click()
  await page.getByRole('option', { name: choice }).first().click()
  await page.keyboard.press('Escape')
  await page.getByRole('dialog').waitFor({ state: 'detached' })
}

const headers = async (page: Page): Promise<readonly string[]> =>
  (await page.getByRole('columnheader').allTextContents()).filter((words) => words !== 'Certificate')

/** Each header with where it begins and how wide it is, in pixels. */
const places = (page: Page): Promise<readonly string[]> =>
  page.evaluate(() =>
    [...document.querySelectorAll('[role="columnheader"]')].map((header) => {
      const { left, width } = header.getBoundingClientRect()
      return `${header.textContent} ${left} ${width}`
    }),
  )

/** The headers of columns in which some words are cut off. */
const cutCells = (page: Page): Promise<readonly string[]> =>
  page.evaluate(async () => {
    await new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve)))
    const names = [...document.querySelectorAll('[role="columnheader"]')].map((header) => header.textContent ?? '')
    const cut = [...document.querySelectorAll('[data-row] [data-column] *, [data-row] [data-column]')].filter(
      (element) =>
        !element.matches('.visually-hidden') &&
        element.scrollWidth > element.clientWidth + 1 &&
        element.clientWidth > 0,
    )
    const places = cut.map((element) => Number(element.closest('[aria-colindex]')?.getAttribute('aria-colindex')) - 1)
    return [...new Set(places)].map((place) => names[place] ?? '')
  })

/** The number of lines that the chips take. */
const linesOf = (page: Page): Promise<number> =>
  page.evaluate(() => {
    const chips = [...document.querySelectorAll('ul[aria-label="Filters"] > li')]
    return new Set(chips.map((chip) => Math.round(chip.getBoundingClientRect().top))).size
  })

const cutBesides = async (page: Page, column: string): Promise<readonly string[]> =>
  (await cutCells(page)).filter((name) => name !== column)
