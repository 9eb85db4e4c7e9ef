import { join } from 'node:path'
import type { Page } from 'playwright'
import { describe, expect, it } from 'vitest'
import { htmlEncoded } from '../../electron/simulator/result.ts'
import type { Simulator } from '../../electron/simulator/simulator.ts'
import { readRows } from '../../shared/ipc/sent-rows.ts'
import { fold } from '../../shared/model/text.ts'
import { givenLaptop, type Laptop, nameOf, now, resultsAre } from './teacher-steps.ts'

const total = 903

describe('the grid of results', () => {
  const laptop = givenLaptop({ classMarker: 900, prepare: addOddNames, fetched: total })

  function addOddNames({ simulator: { world } }: Laptop): void {
    world.addGroupResult({
      first: htmlEncoded('<img src=x onerror=alert(1)>'),
      last: 'Attack',
      time_finished: now() - 30,
    })
    world.addGroupResult({ first: '<b>Bold</b>', last: 'Unencoded', time_finished: now() - 20 })
    world.addGroupResult({ first: 'Zo&euml;', last: htmlEncoded("O'Neill & Sons"), time_finished: now() - 10 })
  }

  describe('by keyboard', () => {
    it('is one stop of the Tab key, and the arrows move within it', async () => {
      const { page } = laptop.app
      const grid = page.getByRole('grid')
      await expect.poll(() => grid.locator('[tabindex="0"]').count()).toBe(1)
      await page.getByRole('searchbox').focus()
      while (!(await inGrid(page))) await page.keyboard.press('Tab')
      await expect.poll(() => focused(page)).toEqual({ row: 0, column: 0 })
      await page.keyboard.press('ArrowDown')
      await page.keyboard.press('ArrowRight')
      await expect.poll(() => focused(page)).toEqual({ row: 1, column: 1 })
      await expect.poll(() => grid.locator('[tabindex="0"]').count()).toBe(1)
      await page.keyboard.press('Tab')
      expect(await inGrid(page)).toBe(false)
      await page.keyboard.press('Shift+Tab')
      await expect.poll(() => focused(page)).toEqual({ row: 1, column: 1 })
    })

    it('goes to the ends of a row with Home and End, and of the grid with Ctrl, loading what is there', async () => {
      const { page } = laptop.app
      const last = (await page.getByRole('columnheader').count()) - 1
      await page.keyboard.press('End')
      await expect.poll(() => focused(page)).toEqual({ row: 1, column: last })
      await page.keyboard.press('Home')
      await expect.poll(() => focused(page)).toEqual({ row: 1, column: 0 })
      await page.keyboard.press('Control+End')
      await expect.poll(() => focused(page)).toEqual({ row: total - 1, column: last })
      const row = page.locator(`[data-row="${total - 1}"]`)
      expect((await nameOf(row)).length).toBeGreaterThan(3)
      await expect.poll(() => isOnScreen(page, total - 1)).toBe(true)
      await expect.poll(() => row.getAttribute('aria-rowindex')).toBe(String(total + 1))
      await page.keyboard.press('Control+Home')
      await expect.poll(() => focused(page)).toEqual({ row: 0, column: 0 })
      await expect.poll(() => isOnScreen(page, 0)).toBe(true)
    })

    it('opens a result with Enter, and Escape gives the focus back to its cell', async () => {
      const { page } = laptop.app
      for (const key of ['PageDown', 'ArrowRight', 'ArrowRight']) await page.keyboard.press(key)
      await expect.poll(() => focused(page)).toEqual({ row: expect.any(Number), column: 2 })
      const cell = await focused(page)
      expect(cell?.row).toBeGreaterThan(10)
      const name = await nameOf(page.locator(`[data-row="${cell?.row}"]`))
      await page.keyboard.press('Enter')
      const panel = page.getByRole('complementary', { name: `Result of ${name}` })
      await panel.getByText('Everything ClassMarker sent').waitFor()
      await expect.poll(() => focused(page)).toEqual(cell)
      await page.keyboard.press('Escape')
      await panel.waitFor({ state: 'detached' })
      await expect.poll(() => focused(page)).toEqual(cell)
    })

    it('sorts by a header with Enter and Space, and says so', async () => {
      const { page } = laptop.app
      const student = page.getByRole('columnheader', { name: 'Student' })
      await page.keyboard.press('Control+Home')
      await page.keyboard.press('ArrowUp')
      await expect.poll(() => focused(page)).toEqual({ row: -1, column: 0 })
      await page.keyboard.press('Enter')
      await expect.poll(() => student.getAttribute('aria-sort')).toBe('ascending')
      const surnames = everySurname(laptop.simulator)
      await expect.poll(() => nameIn(page, 0)).toContain(surnames[0])
      await page.keyboard.press('Space')
      await expect.poll(() => student.getAttribute('aria-sort')).toBe('descending')
      await expect.poll(() => nameIn(page, 0)).toContain(surnames.at(-1))
      await expect.poll(() => page.locator('[role="columnheader"]:not([aria-sort="none"])').count()).toBe(1)
    })

    it('finds the search with Ctrl F and the export with Ctrl E', async () => {
      const { page } = laptop.app
      await page.getByRole('grid').locator('[tabindex="0"]').focus()
      await page.keyboard.press('Control+f')
      await expect.poll(() => page.getByRole('searchbox').evaluate((box) => box === document.activeElement)).toBe(true)
      await laptop.app.dialogs.answerNextSave(join(laptop.folder, 'By keyboard.xlsx'))
      await page.keyboard.press('Control+e')
      await page.getByText('Saved By keyboard.xlsx · 903 results').first().waitFor()
      await page.getByRole('button', { name: 'Dismiss' }).click()
    })
  })

  it('sorts by a header with the mouse, the best first where that is what one looks for', async () => {
    const { page } = laptop.app
    const score = page.getByRole('columnheader', { name: 'Score' })
    await score.click()
    await expect.poll(() => score.getAttribute('aria-sort')).toBe('descending')
    await expect.poll(() => page.locator('[data-row="0"]').textContent()).toContain('100.0')
    await score.click()
    await expect.poll(() => score.getAttribute('aria-sort')).toBe('ascending')
    await page.getByRole('columnheader', { name: 'Finished' }).click()
    await expect.poll(() => nameIn(page, 0)).toBe("Zoë O'Neill & Sons")
  })

  it('tells assistive technology how many rows there are, and which these are', async () => {
    const { page } = laptop.app
    const grid = page.getByRole('grid', { name: 'Results' })
    await expect.poll(() => grid.getAttribute('aria-rowcount')).toBe(String(total + 1))
    expect(await grid.getAttribute('aria-colcount')).toBe(String(await page.getByRole('columnheader').count()))
    const rows = await grid
      .getByRole('row')
      .evaluateAll((all) => all.map((row) => Number(row.getAttribute('aria-rowindex'))))
    expect(rows).toEqual(rows.map((_, index) => index + 1))
    expect(rows.length).toBeLessThan(80)
  })

  it('shows names as they were typed, and never as markup', async () => {
    const { page } = laptop.app
    await expect.poll(() => nameIn(page, 0)).toBe("Zoë O'Neill & Sons")
    await expect.poll(() => nameIn(page, 1)).toBe('<b>Bold</b> Unencoded')
    await expect.poll(() => nameIn(page, 2)).toBe('<img src=x onerror=alert(1)> Attack')
    expect(await page.locator('[role="grid"] img, [role="grid"] b').count()).toBe(0)
    await page.locator('[data-row="2"]').click()
    await page.getByRole('complementary', { name: 'Result of <img src=x onerror=alert(1)> Attack' }).waitFor()
    await page.getByText('Everything ClassMarker sent').click()
    expect(await page.locator('aside img').count()).toBe(0)
    await page.keyboard.press('Escape')
  })

  it('ends with the answer to what was typed last, however fast', async () => {
    const { page } = laptop.app
    const search = page.getByRole('searchbox')
    const found = await page.evaluate(() =>
      gradekeep?.resultList.open({
        query: {
          filter: [{ field: 'search', op: 'contains', value: 'ne' }],
          sort: { field: 'finished', direction: 'desc' },
        },
        first: 500,
      }),
    )
    if (!found?.ok) throw new Error('The results could not be counted')
    const { count } = readRows(found.value) as typeof found.value
    if (count === null) throw new Error('More were found than a page holds')
    expect(count).toBeGreaterThan(1)
    for (const text of ['n', 'ne', 'nei', 'neill sons', 'neill', 'nei', 'ne']) {
      await search.fill(text)
      // As somebody types: some answers come before the next letter, and some are overtaken by it.
      await page.waitForTimeout(30)
    }
    await resultsAre(page, count, total)
    await search.fill("zoe o'neill & s")
    await resultsAre(page, 1, total)
    await search.fill('')
    await resultsAre(page, total)
  })

  it('names the search when nothing matches it, and clears it with one press', async () => {
    const { page } = laptop.app
    await page.getByRole('searchbox').fill('nobody of this name')
    await page.getByRole('heading', { name: 'No result matches this search' }).waitFor()
    await page.getByRole('button', { name: 'Clear search' }).last().click()
    await resultsAre(page, total)
    await expect.poll(() => page.getByRole('searchbox').inputValue()).toBe('')
  })

  it('says so when a certificate’s address does not lead to ClassMarker', async () => {
    const { page } = laptop.app
    laptop.simulator.world.addGroupResult({
      last: 'Elsewhere',
      certificate_serial: 'A-1',
      certificate_url: 'https://elsewhere.example/a.pdf',
      time_finished: now() - 5,
    })
    await page.getByRole('button', { name: 'Sync now' }).click()
    await page.getByRole('searchbox').fill('Elsewhere')
    await resultsAre(page, 1, total + 1)
    await page.locator('[data-row="0"]').click()
    await page.getByRole('button', { name: 'Open at ClassMarker' }).click()
    await page
      .getByRole('complementary')
      .getByText('The address of this certificate leads away from ClassMarker, so it was not opened.')
      .waitFor()
    expect((await laptop.app.outside()).opened).toEqual([])
    await page.keyboard.press('Escape')
    await page.getByRole('searchbox').fill('')
    await resultsAre(page, total + 1)
  })

  it('keeps hidden columns, density and theme over a restart', async () => {
    const { page } = laptop.app
    await page.getByRole('button', { name: 'Columns' }).click()
    await page.getByRole('menuitemcheckbox', { name: 'Group or link' }).click()
    await page.keyboard.press('Escape')
    await page.getByRole('columnheader', { name: 'Group or link' }).waitFor({ state: 'detached' })
    await page.getByRole('button', { name: 'Settings' }).click()
    await page.getByRole('radio', { name: 'Compact' }).click()
    await page.getByRole('radio', { name: 'Dark' }).click()
    await expect.poll(() => page.locator('html').getAttribute('data-theme')).toBe('dark')
    await laptop.app.close()
    await laptop.openOnResults()
    await resultsAre(laptop.app.page, total + 1)
    const after = laptop.app.page
    await expect.poll(() => after.locator('html').getAttribute('data-theme')).toBe('dark')
    await expect
      .poll(() => after.evaluate(() => getComputedStyle(document.body).backgroundColor))
      .toBe('rgb(23, 24, 26)')
    await expect.poll(async () => (await after.locator('[data-row="0"]').boundingBox())?.height).toBe(26)
    await expect.poll(() => after.getByRole('columnheader', { name: 'Group or link' }).count()).toBe(0)
    await after.getByRole('button', { name: 'Columns' }).click()
    const choice = after.getByRole('menuitemcheckbox', { name: 'Group or link' })
    await expect.poll(() => choice.getAttribute('aria-checked')).toBe('false')
  })
})

/** The cell in focus; its row is -1 in the header. Null when the focus is elsewhere. */
const focused = (page: Page): Promise<{ row: number; column: number } | null> =>
  page.evaluate(() => {
    const cell = document.activeElement?.closest('[data-column]')
    const row = cell?.closest('[data-row]')
    if (!cell || !row) return null
    return { row: Number(row.getAttribute('data-row')), column: Number(cell.getAttribute('data-column')) }
  })

const inGrid = (page: Page): Promise<boolean> =>
  page.evaluate(() => document.activeElement?.closest('[role="grid"]') !== null)

const nameIn = (page: Page, row: number): Promise<string | null> =>
  page.locator(`[data-row="${row}"]`).getByRole('rowheader').textContent()

/** Whether a whole row lies in the visible part of the list. */
const isOnScreen = (page: Page, row: number): Promise<boolean> =>
  page.locator(`[data-row="${row}"]`).evaluate((element) => {
    const list = element.closest('[role="rowgroup"]')?.getBoundingClientRect()
    const { top, bottom } = element.getBoundingClientRect()
    return list !== undefined && top >= list.top - 1 && bottom <= list.bottom + 1
  })

/** In alphabetical order. */
function everySurname({ world }: Simulator): string[] {
  const sent = [...world.groupResults(), ...world.linkResults()].map(({ last }) => last.replaceAll('&#039;', "'"))
  return sent.sort((a, b) => fold(a).localeCompare(fold(b)))
}
