import type { Page } from 'playwright'
import { describe, expect, it } from 'vitest'
import { day, plusSeconds } from '../../shared/model/time.ts'
import { givenLaptop, type Laptop, now, resultsAre, soon } from './teacher-steps.ts'

const group = 29765
const [quadratics, fractions] = [64781, 64776]

const heading = (page: Page, name: string) => page.getByRole('heading', { name, level: 1 }).waitFor()
const figure = (page: Page, name: string) =>
  page.getByRole('list', { name: 'Figures' }).getByRole('button', { name: new RegExp(`^${name} `) })

function taken(
  { simulator: { world } }: Laptop,
  last: string,
  test: number,
  percentage: number,
  daysAgo: number,
): void {
  world.addGroupResult({
    group_id: group,
    test_id: test,
    user_id: last.length,
    first: 'Ada',
    last,
    percentage,
    time_finished: plusSeconds(now(), -daysAgo * day),
  })
}

// One look at how a test went: each step begins where the one before ended.
describe('tests', () => {
  const laptop = givenLaptop({ classMarker: 0, prepare: hold, fetched: 4 })

  function hold(own: Laptop): void {
    taken(own, 'Quillfeather', quadratics, 51, 9)
    taken(own, 'Quillfeather', quadratics, 86, 3)
    taken(own, 'Quillfeather', fractions, 70, 2)
    taken(own, 'Zimmer', quadratics, 40, 2)
  }

  it('are a screen of their own, opened and read by keyboard', async () => {
    const { page } = laptop.app
    await page.keyboard.press('Control+5')
    await heading(page, 'Tests')
    const row = page.getByRole('row').filter({ hasText: 'Quadratic' })
    await row.getByText('45.5%').first().waitFor()
    await row.getByRole('gridcell').first().click()
    await figure(page, 'Average').waitFor()
    await soon(() => figure(page, 'Average').innerText()).toContain('45.5%')
    await expect.poll(() => figure(page, 'Average').innerText()).toContain('n = 2')
  })

  it('lead from a figure to its results, and back', async () => {
    const { page } = laptop.app
    await figure(page, 'Average').focus()
    await page.keyboard.press('Enter')
    await heading(page, 'Results')
    await resultsAre(page, 2, 4)
    await page.getByRole('button', { name: 'Remove filter: Picked' }).click()
    await resultsAre(page, 4)
    await page.keyboard.press('Control+5')
    await heading(page, 'Tests')
  })

  it('fetch what is new of one test with one request', async () => {
    const { page } = laptop.app
    taken(laptop, 'Abernathy', quadratics, 100, 0)
    const before = laptop.simulator.requests.length
    await page.getByRole('row').filter({ hasText: 'Quadratic' }).getByRole('gridcell').first().click()
    await page.getByRole('button', { name: 'Fetch now' }).click()
    await page.getByRole('menuitem', { name: '10B Maths' }).click()
    await page
      .getByText(/1 new result of “10B Maths”/)
      .first()
      .waitFor()
    expect(laptop.simulator.requests).toHaveLength(before + 1)
    await soon(() => figure(page, 'Average').innerText()).toContain('63.7%')
  })
})
