import type { Core } from '../../../electron/core.ts'
import type { Account } from '../../../shared/model/account.ts'
import { toTenths } from '../../../shared/model/percent.ts'
import type { Result } from '../../../shared/model/result.ts'
import { type UnixSeconds, unixSeconds } from '../../../shared/model/time.ts'
import { laptop, movableClock, noon } from '../support/laptop.ts'

export const account = (id: string): Account => ({
  id,
  name: `School ${id}`,
  key: `key-${id}`,
  signature: 'sha256',
  signatureSetting: 'auto',
  sample: false,
  timeZone: 'UTC',
  createdAt: noon,
  colour: 0,
  archived: false,
})

const resultOf = (userId: number, timeFinished: UnixSeconds): Result => ({
  feed: 'groups',
  testId: 1,
  sourceId: 10,
  linkResultId: null,
  userId,
  cmUserId: null,
  first: 'Ada',
  last: 'Lovelace',
  email: 'ada@example.org',
  accessCode: null,
  extraInfo: [],
  percentage: toTenths(75),
  pointsScored: 15,
  pointsAvailable: 20,
  passMark: null,
  passed: null,
  requiresGrading: false,
  status: 'f',
  testType: 'Test',
  timeStarted: unixSeconds(timeFinished - 60),
  timeFinished,
  duration: null,
  durationSeconds: null,
  giveCertificateOnlyWhenPassed: null,
  certificateSerial: null,
  certificateUrl: null,
  viewResultsUrl: null,
  ipAddress: null,
})

/** Stores so many results, the newest finished at noon; those that are there already stay as they are. */
export const receive = (core: Core, accountId: string, count: number) =>
  core.store.applyPage({
    accountId,
    feed: 'groups',
    results: Array.from({ length: count }, (_, at) => ({
      result: resultOf(at, unixSeconds(noon - at)),
      raw: `{"user_id":${at}}`,
    })),
    unreadable: [],
    tests: [],
    sources: [],
    cursor: noon,
    covered: null,
    receivedAt: noon,
  })

/** Notes a sync that fetched all there was. */
export const synced = (core: Core, accountId: string) =>
  core.store.recordRun(
    accountId,
    {
      outcome: 'complete',
      requests: 2,
      added: 0,
      updated: 0,
      unchanged: 0,
      unreadable: 0,
      gaps: [],
      nextRequestAfter: null,
      clockOffset: 0,
      budget: { used: 2, limit: 30 },
      error: null,
    },
    noon,
    'sync',
  )

/** A laptop with an account and results, all that there are; no server is there to be asked. */
export async function school(results = 50) {
  const time = movableClock()
  const own = await laptop({ apiUrl: 'http://127.0.0.1:9', clock: time.clock })
  await own.core.store.addAccount(account('a'))
  await receive(own.core, 'a', results)
  await synced(own.core, 'a')
  return { ...own, ...time }
}
