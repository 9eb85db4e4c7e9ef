import { once } from 'node:events'
import { createServer } from 'node:http'
import { describe, expect, it, onTestFinished, vi } from 'vitest'
import { Accounts } from '../../../electron/accounts/accounts.ts'
import { memoryStore, type SecretStore } from '../../../electron/accounts/secrets.ts'
import type { Core } from '../../../electron/core.ts'
import type { Simulator, SimulatorOptions } from '../../../electron/simulator/simulator.ts'
import type { Store } from '../../../electron/store/api.ts'
import { SyncLock } from '../../../electron/store/locks.ts'
import { AppError } from '../../../shared/errors.ts'
import type { ClassMarkerInput } from '../../../shared/ipc/accounts.ts'
import type { SignatureSetting } from '../../../shared/model/account.ts'
import { missingOf } from '../../../shared/model/sync.ts'
import { day, hour, minute, unixSeconds } from '../../../shared/model/time.ts'
import { immediately, laptop, movableClock, simulated } from '../support/laptop.ts'

/** A keychain whose contents the test can read. */
function watchedSecrets(refuse?: (call: 'get' | 'set' | 'delete') => void) {
  const kept = new Map<string, string>()
  const secrets: SecretStore = {
    place: async () => 'keychain',
    get: async (id) => {
      refuse?.('get')
      return kept.get(id) ?? null
    },
    set: async (id, secret) => {
      refuse?.('set')
      kept.set(id, secret)
    },
    delete: async (id) => {
      refuse?.('delete')
      kept.delete(id)
    },
  }
  return { kept, secrets }
}

async function school(options: Omit<SimulatorOptions, 'clock'> = {}, secrets = watchedSecrets()) {
  const time = movableClock()
  const simulator = await simulated({ clock: time.clock, results: 20, ...options })
  const own = await laptop({ apiUrl: simulator.url, clock: time.clock, secrets: secrets.secrets })
  const connect = (said: { key?: string; secret?: string; name?: string; signature?: SignatureSetting } = {}) =>
    own.core.accounts.connect({
      key: simulator.key,
      secret: simulator.secret,
      name: 'Northgate',
      signature: 'auto',
      ...said,
    })
  const sync = (id: string) =>
    own.core.syncs.run(id, 'when due', { signal: new AbortController().signal, report: () => undefined })
  return { ...own, ...time, simulator, connect, sync, kept: secrets.kept }
}

const signedWith = (simulator: Simulator) => simulator.requests.map((request) => request.signedWith ?? null)

async function expectNothingSaved({ core, kept }: { core: Core; kept: Map<string, string> }) {
  expect(await core.accounts.list()).toEqual([])
  expect([...kept]).toEqual([])
}

describe('connecting', () => {
  it('saves account and secret once ClassMarker has accepted them, and says what the key sees', async () => {
    const { core, simulator, connect, kept, clock } = await school()
    const connected = await connect({
      key: `  ${simulator.key}\n`,
      secret: ` ${simulator.secret} `,
      name: ' Northgate ',
    })
    const { groups, links, tests } = simulator.world
    expect(connected).toMatchObject({
      groups: groups.length,
      links: links.length,
      requests: 1,
      account: {
        name: 'Northgate',
        key: simulator.key,
        signature: 'sha256',
        signatureSetting: 'auto',
        sample: false,
        secret: 'keychain',
        results: 0,
        lastSync: null,
        createdAt: clock(),
      },
    })
    expect(connected.tests).toBeLessThanOrEqual(tests.length)
    expect(kept).toEqual(new Map([[connected.account.id, simulator.secret]]))
    expect(await core.accounts.list()).toEqual([connected.account])
    expect(JSON.stringify(connected)).not.toContain(simulator.secret)
    expect(await core.syncs.status(connected.account)).toMatchObject({ budget: { used: 1, limit: 30 } })
  })

  it('tries SHA-256 first and MD5 once, and remembers what worked', async () => {
    const { simulator, connect, sync } = await school({ acceptedSignatures: ['md5'] })
    const { account, requests } = await connect()
    expect(requests).toBe(2)
    expect(account).toMatchObject({ signature: 'md5', signatureSetting: 'auto' })
    expect(signedWith(simulator)).toEqual([null, 'md5'])
    expect(await sync(account.id)).toMatchObject({ outcome: 'complete' })
    expect(new Set(signedWith(simulator).slice(1))).toEqual(new Set(['md5']))
  })

  it('asks a server that takes SHA-256 alone once', async () => {
    const { simulator, connect } = await school({ acceptedSignatures: ['sha256'] })
    expect(await connect()).toMatchObject({ requests: 1, account: { signature: 'sha256' } })
    expect(signedWith(simulator)).toEqual(['sha256'])
  })

  it.each([
    ['sha256', 'md5'],
    ['md5', 'sha256'],
  ] as const)('forced to %s tries nothing else', async (signature, other) => {
    const forced = await school({ acceptedSignatures: [signature] })
    expect(await forced.connect({ signature })).toMatchObject({
      requests: 1,
      account: { signature, signatureSetting: signature },
    })
    const refusing = await school({ acceptedSignatures: [other] })
    await expect(refusing.connect({ signature })).rejects.toMatchObject({ code: 'api/auth-failed' })
    expect(refusing.simulator.requests).toHaveLength(1)
    await expectNothingSaved(refusing)
  })

  it('follows a server that changes to the other signature later', async () => {
    const accepted: ('sha256' | 'md5')[] = ['md5']
    const { core, connect, sync } = await school({ acceptedSignatures: accepted })
    const { account } = await connect()
    accepted.splice(0, 1, 'sha256')
    expect(await sync(account.id)).toMatchObject({ outcome: 'complete' })
    expect(await core.accounts.get(account.id)).toMatchObject({ signature: 'sha256' })
  })
})

describe('connecting saves nothing', () => {
  type School = Awaited<ReturnType<typeof school>>
  it.each<[string, string, (at: School) => Promise<unknown> | unknown, object?]>([
    ['with a wrong key', 'api/no-such-key', () => undefined, { key: 'wrong' }],
    ['with a wrong secret', 'api/auth-failed', () => undefined, { secret: 'wrong' }],
    ['with an inactive key', 'api/key-inactive', ({ simulator }) => simulator.world.setKeyActive(false)],
    ['without API access', 'api/not-upgraded', ({ simulator }) => simulator.world.setAccountUpgraded(false)],
    [
      'where ClassMarker refuses its own time',
      'api/clock',
      ({ simulator }) => simulator.faults.next({ kind: 'error', code: 'timeStampOutOfRange' }, { times: 9 }),
    ],
    [
      'with what only says "ok"',
      'api/not-understood',
      ({ simulator }) => simulator.faults.next({ kind: 'body', body: '{"status":"ok"}' }),
    ],
    [
      'with a success under a status of failure',
      'network/server-error',
      ({ simulator }) =>
        simulator.faults.next({ kind: 'http', status: 500, body: '{"status":"ok","groups":[]}' }, { times: 9 }),
    ],
    ['during maintenance', 'api/maintenance', ({ simulator }) => simulator.world.setMaintenance(true)],
    ['offline', 'network/offline', ({ simulator }) => simulator.close()],
    [
      'behind a sign-in page',
      'network/captive-portal',
      ({ simulator }) => simulator.faults.next({ kind: 'captive portal' }),
    ],
    [
      'on a broken line',
      'network/interrupted',
      ({ simulator }) => simulator.faults.next({ kind: 'reset' }, { times: 3 }),
    ],
    [
      'with half an answer',
      'network/cut-off',
      ({ simulator }) => simulator.faults.next({ kind: 'cut-off' }, { times: 3 }),
    ],
    [
      'with a server error',
      'network/server-error',
      ({ simulator }) => simulator.faults.next({ kind: 'http', status: 503 }, { times: 3 }),
    ],
    ['without key', 'account/incomplete', () => undefined, { key: '  ' }],
    ['without secret', 'account/incomplete', () => undefined, { secret: ' \t' }],
  ])('%s', async (_, code, prepare, said = {}) => {
    const at = await school()
    await prepare(at)
    const failure = await at.connect(said).catch((thrown: unknown) => thrown)
    expect(failure).toMatchObject({ name: 'AppError', code })
    expect(JSON.stringify(failure)).not.toContain(at.simulator.secret)
    await expectNothingSaved(at)
  })

  it('when rate-limited, and says when to come back', async () => {
    const at = await school({ requestsPerHour: 1 })
    const stranger = await laptop({ apiUrl: at.simulator.url, clock: at.clock })
    const credentials = { key: at.simulator.key, secret: at.simulator.secret, name: '', signature: 'auto' } as const
    await stranger.core.accounts.connect(credentials)
    await expect(at.connect()).rejects.toMatchObject({
      code: 'api/rate-limited',
      detail: { nextRequestAfter: at.clock() + hour },
    })
    await expectNothingSaved(at)
    at.advance(hour)
    // The refused attempt counts, too.
    expect(await at.connect()).toMatchObject({ requests: 2 })
  })

  it.each(['keychain/locked', 'keychain/failed'] as const)('when the keychain answers %s', async (code) => {
    const at = await school(
      {},
      watchedSecrets((call) => {
        if (call === 'set') throw new AppError(code)
      }),
    )
    await expect(at.connect()).rejects.toMatchObject({ code })
    await expectNothingSaved(at)
  })

  it('to a server that never was ClassMarker', async () => {
    const server = createServer((_, response) => response.end('<html>It works!</html>')).listen(0, '127.0.0.1')
    await once(server, 'listening')
    onTestFinished(() => void server.close())
    const address = server.address()
    const port = typeof address === 'object' ? address?.port : 0
    const { kept, secrets } = watchedSecrets()
    const { core } = await laptop({ apiUrl: `http://127.0.0.1:${port}`, clock: movableClock().clock, secrets })
    const input = { key: 'k', secret: 's', name: '', signature: 'auto' } as const
    await expect(core.accounts.connect(input)).rejects.toMatchObject({ code: 'network/captive-portal' })
    await expectNothingSaved({ core, kept })
  })

  it('when the database cannot be written: no secret is left behind without its account', async () => {
    const time = movableClock()
    const simulator = await simulated({ clock: time.clock, results: 0 })
    const { kept, secrets } = watchedSecrets()
    const { core } = await laptop({ apiUrl: simulator.url, clock: time.clock })
    const full: Store = new Proxy(core.store, {
      get: (store, name) =>
        name === 'addAccount' ? () => Promise.reject(new AppError('store/full')) : Reflect.get(store, name),
    })
    const endpoint = { apiUrl: simulator.url, fetch: globalThis.fetch, clock: time.clock }
    const accounts = new Accounts({ store: full, secrets, clock: time.clock, endpoint, retry: immediately })
    const input = { key: simulator.key, secret: simulator.secret, name: '', signature: 'auto' } as const
    await expect(accounts.connect(input)).rejects.toMatchObject({ code: 'store/full' })
    expect([...kept]).toEqual([])
  })
})

describe('a wrong clock', () => {
  it.each([2 * hour, -400 * day, 3])('of %i s is corrected by one more request, kept, and reported', async (offset) => {
    const { connect, simulator, core, sync } = await school()
    simulator.world.setClockOffset(offset)
    const { account, requests, clockOffset } = await connect()
    expect({ requests, clockOffset }).toEqual({ requests: Math.abs(offset) > 300 ? 2 : 1, clockOffset: offset })
    expect(simulator.requests).toHaveLength(requests)
    const status = await core.syncs.status(await core.accounts.get(account.id))
    expect(status).toMatchObject({ clockOffset: offset, budget: { used: requests } })
    const before = simulator.requests.length
    expect(await sync(account.id)).toMatchObject({ outcome: 'complete' })
    expect(simulator.requests.slice(before).map(({ outcome }) => outcome)).not.toContain('timeStampOutOfRange')
  })

  it('is corrected too where a secret is given again', async () => {
    const { connect, simulator, core } = await school()
    const { account } = await connect()
    simulator.world.setClockOffset(3 * hour)
    await core.accounts.replaceSecret(account.id, simulator.secret)
    expect(await core.syncs.status(await core.accounts.get(account.id))).toMatchObject({ clockOffset: 3 * hour })
  })
})

describe('a key that is already connected', () => {
  it('is refused without a request, naming its account', async () => {
    const { connect, simulator, core, kept } = await school()
    const { account } = await connect()
    const before = simulator.requests.length
    await expect(connect({ name: 'Again' })).rejects.toMatchObject({
      code: 'account/exists',
      detail: { name: 'Northgate', id: account.id },
    })
    expect(simulator.requests).toHaveLength(before)
    expect(await core.accounts.list()).toHaveLength(1)
    expect(kept.size).toBe(1)
  })

  it('twice at the same moment becomes one account with one secret', async () => {
    const { connect, core, kept } = await school()
    const ends = await Promise.allSettled([connect(), connect()])
    expect(ends.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected'])
    const accounts = await core.accounts.list()
    expect(accounts).toHaveLength(1)
    expect([...kept.keys()]).toEqual(accounts.map(({ id }) => id))
    expect(ends.find((end) => end.status === 'rejected')?.reason).toMatchObject({ code: 'account/exists' })
  })
})

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

describe('giving an account its secret again', () => {
  it('verifies it first, and syncing works again', async () => {
    const { connect, core, kept, simulator, sync } = await school()
    const { account } = await connect()
    kept.clear()
    expect(await sync(account.id)).toMatchObject({
      outcome: 'failed',
      requests: 0,
      error: { code: 'keychain/missing' },
    })
    expect(await core.accounts.get(account.id)).toMatchObject({ secret: 'missing' })
    await expect(core.accounts.replaceSecret(account.id, 'wrong')).rejects.toMatchObject({ code: 'api/auth-failed' })
    expect(kept.size).toBe(0)
    expect(await core.accounts.replaceSecret(account.id, ` ${simulator.secret} `)).toMatchObject({ secret: 'keychain' })
    expect(await sync(account.id)).toMatchObject({ outcome: 'complete', added: 20 })
  })

  it('leaves the old one where the new one is refused', async () => {
    const { connect, core, kept, simulator } = await school()
    const { account } = await connect()
    await expect(core.accounts.replaceSecret(account.id, 'wrong')).rejects.toMatchObject({ code: 'api/auth-failed' })
    expect(kept.get(account.id)).toBe(simulator.secret)
  })

  it('counts its requests', async () => {
    const { connect, core, simulator } = await school()
    const { account } = await connect()
    await core.accounts.replaceSecret(account.id, simulator.secret)
    expect(await core.syncs.status(await core.accounts.get(account.id))).toMatchObject({ budget: { used: 2 } })
  })

  it('of an account that is not there says so', async () => {
    const { core } = await school()
    await expect(core.accounts.replaceSecret('nobody', 's')).rejects.toMatchObject({ code: 'account/not-found' })
  })
})

describe('changing an account', () => {
  it('changes name, time zone, colour and signature setting', async () => {
    const { connect, core } = await school()
    const { account } = await connect()
    const change = { name: 'Southgate', timeZone: 'Asia/Kolkata', colour: 3, signatureSetting: 'md5' } as const
    expect(await core.accounts.change(account.id, change)).toMatchObject({ id: account.id, ...change })
    expect(await core.accounts.list()).toMatchObject([change])
    await expect(core.accounts.change('nobody', change)).rejects.toMatchObject({ code: 'account/not-found' })
  })
})

describe('removing', () => {
  it('takes rows and secret, and the key can be connected again', async () => {
    const { connect, core, kept, sync } = await school()
    const { account } = await connect()
    await sync(account.id)
    expect(await core.store.countResults([])).toBe(20)
    await core.accounts.remove(account.id, false)
    await expectNothingSaved({ core, kept })
    expect(await core.store.countResults([])).toBe(0)
    await expect(core.accounts.remove(account.id, false)).rejects.toMatchObject({ code: 'account/not-found' })
    const again = await connect()
    expect(await sync(again.account.id)).toMatchObject({ added: 20 })
  })

  it('can leave the results: nothing is fetched for them, and the key takes them up again', async () => {
    const { connect, core, kept, sync, simulator, advance } = await school()
    const { account } = await connect()
    await core.accounts.change(account.id, { ...account, timeZone: 'Asia/Kolkata', colour: 4 })
    await sync(account.id)
    await core.accounts.remove(account.id, true)
    expect([...kept]).toEqual([])
    expect(await core.accounts.list()).toMatchObject([
      { id: account.id, archived: true, secret: 'missing', results: 20 },
    ])
    expect(await core.store.countResults([])).toBe(20)
    advance(hour)
    const before = simulator.requests.length
    await core.syncs.startAll()
    expect(core.jobs.list()).toEqual([])
    expect(simulator.requests).toHaveLength(before)

    simulator.world.addGroupResult({})
    const again = await connect({ name: 'Northgate again' })
    expect(again.account).toMatchObject({
      id: account.id,
      name: 'Northgate again',
      archived: false,
      timeZone: 'Asia/Kolkata',
      colour: 4,
      results: 20,
      secret: 'keychain',
    })
    expect(await sync(account.id)).toMatchObject({ outcome: 'complete', added: 1 })
  })

  it('never leaves a secret behind that nobody can remove any more', async () => {
    let locked = false
    const secrets = watchedSecrets((call) => {
      if (locked && call === 'delete') throw new AppError('keychain/locked')
    })
    const { connect, core, kept } = await school({}, secrets)
    const { account } = await connect()
    locked = true
    await expect(core.accounts.remove(account.id, false)).rejects.toMatchObject({ code: 'keychain/locked' })
    locked = false
    await core.accounts.remove(account.id, false).catch(() => undefined)
    expect([...kept]).toEqual([])
  })
})

it('a locked keychain still holds the secret: it is not called missing', async () => {
  let locked = false
  const secrets = watchedSecrets(() => {
    if (locked) throw new AppError('keychain/locked')
  })
  const { connect, core, sync } = await school({}, secrets)
  const { account } = await connect()
  locked = true
  expect(await core.accounts.list()).toMatchObject([{ id: account.id, secret: 'keychain' }])
  expect(await sync(account.id)).toMatchObject({ outcome: 'failed', requests: 0, error: { code: 'keychain/locked' } })
})

it('a keychain that does not answer delays nobody who only wants to look', async () => {
  const secrets = watchedSecrets()
  const { connect, dataDir, core, simulator, clock } = await school({}, secrets)
  const { account } = await connect()
  await core.close()
  const silent = { ...secrets.secrets, place: () => new Promise<never>(() => {}) }
  const later = await laptop({ apiUrl: simulator.url, clock, dataDir, secrets: silent })
  expect(await later.core.accounts.list()).toMatchObject([{ id: account.id, secret: 'keychain' }])
  expect(await later.core.accounts.stored(account.id)).toMatchObject({ name: 'Northgate' })
  expect(await later.core.accounts.hasKeychain()).toBe(true)
})

it('the keychain is asked for a secret once, however often the accounts are looked at', async () => {
  const asked: string[] = []
  const secrets = watchedSecrets((call) => asked.push(call))
  const { connect, dataDir, core, simulator, clock } = await school({}, secrets)
  await connect()
  await core.close()
  asked.length = 0
  const later = await laptop({ apiUrl: simulator.url, clock, dataDir, secrets: secrets.secrets })
  for (let each = 0; each < 3; each++) await later.core.accounts.list()
  expect(asked).toEqual(['get'])
})

it('secrets of the memory are called so', async () => {
  const store = memoryStore()
  await store.set('a', 's')
  expect([await store.place(), await store.get('a'), await store.get('b')]).toEqual(['memory', 's', null])
  await store.delete('a')
  await store.delete('a')
  expect(await store.get('a')).toBeNull()
})
