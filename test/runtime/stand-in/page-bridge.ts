import { createCrossing } from './crossing.ts'
import type { Hostility } from './hostile.ts'
import type { InvokeAnswer } from './wire.ts'

/** What the page's binding accepts. The binding itself is taken away before the page's own scripts run. */
export type PageCall = { kind: 'invoke'; channel: string; args: unknown[] } | { kind: 'windowOpen'; url: string }

export const bindingName = '__standInBinding'
export const deliverName = '__standInDeliver'
/** Where the files stand that are dropped on the page, by their names: a page in Chromium cannot tell. */
export const droppedName = '__standInDropped'

type Preload = (require: (name: string) => unknown, module: { exports: object }, exports: object) => void

/**
 * The script that runs in a page before its own: the built preload, and what it stands on. The preload is part of the
 * text because the page's policy forbids evaluating one.
 */
export const bridgeScript = (preload: string, hostile: ReadonlySet<Hostility> = new Set()): string =>
  `${hostile.has('no afterprint') ? `(${hideAfterPrint})();` : ''}
  (${installBridge})({ bindingName: '${bindingName}', deliverName: '${deliverName}', droppedName: '${droppedName}' }, (${createCrossing})(),
  function (require, module, exports) {${preload}\n})`

/** Some printers' drivers never tell the page that it was printed. */
function hideAfterPrint(): void {
  window.addEventListener('afterprint', (event) => event.stopImmediatePropagation(), true)
}

/**
 * Evaluates the preload with a `require('electron')` of its own, and sends `window.open` and links into new windows to
 * the main process. It reaches the page as text, so it uses nothing from this module.
 */
function installBridge(
  names: { bindingName: string; deliverName: string; droppedName: string },
  cross: (value: unknown) => unknown,
  preload: Preload,
): void {
  const call: (call: PageCall) => Promise<unknown> = Reflect.get(globalThis, names.bindingName)
  Reflect.deleteProperty(globalThis, names.bindingName)
  if (window.top !== window.self || call === undefined) return

  type Listener = (event: object, ...payload: unknown[]) => void
  const listeners = new Map<string, Set<Listener>>()
  const frozen = (value: unknown): unknown => {
    if ((typeof value !== 'object' && typeof value !== 'function') || value === null) return value
    for (const part of Object.values(value)) frozen(part)
    return Object.freeze(value)
  }
  const electron = {
    contextBridge: {
      exposeInMainWorld: (name: string, api: unknown) => {
        if (name in globalThis)
          throw new Error('Cannot bind an API on top of an existing property on the window object')
        Object.defineProperty(globalThis, name, { value: frozen(cross(api)), enumerable: true })
      },
    },
    ipcRenderer: {
      async invoke(channel: string, ...args: unknown[]) {
        // Refuses functions, symbols and whatever else Chromium's messages cannot carry.
        const answer = (await call({ kind: 'invoke', channel, args: structuredClone(args) })) as InvokeAnswer
        if (!answer.ok) throw new Error(`Error invoking remote method '${channel}': ${answer.message}`)
        return 'json' in answer.value ? JSON.parse(answer.value.json) : answer.value.value
      },
      on: (channel: string, listener: Listener) => {
        if (!listeners.has(channel)) listeners.set(channel, new Set())
        listeners.get(channel)?.add(listener)
      },
      off: (channel: string, listener: Listener) => void listeners.get(channel)?.delete(listener),
    },
    webUtils: {
      // As Electron's: '' for a file that a script made, and no path for anything else.
      getPathForFile: (file: unknown) => {
        if (!(file instanceof File)) throw new TypeError('getPathForFile expected to receive a File object')
        return dropped.get(file.name) ?? ''
      },
    },
  }
  const dropped = new Map<string, string>()
  Object.defineProperty(globalThis, names.droppedName, {
    value: (name: string, path: string) => void dropped.set(name, path),
  })
  Object.defineProperty(globalThis, names.deliverName, {
    value: (channel: string, args: readonly unknown[]) => {
      for (const listener of listeners.get(channel) ?? []) listener({ ports: [] }, ...args)
    },
  })

  window.open = (url) => {
    void call({ kind: 'windowOpen', url: new URL(String(url ?? ''), location.href).href })
    return null
  }
  window.addEventListener('click', (event) => {
    const link = event.composedPath().find((part) => part instanceof HTMLAnchorElement)
    if (event.defaultPrevented || link === undefined || link.target === '' || link.target === '_self') return
    event.preventDefault()
    void call({ kind: 'windowOpen', url: link.href })
  })

  const module = { exports: {} }
  const require = (name: string) => {
    if (name === 'electron') return electron
    throw new Error(`module not found: ${name}`)
  }
  preload(require, module, module.exports)
}
