import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import type { App } from 'electron'
import { beforeEach, describe, expect, it, onTestFinished, vi } from 'vitest'
import { commandNames } from '../../../electron/cli/commands.ts'
import { hiddenSwitch, startsHidden } from '../../../electron/desktop/background.ts'
import { commandWords, failStartup, identifyApp, restarts } from '../../../electron/desktop/startup.ts'
import { AppError } from '../../../shared/errors.ts'
import { unixSeconds } from '../../../shared/model/time.ts'
import { quietLog } from './fake-electron.ts'

const { showErrorBox, showMessageBoxSync, findRescue, applyRescue } = vi.hoisted(() => ({
  showErrorBox: vi.fn(),
  showMessageBoxSync: vi.fn(() => 0),
  findRescue: vi.fn<(database: string, worker: string) => Promise<unknown>>(async () => null),
  applyRescue: vi.fn(async () => '/data/gradekeep.db.damaged-1'),
}))
vi.mock('electron', () => ({ dialog: { showErrorBox, showMessageBoxSync } }))
vi.mock('../../../electron/backup/rescue.ts', () => ({ findRescue, applyRescue }))

describe('the name that Windows knows the app by', () => {
  const read = (file: string) => readFileSync(resolve(import.meta.dirname, '../../..', file), 'utf8')

  it('is the one that its installer uses', () => {
    const setAppUserModelId = vi.fn()
    identifyApp({ setAppUserModelId } as unknown as App, 'win32')
    const [, appId] = /^appId: (.+)$/m.exec(read('electron-builder.yml')) ?? []
    expect(setAppUserModelId).toHaveBeenCalledExactlyOnceWith(appId)
  })

  it.each(['darwin', 'linux'] as const)('is not asked for on %s, where Electron has no such call', (platform) => {
    expect(() => identifyApp({} as unknown as App, platform)).not.toThrow()
  })

  it('names what the uninstaller takes away: the start at login, and whether that was switched off', () => {
    const [, include = ''] = /^ {2}include: (.+)$/m.exec(read('electron-builder.yml')) ?? []
    const script = read(include)
    expect(script).toMatch(/^!macro customUnInstall\n {2}\$\{ifNot\} \$\{isUpdated\}\n/m)
    for (const key of ['CurrentVersion\\Run', 'Explorer\\StartupApproved\\Run'])
      expect(script).toContain(`${key}" "\${APP_ID}"`)
    expect(read('node_modules/app-builder-lib/templates/nsis/uninstaller.nsh')).toContain(
      '!insertmacro customUnInstall',
    )
  })

  it('has a launcher for terminals, which wait for a script and not for a program with windows', () => {
    const [, from = '', to] = /- from: (.+\.cmd)\n {6}to: (.+)/.exec(read('electron-builder.yml')) ?? []
    expect(to).toBe('bin/gradekeep.cmd')
    expect(read(from)).toBe('@"%~dp0..\\Gradekeep.exe" -- %*\r\n@exit /b %errorlevel%\r\n')
  })
})

describe('words on the command line', () => {
  it.each([
    [['gradekeep'], null],
    [['gradekeep', '--user-data-dir=/tmp/sync'], null],
    [['gradekeep', '/home/t/results.xlsx'], null],
    [['gradekeep', 'https://www.classmarker.com'], null],
    [
      ['gradekeep', 'sync', '--json'],
      ['sync', '--json'],
    ],
    [
      ['gradekeep', '--data-dir', '/tmp/x', 'export', 'a.xlsx'],
      ['--data-dir', '/tmp/x', 'export', 'a.xlsx'],
    ],
    [['gradekeep', '--help'], ['--help']],
    [['gradekeep', '-h'], ['-h']],
    [['gradekeep', 'snyc'], ['snyc']],
    [
      ['gradekeep', 'certificates', 'CA'],
      ['certificates', 'CA'],
    ],
    [
      ['gradekeep', 'codes', 'add', '123456', '--', '-A'],
      ['codes', 'add', '123456', '--', '-A'],
    ],
    [
      ['gradekeep', '--data-dir=/tmp/x', 'snyc'],
      ['--data-dir=/tmp/x', 'snyc'],
    ],
    [['gradekeep', '--no-sandbox', '--enable-logging'], null],
    [['gradekeep', 'file:///home/t/a'], null],
    [['gradekeep', '-psn_0_12345'], null],
  ])('an installed app started as %j runs %j', (argv, words) => {
    expect(commandWords(argv, true)).toEqual(words)
  })

  it.each(commandNames)('knows the command %s wherever it stands', (name) => {
    expect(commandWords(['gradekeep', '/tmp/x', name], true)).toEqual(['/tmp/x', name])
  })

  it('skips the folder of an app that is not packaged', () => {
    expect(commandWords(['electron', '.', 'status'], false)).toEqual(['status'])
    expect(commandWords(['electron', 'sync'], false)).toBeNull()
  })
})

describe('a hidden start', () => {
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

  it('starts hidden when asked to, and with a window otherwise', () => {
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
})

describe('a start that fails', () => {
  beforeEach(() => void vi.clearAllMocks())

  const copy = {
    file: '/data/backups/daily-2026-11-19.db',
    takenAt: unixSeconds(1_795_089_600),
    contents: { version: 2, accounts: ['Northgate'], results: 1286, newestResult: null },
  }

  async function failing(error: unknown) {
    const app = { exit: vi.fn(), relaunch: vi.fn(), releaseSingleInstanceLock: vi.fn() }
    const log = quietLog()
    await failStartup(app as unknown as App, { error, dataDir: '/data', snapshotWorker: '/app/snapshot.js', log })
    return { ...app, log }
  }

  it('says what happened to the results and what to do, and ends with a failure', async () => {
    const { exit, relaunch } = await failing(new AppError('store/from-the-future'))
    expect(showErrorBox.mock.calls[0]?.[1]).toMatch(/newer/i)
    expect(showErrorBox.mock.calls[0]?.[1]).toContain('/data')
    expect(exit).toHaveBeenCalledWith(1)
    expect(findRescue).not.toHaveBeenCalled()
    expect(relaunch).not.toHaveBeenCalled()
  })

  it('offers to go on from a whole copy of damaged results, with its day and what it holds', async () => {
    findRescue.mockResolvedValueOnce(copy)
    const { exit, relaunch, log } = await failing(new AppError('store/damaged'))
    expect(findRescue).toHaveBeenCalledWith('/data/gradekeep.db', '/app/snapshot.js')
    const asked = JSON.stringify(showMessageBoxSync.mock.calls[0])
    expect(asked).toContain('2026')
    expect(asked).toMatch(/1.?286 results/)
    expect(applyRescue).toHaveBeenCalledWith(copy, '/data/gradekeep.db', expect.any(Number))
    expect(log.warn).toHaveBeenCalledWith(expect.stringContaining('gradekeep.db.damaged-1'))
    expect(relaunch).toHaveBeenCalledOnce()
    expect(exit).toHaveBeenCalledOnce()
    expect(showErrorBox).not.toHaveBeenCalled()
  })

  it('starts an AppImage by its own file, free to be the running copy', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'gradekeep-restart-'))
    onTestFinished(() => rmSync(folder, { recursive: true }))
    const image = join(folder, 'Gradekeep.AppImage')
    writeFileSync(image, `#!/bin/sh\necho "$@" > ${folder}/started\n`, { mode: 0o700 })
    const app = { relaunch: vi.fn(), releaseSingleInstanceLock: vi.fn() }
    expect(await restarts(app, { env: { APPIMAGE: image }, argv: ['/tmp/.mount_x/gradekeep', '--one'] })).toBe(true)
    await vi.waitFor(() => expect(readFileSync(join(folder, 'started'), 'utf8')).toBe('--one\n'))
    expect(app.releaseSingleInstanceLock).toHaveBeenCalledOnce()
    expect(app.relaunch).not.toHaveBeenCalled()
  })

  it('says that it must be started by hand where an AppImage was moved away meanwhile', async () => {
    vi.stubEnv('APPIMAGE', '/nowhere/Gradekeep.AppImage')
    onTestFinished(() => void vi.unstubAllEnvs())
    findRescue.mockResolvedValueOnce(copy)
    const { exit } = await failing(new AppError('store/damaged'))
    expect(showErrorBox.mock.calls[0]?.[1]).toMatch(/start it as you always do/)
    expect(exit).toHaveBeenCalledOnce()
  })

  it('changes nothing where that is declined', async () => {
    findRescue.mockResolvedValueOnce(copy)
    showMessageBoxSync.mockReturnValueOnce(1)
    const { exit, relaunch } = await failing(new AppError('store/damaged'))
    expect(applyRescue).not.toHaveBeenCalled()
    expect(relaunch).not.toHaveBeenCalled()
    expect(exit).toHaveBeenCalledWith(1)
  })

  it('says that the results are damaged where no copy is whole', async () => {
    const { exit } = await failing(new AppError('store/damaged'))
    expect(showErrorBox.mock.calls[0]?.[1]).toMatch(/damaged/i)
    expect(showMessageBoxSync).not.toHaveBeenCalled()
    expect(exit).toHaveBeenCalledWith(1)
  })
})
