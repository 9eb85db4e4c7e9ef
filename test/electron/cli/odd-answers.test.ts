import { describe, expect, it, vi } from 'vitest'
import type { Fault } from '../../../electron/simulator/delivery.ts'
import type { JsonObject } from '../../../electron/simulator/protocol.ts'
import { hour } from '../../../shared/model/time.ts'
import { noon } from '../support/laptop.ts'
import { computer, connectedComputer } from './command-line.ts'

// No test may reach the keychain of the person who runs it.
vi.mock('../../../electron/accounts/keychain.ts', () => ({ keytarStore: async () => null }))

const groups = '/v1/groups/recent_results.json'
const edited = (edit: (answer: JsonObject) => JsonObject): Fault => ({ kind: 'edited', edit })

const connected = (results = 20) => connectedComputer(results)

describe('gradekeep sync, where ClassMarker’s counts do not fit', () => {
  it('fails with status 1, keeps what came, and names the gap until an answer fits', async () => {
    const { gradekeep, simulator } = await connected(60)
    simulator.faults.next(
      edited((answer) => ({ ...answer, num_results_returned: 7 })),
      // The first is refused: it reaches back too far.
      { path: groups, times: 2 },
    )
    const { status, json, err } = await gradekeep('sync --json')
    expect(status).toBe(1)
    expect(json).toMatchObject({
      outcome: 'failed',
      added: 60,
      gaps: [{ feed: 'groups', from: expect.any(Number), to: expect.any(Number), reason: 'incomplete-answer' }],
      error: { code: 'api/incomplete-answer', message: expect.stringMatching(/may be missing/) },
    })
    expect(err).toBe(`${json.error.message}\n`)
    expect((await gradekeep('status')).out).toMatch(/gap in groups: .* \(ClassMarker’s answer does not match/)
    expect((await gradekeep('status --json')).json.accounts[0].gaps).toEqual(json.gaps)

    expect((await gradekeep('sync --json')).json).toMatchObject({ outcome: 'complete', gaps: [], added: 0 })
    expect((await gradekeep('status')).out).not.toContain('gap')
  })

  it('says so in words as well', async () => {
    const { gradekeep, simulator } = await connected()
    simulator.faults.next(
      edited(({ results, ...answer }) => answer),
      // The first is refused: it reaches back too far.
      { path: groups, times: 2 },
    )
    const { status, out, err } = await gradekeep('sync')
    expect(status).toBe(1)
    expect(out).toMatch(/Results may be missing in 1 time range/)
    expect(err).toMatch(/does not match its own count/)
  })
})

describe('gradekeep sync, at HTTP status 429', () => {
  it.each([
    ['120', noon + 120],
    ['Fri, 20 Nov 2026 12:10:00 GMT', noon + 600],
    [undefined, noon + hour],
  ])('is limited with status 3 until what Retry-After %j says', async (sent, until) => {
    const { gradekeep, simulator } = await connected()
    const headers: Record<string, string> = sent === undefined ? {} : { 'retry-after': sent }
    simulator.faults.next({ kind: 'http', status: 429, headers })
    const { status, json } = await gradekeep('sync --json')
    expect(status).toBe(3)
    expect(json).toMatchObject({ outcome: 'rate-limited', nextRequestAfter: until, requests: 1 })
    const asked = simulator.requests.length
    expect((await gradekeep('sync --json')).status).toBe(3)
    expect(simulator.requests).toHaveLength(asked)
  })

  it('is a failure under any other, whatever its body says', async () => {
    const { gradekeep, simulator } = await connected()
    const body = JSON.stringify({ status: 'ok', results: [], num_results_available: 0 })
    simulator.faults.next({ kind: 'http', status: 500, body }, { times: 9 })
    const { status, json } = await gradekeep('sync --json')
    expect(status).toBe(1)
    expect(json.error.code).toBe('network/server-error')
  })
})

describe('an odd field', () => {
  it('is null in the answer, and the result is there', async () => {
    const { gradekeep, simulator } = await connected(0)
    simulator.world.addGroupResult({
      user_id: 11,
      percentage: '1,234',
      requires_grading: 'perhaps',
      passed: 'possibly',
      certificate_serial: [],
    })
    await gradekeep('sync')
    const [result] = (await gradekeep('results --json')).json.results
    expect(result).toMatchObject({ user_id: 11, percentage: null, requires_grading: null, passed: null })
    expect((await gradekeep('results')).out).toMatch(/\tunknown\n$/)
    expect((await gradekeep('results --needs-grading --json')).json.total).toBe(0)
  })

  it('that leaves no result to read is counted in the summary of each sync and in status', async () => {
    const { gradekeep, simulator } = await connected(0)
    simulator.world.addGroupResult({ time_finished: 'at noon' })
    for (let times = 0; times < 2; times++) {
      expect((await gradekeep('sync --json')).json).toMatchObject({ outcome: 'complete', unreadable: 1 })
    }
    expect((await gradekeep('sync')).out).toMatch(/ 1 could not be read/)
    expect((await gradekeep('status --json')).json.accounts[0].unreadable).toBe(1)
    expect((await gradekeep('status')).out).toMatch(/could not be read, and kept as they came: 1\n/)
  })

  it('may be an id of any length, whose digits stay', async () => {
    const { gradekeep, simulator } = await connected(0)
    const { link_result_id, ...fields } = simulator.world.addLinkResult({ cm_user_id: 'x' })
    const body = JSON.stringify({
      status: 'ok',
      server_timestamp: noon,
      results: [{ result: { ...fields, link_result_id: 'LONG', cm_user_id: 'LONG' } }],
      num_results_available: 1,
      num_results_returned: 1,
      more_results_exist: false,
    }).replaceAll('"LONG"', '900719925474099312')
    simulator.faults.next({ kind: 'body', body }, { path: '/v1/links/recent_results.json' })
    expect((await gradekeep('sync --json')).json).toMatchObject({ outcome: 'complete', added: 1 })
    expect((await gradekeep('results --json')).json.results[0]).toMatchObject({
      link_result_id: '900719925474099312',
      cm_user_id: '900719925474099312',
    })
  })
})

describe('gradekeep connect', () => {
  it('corrects a wrong clock and says so beside the answer', async () => {
    const { gradekeep, simulator } = await computer({ results: 0 })
    simulator.world.setClockOffset(-2 * hour)
    const { status, json, err } = await gradekeep(`connect --key ${simulator.key} --json`)
    expect(status).toBe(0)
    expect(json.requests).toBe(2)
    expect(err).toMatch(/^This computer’s clock is 120 min ahead\. .+\n$/)
    expect((await gradekeep('status')).out).toMatch(/clock is 120 min ahead/)
  })

  it('refuses what only says "ok"', async () => {
    const { gradekeep, simulator } = await computer({ results: 0 })
    simulator.faults.next({ kind: 'body', body: '{"status":"ok"}' })
    const { status, err } = await gradekeep(`connect --key ${simulator.key} --json`)
    expect(status).toBe(1)
    expect(err).toMatch(/form this version of Gradekeep does not know/)
    expect((await gradekeep('status --json')).json.accounts).toEqual([])
  })
})
