import type { ExportRequest } from '../../../electron/export/results/request.ts'
import type { Account, AccountSummary } from '../../../shared/model/account.ts'
import { newestFirst } from '../../../shared/model/filter.ts'
import type { ReceivedPage, ReceivedResult } from '../../../shared/model/received-page.ts'
import type { Result } from '../../../shared/model/result.ts'
import { toTenths } from '../../../shared/model/result-values.ts'
import type { SyncSummary } from '../../../shared/model/sync.ts'
import { unixSeconds } from '../../../shared/model/time.ts'

/*
 * Data for a laptop that no server fills: an account, results, and pages of them. Each is complete, and a test replaces
 * the fields it is about.
 */

/** 20 November 2026, 12:00 UTC. */
export const noon = unixSeconds(1_795_176_000)

export const accountNamed = (id: string, timeZone = 'UTC'): Account => ({
  id,
  name: `School ${id}`,
  service: 'classmarker',
  key: `key-${id}`,
  url: null,
  email: null,
  signature: 'sha256',
  signatureSetting: 'auto',
  sample: false,
  timeZone,
  createdAt: noon,
  colour: 0,
  archived: false,
})

/** A group's result, with these fields changed. */
export const resultOf = (said: Partial<Result> = {}): Result => ({
  feed: 'groups',
  testId: 1,
  sourceId: 10,
  linkResultId: null,
  userId: 1,
  cmUserId: null,
  first: 'Ada',
  last: 'Lovelace',
  email: null,
  accessCode: null,
  extraInfo: [],
  percentage: toTenths(75),
  pointsScored: 15,
  pointsAvailable: 20,
  passMark: toTenths(50),
  passed: true,
  requiresGrading: false,
  status: 'f',
  testType: 'Test',
  timeStarted: unixSeconds(noon - 600),
  timeFinished: noon,
  duration: '00:10:00',
  durationSeconds: 600,
  giveCertificateOnlyWhenPassed: null,
  certificateSerial: null,
  certificateUrl: null,
  viewResultsUrl: null,
  ipAddress: null,
  ...said,
})

export const received = (result: Result): ReceivedResult => ({
  result,
  raw: JSON.stringify({ first: result.first, percentage: Number(result.percentage) / 10 }),
})

/** A page of the groups feed with these results, and these fields changed. */
export const pageWith = (results: readonly Result[], said: Partial<ReceivedPage> = {}): ReceivedPage => ({
  accountId: 'a',
  feed: 'groups',
  results: results.map(received),
  unreadable: [],
  tests: [],
  sources: [],
  cursor: noon,
  covered: { from: unixSeconds(noon - 86_400), until: noon },
  receivedAt: noon,
  ...said,
})

/** What a sync that found nothing says, otherwise as said. */
export const syncSummary = (said: Partial<SyncSummary> = {}): SyncSummary => ({
  outcome: 'complete',
  requests: 4,
  added: 0,
  updated: 0,
  unchanged: 0,
  unreadable: 0,
  gaps: [],
  nextRequestAfter: null,
  clockOffset: 0,
  budget: { used: 4, limit: 30 },
  error: null,
  ...said,
})

/** An account that has not been synced, as it is listed. */
export const summaryOf = (account: Account, said: Partial<AccountSummary> = {}): AccountSummary => ({
  ...account,
  secret: 'memory',
  groups: 0,
  links: 0,
  tests: 0,
  results: 0,
  lastSync: null,
  completeAt: null,
  ...said,
})

/** An export of all results to a file, as said; what the file is follows from its name. */
export const requestFor = (file: string, said: Partial<ExportRequest> = {}): ExportRequest => ({
  query: { filter: [], sort: newestFirst },
  file,
  format: file.endsWith('.csv') ? 'csv' : 'xlsx',
  policy: 'best',
  hiddenColumns: [],
  identity: 'names',
  pseudonymKey: '5ec7e75ec7e75ec7e75ec7e75ec7e75e',
  exportedAt: noon,
  ...said,
})
