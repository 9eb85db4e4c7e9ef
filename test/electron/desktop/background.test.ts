import { EventEmitter } from 'node:events'
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { App } from 'electron'
import { beforeEach, describe, expect, it, onTestFinished, vi } from 'vitest'
import {
  autostartEntry,
  autostartFile,
  autostartProgram,
  createBackground,
  createLoginStart,
  createTrayIcon,
  refreshAutostart,
  type SyncedAccount,
  trayTemplate,
} from '../../../electron/desktop/background.ts'
import type { LoginStart } from '../../../shared/ipc/app.ts'
import { unixSeconds } from '../../../shared/model/time.ts'
import { quietLog } from './fake-electron.ts'

const electron = vi.hoisted(
  (): Record<string, unknown> => ({
    Menu: { buildFromTemplate: (items: unknown) => items },
    nativeImage: {
      createFromPath: (path: string) => ({
        path,
        toDataURL: () => `data:${path}`,
        addRepresentation: vi.fn(),
        setTemplateImage: vi.fn(),
      }),
    },
  }),
)
vi.mock('electron', () => electron)

describe('the autostart entry', () => {
  it('starts the program hidden', () => {
    expect(autostartEntry('/opt/Gradekeep/gradekeep').split('\n')).toEqual([
      '[Desktop Entry]',
      'Type=Application',
      'Name=Gradekeep',
      'Comment=Keeps ClassMarker exam results up to date',
      'Exec="/opt/Gradekeep/gradekeep" --hidden',
      'TryExec=/opt/Gradekeep/gradekeep',
      'Icon=gradekeep',
      'Terminal=false',
      'StartupNotify=false',
      '',
    ])
  })

  it.each([
    ['/home/ada/My apps/Gradekeep.AppImage', '"/home/ada/My apps/Gradekeep.AppImage"'],
    ['/home/ada/100%/app', '"/home/ada/100%%/app"'],
    ['/home/ada/$HOME/app', String.raw`"/home/ada/\\$HOME/app"`],
    ['/home/ada/a"b`c', '"/home/ada/a\\\\"b\\\\`c"'],
    [String.raw`/home/ada/a\b`, String.raw`"/home/ada/a\\\\b"`],
    ['/home/ada/two\nlines', String.raw`"/home/ada/two\nlines"`],
  ])('names %j so that no desktop reads anything else into it', (program, exec) => {
    expect(autostartEntry(program)).toContain(`\nExec=${exec} --hidden\n`)
  })

  it('belongs to the folder that XDG_CONFIG_HOME names, where that is a full path', () => {
    const inHome = '/home/ada/.config/autostart/gradekeep.desktop'
    expect(autostartFile({ XDG_CONFIG_HOME: '/cfg' }, '/home/ada')).toBe('/cfg/autostart/gradekeep.desktop')
    for (const env of [{}, { XDG_CONFIG_HOME: '' }, { XDG_CONFIG_HOME: 'cfg' }]) {
      expect(autostartFile(env, '/home/ada')).toBe(inHome)
    }
  })

  it('starts an AppImage by its own file, not by the folder it runs from for a while', () => {
    expect(autostartProgram({ APPIMAGE: '/home/ada/Gradekeep.AppImage' }, '/tmp/.mount_x/gradekeep')).toBe(
      '/home/ada/Gradekeep.AppImage',
    )
    expect(autostartProgram({}, '/opt/Gradekeep/gradekeep')).toBe('/opt/Gradekeep/gradekeep')
  })
})

describe('an entry that is there already', () => {
  function file(): string {
    const folder = mkdtempSync(join(tmpdir(), 'gradekeep-autostart-'))
    onTestFinished(() => rmSync(folder, { recursive: true }))
    return join(folder, 'gradekeep.desktop')
  }

  it('follows a program that was moved', async () => {
    const entry = file()
    writeFileSync(entry, autostartEntry('/old'))
    await refreshAutostart(entry, '/new')
    expect(readFileSync(entry, 'utf8')).toBe(autostartEntry('/new'))
  })

  it.each(['Hidden=true', 'X-GNOME-Autostart-enabled=false'])('stays switched off by %s', async (line) => {
    const entry = file()
    const switchedOff = `${autostartEntry('/old')}${line}\n`
    writeFileSync(entry, switchedOff)
    await refreshAutostart(entry, '/new')
    expect(readFileSync(entry, 'utf8')).toBe(switchedOff)
  })

  it('stays removed', async () => {
    const entry = file()
    await refreshAutostart(entry, '/new')
    expect(() => readFileSync(entry)).toThrow('ENOENT')
  })
})

describe('starting with the computer', () => {
  function started(platform: NodeJS.Platform) {
    const config = mkdtempSync(join(tmpdir(), 'gradekeep-login-'))
    onTestFinished(() => rmSync(config, { recursive: true }))
    const setLoginItemSettings = vi.fn()
    const getLoginItemSettings = vi.fn(() => ({}))
    const app = { setLoginItemSettings, getLoginItemSettings, getPath: () => '/home/nobody' } as unknown as App
    const env = { XDG_CONFIG_HOME: config }
    const login = createLoginStart(app, { platform, env, execPath: '/opt/Gradekeep/gradekeep' })
    return {
      login,
      setLoginItemSettings,
      getLoginItemSettings,
      config,
      entry: join(config, 'autostart', 'gradekeep.desktop'),
    }
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

  it('lets the app start without a home folder, and says so where the teacher chooses it', async () => {
    const getPath = () => {
      throw new Error("Failed to get 'home' path")
    }
    const login = createLoginStart({ getPath } as unknown as App, { platform: 'linux', env: {}, execPath: '/x' })
    await expect(login.set(true)).rejects.toThrow('home')
    await expect(login.refresh()).rejects.toThrow('home')
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

  it.each([
    ['enabled', true, 'on'],
    ['requires-approval', false, 'needs-approval'],
    ['not-registered', false, 'missing'],
    ['not-found', false, 'missing'],
    // Before macOS 13.
    ['', true, 'on'],
    ['', false, 'missing'],
  ])('reads back what macOS makes of it: %j is %s', async (status, openAtLogin, state) => {
    const { login, getLoginItemSettings } = started('darwin')
    getLoginItemSettings.mockReturnValue({ status, openAtLogin })
    expect(await login.state()).toBe(state)
  })

  it.each([
    [true, true, 'on'],
    [true, false, 'switched-off'],
    [false, false, 'missing'],
  ])('reads back what Windows makes of it: kept %s, will start %s', async (openAtLogin, will, state) => {
    const { login, getLoginItemSettings } = started('win32')
    getLoginItemSettings.mockReturnValue({ openAtLogin, executableWillLaunchAtLogin: will })
    expect(await login.state()).toBe(state)
    // Windows keeps the entry under its words, so that it is found by the same ones only.
    expect(getLoginItemSettings).toHaveBeenCalledWith({ args: ['--hidden'] })
  })

  it('reads back what a Linux desktop makes of it', async () => {
    const { login, entry } = started('linux')
    expect(await login.state()).toBe('missing')
    await login.set(true)
    expect(await login.state()).toBe('on')
    writeFileSync(entry, `${readFileSync(entry, 'utf8')}Hidden=true\n`)
    expect(await login.state()).toBe('switched-off')
    writeFileSync(entry, autostartEntry('/tmp/elsewhere'))
    expect(await login.state()).toBe('missing')
  })

  it('says so where the entry cannot be written', async () => {
    const { login, config } = started('linux')
    writeFileSync(join(config, 'autostart'), 'a file where a folder should be')
    await expect(login.set(true)).rejects.toThrow()
  })
})

describe('staying in the background', () => {
  function installed(isPackaged = true) {
    const login = {
      set: vi.fn(async (_on: boolean) => {}),
      refresh: vi.fn(async () => {}),
      state: vi.fn(async () => 'on' as LoginStart),
    }
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

  it('tells what the system says only after a choice under way has reached it', async () => {
    const { background, login } = installed()
    const setting = Promise.withResolvers<void>()
    login.set.mockReturnValueOnce(setting.promise)
    const chosen = background.choose(true)
    const told = background.loginStart()
    await Promise.resolve()
    expect(login.state).not.toHaveBeenCalled()
    setting.resolve()
    await chosen
    expect(await told).toBe('on')
  })

  it('still tells what the system says after it refused', async () => {
    const { background, login } = installed()
    login.set.mockRejectedValueOnce(new Error('EACCES'))
    await background.choose(true).catch(() => undefined)
    login.state.mockResolvedValueOnce('missing')
    expect(await background.loginStart()).toBe('missing')
    expect(await installed(false).background.loginStart()).toBe('not-installed')
  })

  it('goes on as before when the system refuses', async () => {
    const { background, tray, login } = installed()
    login.set.mockRejectedValueOnce(new Error('EACCES'))
    await expect(background.choose(true)).rejects.toMatchObject({
      code: 'login-start/refused',
      cause: { message: 'EACCES' },
    })
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
})

describe('the tray icon', () => {
  type Items = readonly { label?: string }[]

  class FakeTray extends EventEmitter {
    static shown: FakeTray[] = []
    readonly image: { path: string }
    readonly setToolTip = vi.fn()
    readonly setContextMenu = vi.fn<(items: Items) => void>()
    readonly destroy = vi.fn()

    constructor(image: { path: string }) {
      super()
      this.image = image
      FakeTray.shown.push(this)
    }
  }
  electron.Tray = FakeTray

  function started(platform: NodeJS.Platform = 'linux') {
    const actions = { open: vi.fn(), syncNow: vi.fn(), quit: vi.fn() }
    const accounts = vi.fn(async (): Promise<SyncedAccount[]> => [{ sample: false, archived: false, lastSync: null }])
    return { ...actions, accounts, icon: createTrayIcon({ platform, accounts, ...actions }) }
  }

  const shown = (): FakeTray => FakeTray.shown.at(-1) ?? expect.fail('no tray icon')

  beforeEach(() => {
    FakeTray.shown = []
  })

  it('is one icon, however often it is shown, and gone once hidden', () => {
    const { icon } = started()
    icon.show()
    icon.show()
    expect(FakeTray.shown).toHaveLength(1)
    icon.hide()
    expect(shown().destroy).toHaveBeenCalledOnce()
    icon.show()
    expect(FakeTray.shown).toHaveLength(2)
  })

  it('opens the window with a click, except on a Mac, where a click opens the menu', () => {
    for (const [platform, times] of [
      ['linux', 1],
      ['win32', 1],
      ['darwin', 0],
    ] as const) {
      const { icon, open } = started(platform)
      icon.show()
      shown().emit('click')
      expect(open).toHaveBeenCalledTimes(times)
    }
  })

  it('is black and clear on a Mac, where the menu bar colours it', () => {
    started('darwin').icon.show()
    expect(shown().image).toMatchObject({ path: expect.stringContaining('trayTemplate') })
    started('win32').icon.show()
    expect(shown().image).toMatchObject({ path: expect.not.stringContaining('Template') })
  })

  it('says how far the accounts are once they are read, and again after a change', async () => {
    const { icon, accounts } = started()
    icon.show()
    const said = () => shown().setContextMenu.mock.lastCall?.[0].map(({ label }) => label)
    await vi.waitFor(() => expect(said()).toContain('Not synced yet'))
    accounts.mockResolvedValue([])
    icon.refresh()
    await vi.waitFor(() => expect(said()).toContain('No account connected'))
  })

  it('asks for nothing while it is not shown, and survives a store that is closed', async () => {
    const { icon, accounts } = started()
    icon.refresh()
    expect(accounts).not.toHaveBeenCalled()
    accounts.mockRejectedValue(new Error('closed'))
    icon.show()
    await vi.waitFor(() => expect(accounts).toHaveBeenCalledOnce())
    expect(shown().setContextMenu).toHaveBeenCalledOnce()
  })
})

describe('the tray menu', () => {
  const noon = unixSeconds(1_795_176_000)
  const account = (lastSync: SyncedAccount['lastSync'], more: Partial<SyncedAccount> = {}): SyncedAccount => ({
    sample: false,
    archived: false,
    lastSync,
    ...more,
  })
  const synced = (at: number) => account({ at: unixSeconds(at), outcome: 'complete' })
  const words = (at: number) =>
    `Synced ${new Intl.DateTimeFormat(undefined, { dateStyle: 'medium', timeStyle: 'short' }).format(at * 1000)}`

  function menu(accounts: readonly SyncedAccount[] = []) {
    const actions = { open: vi.fn(), syncNow: vi.fn(), quit: vi.fn() }
    return { actions, items: trayTemplate({ accounts, ...actions }) }
  }
  const state = (accounts: readonly SyncedAccount[]) =>
    menu(accounts)
      .items.filter(({ enabled }) => enabled === false)
      .map(({ label }) => label)

  it('opens, syncs and quits', () => {
    const { actions, items } = menu()
    const click = (label: string) =>
      Reflect.apply(items.find((item) => item.label === label)?.click ?? expect.fail(`no ${label}`), null, [])
    click('Open Gradekeep')
    expect(actions.open).toHaveBeenCalledOnce()
    click('Sync now')
    expect(actions.syncNow).toHaveBeenCalledOnce()
    expect(actions.quit).not.toHaveBeenCalled()
    click('Quit Gradekeep')
    expect(actions.quit).toHaveBeenCalledOnce()
  })

  it('says when everything was last fetched: as the account says that is furthest behind', () => {
    expect(state([synced(noon), synced(noon - 7200)])).toEqual([words(noon - 7200)])
  })

  it('says that something is missing where an account was not fetched, or not to its end', () => {
    expect(state([synced(noon), account(null)])).toEqual(['Not synced yet'])
    expect(state([synced(noon), account({ at: noon, outcome: 'offline' })])).toEqual(['The last sync did not finish'])
  })

  it('leaves out the sample and archived accounts, which fetch nothing', () => {
    const idle = [account(null, { sample: true }), account(null, { archived: true })]
    expect(state([synced(noon), ...idle])).toEqual([words(noon)])
    expect(state(idle)).toEqual(['No account connected'])
  })
})
