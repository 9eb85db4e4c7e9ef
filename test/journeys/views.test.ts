import { describe, expect, it } from 'vitest'
import { day, plusSeconds } from '../../shared/model/time.ts'
import { givenLaptop, now, resultsAre, soon } from './teacher-steps.ts'

const group = 29765
const test = 64781

// One morning: each step begins where the one before ended.
describe('a list that a teacher comes back to', () => {
  const laptop = givenLaptop({
    classMarker: 0,
    fetched: 4,
    prepare({ simulator }) {
      ;['Adeyemi', 'Brandt', 'Quillfeather', 'Zimmer'].forEach((last, place) => {
        simulator.world.addGroupResult({
          ...{ group_id: group, test_id: test, user_id: 501 + place, first: 'Ada', last },
          ...{ percentage: 40 + place * 15, requires_grading: place === 0 ? 'Yes' : 'No' },
          time_finished: plusSeconds(now(), -(place + 1) * day),
        })
      })
    },
  })
  const title = (name: string) => laptop.app.page.getByRole('heading', { name, level: 1, exact: true }).waitFor()
  const views = () => laptop.app.page.getByRole('region', { name: 'Views' })
  const nav = (name: string) => laptop.app.page.getByRole('navigation').getByRole('button', { name })
  const press = (...keys: readonly string[]) =>
    keys.reduce((before, key) => before.then(() => laptop.app.page.keyboard.press(key)), Promise.resolve())

  it('filters and keeps it as a view by keyboard alone', async () => {
    const { page } = laptop.app
    await page.getByRole('button', { name: 'Filter', exact: true }).focus()
    await press('Enter')
    await page.getByRole('option', { name: 'Score', exact: true }).press('Enter')
    await page.getByRole('textbox', { name: 'At least' }).waitFor()
    await page.keyboard.type('50')
    await press('Tab', 'Escape')
    await resultsAre(page, 3, 4)
    await page.getByRole('button', { name: 'Views', exact: true }).focus()
    await press('Enter', 'Enter')
    await page.getByRole('textbox', { name: 'Name' }).waitFor()
    await page.keyboard.type('Half or more')
    await press('Enter')
    await title('Half or more')
    await views().getByRole('button', { name: 'Half or more' }).waitFor()
  })

  it('leaves it by the sidebar, and comes back to it', async () => {
    const { page } = laptop.app
    await nav('Results').click()
    await title('Results')
    await resultsAre(page, 4)
    await views().getByRole('button', { name: 'Half or more' }).click()
    await title('Half or more')
    await resultsAre(page, 3, 4)
  })

  it('deletes it, and the key brings it back', async () => {
    const { page } = laptop.app
    await page.getByRole('button', { name: 'Views', exact: true }).click()
    await page.getByRole('menuitem', { name: 'Delete view' }).click()
    await page.getByText('View “Half or more” deleted.').first().waitFor()
    await title('Results')
    await page.locator('[data-row="0"] [data-column="0"]').focus()
    await press('Control+z')
    await views().getByRole('button', { name: 'Half or more' }).click()
    await resultsAre(page, 3, 4)
  })

  it('is where it was when the app is opened again, without the search', async () => {
    const { page } = laptop.app
    await page.getByRole('searchbox', { name: 'Search results' }).fill('brandt')
    await resultsAre(page, 1, 4)
    await nav('Students').click()
    await title('Students')
    await page.locator('[data-row="0"]').click()
    await title('Ada Adeyemi')
    // The place is remembered when the teacher looks elsewhere.
    await page.evaluate(() => globalThis.dispatchEvent(new Event('blur')))
    const { folder } = laptop
    expect(folder).not.toBe('')
    await soon(async () => (await rememberedPlace(page))?.screen).toBe('students')
    await laptop.app.close()
    await laptop.open()
    await title('Ada Adeyemi')
    await nav('Students').click()
    await views().getByRole('button', { name: 'Half or more' }).click()
    await title('Half or more')
    await resultsAre(laptop.app.page, 3, 4)
  })
})

/** What the app would open with, asked through the window. */
const rememberedPlace = (page: { evaluate<T>(work: () => Promise<T>): Promise<T> }) =>
  page.evaluate(async () => {
    const answer = await globalThis.gradekeep?.views.lastPlace()
    return answer?.ok && answer.value?.place !== null ? answer.value : null
  })
