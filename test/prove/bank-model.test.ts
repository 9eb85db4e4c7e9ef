import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { startSimulator } from '../../electron/simulator/simulator.ts'
import { movableClock } from '../electron/support/laptop.ts'
import { type BankHistory, bankHistory } from './bank-history.ts'
import { BankPlayer } from './bank-player.ts'
import { drawnHistories } from './draw.ts'
import { type ModelDatabase, modelDatabase } from './model-laptop.ts'

/*
 * Random edits of a question bank, here and on the web, against a server over HTTP that allows 30 requests an hour.
 * `npm run prove` plays 600 histories, always the same, and `npm test` the first of them; the rest as in
 * `outbox-model.test.ts`.
 */
const histories = drawnHistories({
  whole: 600,
  part: 30,
  seed: 20_261_201,
  milliseconds: { least: 120_000, each: 600 },
})

let database: ModelDatabase
beforeAll(() => {
  database = modelDatabase()
})
afterAll(() => database.close())

describe('whatever happens between an edit of the bank and ClassMarker', () => {
  it(
    `the bank ends as it was wanted, nothing is there twice, and every sync finds its requests (${histories.count} histories)`,
    async () => {
      let played = 0
      const run = async (told: BankHistory) => {
        const time = movableClock()
        const simulator = await startSimulator({ clock: time.clock, results: 0, questions: 0 })
        const player = new BankPlayer(database, simulator, time, played++, told)
        try {
          await player.play(told)
          await player.settle()
        } finally {
          player.forget()
          await simulator.close()
        }
      }
      await fc.assert(fc.asyncProperty(bankHistory, run), histories.parameters)
      expect(played).toBeGreaterThanOrEqual(histories.count)
    },
    histories.timeout,
  )
})
