import { describe, expect, it } from 'vitest'
import { resultDocument } from '../../../electron/cli/commands/results.ts'
import type { Core } from '../../../electron/core.ts'
import { errorKinds } from '../../../shared/errors.ts'
import { newestFirst } from '../../../shared/model/filter.ts'
import { day, hour, ms } from '../../../shared/model/time.ts'
import { connected } from '../support/laptop.ts'
import { storedRows } from '../support/rows.ts'

const everything = (core: Core) => storedRows(core, { filter: [], sort: newestFirst, offset: 0, limit: 1_000_000 })

describe('the first sync', () => {
  it('brings every result of both feeds in the fewest requests', async () => {
    const { core, simulator, sync } = await connected({ results: 900 })
    const summary = await sync()
    expect(summary).toMatchObject({ outcome: 'complete', added: 900, updated: 0, unreadable: 0, error: null, gaps: [] })
    // Three pages a feed; what the key can see was asked for when connecting. One request more where the server's three
    // months are shorter.
    expect(summary.requests).toBeLessThanOrEqual(7)
    expect(await core.store.countResults([])).toBe(900)
    expect(simulator.world.resultCount).toEqual({ groups: 450, links: 450 })
  })

  it("keeps ClassMarker's values exactly", async () => {
    const { core, simulator, sync } = await connected({ results: 300 })
    await sync()
    const stored = new Map(
      (await everything(core))
        .map(resultDocument)
        .map((result) => [
          `${result.link_result_id ?? result.user_id}@${result.time_started}@${result.test_id}`,
          result,
        ]),
    )
    for (const sent of [...simulator.world.groupResults(), ...simulator.world.linkResults()]) {
      const id = 'link_result_id' in sent ? sent.link_result_id : sent.user_id
      const kept = stored.get(`${id}@${sent.time_started}@${sent.test_id}`)
      expect(kept).toMatchObject({
        percentage: sent.percentage,
        points_scored: sent.points_scored,
        points_available: sent.points_available,
        time_finished: sent.time_finished,
        requires_grading: sent.requires_grading,
        passed: sent.passed,
        duration: sent.duration,
      })
    }
  })

  it('changes nothing when it runs again, and asks once a feed', async () => {
    const { core, sync, advance } = await connected({ results: 250 })
    await sync()
    const before = await everything(core)
    advance(hour)
    const again = await sync()
    expect(again).toMatchObject({ outcome: 'complete', added: 0, updated: 0, requests: 2 })
    expect(await everything(core)).toEqual(before)
  })

  it('fetches what finished since, and a result that shares the last second', async () => {
    const { core, simulator, sync, advance, clock } = await connected({ results: 50 })
    const last = simulator.world.groupResults().at(-1)
    await sync()
    simulator.world.addGroupResult({ time_finished: last?.time_finished, first: 'Same', last: 'Second' })
    advance(2 * hour)
    simulator.world.addLinkResult({ time_finished: clock() - 60 })
    expect(await sync()).toMatchObject({ outcome: 'complete', added: 2 })
    expect(await core.store.countResults([{ field: 'search', op: 'contains', value: 'same second' }])).toBe(1)
  })

  it('loses nobody where a page ends in the middle of a second', async () => {
    const { core, simulator, sync, clock } = await connected({ results: 0 })
    for (let each = 0; each < 500; each++) {
      simulator.world.addGroupResult({ time_finished: clock() - 9_000 + Math.floor(each / 7), user_id: 1_000 + each })
    }
    const summary = await sync()
    expect(summary).toMatchObject({ outcome: 'complete', added: 500, gaps: [] })
    expect(await core.store.countResults([])).toBe(500)
  })

  it('ends where one second holds more than a page, and says what may be missing', async () => {
    const { simulator, sync, clock } = await connected({ results: 0 })
    const crowded = clock() - 5_000
    for (let each = 0; each < 250; each++)
      simulator.world.addGroupResult({ time_finished: crowded, user_id: 1_000 + each })
    simulator.world.addGroupResult({ time_finished: crowded + 100, user_id: 7 })
    const summary = await sync()
    expect(summary).toMatchObject({ outcome: 'complete', added: 201 })
    expect(summary.gaps).toEqual([{ feed: 'groups', from: crowded, to: crowded, reason: 'crowded-second' }])
  })
})

describe('a sync that is stopped', () => {
  it('keeps what arrived before the rate limit, sends nothing until it may, and then goes on', async () => {
    const { core, simulator, sync, advance } = await connected({ results: 2_000, requestsPerHour: 5 })
    const first = await sync()
    expect(first.outcome).toBe('rate-limited')
    expect(first.added).toBeGreaterThan(0)
    expect(first.nextRequestAfter).toBeGreaterThan(0)
    const sent = simulator.requests.length
    expect(await sync()).toMatchObject({
      outcome: 'rate-limited',
      requests: 0,
      nextRequestAfter: first.nextRequestAfter,
    })
    expect(simulator.requests).toHaveLength(sent)
    let summary = first
    for (let hours = 0; hours < 6 && summary.outcome !== 'complete'; hours++) {
      advance(hour + 1)
      summary = await sync()
    }
    expect(summary.outcome).toBe('complete')
    expect(await core.store.countResults([])).toBe(2_000)
  })

  it.each([
    ['a server error', { kind: 'http', status: 500 }, 'failed', 'network/server-error'],
    ['half an answer', { kind: 'cut-off' }, 'failed', 'network/cut-off'],
    ["a Wi-Fi's sign-in page", { kind: 'captive portal' }, 'failed', 'network/captive-portal'],
    ['a broken connection', { kind: 'reset' }, 'offline', 'network/interrupted'],
    ['a redirect elsewhere', { kind: 'redirect', location: 'http://example.com/' }, 'failed', 'network/redirected'],
    ['maintenance', { kind: 'maintenance' }, 'failed', 'api/maintenance'],
    ['an answer too large', { kind: 'oversize', bytes: 21 * 1024 * 1024 }, 'failed', 'network/too-large'],
    [
      'a code nobody knows',
      { kind: 'body', body: '{"status":"error","error":{"error_code":"somethingNew"}}' },
      'failed',
      'api/rejected',
    ],
  ] as const)('by %s keeps the pages before it and goes on from there', async (_, fault, outcome, code) => {
    const { core, simulator, sync, pauses } = await connected({ results: 900, requestsPerHour: null })
    const groups = '/v1/groups/recent_results.json'
    const first = simulator.faults.next({ kind: 'delay', ms: ms(0) }, { path: groups })
    await Promise.race([sync(), first.reached()])
    const summary = await sync()
    expect(summary.outcome).toBe('complete')
    simulator.world.addLinkResult({})
    // An error that may pass by itself is tried three times.
    const tries = errorKinds[code] === 'retry' ? 3 : 1
    const before = pauses.length
    const struck = simulator.faults.next(fault, { path: '/v1/links/recent_results.json', times: tries })
    const stopped = await sync()
    expect(stopped).toMatchObject({ outcome, error: { code } })
    expect(struck.struck).toBe(tries)
    expect(pauses.slice(before)).toEqual(tries === 3 ? [1_000, 4_000] : [])
    expect(JSON.stringify(stopped)).not.toContain(simulator.key)
    expect(await core.store.countResults([])).toBe(900)
    expect(await sync()).toMatchObject({ outcome: 'complete' })
    expect(await core.store.countResults([])).toBe(901)
  })

  it.each([
    ['a server error', { kind: 'http', status: 502 }],
    ['half an answer', { kind: 'cut-off' }],
    ['a broken connection', { kind: 'reset midway' }],
  ] as const)('by %s once is not stopped: it is asked again, and every request is counted', async (_, fault) => {
    const { core, simulator, sync, clock, account } = await connected({ results: 50 })
    simulator.faults.next(fault, { path: '/v1/groups/recent_results.json' })
    const summary = await sync()
    expect(summary).toMatchObject({ outcome: 'complete', added: 50, error: null })
    expect(summary.requests).toBe(simulator.requests.length - 1)
    expect(await core.store.requestsInLastHour(account.id, clock())).toBe(simulator.requests.length)
  })

  it('says that the last sync ended so, and when', async () => {
    const { core, simulator, sync, clock } = await connected({ results: 10 })
    await simulator.close()
    expect(await sync()).toMatchObject({ outcome: 'offline', error: { code: 'network/offline' } })
    expect((await core.accounts.list())[0]?.lastSync).toEqual({ at: clock(), outcome: 'offline' })
  })
})

describe('a laptop that was closed for long', () => {
  it('records the time that can no longer be fetched as a gap', async () => {
    const { sync, advance, clock } = await connected({ results: 20 })
    await sync()
    const closedAt = clock()
    advance(130 * day)
    const summary = await sync()
    expect(summary.outcome).toBe('complete')
    expect(summary.gaps).toHaveLength(2)
    // The last second was not over when it was requested.
    expect(summary.gaps[0]).toMatchObject({ reason: 'too-old', from: closedAt - 1 })
  })

  it('records none where nothing finished but all was fetched in time', async () => {
    const { sync, advance } = await connected({ results: 20 })
    await sync()
    for (let months = 0; months < 4; months++) {
      advance(60 * day)
      expect((await sync()).gaps).toEqual([])
    }
  })
})
