import { rm } from 'node:fs/promises'
import type { Core } from '../../../electron/core.ts'
import { packCopy, unpackCopy } from '../../../electron/store/packed-copy.ts'
import type { Account } from '../../../shared/model/account.ts'
import type { Result } from '../../../shared/model/result.ts'
import { type UnixSeconds, unixSeconds } from '../../../shared/model/time.ts'
import { laptop, movableClock, noon } from '../support/laptop.ts'
import { accountNamed, pageWith, resultOf, syncSummary } from '../support/made-laptop.ts'

export const account = (id: string): Account => accountNamed(id)

const resultAt = (userId: number, timeFinished: UnixSeconds): Result =>
  resultOf({
    ...{ userId, timeFinished, timeStarted: unixSeconds(timeFinished - 60), email: 'ada@example.org' },
    ...{ passMark: null, passed: null, duration: null, durationSeconds: null },
  })

/** Stores `count` results, the newest finished at noon; results already there stay unchanged. */
export const receive = (core: Core, accountId: string, count: number) =>
  core.store.applyPage(
    pageWith([], {
      accountId,
      results: Array.from({ length: count }, (_, at) => ({
        result: resultAt(at, unixSeconds(noon - at)),
        raw: `{"user_id":${at}}`,
      })),
      covered: null,
    }),
  )

/** Records a sync that fetched everything. */
export const synced = (core: Core, accountId: string) =>
  core.store.recordRun(accountId, syncSummary({ requests: 2, budget: { used: 2, limit: 30 } }), noon, 'sync')

/** A laptop with an account and all of its results; no server can be reached. */
export async function school(results = 50) {
  const time = movableClock()
  const own = await laptop({ apiUrl: 'http://127.0.0.1:9', clock: time.clock })
  await own.core.store.addAccount(account('a'))
  await receive(own.core, 'a', results)
  await synced(own.core, 'a')
  return { ...own, ...time }
}

/** Changes the database in a packed copy. */
export async function changedCopy(copy: string, change: (database: string) => unknown): Promise<void> {
  const database = `${copy}.changed`
  await unpackCopy(copy, database)
  change(database)
  await packCopy(database, copy)
  for (const left of [database, `${database}.seal`, `${database}-wal`, `${database}-shm`])
    await rm(left, { force: true })
}
