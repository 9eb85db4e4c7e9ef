import { describe, expect, it } from 'vitest'
import { day, plusSeconds } from '../../shared/model/time.ts'
import { givenLaptop, type Laptop, nameOf, now, resultsAre, soon } from './teacher-steps.ts'

const group = 29765
const quadratics = 64781

// One walk: each step begins where the one before ended, first by keyboard alone, then by mouse.
describe('finding anything', () => {
  const laptop = givenLaptop({ classMarker: 0, prepare: hold, fetched: 2 })

  function hold({ simulator: { world } }: Laptop): void {
    const taken = (user: number, first: string, last: string) =>
      world.addGroupResult({
        group_id: group,
        test_id: quadratics,
        user_id: user,
        first,
        last,
        percentage: 86,
        time_finished: plusSeconds(now(), -3 * day),
      })
    taken(501, 'Zoë', 'Quillfeather')
    taken(502, 'Bo', 'Zimmer')
  }

  const page = () => laptop.app.page
  const press = (key: string) => page().keyboard.press(key)
  const heading = (name: string) => page().getByRole('heading', { name, level: 1 }).waitFor()
  const field = () => page().getByRole('combobox', { name: /^Find a student/ })
  const isInGrid = () => page().evaluate(() => document.activeElement?.closest('[role="grid"]') !== null)

  async function find(text: string) {
    await press('Control+k')
    await field().waitFor()
    await page().keyboard.type(text)
  }

  it('leads by keyboard to a student, whatever the accents and the order of the words', async () => {
    await page().locator('[role="grid"] [tabindex="0"]').focus()
    await find('quill zoe')
    const option = page().getByRole('option', { name: /^Zoë Quillfeather/ })
    await option.waitFor()
    await soon(() => option.getAttribute('aria-selected')).toBe('true')
    await press('Enter')
    await heading('Zoë Quillfeather')
    await soon(() => page().evaluate(() => document.activeElement?.tagName)).toBe('H1')
  })

  it('leads to a test, a screen and an action by their names, and names the keys', async () => {
    await find('mock quadr')
    await page().getByRole('group', { name: 'Tests' }).getByRole('option').first().waitFor()
    await press('Enter')
    await heading('Quadratic Equations Mock')
    await find('gradeb')
    await page()
      .getByRole('option', { name: /^Gradebook Control\+/ })
      .waitFor()
    await press('Enter')
    await heading('Gradebook')
    await find('appearance dark')
    await page().getByRole('option', { name: 'Appearance: Dark' }).waitFor()
    await press('Enter')
    await soon(() => page().evaluate(() => document.documentElement.dataset.theme)).toBe('dark')
  })

  it('closes with Esc and gives the focus back', async () => {
    await press('Control+2')
    await heading('Results')
    await page().locator('[role="grid"] [tabindex="0"]').focus()
    await find('nobody at all')
    await page().getByRole('option', { name: 'Search all results for “nobody at all”' }).waitFor()
    await page().getByText('Nothing matches “nobody at all”').first().waitFor()
    await press('Escape')
    await soon(isInGrid).toBe(true)
  })

  it('opens by mouse, too, and where a screen has no list to search, by its key', async () => {
    await page().getByRole('button', { name: 'Find anything…' }).click()
    await field().fill('zimmer')
    await page()
      .getByRole('option', { name: /^Bo Zimmer/ })
      .click()
    await heading('Bo Zimmer')
    await press('Control+,')
    await heading('Settings')
    await press('Control+f')
    await field().waitFor()
    await press('Escape')
  })

  it('tells every shortcut on F1 and on a question mark outside of texts', async () => {
    await press('F1')
    const help = page().getByRole('dialog', { name: 'Help' })
    await help.getByText('Find anything', { exact: true }).waitFor()
    await press('Escape')
    await soon(() => help.count()).toBe(0)
    await press('Control+2')
    await heading('Results')
    await page().getByRole('searchbox', { name: 'Search results' }).focus()
    await press('?')
    expect(await help.count()).toBe(0)
    await press('Backspace')
    // While nothing is found, the heading of the first column is what the Tab key comes to.
    await page().locator('[data-row="0"] [tabindex="0"]').focus()
    await press('?')
    await help.waitFor()
    await press('Escape')
    await soon(() => help.count()).toBe(0)
  })

  it('offers at a row what its panel offers, by the menu key, and gives the focus back', async () => {
    await soon(isInGrid).toBe(true)
    // What was typed and taken back above may still be searched for, and a row that is not there offers nothing.
    await resultsAre(page(), 2)
    await nameOf(page().locator('[data-row="0"]'))
    await press('Shift+F10')
    const menu = page().getByRole('menu', { name: 'What to do with this row' })
    await menu.getByRole('menuitem', { name: 'Open student' }).waitFor()
    await press('Escape')
    await soon(() => menu.count()).toBe(0)
    await soon(isInGrid).toBe(true)
    await press('ContextMenu')
    await menu.waitFor()
    await menu.getByRole('menuitem', { name: /^Note/ }).focus()
    await press('Enter')
    await page().getByRole('dialog', { name: /^Note/ }).getByRole('textbox').fill('Asked for more time')
    await press('Control+Enter')
    await page().getByText('Note kept').or(page().getByText(/note/i)).first().waitFor()
    await soon(isInGrid).toBe(true)
  })

  it('takes the row beside the selection, and within it the whole selection', async () => {
    await press('Control+4')
    await heading('Students')
    await page().locator('[data-row="1"]').waitFor()
    await page().locator('[data-row="0"] [data-column="1"]').click({ button: 'right' })
    await page().getByRole('menuitem', { name: 'Open' }).waitFor()
    await expect.poll(() => page().locator('[data-row="0"]').getAttribute('aria-selected')).toBe('true')
    await press('Escape')
    await soon(isInGrid).toBe(true)
    await press('Shift+ArrowDown')
    await page().locator('[data-row="0"] [data-column="1"]').click({ button: 'right' })
    await page().getByRole('menu', { name: 'What to do with 2 rows' }).waitFor()
    await page().getByRole('menuitem', { name: 'Merge 2 students…' }).click()
    await page().getByRole('dialog', { name: 'Merge 2 students into one' }).waitFor()
    await press('Escape')
  })
})
