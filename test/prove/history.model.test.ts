import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { drawn } from './draw.ts'
import { type History, history } from './history.ts'
import { type ModelDatabase, modelDatabase } from './model-laptop.ts'
import { play } from './play.ts'
import { expectEqualWithinReach } from './verdict.ts'

/*
 * Random histories at the server against a laptop that syncs through them. `npm run prove` plays 2,000, always the same,
 * and `npm test` the first of them; with `GRADEKEEP_HISTORIES=100000` they play as many as it says, new ones each time,
 * or those of `GRADEKEEP_SEED`.
 */
const asked = Number(process.env.GRADEKEEP_HISTORIES ?? 0)
const histories = asked || drawn({ whole: 2_000, part: 150 })
const seed =
  process.env.GRADEKEEP_SEED === undefined ? (asked > 0 ? undefined : 20_261_120) : Number(process.env.GRADEKEEP_SEED)

let database: ModelDatabase
beforeAll(() => {
  database = modelDatabase()
})
afterAll(() => database.close())

describe('whatever happens between a server and a laptop', () => {
  it(
    `the laptop ends with what the server has, but for the gaps on record (${histories} histories)`,
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
      await fc.assert(fc.asyncProperty(history, run), {
        numRuns: histories,
        ...(seed === undefined ? {} : { seed }),
        // A failing history is made smaller for as long as somebody may wait for it.
        interruptAfterTimeLimit: Math.max(500_000, histories * 250),
        markInterruptAsFailure: true,
      })
      expect(played).toBeGreaterThanOrEqual(histories)
    },
    Math.max(560_000, histories * 280),
  )
})
