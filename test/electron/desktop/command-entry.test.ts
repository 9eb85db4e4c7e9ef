import { EventEmitter } from 'node:events'
import { expect, it, vi } from 'vitest'

const answered = Promise.withResolvers<void>()
const answerCommand = vi.fn(() => answered.promise)
const app = Object.assign(new EventEmitter(), { isPackaged: true, whenReady: vi.fn(), enableSandbox: vi.fn() })
vi.doMock('electron', () => ({ app, session: {} }))
vi.doMock('../../../electron/desktop/command-mode.ts', () => ({ answerCommand }))

it('the entry is loaded only when a command is answered, because Electron starts Chromium then', async () => {
  const argv = process.argv
  process.argv = ['/opt/Gradekeep/gradekeep', '--no-sandbox', 'status', '--json']
  let isLoaded = false
  const loading = import('../../../electron/main.ts').then(() => {
    isLoaded = true
  })
  await vi.waitFor(() => expect(answerCommand).toHaveBeenCalledOnce(), 20_000)
  await new Promise((resolve) => setTimeout(resolve, 0))
  expect(isLoaded).toBe(false)
  answered.resolve()
  await loading
  process.argv = argv
  expect(answerCommand).toHaveBeenCalledWith(app, ['status', '--json'], expect.anything())
  expect(app.whenReady).not.toHaveBeenCalled()
  expect(app.enableSandbox).not.toHaveBeenCalled()
})
