import { describe, expect, it } from 'vitest'
import { momentsAt } from '../../../shared/model/zone.ts'
import { importing, payloadOf } from './importing.ts'

const zone = 'Europe/Berlin'
// 12 January 2022, 15:56:40 and 16:56:40 in Berlin.
const times = { time_started: 1_641_999_400, time_finished: 1_642_003_000 }

const heading = 'First name,Last name,Email,Group name,Test name,Percentage,Date started,Date finished,,Q542,Q543'
const row = (first: string, finished = 'Wed 12th Jan 2022 4:56pm', points = '0,1', said: string = '') =>
  `${first},Byron,${said || `${first.toLowerCase().replace(' ', '')}@example.org`},Open to all,Graphs,59%,Wed 12th Jan 2022 3:56pm,${finished},Points scored:,${points}`
const csv = (...rows: readonly string[]) => [heading, ...rows].join('\r\n')

async function laptop(...payloads: readonly object[]) {
  const own = importing(zone)
  if (payloads.length > 0) await own.imported(['known.json', payloads])
  return { ...own, ids: () => own.results().map(({ id }) => Number(id)) }
}
const bare = (at: number, said = {}) => payloadOf(at, { ...times, ...said }, { questions: [], category_results: [] })

describe('ClassMarker’s list', () => {
  it('brings answers to the one result that each row is, and changes no score', async () => {
    const { imported, previewed, calls, ids, results, undo } = await laptop(bare(1), bare(2))
    const before = results()
    const file = ['results.csv', csv(row('Ada 1'), row('Ada 2', undefined, 'No answer,2'))] as const
    const preview = await previewed(file)
    expect(preview).toMatchObject({ results: { added: 0, updated: 0, unchanged: 2 }, answers: 2, problems: [] })
    expect(await imported(file)).toEqual(preview)
    expect(results()).toEqual(before)
    expect(
      ids().map((id) => calls.answersOf(id)?.answers.map(({ pointsScored, marking }) => [pointsScored, marking])),
    ).toEqual([
      [
        [0, null],
        [1, null],
      ],
      [
        [0, 'unanswered'],
        [2, null],
      ],
    ])
    expect(await imported(file)).toMatchObject({ results: { unchanged: 2 }, answers: 0 })
    expect(undo()).toBe('done')
    expect(ids().map((id) => calls.answersOf(id))).toEqual([null, null])
  })

  it('never takes the place of what a webhook told, which takes the place of the list', async () => {
    const { imported, calls, ids } = await laptop(bare(1))
    const file = ['results.csv', csv(row('Ada 1'))] as const
    await imported(file)
    expect(await imported(['full.json', payloadOf(1, times)])).toMatchObject({ results: { unchanged: 1 }, answers: 1 })
    expect(await imported(file)).toMatchObject({ answers: 0 })
    expect(calls.answersOf(ids()[0] ?? 0)?.answers).toHaveLength(7)
  })

  it.each([
    ['the name', row('Ada 2', undefined, undefined, 'ada1@example.org')],
    ['the address', row('Ada 1', undefined, undefined, 'ada2@example.org')],
    ['the minute', row('Ada 1', 'Wed 12th Jan 2022 4:57pm')],
    ['the zone', row('Ada 1', 'Wed 12th Jan 2022 3:56pm')],
    ['the test', row('Ada 1').replace('Graphs', 'Grapes')],
    ['the link', row('Ada 1').replace('Open to all', 'Closed')],
  ])('keeps nothing of a row where %s differs, and says what to do', async (_, differing) => {
    const { imported, calls, ids } = await laptop(bare(1))
    const outcome = await imported(['results.csv', csv(differing)])
    expect(outcome).toMatchObject({ results: { added: 0, updated: 0, unchanged: 0 }, answers: 0 })
    expect(outcome.problems).toMatchObject([{ file: 'results.csv', line: 2 }])
    expect(outcome.toConfirm).toMatchObject([{ place: { line: 2 } }])
    expect(outcome.problems[0]?.problem).toMatch(/No result here is this attempt of Ada \d Byron at “.+”.* sync/)
    expect(calls.answersOf(ids()[0] ?? 0)).toBeNull()
  })

  it('takes none of several results that a row may be', async () => {
    const { imported, ids } = await laptop(bare(1), bare(2, { first: 'Ada 1', email: '', cm_user_id: 'other' }))
    const outcome = await imported(['results.csv', csv(row('Ada 1'))])
    expect(outcome.problems[0]?.problem).toContain('Here are 2 results')
    expect(outcome.toConfirm).toMatchObject([
      { first: 'Ada 1', testName: 'Graphs', candidates: ids().map((id) => ({ id, isNamed: true })) },
    ])
  })

  it('takes the last of two rows about one result, and names the other', async () => {
    const { imported, previewed, calls, ids } = await laptop(bare(1))
    const file = ['results.csv', csv(row('Ada 1', undefined, '0,0'), row('Ada 1', undefined, '1,2'))] as const
    const preview = await previewed(file)
    const outcome = await imported(file)
    expect(outcome).toEqual(preview)
    expect(outcome).toMatchObject({ results: { unchanged: 1 }, answers: 1, problems: [{ line: 2 }] })
    expect(outcome.problems[0]?.problem).toContain('results.csv, line 3')
    expect(calls.answersOf(ids()[0] ?? 0)?.answers.map(({ pointsScored }) => pointsScored)).toEqual([1, 2])
  })
})

describe('a time of a wall clock', () => {
  it('is two moments where clocks are turned back', () => {
    expect(momentsAt('2022-10-30T02:30:00', zone)).toEqual([1_667_089_800, 1_667_093_400])
    expect(momentsAt('2022-01-12T16:56:00', zone)).toEqual([1_642_002_960])
  })
})
