import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import Papa from 'papaparse'
import { Temporal } from 'temporal-polyfill'
import { describe, expect, it } from 'vitest'
import type { ResultsQuery } from '../../../shared/model/filter.ts'
import { isFinished, isSurvey, naturalKey, outcome, type Result, studentKey } from '../../../shared/model/result.ts'
import { toTenths } from '../../../shared/model/result-values.ts'
import { unixSeconds } from '../../../shared/model/time.ts'
import { type Cell, exported, type Laptop, laptop, noon, receive, requestFor, resultOf, sheetRows } from './laptop.ts'

const zones = { a: 'Europe/Berlin', b: 'America/New_York', c: 'Asia/Kolkata' } as const
type AccountId = keyof typeof zones
interface Made {
  readonly account: AccountId
  readonly result: Result
}

/** Names as people type them, and their form in a cell where that differs. */
const people = [
  { first: '=HYPERLINK("http://evil.example")', last: '+49 30 1234' },
  { first: '-5', last: '@SUM(A1:A9)' },
  { first: 'Łukasz', last: "O'Neill" },
  { first: '李', last: '小龙' },
  { first: 'a < b & c', last: '"quoted", with comma; and semicolon' },
  { first: 'two\r\nlines', last: 'be\u0007ll', shownFirst: 'two lines', shownLast: 'bell' },
  { first: '_x0041_', last: '_x005F_' },
  { first: '', last: '👩‍🏫' },
  { first: 'Long', last: 'x'.repeat(40_000), shownLast: 'x'.repeat(32_767) },
]

const testNames = new Map([
  [101, 'Maths & more'],
  [102, '=1+1'],
  [103, 'Survey of the year'],
])
const sourceNames = { groups: '10B', links: 'Open day', submissions: 'crs_1' } as const

/**
 * Several attempts of each person at each test: with ties, gaps, surveys, ungraded and unfinished ones, around a change
 * of clocks.
 */
function madeResults(): Made[] {
  const springForward = 1_774_746_000 // 2026-03-29, 01:00 UTC: Berlin's clocks go from 2:00 to 3:00.
  return Array.from({ length: 324 }, (_, at): Made => {
    const person = at % people.length
    const { first, last } = people[person] ?? { first: '', last: '' }
    const feed = at % 2 === 0 ? 'groups' : 'links'
    const testId = 101 + (Math.floor(at / people.length) % 4)
    const finished = springForward + 1_800 * ((at % 11) - 5)
    const passMark = [null, toTenths(0), toTenths(50)][at % 3] ?? null
    return {
      account: (['a', 'b', 'c'] as const)[Math.floor(at / 108)] ?? 'a',
      result: resultOf({
        feed,
        testId,
        sourceId: feed === 'groups' ? 10 : 20 + (at % 3),
        userId: feed === 'groups' ? 500 + person : null,
        linkResultId: feed === 'links' ? at : null,
        first,
        last,
        email: at % 5 === 0 ? null : `Pupil${person}@Example.org`,
        accessCode: feed === 'links' ? `=code-${person}` : null,
        percentage: toTenths([33.3, 66.7, 66.7, 100, 0, 89.5, 105][at % 7] ?? 0),
        pointsScored: at % 6 === 0 ? null : (at % 40) / 2,
        pointsAvailable: at % 6 === 0 ? null : 20.25,
        passMark,
        passed: [true, false, null][at % 4] ?? null,
        requiresGrading: at % 8 === 3,
        status: at % 50 === 7 ? 'ip' : 'f',
        testType: testId === 103 ? 'Survey' : at % 9 === 0 ? null : 'Test',
        timeStarted: unixSeconds(finished - 900 - at),
        timeFinished: unixSeconds(finished),
        durationSeconds: at % 10 === 0 ? null : 35 * 3600 + at,
        giveCertificateOnlyWhenPassed: at % 5 > 0,
        certificateSerial: at % 3 === 0 ? `CERT-${at}` : null,
      }),
    }
  })
}

function filled(made: readonly Made[]): Laptop {
  const place = laptop(zones)
  for (const accountId of ['a', 'b', 'c']) {
    for (const feed of ['groups', 'links'] as const) {
      const own = made.filter(({ account, result }) => account === accountId && result.feed === feed)
      receive(
        place,
        own.map(({ result }) => result),
        {
          accountId,
          feed,
          tests: [...testNames].map(([id, name]) => ({ id, name })),
          sources: [{ id: feed === 'groups' ? 10 : 20, name: sourceNames[feed] }],
        },
      )
    }
  }
  return place
}

/** The made results in the order of the results grid, with the ids they were given. */
function inGridOrder({ calls }: Laptop, query: ResultsQuery, made: readonly Made[]): (Made & { id: number })[] {
  const byKey = new Map(made.map((one) => [`${one.account} ${naturalKey(one.result)}`, one]))
  return calls.storedResultsPage({ ...query, offset: 0, limit: 10_000 }).map(({ id, account_id, natural_key }) => {
    const one = byKey.get(`${account_id} ${natural_key}`)
    if (one === undefined) throw new Error('A stored result that was never made')
    return { ...one, id }
  })
}

/** The finished attempts of the same student at the same test, in the order they finished. */
function siblings(one: Made & { id: number }, all: readonly (Made & { id: number })[]) {
  const { account, result } = one
  return all
    .filter((other) => other.account === account && other.result.testId === result.testId)
    .filter((other) => studentKey(other.result) === studentKey(result) && other.result.status === 'f')
    .toSorted(
      (a, b) =>
        a.result.timeFinished - b.result.timeFinished || a.result.timeStarted - b.result.timeStarted || a.id - b.id,
    )
}

function flags(one: Made & { id: number }, all: readonly (Made & { id: number })[]) {
  const finished = siblings(one, all)
  const tests = finished.filter(({ result }) => !isSurvey(result))
  const best = tests.toSorted(
    (a, b) =>
      Number(b.result.percentage) - Number(a.result.percentage) ||
      a.result.timeFinished - b.result.timeFinished ||
      a.id - b.id,
  )
  const bit = (said: boolean) => (said ? 1 : 0)
  return {
    number: finished.indexOf(one) + 1 || undefined,
    first: bit(tests[0] === one),
    last: bit(tests.at(-1) === one),
    best: bit(best[0] === one),
  }
}

const zoned = (moment: number, account: AccountId) =>
  Temporal.Instant.fromEpochMilliseconds(moment * 1000).toZonedDateTimeISO(zones[account])

/** The wall clock in the form of a cell: a date without a zone, which exceljs reads as UTC. */
const wallDate = (moment: number, account: AccountId) =>
  new Date(zoned(moment, account).toPlainDateTime().toZonedDateTime('UTC').epochMilliseconds)

const passedWords = { passed: 'Yes', 'not-passed': 'No', none: undefined } as const

function expectedCells(one: Made & { id: number }, all: readonly (Made & { id: number })[]): Cell[] {
  const { account, result } = one
  const person = people.find(({ first, last }) => first === result.first && last === result.last)
  const { number, first, last, best } = flags(one, all)
  return [
    person?.shownLast ?? result.last,
    (person?.shownFirst ?? result.first) || undefined,
    testNames.get(result.testId) ?? `Test ${result.testId}`,
    result.sourceId === 10 || result.sourceId === 20 ? sourceNames[result.feed] : `Link ${result.sourceId}`,
    Number(result.percentage) / 1000,
    result.pointsScored ?? undefined,
    result.pointsAvailable ?? undefined,
    passedWords[outcome(result)],
    wallDate(result.timeFinished, account),
    result.durationSeconds ?? undefined,
    // A result that had to be passed and was not has no certificate.
    (result.giveCertificateOnlyWhenPassed && result.passed === false ? null : result.certificateSerial) ?? undefined,
    result.email ?? undefined,
    result.accessCode ?? undefined,
    result.feed === 'groups' ? 'group' : 'link',
    result.testId,
    result.passMark === null ? undefined : result.passMark / 1000,
    wallDate(result.timeStarted, account),
    // What nobody grades is not to be graded, whatever ClassMarker's flag says.
    result.requiresGrading && isFinished(result) && !isSurvey(result) ? 'Yes' : 'No',
    number,
    first,
    last,
    best,
    best,
    studentKey(result)
      .replace(/[\r\n]+/g, ' ')
      .replace('\u0007', '')
      .slice(0, 32_767),
  ]
}

const durationColumn = 9

/** Texts decoded as Excel decodes them; durations, which exceljs reads as dates of 1899, turned back into seconds. */
const asRead = (cell: Cell, column: number): Cell => {
  if (typeof cell === 'string') return cell.replaceAll('_x005F_', '_')
  if (column === durationColumn && cell instanceof Date) return (cell.getTime() - Date.UTC(1899, 11, 30)) / 1000
  return cell
}

const headers =
  'Last name|First name|Test|Group or link|Percent|Points|Out of|Passed|Finished|Duration|Certificate serial|E-mail|Access code|Source|Test ID|Pass mark|Started|Needs grading|Attempt no|First attempt|Last attempt|Best attempt|Counts|Student key'.split(
    '|',
  )

describe('every cell of an export', () => {
  const views: [string, ResultsQuery][] = [
    ['newest first', { filter: [], sort: { field: 'finished', direction: 'desc' } }],
    [
      'by test',
      { filter: [{ field: 'account', op: 'in', value: ['a', 'c'] }], sort: { field: 'test', direction: 'asc' } },
    ],
    [
      'a part only',
      {
        filter: [
          { field: 'percentage', op: 'from', value: 60 },
          { field: 'finished', op: 'from', value: '2026-03-29' },
        ],
        sort: { field: 'name', direction: 'asc' },
      },
    ],
  ]

  it.each(views)('of a workbook is what ClassMarker said, in the order of the view: %s', async (_, query) => {
    const made = madeResults()
    const place = filled(made)
    const file = join(place.folder, 'attempts.xlsx')
    const outcome = await exported(place, requestFor(file, { query }))

    const listed = inGridOrder(place, query, made)
    const everyone = inGridOrder(place, { ...query, filter: [] }, made)
    const [header, ...rows] = await sheetRows(file, 'Attempts')
    expect(header).toEqual(headers)
    expect(rows).toHaveLength(listed.length)
    rows.forEach((row, at) => {
      const one = listed[at]
      expect(row.map(asRead)).toEqual(one && expectedCells(everyone.find(({ id }) => id === one.id) ?? one, everyone))
    })
    expect(outcome).toEqual({
      file,
      // Nothing was ever synced here, and the first sheet says so.
      sheets: ['Summary', 'Gradebook', 'Attempts', 'Settings'],
      students: new Set(listed.map(({ account, result }) => `${account} ${studentKey(result)}`)).size,
      attempts: listed.length,
      formulaLikeTexts: 0,
    })
  })

  it('of CSV is what ClassMarker said, letter by letter', async () => {
    const made = madeResults()
    const place = filled(made)
    const file = join(place.folder, 'attempts.csv')
    const query: ResultsQuery = { filter: [], sort: { field: 'finished', direction: 'asc' } }
    const outcome = await exported(place, requestFor(file, { query }))

    const listed = inGridOrder(place, query, made)
    const text = readFileSync(file, 'utf8')
    expect(text.startsWith('Last name,')).toBe(true)
    const parsed = Papa.parse<string[]>(text, { skipEmptyLines: true })
    expect(parsed.errors).toEqual([])
    const [header, ...rows] = parsed.data
    expect(header).toEqual(headers)
    expect(rows).toHaveLength(listed.length)
    rows.forEach((row, at) => {
      const one = listed[at]
      expect(row).toEqual(one && expectedFields(one, listed))
    })
    const texts = [0, 1, 2, 3, 7, 10, 11, 12, 13, 17, 23]
    const dangerous = rows
      .flat()
      .filter((field, at) => texts.includes(at % headers.length) && /^[=+\-@\t\r]/.test(field))
    expect(dangerous.length).toBeGreaterThan(300)
    expect(outcome).toMatchObject({ sheets: [], attempts: listed.length, formulaLikeTexts: dangerous.length })
  })
})

/** The same facts in the form for programs: percentages from 0 to 100, times with their offset, HH:MM:SS. */
function expectedFields(one: Made & { id: number }, all: readonly (Made & { id: number })[]): string[] {
  const { account, result } = one
  const cells = expectedCells(one, all).map((cell) => (cell === undefined ? '' : String(cell)))
  const iso = (moment: number) =>
    zoned(moment, account).toString({ timeZoneName: 'never', smallestUnit: 'second', calendarName: 'never' })
  const duration = (seconds: number) =>
    [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60, seconds % 60]
      .map((part) => String(part).padStart(2, '0'))
      .join(':')
  return cells
    .with(0, result.last.replace('\u0007', ''))
    .with(1, result.first)
    .with(4, String(Number(result.percentage) / 10))
    .with(8, iso(result.timeFinished))
    .with(15, result.passMark === null ? '' : String(result.passMark / 10))
    .with(16, iso(result.timeStarted))
    .with(23, studentKey(result).replace('\u0007', ''))
    .with(durationColumn, result.durationSeconds === null ? '' : duration(result.durationSeconds))
}

it('shows where the clocks change', async () => {
  const place = laptop({ a: 'Europe/Berlin' })
  const moments = [1_774_745_999, 1_774_746_000].map(unixSeconds)
  receive(
    place,
    moments.map((timeFinished, at) => resultOf({ timeFinished, timeStarted: unixSeconds(noon - at) })),
  )
  const file = join(place.folder, 'clocks.csv')
  await exported(place, requestFor(file, { query: { filter: [], sort: { field: 'finished', direction: 'asc' } } }))
  const finished = Papa.parse<string[]>(readFileSync(file, 'utf8').trim()).data.map((row) => row[8])
  expect(finished).toEqual(['Finished', '2026-03-29T01:59:59+01:00', '2026-03-29T03:00:00+02:00'])
})
