import { describe, expect, it } from 'vitest'
import { AppError } from '../../shared/errors.ts'
import { lookInEveryForm } from '../journeys/every-form.ts'
import { openScreen } from './built-screen.ts'
import { copySchool, givenAnswers } from './laptop-answers.ts'

describe('finding anything, read by axe', () => {
  const laptop = givenAnswers(copySchool)

  async function opened() {
    const screen = await openScreen(laptop.fake)
    const { page } = screen
    await page.locator('[data-row="2"]').waitFor()
    await page.locator('[role="grid"] [tabindex="0"]').focus()
    await page.keyboard.press('Control+k')
    await page.getByRole('dialog', { name: 'Find anything' }).waitFor()
    return { screen, page, field: page.getByRole('combobox') }
  }

  it('finds no fault before anything is typed, with actions and their shortcuts', async () => {
    const { screen, page } = await opened()
    await page.getByRole('option', { name: 'Sync now Control+R' }).waitFor()
    await lookInEveryForm(screen, 'find-idle')
  })

  it('finds no fault with students, tests, serials and what to do', async () => {
    const { screen, page, field } = await opened()
    await field.fill('an')
    await page.getByRole('group', { name: 'Students' }).getByRole('option').first().waitFor()
    await lookInEveryForm(screen, 'find')
  })

  it('finds no fault where nothing matches, and says where it looked', async () => {
    const { screen, page, field } = await opened()
    await field.fill('zzzzqq')
    await page.getByText('Search all results for “zzzzqq”').waitFor()
    await lookInEveryForm(screen, 'find-no-match')
  })

  it.each(['Results', 'Students', 'Tests', 'Certificates'])(
    'finds no fault with the menu of a row in %s',
    async (name) => {
      const screen = await openScreen(laptop.fake)
      const { page } = screen
      await page.locator('[data-row="2"]').waitFor()
      await page.getByRole('navigation').getByRole('button', { name }).click()
      await page.getByRole('heading', { name, level: 1 }).waitFor()
      if (name === 'Certificates') await page.getByRole('tab', { name: 'List' }).click()
      await page.locator('[data-row="2"] [data-column="1"]').click({ button: 'right' })
      await page.getByRole('menu').waitFor()
      await lookInEveryForm(screen, `row-menu-${name.toLowerCase()}`)
    },
  )

  it('finds no fault with Find in forced colours', async () => {
    const { screen, page, field } = await opened()
    await field.fill('an')
    await page.getByRole('group', { name: 'Students' }).getByRole('option').first().waitFor()
    await page.emulateMedia({ forcedColors: 'active' })
    await lookInEveryForm(screen, 'find-forced')
  })

  it('finds no fault with Find in a large text', async () => {
    const { screen, page, field } = await opened()
    await field.fill('an')
    await page.getByRole('group', { name: 'Students' }).getByRole('option').first().waitFor()
    await page.evaluate(() => {
      document.documentElement.style.fontSize = '200%'
    })
    await lookInEveryForm(screen, 'find-large')
  })

  it('finds no fault with the help, on each tab', async () => {
    const screen = await openScreen(laptop.fake)
    const { page } = screen
    await page.locator('[data-row="2"]').waitFor()
    await page.keyboard.press('F1')
    await page.getByRole('dialog', { name: 'Help' }).waitFor()
    await lookInEveryForm(screen, 'help-shortcuts')
    await page.getByRole('tab', { name: 'What words mean' }).click()
    await lookInEveryForm(screen, 'help-meanings')
    await page.getByRole('tab', { name: 'Your data' }).click()
    await lookInEveryForm(screen, 'help-data')
    await page.keyboard.press('Escape')
    await expect.poll(() => page.getByRole('dialog').count()).toBe(0)
  })

  it('leaves a dialog alone that is open when the menu of the application asks for the help', async () => {
    const { page } = await opened()
    await page.keyboard.press('Escape')
    await page.getByRole('button', { name: 'Views' }).first().click()
    await page.getByRole('menuitem', { name: 'Save as view…' }).click()
    const name = page.getByRole('dialog', { name: 'Save as view' }).getByRole('textbox', { name: 'Name' })
    await name.fill('Half a name')
    laptop.fake.emit('app', 'asked', { what: 'help' })
    laptop.fake.emit('app', 'asked', { what: 'find' })
    await page.evaluate(() => new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve))))
    await expect.poll(() => page.getByRole('dialog').count()).toBe(1)
    await expect.poll(() => name.inputValue()).toBe('Half a name')
  })

  // Last: the answers stay as they are here.
  it('finds no fault while results are being read, and with a failure', async () => {
    const { screen, page, field } = await opened()
    const nothing = { entries: [], total: 0 }
    laptop.fake.handle('find', 'ask', async () => ({
      students: null,
      tests: nothing,
      certificates: { entries: [], more: false },
      codes: { ...nothing, lists: [] },
    }))
    await field.fill('ana')
    await page.getByText('Students: still being read…').waitFor()
    await lookInEveryForm(screen, 'find-reading')
    laptop.fake.handle('find', 'ask', async () => {
      throw new AppError('store/failed')
    })
    await field.fill('anab')
    await page.getByRole('button', { name: 'Try again' }).waitFor()
    await lookInEveryForm(screen, 'find-failed')
  })

  it('opens nothing for an Enter whose text was cleared before its answer came', async () => {
    const { page, field } = await opened()
    const answer = Promise.withResolvers<void>()
    laptop.fake.handle('find', 'ask', async () => {
      await answer.promise
      const nothing = { entries: [], total: 0 }
      return {
        students: nothing,
        tests: nothing,
        certificates: { entries: [], more: false },
        codes: { ...nothing, lists: [] },
      }
    })
    await field.fill('gradebook')
    await page.keyboard.press('Enter')
    await field.fill('')
    answer.resolve()
    await page.getByRole('option', { name: 'Sync now Control+R' }).waitFor()
    await field.fill('gradebook')
    await page.getByRole('option', { name: /^Gradebook/ }).waitFor()
    await expect.poll(() => page.getByRole('dialog', { name: 'Find anything' }).count()).toBe(1)
    await page.keyboard.press('Enter')
    await page.getByRole('heading', { name: 'Gradebook', level: 1 }).waitFor()
  })
})
