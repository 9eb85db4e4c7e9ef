import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { drawnHistories } from './draw.ts'
import { type History, history } from './history.ts'
import { type ModelDatabase, modelDatabase } from './model-laptop.ts'
import { play } from './play.ts'
import { expectEqualWithinReach } from './verdict.ts'

/*
 * Random histories at the server against a laptop that syncs through them. `npm run prove` plays 2,000, always the same,
 * and `npm test` the first of them; with `GRADEKEEP_HISTORIES=100000` they play as many as it says, new ones each time,
 * or those of `GRADEKEEP_SEED`.
 */
const histories = drawnHistories({
  whole: 2_000,
  part: 150,
  seed: 20_261_120,
  milliseconds: { least: 500_000, each: 250 },
})

let database: ModelDatabase
beforeAll(() => {
  database = modelDatabase()
})
afterAll(() => database.close())

describe('whatever happens between a server and a laptop', () => {
  it(
    `the laptop ends with what the server has, but for the gaps on record (${histories.count} histories)`,
    async () => {
      let played = 0
      const run = async (told: History) => {
        const { laptop, server, lies } = await play(told, database, `account ${played++}`)
        try {
          expect(lies, 'what was claimed and was not so').toEqual([])
          expectEqualWithinReach(laptop, server)
        } finally {
          laptop.forget()
        }
      }
      await fc.assert(fc.asyncProperty(history, run), histories.parameters)
      expect(played).toBeGreaterThanOrEqual(histories.count)
    },
    histories.timeout,
  )
})
