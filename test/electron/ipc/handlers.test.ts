import { beforeEach, describe, expect, it, vi } from 'vitest'
import type { Core } from '../../../electron/core.ts'
import { createHandlers } from '../../../electron/ipc/handlers.ts'
import { AppError } from '../../../shared/errors.ts'
import { contract } from '../../../shared/ipc/contract.ts'
import { defaultSettings } from '../../../shared/model/settings.ts'
import { unixSeconds } from '../../../shared/model/time.ts'

const noon = unixSeconds(1_795_176_000)
const newestFirst = { filter: [], sort: { field: 'finished', direction: 'desc' } } as const

/** A core whose services record their calls. */
function fakeCore() {
  const order: string[] = []
  const noting = (name: string, answer: unknown = undefined) =>
    vi.fn(async () => {
      order.push(name)
      return answer
    })
  const parts = {
    dataDir: '/data',
    clock: () => noon,
    store: {
      countResults: noting('countResults', 3),
      resultDetail: noting('resultDetail', { id: 1 }),
      facets: noting('facets', { total: 0 }),
      settings: noting('settings', defaultSettings),
      changeSettings: noting('changeSettings', { ...defaultSettings, theme: 'dark' }),
      pseudonymKey: noting('pseudonymKey', 'aa'),
      changesOfResult: noting('changesOfResult', []),
      recentRuns: noting('recentRuns', ['run']),
      recentRequests: noting('recentRequests', ['request']),
      recentChanges: noting('recentChanges', ['change']),
      recentUnreadable: noting('recentUnreadable', ['unreadable']),
      syncState: noting('syncState', { gaps: [{ feed: 'links', from: 1, to: 3, reason: 'too-old' }] }),
      listAccounts: noting('listAccounts', [{ id: 'a' }, { id: 'b' }]),
    },
    jobs: {
      list: vi.fn((): object[] => []),
      cancel: vi.fn(),
      stopFor: noting('stopFor'),
      start: vi.fn((_: { work: (context: object) => Promise<unknown> }) => 'job-1'),
    },
    accounts: {
      list: noting('list', [{ id: 'a' }, { id: 'b' }]),
      stored: noting('stored', { id: 'a' }),
      connected: noting('connected', { id: 'a' }),
      hasKeychain: vi.fn(async () => true),
      connect: noting('connect', { requests: 1 }),
      replaceSecret: noting('replaceSecret', { id: 'a' }),
      change: noting('change', { id: 'a' }),
      remove: noting('remove'),
    },
    syncs: {
      start: vi.fn(() => 'job-2'),
      startGap: vi.fn(() => 'job-4'),
      recheckPrice: vi.fn(async () => ({ requests: 3 })),
      startSample: vi.fn(() => 'job-3'),
      status: vi.fn(async ({ id }: { id: string }) => ({ id })),
    },
    snapshots: {
      list: noting('snapshots', []),
      preview: noting('preview', { results: 1 }),
      restore: noting('restore', { results: 1 }),
    },
    backups: {
      save: noting('save'),
      open: noting('open', { id: 'b', fileName: 'Mine.gradekeep', encrypted: true }),
      preview: noting('previewFile', { results: 2 }),
      restore: noting('restoreFile', { results: 2 }),
    },
    restored: vi.fn(),
    exporter: { run: vi.fn(async () => ({ file: '/home/ada/Results.xlsx', sheets: [], students: 2, attempts: 3 })) },
  }
  return { order, parts, core: parts as unknown as Core }
}

const desktop = {
  info: { version: '1.2.3', platform: 'linux' as const },
  openExternal: vi.fn(async () => undefined),
  copyText: vi.fn(),
  kept: vi.fn(),
  startAtLogin: vi.fn(async () => undefined),
  loginStart: vi.fn(async () => 'on' as const),
  print: vi.fn(async () => true),
  chooseSaveFile: vi.fn<(name: string) => Promise<string | null>>(async () => '/home/ada/Results.xlsx'),
  showInFolder: vi.fn(),
  chooseBackupTarget: vi.fn<(name: string) => Promise<string | null>>(async () => '/home/ada/Mine.gradekeep'),
  chooseBackupFile: vi.fn<() => Promise<string | null>>(async () => '/home/ada/Mine.gradekeep'),
  chooseFolder: vi.fn<() => Promise<string | null>>(async () => '/home/ada/Certificates'),
  openFile: vi.fn(async () => true),
  openCertificate: vi.fn(async () => undefined),
  chooseQuestionFiles: vi.fn(async (): Promise<readonly string[] | null> => null),
  chooseImports: vi.fn(async (): Promise<readonly string[] | null> => ['/home/ada/payloads.zip']),
  chooseTable: vi.fn<() => Promise<string | null>>(async () => '/home/ada/People.csv'),
  chooseStartLinksTarget: vi.fn<(name: string) => Promise<string | null>>(async () => '/home/ada/Links.xlsx'),
}

function built() {
  const fake = fakeCore()
  return { ...fake, handlers: createHandlers(fake.core, desktop) }
}

beforeEach(() => void vi.clearAllMocks())

describe('the handlers', () => {
  it('are complete, and nothing beside the contract', () => {
    const invokes = Object.fromEntries(
      Object.entries(contract).map(([group, calls]) => [
        group,
        Object.entries(calls).flatMap(([name, { kind }]) => (kind === 'invoke' ? [name] : [])),
      ]),
    )
    const { handlers } = built()
    expect(Object.fromEntries(Object.entries(handlers).map(([group, calls]) => [group, Object.keys(calls)]))).toEqual(
      invokes,
    )
    for (const calls of Object.values(handlers))
      for (const handler of Object.values(calls)) expect(handler).toBeTypeOf('function')
  })

  it('say where the data is and whether there is a keychain', async () => {
    const { handlers, parts } = built()
    const info = { version: '1.2.3', platform: 'linux', dataFolder: '/data', dataPlace: null }
    expect(await handlers.app.info()).toEqual({ ...info, keychain: 'available' })
    parts.accounts.hasKeychain.mockResolvedValueOnce(false)
    expect(await handlers.app.info()).toEqual({ ...info, keychain: 'unavailable' })
  })

  it('hand the questions about results on as they are', async () => {
    const { handlers, parts } = built()
    await handlers.results.detail({ id: 7 })
    await handlers.results.changes({ id: 7 })
    await handlers.results.facets({ accounts: ['a'] })
    expect(parts.store.resultDetail).toHaveBeenCalledWith(7)
    expect(parts.store.changesOfResult).toHaveBeenCalledWith(7)
    expect(parts.store.facets).toHaveBeenCalledWith(['a'])
  })

  it('start and cancel jobs by their ids', async () => {
    const { handlers, parts } = built()
    expect(await handlers.sync.start({ accountId: 'a', recheck: false })).toEqual({ jobId: 'job-2' })
    expect(parts.syncs.start).toHaveBeenLastCalledWith('a', 'when due')
    await handlers.sync.start({ accountId: 'a', recheck: true })
    expect(parts.syncs.start).toHaveBeenLastCalledWith('a', 'asked')
    const gap = { feed: 'links', from: unixSeconds(1), to: unixSeconds(2), reason: 'too-old' } as const
    expect(await handlers.sync.fetchGap({ accountId: 'a', gap })).toEqual({ jobId: 'job-4' })
    expect(parts.syncs.startGap).toHaveBeenCalledWith('a', gap)
    expect(await handlers.sync.recheckPrice({ accountId: 'a' })).toEqual({ requests: 3 })
    expect(await handlers.accounts.addSample({ service: 'classmarker' })).toEqual({ jobId: 'job-3' })
    await handlers.jobs.cancel({ jobId: 'job-2' })
    expect(parts.jobs.cancel).toHaveBeenCalledWith('job-2')
    expect(await handlers.jobs.list()).toEqual([])
  })

  it('keep a chosen theme', async () => {
    const { handlers } = built()
    expect(await handlers.settings.set({ theme: 'dark' })).toMatchObject({ theme: 'dark' })
    expect(desktop.startAtLogin).not.toHaveBeenCalled()
  })

  it('keep the choice to start at login only once the system has taken it', async () => {
    const { handlers, parts } = built()
    desktop.startAtLogin.mockRejectedValueOnce(new Error('EACCES'))
    await expect(handlers.settings.set({ startAtLogin: true })).rejects.toThrow('EACCES')
    expect(parts.store.changeSettings).not.toHaveBeenCalled()
    await handlers.settings.set({ startAtLogin: true })
    expect(desktop.startAtLogin).toHaveBeenLastCalledWith(true)
    expect(parts.store.changeSettings).toHaveBeenCalledWith({ startAtLogin: true })
  })
})

describe('the handlers of accounts', () => {
  it('hand every change on', async () => {
    const { handlers, parts } = built()
    await handlers.accounts.connect({ key: 'k', secret: 's', name: 'n', signature: 'auto' })
    await handlers.accounts.replaceSecret({ id: 'a', secret: 's' })
    const change = { name: 'n', timeZone: 'UTC', colour: 1, signatureSetting: 'auto' } as const
    await handlers.accounts.change({ id: 'a', ...change })
    expect(parts.accounts.change).toHaveBeenCalledWith('a', change)
    await handlers.accounts.remove({ id: 'a', keepResults: true })
    expect(parts.accounts.remove).toHaveBeenCalledWith('a', true)
    await handlers.accounts.list()
    // The part of each account that is known without its secret.
    expect(await handlers.accounts.status()).toEqual([{ id: 'a' }, { id: 'b' }])
  })

  it('say why it failed', async () => {
    const { handlers, parts } = built()
    parts.accounts.connect.mockRejectedValueOnce(new AppError('api/auth-failed'))
    const input = { key: 'k', secret: 's', name: 'n', signature: 'auto' } as const
    await expect(handlers.accounts.connect(input)).rejects.toMatchObject({ code: 'api/auth-failed' })
  })

  it('stop the work of an account before it is removed', async () => {
    const { handlers, order } = built()
    await handlers.accounts.remove({ id: 'a', keepResults: false })
    expect(order).toEqual(['stored', 'stopFor', 'remove'])
  })
})

describe('the handlers of exports', () => {
  it('ask where to save, suggesting a dated name, and start a job', async () => {
    const { handlers, parts } = built()
    expect(await handlers.export.start(newestFirst)).toEqual({ jobId: 'job-1' })
    expect(desktop.chooseSaveFile).toHaveBeenCalledWith('Results - 2026-11-20.xlsx')
    const [request] = parts.jobs.start.mock.calls[0] ?? []
    const report = vi.fn()
    const { signal } = new AbortController()
    expect(await request?.work({ signal, report })).toEqual({ fileName: 'Results.xlsx', rows: 3 })
    expect(parts.exporter.run).toHaveBeenCalledWith(
      'results',
      expect.objectContaining({ query: newestFirst, file: '/home/ada/Results.xlsx', exportedAt: noon }),
      expect.objectContaining({ signal }),
    )
  })

  it('start nothing when the dialog is closed', async () => {
    const { handlers, parts } = built()
    desktop.chooseSaveFile.mockResolvedValueOnce(null)
    expect(await handlers.export.start(newestFirst)).toBeNull()
    expect(parts.jobs.start).not.toHaveBeenCalled()
  })

  it('show only a file that was exported', async () => {
    const { handlers } = built()
    await handlers.export.start(newestFirst)
    await handlers.export.show({ jobId: '/etc/passwd' })
    expect(desktop.showInFolder).not.toHaveBeenCalled()
    await handlers.export.show({ jobId: 'job-1' })
    expect(desktop.showInFolder).toHaveBeenCalledWith('/home/ada/Results.xlsx')
  })

  it('start one export of two whose dialogs were open together, and keep the path of the one that runs', async () => {
    const { handlers, parts } = built()
    const { promise, resolve } = Promise.withResolvers<string>()
    desktop.chooseSaveFile.mockReturnValueOnce(promise).mockResolvedValueOnce('/home/ada/First.xlsx')
    const late = handlers.export.start(newestFirst)
    await handlers.export.start(newestFirst)
    parts.jobs.list.mockReturnValue([{ kind: 'export', state: 'running' }])
    resolve('/home/ada/Late.xlsx')
    await expect(late).rejects.toMatchObject({ code: 'job/already-running' })
    expect(parts.jobs.start).toHaveBeenCalledOnce()
    await handlers.export.show({ jobId: 'job-1' })
    expect(desktop.showInFolder).toHaveBeenLastCalledWith('/home/ada/First.xlsx')
  })

  it('never pretend to write a second file where one export runs and is joined', async () => {
    const { handlers, parts } = built()
    await handlers.export.start(newestFirst)
    parts.jobs.list.mockReturnValue([{ kind: 'export', state: 'running' }])
    desktop.chooseSaveFile.mockResolvedValueOnce('/home/ada/Other.xlsx')
    await expect(handlers.export.start(newestFirst)).rejects.toMatchObject({ code: 'job/already-running' })
    await handlers.export.show({ jobId: 'job-1' })
    expect(desktop.showInFolder).toHaveBeenLastCalledWith('/home/ada/Results.xlsx')
  })
})

describe('the handlers of backups', () => {
  it('suggest a dated name, and start nothing when a dialog is closed', async () => {
    const { handlers, parts } = built()
    expect(await handlers.backups.save({ passphrase: 'p' })).toEqual({ fileName: 'Mine.gradekeep' })
    expect(desktop.chooseBackupTarget).toHaveBeenCalledWith('Gradekeep 2026-11-20.gradekeep')
    expect(parts.backups.save).toHaveBeenCalledWith('/home/ada/Mine.gradekeep', 'p')
    desktop.chooseBackupTarget.mockResolvedValueOnce(null)
    desktop.chooseBackupFile.mockResolvedValueOnce(null)
    expect(await handlers.backups.save({ passphrase: null })).toBeNull()
    expect(await handlers.backups.open()).toBeNull()
    expect(parts.backups.save).toHaveBeenCalledOnce()
    expect(parts.backups.open).not.toHaveBeenCalled()
  })

  it('show the backup saved last in its folder', async () => {
    const { handlers } = built()
    await handlers.backups.show()
    expect(desktop.showInFolder).not.toHaveBeenCalled()
    await handlers.backups.save({ passphrase: null })
    await handlers.backups.show()
    expect(desktop.showInFolder).toHaveBeenCalledWith('/home/ada/Mine.gradekeep')
  })

  it('keep the path: the window gets a name and an id', async () => {
    const { handlers, parts } = built()
    const opened = await handlers.backups.open()
    expect(parts.backups.open).toHaveBeenCalledWith('/home/ada/Mine.gradekeep')
    expect(JSON.stringify(opened)).not.toContain('/home/ada')
  })

  it('tell the window when its results became others, not when they were only looked at', async () => {
    const { handlers, parts } = built()
    await handlers.backups.list()
    await handlers.backups.preview({ name: 'daily-2026-11-20.db' })
    await handlers.backups.previewFile({ id: 'b', passphrase: 'p' })
    expect(parts.restored).not.toHaveBeenCalled()
    expect(await handlers.backups.restore({ name: 'daily-2026-11-20.db' })).toEqual({ results: 1 })
    expect(await handlers.backups.restoreFile({ id: 'b' })).toEqual({ results: 2 })
    expect(parts.restored).toHaveBeenCalledTimes(2)
    parts.snapshots.restore.mockRejectedValueOnce(new AppError('store/damaged'))
    await expect(handlers.backups.restore({ name: 'daily-2026-11-20.db' })).rejects.toMatchObject({
      code: 'store/damaged',
    })
    expect(parts.restored).toHaveBeenCalledTimes(2)
  })
})

it('the log of Activity holds runs, requests, changes and what could not be read', async () => {
  const { handlers } = built()
  expect(await handlers.activity.log()).toEqual({
    runs: ['run'],
    requests: ['request'],
    changes: ['change'],
    unreadable: ['unreadable'],
  })
})
