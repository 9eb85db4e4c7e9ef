import { describe, expect, it } from 'vitest'
import { lookInEveryForm } from '../journeys/every-form.ts'
import { soon } from '../journeys/teacher-steps.ts'
import type { FakeBridge } from '../renderer/fake-bridge.ts'
import { openScreen, type Screen } from './built-screen.ts'
import { copySchool, givenAnswers } from './laptop-answers.ts'

async function openStudents(fake: FakeBridge): Promise<Screen> {
  const screen = await openScreen(fake)
  await screen.page.getByRole('navigation').getByRole('button', { name: 'Students' }).click()
  await screen.page.locator('[data-row="2"]').waitFor()
  return screen
}

describe('who the students are, read by axe', () => {
  const laptop = givenAnswers(copySchool)
  const students = () => openStudents(laptop.fake)

  const rows = ({ page }: Screen) => page.getByRole('grid').getAttribute('aria-rowcount').then(Number)

  it('a student is added by hand, and the list shows one more at once', async () => {
    const screen = await students()
    const { page } = screen
    const before = await rows(screen)
    await page.getByRole('button', { name: 'Add students…' }).click()
    const dialog = page.getByRole('dialog', { name: 'Add a student' })
    await dialog.waitFor()
    await lookInEveryForm(screen, 'people-add')
    await dialog.getByRole('textbox', { name: 'First name' }).fill('Aaliyah')
    await dialog.getByRole('textbox', { name: 'Last name' }).fill('Aabel')
    await dialog.getByRole('button', { name: 'Add the student' }).click()
    await soon(() => rows(screen)).toBe(before + 1)
    await page.locator('[role="row"]').filter({ hasText: 'Aaliyah Aabel' }).first().waitFor()
  })

  it('who is like a student that is there is told before they are added, by hand and from a file', async () => {
    const [account] = await laptop.accounts()
    const bea = { key: 'mail:bea@northgate.example|beatrix aabel', first: 'Beatrix', last: 'Aabel' }
    await laptop.fake.bridge.students.add({
      account: account?.id ?? '',
      students: [{ ...bea, email: 'bea@northgate.example' }],
    })
    const screen = await students()
    const { page } = screen
    const before = await rows(screen)
    await page.getByRole('button', { name: 'Add students…' }).click()
    const dialog = page.getByRole('dialog', { name: 'Add a student' })
    await dialog.getByRole('textbox', { name: 'First name' }).fill('Beatrx')
    await dialog.getByRole('textbox', { name: 'Last name' }).fill('Aabel')
    await page.keyboard.press('Enter')
    await dialog.getByRole('alert').getByText('Beatrix Aabel · bea@northgate.example · no results yet').waitFor()
    expect(await rows(screen)).toBe(before)
    await lookInEveryForm(screen, 'people-perhaps-here')
    await dialog.getByRole('textbox', { name: 'First name' }).fill('Beatri')
    await dialog.getByRole('button', { name: 'Add the student' }).waitFor()
    await page.keyboard.press('Enter')
    await dialog.getByRole('button', { name: 'Add as another student' }).click()
    await soon(() => rows(screen)).toBe(before + 1)

    laptop.fake.handle('students', 'previewAdded', async () => ({
      ...{ changed: [], unchanged: [], gone: [], refused: [] },
      new: ['Beatrixx', 'Quirin'].map((first, at) => ({
        line: at + 2,
        isKnown: false,
        member: { key: `name:${first}`, first, last: 'Aabel', email: null, externalId: null, extraTime: null },
      })),
    }))
    laptop.fake.handle('tables', 'open', async () => ({
      ...{ id: 'a', fileName: 'List.csv', sheets: [], sheet: null, isSheetGuess: false, encoding: null },
      ...{ columns: ['First name', 'Last name'], hasHeader: true, isWider: false, rows: 2 },
      sample: [
        ['Beatrixx', 'Aabel'],
        ['Quirin', 'Aabel'],
      ],
    }))
    await page.getByRole('button', { name: 'Add students…' }).click()
    await page.getByRole('button', { name: 'From a file…' }).click()
    await page.getByRole('button', { name: 'Choose a file…' }).click()
    await page.getByRole('button', { name: 'Use 2 rows' }).click()
    await page.getByText('1 new student is perhaps already here:').waitFor()
    await page.getByText(/^Line 2: Beatrixx Aabel – perhaps Beatrix Aabel · bea@northgate.example/).waitFor()
    await page.getByRole('button', { name: 'Add 2 students' }).waitFor()
    await lookInEveryForm(screen, 'people-perhaps-here-file')
    await page.getByText('Leave out 1 student who is perhaps already here').click()
    await page.getByRole('button', { name: 'Add 1 student' }).click()
    await soon(() => rows(screen)).toBe(before + 2)
  })

  it('the button says how many pairs wait, and they are merged in its dialog', async () => {
    const [account] = await laptop.accounts()
    await laptop.fake.bridge.students.add({
      account: account?.id ?? '',
      students: ['Zoë', 'Zoe'].map((first, number) => ({
        ...{ key: `mail:z${number}@northgate.example|${first.toLowerCase()} abara`, first, last: 'Abara' },
        email: `z${number}@northgate.example`,
      })),
    })
    const screen = await students()
    const { page } = screen
    await page.getByRole('button', { name: /^Perhaps the same person/ }).click()
    const dialog = page.getByRole('dialog', { name: 'Perhaps the same person' })
    await dialog.getByRole('button', { name: 'Same person…' }).first().waitFor()
    await lookInEveryForm(screen, 'people-inbox')
    const before = await rows(screen)
    await dialog.getByRole('button', { name: 'Same person…' }).first().click()
    await dialog.getByRole('button', { name: 'Make them one student' }).click()
    await soon(() => rows(screen)).toBe(before - 1)
  })

  it('labels and notes are written on the page of a student, who is then erased', async () => {
    const screen = await students()
    const { page } = screen
    const before = await rows(screen)
    await page.getByRole('columnheader', { name: 'Attempts' }).click()
    await page.locator('[data-row="0"]').click()
    await page.getByRole('button', { name: 'Print one page…' }).waitFor()
    const own = page.getByRole('region', { name: /^Student: / })
    await own.getByRole('button', { name: 'Put a label on' }).click()
    await page.getByRole('textbox', { name: 'Find or make a label' }).waitFor()
    await page.keyboard.type('Extra time 25%')
    await page.keyboard.press('Enter')
    await soon(() => page.getByRole('checkbox', { name: 'Extra time 25%' }).isChecked()).toBe(true)
    await page.keyboard.press('Escape')
    await own.getByText('Extra time 25%').waitFor()
    await own.getByRole('button', { name: 'Add note' }).click()
    await page.keyboard.type('Form for extra time is on file until July.')
    // The page is drawn anew in a narrow window, and what was written stays.
    for (const [width, height] of [
      [900, 700],
      [1280, 800],
    ] as const) {
      await screen.resize(width, height)
      await soon(() => own.getByRole('textbox', { name: 'Note' }).inputValue()).toMatch(
        /^Form for extra time .* July\.$/,
      )
    }
    await page.keyboard.press('Control+Enter')
    await own.getByText('Form for extra time is on file until July.').waitFor()
    await own.getByRole('heading', { level: 1 }).click()
    // In a narrower window a button with a tooltip would stand under the pointer.
    await page.mouse.move(1, 1)
    await lookInEveryForm(screen, 'student-notes')

    const name = (await own.getByRole('heading', { level: 1 }).textContent()) ?? ''
    await own.getByRole('button', { name: 'Erase…' }).click()
    const question = page.getByRole('alertdialog', { name: `Erase ${name}?` })
    const word = question.getByRole('textbox', { name: `To confirm, type ${name}` })
    await word.waitFor()
    await lookInEveryForm(screen, 'people-erase')
    await word.fill(name)
    await question.getByRole('radio', { name: 'Keep the copies' }).check({ force: true })
    await question.getByRole('button', { name: 'Erase for good' }).click()
    const left = page.getByRole('dialog', { name: 'What could not be removed' })
    await left.getByText('1 copy beside the results may still hold this student.').waitFor()
    await page.keyboard.press('Enter')
    await page.getByRole('heading', { level: 1, name: 'Students' }).waitFor()
    await soon(() => rows(screen)).toBe(before - 1)
    await soon(() => page.evaluate(() => document.activeElement?.closest('[role="grid"]') !== null)).toBe(true)
    expect(await page.getByText('This student is not here any more').count()).toBe(0)
  })
})

describe('who is perhaps here already', () => {
  const laptop = givenAnswers(copySchool)

  it('is told of what is typed alone, and asked again when something else is typed', async () => {
    const asked: string[] = []
    const first = Promise.withResolvers<void>()
    laptop.fake.handle('students', 'perhapsHere', async ({ people }) => {
      asked.push(people[0]?.first ?? '')
      if (asked.length === 1) await first.promise
      const alike = { key: 'k', first: 'Nadja', last: 'Aabel', email: null, results: 2, sharesEmail: false }
      return [{ place: 0, count: 1, alike: [{ ...alike, likeness: 'typo' }] }]
    })
    const { page } = await openStudents(laptop.fake)
    await page.getByRole('button', { name: 'Add students…' }).click()
    const dialog = page.getByRole('dialog', { name: 'Add a student' })
    await dialog.getByRole('textbox', { name: 'Last name' }).fill('Aabel')
    await dialog.getByRole('textbox', { name: 'First name' }).fill('Nadj')
    await page.keyboard.press('Enter')
    await expect.poll(() => asked).toEqual(['Nadj'])
    await dialog.getByRole('textbox', { name: 'First name' }).fill('Nadije')
    first.resolve()
    await page.evaluate(() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done))))
    expect(await dialog.getByRole('alert').count()).toBe(0)
    await page.keyboard.press('Enter')
    await dialog.getByRole('alert').waitFor()
    expect(asked).toEqual(['Nadj', 'Nadije'])
    await dialog.getByRole('textbox', { name: 'First name' }).fill('Nadij')
    await dialog.getByRole('alert').waitFor({ state: 'detached' })
  })
})
