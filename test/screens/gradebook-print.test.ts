import { mkdir } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import { describe, expect, it } from 'vitest'
import { openScreen, type Screen } from './built-screen.ts'
import { copySchool, givenAnswers } from './laptop-answers.ts'

const laptop = givenAnswers(copySchool)

const pictures = fileURLToPath(new URL('../.output/screens/', import.meta.url))

/** Chooses what to print, and answers with the pages as they went to the printer. */
async function printed({ page }: Screen, choose: () => Promise<void>) {
  await choose()
  await expect.poll(() => laptop.prints.isOpen()).toBe(true)
  await page.emulateMedia({ media: 'print', colorScheme: 'dark' })
}

/** Both sizes of paper: keeps the file to be looked at, and answers how many sheets each takes. */
async function sheets({ page }: Screen, name: string): Promise<readonly number[]> {
  await mkdir(pictures, { recursive: true })
  const counts: number[] = []
  for (const format of ['A4', 'Letter'] as const) {
    const file = await page.pdf({ format, preferCSSPageSize: true, path: `${pictures}${name}-${format}.pdf` })
    counts.push([...file.toString('latin1').matchAll(/\/Type\s*\/Page\b/g)].length)
  }
  return counts
}

describe('a gradebook on paper', () => {
  async function gradebook(): Promise<Screen> {
    const screen = await openScreen(laptop.fake)
    const { page } = screen
    await page.getByRole('navigation').getByRole('button', { name: 'Gradebook' }).click()
    await page.locator('[data-row="2"]').waitFor()
    return screen
  }
  const fromMenu =
    ({ page }: Screen, item: string | RegExp) =>
    async () => {
      await page.getByRole('button', { name: 'Print…' }).click()
      await page.getByRole('menuitem', { name: item }).first().click()
    }
  const onPaper = ({ page }: Screen) =>
    page.evaluate(() =>
      [...document.body.children]
        .filter((child) => child.getClientRects().length > 0)
        .map((child) => child.outerHTML.slice(0, 40)),
    )

  it('has every student and test, the statistics and what the marks mean, and nothing of the window', async () => {
    const screen = await gradebook()
    const { page } = screen
    await printed(screen, fromMenu(screen, 'This gradebook'))
    const pages = page.locator('[data-printed="gradebook"]')
    const students = await page.evaluate(() => document.querySelector('[role="grid"]')?.getAttribute('aria-rowcount'))
    await expect.poll(() => pages.first().locator('tbody tr').count()).toBe(Number(students) - 1)
    expect(await onPaper(screen)).toHaveLength(1)
    await expect.poll(() => pages.first().innerText()).toMatch(/Printed on .* · Results as of /)
    const counts = await sheets(screen, 'print-gradebook')
    for (const count of counts) expect(count).toBeGreaterThan(1)
    laptop.prints.close()
    await page.locator('[data-print-pages]').waitFor({ state: 'detached' })
  })

  it('is one sheet for a student, in words', async () => {
    const screen = await gradebook()
    const { page } = screen
    await page.locator('[data-row="2"] [data-column="0"]').click()
    await page.getByRole('complementary', { name: /^Student / }).waitFor()
    await printed(screen, () => page.getByRole('button', { name: 'Print a report…' }).click())
    const report = await page.locator('[data-printed="student"]').innerText()
    for (const words of ['Average', 'Grade', 'Median', 'Passed', 'Not taken', 'A from 90%', 'Results as of'])
      expect(report).toContain(words)
    expect(await sheets(screen, 'print-student')).toEqual([1, 1])
    expect(await onPaper(screen)).toHaveLength(1)
    laptop.prints.close()
    await page.locator('[data-print-pages]').waitFor({ state: 'detached' })
  })

  it('is one test with its distribution and everybody', async () => {
    const screen = await gradebook()
    const { page } = screen
    await printed(screen, fromMenu(screen, /First Aid/))
    const test = page.locator('[data-printed="test"]')
    await expect.poll(() => test.locator('h1').innerText()).toContain('First Aid')
    const numbers = await test.locator('figure span').allInnerTexts()
    const taken = Number(await test.locator('dd').first().innerText())
    expect(numbers.reduce((sum, number) => sum + Number(number), 0)).toBe(taken)
    for (const count of await sheets(screen, 'print-test')) expect(count).toBeGreaterThan(1)
    laptop.prints.close()
    await page.locator('[data-print-pages]').waitFor({ state: 'detached' })
  })
})
