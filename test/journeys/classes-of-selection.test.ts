import { describe, expect, it } from 'vitest'
import { day, plusSeconds } from '../../shared/model/time.ts'
import { givenLaptop, now, soon } from './teacher-steps.ts'

const group = 29765
const test = 64781
const pupils = ['Adeyemi', 'Quillfeather', 'Zimmer']

// One morning: each step begins where the one before ended.
describe('students of selected results, put into a class', () => {
  const laptop = givenLaptop({
    classMarker: 0,
    fetched: 4,
    prepare({ simulator }) {
      const taken = (last: string, daysAgo: number) =>
        simulator.world.addGroupResult({
          ...{ group_id: group, test_id: test, user_id: 501 + pupils.indexOf(last), first: 'Ada', last },
          ...{ percentage: 70, requires_grading: 'No', time_finished: plusSeconds(now(), -daysAgo * day) },
        })
      for (const last of pupils) taken(last, 3)
      taken('Adeyemi', 5)
    },
  })
  const members = (name: string) =>
    laptop.app.page.evaluate(async (wanted) => {
      const classes = await globalThis.gradekeep?.classes.list({})
      const found = classes?.ok ? classes.value.find((each) => each.name === wanted) : undefined
      if (found === undefined) return null
      const answer = await globalThis.gradekeep?.classes.members({ id: found.id })
      return answer?.ok ? answer.value.map(({ last }) => last) : null
    }, name)
  const select = (last: string, place = 0) =>
    laptop.app.page.getByRole('row').filter({ hasText: last }).nth(place).locator('[data-column="0"]').click()

  it('makes a class of them, each once, and takes it back in one step', async () => {
    const { page } = laptop.app
    await page.getByRole('button', { name: 'Select', exact: true }).click()
    await select('Adeyemi')
    await select('Adeyemi', 1)
    await select('Zimmer')
    await page.getByRole('group', { name: 'Selected results' }).getByText('3 selected').waitFor()
    await page.getByRole('button', { name: 'Add to class…' }).click()
    const dialog = page.getByRole('dialog', { name: 'Add to class' })
    await dialog.getByText('2 students have the selected results.').waitFor()
    await dialog.getByRole('button', { name: /Class/ }).click()
    await page.getByRole('option', { name: 'New class…' }).click()
    await dialog.getByRole('button', { name: 'Add 2 students' }).click()
    await dialog.getByText('Give it a name.').waitFor()
    await dialog.getByLabel('Name of the new class').fill('10B')
    await dialog.getByRole('button', { name: 'Add 2 students' }).click()
    await dialog.waitFor({ state: 'detached' })
    await soon(() => members('10B')).toEqual(['Adeyemi', 'Zimmer'])
    await page.getByRole('button', { name: 'Undo' }).click()
    await soon(() => members('10B')).toBe(null)
  })

  it('adds who is new to a class that is there, and says who is in it already', async () => {
    const { page } = laptop.app
    await page.evaluate(async () => {
      const accounts = await globalThis.gradekeep?.accounts.list()
      const account = accounts?.ok ? accounts.value[0]?.id : undefined
      if (account === undefined) throw new Error('There is no account')
      const zimmer = { key: 'user:503', first: 'Ada', last: 'Zimmer', email: null, externalId: '17', extraTime: null }
      await globalThis.gradekeep?.classes.add({ account, name: '10C', members: [zimmer] })
    })
    await select('Quillfeather')
    await page.getByRole('button', { name: 'Add to class…' }).click()
    const dialog = page.getByRole('dialog', { name: 'Add to class' })
    await dialog.getByRole('button', { name: /Class/ }).click()
    await page.getByRole('option', { name: '10C (1)' }).click()
    await dialog.getByRole('tab', { name: /^New 2$/ }).waitFor()
    await dialog.getByRole('tab', { name: /^Unchanged 1$/ }).waitFor()
    await dialog.getByRole('button', { name: 'Add 2 students' }).click()
    await soon(() => members('10C')).toEqual(['Adeyemi', 'Quillfeather', 'Zimmer'])
    await page.getByRole('button', { name: 'Undo' }).click()
    await soon(() => members('10C')).toEqual(['Zimmer'])
  })

  it('exports the selected results alone', async () => {
    const { page } = laptop.app
    await page.getByRole('button', { name: 'Export 4 results…' }).waitFor()
    await page.getByRole('button', { name: 'Stop selecting' }).click()
    await page.getByRole('button', { name: 'Export to Excel…' }).waitFor()
    expect(await page.getByRole('group', { name: 'Selected results' }).count()).toBe(0)
  })
})
