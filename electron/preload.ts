import { contextBridge, ipcRenderer, webUtils } from 'electron'
import { bridgeName, channelOf, contract } from '../shared/ipc/contract.ts'

const invoke = (channel: string) => (input?: unknown) => ipcRenderer.invoke(channel, input)

// The page hands over dropped files as they are: it never learns where they stand, and cannot name a place of its own.
const drop = (channel: string) => (input: { readonly paths: readonly File[] }) =>
  ipcRenderer.invoke(channel, { ...input, paths: Array.from(input.paths, (file) => webUtils.getPathForFile(file)) })

// Passes on the payload only: Electron's event would give the page access to the sender.
const subscribe = (channel: string) => (listener: (payload: unknown) => void) => {
  const forward = (_event: unknown, payload: unknown) => listener(payload)
  ipcRenderer.on(channel, forward)
  return () => {
    ipcRenderer.off(channel, forward)
  }
}

const bridgeOf = (group: string, calls: Readonly<Record<string, { kind: 'invoke' | 'event' }>>) =>
  Object.fromEntries(
    Object.entries(calls).map(([name, { kind }]) => {
      const channel = channelOf(group, name)
      if (name === 'drop' || name === 'kindsOf') return [name, drop(channel)]
      return [name, kind === 'invoke' ? invoke(channel) : subscribe(channel)]
    }),
  )

contextBridge.exposeInMainWorld(
  bridgeName,
  Object.fromEntries(Object.entries(contract).map(([group, calls]) => [group, bridgeOf(group, calls)])),
)
