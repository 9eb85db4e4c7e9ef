import type { ReceivedPage, ReceivedResult } from '../../shared/model/received-page.ts'
import { type Feed, toTenths } from '../../shared/model/result-values.ts'
import { unixSeconds } from '../../shared/model/time.ts'
import { seeded } from '../prove/mutations.ts'

export const firstNames = [
  'Priya',
  'Łukasz',
  'Ingrid',
  'Tomasz',
  'Amelia',
  'Yuki',
  'Mateo',
  'Chloé',
  'Omar',
  'Zoë',
  'Ruth',
  'Elias',
]
export const lastNames = [
  'Lindqvist',
  "O'Neill",
  'Patel',
  'García',
  'Nguyen',
  'Andersson',
  'Çelik',
  'Baker',
  'Moreau',
  'Tanaka',
  'Schmidt',
]

/** 20 November 2026, 12:00 UTC. */
export const newest = 1_795_176_000

export const resultsPerDay = 300

/** Believable results, a page at a time, over as many years as they fill at 300 a day. */
export function* madePages(accountId: string, count: number, pageSize = 200): Generator<ReceivedPage> {
  const random = seeded(7)
  const pick = <T>(list: readonly T[]): T => list[Math.floor(random() * list.length)] as T
  const span = Math.ceil(count / resultsPerDay) * 86_400
  for (let start = 0; start < count; start += pageSize) {
    const feed: Feed = (start / pageSize) % 2 === 0 ? 'groups' : 'links'
    const results: ReceivedResult[] = []
    for (let index = start; index < Math.min(count, start + pageSize); index++) {
      results.push(madeResult(index, feed, newest - span + Math.floor((index / count) * span), random, pick))
    }
    const last = results.at(-1)?.result.timeFinished ?? unixSeconds(newest)
    yield {
      accountId,
      feed,
      results,
      unreadable: [],
      tests: [],
      sources: [],
      cursor: last,
      covered: { from: unixSeconds(newest - span), until: last },
      receivedAt: unixSeconds(newest),
    }
  }
}

function madeResult(
  index: number,
  feed: Feed,
  finished: number,
  random: () => number,
  pick: <T>(list: readonly T[]) => T,
): ReceivedResult {
  const first = pick(firstNames)
  const last = pick(lastNames)
  const person = Math.floor(random() * 5_000)
  const points = Math.round(random() * 400) / 10
  const percentage = toTenths((points / 40) * 100)
  const testId = 64_770 + Math.floor(random() * 12)
  const sourceId = 29_700 + Math.floor(random() * 8)
  const serial = percentage >= 500 && random() < 0.6 ? madeSerial(random) : null
  const started = finished - 600 - Math.floor(random() * 3_000)
  const result: ReceivedResult['result'] = {
    feed,
    testId,
    sourceId,
    linkResultId: feed === 'links' ? index + 1 : null,
    userId: feed === 'groups' ? 300_000 + person : null,
    cmUserId: null,
    first,
    last,
    email: `${first}.${last}.${person}@example.com`.toLowerCase(),
    accessCode: feed === 'links' ? `NG-${person}` : null,
    extraInfo: [null, null, null, null, null],
    percentage,
    pointsScored: points,
    pointsAvailable: 40,
    passMark: toTenths(50),
    passed: percentage >= 500,
    requiresGrading: random() < 0.02,
    status: 'f',
    testType: 'Test',
    // Unique for a group result's key; the index keeps two attempts of one person apart.
    timeStarted: unixSeconds(started - (index % 7)),
    timeFinished: unixSeconds(finished),
    duration: '00:20:00',
    durationSeconds: 1_200,
    giveCertificateOnlyWhenPassed: true,
    certificateSerial: serial,
    certificateUrl: serial && `https://www.classmarker.com/pdf/certificate/${serial}.pdf`,
    viewResultsUrl: null,
    ipAddress: '192.0.2.10',
  }
  return { result, raw: JSON.stringify({ ...result, index }) }
}

const serialLetters = 'ACDEFGHJKLMNPQRSTUVWXYZ'

function madeSerial(random: () => number): string {
  const block = (length: number) =>
    Array.from({ length }, () => serialLetters[Math.floor(random() * serialLetters.length)]).join('')
  return `${block(10)}-${block(8)}-${block(10)}`
}
