import { describe, expect, it } from 'vitest'
import { AppError } from '../../shared/errors.ts'
import { lookInEveryForm } from '../journeys/every-form.ts'
import { soon } from '../journeys/teacher-steps.ts'
import { openScreen, type Screen } from './built-screen.ts'
import { copySchool, givenAnswers } from './laptop-answers.ts'

async function chip(fake: Parameters<typeof openScreen>[0], name: string): Promise<Screen> {
  const screen = await openScreen(fake)
  const { page } = screen
  await page.getByRole('navigation').getByRole('button', { name: 'Gradebook' }).click()
  await page.locator('[data-row="2"]').waitFor()
  await page.getByRole('button', { name: new RegExp(`^${name}:? `) }).click()
  return screen
}

const openScale = async (fake: Parameters<typeof openScreen>[0]): Promise<Screen> => {
  const screen = await chip(fake, 'Scale')
  await screen.page.getByRole('button', { name: 'Bounds, and what if…' }).click()
  await screen.page.getByRole('dialog', { name: 'Which average earns which grade' }).waitFor()
  return screen
}

const openClasses = async (fake: Parameters<typeof openScreen>[0]): Promise<Screen> => {
  const screen = await chip(fake, 'Students')
  await screen.page.getByRole('button', { name: 'Classes…' }).click()
  await screen.page.getByRole('dialog', { name: 'Classes', exact: true }).waitFor()
  return screen
}

describe('the editor of a scale, read by axe', () => {
  const laptop = givenAnswers(copySchool)

  it('shows who changes when a bound is moved by a key, and takes a wrong bound back to its field', async () => {
    const screen = await openScale(laptop.fake)
    const { page } = screen
    await page.getByText('Nobody’s grade changes.').waitFor()
    await lookInEveryForm(screen, 'scale')
    const bound = page.getByRole('slider', { name: 'A from' })
    await bound.focus()
    for (let step = 0; step < 8; step++) await page.keyboard.press('PageDown')
    await expect.poll(() => bound.getAttribute('aria-valuetext')).toBe('82%')
    await page
      .getByRole('status')
      .filter({ hasText: /students? changes?\.$/ })
      .waitFor()
    await lookInEveryForm(screen, 'scale-changes')
    const field = page.getByRole('textbox', { name: 'B: from which average' })
    await field.fill('85')
    await field.press('Enter')
    await page.getByText('Must be below the bound of the grade above it, 82%.').waitFor()
    await lookInEveryForm(screen, 'scale-problem')
    await page.getByRole('button', { name: 'Keep these bounds' }).click()
    await soon(() => field.evaluate((element) => element === document.activeElement)).toBe(true)
  })

  it('is dragged with the pointer', async () => {
    const { page } = await openScale(laptop.fake)
    const bound = page.getByRole('slider', { name: 'C from' })
    await bound.waitFor()
    const box = await bound.boundingBox()
    if (box === null) throw new Error('The bound is not drawn')
    await page.mouse.move(box.x + box.width / 2, box.y + box.height / 2)
    await page.mouse.down()
    await page.mouse.move(box.x + box.width / 2 + 30, box.y + 5, { steps: 4 })
    await page.mouse.up()
    await soon(async () => Number(await bound.getAttribute('aria-valuenow'))).toBeGreaterThan(72)
  })

  it('holds a scale of many grades', async () => {
    const screen = await openScale(laptop.fake)
    await screen.page.getByRole('button', { name: /Begin with/ }).click()
    await screen.page.getByRole('option', { name: 'French 0–20' }).click()
    await screen.page.getByRole('textbox', { name: '19: from which average' }).waitFor()
    await lookInEveryForm(screen, 'scale-french')
  })

  it('says where the grades cannot be read', async () => {
    laptop.fake.handle('gradebooks', 'grades', async () => {
      throw new AppError('store/failed')
    })
    const screen = await openScale(laptop.fake)
    await screen.page.getByRole('button', { name: 'Try again' }).waitFor()
    await lookInEveryForm(screen, 'scale-failing')
  })
})

describe('the days of a gradebook, read by axe', () => {
  const laptop = givenAnswers(copySchool)

  it('say why no attempt counts where the end comes before the beginning', async () => {
    const screen = await chip(laptop.fake, 'Period')
    const { page } = screen
    await page.getByRole('button', { name: 'Last month' }).click()
    const said = page.getByText('Nothing can match: the end comes before the beginning.')
    await said.waitFor({ state: 'detached' })
    await page.getByRole('spinbutton', { name: /^year/ }).last().pressSequentially('2020')
    await page.keyboard.press('Tab')
    await said.waitFor()
    await lookInEveryForm(screen, 'gradebook-crossed-days')
  })
})

describe('classes, read by axe', () => {
  const laptop = givenAnswers(copySchool)

  it('begin empty, and show whom a group would add', async () => {
    const screen = await openClasses(laptop.fake)
    const { page } = screen
    await page.getByText(/^There is no class yet/).waitFor()
    await lookInEveryForm(screen, 'classes-none')
    await page.getByLabel('Name of the new class').fill('10B')
    await page.keyboard.press('Enter')
    await page.getByText('Nobody is in this class yet.').waitFor()
    await lookInEveryForm(screen, 'classes-empty')

    await page.getByRole('button', { name: 'Add students' }).click()
    await page.getByRole('menuitem', { name: 'From a group or link…' }).click()
    await page.getByRole('button', { name: /Group or link/ }).click()
    await page.getByRole('option').first().click()
    await lookInEveryForm(screen, 'classes-source')
    await page.getByRole('button', { name: 'Look who is in it' }).click()
    const confirm = page.getByRole('button', { name: /^Add \d+ students$/ })
    await confirm.waitFor()
    await lookInEveryForm(screen, 'classes-preview')
  })

  it('list their students, whom a teacher adds and changes one by one', async () => {
    const [account] = await laptop.accounts()
    await laptop.fake.bridge.classes.add({
      account: account?.id ?? '',
      name: '11C',
      members: [1, 2, 3].map((number) => ({
        key: `user:${number}`,
        first: 'Łukasz',
        last: `Kowalski-Vandenberghe ${number}`,
        email: `lukasz.kowalski-vandenberghe.${number}@northgate.example`,
        externalId: `2026-${number}`,
        extraTime: number === 2 ? 25 : null,
      })),
    })
    const screen = await openClasses(laptop.fake)
    const { page } = screen
    await page.getByRole('button', { name: /^11C/ }).waitFor()
    await lookInEveryForm(screen, 'classes-list')
    await page.getByRole('button', { name: /^11C/ }).click()
    await page.getByRole('rowheader').first().waitFor()
    await lookInEveryForm(screen, 'classes-members')
    await page.evaluate(() => {
      document.documentElement.style.fontSize = '200%'
    })
    const name = await page.getByRole('rowheader').first().boundingBox()
    expect(name?.width, 'a name in letters of twice the size').toBeGreaterThan(300)
    await page.evaluate(() => {
      document.documentElement.style.fontSize = ''
    })

    await page.getByRole('button', { name: 'Add students' }).click()
    await page.getByRole('menuitem', { name: 'One student…' }).click()
    await page.getByLabel('First name').fill('Before')
    await page.getByLabel('Last name').fill('Aaronson')
    await page.getByLabel('Extra time').fill('a lot')
    await page.keyboard.press('Enter')
    await page.getByText('A whole percentage, up to 1,000.').waitFor()
    await lookInEveryForm(screen, 'classes-member')
    await page.getByLabel('Extra time').fill('25')
    await page.keyboard.press('Enter')
    await page.getByRole('rowheader', { name: /^Aaronson, Before/ }).waitFor()

    await page.getByRole('button', { name: 'Add students' }).click()
    await page.getByRole('menuitem', { name: 'One student…' }).click()
    await page.getByLabel('First name').fill('Befoer')
    await page.getByLabel('Last name').fill('Aaronson')
    await page.keyboard.press('Enter')
    await page
      .getByRole('alert')
      .getByText(/^Before Aaronson · no results yet/)
      .waitFor()
    await page.getByRole('button', { name: 'Add as another student' }).click()
    await page.getByRole('rowheader', { name: /^Aaronson, Befoer/ }).waitFor()
  })

  it('say where they cannot be read', async () => {
    laptop.fake.handle('classes', 'list', async () => {
      throw new AppError('store/failed')
    })
    const screen = await openClasses(laptop.fake)
    await screen.page.getByRole('dialog').getByRole('button', { name: 'Try again' }).waitFor()
    await lookInEveryForm(screen, 'classes-failing')
  })
})
