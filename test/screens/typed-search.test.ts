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
