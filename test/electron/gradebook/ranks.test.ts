import fc from 'fast-check'
import { expect, it } from 'vitest'
import { AttemptRanks, counts } from '../../../electron/export/results/attempts.ts'
import { readAtOneMoment } from '../../../electron/store/reading.ts'
import { attemptPolicies } from '../../../shared/model/attempt-policy.ts'
import { newestFirst } from '../../../shared/model/filter.ts'
import { usualGradebook, usualRules } from '../../../shared/model/gradebook.ts'
import { drawnClass, keptClass } from './random-class.ts'

it('the attempt that counts in an export counts in the gradebook', async () => {
  for (const drawn of fc.sample(drawnClass(300), { seed: 4, numRuns: 4 })) {
    const { db, calls, lists } = keptClass({ ...drawn, decisions: [] })
    const ranks = new AttemptRanks()
    await readAtOneMoment(db.name, async (reading) => {
      for (const attempt of reading.attemptsToRank({ filter: [] })) ranks.add(attempt)
    })
    ranks.finish()
    const ids = lists.results({ filter: [], sort: newestFirst }).ids()
    for (const policy of attemptPolicies) {
      const gradebook = { ...usualGradebook, rules: { ...usualRules, policy } }
      const question = lists.gradebook({ gradebook, sort: { field: 'name', direction: 'asc' } })
      const cells = question.rows(question.ids()).flatMap((row) => row.cells)
      const counted = ids.filter((id) => counts(ranks.of(id), policy))
      const { attempts } = calls.gradebookSummary(gradebook)
      if (policy === 'average') expect(counted).toHaveLength(attempts)
      else {
        const own = cells.flatMap((cell) => (cell === null || cell.excused ? [] : (cell.countedId ?? [])))
        expect(counted.toSorted((a, b) => a - b)).toEqual(own.toSorted((a, b) => a - b))
      }
    }
  }
})
