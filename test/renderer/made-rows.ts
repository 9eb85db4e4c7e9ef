import { toTenths } from '../../shared/model/result-values.ts'
import type { ResultDetail, ResultRow } from '../../shared/model/results-view.ts'
import { unixSeconds } from '../../shared/model/time.ts'

export const resultRow = (id: number, given: Partial<ResultRow> = {}): ResultRow => ({
  id,
  accountId: 'school',
  feed: 'groups',
  first: 'Priya',
  last: `Lindqvist ${id}`,
  testId: 1,
  testName: 'Chemistry final',
  sourceId: 1,
  sourceName: 'Year 11 Chemistry',
  percentage: toTenths(89),
  passMark: toTenths(50),
  outcome: 'passed',
  requiresGrading: false,
  survey: false,
  pointsScored: 44.5,
  pointsAvailable: 50,
  timeStarted: unixSeconds(1_700_000_000),
  timeFinished: unixSeconds(1_700_002_472),
  durationSeconds: 2_472,
  certificateSerial: null,
  certificateEarned: false,
  ...given,
})

export const resultDetail = (id: number, given: Partial<ResultDetail> = {}): ResultDetail => ({
  ...resultRow(id),
  email: null,
  userId: 7,
  linkResultId: null,
  cmUserId: null,
  accessCode: null,
  extraInfo: [],
  ipAddress: null,
  duration: '00:41:12',
  certificateUrl: null,
  viewResultsUrl: null,
  studentKey: 'user:7',
  firstSeenAt: unixSeconds(1_700_002_500),
  timeZone: 'Europe/London',
  attempts: [],
  sentFields: [],
  ...given,
})

/** `count` ids downwards from `newest`, in the order of a list sorted newest first. */
export const idsDownFrom = (newest: number, count: number): number[] =>
  Array.from({ length: count }, (_, place) => newest - place)
