import { seededRandom } from '../../../electron/simulator/random.ts'
import type { Result } from '../../../shared/model/result.ts'
import { feeds, toTenths } from '../../../shared/model/result-values.ts'
import { day, unixSeconds } from '../../../shared/model/time.ts'
import { accountNamed, database, noon, pageWith, resultOf } from './laptop-database.ts'

const firstNames = ['Ada', 'Łukasz', 'José', 'Zoë', "D'Arcy", 'Anne-Marie', 'Søren', 'Ünal', '小龙', 'Bo', 'O', '100%']
const lastNames = ['Lovelace', 'Müller', 'O’Neill', 'Weiß', 'de la Cruz', 'Nguyễn', '李', 'Smith_Jones', 'Ng', 'Null']

export interface SampleRow {
  readonly account: string
  readonly result: Result
}

export const zoneOf = { a: 'Europe/Berlin', b: 'America/New_York' } as const
export const testNames = new Map([
  [1, 'Maths'],
  [2, 'algebra'],
  [3, 'Zoology'],
  [4, 'Biology'],
])
export const sourceNames = new Map([
  ['groups', [10, '10B']],
  ['links', [20, 'Open day']],
  ['submissions', [-10, 'crs_1']],
] as const)

/** `count` results of two accounts in two time zones, with many equal values; the same seed gives the same rows. */
export function sampleRows(count: number, seed = 1): SampleRow[] {
  const random = seededRandom(seed)
  return Array.from({ length: count }, (_, at): SampleRow => {
    const feed = random.pick(['groups', 'links', 'submissions'] as const)
    const finished = noon - random.whole(0, 20) * day - random.pick([0, 1, 3_600, 18_000, 39_600, 43_199, 43_200])
    const passMark = random.pick([null, 0, 50, 75])
    const percentage = random.pick([0, 49.9, 50, 50.1, 74.9, 75, 99.5, 100])
    return {
      account: random.pick(['a', 'a', 'b']),
      result: resultOf({
        feed,
        testId: random.whole(1, 5),
        sourceId: feed === 'links' ? random.whole(10, 22) : random.whole(10, 12) * (feed === 'groups' ? 1 : -1),
        userId: feed === 'links' ? null : at,
        linkResultId: feed === 'links' ? at : feed === 'submissions' ? `sub_${at}` : null,
        first: random.pick(firstNames),
        last: random.pick(lastNames),
        email: random.chance(0.5) ? `pupil${at % 9}@Example.org` : null,
        accessCode: random.chance(0.3) ? random.pick(['Winter-7', 'x"y', 'a*b', '50%_off', 'AND']) : null,
        percentage: toTenths(percentage),
        passMark: passMark === null ? null : toTenths(passMark),
        passed: random.pick([true, false, null]),
        requiresGrading: random.chance(0.2),
        pointsScored: random.chance(0.2) ? null : random.whole(0, 5),
        durationSeconds: random.chance(0.2) ? null : random.whole(1, 6),
        certificateSerial: random.chance(0.3) ? `CA${at % 7}PQY-ZZVK` : null,
        timeStarted: unixSeconds(finished - random.whole(1, 3)),
        timeFinished: unixSeconds(finished),
      }),
    }
  })
}

/** A database that holds the rows, with names for most tests and sources. */
export function filled(rows: readonly SampleRow[]) {
  const made = database([accountNamed('a', zoneOf.a), accountNamed('b', zoneOf.b)])
  for (const accountId of ['a', 'b']) {
    for (const feed of feeds) {
      const own = rows.filter((row) => row.account === accountId && row.result.feed === feed)
      const [id, name] = sourceNames.get(feed) ?? [0, '']
      made.calls.applyPage(
        pageWith(
          own.map(({ result }) => result),
          {
            accountId,
            feed,
            tests: [...testNames].map(([testId, testName]) => ({ id: testId, name: testName })),
            sources: [{ id, name }],
          },
        ),
      )
    }
  }
  return made
}
