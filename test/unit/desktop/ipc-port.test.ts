import type { BrowserWindow } from 'electron'
import { expect, it, vi } from 'vitest'
import { createIpcPort } from '../../../electron/desktop/ipc-port.ts'

type Listener = (event: unknown, ...inputs: unknown[]) => unknown
const { listeners } = vi.hoisted(() => ({ listeners: new Map<string, Listener>() }))
vi.mock('electron', () => ({
  ipcMain: { handle: (channel: string, listener: Listener) => listeners.set(channel, listener) },
}))

function openWindow() {
  const webContents = { send: vi.fn() }
  const window = { webContents, isDestroyed: vi.fn(() => false) }
  return { window, webContents, browserWindow: window as unknown as BrowserWindow }
}

it('hands a handler the event and one input, whatever else was sent', async () => {
  const port = createIpcPort(() => null)
  const handler = vi.fn(async () => 'answer')
  port.handle('results.page', handler)
  expect(await listeners.get('results.page')?.('event', { limit: 1 }, 'more', 'and more')).toBe('answer')
  expect(handler.mock.calls).toEqual([['event', { limit: 1 }]])
})

it('trusts the window that is open now', () => {
  const { browserWindow, webContents } = openWindow()
  const port = createIpcPort(() => browserWindow)
  const senderFrame = { origin: 'app://gradekeep', parent: null }
  expect(port.isTrusted({ sender: webContents, senderFrame })).toBe(true)
  expect(port.isTrusted({ sender: {}, senderFrame })).toBe(false)
})

it('tells the open window, and nobody when it is closed or being destroyed', () => {
  const { window, webContents, browserWindow } = openWindow()
  createIpcPort(() => browserWindow).send('jobs.changed', { id: 'j' })
  createIpcPort(() => null).send('jobs.changed', 'lost')
  window.isDestroyed.mockReturnValue(true)
  createIpcPort(() => browserWindow).send('jobs.changed', 'lost')
  expect(webContents.send.mock.calls).toEqual([['jobs.changed', { id: 'j' }]])
})
