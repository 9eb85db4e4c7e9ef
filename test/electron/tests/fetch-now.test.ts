import { expect, it } from 'vitest'
import { AppError } from '../../../shared/errors.ts'
import { connected } from '../support/laptop.ts'

async function oneTest() {
  const own = await connected({ results: 120 })
  const { core, account } = own
  const assigned = await core.store.assignments(account.id, 'groups')
  const rows = await core.store.facets([account.id])
  return { ...own, assigned, before: rows.total }
}

it('brings a test of a group with one request, and moves neither cursor nor coverage', async () => {
  const { core, account, assigned, before, sync } = await oneTest()
  expect(before).toBe(0)
  const states = await core.store.syncState(account.id)
  const used = await core.store.requestsInLastHour(account.id, core.clock())
  let [added, requests] = [0, 0]
  for (const [place, part] of assigned.entries()) {
    const found = await core.syncs.fetchPart(account.id, 'groups', part)
    // The first finds out how far back ClassMarker reaches.
    if (place > 0) expect(found.requests).toBe(1)
    added += found.added
    requests += found.requests
  }
  expect(added).toBeGreaterThan(0)
  const after = await core.store.syncState(account.id)
  expect([after.feeds, after.coverage, after.gaps]).toEqual([states.feeds, states.coverage, states.gaps])
  expect(await core.store.requestsInLastHour(account.id, core.clock())).toBe(used + requests)

  const summary = await sync()
  expect(summary).toMatchObject({ outcome: 'complete', gaps: [] })
  expect(summary.added + added).toBe(120)
})

it('finds nothing new a second time', async () => {
  const { core, account, assigned, sync } = await oneTest()
  await sync()
  for (const part of assigned.slice(0, 3)) {
    const found = await core.syncs.fetchPart(account.id, 'groups', part)
    expect(found).toMatchObject({ added: 0, updated: 0, moreExist: false })
  }
})

it('refuses a test that is not in the group', async () => {
  const { core, account, assigned } = await oneTest()
  const [first] = assigned
  await expect(
    core.syncs.fetchPart(account.id, 'groups', { sourceId: first?.sourceId ?? 0, testId: 1 }),
  ).rejects.toEqual(new AppError('test/not-found'))
})
