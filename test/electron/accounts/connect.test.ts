import { once } from 'node:events'
import { createServer } from 'node:http'
import { describe, expect, it, onTestFinished } from 'vitest'
import { Accounts } from '../../../electron/accounts/accounts.ts'
import { memoryStore } from '../../../electron/accounts/secrets.ts'
import type { Store } from '../../../electron/store/api.ts'
import { AppError } from '../../../shared/errors.ts'
import { day, hour } from '../../../shared/model/time.ts'
import { immediately, laptop, movableClock, simulated } from '../support/laptop.ts'
import { expectNothingSaved, school, signedWith, watchedSecrets } from './school.ts'

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
