import { describe, expect, it } from 'vitest'
import { type ResultsFilter, textOf } from '../../shared/model/filter.ts'
import { resultsAre } from '../journeys/teacher-steps.ts'
import { openScreen } from './built-screen.ts'
import { copySample, givenAnswers } from './laptop-answers.ts'

describe('a search that is typed', () => {
  const laptop = givenAnswers(copySample)

  it('is asked with every letter, without waiting for the next', async () => {
    const { page } = await openScreen(laptop.fake)
    await resultsAre(page, 3_000)
    const before = laptop.fake.callsOf('resultList', 'open').length
    await page.getByRole('searchbox').focus()
    // A space at the end asks nothing new.
    await page.keyboard.type('mor e')
    await expect
      .poll(() =>
        laptop.fake
          .callsOf('resultList', 'open')
          .slice(before)
          .map((asked) => textOf(asked.query.filter as ResultsFilter, 'search')),
      )
      .toEqual(['m', 'mo', 'mor', 'mor e'])
  })
})
