import { describe, expect, it } from 'vitest'
import { day, hour, minute, unixSeconds } from '../../../shared/model/time.ts'
import { feedOf, ownLaptop } from './own-laptop.ts'

const sizes = [0, 1, 199, 200, 201, 900, 6_000] as const
const pagesFor = (results: number) => Math.max(1, Math.ceil(results / 200))

describe('a first sync', () => {
  it.each(sizes)('of %i results takes a page for each 200, within one a feed', async (results) => {
    const { core, simulator, sync, asked } = await ownLaptop({ results, requestsPerHour: null })
    const before = simulator.requests.length
    const summary = await sync()
    expect(summary).toMatchObject({ outcome: 'complete', added: results, gaps: [] })
    expect(await core.store.countResults([])).toBe(results)
    const { groups, links } = simulator.world.resultCount
    const refused = simulator.requests.filter(({ outcome }) => outcome === 'finishedAfterTimestampTooEarly').length
    expect(refused, 'reaching back further than this server allows').toBeLessThanOrEqual(1)
    expect(asked(feedOf('groups'), before)).toBeLessThanOrEqual(pagesFor(groups) + 1 + refused)
    expect(asked(feedOf('links'), before)).toBeLessThanOrEqual(pagesFor(links) + 1)
    expect(summary.requests).toBe(simulator.requests.length - before)
    if (results <= 201) expect(summary.requests).toBeLessThanOrEqual(pagesFor(groups) + pagesFor(links) + refused)
  })
})

describe('a quiet hour', () => {
  it.each([0, 150, 201, 900])('costs one request a feed where %i results are known', async (results) => {
    const { sync, advance } = await ownLaptop({ results, requestsPerHour: null })
    await sync()
    for (let hours = 0; hours < 3; hours++) {
      advance(hour)
      expect(await sync()).toMatchObject({ outcome: 'complete', requests: 2, added: 0, updated: 0 })
    }
  })

  it('costs one request a feed where hundreds finished in the last hours', async () => {
    const { simulator, sync, advance, clock } = await ownLaptop({ results: 0, requestsPerHour: null })
    for (let each = 0; each < 700; each++)
      simulator.world.addGroupResult({ time_finished: clock() - 7_000 + each * 10 })
    advance(minute)
    expect(await sync()).toMatchObject({ added: 700 })
    advance(hour)
    expect(await sync()).toMatchObject({ requests: 2, added: 0 })
  })
})

describe('a new group', () => {
  it('is looked up once, when its first result comes', async () => {
    const { core, simulator, sync, advance, asked } = await ownLaptop({ results: 20 })
    await sync()
    const known = asked('/v1.json')
    const test = simulator.world.tests[0]
    const group = simulator.world.addGroup({ name: 'Evening class', testIds: [test?.id ?? 0] })
    simulator.world.addGroupResult({ group_id: group.id, test_id: test?.id })
    advance(hour)
    expect(await sync()).toMatchObject({ added: 1, requests: 3 })
    expect(asked('/v1.json')).toBe(known + 1)
    expect(
      (await core.store.assignments((await core.accounts.list(null))[0]?.id ?? '', 'groups')).map(
        ({ sourceId }) => sourceId,
      ),
    ).toContain(group.id)
    advance(hour)
    expect(await sync()).toMatchObject({ requests: 2 })
  })

  it('that nobody took a test in is seen within a day', async () => {
    const { simulator, sync, advance, asked } = await ownLaptop({ results: 20 })
    await sync()
    const known = asked('/v1.json')
    simulator.world.addGroup({ name: 'Evening class', testIds: [] })
    for (let hours = 0; hours < 25; hours++) {
      advance(hour)
      await sync()
    }
    expect(asked('/v1.json')).toBe(known + 1)
  })
})

describe('a second with more results than a page', () => {
  /** 250 results of one second, spread over this many groups. */
  async function crowded(groups: number, ago: number = 2 * hour) {
    const own = await ownLaptop({ results: 0, requestsPerHour: null })
    const { world } = own.simulator
    const test = world.tests[0]?.id ?? 0
    const ids = Array.from(
      { length: groups },
      (_, index) => world.addGroup({ name: `Class ${index}`, testIds: [test] }).id,
    )
    const second = unixSeconds(own.clock() - ago)
    for (let each = 0; each < 250; each++) {
      world.addGroupResult({
        group_id: ids[each % groups],
        test_id: test,
        user_id: 1_000 + each,
        time_finished: second,
      })
    }
    return { ...own, second, test, ids }
  }

  it('is fetched group by group, whole and without a gap', async () => {
    const { core, simulator, sync, clock, asked } = await crowded(2)
    simulator.world.addGroupResult({ time_finished: clock() - hour, user_id: 7 })
    expect(await sync()).toMatchObject({ outcome: 'complete', added: 251, gaps: [] })
    expect(await core.store.countResults([])).toBe(251)
    const parts = simulator.world.groups.flatMap(({ tests }) => tests).length
    expect(asked(/^\/v1\/groups\/\d/)).toBe(parts)
  })

  it('becomes a gap where one test of one group alone has more, and stays one until all can be had', async () => {
    const { core, simulator, sync, second, advance } = await crowded(1)
    const gap = { feed: 'groups', from: second, to: second, reason: 'crowded-second' }
    expect(await sync()).toMatchObject({ outcome: 'complete', added: 200, gaps: [gap] })
    advance(hour)
    expect(await sync('asked')).toMatchObject({ outcome: 'complete', added: 0, gaps: [gap] })
    for (const { user_id, test_id, group_id, time_started } of simulator.world.groupResults().slice(0, 60)) {
      simulator.world.changeResult({ user_id, test_id, group_id, time_started }, { time_finished: second + 60 })
    }
    expect(await sync('asked')).toMatchObject({ outcome: 'complete', gaps: [] })
    expect(await core.store.countResults([])).toBe(250)
  })

  it.each([1, 2])('costs nothing in the hours after it, in %i groups', async (groups) => {
    const { sync, advance } = await crowded(groups)
    await sync()
    advance(hour)
    expect(await sync()).toMatchObject({ requests: 2 })
  })

  it('is read again by a recheck', async () => {
    const { core, simulator, sync, advance } = await crowded(2)
    await sync()
    const last = simulator.world.groupResults().at(-1)
    if (last === undefined) throw new Error('No results')
    const { user_id, test_id, group_id, time_started } = last
    simulator.world.changeResult({ user_id, test_id, group_id, time_started }, { points_scored: 1.5 })
    advance(hour)
    expect(await sync('asked')).toMatchObject({ outcome: 'complete', updated: 1, gaps: [] })
    expect((await core.store.recentChanges(9)).map(({ field, after }) => [field, after])).toContainEqual([
      'points_scored',
      1.5,
    ])
  })

  it('that is not over stays a gap until the next run, which brings what came in it since', async () => {
    const { core, simulator, sync, second, advance, test, ids } = await crowded(2, 0)
    const gap = { feed: 'groups', from: second, to: second, reason: 'crowded-second' }
    expect(await sync()).toMatchObject({ outcome: 'complete', added: 250, gaps: [gap] })
    const claimed = (await core.store.listAccounts()).map(({ id }) => core.store.syncState(id))
    for (const { coverage } of await Promise.all(claimed)) {
      for (const { intervals } of coverage) expect(intervals.at(-1)?.until).toBeLessThan(second)
    }
    for (const [index, group_id] of ids.entries())
      simulator.world.addGroupResult({ group_id, test_id: test, user_id: 5_000 + index, time_finished: second })
    advance(hour)
    expect(await sync()).toMatchObject({ outcome: 'complete', added: 2, gaps: [] })
    expect(await core.store.countResults([])).toBe(252)
  })

  it('whose answers do not fit is in doubt for that reason alone, and is had once they do', async () => {
    const { core, sync, edit, advance, second } = await crowded(2)
    edit((answer, path) => (/^\/v1\/groups\/\d/.test(path) ? { ...answer, num_results_returned: 99 } : answer))
    const { gaps, error } = await sync()
    expect(error).toMatchObject({ code: 'api/incomplete-answer' })
    expect(gaps).toEqual([{ feed: 'groups', from: second - 1, to: second, reason: 'incomplete-answer' }])
    edit(null)
    advance(hour)
    expect(await sync()).toMatchObject({ outcome: 'complete', gaps: [] })
    expect(await core.store.countResults([])).toBe(250)
  })

  it('counts what a group that is not shown any more still holds', async () => {
    const { sync, edit, ids } = await crowded(2)
    const hidden = ids[1]
    edit((answer, path) => {
      if (path !== '/v1.json' || !Array.isArray(answer.groups)) return answer
      return { ...answer, groups: answer.groups.filter((each) => each.group.group_id !== hidden) }
    })
    expect(await sync('asked')).toMatchObject({ gaps: [{ reason: 'crowded-second' }] })
  })
})

describe('next_finished_after_timestamp', () => {
  it.each([
    ['missing', () => undefined],
    ['empty', () => ''],
    ['standing still', () => 1],
    ['in the past', (told: number) => told - 40 * day],
    ['a year ahead', (told: number) => told + 365 * day],
  ] as const)('that is %s neither loses nor loops', async (_, wrong) => {
    const { core, simulator, sync, edit } = await ownLaptop({ results: 900, requestsPerHour: null })
    const known = simulator.requests.length
    edit((answer) => ({
      ...answer,
      next_finished_after_timestamp: wrong(Number(answer.next_finished_after_timestamp)),
    }))
    expect(await sync()).toMatchObject({ outcome: 'complete', added: 900, gaps: [] })
    expect(simulator.requests.length - known).toBeLessThanOrEqual(9)
    expect(await core.store.countResults([])).toBe(900)
  })
})

describe('more_results_exist', () => {
  it('that is missing with the number of results leads on after a full page', async () => {
    const { sync, edit } = await ownLaptop({ results: 900, requestsPerHour: null })
    edit(({ more_results_exist, num_results_available, ...answer }) => answer)
    expect(await sync()).toMatchObject({ outcome: 'complete', added: 900 })
  })

  it('that never ends is given up', async () => {
    const { simulator, sync, edit } = await ownLaptop({ results: 300, requestsPerHour: null })
    const known = simulator.requests.length
    edit((answer) => ({ ...answer, more_results_exist: true }))
    await sync()
    expect(simulator.requests.length - known).toBeLessThanOrEqual(60)
  })
})

describe('what fails in passing', () => {
  it('is tried again after a second and after four', async () => {
    const { simulator, sync, pauses } = await ownLaptop({ results: 20 })
    simulator.faults.next({ kind: 'http', status: 503 }, { path: feedOf('groups') })
    simulator.faults.next({ kind: 'reset' }, { path: feedOf('groups') })
    expect(await sync()).toMatchObject({ outcome: 'complete', added: 20 })
    expect(pauses).toEqual([1_000, 4_000])
  })

  it('is given up after three requests, and counted', async () => {
    const { simulator, sync, status } = await ownLaptop({ results: 20 })
    simulator.faults.next({ kind: 'cut-off' }, { path: feedOf('groups'), times: 9 })
    expect(await sync()).toMatchObject({ outcome: 'failed', requests: 3, error: { code: 'network/cut-off' } })
    expect((await status()).budget.used).toBe(4)
  })
})

describe('a wrong clock', () => {
  it.each([20 * minute, -20 * minute, 400 * day, -400 * day])(
    'by %i seconds is corrected silently, and reported',
    async (offset) => {
      const { core, simulator, sync, status, advance, clock } = await ownLaptop({ results: 250, requestsPerHour: null })
      await sync()
      // ClassMarker's time goes on, but this computer's jumps.
      advance(-offset)
      simulator.world.setClockOffset(offset)
      simulator.world.addGroupResult({ user_id: 5 })
      advance(minute)
      expect(await sync()).toMatchObject({ outcome: 'complete', clockOffset: offset })
      expect((await status()).clockOffset).toBe(offset)
      const coverage = (await status()).coverage.find(({ feed }) => feed === 'groups')?.intervals.at(-1)
      expect(coverage?.until).toBe(clock() + offset - 1)
      advance(hour)
      simulator.world.addGroupResult({ user_id: 6 })
      advance(minute)
      const before = simulator.requests.length
      expect(await sync()).toMatchObject({ outcome: 'complete' })
      expect(simulator.requests.slice(before).map(({ outcome }) => outcome)).not.toContain('timeStampOutOfRange')
      expect(await core.store.countResults([])).toBe(252)
    },
  )
})

describe('the rate limit', () => {
  it.each([0, 20 * minute, -20 * minute])(
    'is waited out, and the sync goes on by itself, with a clock that is %i s behind',
    async (offset) => {
      const { core, simulator, sync, pauses } = await ownLaptop({ results: 2_000, requestsPerHour: 5 })
      simulator.world.setClockOffset(offset)
      const waits: number[] = []
      const summary = await sync('when due', { waiting: (until) => waits.push(until) })
      expect(summary).toMatchObject({ outcome: 'complete', added: 2_000 })
      expect(await core.store.countResults([])).toBe(2_000)
      expect(waits.length).toBeGreaterThan(1)
      expect(waits.length).toBeLessThanOrEqual(6)
      expect(pauses.length).toBeLessThanOrEqual(61 * waits.length)
      const refusals = simulator.requests.filter(({ outcome }) => outcome === 'rateLimitExceeded')
      expect(refusals.length).toBe(waits.length)
    },
  )

  it('does not begin a recheck anew after each wait', async () => {
    const { simulator, sync, clock } = await ownLaptop({ results: 0, requestsPerHour: 6 })
    for (let each = 0; each < 1_800; each++)
      simulator.world.addGroupResult({ time_finished: clock() - 6 * day + each * 60 })
    const waiting = () => undefined
    await sync('when due', { waiting })
    const before = simulator.requests.length
    expect(await sync('asked', { waiting })).toMatchObject({ outcome: 'complete', added: 0 })
    expect(simulator.requests.length - before).toBeLessThanOrEqual(20)
  })

  it('can be left by cancelling', async () => {
    const { sync } = await ownLaptop({ results: 2_000, requestsPerHour: 3 })
    const cancel = new AbortController()
    const summary = await sync('when due', { signal: cancel.signal, waiting: () => cancel.abort() })
    expect(summary).toMatchObject({ outcome: 'cancelled', error: { code: 'job/cancelled' } })
  })

  it('holds after a restart, but not for longer than the hour it can last', async () => {
    const { account, open, simulator, sync, advance } = await ownLaptop({ results: 2_000, requestsPerHour: 3 })
    expect(await sync()).toMatchObject({ outcome: 'rate-limited' })
    const sent = simulator.requests.length
    const other = await open()
    const context = { signal: new AbortController().signal, report: () => undefined }
    try {
      expect(await other.store.syncState(account.id)).toMatchObject({ nextRequestAfter: expect.any(Number) })
      expect(await sync()).toMatchObject({ outcome: 'rate-limited', requests: 0 })
      expect(simulator.requests).toHaveLength(sent)
    } finally {
      await other.close()
    }
    // This computer's clock is set back by a year; a waiting time in the old time must not bind for that long.
    simulator.world.setClockOffset(365 * day + hour)
    advance(-365 * day)
    expect((await sync('when due', context)).added).toBeGreaterThan(0)
  })
})

describe('two at once', () => {
  it('on the same data are refused, until the first has ended', async () => {
    const { account, simulator, sync, open } = await ownLaptop({ results: 20 })
    const other = await open()
    try {
      const held = simulator.faults.next({ kind: 'held' }, { path: feedOf('groups') })
      const first = sync()
      await held.reached()
      const context = { signal: new AbortController().signal, report: () => undefined }
      await expect(other.syncs.run(account.id, 'when due', context)).rejects.toMatchObject({ code: 'sync/busy' })
      held.release()
      expect(await first).toMatchObject({ outcome: 'complete' })
      await expect(other.syncs.recheckPrice(account.id)).resolves.toMatchObject({ toGrade: expect.any(Number) })
    } finally {
      await other.close()
    }
  })
})

describe('while an account is given another key', () => {
  it('no sync of it begins, and one by itself says nothing', async () => {
    const { core, account, sync, simulator } = await ownLaptop({ results: 20 })
    const before = simulator.requests.length
    await core.syncs.runExclusiveFor(account.id, async () => {
      await expect(sync()).rejects.toMatchObject({ code: 'sync/busy' })
      await core.syncs.startAll()
      expect(core.jobs.list()).toEqual([])
      await expect(core.syncs.runExclusiveFor(account.id, async () => undefined)).rejects.toMatchObject({
        code: 'sync/busy',
      })
      await core.jobs.result(core.syncs.startSample('classmarker'))
      expect(simulator.requests).toHaveLength(before)
    })
    expect(await sync()).toMatchObject({ outcome: 'complete', added: 20 })
  })

  it('a sync that runs is not run beside', async () => {
    const { core, account, sync, simulator } = await ownLaptop({ results: 20 })
    const held = simulator.faults.next({ kind: 'held' }, { path: feedOf('groups') })
    const running = sync()
    await held.reached()
    const taking = core.syncs.runExclusiveFor(account.id, async () => undefined)
    await expect(taking).rejects.toMatchObject({ code: 'sync/busy' })
    held.release()
    expect(await running).toMatchObject({ outcome: 'complete' })
    await core.syncs.runExclusiveFor(account.id, async () => undefined)
  })
})

describe('what is asked for while a sync runs', () => {
  it('is done after it, also where an answer did not fit', async () => {
    const { core, account, sync, simulator, edit, advance } = await ownLaptop({ results: 20, requestsPerHour: null })
    await sync()
    advance(hour)
    simulator.world.addGroupResult({})
    advance(minute)
    edit((answer, path) => (path === feedOf('groups') ? { ...answer, num_results_returned: 99 } : answer))
    const held = simulator.faults.next({ kind: 'held' }, { path: feedOf('links') })
    const job = core.syncs.start(account.id)
    await held.reached()
    expect(core.syncs.start(account.id, 'asked')).toBe(job)
    held.release()
    expect(await core.jobs.result(job)).toMatchObject({ error: { code: 'api/incomplete-answer' } })
    expect((await core.store.recentRuns(2)).map(({ kind }) => kind)).toEqual(['recheck', 'sync'])
  })
})
