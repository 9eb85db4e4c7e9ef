import type { App } from 'electron'
import { expect, it } from 'vitest'
import { commandWords } from '../../../electron/desktop/command-words.ts'
import { hiddenSwitch, startsHidden } from '../../../electron/desktop/hidden-start.ts'

const hidden = (
  given: { argv?: readonly string[]; platform?: NodeJS.Platform; startAtLogin?: boolean },
  wasOpenedAtLogin = false,
) =>
  startsHidden({ getLoginItemSettings: () => ({ wasOpenedAtLogin }) } as unknown as App, {
    argv: ['gradekeep'],
    platform: 'linux',
    startAtLogin: false,
    ...given,
  })

it('starts hidden when told to, and with a window otherwise', () => {
  expect(hidden({ argv: ['gradekeep', '--hidden'] })).toBe(true)
  expect(hidden({ startAtLogin: true })).toBe(false)
})

it('starts hidden on a Mac that opened it at login, where the teacher wanted that', () => {
  expect(hidden({ platform: 'darwin', startAtLogin: true }, true)).toBe(true)
  expect(hidden({ platform: 'darwin', startAtLogin: true }, false)).toBe(false)
  expect(hidden({ platform: 'darwin', startAtLogin: false }, true)).toBe(false)
})

it('is no command of the command line', () => {
  expect(commandWords(['gradekeep', hiddenSwitch], true)).toBeNull()
})
