import { EventEmitter } from 'node:events'
import type { Session } from 'electron'
import { vi } from 'vitest'

/** A log that keeps its entries. */
export const quietLog = () => ({
  info: vi.fn<(message: string) => void>(),
  warn: vi.fn<(message: string) => void>(),
  error: vi.fn<(message: string) => void>(),
})

/** A window that shows nothing, and whose page says nothing by itself. */
export class FakeWindow extends EventEmitter {
  readonly webContents = new EventEmitter()
  isDestroyed = (): boolean => false
  loadURL = async (): Promise<void> => undefined
}

type PermissionRequest = (contents: unknown, permission: string, answer: (granted: boolean) => void) => void
type PermissionCheck = (contents: unknown, permission: string, origin: string) => boolean
type BeforeRequest = (
  details: { url: string; resourceType: string },
  answer: (response: { cancel?: boolean }) => void,
) => void

/** A session that keeps the handlers set on it, so that a test can call them. */
export function fakeSession() {
  let request: PermissionRequest = () => {}
  let check: PermissionCheck = () => true
  let device: () => boolean = () => true
  let before: BeforeRequest = (_details, answer) => answer({ cancel: false })
  const spellCheckers: boolean[] = []
  const proxies: { proxyRules?: string; proxyBypassRules?: string }[] = []
  const session = {
    setPermissionRequestHandler: (handler: PermissionRequest) => (request = handler),
    setPermissionCheckHandler: (handler: PermissionCheck) => (check = handler),
    setDevicePermissionHandler: (handler: () => boolean) => (device = handler),
    setProxy: async (config: { proxyRules?: string; proxyBypassRules?: string }) => void proxies.push(config),
    setSpellCheckerEnabled: (enabled: boolean) => void spellCheckers.push(enabled),
    webRequest: { onBeforeRequest: (handler: BeforeRequest) => (before = handler) },
  }
  return {
    session: session as unknown as Session,
    proxies,
    spellCheckers,
    permissionRequest: (permission: string, answer: (granted: boolean) => void) => request({}, permission, answer),
    permissionCheck: (permission: string) => check({}, permission, 'app://gradekeep'),
    devicePermission: () => device(),
    request(url: string) {
      let response: { cancel?: boolean } | undefined
      before({ url, resourceType: 'xhr' }, (given) => {
        response = given
      })
      return response
    },
  }
}
