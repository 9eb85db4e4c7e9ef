import { EventEmitter } from 'node:events'
import type { App } from 'electron'
import { expect, it, vi } from 'vitest'
import { drainBeforeQuit } from '../../../electron/desktop/shutdown.ts'
import { ms } from '../../../shared/model/time.ts'
import { quietLog } from './fake-electron.ts'

/** An app whose `quit` asks its listeners, as Electron's does. */
function fakeApp() {
  const emitter = new EventEmitter()
  const left = Promise.withResolvers<void>()
  const quit = () => {
    let prevented = false
    emitter.emit('before-quit', { preventDefault: () => (prevented = true) })
    if (!prevented) left.resolve()
  }
  return { app: Object.assign(emitter, { quit }) as unknown as App, quit, left: left.promise }
}

it('leaves only after everything is closed, and closes once however often it is asked', async () => {
  const { app, quit, left } = fakeApp()
  const closing = Promise.withResolvers<void>()
  const close = vi.fn(() => closing.promise)
  drainBeforeQuit(app, { close, log: quietLog() })
  const order: string[] = []
  void left.then(() => order.push('left'))
  quit()
  quit()
  await Promise.resolve()
  order.push('closed')
  closing.resolve()
  await left
  expect(order).toEqual(['closed', 'left'])
  expect(close).toHaveBeenCalledOnce()
})

it('leaves without what does not close in time, and says so', async () => {
  const { app, quit, left } = fakeApp()
  const log = quietLog()
  drainBeforeQuit(app, { close: () => new Promise(() => {}), log, limit: ms(5) })
  quit()
  await left
  expect(log.warn).toHaveBeenCalledWith('closing took too long and was cut short')
})

it('leaves when closing fails, and says why', async () => {
  const { app, quit, left } = fakeApp()
  const log = quietLog()
  drainBeforeQuit(app, { close: () => Promise.reject(new Error('disk')), log })
  quit()
  await left
  expect(log.error).toHaveBeenCalledWith(expect.stringMatching(/^closing failed: Error\n +at .*shutdown\.test\.ts/))
  expect(log.warn).not.toHaveBeenCalled()
})
