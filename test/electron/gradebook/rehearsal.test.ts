import { join } from 'node:path'
import { expect, it } from 'vitest'
import { GradedAttempts } from '../../../electron/store/gradebook/attempts.ts'
import { Rehearsal } from '../../../electron/store/gradebook/rehearsal.ts'
import { openReadOnly } from '../../../electron/store/open.ts'
import { storeOn } from '../../../electron/store/store-api.ts'
import { usualGradebook } from '../../../shared/model/gradebook.ts'
import { fillDatabase } from '../../bench/fill.ts'
import { temporaryFolder } from '../support/laptop.ts'

it('is rehearsed in few slices once many attempts are there, and reckons the same afterwards', async () => {
  const file = join(temporaryFolder(), 'gradekeep.db')
  fillDatabase(file, 20_000)
  const db = openReadOnly(file)
  const attempts = new GradedAttempts(db)
  const rehearsal = new Rehearsal(attempts)
  expect(rehearsal.hasWork).toBe(false)
  attempts.update()
  let slices = 0
  for (; rehearsal.hasWork; slices++) rehearsal.work()
  expect(slices).toBeGreaterThan(0)
  expect(slices).toBeLessThan(100)

  const expected = storeOn(db).calls.gradebookSummary(usualGradebook)
  const { calls, atRest } = storeOn(db)
  for (const each of atRest) while (each.hasWork) each.work(2)
  expect(calls.gradebookSummary(usualGradebook)).toEqual(expected)
  expect(expected.attempts).toBeGreaterThan(19_000)
  db.close()
})
