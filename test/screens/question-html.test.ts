import { expect, it } from 'vitest'
import { sampleId } from '../../shared/model/account.ts'
import { openScreen } from './built-screen.ts'
import { copySample, givenAnswers } from './laptop-answers.ts'

const laptop = givenAnswers(copySample)

/** The text of the first question is what a hostile or careless author might write. */
const hostile = [
  '<script>window.hit = 1</script><img src="https://evil.example/a.png" onerror="window.hit = 2" alt="elsewhere">',
  '<svg onload="window.hit = 3"></svg><a href="javascript:window.hit = 4" style="position:fixed">a link</a>',
  '<iframe src="https://evil.example"></iframe><form action="https://evil.example"><input name="x"></form>',
  '<style>*{display:none}</style><b>bold</b> 2[sup]3[/sup] and [sqr]16[/sqr] <img src=x onerror="window.hit = 5">',
].join('')

it('draws the text of a question without anything that runs, loads or leads away', async () => {
  const { fake } = laptop
  const answered = await fake.bridge.questions.page({
    ...{ account: sampleId, testId: 64_776, period: { from: null, to: null } },
    policy: 'first',
    ...{ classId: null, source: null, version: null },
  })
  if (!answered.ok) throw new Error('The sample has questions')
  const { analysis } = answered.value
  const items = analysis.items.map((item, place) => (place === 0 ? { ...item, question: hostile } : item))
  fake.handle('questions', 'page', async () => ({ ...answered.value, analysis: { ...analysis, items } }))
  const { page } = await openScreen(fake)
  const requests: string[] = []
  page.on('request', (request) => requests.push(request.url()))
  await page.getByRole('navigation').getByRole('button', { name: 'Tests' }).click()
  await page
    .getByRole('grid', { name: 'Tests' })
    .getByText(/Fractions, Ratio/)
    .click()
  await page.getByRole('tab', { name: 'Questions' }).click()
  await page.getByRole('grid', { name: 'Questions' }).locator('[data-row="0"]').click()
  const panel = page.getByRole('complementary', { name: 'Question 1' })
  await panel.getByText('bold', { exact: true }).waitFor()
  expect(await panel.locator('sup').textContent()).toBe('3')
  await panel.getByText('√16').waitFor()
  await panel.getByText('elsewhere').waitFor()
  expect(await panel.locator('a, script, iframe, form, style, input, img, [style*="fixed"], [onerror]').count()).toBe(0)
  expect(await page.evaluate(() => Reflect.get(globalThis, 'hit'))).toBeUndefined()
  expect(requests.filter((url) => url.includes('evil'))).toEqual([])
})
