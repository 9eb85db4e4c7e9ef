import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Simulator, startSimulator } from '../../electron/simulator/simulator.ts'
import { unixSeconds } from '../../shared/model/time.ts'
import { drawnHistories } from './draw.ts'
import { type ModelDatabase, modelDatabase } from './model-laptop.ts'
import { type History, history } from './outbox-history.ts'
import { OutboxPlayer } from './outbox-player.ts'

/*
 * Random edits of access lists against a server over HTTP. `npm run prove` plays 800 histories, always the same, and
 * `npm test` the first of them; with `GRADEKEEP_HISTORIES=20000` they play as many as it says, new ones each time, or
 * those of `GRADEKEEP_SEED`.
 */
const histories = drawnHistories({
  whole: 800,
  part: 100,
  seed: 20_261_121,
  milliseconds: { least: 120_000, each: 200 },
})

const noon = unixSeconds(1_795_176_000)
const clock = () => noon
let database: ModelDatabase
let simulator: Simulator
beforeAll(async () => {
  database = modelDatabase()
  simulator = await startSimulator({ clock, results: 0 })
})
afterAll(async () => {
  await simulator.close()
  database.close()
})

describe('whatever happens between an edit and ClassMarker', () => {
  it(
    `both lists end as they were wanted, at ClassMarker and here (${histories.count} histories)`,
    async () => {
      let played = 0
      const run = async (told: History) => {
        const player = new OutboxPlayer(database, simulator, clock, played++, told)
        try {
          await player.play(told)
          await player.settle()
        } finally {
          player.forget()
        }
      }
      await fc.assert(fc.asyncProperty(history, run), histories.parameters)
      expect(played).toBeGreaterThanOrEqual(histories.count)
    },
    histories.timeout,
  )
})
