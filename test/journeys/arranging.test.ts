import type { Page } from 'playwright'
import { beforeAll, describe, expect, it } from 'vitest'
import { givenLaptop, resultsAre, soon } from './teacher-steps.ts'

const total = 3_000

describe('columns arranged by hand', () => {
  const laptop = givenLaptop()

  let page: Page

  beforeAll(async () => {
    page = laptop.app.page
    await page.getByRole('button', { name: 'Look around' }).click()
    await page.getByText('Sample data is ready: 3,000 results.').first().waitFor({ timeout: 30_000 })
    await resultsAre(page, total)
    await laptop.app.resize(1280, 800)
  })

  it('are as wide as their edge is dragged, and as wide as their content again by two presses on it', async () => {
    const before = await widthOf(page, 'Score')
    await drag(page, 'percentage', 60)
    await soon(() => widthOf(page, 'Score')).toBe(before + 60)
    expect(await sortedBy(page)).toBe('Finished')
    await page.locator('[data-column-edge="percentage"]').dblclick()
    await soon(() => widthOf(page, 'Score')).toBe(before)
  })

  it('are widened, narrowed and moved by keys on their header, which keeps the focus', async () => {
    await page.getByRole('columnheader', { name: 'Test' }).focus()
    const before = await widthOf(page, 'Test')
    await page.keyboard.press('Shift+ArrowLeft')
    await soon(() => widthOf(page, 'Test')).toBe(before - 10)
    await page.keyboard.press('Control+Shift+ArrowRight')
    await soon(() => headers(page)).toEqual(['Student', 'Group or link', 'Test', 'Score', 'Result', 'Finished'])
    await expect.poll(() => page.evaluate(() => document.activeElement?.textContent)).toBe('Test')
    await page.getByRole('status').getByText('Test moved right').waitFor({ state: 'attached' })
  })

  it('are pinned and hidden by their menu, from the keyboard too', async () => {
    await page.getByRole('columnheader', { name: 'Finished' }).click({ button: 'right' })
    await page.getByRole('menuitem', { name: 'Keep at the front' }).click()
    await soon(() => headers(page)).toEqual(['Student', 'Finished', 'Group or link', 'Test', 'Score', 'Result'])
    await page.getByRole('columnheader', { name: 'Group or link' }).focus()
    await page.keyboard.press('Shift+F10')
    await page.getByRole('menu', { name: 'Column Group or link' }).waitFor()
    await page.getByRole('menuitem', { name: 'Keep at the front' }).press('Enter')
    await soon(() => headers(page)).toEqual(['Student', 'Group or link', 'Finished', 'Test', 'Score', 'Result'])
    await laptop.app.resize(900, 800)
    await soon(() => headers(page)).not.toContain('Result')
    expect(await headers(page)).toContain('Group or link')
    await laptop.app.resize(1280, 800)
    await soon(() => headers(page)).toContain('Result')
    await page.getByRole('columnheader', { name: 'Result' }).click({ button: 'right' })
    await page.getByRole('menuitem', { name: 'Hide column' }).click()
    await soon(() => headers(page)).not.toContain('Result')
  })

  it('stand as they were arranged, in the order that was chosen, when the app is opened again', async () => {
    await page.getByRole('columnheader', { name: 'Score' }).click()
    await soon(() => sortedBy(page)).toBe('Score')
    const arranged = await headers(page)
    const width = await widthOf(page, 'Test')
    await laptop.app.close()
    await laptop.open()
    page = laptop.app.page
    await laptop.app.resize(1280, 800)
    await resultsAre(page, total)
    await soon(() => headers(page)).toEqual(arranged)
    expect(await widthOf(page, 'Test')).toBe(width)
    expect(await sortedBy(page)).toBe('Score')
  })

  it('come back as they were at first by one choice', async () => {
    await page.getByRole('columnheader', { name: 'Test' }).click({ button: 'right' })
    await page.getByRole('menuitem', { name: 'All columns as they were at first' }).click()
    await soon(() => headers(page)).toEqual(['Student', 'Test', 'Group or link', 'Score', 'Result', 'Finished'])
  })
})

const headers = async (page: Page): Promise<readonly string[]> =>
  (await page.getByRole('columnheader').allTextContents()).filter((words) => words !== 'Certificate')

const widthOf = async (page: Page, name: string): Promise<number> =>
  Math.round((await page.getByRole('columnheader', { name }).boundingBox())?.width ?? 0)

const sortedBy = (page: Page): Promise<string | null> =>
  page
    .locator('[role="columnheader"][aria-sort="ascending"], [role="columnheader"][aria-sort="descending"]')
    .textContent()

async function drag(page: Page, column: string, by: number): Promise<void> {
  const edge = await page.locator(`[data-column-edge="${column}"]`).boundingBox()
  if (edge === null) throw new Error(`The column ${column} has no edge.`)
  const [x, y] = [edge.x + edge.width / 2, edge.y + edge.height / 2]
  await page.mouse.move(x, y)
  await page.mouse.down()
  await page.mouse.move(x + by / 2, y)
  await page.mouse.move(x + by, y)
  await page.mouse.up()
}
