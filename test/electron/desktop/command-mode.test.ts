import { spawnSync } from 'node:child_process'
import { existsSync, mkdirSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import type { App } from 'electron'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { answerCommand } from '../../../electron/desktop/command-mode.ts'
import { temporaryFolder } from '../support/laptop.ts'

const { answerCommandLine } = vi.hoisted(() => ({
  answerCommandLine: vi.fn(async (_words: readonly string[], { exit }: { exit: (status: number) => void }) => exit(3)),
}))
vi.mock('../../../electron/cli/run.ts', () => ({ answerCommandLine }))

const workers = { writer: '', reader: '', export: '', snapshot: '', import: '', results: '', questions: '' }

describe('the installed app answering a command', () => {
  let temporary = ''
  beforeEach(() => {
    temporary = temporaryFolder()
    vi.stubEnv('TMPDIR', temporary)
    vi.stubEnv('TEMP', temporary)
  })
  afterEach(() => void vi.unstubAllEnvs())

  function fakeApp() {
    const sessions: string[] = []
    const app = {
      disableHardwareAcceleration: vi.fn(),
      dock: { hide: vi.fn() },
      getVersion: () => '1.2.3',
      setPath: vi.fn((_name: string, folder: string) => void sessions.push(folder)),
      exit: vi.fn(),
    }
    return { app: app as unknown as App, fake: app, sessions }
  }

  it('uses no GPU and no dock icon, and ends with the command’s status', async () => {
    const { app, fake } = fakeApp()
    await answerCommand(app, ['sync'], workers)
    expect(fake.disableHardwareAcceleration).toHaveBeenCalledOnce()
    expect(fake.dock.hide).toHaveBeenCalledOnce()
    expect(answerCommandLine).toHaveBeenCalledWith(['sync'], expect.objectContaining({ version: '1.2.3' }))
    expect(fake.exit).toHaveBeenCalledExactlyOnceWith(3)
  })

  it('gives Chromium a folder that is not the window’s, while the command runs', async () => {
    const { app, fake, sessions } = fakeApp()
    let during = false
    answerCommandLine.mockImplementationOnce(async (_, { exit }) => {
      during = existsSync(sessions[0] ?? '')
      exit(0)
    })
    await answerCommand(app, ['sync'], workers)
    expect(fake.setPath).toHaveBeenCalledExactlyOnceWith('sessionData', sessions[0])
    expect([during, readdirSync(temporary)]).toEqual([true, []])
  })

  it('removes what a killed command left, and nothing of one that runs or of anybody else', async () => {
    const { pid } = spawnSync(process.execPath, ['--version'])
    const kept = [`gradekeep-command-${process.ppid}-AbCdEf`, 'gradekeep-command-x', 'gradekeep-export-1-AbCdEf']
    for (const name of [`gradekeep-command-${pid}-AbCdEf`, ...kept])
      mkdirSync(join(temporary, name, 'Cache'), { recursive: true })
    await answerCommand(fakeApp().app, ['sync'], workers)
    expect(readdirSync(temporary).sort()).toEqual(kept.sort())
  })

  it('answers where no temporary folder can be made', async () => {
    vi.stubEnv('TMPDIR', join(temporary, 'gone'))
    const { app, fake } = fakeApp()
    await answerCommand(app, ['sync'], workers)
    expect(fake.exit).toHaveBeenCalledWith(3)
  })
})
