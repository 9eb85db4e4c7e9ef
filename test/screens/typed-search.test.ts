import { describe, expect, it } from 'vitest'
import { type ResultsFilter, textOf } from '../../shared/model/filter.ts'
import { longestSearch } from '../../shared/model/text.ts'
import { resultsAre } from '../journeys/teacher-steps.ts'
import type { FakeBridge } from '../renderer/fake-bridge.ts'
import { openScreen } from './built-screen.ts'
import { copySample, givenAnswers } from './laptop-answers.ts'

const searchesAsked = (fake: FakeBridge, from = 0): string[] =>
  fake
    .callsOf('resultList', 'open')
    .slice(from)
    .map((asked) => textOf(asked.query.filter as ResultsFilter, 'search'))

describe('a search that is typed', () => {
  const laptop = givenAnswers(copySample)

  it('is asked with every letter, without waiting for the next', async () => {
    const { page } = await openScreen(laptop.fake)
    await resultsAre(page, 3_000)
    const before = laptop.fake.callsOf('resultList', 'open').length
    await page.getByRole('searchbox').focus()
    // A space at the end asks nothing new.
    await page.keyboard.type('mor e')
    await expect.poll(() => searchesAsked(laptop.fake, before)).toEqual(['m', 'mo', 'mor', 'mor e'])
  })

  it('asks nothing by a quotation mark or an apostrophe before the letter that follows', async () => {
    const { page } = await openScreen(laptop.fake)
    await resultsAre(page, 3_000)
    const before = laptop.fake.callsOf('resultList', 'open').length
    await page.getByRole('searchbox').focus()
    await page.keyboard.type('"m, "o')
    await expect.poll(() => searchesAsked(laptop.fake, before)).toEqual(['"m', '"m, "o'])
    await page.keyboard.press('Control+A')
    await page.keyboard.type("'t")
    await expect.poll(() => searchesAsked(laptop.fake, before).slice(2)).toEqual(['', "'t"])
  })

  it('draws the rows beside the screen when the list is scrolled or left alone, not between two letters', async () => {
    const { page } = await openScreen(laptop.fake)
    await resultsAre(page, 3_000)
    // A timer that is held back never comes while somebody types.
    await page.evaluate(() => {
      const real = globalThis.setTimeout
      const held: (() => void)[] = []
      const holding = (work: () => void, after = 0) => (after > 200 ? held.push(work) : real(work, after))
      const release = () => {
        for (const work of held.splice(0)) work()
      }
      Object.assign(globalThis, { setTimeout: holding, release })
    })
    const lowest = async () => {
      const rows = page.locator('[data-row]:not([data-row="-1"])')
      return Number(await rows.last().getAttribute('data-row'))
    }
    const list = page.locator('[role="rowgroup"]').last()
    const drawn = () =>
      page.evaluate(() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done))))
    await page.getByRole('searchbox').press('e')
    await expect.poll(lowest).toBeLessThan(30)
    const seen = await lowest()
    await page.keyboard.press('a')
    await drawn()
    expect(await lowest()).toBe(seen)
    await page.locator('[data-row="0"]').hover()
    await page.mouse.wheel(0, 30)
    await expect.poll(() => list.evaluate(({ scrollTop }) => scrollTop)).toBe(30)
    await expect.poll(lowest).toBeGreaterThan(seen + 7)
    await page.getByRole('searchbox').press('Backspace')
    await expect.poll(lowest).toBe(seen)
    // As when a list that was scrolled goes to its top for the next one.
    await list.dispatchEvent('scroll')
    await drawn()
    expect(await lowest()).toBe(seen)
    await page.evaluate(() => Reflect.get(globalThis, 'release')())
    await expect.poll(lowest).toBe(seen + 8)
  })

  it('leaves no row of the list before it in the document, wherever that was scrolled to', async () => {
    const { page } = await openScreen(laptop.fake)
    await resultsAre(page, 3_000)
    await page.locator('[data-row="0"] [data-column="0"]').focus()
    await page.keyboard.press('Control+End')
    await page.locator('[data-row="2999"]').waitFor()
    // More than the screen holds: the rows below it come later.
    const first = 26
    const shown = () =>
      page
        .locator('[data-row]:not([data-row="-1"])')
        .evaluateAll((rows) =>
          rows.map((row) => [row.getAttribute('data-row'), row.querySelector('[role="rowheader"]')?.textContent]),
        )
    const found = (value: string) =>
      page.evaluate(
        async ([value, first]) => {
          const filter = [{ field: 'search', op: 'contains', value } as const]
          const query = { filter, sort: { field: 'finished', direction: 'desc' } as const }
          const opened = await gradekeep?.resultList.open({ query, first })
          if (!opened?.ok) throw new Error('The results could not be read')
          return opened.value.rows.map((row, index) => [`${index}`, `${row.first} ${row.last}`])
        },
        [value, first] as const,
      )
    for (const text of ['an', 'ma', 'e']) {
      const rows = await found(text)
      expect(rows).toHaveLength(first)
      await page.getByRole('searchbox').fill(text)
      await expect.poll(async () => (await shown()).slice(0, first)).toEqual(rows)
    }
  })

  it('that is too long says what of it is looked for, until the text changes', async () => {
    const { page } = await openScreen(laptop.fake)
    await resultsAre(page, 3_000)
    const before = laptop.fake.callsOf('resultList', 'open').length
    await page.getByRole('searchbox').focus()
    await page.keyboard.insertText(`${'a'.repeat(longestSearch)}b`)
    await page.getByText('A search takes 500 letters. The rest was left out.').waitFor()
    await expect.poll(() => searchesAsked(laptop.fake, before)).toEqual(['a'.repeat(longestSearch)])
    await page.keyboard.press('Backspace')
    await page.getByText('The rest was left out.').waitFor({ state: 'detached' })
  })
})
