import type { App } from 'electron'
import { beforeEach, expect, it, vi } from 'vitest'
import { failStartup } from '../../../electron/desktop/startup-failure.ts'
import { AppError } from '../../../shared/errors.ts'
import { unixSeconds } from '../../../shared/model/time.ts'
import { quietLog } from './fake-electron.ts'

const { showErrorBox, showMessageBoxSync, findRescue, applyRescue } = vi.hoisted(() => ({
  showErrorBox: vi.fn(),
  showMessageBoxSync: vi.fn(() => 0),
  findRescue: vi.fn<(database: string, worker: string) => Promise<unknown>>(async () => null),
  applyRescue: vi.fn(async () => '/data/gradekeep.db.damaged-1'),
}))
vi.mock('electron', () => ({ dialog: { showErrorBox, showMessageBoxSync } }))
vi.mock('../../../electron/backup/rescue.ts', () => ({ findRescue, applyRescue }))

beforeEach(() => void vi.clearAllMocks())

const copy = {
  file: '/data/backups/daily-2026-11-19.db',
  takenAt: unixSeconds(1_795_089_600),
  contents: { version: 2, accounts: ['Northgate'], results: 1286, newestResult: null },
}

async function failing(error: unknown) {
  const app = { exit: vi.fn(), relaunch: vi.fn() }
  const log = quietLog()
  await failStartup(app as unknown as App, { error, dataDir: '/data', snapshotWorker: '/app/snapshot.js', log })
  return { ...app, log }
}

it('says what happened to the results and what to do, and ends with a failure', async () => {
  const { exit, relaunch } = await failing(new AppError('store/from-the-future'))
  expect(showErrorBox.mock.calls[0]?.[1]).toMatch(/newer/i)
  expect(showErrorBox.mock.calls[0]?.[1]).toContain('/data')
  expect(exit).toHaveBeenCalledWith(1)
  expect(findRescue).not.toHaveBeenCalled()
  expect(relaunch).not.toHaveBeenCalled()
})

it('offers to go on from a whole copy of damaged results, with its day and what it holds', async () => {
  findRescue.mockResolvedValueOnce(copy)
  const { exit, relaunch, log } = await failing(new AppError('store/damaged'))
  expect(findRescue).toHaveBeenCalledWith('/data/gradekeep.db', '/app/snapshot.js')
  const asked = JSON.stringify(showMessageBoxSync.mock.calls[0])
  expect(asked).toContain('2026')
  expect(asked).toMatch(/1.?286 results/)
  expect(applyRescue).toHaveBeenCalledWith(copy, '/data/gradekeep.db', expect.any(Number))
  expect(log.warn).toHaveBeenCalledWith(expect.stringContaining('gradekeep.db.damaged-1'))
  expect(relaunch).toHaveBeenCalledOnce()
  expect(exit).toHaveBeenCalledOnce()
  expect(showErrorBox).not.toHaveBeenCalled()
})

it('changes nothing where that is declined', async () => {
  findRescue.mockResolvedValueOnce(copy)
  showMessageBoxSync.mockReturnValueOnce(1)
  const { exit, relaunch } = await failing(new AppError('store/damaged'))
  expect(applyRescue).not.toHaveBeenCalled()
  expect(relaunch).not.toHaveBeenCalled()
  expect(exit).toHaveBeenCalledWith(1)
})

it('says that the results are damaged where no copy is whole', async () => {
  const { exit } = await failing(new AppError('store/damaged'))
  expect(showErrorBox.mock.calls[0]?.[1]).toMatch(/damaged/i)
  expect(showMessageBoxSync).not.toHaveBeenCalled()
  expect(exit).toHaveBeenCalledWith(1)
})
