import { expect, it, vi } from 'vitest'
import { createBackground } from '../../../electron/desktop/background.ts'
import { quietLog } from './fake-electron.ts'

function installed(isPackaged = true) {
  const login = { set: vi.fn(async (_on: boolean) => {}), refresh: vi.fn(async () => {}) }
  const tray = { show: vi.fn(), hide: vi.fn() }
  const log = quietLog()
  return { login, tray, log, background: createBackground({ isPackaged }, { login, tray, log }) }
}

it('neither stays nor shows in the tray where nobody asked for it', async () => {
  const { background, tray, login } = installed()
  await background.begin(false, false)
  expect(background.stays()).toBe(false)
  expect(tray.show).not.toHaveBeenCalled()
  expect(login.refresh).not.toHaveBeenCalled()
})

it('takes up an earlier choice', async () => {
  const { background, tray, login } = installed()
  await background.begin(true, false)
  expect(background.stays()).toBe(true)
  expect(tray.show).toHaveBeenCalledOnce()
  expect(login.refresh).toHaveBeenCalledOnce()
  expect(login.set).not.toHaveBeenCalled()
})

it('always shows in the tray when it starts without a window', async () => {
  const { background, tray } = installed()
  await background.begin(false, true)
  expect(tray.show).toHaveBeenCalledOnce()
  expect(background.stays()).toBe(false)
})

it('starts although the login item cannot be refreshed, and logs it', async () => {
  const { background, login, log } = installed()
  login.refresh.mockRejectedValueOnce(new Error('EACCES'))
  await background.begin(true, true)
  expect(background.stays()).toBe(true)
  expect(log.warn).toHaveBeenCalledOnce()
})

it('stays from the moment it is chosen, until it is no longer', async () => {
  const { background, tray, login } = installed()
  await background.begin(false, false)
  await background.choose(true)
  expect(login.set).toHaveBeenLastCalledWith(true)
  expect(background.stays()).toBe(true)
  expect(tray.show).toHaveBeenCalledOnce()
  await background.choose(false)
  expect(login.set).toHaveBeenLastCalledWith(false)
  expect(background.stays()).toBe(false)
  expect(tray.hide).toHaveBeenCalledOnce()
})

it('goes on as before when the system refuses', async () => {
  const { background, tray, login } = installed()
  login.set.mockRejectedValueOnce(new Error('EACCES'))
  await expect(background.choose(true)).rejects.toThrow('EACCES')
  expect(background.stays()).toBe(false)
  expect(tray.show).not.toHaveBeenCalled()
})

it('does nothing of it in a checkout, whose program is Electron itself', async () => {
  const { background, login, tray } = installed(false)
  await background.begin(true, false)
  await background.choose(true)
  expect(background.stays()).toBe(false)
  expect(login.set).not.toHaveBeenCalled()
  expect(login.refresh).not.toHaveBeenCalled()
  expect(tray.show).not.toHaveBeenCalled()
})
