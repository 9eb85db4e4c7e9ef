import { describe, expect, it } from 'vitest'
import { lookInEveryForm } from '../journeys/every-form.ts'
import { resultsAre, soon } from '../journeys/teacher-steps.ts'
import { openScreen, type Screen } from './built-screen.ts'
import { copySchool, givenAnswers } from './laptop-answers.ts'

describe('notes, labels and excused, read by axe', () => {
  const laptop = givenAnswers(copySchool)

  async function results(): Promise<Screen> {
    const screen = await openScreen(laptop.fake)
    await resultsAre(screen.page, 300)
    return screen
  }

  async function detail(row: number): Promise<Screen> {
    const screen = await results()
    await screen.page.locator(`[data-row="${row}"]`).click()
    await screen.page.getByText('Everything ClassMarker sent').waitFor()
    return screen
  }

  it('a note is written, changed and removed in the panel, and the focus stays at hand', async () => {
    const screen = await detail(3)
    const { page } = screen
    const panel = page.getByRole('complementary')
    await panel.getByRole('button', { name: 'Add note' }).click()
    await page.keyboard.press('Control+Enter')
    await panel.getByText('A note needs some words.').waitFor()
    await lookInEveryForm(screen, 'note-form')
    // In a narrow window the focus went to the panel's title.
    await panel.getByRole('textbox', { name: 'Note' }).focus()
    await page.keyboard.type('Ill on the day, agreed with Ms Okafor.')
    await page.keyboard.press('Control+Enter')
    await panel.getByText('Ill on the day, agreed with Ms Okafor.').waitFor()
    await soon(() => page.evaluate(() => document.activeElement?.textContent)).toBe('Add note')
    await panel.getByRole('button', { name: 'Change the note' }).click()
    await page.keyboard.type(' Re-sits on Friday.')
    await page.keyboard.press('Control+Enter')
    await panel.getByText('Re-sits on Friday.', { exact: false }).waitFor()
    await page.getByText('Note changed.').first().waitFor()
    // The button in focus again would show its tooltip.
    await panel.getByRole('heading', { name: 'Notes' }).click()
    await lookInEveryForm(screen, 'note')
    await panel.getByRole('button', { name: 'Remove the note' }).click()
    await panel.getByText('No notes yet.').waitFor()
    await page.getByRole('main').getByRole('button', { name: 'Undo', exact: true }).click()
    await panel.getByText('Re-sits on Friday.', { exact: false }).waitFor()
  })

  it('a label is made, recoloured and taken off in the panel', async () => {
    const screen = await detail(4)
    const { page } = screen
    const panel = page.getByRole('complementary')
    await panel.getByRole('button', { name: 'Put a label on' }).click()
    const picker = page.getByRole('dialog', { name: 'Put a label on' })
    await picker.getByRole('textbox', { name: 'Find or make a label' }).waitFor()
    await page.keyboard.type('Re-sit agreed')
    await page.keyboard.press('Enter')
    const choice = picker.getByRole('checkbox', { name: 'Re-sit agreed' })
    await choice.waitFor()
    await soon(() => choice.isChecked()).toBe(true)
    await lookInEveryForm(screen, 'label-picker')
    await picker.getByRole('button', { name: 'Change label “Re-sit agreed”' }).click()
    await picker.getByRole('radio', { name: 'Violet' }).check({ force: true })
    await lookInEveryForm(screen, 'label-form')
    await picker.getByRole('button', { name: 'Save label' }).click()
    await choice.waitFor()
    await page.keyboard.press('Escape')
    await panel.getByText('Re-sit agreed').waitFor()
    await panel.getByRole('heading', { name: 'Labels' }).click()
    await lookInEveryForm(screen, 'label')
  })

  it('several results are excused at once, and the keys take it back and do it again', async () => {
    const screen = await results()
    const { page } = screen
    await page.getByRole('button', { name: 'Select', exact: true }).click()
    for (const row of [6, 7]) await page.locator(`[data-row="${row}"] [data-select-box]`).click()
    await page.getByRole('button', { name: 'Excuse…' }).click()
    const asked = page.getByRole('dialog', { name: 'Excuse…' })
    await asked.getByText('Excuse from the tests of 2 results').waitFor()
    await lookInEveryForm(screen, 'excuse-selection')
    await asked.getByRole('textbox', { name: 'Reason' }).fill('Fire alarm')
    await page.keyboard.press('Enter')
    await page.getByText('excused from a test, in every gradebook.', { exact: false }).first().waitFor()
    await soon(async () => (await laptop.fake.bridge.overrides.list({})).ok).toBe(true)
    await page.locator('[data-row="6"] [data-column="1"]').focus()
    await page.keyboard.press('Control+z')
    await page.getByText('Undone: decision about students made.').first().waitFor()
    await page.keyboard.press('Control+Shift+z')
    await page.getByText('Done again: decision about students made.').first().waitFor()
    await lookInEveryForm(screen, 'selection-actions')
  })

  it('the list of what was changed here says what stands and what is undone', async () => {
    const [account] = await laptop.accounts()
    for (const name of ['10A', '10B'])
      await laptop.fake.bridge.classes.add({ account: account?.id ?? '', name, members: [] })
    const screen = await results()
    const { page } = screen
    await page.getByRole('navigation').getByRole('button', { name: 'Activity' }).click()
    await page.getByRole('tab', { name: 'On this computer' }).click()
    const rows = page.getByRole('tabpanel').getByRole('row')
    await rows.nth(1).waitFor()
    const first = rows.nth(1)
    await soon(() => first.textContent()).toContain('Class “10B” made')
    await lookInEveryForm(screen, 'local-changes')
    await page.keyboard.press('Control+z')
    await soon(() => first.textContent()).toContain('Undone')
    await first.getByRole('button', { name: 'Redo: class “10B” made' }).waitFor()
    await rows
      .nth(2)
      .getByRole('button', { name: /^Undo: / })
      .waitFor()
    await expect.poll(() => first.locator('s').count()).toBe(1)
    await lookInEveryForm(screen, 'local-changes-undone')
  })
})
