import { readdirSync } from 'node:fs'
import { expect, it, vi } from 'vitest'
import { laptop, movableClock } from './support/laptop.ts'

it('closing the core closes the database, whatever fails before, and says what failed', async () => {
  const { core, dataDir } = await laptop({ apiUrl: 'http://127.0.0.1:9', clock: movableClock().clock })
  await core.store.settings()
  const exporterClosed = vi.spyOn(core.exporter, 'close')
  vi.spyOn(core.jobs, 'close').mockRejectedValue(new Error('a job hangs'))
  vi.spyOn(core.accounts, 'close').mockRejectedValue(new Error('the server hangs'))
  await expect(core.close()).rejects.toThrow('a job hangs')
  expect(exporterClosed).toHaveBeenCalledOnce()
  await expect(core.store.settings()).rejects.toMatchObject({ code: 'store/failed' })
  // A database that was closed has put its journal away.
  expect(readdirSync(dataDir)).toEqual(['gradekeep.db', 'gradekeep.db.seal'])
})
