import { expect, it, vi } from 'vitest'
import { syncAtStart } from '../../../electron/desktop/first-sync.ts'
import { AppError } from '../../../shared/errors.ts'
import { quietLog } from './fake-electron.ts'

it('starts every sync, and says nothing of it', async () => {
  const startAll = vi.fn(async () => undefined)
  const log = quietLog()
  await syncAtStart({ startAll }, log)
  expect(startAll).toHaveBeenCalledOnce()
  expect(log.error).not.toHaveBeenCalled()
})

it.each([
  [new AppError('store/busy'), /store\/busy/],
  [new Error('SENTINEL'), /^unforeseen: Error\n +at /],
])('that cannot begin is a line in the log and no more: %s', async (thrown, line) => {
  const log = quietLog()
  await syncAtStart({ startAll: () => Promise.reject(thrown) }, log)
  expect(log.error).toHaveBeenCalledWith(expect.stringMatching(line))
  expect(JSON.stringify(log.error.mock.calls)).not.toContain('SENTINEL')
})
