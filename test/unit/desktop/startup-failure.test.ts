import type { App } from 'electron'
import { expect, it, vi } from 'vitest'
import { failStartup } from '../../../electron/desktop/startup-failure.ts'
import { AppError } from '../../../shared/errors.ts'
import { quietLog } from './fake-electron.ts'

const { showErrorBox } = vi.hoisted(() => ({ showErrorBox: vi.fn() }))
vi.mock('electron', () => ({ dialog: { showErrorBox } }))

it('says what happened to the results and what to do, and ends with a failure', () => {
  const exit = vi.fn()
  const error = new AppError('store/from-the-future')
  failStartup({ exit } as unknown as App, { error, dataDir: '/data', log: quietLog() })
  expect(showErrorBox.mock.calls[0]?.[1]).toMatch(/newer/i)
  expect(showErrorBox.mock.calls[0]?.[1]).toContain('/data')
  expect(exit).toHaveBeenCalledWith(1)
})
