import { describe, expect, it } from 'vitest'
import { PreviewRows } from '../../../electron/imports/preview-rows.ts'
import { type PreviewBucket, type PreviewRow, previewBuckets } from '../../../shared/model/import-preview.ts'
import type { Gap } from '../../../shared/model/sync.ts'
import { unixSeconds } from '../../../shared/model/time.ts'
import { noon } from '../store/laptop-database.ts'
import { type Json, linkPayload } from '../support/webhook-payloads.ts'
import { type Asked, type File, importing, payloadOf } from './importing.ts'

const zone = 'Europe/Berlin'
// 8 January 2022, 15:56 and 16:56 in Berlin: read the other way, 1 August.
const times = { time_started: 1_641_653_800, time_finished: 1_641_657_400 }
const bare = (at: number, said: Json = {}) =>
  payloadOf(at, { ...times, ...said }, { questions: [], category_results: [] })

const heading = 'First name,Last name,Email,Group name,Test name,Percentage,Date started,Date finished,,Q542'
const row = (first: string, { link = 'Open to all', day = '08/01/2022' } = {}) =>
  `${first},Byron,,${link},Graphs,59%,${day} 3:56pm,${day} 4:56pm,Points scored:,1`
const csv = (...rows: readonly string[]) => [heading, ...rows].join('\r\n')

async function laptop(...known: readonly object[]) {
  const own = importing(zone)
  if (known.length > 0) await own.imported(['known.json', known])
  const toldOf = async (files: readonly File[], asked: Asked = {}) => {
    const told = new PreviewRows(own.folder)
    const outcome = await own.asked(files, { isPreview: true, rows: told, ...asked })
    const buckets = told.buckets(new Map([[1_957_521, 'Graphs']]))
    const rows = {} as Record<PreviewBucket, readonly PreviewRow[]>
    for (const bucket of previewBuckets) rows[bucket] = await buckets.rows(bucket, 0, buckets.sizes[bucket])
    await told.close()
    return { outcome, rows }
  }
  const told = (file: File, asked: Asked = {}) => toldOf([file], asked)
  const answersOf = (first: string) => {
    const found = own.results().find((result) => result.first === first)
    return own.calls.answersOf(Number(found?.id))?.answers.length ?? null
  }
  return { ...own, told, toldOf, answersOf }
}

describe('what a preview tells of each thing in the files', () => {
  it('is one row for each attempt, in the bucket of what would become of it', async () => {
    const { told } = await laptop(bare(1), bare(2), bare(3))
    const { rows } = await told([
      'all.json',
      [
        bare(1),
        bare(2, { time_finished: times.time_finished + 60, percentage: 80 }),
        payloadOf(3, times),
        bare(4),
        bare(4, { percentage: 61 }),
        linkPayload({}, { payload_status: 'verify' }),
        { nothing: 'of ClassMarker' },
      ],
    ])
    const names = previewBuckets.map((bucket) => rows[bucket].map(({ about }) => about?.first ?? null))
    expect(names).toEqual([['Ada 4'], ['Ada 2', 'Ada 3'], [], ['Ada 1'], [null], [null, null]])
    expect(rows.added).toMatchObject([{ about: { testName: 'Graphs', percentage: 610 } }])
    expect(rows.changed[0]?.changes).toEqual(expect.arrayContaining([{ field: 'percentage', before: 59, after: 80 }]))
    expect(rows.changed[1]).toMatchObject({ changes: [], answers: 'new' })
    const ids = previewBuckets.flatMap((bucket) => rows[bucket].map(({ id }) => id))
    expect(ids).toEqual(ids.map((_, at) => at))
  })
})

describe('a row of ClassMarker’s list that is not certainly one result', () => {
  const file = [
    'results.csv',
    csv(row('Ada 1', { link: 'Closed', day: '8 Jan 2022' }), row('Ada 2', { day: '8 Jan 2022' })),
  ] as const

  it('is one that the teacher confirms, and none that they refuse', async () => {
    const { told, asked, answersOf, undo } = await laptop(bare(1), bare(2))
    const { rows } = await told(file)
    expect(rows['to-confirm']).toMatchObject([{ place: { line: 2 }, candidates: [{ first: 'Ada 1', isNamed: true }] }])
    expect(rows['left-out']).toEqual([])
    const [match] = rows['to-confirm']
    if (match?.about === null || match === undefined) throw new Error('The row says what it is of')
    const { place, about } = match
    const result = match.candidates[0]?.id ?? 0
    await asked([file], {})
    expect([answersOf('Ada 1'), answersOf('Ada 2')]).toEqual([null, 1])
    const outcome = await asked([file], { confirmed: [{ place, about, result }] })
    expect(outcome).toMatchObject({ answers: 1, problems: [], toConfirm: [] })
    expect(answersOf('Ada 1')).toBe(1)
    expect(undo()).toBe('done')
    expect(answersOf('Ada 1')).toBeNull()
  })

  it('is not confirmed by what was said of another row that stood in its place, or in a file of its name', async () => {
    const { toldOf, asked, answersOf } = await laptop(bare(1), bare(2))
    const rowOf = (first: string) => row(first, { link: 'Closed', day: '8 Jan 2022' })
    const { rows } = await toldOf([
      ['a/results.csv', csv(rowOf('Ada 1'))],
      ['b/results.csv', csv(rowOf('Ada 2'))],
    ])
    const confirmed = rows['to-confirm'].flatMap(({ place, about, candidates }) => {
      const result = candidates.find(({ isNamed }) => isNamed)?.id
      return about === null || result === undefined ? [] : [{ place, about, result }]
    })
    expect(confirmed.map(({ place }) => place.file)).toEqual(['a/results.csv', 'b/results.csv'])
    const turned = [
      ['a/results.csv', csv(rowOf('Ada 2'))],
      ['b/results.csv', csv(rowOf('Ada 1'))],
    ] as const
    expect((await asked(turned, { confirmed })).toConfirm).toHaveLength(2)
    expect([answersOf('Ada 1'), answersOf('Ada 2')]).toEqual([null, null])
  })

  it('is never a result that another row certainly is, and two rows are never one', async () => {
    const { told, asked, answersOf, calls, results } = await laptop(bare(1), bare(2))
    const unclear = (first: string) => row(first, { day: '8 Jan 2022' }).replace('Ada', 'Eda').replace(',1', ',0')
    const certain = row('Ada 1', { day: '8 Jan 2022' })
    const id = (first: string) => Number(results().find((each) => each.first === first)?.id)
    const { rows } = await told(['results.csv', csv(unclear('Ada 1'), unclear('Ada 2'), unclear('Ada 3'))])
    const confirm = (...said: readonly number[]) =>
      rows['to-confirm'].flatMap(({ place, about }, at) =>
        about === null || said[at] === undefined ? [] : [{ place, about, result: said[at] }],
      )
    const both = ['results.csv', csv(unclear('Ada 1'), unclear('Ada 2'), unclear('Ada 3'), certain)] as const
    const confirmed = confirm(id('Ada 1'), id('Ada 2'), id('Ada 2'))
    const preview = await told(both)
    expect(preview.rows['to-confirm'].map(({ candidates }) => candidates.map(({ first }) => first))).toEqual(
      [1, 2, 3].map(() => ['Ada 2']),
    )
    const outcome = await asked([both], { confirmed })
    expect(outcome.toConfirm.map(({ place }) => place.line)).toEqual([2, 4])
    expect(answersOf('Ada 2')).toBe(1)
    expect(calls.answersOf(id('Ada 1'))?.answers[0]?.pointsScored).toBe(1)
  })

  it('is never a result that it cannot be', async () => {
    const { told, asked, answersOf } = await laptop(bare(1), bare(3, { time_finished: times.time_finished + 9_000 }))
    const [match] = (await told(file)).rows['to-confirm']
    if (match?.about === null || match === undefined) throw new Error('The row says what it is of')
    const { place, about } = match
    const outcome = await asked([file], { confirmed: [{ place, about, result: 2 }] })
    expect(outcome.toConfirm).toHaveLength(2)
    expect(answersOf('Ada 3')).toBeNull()
  })
})

describe('rows that no result here is', () => {
  const many = 3_000
  const rows = Array.from({ length: many }, (_, at) => row(`Bo ${at}`, { day: '8 Jan 2022' }))
  const file = ['results.csv', csv(...rows)] as const

  it('are told in their order, and held nowhere else', async () => {
    const { told } = await laptop()
    const { outcome, rows } = await told(file)
    expect(outcome).toMatchObject({ problemCount: many, problems: [], toConfirm: [] })
    expect(rows['left-out'].map(({ about, place }) => [about?.first, place.line])).toEqual(
      Array.from({ length: many }, (_, at) => [`Bo ${at}`, at + 2]),
    )
    expect(rows['left-out'].at(-1)?.problem).toMatch(/No result here/)
  })

  it('are problems of an outcome that has no rows beside it', async () => {
    const { previewed } = await laptop()
    const outcome = await previewed(file)
    expect(outcome.problemCount).toBe(many)
    expect(outcome.problems).toHaveLength(many)
    expect(outcome.toConfirm).toHaveLength(many)
  })
})

describe('dates whose order nothing in the file tells', () => {
  const file = ['results.csv', csv(row('Ada 1'))] as const

  it('are read in the order that was chosen, shown with what the example is', async () => {
    const { told, asked, answersOf } = await laptop(bare(1))
    const { outcome } = await told(file)
    expect(outcome.dates).toEqual([
      {
        file: 'results.csv',
        order: null,
        example: {
          text: '08/01/2022 3:56pm',
          readings: { 'day-first': '2022-01-08T15:56:00', 'month-first': '2022-08-01T15:56:00' },
        },
      },
    ])
    expect(await asked([file], { dayOrder: 'month-first' })).toMatchObject({ answers: 0 })
    expect(answersOf('Ada 1')).toBeNull()
    expect(await asked([file], { dayOrder: 'day-first' })).toMatchObject({ answers: 1, problems: [] })
    expect(answersOf('Ada 1')).toBe(1)
  })

  it('are read as the file has them where it tells, whatever was chosen', async () => {
    const { asked } = await laptop(bare(1))
    const telling = csv(row('Ada 1'), row('Nobody', { day: '31/01/2022' }))
    const outcome = await asked([['results.csv', telling]], { dayOrder: 'month-first' })
    expect(outcome).toMatchObject({ answers: 1, dates: [{ order: 'day-first' }] })
  })
})

const gap: Gap = {
  feed: 'links',
  from: unixSeconds(times.time_finished - 1_000),
  to: unixSeconds(times.time_finished + 1_000),
  reason: 'too-old',
}
const answer = (said: Json = {}) => ({
  status: 'ok',
  request_path: 'v1/links/recent_results',
  server_timestamp: gap.to + 500,
  finished_after_timestamp_used: gap.from - 500,
  num_results_available: 1,
  num_results_returned: 1,
  more_results_exist: false,
  results: [{ result: { ...(bare(1) as { result: Json }).result, test_id: 1_957_521, link_id: 1_882_474 } }],
  ...said,
})
const resultsAt = (...finishes: readonly number[]): Json => ({
  num_results_available: finishes.length,
  num_results_returned: finishes.length,
  results: finishes.map((time_finished, at) => {
    const { result } = bare(at + 1, { time_finished }) as { result: Json }
    return { result: { ...result, test_id: 1_957_521, link_id: 1_882_474 } }
  }),
})
const following = (available: number): Json => ({ more_results_exist: true, num_results_available: available })
const withGap = async () => {
  const own = await laptop()
  own.calls.changeSyncState('a', {})
  own.calls.recordGap('a', gap, noon)
  const gaps = () => own.calls.syncState('a').gaps
  const covered = () => own.calls.syncState('a').coverage.find(({ feed }) => feed === 'links')?.intervals ?? []
  return { ...own, gaps, covered }
}

describe('a gap that a file fills', () => {
  it('is closed by an answer that holds all of it, and open again once that is undone', async () => {
    const { told, imported, gaps, covered, undo } = await withGap()
    const { outcome } = await told(['answer.json', answer()])
    expect(outcome.gaps).toEqual([{ gap, results: 1, isWhole: true }])
    expect(gaps()).toEqual([gap])
    await imported(['answer.json', answer()])
    expect(gaps()).toEqual([])
    expect(covered()).toEqual([{ from: gap.from, until: gap.to }])
    expect(undo()).toBe('done')
    expect(gaps()).toEqual([gap])
    expect(covered()).toEqual([])
  })

  it('is closed by the oldest of many results, up to the second before the last', async () => {
    const { imported, gaps } = await withGap()
    await imported(['answer.json', answer({ ...resultsAt(gap.from + 5, gap.to + 1), ...following(3) })])
    expect(gaps()).toEqual([])
  })

  it('is closed also where all of its results are here already', async () => {
    const { imported, calls, gaps, undo } = await withGap()
    await imported(['known.json', bare(1)])
    expect(gaps()).toEqual([gap])
    await imported(['answer.json', answer()])
    expect(gaps()).toEqual([])
    expect(calls.pastImports(['a'])).toMatchObject([{ counts: { results: { unchanged: 1 } } }, {}])
    expect(undo()).toBe('done')
    expect(gaps()).toEqual([gap])
  })

  it.each([
    ['begins later', { finished_after_timestamp_used: gap.from + 1 }],
    ['ends before', { server_timestamp: gap.to }],
    ['lists a result of before', resultsAt(gap.from - 500)],
    ['is newest first, with more to come', { ...resultsAt(gap.to + 100, gap.from + 5), ...following(3) }],
    [
      'lists what finishes later than it was sent',
      { ...resultsAt(gap.from + 5, gap.to + 9_000), ...following(3), server_timestamp: gap.to - 100 },
    ],
    ['has more to come', { more_results_exist: true, num_results_available: 2 }],
    ['counts another number', { num_results_returned: 2 }],
    ['is of one link', { request_path: 'v1/links/38676/tests/48756/recent_results' }],
  ])('stays open where the answer %s', async (_, said) => {
    const { imported, gaps } = await withGap()
    await imported(['answer.json', answer(said)])
    expect(gaps()).toEqual([gap])
  })

  it('is closed where the teacher says that the files hold all of it, and only then', async () => {
    const { told, asked, imported, gaps } = await withGap()
    expect((await told(['one.json', bare(1)])).outcome.gaps).toEqual([{ gap, results: 1, isWhole: false }])
    await imported(['one.json', bare(1)])
    expect(gaps()).toEqual([gap])
    expect(await asked([['one.json', bare(1)]], { fills: [{ gap, isWhole: false }] })).toMatchObject({ closed: 1 })
    expect(gaps()).toEqual([])
  })
})

describe('a gap that a preview filled', () => {
  it('stays open where a result in it could not be kept', async () => {
    const { db, imported, asked, gaps } = await withGap()
    db.exec(`CREATE TRIGGER refusing BEFORE INSERT ON result BEGIN SELECT RAISE(ABORT, 'refused'); END`)
    const { problems } = await imported(['answer.json', answer()])
    expect(problems).toHaveLength(1)
    await asked([['one.json', bare(1)]], { fills: [{ gap, isWhole: false }] })
    expect(gaps()).toEqual([gap])
  })

  it('stays open where the files do not fill it any more', async () => {
    const { asked, gaps } = await withGap()
    const elsewhere = bare(1, { time_finished: gap.to + 60 })
    for (const isWhole of [true, false]) await asked([['one.json', elsewhere]], { fills: [{ gap, isWhole }] })
    await asked([['one.json', bare(1)]], { fills: [{ gap, isWhole: true }] })
    expect(gaps()).toEqual([gap])
  })
})

describe('what closing a gap takes with it', () => {
  const fills = [{ gap, isWhole: false }]
  const one = [['one.json', bare(1)]] as const
  const second = { feed: 'links', from: gap.from + 7, to: gap.from + 7, reason: 'crowded-second' } as Gap
  const unproved = { feed: 'links', from: gap.from - 50, to: gap.from + 50, reason: 'incomplete-answer' } as Gap
  const page = { accountId: 'a', feed: 'links', receivedAt: noon, cursor: null } as const
  const nothing = { results: [], tests: [], sources: [], unreadable: [] } as const

  it('is not a crowded second in it, unless that is ticked too', async () => {
    const { asked, calls, gaps, undo } = await withGap()
    calls.recordGap('a', second, noon)
    await asked(one, { fills })
    expect(gaps()).toEqual([second])
    expect(undo()).toBe('done')
    const before = gaps()
    expect(before).toHaveLength(2)
    await asked([['two.json', bare(2, { time_finished: second.to })]], {
      fills: [...fills, { gap: second, isWhole: false }],
    })
    expect(gaps()).toEqual([])
    expect(undo()).toBe('done')
    expect(gaps()).toEqual(before)
  })

  it('comes back with it once that is undone, and what was complete before stays', async () => {
    const { asked, calls, gaps, covered, undo } = await withGap()
    calls.applyPage({
      ...page,
      ...nothing,
      covered: { from: unixSeconds(gap.to - 100), until: unixSeconds(gap.to + 100) },
    })
    calls.recordGap('a', unproved, noon)
    const before = [gaps(), covered()]
    await asked(one, { fills })
    expect(gaps()).toEqual([{ ...unproved, to: gap.from }])
    expect(covered()).toEqual([{ from: gap.from, until: gap.to + 100 }])
    expect(undo()).toBe('done')
    expect([gaps(), covered()]).toEqual(before)
  })

  it('stays closed where ClassMarker proved it since', async () => {
    const { asked, calls, gaps, covered, undo } = await withGap()
    await asked(one, { fills })
    calls.applyPage({ ...page, ...nothing, covered: { from: gap.from, until: gap.to } })
    expect(undo()).toBe('done')
    expect(gaps()).toEqual([])
    expect(covered()).toEqual([{ from: gap.from, until: gap.to }])
  })
})

describe('what is kept of an import', () => {
  it('holds nothing of a cell or a word that could not be read', async () => {
    const { imported, db, calls } = await laptop(bare(1))
    const secret = 'Zwetschgenmus'
    const damaged = csv(row('Ada 1', { day: '8 Jan 2022' }), row('Ada 2', { day: secret }))
    const outcome = await imported(['results.csv', damaged], ['odd.json', linkPayload({}, { payload_status: secret })])
    expect(outcome.problems.map(({ problem }) => problem).join()).toContain(secret)
    const kept = ['import_run', 'local_change', 'local_row', 'import_row'].flatMap((table) =>
      db.prepare(`SELECT * FROM ${table}`).all(),
    )
    expect(kept.length).toBeGreaterThan(3)
    expect(JSON.stringify(kept)).not.toContain(secret)
    expect(JSON.stringify(calls.pastImports(['a']))).not.toContain(secret)
  })
})
