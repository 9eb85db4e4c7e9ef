import SqliteDatabase from 'better-sqlite3'
import { describe, expect, it } from 'vitest'
import { defineFunctions } from '../../../electron/store/open.ts'
import { newestFirst } from '../../../shared/model/filter.ts'
import { day, hour, minute, unixSeconds } from '../../../shared/model/time.ts'
import { firstRows, storedRows } from '../support/rows.ts'
import { type Edit, feedOf, ownLaptop } from './own-laptop.ts'

const isGroups = (path: string): boolean => path === feedOf('groups')

type Page = Record<string, unknown> & { results: unknown[] }

const onGroups =
  (change: (page: Page) => object): Edit =>
  (answer, path) =>
    isGroups(path) ? change(answer as Page) : answer

/** A laptop that is complete, and fifty results that came to the server since. */
async function withNews(news = 50) {
  const own = await ownLaptop({ results: 40, requestsPerHour: null })
  expect(await own.sync()).toMatchObject({ outcome: 'complete' })
  own.advance(10 * hour)
  for (let each = 0; each < news; each++) {
    own.simulator.world.addGroupResult({ time_finished: own.clock() - 5 * hour + each * 20 })
  }
  own.advance(minute)
  const coveredUntil = async () =>
    (await own.status()).coverage.find(({ feed }) => feed === 'groups')?.intervals.at(-1)?.until
  return { ...own, coveredUntil, before: await coveredUntil(), stored: () => own.core.store.countResults([]) }
}

const finishedAt = (entry: unknown, time_finished: number): unknown => {
  const { result } = entry as { result: object }
  return { result: { ...result, time_finished } }
}

const lies: readonly (readonly [what: string, edit: Edit])[] = [
  [
    'fewer results than it says it returned',
    onGroups((page) => ({ ...page, results: page.results.slice(0, -3), num_results_available: undefined })),
  ],
  ['more results than it says it returned', onGroups((page) => ({ ...page, num_results_returned: 3 }))],
  [
    'more available than came, and no more to come',
    onGroups((page) => ({
      ...page,
      results: page.results.slice(0, -3),
      num_results_returned: page.results.length - 3,
      more_results_exist: false,
    })),
  ],
  ['no results beside a count', onGroups(({ results, ...page }) => page)],
  ['null for results beside a count', onGroups((page) => ({ ...page, results: null }))],
  [
    'an empty page and more to come',
    onGroups((page) => ({ ...page, results: [], num_results_returned: 0, more_results_exist: true })),
  ],
  [
    'another beginning than was asked for',
    onGroups((page) => ({
      ...page,
      finished_after_timestamp_used: Number(page.finished_after_timestamp_used) + 9_000,
    })),
  ],
  [
    'an empty list beside "ok" and no number',
    onGroups(({ server_timestamp }) => ({ status: 'ok', server_timestamp, results: [] }) as never),
  ],
  [
    'results from before what was asked for, and no more to come',
    onGroups((page) => ({
      ...page,
      results: page.results.map((each, index) =>
        index === 0 ? finishedAt(each, Number(page.finished_after_timestamp_used) - 5) : each,
      ),
    })),
  ],
  ['"no_results" beside results', onGroups((page) => ({ ...page, status: 'no_results' }))],
  [
    'newest first, more to come, and no cursor',
    onGroups((page) => ({
      ...page,
      results: page.results.toReversed().slice(0, 20),
      num_results_returned: 20,
      more_results_exist: true,
      next_finished_after_timestamp: undefined,
    })),
  ],
]

describe('an answer that has', () => {
  it.each(lies)('%s keeps what it brings, and is never complete', async (_, edit) => {
    const { sync, edit: change, coveredUntil, before, status, advance, stored, clock, core } = await withNews()
    change(edit)
    const summary = await sync()
    expect(summary).toMatchObject({ outcome: 'failed', error: { code: 'api/incomplete-answer' } })
    const gap = { feed: 'groups', reason: 'incomplete-answer' }
    expect(summary.gaps).toEqual([expect.objectContaining(gap)])
    expect(summary.gaps[0]?.to).toBeGreaterThanOrEqual(clock() - 5 * hour + 50 * 20 - minute)
    expect(await coveredUntil()).toBeLessThanOrEqual(Number(before))
    expect((await status()).gaps).toEqual(summary.gaps)
    const [run] = await core.store.recentRuns(1)
    expect(run?.summary).toMatchObject({ outcome: 'failed', gaps: summary.gaps })
    const linksUntil = (await status()).coverage.find(({ feed }) => feed === 'links')?.intervals.at(-1)?.until
    expect(linksUntil, 'the other feed goes on').toBe(clock() - 1)

    change(null)
    advance(hour)
    expect(await sync()).toMatchObject({ outcome: 'complete', gaps: [], error: null })
    expect(await stored()).toBe(90)
    expect(await coveredUntil()).toBe(clock() - 1)
    expect((await status()).coverage.map(({ intervals }) => intervals.length)).toEqual([1, 1])
  })

  it('the same page whatever is asked ends all the same', async () => {
    const { sync, edit, simulator, stored, coveredUntil, clock, advance } = await withNews()
    let kept: Page | null = null
    edit(
      onGroups((page) => {
        const results = page.results.slice(0, 20)
        kept ??= { ...page, results, num_results_returned: 20, more_results_exist: true }
        return kept
      }),
    )
    const from = simulator.requests.length
    expect(await sync()).toMatchObject({ outcome: 'failed', error: { code: 'api/incomplete-answer' } })
    expect(simulator.requests.length - from).toBeLessThan(12)
    const sent =
      JSON.stringify(kept)
        .match(/"time_finished":\d+/g)
        ?.map((text) => Number(text.split(':')[1])) ?? []
    const firstNews = clock() - minute - 5 * hour
    expect(sent).toHaveLength(20)
    expect(await stored(), 'the page once').toBe(40 + sent.filter((finished) => finished >= firstNews).length)
    expect(await coveredUntil(), 'no further than the page').toBeLessThanOrEqual(Math.max(...sent))
    edit(null)
    advance(hour)
    expect(await sync()).toMatchObject({ outcome: 'complete', gaps: [] })
    expect(await stored()).toBe(90)
  })
})

describe('a page in the middle that does not fit', () => {
  it('is passed, so that what is newer arrives, and asked for again by itself', async () => {
    const { sync, edit, advance, stored, status, simulator, coveredUntil, clock } = await withNews(700)
    let pages = 0
    edit(
      onGroups((page) =>
        pages++ === 1 ? { ...page, results: page.results.filter((_, index) => index !== 99) } : page,
      ),
    )
    const summary = await sync()
    expect(summary).toMatchObject({ outcome: 'failed', error: { code: 'api/incomplete-answer' } })
    expect(await stored()).toBe(739)
    expect(summary.gaps).toHaveLength(1)
    const [gap] = summary.gaps
    expect(Number(gap?.to) - Number(gap?.from)).toBeLessThan(2 * hour)
    const groups = (await status()).coverage.find(({ feed }) => feed === 'groups')
    expect(groups?.intervals.map(({ from, until }) => [until <= Number(gap?.from), from >= Number(gap?.to)])).toEqual([
      [true, false],
      [false, true],
    ])
    edit(null)
    advance(hour)
    const from = simulator.requests.length
    expect(await sync()).toMatchObject({ outcome: 'complete', gaps: [], added: 1 })
    expect(simulator.requests.length - from, 'the gap alone is read again').toBeLessThan(7)
    expect(await stored()).toBe(740)
    expect(await coveredUntil()).toBe(clock() - 1)
  })

  it('that stays as it is becomes too old in the end, and stops no sync for good', async () => {
    const { sync, edit, advance } = await withNews(5)
    edit(onGroups((page) => ({ ...page, num_results_returned: 999 })))
    await sync()
    edit(null)
    advance(120 * day)
    const { outcome, gaps } = await sync()
    expect(outcome).toBe('complete')
    expect(gaps.map(({ feed, reason }) => [feed, reason])).toEqual([
      ['groups', 'too-old'],
      ['links', 'too-old'],
    ])
  })

  it('that grows older day by day is one range, reported once', async () => {
    const { sync, edit, advance, simulator, status, clock, core, account } = await withNews(5)
    edit(onGroups((page) => ({ ...page, num_results_returned: 999 })))
    await sync()
    const from = (await status()).gaps[0]?.from
    const reach: number[] = []
    for (let days = 0; days < 120; days += 4) {
      advance(4 * day)
      simulator.world.addGroupResult({ time_finished: unixSeconds(clock() - hour) })
      await core.store.changeSyncState(account.id, { recheckedAt: clock() })
      const { gaps } = await sync()
      const old = gaps.filter(({ reason }) => reason === 'too-old')
      expect(old.length).toBeLessThanOrEqual(1)
      if (old[0] !== undefined) expect(old[0].from).toBe(from)
      reach.push(old[0]?.to ?? 0)
      const open = gaps.filter(({ reason }) => reason === 'incomplete-answer')
      expect(open).toMatchObject([{ from: old[0]?.to ?? from }])
    }
    expect(reach).toEqual(reach.toSorted((a, b) => a - b))
  })

  it('that begins where ClassMarker no longer reaches, though the calendar does, is reported and stops no sync', async () => {
    const { sync, edit, advance, clock, simulator } = await withNews(5)
    edit(onGroups((page) => ({ ...page, num_results_returned: 999 })))
    await sync()
    edit((answer, path) => {
      if (!isGroups(path) || Number(answer.finished_after_timestamp_used) >= clock() - 60 * day) return answer
      return { status: 'error', server_timestamp: clock(), error: { error_code: 'finishedAfterTimestampTooEarly' } }
    })
    advance(62 * day)
    simulator.world.addGroupResult({})
    advance(minute)
    const { outcome, gaps } = await sync()
    expect(outcome).toBe('complete')
    expect(gaps.filter(({ feed }) => feed === 'groups')).toMatchObject([{ reason: 'too-old' }])
    advance(hour)
    expect(await sync()).toMatchObject({ outcome: 'complete', gaps })
  })

  it('leaves alone what is proved behind it, however often it does not fit', async () => {
    const { sync, edit, advance, coveredUntil, core, account, clock, simulator } = await withNews(50)
    let pages = 0
    edit(
      onGroups((page) =>
        pages++ === 0
          ? { ...page, results: page.results.slice(0, 20), num_results_returned: 19, more_results_exist: true }
          : page,
      ),
    )
    const first = (await sync()).gaps[0]
    edit(
      onGroups((page) =>
        page.finished_after_timestamp_used === first?.from ? { ...page, num_results_returned: 999 } : page,
      ),
    )
    const ends: number[] = []
    for (let each = 0; each < 3; each++) {
      advance(2 * day)
      simulator.world.addGroupResult({ time_finished: unixSeconds(clock() - hour) })
      await core.store.changeSyncState(account.id, { recheckedAt: clock() })
      const { gaps, error } = await sync()
      expect(error).toMatchObject({ code: 'api/incomplete-answer' })
      expect(gaps).toMatchObject([{ from: first?.from, reason: 'incomplete-answer' }])
      ends.push(Number(gaps[0]?.to))
      expect(await coveredUntil()).toBe(clock() - 1)
    }
    expect(Math.max(...ends), 'it ends where it ended').toBeLessThanOrEqual(Number(first?.to))
    expect(new Set(ends).size).toBe(1)
  })
})

describe('what only says "ok"', () => {
  it('is neither an account nor an empty feed', async () => {
    const { sync, edit, core, simulator, coveredUntil, before } = await withNews()
    edit(() => ({ status: 'ok' }))
    const { key, secret } = simulator
    const connecting = core.accounts.connect({ key: `${key}2`, secret, name: 'No', signature: 'auto' })
    await expect(connecting).rejects.toMatchObject({ code: 'api/not-understood' })
    expect(await sync()).toMatchObject({ outcome: 'failed', error: { code: 'api/not-understood' } })
    expect(await coveredUntil()).toBe(before)
  })
})

describe('results dated in the future', () => {
  const years = 400 * day

  it.each([
    ['a second apart', 1],
    ['all in one second', 0],
  ])('are stored, more than a page of them, and hold nothing up: %s', async (_, apart) => {
    const { sync, advance, simulator, stored, coveredUntil, clock, core, status } = await withNews(30)
    for (let each = 0; each < 450; each++) {
      simulator.world.addGroupResult({ time_finished: clock() + years + each * apart, time_started: clock() + each })
    }
    const first = await sync()
    expect(first.outcome).toBe('complete')
    expect(await stored()).toBeGreaterThanOrEqual(apart === 0 ? 270 : 520)
    expect(await coveredUntil()).toBe(clock() - 1)
    for (const { cursor } of (await core.store.syncState((await status()).id)).feeds) {
      expect(cursor).toBeLessThanOrEqual(clock())
    }
    advance(hour)
    simulator.world.addGroupResult({ first: 'Really', last: 'Today' })
    advance(minute)
    const from = simulator.requests.length
    expect((await sync()).outcome).toBe('complete')
    expect(simulator.requests.length - from, 'they are not read anew each time').toBeLessThan(8)
    expect(await core.store.countResults([{ field: 'search', op: 'contains', value: 'really today' }])).toBe(1)
    expect(await coveredUntil()).toBe(clock() - 1)
  })
})

describe('an odd field', () => {
  it('costs the field and not the result, which is stored and shown as unknown', async () => {
    const { core, simulator, sync, advance } = await ownLaptop({ results: 0 })
    simulator.world.addGroupResult({ percentage: '1,234', requires_grading: 'perhaps', passed: 'maybe', user_id: 11 })
    simulator.world.addGroupResult({ percentage: '87,5', points_scored: '17,5', user_id: 12 })
    advance(minute)
    expect(await sync()).toMatchObject({ outcome: 'complete', added: 2, unreadable: 0 })
    const query = { filter: [], sort: newestFirst, offset: 0, limit: 9 }
    const rows = await storedRows(core, query)
    expect(rows.find(({ user_id }) => user_id === 11)).toMatchObject({
      percentage: null,
      requires_grading: null,
      passed: null,
    })
    expect(rows.find(({ user_id }) => user_id === 12)).toMatchObject({ percentage: 875, points_scored: 17.5 })
    const shown = await firstRows(core.store, 'results', query, 9)
    expect(shown.find(({ percentage }) => percentage === null)).toMatchObject({ requiresGrading: null })
  })

  it('that an older version took for a "No" is unknown too, and no change of the result', async () => {
    const { core, simulator, sync, advance } = await ownLaptop({ results: 0 })
    simulator.world.addGroupResult({ requires_grading: 'perhaps', passed: 'maybe' })
    advance(minute)
    await sync()
    const db = new SqliteDatabase(core.databaseFile)
    defineFunctions(db)
    db.exec('UPDATE result SET requires_grading = 0, passed = 0, reader = 1')
    db.close()
    expect(await sync()).toMatchObject({ outcome: 'complete', updated: 0, unchanged: 1 })
    const rows = await storedRows(core, { filter: [], sort: newestFirst, offset: 0, limit: 9 })
    expect(rows).toMatchObject([{ requires_grading: null, passed: null }])
    expect(await core.store.recentChanges(9)).toEqual([])
  })

  it('keeps two results two whose ids differ beyond 2^53', async () => {
    const { core, simulator, sync, advance, edit } = await ownLaptop({ results: 0 })
    const { link_result_id, ...shared } = simulator.world.addLinkResult({ first: 'Ada', last: 'L' })
    advance(minute)
    edit((answer, path) => {
      if (path !== feedOf('links')) return answer
      const results = ['9007199254740992', '9007199254740993'].map((id) => ({ ...shared, link_result_id: id }))
      return { ...answer, results, num_results_available: 2, num_results_returned: 2 }
    })
    expect(await sync()).toMatchObject({ outcome: 'complete', added: 2 })
    expect(await sync()).toMatchObject({ outcome: 'complete', added: 0, updated: 0, unchanged: 2 })
    const rows = await storedRows(core, { filter: [], sort: newestFirst, offset: 0, limit: 9 })
    expect(rows.map((row) => row.link_result_id).toSorted()).toEqual(['9007199254740992', '9007199254740993'])
  })
})
