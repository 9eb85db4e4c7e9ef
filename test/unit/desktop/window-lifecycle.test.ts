import { EventEmitter } from 'node:events'
import type { App } from 'electron'
import { expect, it, vi } from 'vitest'
import { quitWithLastWindow } from '../../../electron/desktop/window-lifecycle.ts'

function started(platform: NodeJS.Platform, stays = () => false) {
  const app = Object.assign(new EventEmitter(), { quit: vi.fn(), isReady: () => true })
  const window = { get: () => null, open: vi.fn() }
  quitWithLastWindow(app as unknown as App, platform, window, stays)
  return { app, window }
}

it.each([
  ['linux', 1],
  ['win32', 1],
  ['darwin', 0],
] as const)('on %s, closing the last window quits %i times', (platform, times) => {
  const { app } = started(platform)
  app.emit('window-all-closed')
  expect(app.quit).toHaveBeenCalledTimes(times)
})

it('goes on in the tray when the last window closes, for as long as that is wanted', () => {
  const stays = vi.fn(() => true)
  const { app } = started('linux', stays)
  app.emit('window-all-closed')
  expect(app.quit).not.toHaveBeenCalled()
  stays.mockReturnValue(false)
  app.emit('window-all-closed')
  expect(app.quit).toHaveBeenCalledOnce()
})

it('opens the window again from the dock', () => {
  const { app, window } = started('darwin')
  app.emit('activate')
  expect(window.open).toHaveBeenCalledOnce()
})
