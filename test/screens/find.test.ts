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
})
