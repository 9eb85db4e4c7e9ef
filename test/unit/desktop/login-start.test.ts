import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { App } from 'electron'
import { expect, it, onTestFinished, vi } from 'vitest'
import { autostartEntry } from '../../../electron/desktop/autostart-entry.ts'
import { createLoginStart } from '../../../electron/desktop/login-start.ts'

function started(platform: NodeJS.Platform) {
  const config = mkdtempSync(join(tmpdir(), 'gradekeep-login-'))
  onTestFinished(() => rmSync(config, { recursive: true }))
  const setLoginItemSettings = vi.fn()
  const app = { setLoginItemSettings, getPath: () => '/home/nobody' } as unknown as App
  const env = { XDG_CONFIG_HOME: config }
  const login = createLoginStart(app, { platform, env, execPath: '/opt/Gradekeep/gradekeep' })
  return { login, setLoginItemSettings, config, entry: join(config, 'autostart', 'gradekeep.desktop') }
}

it.each([
  ['darwin', {}],
  ['win32', { args: ['--hidden'] }],
] as const)('asks Electron for a login item on %s, and writes no file', async (platform, more) => {
  const { login, setLoginItemSettings, config } = started(platform)
  await login.set(true)
  expect(setLoginItemSettings).toHaveBeenLastCalledWith({ openAtLogin: true, ...more })
  await login.set(false)
  expect(setLoginItemSettings).toHaveBeenLastCalledWith({ openAtLogin: false, ...more })
  expect(existsSync(join(config, 'autostart'))).toBe(false)
})

it.each(['darwin', 'win32'] as const)('leaves what was switched off in the settings of %s', async (platform) => {
  const { login, setLoginItemSettings } = started(platform)
  await login.refresh()
  expect(setLoginItemSettings).not.toHaveBeenCalled()
})

it('adds an autostart entry on Linux, and takes it away', async () => {
  const { login, setLoginItemSettings, entry } = started('linux')
  await login.set(true)
  expect(readFileSync(entry, 'utf8')).toBe(autostartEntry('/opt/Gradekeep/gradekeep'))
  await login.set(false)
  expect(existsSync(entry)).toBe(false)
  await login.set(false)
  expect(setLoginItemSettings).not.toHaveBeenCalled()
})

it('refreshes the entry on Linux', async () => {
  const { login, entry } = started('linux')
  await login.set(true)
  writeFileSync(entry, autostartEntry('/tmp/elsewhere'))
  await login.refresh()
  expect(readFileSync(entry, 'utf8')).toBe(autostartEntry('/opt/Gradekeep/gradekeep'))
})

it('says so where the entry cannot be written', async () => {
  const { login, config } = started('linux')
  writeFileSync(join(config, 'autostart'), 'a file where a folder should be')
  await expect(login.set(true)).rejects.toThrow()
})
