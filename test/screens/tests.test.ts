import { describe, expect, it } from 'vitest'
import { AppError } from '../../shared/errors.ts'
import { type Taken, testTaken } from '../electron/tests/timed-attempts.ts'
import { lookInEveryForm } from '../journeys/every-form.ts'
import { answerList } from '../renderer/answer-list.ts'
import { openScreen, type Screen } from './built-screen.ts'
import { copySchool, givenAnswers } from './laptop-answers.ts'

async function tests(fake: Parameters<typeof openScreen>[0]): Promise<Screen> {
  const screen = await openScreen(fake)
  await screen.page.getByRole('navigation').getByRole('button', { name: 'Tests' }).click()
  await screen.page.getByRole('heading', { name: 'Tests', level: 1 }).waitFor()
  return screen
}

/** Those who take longer score more, up to a point. */
const manyAttempts = (count: number): Taken[] =>
  Array.from({ length: count }, (_, at) => {
    const [one, other, third] = [(at * 7_919) % 1_000, (at * 613) % 997, (at * 31) % 89]
    const seconds = 420 + Math.round((one + other) * 0.7 + third * 4)
    return { seconds, score: Math.min(1_000, Math.round(seconds * 0.28 + ((at * 389) % 450))) }
  })

describe('tests, read by axe', () => {
  const laptop = givenAnswers(copySchool)

  async function opened() {
    const screen = await tests(laptop.fake)
    const row = screen.page.locator('[data-row="0"]')
    await row.click()
    await screen.page.getByRole('list', { name: 'Figures' }).waitFor()
    return screen
  }

  it('finds no fault with the list', async () => {
    const screen = await tests(laptop.fake)
    await screen.page.locator('[data-row="1"]').waitFor()
    await lookInEveryForm(screen, 'tests')
  })

  it('finds no fault with the page of a test, nor with a chart as a table', async () => {
    const screen = await opened()
    await lookInEveryForm(screen, 'test-page')
    await screen.page.getByRole('button', { name: 'Show as table' }).first().click()
    await screen.page.getByRole('columnheader', { name: 'Share' }).waitFor()
    await lookInEveryForm(screen, 'test-page-table')
  })

  const card = ({ page }: Screen) => page.getByRole('figure').filter({ hasText: 'Time taken and percentage' })

  it('sets time taken against the score, and opens what is behind a mark', async () => {
    const screen = await opened()
    const { page } = screen
    const marks = card(screen).locator('circle')
    await marks.first().scrollIntoViewIfNeeded()
    await lookInEveryForm(screen, 'test-page-times')
    await page.emulateMedia({ forcedColors: 'active' })
    await lookInEveryForm(screen, 'test-page-times-forced')
    await page.emulateMedia({ forcedColors: 'none' })
    const title = await card(screen)
      .locator('g')
      .filter({ has: page.locator('circle') })
      .first()
      .textContent()
    const [, n] = /n = (\d+)/.exec(title ?? '') ?? []
    await marks.first().click()
    await page.getByRole('heading', { name: 'Results', level: 1 }).waitFor()
    await page
      .getByText(n === '1' ? '1 result' : `${n} results`)
      .first()
      .waitFor()
  })

  it('opens the results that a figure counts, and only those', async () => {
    const { page } = await opened()
    const average = page.getByRole('button', { name: /^Average / })
    const [, n] = /n = ([\d,]+)/.exec(await average.innerText()) ?? []
    await average.click()
    await page.getByRole('heading', { name: 'Results', level: 1 }).waitFor()
    await page.getByText(`${n} results`).first().waitFor()
    await page.getByRole('button', { name: 'Remove filter: Picked' }).click()
    await page.getByRole('button', { name: 'Remove filter: Picked' }).waitFor({ state: 'detached' })
  })

  it('counts other attempts where that is chosen', async () => {
    const { page } = await opened()
    await page.getByText('first attempt of each student').waitFor()
    await page.getByRole('button', { name: 'Counts: first attempt' }).click()
    await page.getByRole('radio', { name: /^every attempt/ }).click({ force: true })
    await page.keyboard.press('Escape')
    await page.getByText('every attempt by itself').waitFor()
    await page.getByText(/Attempts by percentage, n = /).waitFor()
  })

  it('hides a test and brings it back, and says which are shown', async () => {
    const screen = await opened()
    const { page } = screen
    const name = await page.getByRole('heading', { level: 1 }).innerText()
    await page.getByRole('button', { name: 'Hide test' }).click()
    await page.getByRole('heading', { name: 'Tests', level: 1 }).waitFor()
    await page.getByRole('row', { name }).waitFor({ state: 'detached' })
    await page.getByRole('button', { name: 'Show and hide…' }).click()
    const shown = page.getByRole('switch', { name, exact: true })
    await shown.waitFor()
    await lookInEveryForm(screen, 'tests-hidden')
    await shown.click({ force: true })
    await page.keyboard.press('Escape')
    await page.getByRole('dialog').waitFor({ state: 'detached' })
    await page.locator('[data-row]').getByText(name, { exact: true }).waitFor()
  })

  it('says what a fetch of the test costs', async () => {
    const screen = await opened()
    const { page } = screen
    await page.getByRole('button', { name: 'Fetch now' }).click()
    await page.getByText(/of 30 this hour are used/).waitFor()
    await lookInEveryForm(screen, 'tests-fetch')
  })

  it('says what revoking a key does, and where it is ended at ClassMarker', async () => {
    const screen = await openScreen(laptop.fake)
    const { page } = screen
    await page.getByRole('navigation').getByRole('button', { name: 'Settings' }).click()
    await page.getByRole('button', { name: 'Revoke the key here…' }).click()
    await page.getByRole('alertdialog').getByText('My Account › API keys').waitFor()
    await lookInEveryForm(screen, 'revoke-key')
  })

  it('opens the gradebook on the test alone', async () => {
    const { page } = await opened()
    await page.getByRole('button', { name: 'Open in gradebook' }).click()
    await page.getByRole('heading', { name: 'Gradebook', level: 1 }).waitFor()
    await page.locator('[data-row="0"]').waitFor()
    await expect.poll(() => page.getByRole('button', { name: 'Counts: first attempt' }).count()).toBe(1)
  })

  // From here on the page of every test is one that was made.
  it('names who has not taken it, and says how many are excused', async () => {
    const { page: made } = testTaken(manyAttempts(12))
    const people = ['Ana Ruiz', 'Bo Lee'].map((name) => ({ key: name, name }))
    const notTaken = [
      { by: 'class' as const, id: 1, name: '10B', of: 14, missing: 2, excused: 1, shown: people },
      { by: 'class' as const, id: 2, name: '10C', of: 9, missing: 0, excused: 2, shown: [] },
    ]
    laptop.fake.handle('tests', 'page', async ({ account, testId }) => ({ ...made, notTaken, account, testId }))
    const screen = await opened()
    const { page } = screen
    const own = page.getByRole('region', { name: 'Who has not taken it' })
    for (const title of ['Class 10B: 2 of 14', 'Class 10C: 0 of 9']) await own.getByText(title).click()
    await own.getByText('All others have.').scrollIntoViewIfNeeded()
    await lookInEveryForm(screen, 'test-page-not-taken')
    expect(await own.getByText(/^Excused: /).allTextContents()).toEqual(['Excused: 1', 'Excused: 2'])
  })

  it('names who took far longer, and draws many attempts as marks that hold several', async () => {
    const zoe = { seconds: 80_000, score: 840, name: 'Zoë Ali' }
    const { page: made } = testTaken([zoe, ...manyAttempts(4_000)])
    laptop.fake.handle('tests', 'page', async ({ account, testId }) => ({ ...made, account, testId }))
    const screen = await opened()
    const { page } = screen
    await card(screen).getByText('larger for more').waitFor()
    await card(screen).locator('circle').first().scrollIntoViewIfNeeded()
    await lookInEveryForm(screen, 'test-page-many-times')
    expect(await card(screen).locator('circle').count()).toBeLessThan(2_000)
    await card(screen).getByText('Zoë Ali', { exact: true }).waitFor()
    await card(screen).getByRole('button', { name: 'Show as table' }).click()
    await card(screen).getByRole('button', { name: 'Zoë Ali, 22:13:20' }).click()
    await page.getByRole('heading', { name: 'Results', level: 1 }).waitFor()
    await page.getByText('1 result').first().waitFor()
  })
})

describe('tests that cannot be shown, read by axe', () => {
  const laptop = givenAnswers(copySchool)

  it('say that there is none yet', async () => {
    answerList(laptop.fake, 'testList', () => [])
    const screen = await tests(laptop.fake)
    await screen.page.getByText('No test yet').waitFor()
    await lookInEveryForm(screen, 'tests-none')
  })

  it('say what keeps them from being shown', async () => {
    laptop.fake.handle('testList', 'open', async () => {
      throw new AppError('store/failed')
    })
    const screen = await tests(laptop.fake)
    await screen.page.getByRole('button', { name: 'Try again' }).waitFor()
    await lookInEveryForm(screen, 'tests-failing')
  })
})
