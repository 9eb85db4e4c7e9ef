import { EventEmitter } from 'node:events'
import type { App } from 'electron'
import { describe, expect, it, vi } from 'vitest'
import { drainBeforeQuit, quitWithSession } from '../../../electron/desktop/ending.ts'
import { ms } from '../../../shared/model/time.ts'
import { quietLog } from './fake-electron.ts'

const { powerMonitor } = vi.hoisted(() => ({ powerMonitor: { on: vi.fn() } }))
vi.mock('electron', () => ({ powerMonitor }))

/** An app whose `quit` asks its listeners, as Electron's does. @param given.windowsClose whether its windows close */
function fakeApp({ windowsClose = true } = {}) {
  const emitter = new EventEmitter()
  const left = Promise.withResolvers<void>()
  const quit = vi.fn(() => {
    let prevented = false
    emitter.emit('before-quit', { preventDefault: () => (prevented = true) })
    if (!prevented && windowsClose) left.resolve()
  })
  const exit = vi.fn(() => left.resolve())
  return { app: Object.assign(emitter, { quit, exit }) as unknown as App, quit, exit, left: left.promise }
}

describe('quitting', () => {
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
    expect(log.error).toHaveBeenCalledWith(expect.stringMatching(/^closing failed: Error\n +at .*ending\.test\.ts/))
    expect(log.warn).not.toHaveBeenCalled()
  })
})

describe('the end of a session', () => {
  type Prevent = { preventDefault(): void }

  function running(given: { windowsClose?: boolean } = {}) {
    powerMonitor.on.mockClear()
    const fake = fakeApp(given)
    const close = vi.fn(async () => undefined)
    const rest = vi.fn(async () => true)
    const log = quietLog()
    const ending = drainBeforeQuit(fake.app, { close, log, windowLimit: ms(5) })
    quitWithSession(fake.app, { ending, rest, log })
    const window = new EventEmitter()
    fake.app.emit('browser-window-created', {}, window)
    const [, told] = powerMonitor.on.mock.calls.find(([name]) => name === 'shutdown') ?? []
    return { ...fake, close, rest, log, window, shutDown: (event: Prevent) => told(event) }
  }

  it('is delayed on macOS and Linux until everything is closed, and then left', async () => {
    const { shutDown, close, left } = running()
    const preventDefault = vi.fn()
    shutDown({ preventDefault })
    expect(preventDefault).toHaveBeenCalledOnce()
    await left
    expect(close).toHaveBeenCalledOnce()
  })

  it('is not held up by a window that does not close', async () => {
    const { shutDown, exit, left } = running({ windowsClose: false })
    shutDown({ preventDefault: () => undefined })
    await left
    expect(exit).toHaveBeenCalledWith(0)
  })

  it('ends a quit too that already waits for a window that does not close', async () => {
    const { quit, shutDown, exit, left } = running({ windowsClose: false })
    quit()
    await vi.waitFor(() => expect(quit).toHaveBeenCalledTimes(2))
    shutDown({ preventDefault: () => undefined })
    await left
    expect(exit).toHaveBeenCalledWith(0)
  })

  it('leaves a quit that nobody’s session ends waiting for its window', async () => {
    const { quit, exit } = running({ windowsClose: false })
    quit()
    await vi.waitFor(() => expect(quit).toHaveBeenCalledTimes(2))
    await new Promise((resolve) => setTimeout(resolve, 20))
    expect(exit).not.toHaveBeenCalled()
  })

  it('is never refused on Windows: the question lets the database rest, and the app goes on', () => {
    const { window, rest, quit } = running()
    const preventDefault = vi.fn()
    window.emit('query-session-end', { preventDefault })
    expect(rest).toHaveBeenCalledOnce()
    expect(preventDefault).not.toHaveBeenCalled()
    expect(quit).not.toHaveBeenCalled()
  })

  it('closes and leaves on Windows when it comes', async () => {
    const { window, close, left } = running()
    window.emit('session-end', {})
    await left
    expect(close).toHaveBeenCalledOnce()
  })

  it('comes although the database cannot rest, which is logged', async () => {
    const { window, rest, log } = running()
    rest.mockRejectedValueOnce(new Error('disk'))
    window.emit('query-session-end', {})
    await vi.waitFor(() => expect(log.warn).toHaveBeenCalledWith(expect.stringMatching(/not at rest: Error/)))
  })

  it('says how it leaves the database', async () => {
    const { window, rest, log } = running()
    window.emit('query-session-end', {})
    await vi.waitFor(() => expect(log.info).toHaveBeenCalledWith('the session may end: the results are at rest'))
    rest.mockResolvedValueOnce(false)
    window.emit('query-session-end', {})
    await vi.waitFor(() => expect(log.warn).toHaveBeenCalledWith(expect.stringMatching(/something reads them$/)))
  })
})
