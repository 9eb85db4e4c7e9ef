import { expect, it, vi } from 'vitest'
import { denyPermissions } from '../../../electron/desktop/permissions.ts'
import { fakeSession, quietLog } from './fake-electron.ts'

const permissions = [
  'clipboard-read',
  'clipboard-sanitized-write',
  'deprecated-sync-clipboard-read',
  'display-capture',
  'fileSystem',
  'fullscreen',
  'geolocation',
  'idle-detection',
  'keyboardLock',
  'media',
  'mediaKeySystem',
  'midi',
  'midiSysex',
  'notifications',
  'openExternal',
  'pointerLock',
  'speaker-selection',
  'storage-access',
  'top-level-storage-access',
  'unknown',
  'window-management',
]

it.each(permissions)('refuses %s, asked for or looked up', (permission) => {
  const session = fakeSession()
  denyPermissions(session.session, quietLog())
  const answer = vi.fn()
  session.permissionRequest(permission, answer)
  expect(answer.mock.calls).toEqual([[false]])
  expect(session.permissionCheck(permission)).toBe(false)
})

it('refuses devices, and says in the log what was asked for', () => {
  const session = fakeSession()
  const log = quietLog()
  denyPermissions(session.session, log)
  session.permissionRequest('media', () => {})
  expect(session.devicePermission()).toBe(false)
  expect(log.warn).toHaveBeenCalledWith('permission refused: media')
})
