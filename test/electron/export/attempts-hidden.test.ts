import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import type { ResultsFilter } from '../../../shared/model/filter.ts'
import { toTenths } from '../../../shared/model/result-values.ts'
import { day, plusSeconds } from '../../../shared/model/time.ts'
import { exported, laptop, noon, receive, requestFor, resultOf, settingsOf, sheetRows } from './laptop.ts'

/** Ada tried maths on three days, 40 %, 90 % and 70 %, and art once; Bob tried maths once. */
function school() {
  const place = laptop()
  const tried = (daysAgo: number, percentage: number, said = {}) =>
    resultOf({
      percentage: toTenths(percentage),
      timeStarted: plusSeconds(noon, -daysAgo * day - 600),
      timeFinished: plusSeconds(noon, -daysAgo * day),
      ...said,
    })
  receive(place, [
    tried(3, 40),
    tried(2, 90, { requiresGrading: true }),
    tried(1, 70, { accessCode: 'late' }),
    tried(1, 55, { testId: 102 }),
    tried(1, 60, { userId: 2, first: 'Bob', last: 'Byron' }),
  ])
  return place
}

async function attemptsOf(filter: ResultsFilter) {
  const place = school()
  const file = join(place.folder, 'part.xlsx')
  const outcome = await exported(
    place,
    requestFor(file, { query: { filter, sort: { field: 'finished', direction: 'asc' } } }),
  )
  const [header = [], ...rows] = await sheetRows(file, 'Attempts')
  const cellsOf = (row: (typeof rows)[number]) =>
    ['Percent', 'Attempt no', 'First attempt', 'Last attempt', 'Best attempt', 'Counts'].map(
      (heading) => row[header.indexOf(heading)],
    )
  return { outcome, attempts: rows.map(cellsOf), settings: await settingsOf(file) }
}

describe('an export of a part', () => {
  it.each<[string, ResultsFilter, number]>([
    [
      'a day',
      [
        { field: 'finished', op: 'from', value: '2026-11-19' },
        { field: 'finished', op: 'to', value: '2026-11-19' },
        { field: 'test', op: 'in', value: [101] },
        { field: 'search', op: 'contains', value: 'ada' },
      ],
      3,
    ],
    [
      'a range of percentages',
      [
        { field: 'percentage', op: 'from', value: 65 },
        { field: 'percentage', op: 'to', value: 75 },
      ],
      3,
    ],
    ['a search', [{ field: 'search', op: 'contains', value: 'late' }], 3],
  ])('numbers the third attempt 3, which is neither first nor best, also where %s is asked for', async (_, filter) => {
    const { attempts, outcome } = await attemptsOf(filter)
    expect(attempts).toEqual([[0.7, 3, 0, 1, 0, 0]])
    expect(outcome).toMatchObject({ attempts: 1, students: 1 })
  })

  it('tells what of these students it leaves out, and of nobody else', async () => {
    const one = await attemptsOf([{ field: 'grading', op: 'is', value: true }])
    expect(one.attempts).toEqual([[0.9, 2, 0, 0, 1, 1]])
    expect(one.settings.get('Attempts left out')).toMatch(/^The filter leaves out 2 more attempts of these students/)
    const two = await attemptsOf([{ field: 'percentage', op: 'from', value: 50 }])
    expect(two.settings.get('Attempts left out')).toMatch(/^The filter leaves out 1 more attempt of these students/)
  })

  it.each<[string, ResultsFilter]>([
    ['everything', []],
    ['whole tests', [{ field: 'test', op: 'in', value: [101] }]],
    ['whole students', [{ field: 'search', op: 'contains', value: 'byron' }]],
  ])('says nothing of the kind where %s is asked for', async (_, filter) => {
    expect((await attemptsOf(filter)).settings.has('Attempts left out')).toBe(false)
  })
})

describe('the columns of the attempts', () => {
  const headersOf = async (hiddenColumns: readonly string[], identity: 'names' | 'pseudonyms' = 'names') => {
    const place = school()
    const file = join(place.folder, 'columns.xlsx')
    await exported(place, requestFor(file, { hiddenColumns, identity }))
    return (await sheetRows(file, 'Attempts'))[0] ?? []
  }

  it('stand as on screen, then the rest, and the key last', async () => {
    const headers = await headersOf([])
    expect(headers.slice(0, 5)).toEqual(['Last name', 'First name', 'Test', 'Group or link', 'Percent'])
    expect(headers.at(-1)).toBe('Student key')
    expect(new Set(headers).size).toBe(headers.length)
  })

  it('that are switched off on screen stand behind those that are not', async () => {
    const headers = await headersOf(['source', 'points', 'outcome'])
    expect(headers.slice(0, 11)).toEqual(
      'Last name|First name|Test|Percent|Finished|Duration|Certificate serial|Group or link|Points|Out of|Passed'.split(
        '|',
      ),
    )
    expect(headers.toSorted()).toEqual((await headersOf([])).toSorted())
  })

  it('with pseudonyms end with the pseudonym', async () => {
    const headers = await headersOf([], 'pseudonyms')
    expect([headers[0], headers.at(-1)]).toEqual(['Test', 'Student key'])
  })
})
