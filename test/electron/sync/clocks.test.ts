import { describe, expect, it } from 'vitest'
import { syncLine } from '../../../electron/cli/commands/sync.ts'
import { isRunning, type Job } from '../../../shared/model/job.ts'
import { day, hour, minute, type UnixSeconds, unixSeconds } from '../../../shared/model/time.ts'
import { feedOf, ownLaptop } from './own-laptop.ts'

type Own = Awaited<ReturnType<typeof ownLaptop>>

/** A laptop whose clock was wrong by `ahead` seconds while it synced last, and is right now, some time later. */
async function afterWrongClock(ahead: number, later: number = 0) {
  const own = await ownLaptop({ results: 40, requestsPerHour: null })
  const { simulator, advance, sync } = own
  const clockWas = (offset: number) => {
    advance(offset)
    simulator.world.setClockOffset(-offset)
  }
  clockWas(ahead)
  await sync()
  await sync('asked')
  advance(-ahead + later)
  simulator.world.setClockOffset(0)
  return own
}

/** The jobs that the laptop starts by itself. */
async function startedByItself({ core }: Own): Promise<Job[]> {
  const before = new Set(core.jobs.list().map(({ id }) => id))
  await core.syncs.startAll()
  const started = core.jobs.list().filter(({ id }) => !before.has(id))
  await Promise.all(started.map(({ id }) => core.jobs.result(id)))
  return started
}

describe('a sync by itself', () => {
  it.each([
    [0, 0],
    [5 * minute - 1, 0],
    [5 * minute, 1],
    [-(5 * minute - 1), 0],
    [-(5 * minute), 1],
    [-400 * day, 1],
    [400 * day, 1],
  ])('with a clock that has moved by %i s since the last one happens %i times', async (moved, times) => {
    const own = await ownLaptop({ results: 20, requestsPerHour: null })
    await own.sync()
    own.advance(moved)
    own.simulator.world.setClockOffset(-moved)
    expect(await startedByItself(own)).toHaveLength(times)
  })

  it('follows at once where the last one did not end', async () => {
    const own = await ownLaptop({ results: 20 })
    own.simulator.faults.next({ kind: 'http', status: 500 }, { times: 3 })
    expect(await own.sync()).toMatchObject({ outcome: 'failed' })
    expect(await startedByItself(own)).toHaveLength(1)
  })

  it('happens neither for the sample, nor without a secret, nor for what was disconnected', async () => {
    const own = await ownLaptop({ results: 20 })
    await own.core.jobs.result(own.core.syncs.startSample('classmarker'))
    await own.core.store.changeAccount(own.account.id, { archived: true })
    own.advance(day)
    expect(await startedByItself(own)).toHaveLength(0)
  })
})

describe('a recheck', () => {
  it.each([400 * day, 2 * day, day, -2 * day, -400 * day])(
    'that the clock says was %i s later comes again within two days, by itself',
    async (ahead) => {
      const { simulator, sync, status, advance, clock } = await afterWrongClock(ahead)
      for (let days = 0; days < 2; days++) {
        advance(day + minute)
        expect(await sync()).toMatchObject({ outcome: 'complete' })
      }
      const { recheckedAt } = await status()
      expect(Math.abs(clock() - (recheckedAt ?? 0))).toBeLessThanOrEqual(day + minute)
      expect(simulator.requests.filter(({ path }) => path === '/v1.json').length).toBeGreaterThan(1)
    },
  )

  it('is due a day after the last, not a second earlier, and within the hour’s requests', async () => {
    const { core, account, sync, advance, asked } = await ownLaptop({ results: 10, requestsPerHour: null })
    await sync()
    const first = (await core.store.syncState(account.id)).recheckedAt ?? 0
    const names = () => asked('/v1.json')
    advance(day - 1)
    const before = names()
    await sync()
    expect((await core.store.syncState(account.id)).recheckedAt).toBe(first)
    advance(1)
    await sync()
    expect((await core.store.syncState(account.id)).recheckedAt).toBeGreaterThan(first)
    expect(names()).toBeGreaterThan(before)
  })

  it.each([
    ['fits with six to spare', 0, true],
    ['leaves five', 1, false],
  ])('that %s is made or not', async (_, more, made) => {
    const { core, account, sync, advance, clock } = await ownLaptop({ results: 10, requestsPerHour: null })
    await sync()
    advance(day + hour)
    const { requests } = await core.syncs.recheckPrice(account.id)
    // One request of the price is for the names, which the run asks for before it counts.
    for (let each = 0; each < 30 - 6 - requests + more; each++)
      await core.store.recordRequest(account.id, 'v1.json', clock())
    await sync()
    const { recheckedAt } = await core.store.syncState(account.id)
    expect((recheckedAt ?? 0) === clock()).toBe(made)
  })
})

describe('requests of the hour', () => {
  it('are those of the hour, whatever the clock said when others were sent', async () => {
    for (const ahead of [400 * day, 3 * day, -3 * day]) {
      const { core, account, status, sync, advance, simulator } = await afterWrongClock(ahead, 2 * hour)
      const before = simulator.requests.length
      await sync()
      expect((await status()).budget.used).toBe(simulator.requests.length - before)
      // And again when the time named then has really come.
      advance(Math.abs(ahead))
      simulator.world.setClockOffset(0)
      await core.store.recordRequest(account.id, 'v1.json', unixSeconds(0))
      expect((await status()).budget.used).toBe(0)
    }
  })
})

describe('a moment before which ClassMarker wants no request', () => {
  const forbidden = async (own: Own, until: number, clockOffset = 0) => {
    await own.core.store.changeSyncState(own.account.id, { nextRequestAfter: unixSeconds(until), clockOffset })
    return (await own.status()).nextRequestAfter
  }

  it('is shown in this computer’s time, and only where it can be right', async () => {
    const own = await ownLaptop({ results: 0 })
    const now = own.clock()
    expect(await forbidden(own, now + 10 * minute)).toBe(now + 10 * minute)
    expect(await forbidden(own, now + 10 * minute, 20 * minute)).toBeNull()
    expect(await forbidden(own, now + 10 * minute, -20 * minute)).toBe(now + 30 * minute)
    expect(await forbidden(own, now)).toBeNull()
    expect(await forbidden(own, now + hour + 5 * minute)).toBe(now + hour + 5 * minute)
    expect(await forbidden(own, now + hour + 5 * minute + 1)).toBeNull()
    expect(await forbidden(own, now + 400 * day)).toBeNull()
  })

  it('and is over binds nobody from that second on', async () => {
    const own = await ownLaptop({ results: 0 })
    await own.core.store.changeSyncState(own.account.id, { nextRequestAfter: unixSeconds(own.clock() + 1) })
    expect(await own.sync()).toMatchObject({ outcome: 'rate-limited', requests: 0 })
    own.advance(1)
    expect(await own.sync()).toMatchObject({ outcome: 'complete' })
    expect((await own.core.store.syncState(own.account.id)).nextRequestAfter).toBeNull()
  })

  it('is so many minutes away, also for a clock that is wrong', () => {
    const now = unixSeconds(1_000_000)
    const summary = {
      outcome: 'rate-limited',
      added: 0,
      updated: 0,
      unchanged: 0,
      unreadable: 0,
      requests: 1,
      gaps: [],
      budget: { used: 1, limit: 30 },
    }
    const told = { ...summary, nextRequestAfter: now + 20 * minute + 600, clockOffset: 20 * minute } as never
    expect(syncLine(told, now)).toContain('Next request in 10 min.')
  })
})

describe('an hour in which every request is refused without a word when to come back', () => {
  it('is waited out with one request, and no other process asks meanwhile', async () => {
    const own = await ownLaptop({ results: 20, requestsPerHour: null })
    const { core, simulator, sync, clock, advance, status } = own
    const begun = clock()
    const refused = simulator.faults.next({ kind: 'error', code: 'rateLimitExceeded' }, { times: Infinity })
    const from = simulator.requests.length
    expect(await sync()).toMatchObject({ outcome: 'rate-limited', nextRequestAfter: begun + hour })
    expect((await status()).nextRequestAfter).toBe(begun + hour)
    advance(59 * minute)
    expect(await sync()).toMatchObject({ outcome: 'rate-limited', requests: 0 })
    refused.cancel()
    await core.syncs.startAll()
    const [job] = core.jobs.list().filter(({ kind }) => kind === 'sync')
    if (job === undefined) throw new Error('No job')
    expect(isRunning(job)).toBe(true)
    expect(await core.jobs.result(job.id)).toMatchObject({ outcome: 'complete' })
    expect(clock() - begun).toBeGreaterThanOrEqual(hour)
    expect(clock() - begun).toBeLessThanOrEqual(hour + 2 * minute)
    const asked = simulator.requests.slice(from)
    expect(asked.filter(({ path }) => path !== feedOf('groups') && path !== feedOf('links')).length).toBeLessThan(2)
    expect(asked.filter(({ outcome }) => /fault|rateLimit/.test(outcome)).map(({ time }) => time)).toEqual([begun])
  })

  it('is waited for no longer than that where the clock is set back meanwhile', async () => {
    const { simulator, sync, advance, pauses } = await ownLaptop({ results: 20, requestsPerHour: null })
    simulator.faults.next({ kind: 'error', code: 'rateLimitExceeded' })
    const waits: UnixSeconds[] = []
    const waiting = (until: UnixSeconds) => {
      waits.push(until)
      advance(-30 * day)
      simulator.world.setClockOffset(30 * day)
    }
    expect(await sync('when due', { waiting })).toMatchObject({ outcome: 'complete' })
    expect(waits).toHaveLength(1)
    expect(pauses.reduce((sum, each) => sum + each, 0) / 1000).toBeLessThanOrEqual(hour + minute)
  })
})
