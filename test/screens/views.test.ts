import { describe, it } from 'vitest'
import type { ViewDefinition } from '../../shared/model/saved-view.ts'
import { lookInEveryForm } from '../journeys/every-form.ts'
import { resultsAre, soon } from '../journeys/teacher-steps.ts'
import { openScreen, type Screen } from './built-screen.ts'
import { copySchool, givenAnswers } from './laptop-answers.ts'

const columns = { hidden: [], order: [], pinned: [] }
const ofResults = (filter: Extract<ViewDefinition, { screen: 'results' }>['filter']): ViewDefinition => ({
  ...{ screen: 'results', account: null, columns, sort: { field: 'finished', direction: 'desc' } },
  filter,
})

describe('saved views, read by axe', () => {
  const laptop = givenAnswers(copySchool)
  const views = () => laptop.fake.bridge.views

  async function open(): Promise<Screen> {
    const screen = await openScreen(laptop.fake)
    await resultsAre(screen.page, 300)
    return screen
  }

  it('a list is saved as a view by keyboard, changed, and is in the sidebar', async () => {
    const screen = await open()
    const { page } = screen
    await page.getByRole('button', { name: 'Filter', exact: false }).first().click()
    await page.getByRole('option', { name: 'To grade' }).click()
    await page.getByRole('option', { name: 'To grade' }).click()
    await page.keyboard.press('Escape')
    await page.getByRole('button', { name: 'Views' }).first().focus()
    await page.keyboard.press('Enter')
    await page.keyboard.press('Enter')
    const dialog = page.getByRole('dialog', { name: 'Save as view' })
    await dialog.waitFor()
    await page.keyboard.press('Enter')
    await dialog.getByText('A view needs a name.').waitFor()
    await lookInEveryForm(screen, 'view-name')
    await dialog.getByRole('textbox', { name: 'Name' }).fill('To grade this week')
    await page.keyboard.press('Enter')
    await page.getByRole('heading', { name: 'To grade this week', level: 1 }).waitFor()
    const link = page.getByRole('region', { name: 'Views' }).getByRole('button', { name: 'To grade this week' })
    await soon(() => link.getAttribute('aria-current')).toBe('page')
    await lookInEveryForm(screen, 'view')
    await page.getByRole('columnheader', { name: /Score/ }).click()
    await page.getByText('changed', { exact: true }).waitFor()
    await page.getByRole('button', { name: 'Views' }).first().click()
    await page.getByRole('menuitem', { name: 'Save changes' }).waitFor()
    await lookInEveryForm(screen, 'view-menu')
  })

  it('says what a view asks for that is gone, and that another version saved one', async () => {
    await views().add({
      name: 'Old term, with a name as long as it may be for the sidebar',
      definition: ofResults([{ field: 'test', op: 'in', value: [999_999] }]),
    })
    const screen = await open()
    const { page } = screen
    await page
      .getByRole('region', { name: 'Views' })
      .getByRole('button', { name: /^Old term/ })
      .click()
    await page.getByText('A test that this view asks for is no longer here', { exact: false }).waitFor()
    await lookInEveryForm(screen, 'view-gone')
  })
})
