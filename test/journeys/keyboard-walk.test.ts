import { join } from 'node:path'
import type { Page } from 'playwright'
import { beforeAll, describe, expect, it } from 'vitest'
import { givenLaptop, nameOf, now, resultsAre, resultsShown, soon } from './teacher-steps.ts'

const total = 700

// One walk without a mouse: each step begins with the focus where the one before left it.
describe('a walk by keyboard alone', () => {
  const laptop = givenLaptop({ classMarker: total })

  let page: Page
  const press = async (...keys: string[]) => {
    for (const key of keys) await page.keyboard.press(key)
  }

  beforeAll(() => {
    page = laptop.app.page
  })

  it('is led to the first field that is missing when it connects too early', async () => {
    await soon(() => focusedName(page)).toBe('API key')
    await press('Enter')
    await page.getByText('Enter the API key').waitFor()
    await soon(() => focusedName(page)).toBe('API key')
    await page.keyboard.type(laptop.simulator.key)
    await press('Tab', 'Tab')
    await page.keyboard.type('Northgate High')
    await press('Enter')
    await soon(() => focusedName(page)).toBe('API secret')
  })

  it('connects, and Enter again fetches', async () => {
    await page.keyboard.type(laptop.simulator.secret)
    await press('Enter')
    await soon(() => focusedName(page)).toBe('Fetch results')
    await press('Enter')
    await resultsAre(page, total)
  })

  it('adds a filter, whose editor opens at its first choice, and comes back to its chip', async () => {
    await press('Control+f', 'Tab', 'Enter')
    await soon(() => focusedName(page)).toBe('Test')
    await press('ArrowDown', 'ArrowDown', 'Enter')
    // With its count, once that is there.
    await soon(() => focusedName(page)).toMatch(/^Passed\d*$/)
    await press('Space')
    await page.getByRole('button', { name: 'Result: Passed' }).waitFor()
    await press('Escape')
    await soon(() => focusedName(page)).toBe('Filter')
    await press('Shift+Tab', 'Shift+Tab')
    await soon(() => focusedName(page)).toBe('Result: Passed')
    await press('Enter')
    await soon(() => focusedName(page)).toMatch(/^Passed\d*$/)
    await press('Escape')
    await soon(() => focusedName(page)).toBe('Result: Passed')
  })

  it('opens every editor of a filter at its first field', async () => {
    const first = {
      Test: 'Find…',
      'Group or link': 'Find…',
      // The current choice.
      'To grade': 'Any',
      Score: 'At least',
      Finished: 'Today',
    }
    for (const [kind, field] of Object.entries(first)) {
      await page.getByRole('button', { name: 'Filter', exact: true }).focus()
      await press('Enter')
      await soon(() => focusedName(page)).toBe('Test')
      for (let at = 0; at < 7 && (await focusedName(page)) !== kind; at += 1) await press('ArrowDown')
      await press('Enter')
      await soon(() => focusedName(page)).toBe(field)
      await press('Escape')
      await soon(() => focusedName(page)).toBe('Filter')
    }
  })

  it('draws one ring around the field of dates, and none through it', async () => {
    await page.getByRole('button', { name: 'Filter', exact: true }).press('Enter')
    await page.getByRole('option', { name: 'Finished', exact: true }).press('Enter')
    await soon(() => focusedName(page)).toBe('Today')
    const rings = () =>
      page.evaluate(() => {
        const above: Element[] = []
        for (let at = document.activeElement; at !== null; at = at.parentElement) above.push(at)
        return above.filter((element) => getComputedStyle(element).outlineStyle !== 'none').length
      })
    const inDates = () => page.evaluate(() => document.activeElement?.getAttribute('role') === 'spinbutton')
    for (let stops = 0; stops < 12 && !(await inDates()); stops += 1) await press('Tab')
    expect(await inDates()).toBe(true)
    expect(await rings()).toBe(1)
    await press('Escape')
    await soon(() => focusedName(page)).toBe('Filter')
  })

  it('opens a result and goes on with the arrows, row and panel together', async () => {
    for (let stops = 0; stops < 9 && !(await inGrid(page)); stops += 1) await press('Tab')
    await press('ArrowDown', 'Enter')
    await panelShows(page, 1)
    expect(await focusedRow(page)).toBe(1)
    for (const [key, row] of [
      ['ArrowDown', 2],
      ['ArrowDown', 3],
      ['ArrowUp', 2],
      [']', 3],
      ['[', 2],
    ] as const) {
      await press(key)
      await panelShows(page, row)
      expect(await focusedRow(page)).toBe(row)
    }
    await press('PageDown')
    const row = (await focusedRow(page)) ?? 0
    expect(row).toBeGreaterThan(10)
    await panelShows(page, row)
    await press('Control+Home')
    await panelShows(page, 0)
  })

  it('keeps up with a key that is held, and ends where it is let go', async () => {
    for (let row = 0; row < 130; row += 1) await press('ArrowDown')
    expect(await focusedRow(page)).toBe(130)
    await panelShows(page, 130)
  })

  it('sees no ring around what cannot be pressed', async () => {
    await press('F6')
    const rings = await page.evaluate(() =>
      [...document.querySelectorAll<HTMLElement>('h1, h2, h3, p, aside')].flatMap((element) => {
        element.tabIndex = -1
        element.focus()
        return getComputedStyle(element).outlineStyle === 'none' ? [] : [element.textContent]
      }),
    )
    expect(rings).toEqual([])
  })

  it('closes it and is back in its row', async () => {
    await press('Escape')
    await page.getByRole('complementary', { name: /^Result of/ }).waitFor({ state: 'detached' })
    await soon(() => focusedRow(page)).toBe(130)
  })

  it('goes on from the row it came from after an attempt that the filter leaves out', async () => {
    const passedBefore = await resultsShown(page)
    const student = { user_id: 77_001, first: 'Tilda', last: 'Twice', group_id: 29765, test_id: 64776 }
    laptop.simulator.world.addGroupResult({
      ...student,
      passed: false,
      percentage: 10,
      percentage_passmark: 50,
      time_started: now() - 900,
      time_finished: now() - 50,
    })
    laptop.simulator.world.addGroupResult({
      ...student,
      passed: true,
      percentage: 95,
      percentage_passmark: 50,
      time_finished: now() - 40,
    })
    await page.getByRole('button', { name: 'Sync now' }).press('Enter')
    await resultsAre(page, passedBefore + 1, total + 2)
    await page.getByRole('grid').locator('[tabindex="0"]').focus()
    await press('Control+Home')
    await soon(() => page.locator('[data-row="0"]').getByRole('rowheader').textContent()).toBe('Tilda Twice')
    await press('Enter')
    await panelShows(page, 0)
    const other = page.getByRole('complementary').getByRole('listitem').getByRole('button').first()
    await other.press('Enter')
    await soon(() => other.getAttribute('aria-current')).toBe('true')
    await press('ArrowDown')
    await panelShows(page, 1)
    await press('Escape')
  })

  it('exports what is listed', async () => {
    await laptop.app.dialogs.answerNextSave(join(laptop.folder, 'Walk.xlsx'))
    await tabTo(page, /^Export to Excel/)
    await press('Enter')
    await page
      .getByText(/^Saved Walk\.xlsx/)
      .first()
      .waitFor()
    await soon(() => focusedName(page)).not.toBe('')
  })

  it('looks up a certificate', async () => {
    await tabTo(page, /^Certificates/)
    await press('Enter')
    await tabTo(page, /Serial, name, e-mail, access code or test|certificate/i, 'input')
    await page.keyboard.type('zzzz-9999')
    await page.getByRole('heading', { name: /No certificate here matches/ }).waitFor()
  })

  it('adds a code, and takes it back', async () => {
    await tabTo(page, /^Access codes/)
    await press('Enter')
    await tabTo(page, /^Add codes/)
    await press('Enter')
    await page.getByRole('dialog').waitFor()
    await soon(() => focusedTag(page)).toMatch(/textarea|input/)
    await page.keyboard.type('WALK-1')
    await tabTo(page, /^(Preview|Look|Go on|Check|Continue)/)
    await press('Enter')
    await tabTo(page, /^Add 1 code/)
    await press('Enter')
    await page
      .getByText(/^Added 1 code/)
      .first()
      .waitFor()
    await tabTo(page, /^Undo/)
    await press('Enter')
    await page
      .getByText(/^Undone here: 1 code/)
      .first()
      .waitFor()
    await soon(() => focusedName(page)).not.toBe('')
  })
})

/** Presses Tab, around the whole window if need be, until an element with this name has the focus. */
async function tabTo(page: Page, name: RegExp, tag = 'button'): Promise<void> {
  for (let presses = 0; presses < 80; presses++) {
    if (name.test(await focusedName(page)) && (await focusedTag(page)) === tag) return
    await page.keyboard.press('Tab')
  }
  throw new Error(`The Tab key does not lead to ${name}`)
}

const focusedTag = (page: Page): Promise<string> =>
  page.evaluate(() => document.activeElement?.tagName.toLowerCase() ?? '')

/** The accessible name of the element in focus. */
const focusedName = (page: Page): Promise<string> =>
  page.evaluate(() => {
    const element = document.activeElement
    if (!(element instanceof HTMLElement)) return ''
    const labels = (element.getAttribute('aria-labelledby') ?? '').split(' ').map((id) => document.getElementById(id))
    const own = element instanceof HTMLInputElement ? [...(element.labels ?? [])] : []
    const said = [element.getAttribute('aria-label'), ...labels.map((label) => label?.textContent)]
    return [...said, ...own.map((label) => label.textContent), element.textContent].find(Boolean)?.trim() ?? ''
  })

const inGrid = (page: Page): Promise<boolean> =>
  page.evaluate(() => document.activeElement?.closest('[role="grid"]') !== null)

const focusedRow = (page: Page): Promise<number | null> =>
  page.evaluate(() => {
    const row = document.activeElement?.closest('[data-row]')?.getAttribute('data-row')
    return row === undefined || row === null ? null : Number(row)
  })

/** Waits until the panel shows the result of a row, and the row is marked as the open one. */
async function panelShows(page: Page, row: number): Promise<void> {
  const line = page.locator(`[data-row="${row}"]`)
  await soon(() => line.getAttribute('aria-current')).toBe('true')
  const name = await nameOf(line)
  await page.getByRole('complementary', { name: `Result of ${name}` }).waitFor()
  await soon(() => page.locator('[aria-busy="true"]').count()).toBe(0)
}
