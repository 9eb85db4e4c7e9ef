import { describe, expect, it, vi } from 'vitest'
import { Accounts } from '../../../electron/accounts/accounts.ts'
import type { SecretStore } from '../../../electron/accounts/secrets.ts'
import type { SimulatorOptions } from '../../../electron/simulator/simulator.ts'
import type { Store } from '../../../electron/store/api.ts'
import { SyncLock } from '../../../electron/store/locks.ts'
import { AppError } from '../../../shared/errors.ts'
import type { ClassMarkerInput } from '../../../shared/ipc/accounts.ts'
import { missingOf } from '../../../shared/model/sync.ts'
import { day, hour, minute, unixSeconds } from '../../../shared/model/time.ts'
import { immediately, laptop, simulated } from '../support/laptop.ts'
import { school, watchedSecrets } from './school.ts'

describe('a second key of an account that is here', () => {
  /** The same school behind another key, after these changes to it. */
  async function renewed(options: Omit<SimulatorOptions, 'clock'> = {}, secrets = watchedSecrets()) {
    const at = await school({ results: 40, ...options }, secrets)
    const { account } = await at.connect()
    const credentials = { key: 'second-key', secret: 'second-secret' }
    at.simulator.addKey(credentials)
    const second = (said: Partial<ClassMarkerInput> = {}) =>
      at.core.accounts.connect({ ...credentials, name: '', signature: 'auto', ...said })
    return { ...at, account, credentials, second }
  }

  it('takes it over: the results stay, key and secret are new, and nothing is doubled', async () => {
    const { core, account, second, sync, kept, simulator, credentials } = await renewed()
    expect(await sync(account.id)).toMatchObject({ outcome: 'complete', added: 40 })
    const taken = await second()
    expect(taken).toMatchObject({
      tookOver: true,
      requests: 1,
      account: {
        ...account,
        key: 'second-key',
        lastSync: expect.anything(),
        completeAt: expect.anything(),
        results: 40,
      },
    })
    expect(kept).toEqual(new Map([[account.id, 'second-secret']]))
    expect(await core.accounts.list()).toHaveLength(1)
    expect(await sync(account.id)).toMatchObject({ outcome: 'complete', added: 0, updated: 0 })
    expect(await core.store.countResults([])).toBe(40)
    expect(simulator.requests.at(-1)?.query).toMatchObject({ api_key: credentials.key })
  })

  it('is one before the first sync too', async () => {
    const { core, account, second, sync } = await renewed()
    expect(await second({ name: 'Renewed' })).toMatchObject({
      tookOver: true,
      account: { id: account.id, name: 'Renewed' },
    })
    expect(await sync(account.id)).toMatchObject({ added: 40 })
    expect(await core.accounts.list()).toHaveLength(1)
  })

  it('stays separate where that is wanted', async () => {
    const { core, account, second, kept } = await renewed()
    const other = await second({ sameAccount: 'separate' })
    expect(other).toMatchObject({ tookOver: false, account: { name: 'ClassMarker' } })
    expect(other.account.id).not.toBe(account.id)
    expect(await core.accounts.list()).toHaveLength(2)
    expect(kept.size).toBe(2)
  })

  it('saves nothing while somebody is to be asked, and counts what that took', async () => {
    const { core, account, second, kept, simulator } = await renewed()
    await expect(second({ sameAccount: 'ask' })).rejects.toMatchObject({
      code: 'account/same',
      detail: { id: account.id, name: 'Northgate', results: 0 },
    })
    expect(await core.accounts.list()).toEqual([account])
    expect([...kept.values()]).toEqual([simulator.secret])
    const taken = await second({ sameAccount: 'take-over' })
    expect(taken).toMatchObject({ tookOver: true, requests: 2 })
    expect(await core.syncs.status(taken.account)).toMatchObject({ budget: { used: 2 } })
  })

  it('counts what ClassMarker refused or did not answer before it was taken', async () => {
    const { core, second, simulator, advance } = await renewed()
    simulator.faults.next({ kind: 'error', code: 'apiKeyInactive' })
    await expect(second()).rejects.toMatchObject({ code: 'api/key-inactive' })
    simulator.faults.next({ kind: 'reset' }, { times: 3 })
    await expect(second()).rejects.toMatchObject({ code: expect.stringMatching(/^network/) })
    const taken = await second()
    expect(await core.syncs.status(taken.account)).toMatchObject({ budget: { used: 5 } })
    advance(hour + 1)
    expect(await core.syncs.status(taken.account)).toMatchObject({ budget: { used: 0 } })
  })

  it('has an hour of its own: requests of the former key, and its waits, do not bind it', async () => {
    const { core, account, second, sync, advance } = await renewed({ requestsPerHour: 4 })
    await sync(account.id)
    expect(await sync(account.id)).toMatchObject({ outcome: 'rate-limited' })
    advance(1)
    const taken = await second()
    expect(await core.syncs.status(taken.account)).toMatchObject({ budget: { used: 1 }, nextRequestAfter: null })
    expect(await sync(account.id)).toMatchObject({ outcome: 'complete', added: 0, requests: 2, budget: { used: 3 } })
  })

  it('is noticed where the account grew, and where the key is allowed a part of it', async () => {
    const { account, second, simulator } = await renewed()
    for (let each = 0; each < 5; each++) {
      const { id } = simulator.world.addTest({ name: `New ${each}` })
      simulator.world.addGroup({ name: `Class ${each}`, testIds: [id] })
    }
    expect(await second()).toMatchObject({ tookOver: true, account: { id: account.id } })
  })

  it('that shows more is read from as far back as ClassMarker allows', async () => {
    const { core, account, second, simulator, sync, clock, advance } = await renewed()
    await sync(account.id)
    const hidden = simulator.world.addTest({ name: 'Not shown to the first key' })
    const group = simulator.world.addGroup({ name: 'Evening class', testIds: [hidden.id] })
    const monthAgo = unixSeconds(clock() - 30 * day)
    simulator.world.addGroupResult({ group_id: group.id, test_id: hidden.id, time_finished: monthAgo })
    const taken = await second()
    const status = await core.syncs.status(taken.account)
    expect(
      status.coverage.map(({ intervals }) => intervals.length),
      'what is here stays here',
    ).toEqual([1, 1])
    expect(missingOf(status), 'never "never fetched"').toEqual([])
    expect(await sync(account.id)).toMatchObject({ outcome: 'complete', added: 1, updated: 0, gaps: [] })
    expect(await core.store.countResults([])).toBe(41)
    advance(hour)
    const before = simulator.requests.length
    expect(await sync(account.id)).toMatchObject({ outcome: 'complete', requests: 2 })
    const asked = simulator.requests.slice(before).map(({ query }) => Number(query.finishedAfterTimestamp))
    expect(Math.min(...asked), 'once is enough').toBeGreaterThan(clock() - day)
  })

  it('that shows more goes on where an hour’s limit stopped it, and ends', async () => {
    const { account, second, simulator, sync, clock, advance, core } = await renewed({ requestsPerHour: 4 })
    for (let each = 0; each < 900; each++) {
      simulator.world.addGroupResult({ time_finished: unixSeconds(clock() - 40 * day + each * 60) })
    }
    const hoursUntilComplete = async () => {
      for (let hours = 1; hours < 12; hours++) {
        if ((await sync(account.id)).outcome === 'complete') return hours
        advance(hour)
      }
      return Number.POSITIVE_INFINITY
    }
    await hoursUntilComplete()
    const test = simulator.world.addTest({ name: 'Not shown to the first key' })
    const group = simulator.world.addGroup({ name: 'Evening class', testIds: [test.id] })
    for (const ago of [60, 39, 20]) {
      const time_finished = unixSeconds(clock() - ago * day)
      simulator.world.addGroupResult({ group_id: group.id, test_id: test.id, time_finished })
    }
    await second()
    expect(await hoursUntilComplete()).toBeLessThan(5)
    expect(await core.store.countResults([])).toBe(943)
  })

  it('that shows more after a silence still tells what went by in it', async () => {
    const { core, account, second, simulator, sync, clock, advance } = await renewed()
    await sync(account.id)
    const until = clock()
    advance(130 * day)
    const hidden = simulator.world.addTest({ name: 'Not shown to the first key' })
    const group = simulator.world.addGroup({ name: 'Evening class', testIds: [hidden.id] })
    const monthAgo = unixSeconds(clock() - 30 * day)
    simulator.world.addGroupResult({ group_id: group.id, test_id: hidden.id, time_finished: monthAgo })
    const { account: taken } = await second()
    const { gaps } = await sync(account.id)
    expect(gaps.map(({ feed, reason }) => [feed, reason])).toEqual([
      ['groups', 'too-old'],
      ['links', 'too-old'],
    ])
    for (const gap of gaps) {
      expect(Math.abs(gap.from - until)).toBeLessThanOrEqual(minute)
      expect(gap.to).toBeGreaterThan(clock() - 95 * day)
    }
    expect(missingOf(await core.syncs.status(taken))).toContainEqual({ kind: 'gaps', count: 2 })
  })

  it('connects an account again that was disconnected', async () => {
    const { core, account, second, sync } = await renewed()
    await sync(account.id)
    await core.accounts.remove(account.id, true)
    expect(await second()).toMatchObject({
      tookOver: true,
      account: { id: account.id, archived: false, results: 40, secret: 'keychain' },
    })
    expect(await sync(account.id)).toMatchObject({ outcome: 'complete', added: 0 })
  })

  it('remembers the signature that worked with it, and keeps zone and colour', async () => {
    const accepted: ('sha256' | 'md5')[] = ['sha256']
    const { core, account, second } = await renewed({ acceptedSignatures: accepted })
    await core.accounts.change(account.id, { ...account, timeZone: 'Asia/Kolkata', colour: 4 })
    accepted.splice(0, 1, 'md5')
    expect(await second()).toMatchObject({
      requests: 2,
      account: { signature: 'md5', timeZone: 'Asia/Kolkata', colour: 4, createdAt: account.createdAt },
    })
  })

  it('leaves key and secret as they were where it cannot be saved', async () => {
    let full = false
    const { core, account, kept, simulator, clock } = await renewed()
    const store: Store = new Proxy(core.store, {
      get: (own, name) =>
        name === 'takeOverAccount' && full ? () => Promise.reject(new AppError('store/full')) : Reflect.get(own, name),
    })
    full = true
    const secrets = { ...watchedSecrets().secrets }
    await secrets.set(account.id, 'first-secret')
    const endpoint = { apiUrl: simulator.url, fetch: globalThis.fetch, clock }
    const accounts = new Accounts({ store, secrets, clock, endpoint, retry: immediately })
    const input = { key: 'second-key', secret: 'second-secret', name: '', signature: 'auto' } as const
    await expect(accounts.connect(input)).rejects.toMatchObject({ code: 'store/full' })
    expect(await secrets.get(account.id)).toBe('first-secret')
    expect(await core.accounts.list()).toMatchObject([{ key: simulator.key }])
    expect(kept.size).toBe(1)
  })

  it('keeps what belongs to the results: how long certificates count, changes to be sent', async () => {
    const { core, account, second, sync, clock } = await renewed()
    await sync(account.id)
    const list = { accountId: account.id, listId: 123_456 }
    const entries = [{ code: 'A', name: null }]
    await core.store.applyCodes({ list, change: 'add', origin: 'typed', codes: entries, at: clock() })
    await core.store.setValidity(account.id, 48_801, 12)
    await second()
    expect(await core.store.pendingCodes(account.id)).toBe(1)
    expect(await core.store.testValidities([account.id])).toContainEqual(
      expect.objectContaining({ testId: 48_801, months: 12 }),
    )
  })

  it('waits for nobody: while another process syncs, nothing is changed', async () => {
    const { core, account, second, kept, simulator } = await renewed()
    const other = new SyncLock(core.databaseFile)
    expect(other.acquire()).toBe(true)
    await expect(second()).rejects.toMatchObject({ code: 'sync/busy' })
    expect(await core.accounts.list()).toEqual([account])
    expect([...kept.values()]).toEqual([simulator.secret])
    other.release()
    const taken = await second()
    expect(taken).toMatchObject({ tookOver: true, requests: 2 })
    expect(await core.syncs.status(taken.account)).toMatchObject({ budget: { used: 2 } })
  })

  it('stops the sync that runs with the former key first', async () => {
    const { core, account, second, simulator } = await renewed()
    const path = '/v1/groups/recent_results.json'
    const held = simulator.faults.next({ kind: 'held' }, { path: (asked) => asked === path, times: 1 })
    const jobId = core.syncs.start(account.id)
    await vi.waitFor(() => expect(simulator.requests.some((request) => request.path === path)).toBe(true))
    const taking = second()
    expect(await taking).toMatchObject({ tookOver: true })
    expect(core.jobs.list().find(({ id }) => id === jobId)).toMatchObject({
      state: expect.not.stringMatching('running'),
    })
    held.release()
  })

  it('is never taken for a key of the sample', async () => {
    const { core, simulator, clock } = await school({ results: 4 })
    await core.accounts.sample('classmarker')
    await core.syncs.run('sample', 'when due', { signal: new AbortController().signal, report: () => undefined })
    const input = { key: simulator.key, secret: simulator.secret, name: 'Real', signature: 'auto' } as const
    expect(await core.accounts.connect(input)).toMatchObject({ tookOver: false, account: { createdAt: clock() } })
    expect(await core.accounts.list()).toHaveLength(2)
  })

  it('of another school is a school of its own', async () => {
    const { dataDir, core, connect, clock } = await school()
    await connect()
    await core.close()
    const other = await simulated({ clock, results: 20, seed: 2 })
    const later = await laptop({ apiUrl: other.url, clock, dataDir })
    const input = { key: other.key, secret: other.secret, name: 'Southgate', signature: 'auto' } as const
    expect(await later.core.accounts.connect(input)).toMatchObject({ tookOver: false })
    expect(await later.core.accounts.list()).toHaveLength(2)
  })

  it('that another process connected is seen by the one that runs', async () => {
    const { core, account, kept, dataDir, simulator, clock, credentials, sync } = await renewed()
    kept.clear()
    expect(await sync(account.id)).toMatchObject({ error: { code: 'keychain/missing' } })
    expect(await core.accounts.get(account.id)).toMatchObject({ secret: 'missing' })
    const secrets: SecretStore = {
      place: async () => 'keychain',
      get: async (id) => kept.get(id) ?? null,
      set: async (id, secret) => void kept.set(id, secret),
      delete: async (id) => void kept.delete(id),
    }
    const other = await laptop({ apiUrl: simulator.url, clock, dataDir, secrets })
    await other.core.accounts.connect({ ...credentials, name: '', signature: 'auto' })
    await other.core.close()
    expect(await core.accounts.get(account.id)).toMatchObject({ key: 'second-key', secret: 'keychain' })
    expect(await sync(account.id)).toMatchObject({ outcome: 'complete', added: 40 })
  })
})
