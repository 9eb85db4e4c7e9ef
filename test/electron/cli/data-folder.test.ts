import { isAbsolute, join } from 'node:path'
import { expect, it, onTestFinished, vi } from 'vitest'
import { defaultDataFolder } from '../../../electron/cli/opening.ts'

const home = join('/', 'home', 'ada')
const own = (...parts: string[]) => join(home, ...parts)

it.each([
  ['darwin', {}, own('Library', 'Application Support', 'Gradekeep')],
  ['darwin', { XDG_CONFIG_HOME: '/xdg', APPDATA: '/roaming' }, own('Library', 'Application Support', 'Gradekeep')],
  ['win32', { APPDATA: '/roaming' }, join('/roaming', 'Gradekeep')],
  ['win32', {}, own('AppData', 'Roaming', 'Gradekeep')],
  ['linux', { XDG_CONFIG_HOME: '/xdg' }, join('/xdg', 'Gradekeep')],
  ['linux', {}, own('.config', 'Gradekeep')],
  ['freebsd', {}, own('.config', 'Gradekeep')],
] as const)("on %s with %j is the window's own, %s", (platform, env, folder) => {
  expect(defaultDataFolder(platform, env, home)).toBe(folder)
})

it.each([
  ['linux', { XDG_CONFIG_HOME: '' }, own('.config', 'Gradekeep')],
  ['win32', { APPDATA: '' }, own('AppData', 'Roaming', 'Gradekeep')],
  ['linux', { XDG_CONFIG_HOME: 'config' }, own('.config', 'Gradekeep')],
  ['linux', { XDG_CONFIG_HOME: String.raw`C:\config` }, own('.config', 'Gradekeep')],
  ['win32', { APPDATA: 'Roaming' }, own('AppData', 'Roaming', 'Gradekeep')],
] as const)('on %s with %j, which names no folder, is as if it were unset', (platform, env, folder) => {
  expect(defaultDataFolder(platform, env, home)).toBe(folder)
})

it.each(['', 'school', './'])('is in no folder of a home that is called %j', (named) => {
  vi.stubEnv('HOME', named)
  vi.stubEnv('USERPROFILE', named)
  onTestFinished(() => void vi.unstubAllEnvs())
  expect(isAbsolute(defaultDataFolder(process.platform, {}))).toBe(true)
})
