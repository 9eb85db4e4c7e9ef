import { join } from 'node:path'
import { expect, it } from 'vitest'
import { ms } from '../../../shared/model/time.ts'
import { connected } from '../support/laptop.ts'

const groups = { path: '/v1/groups/recent_results.json' }

it('a restore while a sync runs loses nothing: it is refused, or the next sync fetches what is missing', async () => {
  const { core, dataDir, simulator, sync } = await connected({ results: 1_200, requestsPerHour: null })
  await core.snapshots.take('empty.db')
  // The first request is refused as too early, the second brings a page, the third is on its way while the copy is
  // restored.
  simulator.faults.next({ kind: 'delay', ms: ms(0) }, { ...groups, times: 2 })
  const held = simulator.faults.next({ kind: 'held' }, groups)
  const running = sync().catch(() => undefined)
  await held.reached()
  expect(await core.store.countResults([])).toBeGreaterThan(0)
  await core.snapshots.restoreFile(join(dataDir, 'backups', 'empty.db')).catch(() => undefined)
  held.release()
  await running
  expect(await sync()).toMatchObject({ outcome: 'complete', gaps: [] })
  expect(await core.store.countResults([])).toBe(1_200)
})
