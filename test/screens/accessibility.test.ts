import { describe, expect, it } from 'vitest'
import { AppError } from '../../shared/errors.ts'
import { syncSummary } from '../electron/support/made-laptop.ts'
import { lookInEveryForm } from '../journeys/every-form.ts'
import { connect, resultsAre } from '../journeys/teacher-steps.ts'
import { openScreen } from './built-screen.ts'
import { copySchool, givenAnswers } from './laptop-answers.ts'

/** What came of a first sync. */
const result = syncSummary({ added: 300 })

describe('the window before there is an account, read by axe', () => {
  const laptop = givenAnswers()

  it('finds no fault with the welcome screen', async () => {
    const screen = await openScreen(laptop.fake)
    await screen.page.getByRole('button', { name: 'Look around' }).waitFor()
    await lookInEveryForm(screen, 'welcome')
  })

  it('finds no fault with a refused connection', async () => {
    const screen = await openScreen(laptop.fake)
    laptop.fake.handle('accounts', 'connect', async () => {
      throw new AppError('api/auth-failed')
    })
    await connect(screen.page, { key: 'key', secret: 'not the secret' })
    await screen.page.getByText('ClassMarker did not accept this API key with this secret.').waitFor()
    await lookInEveryForm(screen, 'connect-refused')
  })
})

describe('the window, read by axe', () => {
  const laptop = givenAnswers(copySchool)

  /** The list of results. */
  async function results() {
    const screen = await openScreen(laptop.fake)
    await resultsAre(screen.page, 300)
    return screen
  }

  it('finds no fault with the results, and with what came of a sync', async () => {
    const screen = await results()
    await screen.page.getByRole('button', { name: 'Sync now' }).waitFor()
    const [account] = await laptop.accounts()
    laptop.fake.emit('jobs', 'changed', {
      id: 'first',
      kind: 'sync',
      accountId: account?.id ?? null,
      state: 'done',
      result,
    })
    await screen.page.getByText('300 new results').first().waitFor()
    await lookInEveryForm(screen, 'results')
  })

  it('finds no fault with an open filter', async () => {
    const screen = await results()
    await screen.page.getByRole('button', { name: 'Filter', exact: true }).click()
    await screen.page.getByRole('option', { name: 'Test', exact: true }).click()
    await screen.page.getByRole('dialog', { name: 'Test' }).waitFor()
    await lookInEveryForm(screen, 'filter')
  })

  it('finds no fault with the details of a result', async () => {
    const screen = await results()
    await screen.page.locator('[data-row="3"]').click()
    await screen.page.getByText('Everything ClassMarker sent').waitFor()
    await lookInEveryForm(screen, 'detail')
  })

  it('finds no fault with the settings', async () => {
    const screen = await results()
    await screen.page.getByRole('button', { name: 'Settings' }).click()
    await screen.page.getByRole('heading', { name: 'Settings' }).waitFor()
    await lookInEveryForm(screen, 'settings')
  })

  it('moves nothing for those who asked for less motion', async () => {
    const { page } = await results()
    await page.emulateMedia({ reducedMotion: 'reduce' })
    await page.getByRole('button', { name: 'Filter', exact: true }).click()
    const moving = await page.evaluate(() =>
      [...document.querySelectorAll('*')].flatMap((element) => {
        const { animationName, animationDuration, transitionDuration } = getComputedStyle(element)
        const seconds = (list: string) => Math.max(...list.split(',').map((part) => Number.parseFloat(part)))
        const moves =
          (animationName !== 'none' && seconds(animationDuration) > 0.01) || seconds(transitionDuration) > 0.01
        return moves ? [element.className.toString()] : []
      }),
    )
    expect(moving).toEqual([])
  })
})
