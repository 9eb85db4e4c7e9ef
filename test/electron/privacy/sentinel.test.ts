import { createHash } from 'node:crypto'
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { MessagePort } from 'node:worker_threads'
import { describe, expect, it, onTestFinished, vi } from 'vitest'
import { memoryStore } from '../../../electron/accounts/secrets.ts'
import { createCore } from '../../../electron/core.ts'
import { createHandlers, emitter, type IpcMainPort, registerIpc } from '../../../electron/ipc/handlers.ts'
import type { Simulator } from '../../../electron/simulator/simulator.ts'
import { hour } from '../../../shared/model/time.ts'
import { immediately, movableClock, simulated, temporaryFolder, workers } from '../support/laptop.ts'
import { unzipped } from './zip.ts'

const sentinel = 'SENTINEL-9f1c-secret-of-the-teacher'
const mistyped = 'SENTINEL-77aa-secret-with-a-slip'

/** Every form in which a secret could show up: plain, in base64, in hexadecimal, and in any signature sent. */
function tracesOf(simulator: Simulator): string[] {
  const secrets = [sentinel, mistyped]
  const encoded = secrets.flatMap((secret) => [
    secret,
    encodeURIComponent(secret),
    Buffer.from(secret).toString('base64').replace(/=+$/, ''),
    Buffer.from(secret).toString('hex'),
  ])
  const timestamps = new Set(simulator.requests.map(({ query }) => query.timestamp))
  const signatures = [...timestamps].flatMap((timestamp) =>
    secrets.flatMap((secret) =>
      ['sha256', 'md5'].map((hash) => createHash(hash).update(`${simulator.key}${secret}${timestamp}`).digest('hex')),
    ),
  )
  return [...encoded, ...signatures]
}

/** Every file below a folder, the parts of a workbook included. */
function filesIn(folder: string): { name: string; bytes: Buffer }[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .flatMap((entry) => {
      const name = join(entry.parentPath, entry.name)
      const bytes = readFileSync(name)
      const parts = name.endsWith('.xlsx')
        ? [...unzipped(bytes)].map(([part, data]) => ({ name: `${name}/${part}`, bytes: data }))
        : []
      return [{ name, bytes }, ...parts]
    })
}

/** The whole main process without its window; everything sent to the window and everything logged is recorded. */
async function mainProcess(simulator: Simulator, clock: ReturnType<typeof movableClock>['clock']) {
  const dataDir = temporaryFolder()
  const said: unknown[] = []
  // A thread is told everything through a port, its own or one that it was given.
  const threads = vi.spyOn(MessagePort.prototype, 'postMessage').mockImplementation(function (
    this: MessagePort,
    ...sent: Parameters<MessagePort['postMessage']>
  ) {
    said.push(sent[0])
    return Reflect.apply(original, this, sent)
  })
  onTestFinished(() => threads.mockRestore())
  for (const method of ['log', 'warn', 'error', 'info', 'debug'] as const) {
    const spy = vi.spyOn(console, method).mockImplementation((...words) => void said.push(words))
    onTestFinished(() => spy.mockRestore())
  }
  const listeners = new Map<string, Parameters<IpcMainPort['handle']>[1]>()
  const port: IpcMainPort = {
    handle: (channel, listener) => void listeners.set(channel, listener),
    isTrusted: () => true,
    send: (channel, payload) => said.push({ channel, payload }),
  }
  const core = await createCore({
    dataDir,
    apiUrl: simulator.url,
    fetch: globalThis.fetch,
    clock,
    secrets: memoryStore(),
    workers,
    retry: immediately,
    after: () => ({ stop: () => undefined }),
    emit: emitter(port),
  })
  onTestFinished(() => core.close().catch(() => undefined))
  const file = join(dataDir, 'Results.xlsx')
  const desktop = {
    info: { version: '1.2.3', platform: 'linux' as const },
    openExternal: async () => undefined,
    copyText: () => undefined,
    kept: () => undefined,
    startAtLogin: async () => undefined,
    loginStart: async () => 'on' as const,
    print: async () => false,
    chooseSaveFile: async () => file,
    showInFolder: () => undefined,
    chooseBackupTarget: async () => join(dataDir, 'Mine.gradekeep'),
    chooseBackupFile: async () => join(dataDir, 'Mine.gradekeep'),
    chooseStartLinksTarget: async () => null,
    chooseFolder: async () => dataDir,
    openFile: async () => true,
    openCertificate: async () => undefined,
    chooseTable: async () => null,
    chooseImports: async () => null,
    chooseQuestionFiles: async () => null,
  }
  const handlers = createHandlers(core, desktop)
  registerIpc(port, handlers, (entry) => said.push(entry))
  const ask = async (channel: string, input?: unknown): Promise<ReturnType<typeof JSON.parse>> => {
    const answer = await listeners.get(channel)?.('window', input)
    said.push(answer)
    return answer
  }
  const ended = async (jobId: string) => {
    await core.jobs.result(jobId).catch((thrown: unknown) => said.push(String(thrown), thrown))
    return core.jobs.list().find(({ id }) => id === jobId)
  }
  return { core, dataDir, said, ask, ended, file }
}

const original = MessagePort.prototype.postMessage

describe('a secret', () => {
  it('is in no file, no message, no job and no log after a whole day of work and trouble', async () => {
    const time = movableClock()
    const simulator = await simulated({ clock: time.clock, results: 700, secret: sentinel, requestsPerHour: 12 })
    const { core, dataDir, said, ask, ended, file } = await mainProcess(simulator, time.clock)
    const account = { key: simulator.key, name: 'Northgate', signature: 'auto' }

    const codes: string[] = []
    const refused = async (channel: string, input: unknown) => {
      const answer = await ask(channel, input)
      codes.push(answer.ok ? 'ok' : answer.error.code)
    }
    await refused('accounts.connect', { ...account, secret: mistyped })
    await refused('accounts.connect', { ...account, secret: [sentinel] })
    await refused('accounts.connect', { ...account, key: sentinel, secret: mistyped })
    simulator.faults.next({ kind: 'http', status: 502 }, { times: 3 })
    await refused('accounts.connect', { ...account, secret: sentinel })
    simulator.faults.next({ kind: 'redirect', location: 'http://example.com/' })
    await refused('accounts.connect', { ...account, secret: sentinel })
    const connected = await ask('accounts.connect', { ...account, secret: sentinel })
    expect(connected.ok).toBe(true)
    await refused('accounts.connect', { ...account, secret: sentinel })
    const { id } = connected.value.account
    await refused('accounts.replaceSecret', { id, secret: mistyped })
    expect(codes).toEqual([
      'api/auth-failed',
      'ipc/invalid-input',
      'api/no-such-key',
      'network/server-error',
      'network/redirected',
      'account/exists',
      'api/auth-failed',
    ])

    const sync = async () => ended((await ask('sync.start', { accountId: id, recheck: false })).value.jobId)
    const troubles = [
      { kind: 'reset' },
      { kind: 'reset midway' },
      { kind: 'cut-off' },
      { kind: 'captive portal' },
      { kind: 'error', code: 'custom_error', message: `api_key=${simulator.key}` },
    ] as const
    for (const trouble of troubles) {
      simulator.faults.next(trouble, { times: 3 })
      expect(await sync()).toMatchObject({ state: 'done', result: { error: { code: expect.any(String) } } })
    }
    for (let hours = 0; hours < 5 && (await core.store.countResults([])) < 700; hours++) {
      time.advance(hour + 1)
      await sync()
    }
    expect(await core.store.countResults([])).toBe(700)
    await ask('accounts.replaceSecret', { id, secret: sentinel })

    const query = { filter: [], sort: { field: 'finished', direction: 'desc' } }
    await ask('resultList.open', { query, first: 500 })
    await ask('results.detail', { id: 1 })
    for (const channel of ['accounts.list', 'accounts.status', 'jobs.list', 'settings.get', 'app.info'])
      await ask(channel)
    const exported = await ask('export.start', query)
    expect(await ended(exported.value.jobId)).toMatchObject({ state: 'done', result: { rows: 700 } })

    const traces = tracesOf(simulator)
    expect(simulator.requests.length).toBeGreaterThan(15)
    const hits = (text: string) => traces.filter((trace) => text.includes(trace))
    const look = () =>
      filesIn(dataDir).flatMap(({ name, bytes }) => hits(bytes.toString('latin1')).map((trace) => `${name}: ${trace}`))
    const open = filesIn(dataDir).map(({ name }) => name)
    expect(open).toEqual(
      expect.arrayContaining([join(dataDir, 'gradekeep.db'), join(dataDir, 'gradekeep.db-wal'), file]),
    )
    expect(look()).toEqual([])
    await core.close()
    expect(look()).toEqual([])
    expect(said.length).toBeGreaterThan(100)
    expect(said.flatMap((each) => hits(JSON.stringify(each, null, 0) ?? ''))).toEqual([])
  })

  it('would be found if it were there: the search sees files, workbooks and messages', async () => {
    const time = movableClock()
    const simulator = await simulated({ clock: time.clock, results: 20, secret: sentinel })
    const { core, dataDir, said, ask, ended } = await mainProcess(simulator, time.clock)
    const account = { key: simulator.key, secret: sentinel, name: `Named ${sentinel}`, signature: 'auto' }
    simulator.world.addGroupResult({ first: sentinel })
    const { id } = (await ask('accounts.connect', account)).value.account
    await ended((await ask('sync.start', { accountId: id, recheck: false })).value.jobId)
    const query = { filter: [], sort: { field: 'finished', direction: 'desc' } }
    await ended((await ask('export.start', query)).value.jobId)
    await core.close()
    const found = filesIn(dataDir)
      .filter(({ bytes }) => bytes.includes(sentinel))
      .map(({ name }) => name)
    expect(found).toContain(join(dataDir, 'gradekeep.db'))
    expect(found.some((name) => name.includes('.xlsx/'))).toBe(true)
    expect(JSON.stringify(said)).toContain(sentinel)
  })
})
