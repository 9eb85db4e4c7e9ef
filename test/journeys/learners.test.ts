import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Page } from 'playwright'
import { describe, expect, it } from 'vitest'
import { lookInEveryForm } from './every-form.ts'
import { givenLaptop, soon } from './teacher-steps.ts'

const sidebar = (page: Page) => page.getByRole('navigation', { name: 'Gradekeep' })
const students = (page: Page) => page.getByRole('grid', { name: 'Students' })
const heading = (page: Page, name: string) => page.getByRole('heading', { name, level: 1 }).waitFor()

/** Rows below that of the headings. */
const areOfMia = ([, ...rows]: readonly string[]): boolean =>
  rows.length > 0 && rows.every((row) => row.includes('Mia Aaberg'))

// One walk: each step begins where the one before ended.
describe('learners of a platform', () => {
  const laptop = givenLaptop()
  /** The ids of the students who have no name, in their order. */
  const ids = async (): Promise<readonly string[]> =>
    students(laptop.app.page).locator('[data-row] :text-matches("^usr_[a-z0-9]+$")').allTextContents()

  it('are called by an id until the teacher names one on their page', async () => {
    const { page } = laptop.app
    await page.getByRole('button', { name: 'Show sample assessments' }).click()
    await sidebar(page)
      .getByRole('button', { name: /^Results\D*200/ })
      .waitFor()
    await sidebar(page)
      .getByRole('button', { name: /^Students/ })
      .click()
    await students(page).locator('[data-row="2"]').waitFor()
    const [id = ''] = await ids()
    await page.locator('[role="grid"] [tabindex="0"]').focus()
    await page.keyboard.press('Control+Home')
    await page.keyboard.press('Enter')
    await heading(page, id)
    await lookInEveryForm(laptop.app, 'learners-nameless')
    await page.getByRole('button', { name: 'Name this student…' }).click()
    const dialog = page.getByRole('dialog', { name: 'Name this student' })
    await dialog.getByRole('button', { name: 'Name the student' }).click()
    await dialog.getByText('Type a name.').waitFor()
    await dialog.getByLabel('First name').fill('Mia')
    await dialog.getByLabel('Last name').fill('Aaberg')
    await dialog.getByLabel('E-mail').fill('mia@harbour.example')
    await lookInEveryForm(laptop.app, 'learners-name')
    await page.keyboard.press('Enter')
    await heading(page, 'Mia Aaberg')
    await page.getByText(`Learner ${id}`, { exact: true }).waitFor()
    await lookInEveryForm(laptop.app, 'learners-named')
    await page.getByRole('button', { name: 'Undo', exact: true }).click()
    await heading(page, id)
    await page.keyboard.press('Control+Shift+z')
    await heading(page, 'Mia Aaberg')
  })

  it('are found by that name in the results and stand by it in the gradebook', async () => {
    const { page } = laptop.app
    await sidebar(page)
      .getByRole('button', { name: /^Results/ })
      .click()
    await page.getByRole('searchbox').fill('mia aaberg')
    await soon(() => page.locator('[data-row]').allTextContents().then(areOfMia)).toBe(true)
    await sidebar(page).getByRole('button', { name: 'Gradebook' }).click()
    await page.getByText('Aaberg, Mia').first().waitFor()
  })

  it('are named and added from a file by their ids, and nobody by a name alone', async () => {
    const { page } = laptop.app
    await sidebar(page)
      .getByRole('button', { name: /^Students/ })
      .click()
    await students(page).getByText('Mia Aaberg').first().waitFor()
    const [id = ''] = await ids()
    const file = join(laptop.folder, 'Learners.csv')
    writeFileSync(file, `Learner ID,First name,Last name\n${id},Noah,Bell\nusr_new1,Ada,Coming\n,Ben,Cole\n`)
    await laptop.app.dialogs.answerNextOpen(file)
    await page.getByRole('button', { name: 'Add students…' }).click()
    await page.getByLabel('Learner ID').waitFor()
    await lookInEveryForm(laptop.app, 'learners-add')
    await page.getByRole('button', { name: 'From a file…' }).click()
    await page.getByRole('button', { name: 'Choose a file…' }).click()
    await page.getByRole('button', { name: 'Use 3 rows' }).click()
    await page.getByText('1 new student').waitFor()
    await page.getByText(`${id} → Noah Bell`).waitFor()
    await page.getByText('Ben Cole – there is no learner ID').waitFor()
    await lookInEveryForm(laptop.app, 'learners-file')
    await page.getByRole('button', { name: 'Add 1 student, name 2' }).click()
    await students(page).getByText('Noah Bell').first().waitFor()
    await students(page).getByText('Ada Coming').first().click({ button: 'right' })
    await page.getByRole('menuitem', { name: 'Change the name…' }).click()
    const dialog = page.getByRole('dialog', { name: 'Change this student’s name' })
    await dialog.getByText('Empty all three to call the student usr_new1 again.').waitFor()
    await dialog.getByLabel('Last name').fill('Coming-Soon')
    await page.keyboard.press('Enter')
    await students(page).getByText('Ada Coming-Soon').first().waitFor()
  })

  it('make a class from a file by their ids', async () => {
    const { page } = laptop.app
    const [id = ''] = await ids()
    const file = join(laptop.folder, 'Class.csv')
    writeFileSync(file, `ID,Name\n${id},Zoe Moor\nusr_new1,\n,Ben Cole\n`)
    await sidebar(page).getByRole('button', { name: 'Gradebook' }).click()
    await page.getByRole('button', { name: 'Students: All students' }).click()
    await page.getByRole('button', { name: 'Classes…' }).click()
    await page.getByLabel('Name of the new class').fill('10B')
    await page.keyboard.press('Enter')
    await laptop.app.dialogs.answerNextOpen(file)
    await page.getByRole('button', { name: 'Add students' }).click()
    await page.getByRole('menuitem', { name: 'From a file…' }).click()
    await page.getByRole('button', { name: 'Choose a file…' }).click()
    await page.getByRole('button', { name: 'Use 3 rows' }).click()
    await page.getByRole('tab', { name: 'Named 1' }).waitFor()
    await page.getByRole('tab', { name: 'New 2' }).waitFor()
    await lookInEveryForm(laptop.app, 'learners-class')
    await page.getByRole('button', { name: 'Add 2 students, name 1' }).click()
    await page.getByRole('dialog').getByRole('rowheader', { name: 'Moor, Zoe' }).waitFor()
    await page
      .getByRole('dialog')
      .getByRole('rowheader', { name: /Coming-Soon, Ada/ })
      .waitFor()
    await page.getByRole('button', { name: 'Show in the gradebook' }).click()
    await soon(() => page.getByText('Aaberg, Mia').count()).toBe(0)
    await page.getByText('Moor, Zoe').first().waitFor()
    expect(await page.getByText('Cole').count()).toBe(0)
  })

  it('come into a class from a course, whose name is that at the platform', async () => {
    const { page } = laptop.app
    await page.getByRole('button', { name: 'Students: Class 10B' }).click()
    await page.getByRole('button', { name: 'Classes…' }).click()
    await page.getByLabel('Name of the new class').fill('10C')
    await page.keyboard.press('Enter')
    await page.getByRole('button', { name: 'Add students' }).click()
    await page.getByRole('menuitem', { name: 'From a course…' }).click()
    await page
      .getByRole('dialog')
      .getByRole('button', { name: /Choose a course/ })
      .click()
    await page.getByRole('option', { name: /^crs_/ }).first().click()
    await page.getByRole('button', { name: 'Look who is in it' }).click()
    await page.getByRole('button', { name: /^Add \d+ students$/ }).click()
    await page.getByRole('dialog').getByRole('rowheader', { name: /^usr_/ }).first().waitFor()
  })
})
