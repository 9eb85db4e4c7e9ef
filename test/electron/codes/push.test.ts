import { join } from 'node:path'
import { expect, it, vi } from 'vitest'
import { SyncLock } from '../../../electron/store/locks.ts'
import type { ListRef } from '../../../shared/model/access-code.ts'
import type { Job } from '../../../shared/model/job.ts'
import { connected, laptop, noon, simulated } from '../support/laptop.ts'
import { linksUsing } from '../support/links-using.ts'
import { firstRows } from '../support/rows.ts'

const listId = 900
/** A list that a link still uses but that no longer exists at ClassMarker. */
const gone = 4_040
const path = `/v1/accesslists/${listId}.json`
const codeRange = (count: number) => Array.from({ length: count }, (_, at) => `c${String(at).padStart(5, '0')}`)

/** A connected laptop, and an empty list at ClassMarker. */
async function withList(codes: readonly string[] = []) {
  const own = await connected({ results: 0 })
  own.simulator.world.addAccessList({ id: listId, name: 'New York Staff', codes })
  const list: ListRef = { accountId: own.account.id, listId }
  const { store, pushes, jobs } = own.core
  await store.saveDiscovery(list.accountId, linksUsing(listId, gone), own.clock())
  const edit = (change: 'add' | 'remove' | 'full-list', ...names: string[]) =>
    store.applyCodes({
      list,
      change,
      origin: 'typed',
      codes: names.map((code) => ({ code, name: null })),
      at: own.clock(),
    })
  const push = (held = false, signal = new AbortController().signal) =>
    pushes.run(own.account.id, { held, signal, report: () => undefined })
  const atServer = () => [...(own.simulator.world.accessList(listId)?.codes ?? [])].toSorted()
  const sent = () => own.simulator.requests.filter((request) => request.path.startsWith('/v1/accesslists/'))
  const summary = async () => (await store.accessLists()).find((each) => each.listId === listId)
  return { ...own, list, store, pushes, jobs, edit, push, atServer, sent, summary }
}

it('250 new codes take three requests, which the hour does not count', async () => {
  const { edit, push, atServer, sent, summary, store, account, emitted } = await withList()
  const before = await store.requestsInLastHour(account.id, noon)
  await edit('add', ...codeRange(250))
  expect(await push()).toEqual({
    outcome: 'complete',
    added: 250,
    removed: 0,
    calls: 3,
    lists: [{ listId, added: 250, removed: 0, refused: [] }],
    pending: 0,
    refused: [],
    error: null,
  })
  expect(sent().map(({ method, body }) => [method, JSON.parse(body).length])).toEqual([
    ['POST', 100],
    ['POST', 100],
    ['POST', 50],
  ])
  expect(atServer()).toEqual(codeRange(250))
  expect(await store.requestsInLastHour(account.id, noon)).toBe(before)
  expect(await summary()).toMatchObject({
    name: 'New York Staff',
    serverTotal: 250,
    serverTotalAt: noon,
    difference: 0,
  })
  expect(emitted.filter(({ channel }) => channel === 'codes.changed').length).toBeGreaterThan(0)
})

it('what is taken off and what is added take the fewest requests', async () => {
  const { edit, push, atServer, sent } = await withList(codeRange(150))
  await edit('full-list', ...codeRange(150))
  for (const code of codeRange(120)) {
    await edit('remove', code)
    await edit('add', `new ${code}`)
  }
  expect(await push()).toMatchObject({ outcome: 'complete', added: 120, removed: 120, calls: 4 })
  expect(sent().map(({ method }) => method)).toEqual(['DELETE', 'DELETE', 'POST', 'POST'])
  expect(atServer()).toHaveLength(150)
})

it('a code that somebody added at ClassMarker shows as a difference', async () => {
  const { edit, push, summary, store, list } = await withList(['theirs', 'x'])
  await edit('add', 'x', 'y')
  await push()
  expect(await summary()).toMatchObject({ serverTotal: 3, knownHere: 2, difference: 1 })
  expect((await store.codesJournal(list)).calls).toMatchObject([{ counted: 1, expected: 2, total: 3, outcome: 'ok' }])
})

it('offline everything waits, an add that never left cancels out, and the rest goes when the network is back', async () => {
  const { edit, atServer, simulator, core, account, clock, dataDir } = await withList()
  await edit('add', 'x', 'y')
  await core.close()
  const gone = await simulated({ clock, results: 0 })
  await gone.close()
  const offline = await laptop({ apiUrl: gone.url, clock, dataDir, secrets: core.secrets })
  const summary = await offline.core.pushes.run(account.id, {
    held: false,
    signal: new AbortController().signal,
    report: () => undefined,
  })
  expect(summary).toMatchObject({ outcome: 'offline', pending: 2, error: { code: 'network/offline' } })
  const list = { accountId: account.id, listId }
  const entries = [{ code: 'x', name: null }]
  const edited = { list, change: 'remove', origin: 'typed', codes: entries, at: noon } as const
  expect(await offline.core.store.applyCodes(edited)).toMatchObject({ pending: 1 })
  await offline.core.close()
  const online = await laptop({ apiUrl: simulator.url, clock, dataDir, secrets: core.secrets })
  await online.core.pushes.startAll()
  const job = online.core.jobs.list().find(({ kind }) => kind === 'push')
  expect(await online.core.jobs.result(job?.id ?? '')).toMatchObject({ outcome: 'complete', added: 1, calls: 1 })
  expect(atServer()).toEqual(['y'])
})

it('an answer that was lost is asked for again, and the removal that came meanwhile follows', async () => {
  const { edit, push, atServer, simulator, pauses } = await withList()
  await edit('add', 'x', 'y')
  simulator.faults.next({ kind: 'reset midway' }, { path, times: 3 })
  expect(await push()).toMatchObject({ outcome: 'offline', pending: 2, calls: 3 })
  expect(pauses).toHaveLength(2)
  expect(atServer()).toEqual(['x', 'y'])
  await edit('remove', 'x')
  expect(await push()).toMatchObject({ outcome: 'complete', removed: 1, added: 0, calls: 2 })
  expect(atServer()).toEqual(['y'])
})

it.each([
  ['undone', 'undo'],
  ['removed', 'remove'],
] as const)('what may have arrived before the network changed and is then %s is taken off again', async (_, by) => {
  const fetch = globalThis.fetch
  let changes = false
  // The change is carried out, but the computer changes its network before the answer arrives.
  vi.stubGlobal('fetch', async (url: string, init: RequestInit) => {
    const response = await fetch(url, init)
    if (!changes) return response
    await response.arrayBuffer()
    throw new TypeError('net::ERR_NETWORK_CHANGED')
  })
  try {
    const { edit, push, atServer, store, clock, summary } = await withList()
    const { actionId } = await edit('add', 'x')
    changes = true
    expect(await push()).toMatchObject({ outcome: 'offline', pending: 1, error: { code: 'network/offline' } })
    expect(atServer()).toEqual(['x'])
    changes = false
    if (by === 'undo') await store.undoCodes(actionId ?? 0, clock())
    else await edit('remove', 'x')
    expect(await summary()).toMatchObject({ pendingRemoves: 1 })
    expect(await push()).toMatchObject({ outcome: 'complete', pending: 0, calls: 1 })
    expect(atServer()).toEqual([])
  } finally {
    vi.unstubAllGlobals()
  }
})

it('a code that was refused for itself never arrived: taken off again, nothing of it is sent', async () => {
  const { edit, push, simulator, summary } = await withList()
  await edit('add', 'x')
  simulator.faults.next({ kind: 'error', code: 'payloadValidationError' }, { path })
  expect(await push()).toMatchObject({ calls: 1, refused: [{ code: 'x' }] })
  await edit('remove', 'x')
  expect(await summary()).toMatchObject({ pendingAdds: 0, pendingRemoves: 0, held: 0 })
})

it('of an odd number of codes that are refused together, every one is asked for by itself', async () => {
  const { edit, push, atServer, simulator } = await withList()
  await edit('add', 'a', 'b', 'c', 'd', 'e')
  simulator.faults.next({ kind: 'error', code: 'payloadValidationError' }, { path })
  expect(await push()).toMatchObject({ outcome: 'complete', pending: 0, refused: [], added: 5, calls: 3 })
  expect(atServer()).toEqual(['a', 'b', 'c', 'd', 'e'])
})

it('codes that an earlier try put there are not missed in the count of the next', async () => {
  const { edit, push, simulator, store, list } = await withList()
  await edit('add', 'x', 'y')
  simulator.faults.next({ kind: 'reset midway' }, { path })
  expect(await push()).toMatchObject({ outcome: 'complete', added: 0, calls: 2 })
  expect((await store.codesJournal(list)).calls).toMatchObject([{ counted: 0, expected: 0, total: 2, outcome: 'ok' }])
})

it('a try that may have arrived leaves its doubt, though the next one is refused', async () => {
  const { edit, push, atServer, simulator, store, account } = await withList()
  await edit('add', 'x')
  simulator.faults.next({ kind: 'cut-off' }, { path })
  simulator.faults.next({ kind: 'error', code: 'incorrectUrlId' }, { path })
  expect(await push()).toMatchObject({ outcome: 'failed', calls: 2, refused: [{ code: 'x' }] })
  expect(atServer()).toEqual(['x'])
  await edit('remove', 'x')
  expect(await store.pendingCodes(account.id)).toBe(1)
  expect(await push()).toMatchObject({ outcome: 'complete', removed: 1 })
  expect(atServer()).toEqual([])
})

it('the doubt of a try stays with every code of it, though they are refused one by one afterwards', async () => {
  const { edit, push, atServer, simulator } = await withList()
  await edit('add', 'x', 'y')
  simulator.faults.next({ kind: 'reset midway' }, { path })
  simulator.faults.next({ kind: 'error', code: 'payloadValidationError' }, { path, times: 3 })
  expect(await push()).toMatchObject({ refused: [{ code: 'x' }, { code: 'y' }] })
  await edit('remove', 'x', 'y')
  expect(await push()).toMatchObject({ outcome: 'complete', removed: 2 })
  expect(atServer()).toEqual([])
})

it('an edit while a request is under way goes out with the same job', async () => {
  const { edit, pushes, jobs, atServer, simulator, account } = await withList()
  await edit('add', 'x', 'y')
  const held = simulator.faults.next({ kind: 'held' }, { path })
  const id = pushes.start(account.id, { held: false })
  await held.reached()
  await edit('remove', 'x')
  await edit('add', 'z')
  expect(pushes.start(account.id, { held: false })).toBe(id)
  held.release()
  expect(await jobs.result(id)).toMatchObject({ outcome: 'complete', added: 3, removed: 1, pending: 0 })
  expect(atServer()).toEqual(['y', 'z'])
})

it('a job tells how far it is, and cancelled it stops between two requests', async () => {
  const { edit, pushes, jobs, simulator, account, emitted, atServer, push } = await withList()
  await edit('add', ...codeRange(250))
  const held = simulator.faults.next({ kind: 'held' }, { path })
  const id = pushes.start(account.id, { held: false })
  await held.reached()
  jobs.cancel(id)
  held.release()
  expect(await jobs.result(id)).toMatchObject({ outcome: 'cancelled', added: 100, calls: 1, pending: 150 })
  const told = emitted.map(({ payload }) => payload as Job | undefined)
  expect(told).toContainEqual(expect.objectContaining({ kind: 'push', progress: { sent: 0, total: 250 } }))
  expect(atServer()).toHaveLength(100)
  expect(await push()).toMatchObject({ outcome: 'complete', calls: 2 })
})

it('the codes that ClassMarker refuses are found and held, and the others go through', async () => {
  const { edit, push, atServer, simulator, store, list, account } = await withList()
  await edit('add', ...codeRange(100))
  // Any batch with this code is refused, as ClassMarker would refuse a code it does not accept.
  const refuse = () => {
    const last = simulator.requests.at(-1)
    return last?.path === path && last.body.includes('"c00037"')
  }
  simulator.faults.next({ kind: 'error', code: 'custom_error' }, { path: refuse, times: Infinity })
  const summary = await push()
  expect(summary).toMatchObject({
    outcome: 'complete',
    added: 99,
    pending: 0,
    refused: [{ code: 'c00037', reason: 'refused' }],
  })
  // Each halving costs two requests.
  expect(summary.calls).toBeLessThanOrEqual(15)
  expect(atServer()).toEqual(codeRange(100).filter((code) => code !== 'c00037'))
  expect(await store.heldCodes(account.id)).toBe(1)
  expect(await push()).toMatchObject({ outcome: 'complete', calls: 0 })
  simulator.faults.clear()
  expect(await push(true)).toMatchObject({ outcome: 'complete', added: 1, calls: 1 })
  const waiting = { list, filter: { pending: true }, sort: { field: 'code', direction: 'asc' } } as const
  expect(await firstRows(store, 'codes', waiting, 10)).toEqual([])
})

it('a list that is full is not asked code by code', async () => {
  const { edit, push, sent, store, account } = await withList(codeRange(20_000))
  const names = Array.from({ length: 1_000 }, (_, at) => `new ${at}`)
  await edit('add', ...names)
  const summary = await push()
  expect(summary).toMatchObject({ outcome: 'complete', added: 0, pending: 0 })
  expect(summary.refused).toHaveLength(1_000)
  expect(sent().length).toBeLessThan(100)
  expect(await store.heldCodes(account.id)).toBe(1_000)
})

it('a list that ClassMarker does not know is held whole, and the others go through', async () => {
  const { edit, push, store, account, atServer } = await withList()
  await store.applyCodes({
    list: { accountId: account.id, listId: gone },
    change: 'add',
    origin: 'typed',
    codes: [{ code: 'lost', name: null }],
    at: noon,
  })
  await edit('add', 'x')
  expect(await push()).toMatchObject({
    outcome: 'failed',
    added: 1,
    lists: [
      { listId: gone, added: 0, removed: 0, refused: [{ code: 'lost', reason: 'refused' }] },
      { listId, added: 1, removed: 0, refused: [] },
    ],
    pending: 0,
    refused: [{ code: 'lost', reason: 'refused' }],
    error: { code: 'codes/no-such-list', detail: { listId: gone } },
  })
  expect(atServer()).toEqual(['x'])
  expect(await store.heldCodes(account.id)).toBe(1)
})

it('a server that cannot be used keeps everything waiting', async () => {
  const { edit, push, simulator, sent } = await withList()
  await edit('add', 'x')
  simulator.world.setKeyActive(false)
  expect(await push()).toMatchObject({ outcome: 'failed', pending: 1, error: { code: 'api/key-inactive' } })
  simulator.world.setKeyActive(true)
  simulator.world.setMaintenance(true)
  expect(await push()).toMatchObject({ outcome: 'failed', pending: 1, error: { code: 'api/maintenance' } })
  simulator.world.setMaintenance(false)
  simulator.faults.next({ kind: 'http', status: 503 }, { path, times: 3 })
  expect(await push()).toMatchObject({ outcome: 'failed', pending: 1, error: { code: 'network/server-error' } })
  simulator.faults.next({ kind: 'error', code: 'rateLimitExceeded' }, { path })
  expect(await push()).toMatchObject({ outcome: 'rate-limited', pending: 1 })
  const before = sent().length
  expect(await push()).toMatchObject({ outcome: 'complete', added: 1 })
  expect(sent()).toHaveLength(before + 1)
})

it('the rate limit of results neither holds codes up nor is moved by them', async () => {
  const { edit, push, store, account, clock } = await withList()
  const until = (clock() + 1_800) as typeof noon
  await store.changeSyncState(account.id, { nextRequestAfter: until })
  await edit('add', 'x')
  expect(await push()).toMatchObject({ outcome: 'complete', added: 1 })
  expect((await store.syncState(account.id)).nextRequestAfter).toBe(until)
})

it('a wrong clock is put right on the way', async () => {
  const { edit, push, store, account, simulator } = await withList()
  simulator.world.setClockOffset(7_200)
  await edit('add', 'x')
  expect(await push()).toMatchObject({ outcome: 'complete', added: 1 })
  expect((await store.syncState(account.id)).clockOffset).toBe(7_200)
})

it('another process that sends, or a restore, keeps this one waiting', async () => {
  const { edit, push, dataDir, core, store } = await withList()
  await edit('add', 'x')
  const other = new SyncLock(join(dataDir, 'gradekeep.db'), 'push.lock')
  expect(other.acquire()).toBe(true)
  await expect(push()).rejects.toMatchObject({ code: 'sync/busy' })
  await expect(core.runner.runExclusive(async () => undefined)).rejects.toMatchObject({ code: 'sync/busy' })
  other.release()
  await core.runner.runExclusive(async () => {
    await expect(push()).rejects.toMatchObject({ code: 'sync/busy' })
  })
  expect(await push()).toMatchObject({ outcome: 'complete' })
  expect(await store.acquirePushLock()).toBe(true)
})

it('a process that dies before the answer leaves it to the next', async () => {
  const { edit, pushes, account, simulator, core, clock, dataDir, atServer } = await withList()
  await edit('add', 'x')
  const held = simulator.faults.next({ kind: 'held' }, { path })
  // This push writes nothing more once its store is gone.
  const ended = pushes
    .run(account.id, { held: false, signal: new AbortController().signal, report: () => undefined })
    .catch(() => null)
  await held.reached()
  await core.store.close()
  held.release()
  await ended
  const next = await laptop({ apiUrl: simulator.url, clock, dataDir, secrets: core.secrets })
  expect(await next.core.store.pendingCodes(account.id)).toBe(1)
  const list = { accountId: account.id, listId }
  const taken = await next.core.store.takeBackCodes(list, ['x'], noon)
  expect(taken).toMatchObject({ undone: 1 })
  const run = { held: false, signal: new AbortController().signal, report: () => undefined }
  expect(await next.core.pushes.run(account.id, run)).toMatchObject({ outcome: 'complete', removed: 1 })
  expect(atServer()).toEqual([])
  expect((await next.core.store.codesJournal(list)).calls.map(({ outcome }) => outcome)).toEqual([
    'ok',
    'network/interrupted',
  ])
})

it('a removal that a restored copy brings back is still on the list, and no difference is made up of it', async () => {
  const { edit, core, summary } = await withList(['x', 'y'])
  await edit('full-list', 'x', 'y')
  await edit('remove', 'x')
  expect(await summary()).toMatchObject({ knownHere: 1, difference: 0 })
  await core.snapshots.take('daily-2026-11-20.db')
  await core.snapshots.restore('daily-2026-11-20.db.zst')
  expect(await summary()).toMatchObject({ knownHere: 2, held: 1, serverTotal: 2, difference: null })
})

it('what a restored copy brings back is sent only when somebody says so', async () => {
  const { edit, push, core, store, account, atServer, list } = await withList()
  await edit('add', 'x')
  await core.snapshots.take('daily-2026-11-20.db')
  await push()
  await edit('remove', 'x')
  await push()
  await core.snapshots.restore('daily-2026-11-20.db.zst')
  expect([await store.pendingCodes(account.id), await store.heldCodes(account.id)]).toEqual([0, 1])
  await core.pushes.startAll()
  expect(core.jobs.list()).toEqual([])
  expect(await push()).toMatchObject({ outcome: 'complete', calls: 0 })
  expect(atServer()).toEqual([])
  // Once taken back it is forgotten, and nothing of it is sent.
  await store.takeBackCodes(list, ['x'], noon)
  expect([await store.pendingCodes(account.id), await store.heldCodes(account.id)]).toEqual([0, 0])
  expect(await store.accessCodes(list, {})).toEqual([])
})

it('the sample account has a server of its own to send to', async () => {
  const { core } = await withList()
  const { id } = await core.accounts.sample('classmarker')
  const list = { accountId: id, listId: 123_456 }
  const entries = [{ code: 'brand new', name: null }]
  await core.store.applyCodes({ list, change: 'add', origin: 'typed', codes: entries, at: noon })
  await core.pushes.startAll()
  const job = core.jobs.list().find(({ kind }) => kind === 'push')
  expect(await core.jobs.result(job?.id ?? '')).toMatchObject({ outcome: 'complete', added: 1 })
})
