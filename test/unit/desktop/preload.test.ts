import { beforeAll, expect, it, vi } from 'vitest'
import { channelOf, contract } from '../../../shared/ipc/contract.ts'

type Listener = (event: unknown, ...payload: unknown[]) => void
type Bridge = Record<string, Record<string, (input?: unknown) => unknown>>

const { exposed, ipcRenderer, listeners } = vi.hoisted(() => {
  const listeners = new Map<string, (event: unknown, ...payload: unknown[]) => void>()
  return {
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
  ipcRenderer,
}))

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

it('sends each call on its own channel with one input, whatever the page adds', async () => {
  for (const [group, calls] of Object.entries(contract)) {
    for (const [name, { kind }] of Object.entries(calls)) {
      if (kind !== 'invoke') continue
      ipcRenderer.invoke.mockClear()
      const call = bridge[group]?.[name] as (...inputs: unknown[]) => unknown
      expect(await call({ input: 1 }, 'more')).toBe('envelope')
      expect(ipcRenderer.invoke.mock.calls).toEqual([[channelOf(group, name), { input: 1 }]])
    }
  }
})

it('gives a listener the payload alone, until it is taken off', () => {
  const heard = vi.fn()
  const stop = bridge.jobs?.changed?.(heard) as () => void
  listeners.get('jobs.changed')?.({ sender: 'ipc' }, { id: 'j' }, 'more')
  expect(heard.mock.calls).toEqual([[{ id: 'j' }]])
  stop()
  expect(listeners.has('jobs.changed')).toBe(false)
})
