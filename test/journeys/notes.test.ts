import { describe, expect, it } from 'vitest'
import { day, plusSeconds } from '../../shared/model/time.ts'
import { givenLaptop, now, soon } from './teacher-steps.ts'

const group = 29765
const test = 64781
const pupils = ['Adeyemi', 'Quillfeather', 'Zimmer']

// One afternoon by keyboard alone: each step begins where the one before ended.
describe('what a teacher notes about results', () => {
  const laptop = givenLaptop({
    classMarker: 0,
    fetched: 3,
    prepare({ simulator }) {
      pupils.forEach((last, place) => {
        simulator.world.addGroupResult({
          ...{ group_id: group, test_id: test, user_id: 501 + place, first: 'Ada', last },
          ...{ percentage: 70, requires_grading: 'No', time_finished: plusSeconds(now(), -(place + 1) * day) },
        })
      })
    },
  })
  const panel = () => laptop.app.page.getByRole('complementary')
  const press = (...keys: readonly string[]) =>
    keys.reduce((before, key) => before.then(() => laptop.app.page.keyboard.press(key)), Promise.resolve())
  const cell = (row: number) => laptop.app.page.locator(`[data-row="${row}"] [data-column="0"]`)
  const said = (words: string) => laptop.app.page.getByText(words).first().waitFor()

  it('writes a note, puts a label on and excuses from the panel', async () => {
    const { page } = laptop.app
    await cell(0).focus()
    await press('Enter')
    await panel().getByRole('button', { name: 'Add note' }).press('Enter')
    await page.keyboard.type('Ill on the day')
    await press('Control+Enter')
    await panel().getByRole('paragraph').filter({ hasText: 'Ill on the day' }).waitFor()
    await panel().getByRole('button', { name: 'Put a label on' }).press('Enter')
    await page.getByRole('textbox', { name: 'Find or make a label' }).waitFor()
    await page.keyboard.type('Re-sit')
    await press('Enter')
    await panel().getByText('Re-sit').waitFor()
    await press('Escape')
    await panel().getByRole('button', { name: 'Excuse…' }).press('Enter')
    await page.keyboard.type('Doctor’s note')
    await press('Enter')
    await panel().getByText('Excused from this test').waitFor()
  })

  it('takes all of it back by the key, newest first, and does it again', async () => {
    const { page } = laptop.app
    await cell(0).focus()
    await press('Control+z')
    await said('Undone: decision about Ada Adeyemi made.')
    await panel().getByText('This test counts as the rules say.').waitFor()
    await press('Control+z')
    await said('Undone: label “Re-sit” made.')
    await panel().getByText('No labels.').waitFor()
    await press('Control+z')
    await said('Undone: note about Ada Adeyemi added.')
    await panel().getByText('No notes yet.').waitFor()
    await press('Control+z')
    await said('There is nothing to undo.')
    await press('Control+Shift+z')
    await said('Done again: note about Ada Adeyemi added.')
    await panel().getByRole('paragraph').filter({ hasText: 'Ill on the day' }).waitFor()
    // In a text field the key undoes what was typed there, and nothing else.
    await page.getByRole('searchbox', { name: 'Search results' }).fill('Ada')
    await press('Control+z')
    await panel().getByRole('paragraph').filter({ hasText: 'Ill on the day' }).waitFor()
    await page.getByRole('searchbox', { name: 'Search results' }).fill('')
    await cell(0).focus()
    await press('Escape')
  })

  it('copies selected rows as cells, and labels them in one step', async () => {
    const { page } = laptop.app
    await page.getByRole('button', { name: 'Select', exact: true }).press('Enter')
    await page.locator('[data-row="0"] [data-column="1"]').focus()
    await press('Space', 'ArrowDown', 'Space', 'Control+c')
    await said('2 rows copied. They can be pasted into a spreadsheet.')
    const copied = (await laptop.app.outside()).copied.at(-1) ?? ''
    expect(copied.split('\r\n').map((line) => line.split('\t').slice(0, 1)[0])).toEqual([
      ...['Student', 'Ada Adeyemi', 'Ada Quillfeather'],
    ])
    await page.getByRole('button', { name: 'Label…' }).press('Enter')
    await page.getByRole('textbox', { name: 'Find or make a label' }).waitFor()
    await page.keyboard.type('Autumn')
    await press('Enter')
    await said('Label “Autumn” made and put on.')
    await press('Escape')
    await page.locator('[data-row="0"] [data-column="1"]').focus()
    await press('Control+z')
    await said('Undone: label “Autumn” made.')
  })

  it('lists in Activity what was changed here', async () => {
    const { page } = laptop.app
    await page.getByRole('button', { name: 'Activity', exact: true }).press('Enter')
    await page.getByRole('tab', { name: 'On this computer' }).click()
    const rows = page.getByRole('tabpanel').getByRole('row')
    await rows.nth(2).waitFor()
    await soon(() => rows.nth(1).textContent()).toMatch(/^Label “Autumn” made.*Undone/)
    await soon(() => rows.nth(2).textContent()).toMatch(/^Note about Ada Adeyemi added.*Stands/)
  })
})
