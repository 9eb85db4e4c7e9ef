import { describe, expect, it } from 'vitest'
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

  it('says what a view asks for that is gone', async () => {
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

  it('names a view of another version, which can be deleted though it cannot be shown', async () => {
    const { fake } = laptop
    const later = { id: 77, name: 'Saved later', definition: null, gone: [] }
    const removed: unknown[] = []
    fake.handle('views', 'list', async () => (removed.length === 0 ? [later] : []))
    fake.handle('views', 'remove', async (asked) => {
      removed.push(asked)
    })
    const screen = await open()
    const views = screen.page.getByRole('region', { name: 'Views' })
    await views.getByRole('button', { name: 'Saved later', exact: true }).click()
    await screen.page.getByText('saved by another version', { exact: false }).first().waitFor()
    await lookInEveryForm(screen, 'view-unreadable')
    await views.getByRole('button', { name: 'Delete “Saved later”' }).click()
    await views.waitFor({ state: 'detached' })
    expect(removed).toEqual([{ id: 77 }])
  })

  it('marks the button of all views in a narrow window while one is open, and the view in its menu', async () => {
    const { fake } = laptop
    const own = { id: 78, name: 'Own', definition: ofResults([]), gone: [] }
    fake.handle('views', 'list', async () => [own])
    const screen = await open()
    const { page } = screen
    await page.getByRole('region', { name: 'Views' }).getByRole('button', { name: 'Own' }).click()
    await page.getByRole('heading', { name: 'Own', level: 1 }).waitFor()
    await screen.resize(860, 800)
    const button = page.getByRole('navigation').getByRole('button', { name: 'Views' })
    await soon(() => button.getAttribute('aria-current')).toBe('page')
    await button.click()
    await page.getByRole('menuitem', { name: /^Own/ }).waitFor()
    await lookInEveryForm(screen, 'views-narrow')
  })
})
