import type { BrowserWindow } from 'electron'
import { beforeAll, describe, expect, it, vi } from 'vitest'
import { createIpcPort } from '../../../electron/desktop/ipc-port.ts'
import { channelOf, contract } from '../../../shared/ipc/contract.ts'

type Listener = (event: unknown, ...payload: unknown[]) => unknown

const { answering, exposed, ipcRenderer, listeners } = vi.hoisted(() => {
  const listeners = new Map<string, (event: unknown, ...payload: unknown[]) => void>()
  return {
    /** The listeners with which the main process answers calls. */
    answering: new Map<string, Listener>(),
    exposed: new Map<string, unknown>(),
    listeners,
    ipcRenderer: {
      invoke: vi.fn(async () => 'envelope'),
      on: vi.fn((channel: string, listener: Listener) => void listeners.set(channel, listener)),
      off: vi.fn((channel: string) => void listeners.delete(channel)),
    },
  }
})
vi.mock('electron', () => ({
  contextBridge: { exposeInMainWorld: (name: string, api: unknown) => exposed.set(name, api) },
  ipcMain: { handle: (channel: string, listener: Listener) => answering.set(channel, listener) },
  ipcRenderer,
  webUtils: {
    getPathForFile: (file: unknown) => {
      if (!(file instanceof File)) throw new TypeError('no File')
      return `/home/ada/${file.name}`
    },
  },
}))

describe('the preload', () => {
  type Bridge = Record<string, Record<string, (input?: unknown) => unknown>>

  let bridge: Bridge = {}
  beforeAll(async () => {
    await import('../../../electron/preload.ts')
    bridge = exposed.get('gradekeep') as Bridge
  })

  it('puts exactly the contract on the window, under one name', () => {
    expect([...exposed.keys()]).toEqual(['gradekeep'])
    const names = (groups: object) => Object.entries(groups).map(([group, calls]) => [group, Object.keys(calls)])
    expect(names(bridge)).toEqual(names(contract))
  })

  /** The calls that take files as the page has them. */
  const takesFiles = ['imports.drop', 'bank.drop', 'bank.kindsOf']

  it('sends each call on its own channel with one input, whatever the page adds', async () => {
    for (const [group, calls] of Object.entries(contract)) {
      for (const [name, { kind }] of Object.entries(calls)) {
        if (kind !== 'invoke' || takesFiles.includes(channelOf(group, name))) continue
        ipcRenderer.invoke.mockClear()
        const call = bridge[group]?.[name] as (...inputs: unknown[]) => unknown
        expect(await call({ input: 1 }, 'more')).toBe('envelope')
        expect(ipcRenderer.invoke.mock.calls).toEqual([[channelOf(group, name), { input: 1 }]])
      }
    }
  })

  it.each(takesFiles)(
    'puts the place of each file where the page gave the file, and takes none from it: %s',
    async (channel) => {
      ipcRenderer.invoke.mockClear()
      const [group = '', name = ''] = channel.split('.')
      const call = bridge[group]?.[name] as (input: unknown) => unknown
      const paths = [new File([], 'one.json'), new File([], 'two.json')]
      expect(await call({ account: 'a', paths })).toBe('envelope')
      const sent = { account: 'a', paths: ['/home/ada/one.json', '/home/ada/two.json'] }
      expect(ipcRenderer.invoke.mock.calls).toEqual([[channel, sent]])
      expect(() => call({ paths: ['/etc/passwd'] })).toThrow('no File')
      expect(ipcRenderer.invoke).toHaveBeenCalledTimes(1)
    },
  )

  it('gives a listener the payload alone, until it is taken off', () => {
    const heard = vi.fn()
    const stop = bridge.jobs?.changed?.(heard) as () => void
    listeners.get('jobs.changed')?.({ sender: 'ipc' }, { id: 'j' }, 'more')
    expect(heard.mock.calls).toEqual([[{ id: 'j' }]])
    stop()
    expect(listeners.has('jobs.changed')).toBe(false)
  })
})

describe('the main process’s end', () => {
  function openWindow() {
    const webContents = { send: vi.fn() }
    const window = { webContents, isDestroyed: vi.fn(() => false) }
    return { window, webContents, browserWindow: window as unknown as BrowserWindow }
  }

  it('hands a handler the event and one input, whatever else was sent', async () => {
    const port = createIpcPort(() => null)
    const handler = vi.fn(async () => 'answer')
    port.handle('results.page', handler)
    expect(await answering.get('results.page')?.('event', { limit: 1 }, 'more', 'and more')).toBe('answer')
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
})
