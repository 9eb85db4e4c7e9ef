import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { startAssessmentsSimulator } from '../../electron/simulator/assessments/simulator.ts'
import { movableClock } from '../electron/support/laptop.ts'
import { type AssessmentsHistory, assessmentsHistory } from './assessments-history.ts'
import { AssessmentsPlayer } from './assessments-player.ts'
import { drawnHistories } from './draw.ts'
import { type ModelDatabase, modelDatabase } from './model-laptop.ts'

/*
 * Random drafts, answers and ids against a learning platform over HTTP. `npm run prove` plays 300 histories, always the
 * same, and `npm test` the first of them; the rest as in `outbox-model.test.ts`.
 */
const histories = drawnHistories({
  whole: 300,
  part: 40,
  seed: 20_261_201,
  milliseconds: { least: 120_000, each: 1_500 },
})

let database: ModelDatabase
let played = 0
beforeAll(() => {
  database = modelDatabase()
})
afterAll(() => database.close())

const playedOn = (calls: ModelDatabase['calls']) => async (told: AssessmentsHistory) => {
  const time = movableClock()
  const { dialect, requestsPerMinute } = told
  const simulated = { clock: time.clock, assessments: 2, results: 24, dialect, requestsPerMinute }
  const platform = await startAssessmentsSimulator(simulated)
  const player = new AssessmentsPlayer({ ...database, calls }, platform, time, played++, told)
  try {
    await player.play(told)
    await player.settle()
  } finally {
    player.forget()
    await platform.close()
  }
}

describe('whatever happens between a draft and a learning platform', () => {
  it(
    `each is published once, each id fetched once, and no answers are handed in twice (${histories.count} histories)`,
    async () => {
      const before = played
      await fc.assert(fc.asyncProperty(assessmentsHistory, playedOn(database.calls)), histories.parameters)
      expect(played - before).toBeGreaterThanOrEqual(histories.count)
    },
    histories.timeout,
  )

  it(
    'a laptop that forgets what may have arrived is found out',
    async () => {
      const { calls } = database
      const forgetful = { ...calls, failAssessmentDraft: (id: number) => calls.failAssessmentDraft(id, false) }
      const property = fc.asyncProperty(assessmentsHistory, playedOn(forgetful))
      const { failed } = await fc.check(property, { ...histories.parameters, endOnFailure: true })
      expect(failed).toBe(true)
    },
    histories.timeout,
  )
})
