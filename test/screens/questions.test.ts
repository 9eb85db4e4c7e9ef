import { describe, expect, it } from 'vitest'
import { AppError } from '../../shared/errors.ts'
import { sampleId } from '../../shared/model/account.ts'
import { newestFirst } from '../../shared/model/filter.ts'
import { lookInEveryForm } from '../journeys/every-form.ts'
import { openScreen, type Screen } from './built-screen.ts'
import { copySample, copySchool, givenAnswers } from './laptop-answers.ts'

const fractions = /Fractions, Ratio/
const reading = /Inspector Calls/

async function testPage(fake: Parameters<typeof openScreen>[0], name: RegExp | null): Promise<Screen> {
  const screen = await openScreen(fake)
  const { page } = screen
  await page.getByRole('navigation').getByRole('button', { name: 'Tests' }).click()
  const list = page.getByRole('grid', { name: 'Tests' })
  await (name === null ? list.locator('[data-row="0"]') : list.getByText(name)).first().click()
  await page.getByRole('tab', { name: 'Questions' }).waitFor()
  return screen
}

async function questions(fake: Parameters<typeof openScreen>[0], name: RegExp | null): Promise<Screen> {
  const screen = await testPage(fake, name)
  await screen.page.getByRole('tab', { name: 'Questions' }).click()
  return screen
}

const asked = {
  ...{ account: sampleId, testId: 64_776, period: { from: null, to: null } },
  policy: 'first',
  ...{ classId: null, source: null, version: null },
} as const

const grid = ({ page }: Screen) => page.getByRole('grid', { name: 'Questions' })
const row = (screen: Screen, place: number) => grid(screen).locator(`[data-row="${place}"]`)

describe('questions of the sample', () => {
  const laptop = givenAnswers(copySample)

  it('stand in a list that axe finds no fault with, and say how many attempts have answers', async () => {
    const screen = await questions(laptop.fake, fractions)
    const { page } = screen
    await row(screen, 1).waitFor()
    await page.getByText(/^Answers of \d+ of \d+ attempts are here\./).waitFor()
    await lookInEveryForm(screen, 'questions')
    await page.getByRole('heading', { name: 'Most missed' }).scrollIntoViewIfNeeded()
    await lookInEveryForm(screen, 'questions-foot')
  })

  it('are sorted by their figures, those without one last', async () => {
    const screen = await questions(laptop.fake, fractions)
    const first = row(screen, 0)
    const header = (name: string) => grid(screen).getByRole('columnheader', { name })
    await header('Facility').click()
    await expect.poll(() => first.textContent()).toContain('nearest to 1')
    await header('Weight').click()
    await expect.poll(() => row(screen, 19).textContent()).toContain('nearest to 1')
    await header('Weight').click()
    await expect.poll(() => header('Weight').getAttribute('aria-sort')).toBe('ascending')
    await expect.poll(() => row(screen, 19).textContent()).toContain('nearest to 1')
  })

  it('open beside the list by keyboard, with their options, and close again', async () => {
    const screen = await questions(laptop.fake, fractions)
    const { page } = screen
    await row(screen, 7).click()
    const panel = page.getByRole('complementary', { name: 'Question 8' })
    await panel.getByText('Which of these numbers lies').waitFor()
    expect(await panel.getByRole('listitem').count()).toBe(5)
    expect(
      await panel.getByRole('listitem').filter({ hasText: '11/10' }).getByText('right', { exact: true }).count(),
    ).toBe(1)
    await panel
      .getByText(/\(-?[\d.]+% to -?[\d.]+%\)/)
      .first()
      .waitFor()
    await lookInEveryForm(screen, 'question-panel')
    await page.keyboard.press(']')
    await page.getByRole('complementary', { name: 'Question 9' }).waitFor()
    await page.keyboard.press('Escape')
    await expect.poll(() => page.getByRole('complementary').count()).toBe(0)
    await expect.poll(() => page.evaluate(() => document.activeElement?.closest('[role="grid"]') !== null)).toBe(true)
  })

  it('show a picture only when it is asked for', async () => {
    const screen = await questions(laptop.fake, fractions)
    const { page } = screen
    await row(screen, 1).click()
    const panel = page.getByRole('complementary', { name: 'Question 2' })
    const show = panel.getByRole('button', { name: 'Show picture A bar of eight equal parts, three of them shaded' })
    await show.waitFor()
    expect(await panel.locator('img').count()).toBe(0)
    await show.click()
    await panel.getByRole('img', { name: 'A bar of eight equal parts' }).waitFor()
    expect(await panel.locator('img').getAttribute('src')).toMatch(/^data:image\/png;base64,/)
  })

  it('are gone through with a class, one at a time, without names, answers on a key', async () => {
    const screen = await questions(laptop.fake, reading)
    const { page } = screen
    await page.getByRole('button', { name: 'Show to the class' }).click()
    const view = page.getByRole('dialog', { name: 'Going through the test' })
    const heading = (number: number) => view.getByRole('heading', { name: `Question ${number}`, exact: true })
    await heading(1).waitFor()
    expect(await view.getByText('right', { exact: true }).count()).toBe(0)
    await page.keyboard.press('Space')
    await view.getByText('right', { exact: true }).waitFor()
    // Each share with the attempts that it is of.
    expect(
      await view
        .getByRole('listitem')
        .filter({ hasText: /%\s*n\s=\s\d{2,}/ })
        .count(),
    ).toBeGreaterThan(1)
    await lookInEveryForm(screen, 'projector')
    await page.keyboard.press('ArrowDown')
    await page.keyboard.press('Shift+ArrowRight')
    await heading(1).waitFor()
    await page.keyboard.press('ArrowRight')
    await heading(2).waitFor()
    // The button that leads to an end is disabled there, and the keys still work.
    await view.getByRole('button', { name: 'Previous question' }).press('Enter')
    await heading(1).waitFor()
    await expect.poll(() => page.evaluate(() => document.activeElement?.textContent)).toBe('Show the answer')
    await page.keyboard.press('ArrowRight')
    await heading(2).waitFor()
    expect(await view.getByText('right', { exact: true }).count()).toBe(0)
    await page.keyboard.press('PageDown')
    await page.keyboard.press('PageDown')
    await heading(4).waitFor()
    await page.keyboard.press('Space')
    await view.getByText('Right matches').waitFor()
    await lookInEveryForm(screen, 'projector-matching')
    await view.getByRole('button', { name: 'Most missed first' }).click()
    await view.getByText('1 of 12').waitFor()
    await page.keyboard.press('Escape')
    await expect.poll(() => view.count()).toBe(0)
  })

  it('are counted at one group or link, and of one version of a question', async () => {
    const screen = await questions(laptop.fake, fractions)
    const { page } = screen
    const n = async () => Number(await page.locator('dl div').first().locator('dd').first().textContent())
    await row(screen, 1).waitFor()
    const all = await n()
    await page.getByRole('button', { name: 'Group or link: All groups and links' }).click()
    await page.getByText('10B Maths').click()
    await page.keyboard.press('Escape')
    await expect.poll(n).toBeLessThan(all)
    const ofGroup = await n()
    await page.getByRole('button', { name: 'Version of a question: All versions' }).click()
    await page.getByText('Question 7, version 1').click()
    await page.keyboard.press('Escape')
    await expect.poll(n).toBeLessThan(ofGroup)
    await page.getByRole('button', { name: 'Version of a question: Question 7, version 1' }).waitFor()
  })

  it('are printed one page wide', async () => {
    const screen = await questions(laptop.fake, fractions)
    const { page } = screen
    await row(screen, 1).waitFor()
    await page.getByRole('button', { name: 'Print…' }).click()
    await page.locator('[data-print-pages="ready"]').waitFor({ state: 'attached' })
    await page.emulateMedia({ media: 'print' })
    // A4 between the margins, at 96 pixels an inch.
    await screen.resize(702, 1000)
    const printed = page.locator('[data-printed="questions"]')
    expect(await printed.locator('table').first().locator('tbody tr').count()).toBe(20)
    const each = printed.locator('[data-question]')
    expect(await each.count()).toBe(20)
    // Facility and discrimination with their intervals; each option with its count, share and point-biserial.
    const first = each.first()
    expect(await first.locator('p').textContent()).toMatch(
      /^Facility [\d.]+\S?% \([\d.]+\S?% to [\d.]+\S?%\).* · Discrimination \S?[\d.]+\S?% \(\S?[\d.]+\S?% to \S?[\d.]+\S?%\).* · n\s=\s\d+$/,
    )
    const cells = await first.locator('tbody tr').first().locator('td').allTextContents()
    expect(cells[0]).toBe('A')
    expect(cells.slice(3, 6).join(' ')).toMatch(/^\d+ [\d.]+\S?% \S?[01]\.\d\d$/)
    expect(await first.getByText('(right)').count()).toBe(1)
    const spread = printed.locator('section').filter({ hasText: 'Attempts with answers by percentage' })
    expect(await spread.locator('tbody tr').count()).toBe(10)
    await printed.getByText('Points scored as a share of the points to score').waitFor()
    expect(await printed.evaluate((article) => article.scrollWidth - article.clientWidth)).toBeLessThanOrEqual(0)
    await page.emulateMedia({ media: 'screen' })
    laptop.prints.close()
    await expect.poll(() => printed.count()).toBe(0)
  })

  it('say what a student answered, and where their strengths lie', async () => {
    const screen = await testPage(laptop.fake, fractions)
    const { page } = screen
    await page.getByRole('button', { name: 'Show results', exact: true }).last().click()
    await page.getByRole('heading', { name: 'Results', level: 1 }).waitFor()
    // Until those of the test are found, the list shows all results, and the first of them may have no answers.
    const opened = await laptop.fake.bridge.resultList.open({ query: { filter: [], sort: newestFirst }, first: 1 })
    const all = opened.ok ? opened.value.count : null
    const ofTest = page
      .getByRole('grid')
      .and(page.locator(`:not([aria-rowcount="-1"], [aria-rowcount="${Number(all) + 1}"])`))
    await ofTest.locator('[data-row="0"]').click()
    await page.getByRole('button', { name: 'Show 20 answers' }).click()
    await page.getByText('What part of the bar is shaded?').waitFor()
    expect(await page.getByText(/^(chosen, right|chosen, wrong|not chosen, right)$/).count()).toBeGreaterThan(10)
    await lookInEveryForm(screen, 'answers')
    await page.locator('[data-detail-title]').getByRole('button').click()
    await page.getByRole('columnheader', { name: 'Over time' }).scrollIntoViewIfNeeded()
    await lookInEveryForm(screen, 'student-categories')
  })

  it('show no picture of the question before it', async () => {
    const answered = await laptop.fake.bridge.questions.page(asked)
    if (!answered.ok) throw new AppError(answered.error.code)
    const { analysis } = answered.value
    const pictured = (place: number, words: string) => ({
      ...analysis.items[1],
      questionId: `${place}`,
      question: `<img src="https://www.classmarker.com/uploads/${words === 'First' ? 'bar-of-eight' : words}.png" alt="${words}">`,
    })
    const items = [pictured(1, 'First'), pictured(2, 'Second')] as typeof analysis.items
    laptop.fake.handle('questions', 'page', async () => ({
      ...answered.value,
      analysis: { ...analysis, items },
      order: ['1', '2'],
    }))
    const screen = await questions(laptop.fake, fractions)
    await row(screen, 0).click()
    const panel = screen.page.getByRole('complementary')
    await panel.getByRole('button', { name: 'Show picture First' }).click()
    await panel.getByRole('img', { name: 'First' }).waitFor()
    await panel.getByRole('button', { name: 'Next question' }).click()
    await panel.getByRole('button', { name: 'Show picture Second' }).waitFor()
    expect(await panel.locator('img').count()).toBe(0)
    laptop.fake.handle('questions', 'page', async () => answered.value)
  })

  it('say what failed, and read again', async () => {
    const { fake } = laptop
    const answered = await fake.bridge.questions.page(asked)
    fake.handle('questions', 'page', async () => {
      throw new AppError('store/busy')
    })
    const screen = await questions(laptop.fake, fractions)
    await screen.page.getByRole('button', { name: 'Try again' }).waitFor()
    fake.handle('questions', 'page', async () => {
      if (!answered.ok) throw new AppError(answered.error.code)
      return answered.value
    })
    await screen.page.getByRole('button', { name: 'Try again' }).click()
    await row(screen, 1).waitFor()
  })
})

describe('a test without answers', () => {
  const laptop = givenAnswers(copySchool)

  it('says that ClassMarker does not send them, and what to import', async () => {
    const screen = await questions(laptop.fake, null)
    await screen.page.getByRole('heading', { name: 'No answers are here yet' }).waitFor()
    await screen.page.getByText('ClassMarker does not send answers along with results.').waitFor()
    await lookInEveryForm(screen, 'questions-none')
  })
})
