import { join } from 'node:path'
import ExcelJS from 'exceljs'
import { describe, expect, it } from 'vitest'
import { givenLaptop, resultsAre } from './teacher-steps.ts'

// Going through a test with its questions: each step begins where the one before ended, all by keyboard.
describe('the questions of a test', () => {
  const laptop = givenLaptop()

  const focused = (selector: string) =>
    laptop.app.page.evaluate((asked) => document.activeElement?.matches(asked) === true, selector)

  it('are there with the sample, and are opened by keyboard', async () => {
    const { page } = laptop.app
    await page.getByRole('button', { name: 'Look around' }).click()
    await resultsAre(page, 3_000)
    await page.getByText('Sample data is ready: 3,000 results.').first().waitFor()
    await page.keyboard.press('Control+5')
    await page.getByRole('heading', { name: 'Tests', level: 1 }).waitFor()
    await page
      .getByRole('grid', { name: 'Tests' })
      .getByText(/Fractions, Ratio/)
      .click()
    const tab = page.getByRole('tab', { name: 'Questions' })
    await page.getByRole('tab', { name: 'Overview' }).focus()
    await page.keyboard.press('ArrowRight')
    await expect.poll(() => tab.getAttribute('aria-selected')).toBe('true')
    await page.getByText(/^Answers of \d+ of \d+ attempts are here\./).waitFor()
    const grid = page.getByRole('grid', { name: 'Questions' })
    await grid.locator('[data-row="0"]').waitFor()
    await grid.locator('[tabindex="0"]').focus()
    await page.keyboard.press('ArrowDown')
    await page.keyboard.press('Enter')
    await page.getByRole('complementary', { name: /^Question \d+$/ }).waitFor()
    await page.keyboard.press('Escape')
    await expect.poll(() => page.getByRole('complementary').count()).toBe(0)
    await expect.poll(() => focused('[role="grid"] *')).toBe(true)
  })

  it('are gone through with the class by the arrows and Space', async () => {
    const { page } = laptop.app
    await page.getByRole('button', { name: 'Show to the class' }).focus()
    await page.keyboard.press('Enter')
    const view = page.getByRole('dialog', { name: 'Going through the test' })
    await view.getByText('1 of 20').waitFor()
    await page.keyboard.press('ArrowRight')
    await view.getByText('2 of 20').waitFor()
    await page.keyboard.press('Space')
    await view.getByText(/^\d+\.\d% right, n/).waitFor()
    await page.keyboard.press('Escape')
    await expect.poll(() => view.count()).toBe(0)
  })

  it('bring a picture from ClassMarker only when it is asked for', async () => {
    const { page } = laptop.app
    const grid = page.getByRole('grid', { name: 'Questions' })
    await grid.getByText('What part of the bar is shaded?').click()
    const panel = page.getByRole('complementary', { name: 'Question 2' })
    expect(await panel.locator('img').count()).toBe(0)
    await panel.getByRole('button', { name: /^Show picture/ }).click()
    await panel.getByRole('img', { name: 'A bar of eight equal parts' }).waitFor()
    const width = await panel.locator('img').evaluate((image: HTMLImageElement) => image.naturalWidth)
    expect(width).toBe(320)
    await page.keyboard.press('Escape')
  })

  it('are saved as a workbook', async () => {
    const { page } = laptop.app
    const file = join(laptop.folder, 'Questions.xlsx')
    await laptop.app.dialogs.answerNextSave(file)
    await page.getByRole('button', { name: 'Export questions…' }).click()
    await page.getByText('Saved Questions.xlsx · 20 questions').first().waitFor()
    const workbook = new ExcelJS.Workbook()
    await workbook.xlsx.readFile(file)
    expect(workbook.getWorksheet('Questions')?.getRow(2).getCell(3).value).toBe('Which fraction is equal to one half?')
  })

  it('are those of each attempt, beside its result', async () => {
    const { page } = laptop.app
    await page.getByRole('tab', { name: 'Overview' }).click()
    await page.getByRole('button', { name: 'Show results', exact: true }).last().click()
    await page.getByRole('heading', { name: 'Results', level: 1 }).waitFor()
    await page.locator('[data-row="0"]').click()
    await page.getByRole('button', { name: 'Show 20 answers' }).click()
    await page.getByText('Work out 1/2 + 1/3.').waitFor()
  })
})
