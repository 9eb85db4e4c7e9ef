import { describe, expect, it } from 'vitest'
import { lookInEveryForm } from '../journeys/every-form.ts'
import { soon } from '../journeys/teacher-steps.ts'
import { openScreen } from './built-screen.ts'
import { copySchool, givenAnswers } from './laptop-answers.ts'

describe('the checks of a gradebook, read by axe', () => {
  const laptop = givenAnswers(copySchool)

  it('stand beside it, and each line opens its place', async () => {
    const screen = await openScreen(laptop.fake)
    const { page } = screen
    await page.getByRole('navigation').getByRole('button', { name: 'Gradebook' }).click()
    await page.getByRole('button', { name: /^Check: \d+ things/ }).click()
    const panel = page.getByRole('complementary', { name: 'Check' })
    await panel.waitFor()
    await lookInEveryForm(screen, 'gradebook-checks')
    const line = panel.locator('[data-check="to-grade"] li button').first()
    const words = await line.innerText()
    await line.click()
    const cell = page.getByRole('complementary', { name: / at / })
    await cell.waitFor()
    expect(words).toContain(await cell.getByRole('heading', { level: 2 }).innerText())
    await page.keyboard.press('Escape')
    await panel.waitFor()
    await soon(() => line.evaluate((element) => element === document.activeElement)).toBe(true)
    await page.keyboard.press('Escape')
    await panel.waitFor({ state: 'detached' })
    await page.locator('[data-checks-button]:focus').waitFor()
  })
})
