import { expect, it } from 'vitest'
import { resultsFilter } from '../../../shared/model/filter-zod.ts'

// Made anew for each of the calls that take one, it was half of what the app computes until its window opens.
it('all calls that take a filter share one schema of it', () => {
  expect(resultsFilter()).toBe(resultsFilter())
})
