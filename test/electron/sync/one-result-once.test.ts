import { describe, expect, it } from 'vitest'
import { newestFirst } from '../../../shared/model/filter.ts'
import { connected } from '../support/laptop.ts'
import { storedRows } from '../support/rows.ts'

const mary = {
  first: 'Mary',
  last: 'Simmons',
  email: 'mary@example.com',
  cm_user_id: 'abc74524',
  access_code: 'abc123',
}
const gary = { first: 'Gary', last: 'Carter', email: 'gary@example.com', cm_user_id: 'ttr45613', access_code: 'abc123' }

async function school(results = 6) {
  const at = await connected({ results, requestsPerHour: null })
  await at.sync()
  const { core, clock } = at
  const takers = async () =>
    (await storedRows(core, { filter: [], sort: newestFirst, offset: 0, limit: 100 }))
      .filter(({ link_result_id }) => link_result_id === 900_001)
      .map(({ first, time_started }) => `${first} ${time_started - clock()}`)
      .sort()
  const recheck = () =>
    core.syncs.run(at.account.id, 'asked', { signal: new AbortController().signal, report: () => undefined })
  return { ...at, takers, recheck }
}

describe('one link_result_id with two people', () => {
  it('is two results, reported once, through syncs, rechecks and a corrected start', async () => {
    const { core, simulator, sync, recheck, takers, clock } = await school()
    const now = clock()
    simulator.world.addLinkResult({
      ...mary,
      link_result_id: 900_001,
      time_started: now - 900,
      time_finished: now - 300,
    })
    simulator.world.addLinkResult({
      ...gary,
      link_result_id: 900_001,
      time_started: now - 800,
      time_finished: now - 100,
    })
    expect(await sync()).toMatchObject({ outcome: 'complete', added: 2, updated: 0, sharedIds: 1 })
    for (const again of [await sync(), await recheck(), await sync()]) {
      expect(again).toMatchObject({ outcome: 'complete', added: 0, updated: 0 })
      expect(again).not.toHaveProperty('sharedIds')
    }
    expect(await takers()).toEqual(['Gary -800', 'Mary -900'])
    simulator.world.changeResult({ link_result_id: 900_001 }, { time_started: now - 850 })
    expect(await sync()).toMatchObject({ added: 0, updated: 1 })
    expect(await sync()).toMatchObject({ added: 0, updated: 0 })
    expect(await takers()).toEqual(['Gary -800', 'Mary -850'])
    const runs = (await core.store.recentRuns(10)).map(({ summary }) => summary.sharedIds ?? 0)
    expect(runs.reduce((sum, each) => sum + each, 0)).toBe(1)
  })

  it('is two results where one page ends between them, in the same second', async () => {
    const { simulator, sync, recheck, takers, clock } = await school(0)
    const now = clock()
    for (let each = 0; each < 199; each++) {
      simulator.world.addLinkResult({ time_started: now - 2_000, time_finished: now - 1_000 + each })
    }
    for (const who of [mary, gary])
      simulator.world.addLinkResult({
        ...who,
        link_result_id: 900_001,
        time_started: now - 900,
        time_finished: now - 100,
      })
    expect(await sync()).toMatchObject({ outcome: 'complete', added: 201 })
    for (const again of [await sync(), await recheck()]) expect(again).toMatchObject({ added: 0, updated: 0 })
    expect(await takers()).toEqual(['Gary -900', 'Mary -900'])
  })
})

it('a corrected start or name is a change of the same result', async () => {
  const { core, simulator, sync, takers, clock } = await school()
  const now = clock()
  simulator.world.addLinkResult({ ...mary, link_result_id: 900_001, time_started: now - 900, time_finished: now - 300 })
  await sync()
  simulator.world.changeResult({ link_result_id: 900_001 }, { time_started: now - 700 })
  expect(await sync()).toMatchObject({ added: 0, updated: 1 })
  simulator.world.changeResult({ link_result_id: 900_001 }, { first: 'Marie', cm_user_id: '' })
  expect(await sync()).toMatchObject({ added: 0, updated: 1 })
  expect(await takers()).toEqual(['Marie -700'])
  expect((await core.store.recentChanges(9)).map(({ field }) => field).sort()).toEqual([
    'cm_user_id',
    'first',
    'time_started',
  ])
})
