import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it, onTestFinished, vi } from 'vitest'
import { SyncLock } from '../../../electron/store/locks.ts'
import { day, hour, unixSeconds } from '../../../shared/model/time.ts'
import { laptop, noon } from '../support/laptop.ts'
import { computer, connectedComputer, oneSentence, syncedComputer } from './command-line.ts'

// No test may reach the keychain of the person who runs it.
vi.mock('../../../electron/accounts/keychain.ts', () => ({ keytarStore: async () => null }))

describe('gradekeep sync', () => {
  it('fetches 900 results and answers with its summary', async () => {
    const { gradekeep } = await connectedComputer(900)
    const { status, json, err } = await gradekeep('sync --json')
    expect({ status, err }).toEqual({ status: 0, err: '' })
    expect(json).toMatchObject({
      outcome: 'complete',
      requests: expect.any(Number),
      added: 900,
      updated: 0,
      unchanged: expect.any(Number),
      gaps: [],
      nextRequestAfter: null,
      budget: { used: json.requests + 1, limit: 30 },
      error: null,
    })
    expect(await gradekeep('sync --json')).toMatchObject({
      status: 0,
      json: { outcome: 'complete', added: 0, updated: 0 },
    })
  })

  it('has exactly the documented fields', async () => {
    const { gradekeep } = await connectedComputer(5)
    const { json } = await gradekeep('sync --json')
    const documented = 'added budget error gaps nextRequestAfter outcome requests unchanged updated'.split(' ')
    // The number of unreadable results is listed beside them.
    expect(Object.keys(json).sort()).toEqual([...documented, 'unreadable'].sort())
  })

  it('stops at the rate limit with status 3, keeps what arrived, and goes on an hour later', async () => {
    const { connect, gradekeep } = await computer({ results: 2_000, requestsPerHour: 5 })
    await connect()
    const { status, json, err } = await gradekeep('sync --json')
    expect(status).toBe(3)
    expect(err).toMatch(oneSentence)
    expect(json).toMatchObject({
      outcome: 'rate-limited',
      nextRequestAfter: noon + hour,
      error: { code: 'api/rate-limited', message: err.trim() },
    })
    expect((await gradekeep('results --json --limit 1')).json.total).toBe(json.added)
    vi.setSystemTime((noon + hour + 1) * 1000)
    expect((await gradekeep('sync --json')).json.added).toBeGreaterThan(0)
  })

  it('with --wait says that it waits, and an interrupt ends the waiting', async () => {
    const { connect, gradekeep, stop } = await computer({ results: 2_000, requestsPerHour: 5 })
    await connect()
    const waiting = gradekeep('sync --wait --json')
    stop()
    const { status, json } = await waiting
    expect(status).toBe(1)
    expect(json).toMatchObject({ outcome: 'failed', error: { code: 'job/cancelled' } })
  })

  it('is offline with status 4', async () => {
    const { gradekeep, simulator } = await connectedComputer(5)
    await simulator.close()
    const { status, json, err } = await gradekeep('sync --json')
    expect(status).toBe(4)
    expect(json).toMatchObject({ outcome: 'offline', error: { code: 'network/offline', message: err.trim() } })
  })

  it('fails with status 1 where the key was switched off', async () => {
    const { gradekeep, simulator } = await connectedComputer(5)
    simulator.world.setKeyActive(false)
    expect(await gradekeep('sync --json')).toMatchObject({
      status: 1,
      json: { outcome: 'failed', error: { code: 'api/key-inactive' } },
      err: expect.stringMatching(oneSentence),
    })
  })

  it('fails where there is no account, or not the one that is named', async () => {
    const { gradekeep, connect } = await computer({ results: 5 })
    expect(await gradekeep('sync --json')).toMatchObject({
      status: 1,
      out: '',
      err: expect.stringMatching(oneSentence),
    })
    await connect()
    expect(await gradekeep('sync --json --account nobody')).toMatchObject({ status: 1, out: '' })
  })

  it('asks for the secret again where none was kept', async () => {
    const { gradekeep } = await connectedComputer(5)
    const ran = await gradekeep('sync', { GRADEKEEP_API_SECRET: undefined })
    expect(ran).toMatchObject({ status: 1, err: expect.stringContaining('secret') })
    expect(ran.out).toMatch(/^Stopped: nothing arrived/)
  })
})

describe('gradekeep sync', () => {
  it('takes the copy of the day, once', async () => {
    const { gradekeep, dataDir } = await connectedComputer(5)
    await gradekeep('sync --json')
    await gradekeep('sync --json')
    expect(readdirSync(join(dataDir, 'backups'))).toEqual(['daily-2026-11-20.db.zst'])
  })

  it('with --recheck reads again behind its cursor what still needs grading, whatever the day', async () => {
    const { gradekeep, simulator, connect } = await computer({ results: 0 })
    simulator.world.addGroupResult({ time_finished: noon - 30 * day, requires_grading: 'Yes', user_id: 7 })
    simulator.world.addGroupResult({ time_finished: noon - 60, user_id: 8 })
    await connect()
    await gradekeep('sync --json')
    const essay = simulator.world.groupResults().find(({ user_id }) => user_id === 7)
    if (essay === undefined) throw new Error('The essay is not there')
    simulator.world.gradeResult(essay, { points_scored: 1, percentage: 12.5 })
    expect((await gradekeep('sync --json')).json).toMatchObject({ outcome: 'complete', updated: 0 })
    expect((await gradekeep('sync --recheck --json')).json).toMatchObject({ outcome: 'complete', updated: 1 })
    const { json } = await gradekeep('results --json')
    expect(json.results.find(({ user_id }: { user_id: number }) => user_id === 7)).toMatchObject({
      percentage: 12.5,
      requires_grading: 'No',
    })
  })

  it('does nothing while another process syncs the same data, and says so', async () => {
    const { gradekeep, dataDir, simulator } = await syncedComputer(5)
    const other = new SyncLock(join(dataDir, 'gradekeep.db'))
    onTestFinished(() => other.release())
    expect(other.acquire()).toBe(true)
    const before = simulator.requests.length
    expect(await gradekeep('sync --json')).toMatchObject({
      status: 1,
      json: { outcome: 'failed', requests: 0, error: { code: 'sync/busy' } },
      err: expect.stringMatching(oneSentence),
    })
    expect(simulator.requests).toHaveLength(before)
    other.release()
    expect((await gradekeep('sync --json')).json).toMatchObject({ outcome: 'complete' })
  })
})

describe('gradekeep sync of an account whose secret is missing', () => {
  it('still answers with the JSON of a sync, and the error', async () => {
    const { gradekeep } = await connectedComputer(5)
    const { status, json, err } = await gradekeep('sync --json', { GRADEKEEP_API_SECRET: undefined })
    expect(status).toBe(1)
    expect(json).toEqual({
      outcome: 'failed',
      requests: 0,
      added: 0,
      updated: 0,
      unchanged: 0,
      unreadable: 0,
      gaps: [],
      nextRequestAfter: null,
      budget: { used: 1, limit: 30 },
      error: { code: 'keychain/missing', message: err.trim() },
    })
  })

  it('goes on with the others, and says whose failed', async () => {
    const { gradekeep, dataDir } = await connectedComputer(5)
    const { core } = await laptop({ apiUrl: 'http://127.0.0.1:9', clock: () => noon, dataDir })
    // Its id sorts it before the other; no server answers its key.
    await core.store.addAccount({
      ...{ id: 'first', name: 'South\u001b[2Jgate', service: 'classmarker', key: 'nobody', url: null, email: null },
      ...{ signature: 'sha256', signatureSetting: 'sha256' },
      ...{ sample: false, timeZone: 'UTC', createdAt: unixSeconds(1), colour: 0, archived: false },
    })
    await core.close()
    const { status, json, err } = await gradekeep('sync --json')
    expect(status).toBe(1)
    expect(json).toMatchObject({ outcome: 'failed', added: 5, error: { code: 'api/no-such-key' } })
    expect(err).toMatch(/^South�\[2Jgate: ClassMarker does not know/)
  })
})
