import { describe, expect, it } from 'vitest'
import { newestFirst } from '../../../shared/model/filter.ts'
import { day, hour, minute, unixSeconds } from '../../../shared/model/time.ts'
import { storedRows } from '../support/rows.ts'
import { ownLaptop } from './own-laptop.ts'

describe('a recheck', () => {
  async function withEssays() {
    const own = await ownLaptop({ results: 600, requestsPerHour: null })
    const { world } = own.simulator
    const essays = [50, 33, 20].map((ago) =>
      world.addGroupResult({ time_finished: own.clock() - ago * day, requires_grading: 'Yes', points_scored: 2 }),
    )
    await own.sync()
    own.advance(hour)
    return { ...own, essays }
  }

  it('finds what was graded weeks later, and keeps what it was before', async () => {
    const { core, simulator, sync, essays, clock } = await withEssays()
    for (const { user_id, test_id, group_id, time_started } of essays) {
      simulator.world.gradeResult({ user_id, test_id, group_id, time_started }, { points_scored: 7 })
    }
    expect(await sync()).toMatchObject({ updated: 0 })
    expect(await sync('asked')).toMatchObject({ outcome: 'complete', updated: 3, added: 0 })
    const changes = await core.store.recentChanges(100)
    for (const essay of essays) {
      const stored = await storedRows(core, { filter: [], sort: newestFirst, offset: 0, limit: 1_000 })
      const row = stored.find(
        ({ user_id, time_started }) => user_id === essay.user_id && time_started === essay.time_started,
      )
      const own = changes.filter(({ resultId }) => resultId === row?.id)
      expect(own).toContainEqual(
        expect.objectContaining({ field: 'points_scored', before: 2, after: 7, seenAt: clock() }),
      )
      expect(own).toContainEqual(expect.objectContaining({ field: 'requires_grading', before: 'Yes', after: 'No' }))
      expect(row).toMatchObject({ points_scored: 7, requires_grading: 0 })
    }
  })

  it('costs what was said before, give or take one', async () => {
    const { core, account, simulator, sync, advance } = await withEssays()
    for (let times = 0; times < 3; times++) {
      const { requests, toGrade } = await core.syncs.recheckPrice(account.id)
      expect(toGrade).toBeGreaterThanOrEqual(3)
      const before = simulator.requests.length
      const summary = await sync('asked')
      expect(Math.abs(simulator.requests.length - before - requests)).toBeLessThanOrEqual(1)
      expect(summary.requests).toBe(simulator.requests.length - before)
      advance(3 * hour)
    }
  })

  it('comes by itself once a day, and not where the hour has no room for it', async () => {
    const { simulator, core, account, sync, advance, clock } = await withEssays()
    const first = (await core.store.syncState(account.id)).recheckedAt
    advance(12 * hour)
    await sync()
    expect((await core.store.syncState(account.id)).recheckedAt).toBe(first)
    advance(12 * hour)
    for (let each = 0; each < 24; each++) await core.store.recordRequest(account.id, '/v1.json', clock())
    await sync()
    expect((await core.store.syncState(account.id)).recheckedAt).toBe(first)
    advance(2 * hour)
    await sync()
    expect((await core.store.syncState(account.id)).recheckedAt).toBe(clock())
    expect(simulator.world.resultCount.groups).toBeGreaterThan(0)
  })

  it('sees what appeared days after its finish while the laptop was closed', async () => {
    const { core, simulator, sync, clock, advance } = await ownLaptop({ results: 100 })
    await sync()
    const finished = clock() - day
    simulator.world.addGroupResult({ time_finished: clock() + hour, user_id: 8 })
    advance(2 * hour)
    await sync()
    simulator.world.addGroupResult({ time_finished: finished, first: 'Handed', last: 'In Late' })
    advance(30 * day)
    await sync()
    expect(await core.store.countResults([{ field: 'search', op: 'contains', value: 'in late' }])).toBe(1)
  })
})

describe('coverage', () => {
  it('is one range a feed, however often it is read', async () => {
    const { simulator, sync, advance, status, clock } = await ownLaptop({ results: 900, requestsPerHour: null })
    for (const recheck of ['when due', 'asked', 'when due', 'asked'] as const) {
      simulator.world.addGroupResult({})
      advance(9 * hour)
      expect(await sync(recheck)).toMatchObject({ outcome: 'complete' })
      for (const { intervals } of (await status()).coverage) {
        expect(intervals).toHaveLength(1)
        expect(intervals[0]?.until).toBe(clock() - 1)
      }
    }
  })

  it('of a laptop that was closed for four months has a hole, which is on record', async () => {
    const { simulator, sync, advance, status, clock } = await ownLaptop({ results: 50 })
    await sync()
    const closed = clock()
    advance(25 * day)
    simulator.world.addGroupResult({ first: 'Never', last: 'Fetched' })
    advance(97 * day)
    const reopened = clock()
    const { gaps } = await sync()
    expect(gaps.map(({ feed, from, reason }) => [feed, from, reason])).toEqual([
      ['groups', closed - 1, 'too-old'],
      ['links', closed - 1, 'too-old'],
    ])
    for (const { to } of gaps) expect(Math.abs(to - (reopened - 90 * day))).toBeLessThanOrEqual(15 * minute)
    for (const { intervals } of (await status()).coverage) expect(intervals).toHaveLength(2)
    advance(hour)
    expect((await sync()).gaps).toEqual(gaps)
  })
})

describe('a result that cannot be read', () => {
  /** A page of nothing but what is read again. */
  const pageOf = (accountId: string) => ({
    accountId,
    feed: 'groups' as const,
    tests: [],
    sources: [],
    cursor: null,
    covered: null,
    unreadable: [],
  })

  it('is kept while the others arrive, and joins them when a later version reads it', async () => {
    const { core, account, simulator, sync, advance } = await ownLaptop({ results: 0 })
    const good = simulator.world.addGroupResult({ user_id: 11 })
    simulator.world.addGroupResult({ user_id: 12, time_finished: 'just now' })
    advance(minute)
    expect(await sync()).toMatchObject({ outcome: 'complete', added: 1, unreadable: 1 })
    const [kept] = await core.store.recentUnreadable(9)
    expect(JSON.parse(kept?.raw ?? '')).toMatchObject({ user_id: 12, time_finished: 'just now' })
    const [stored] = await storedRows(core, { filter: [], sort: newestFirst, offset: 0, limit: 1 })
    expect(stored?.time_finished).toBe(good.time_finished)
    const { readResult } = await import('../../../electron/connectors/classmarker/answers.ts')
    const read = readResult('groups', { ...JSON.parse(kept?.raw ?? ''), time_finished: good.time_finished })
    if (!('result' in read) || kept === undefined) throw new Error('It cannot be read')
    await core.store.applyPage({
      ...pageOf(account.id),
      results: [{ result: read.result, raw: kept.raw }],
      reread: [kept.id],
      receivedAt: unixSeconds(kept.seenAt + day),
    })
    expect(await core.store.countResults([])).toBe(2)
    expect(await core.store.recentUnreadable(9)).toEqual([])
  })

  it('never replaces what ClassMarker said of it later', async () => {
    const { core, account, simulator, sync, advance, clock } = await ownLaptop({ results: 0 })
    const { user_id, test_id, group_id, time_started } = simulator.world.addGroupResult({
      user_id: 12,
      time_finished: 'just now',
    })
    advance(minute)
    await sync()
    advance(minute)
    simulator.world.changeResult(
      { user_id, test_id, group_id, time_started },
      { percentage: 90, time_finished: clock() },
    )
    await sync()
    const [kept] = await core.store.recentUnreadable(9)
    const { readResult } = await import('../../../electron/connectors/classmarker/answers.ts')
    const read = readResult('groups', { ...JSON.parse(kept?.raw ?? ''), percentage: 10, time_finished: clock() })
    if (!('result' in read) || kept === undefined) throw new Error('It cannot be read')
    const results = [{ result: read.result, raw: kept.raw }]
    await core.store.applyPage({
      ...pageOf(account.id),
      results,
      reread: [kept.id],
      receivedAt: unixSeconds(kept.seenAt + day),
    })
    const [stored] = await storedRows(core, { filter: [], sort: newestFirst, offset: 0, limit: 1 })
    expect(stored?.percentage).toBe(900)
    expect(await core.store.recentUnreadable(9)).toEqual([])
  })
})
