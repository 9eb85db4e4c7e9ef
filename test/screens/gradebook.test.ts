import { describe, expect, it } from 'vitest'
import { AppError } from '../../shared/errors.ts'
import type { GradebookRow, GradebookSummary } from '../../shared/model/gradebook.ts'
import { lookInEveryForm } from '../journeys/every-form.ts'
import { soon } from '../journeys/teacher-steps.ts'
import { answerList } from '../renderer/answer-list.ts'
import { gradebookOf } from '../renderer/gradebook/made-gradebook.ts'
import { openScreen, type Screen } from './built-screen.ts'
import { copySample, copySchool, givenAnswers } from './laptop-answers.ts'

async function gradebook(fake: Parameters<typeof openScreen>[0]): Promise<Screen> {
  const screen = await openScreen(fake)
  await screen.page.getByRole('navigation').getByRole('button', { name: 'Gradebook' }).click()
  await screen.page.getByRole('heading', { name: 'Gradebook', level: 1 }).waitFor()
  return screen
}

describe('the gradebook, read by axe', () => {
  const laptop = givenAnswers(copySchool)

  it('finds no fault with students and tests, a cell, and a student', async () => {
    const screen = await gradebook(laptop.fake)
    const { page } = screen
    await page.locator('[data-row="2"]').waitFor()
    await lookInEveryForm(screen, 'gradebook')
    await page.locator('[data-row="2"] [data-column="1"]').click()
    await page.getByRole('complementary').waitFor()
    await page.keyboard.press('x')
    await page.getByLabel('Reason').waitFor()
    await lookInEveryForm(screen, 'gradebook-excuse')
    await page.keyboard.press('Escape')
    await page.locator('[data-row="2"] [data-column="0"]').click()
    await page.getByRole('complementary', { name: /^Student / }).waitFor()
    await lookInEveryForm(screen, 'gradebook-student')
  })

  it('finds no fault with the rules that can be chosen', async () => {
    const screen = await gradebook(laptop.fake)
    const { page } = screen
    await page.locator('[data-row="2"]').waitFor()
    for (const chip of ['Students', 'Average', 'Scale']) {
      await page.getByRole('button', { name: new RegExp(`^${chip}:? `) }).click()
      await page.getByRole('dialog', { name: chip, exact: true }).waitFor()
      await lookInEveryForm(screen, `gradebook-${chip.toLowerCase().replace(' ', '-')}`)
      await page.keyboard.press('Escape')
      await page.getByRole('dialog').waitFor({ state: 'detached' })
    }
    await page.getByRole('columnheader').nth(1).click({ button: 'right' })
    await page.getByRole('dialog', { name: /^Rules of / }).waitFor()
    await lookInEveryForm(screen, 'gradebook-test-rules')
  })

  it('says what keeps it from being shown', async () => {
    const failing = async () => {
      throw new AppError('store/failed')
    }
    laptop.fake.handle('gradebookList', 'open', failing)
    const screen = await gradebook(laptop.fake)
    await screen.page.getByRole('button', { name: 'Try again' }).waitFor()
    await lookInEveryForm(screen, 'gradebook-failing')
  })
})

describe('a gradebook without students, read by axe', () => {
  const laptop = givenAnswers(copySchool)

  it('says that nobody fits its rules, and leads back to all', async () => {
    answerGradebook(laptop.fake, { students: 0, tests: 0 })
    const screen = await gradebook(laptop.fake)
    await screen.page.getByText('No student fits these rules').waitFor()
    await lookInEveryForm(screen, 'gradebook-nobody')
  })
})

describe('a gradebook of 2,000 students and 60 tests', () => {
  const laptop = givenAnswers(copySample)

  async function large() {
    answerGradebook(laptop.fake, { students: 2_000, tests: 60 })
    const screen = await gradebook(laptop.fake)
    await screen.page.locator('[data-row="2"] [data-column="2"]').waitFor()
    return screen
  }

  it('draws at most 80 rows, and of each only the columns in view', async () => {
    const { page } = await large()
    const drawn = () =>
      page.evaluate(() => ({
        rows: document.querySelectorAll('[role="row"]').length,
        cells: document.querySelectorAll('[data-row="2"] > [role]').length,
      }))
    await soon(async () => (await drawn()).rows).toBeLessThanOrEqual(80)
    expect((await drawn()).cells).toBeLessThanOrEqual(20)
    const grid = page.getByRole('grid')
    await expect.poll(() => grid.getAttribute('aria-colcount')).toBe('64')
    await expect.poll(() => grid.getAttribute('aria-rowcount')).toBe('2004')
  })

  it('moves the focus to any cell, and never beneath the frozen columns', async () => {
    const { page } = await large()
    await page.locator('[data-row="0"] [data-column="1"]').click()
    await page.keyboard.press('Escape')
    const place = () =>
      page.evaluate(() => {
        const cell = document.activeElement as HTMLElement
        const { left, right } = cell.getBoundingClientRect()
        const row = cell.closest('[role="row"]') as HTMLElement
        const name = row.querySelector('[data-column="0"]') as HTMLElement
        const totals = row.querySelector('[data-column="61"]') as HTMLElement
        return {
          column: Number(cell.getAttribute('aria-colindex')),
          isSeen: left >= name.getBoundingClientRect().right - 1 && right <= totals.getBoundingClientRect().left + 1,
        }
      })
    for (let column = 3; column <= 30; column++) {
      await page.keyboard.press('ArrowRight')
      expect(await place()).toEqual({ column, isSeen: true })
    }
    for (let column = 29; column >= 20; column--) {
      await page.keyboard.press('ArrowLeft')
      expect(await place()).toEqual({ column, isSeen: true })
    }
    await page.keyboard.press('Control+End')
    await soon(async () => (await place()).column).toBe(64)
    await page.keyboard.press('Home')
    await soon(async () => (await place()).column).toBe(1)
    await expect.poll(() => page.evaluate(() => document.activeElement?.textContent)).toBe('Passed')
  })
})

/** Answers gradebooks with made ones of this size. */
function answerGradebook(
  fake: Parameters<typeof openScreen>[0],
  size: { readonly students: number; readonly tests: number },
): void {
  const made: { readonly summary: GradebookSummary; readonly rows: readonly GradebookRow[] } = gradebookOf(size)
  fake.handle('gradebooks', 'summary', async () => made.summary)
  answerList(fake, 'gradebookList', () => made.rows)
}
