import { existsSync, readdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { expect, it, onTestFinished, vi } from 'vitest'
import { memoryStore } from '../../electron/accounts/secrets.ts'
import { createCore, databaseIn } from '../../electron/core.ts'
import { openStore } from '../../electron/store/api.ts'
import { immediately, laptop, movableClock, simulated, temporaryFolder, workers } from './support/laptop.ts'
import { linksUsing } from './support/links-using.ts'
import { accountNamed, pageWith } from './support/made-laptop.ts'

it('closing the core closes the database, whatever fails before, and says what failed', async () => {
  const { core, dataDir } = await laptop({ apiUrl: 'http://127.0.0.1:9', clock: movableClock().clock })
  await core.store.settings()
  const exporterClosed = vi.spyOn(core.exporter, 'close')
  vi.spyOn(core.jobs, 'close').mockRejectedValue(new Error('a job hangs'))
  vi.spyOn(core.accounts, 'close').mockRejectedValue(new Error('the server hangs'))
  await expect(core.close()).rejects.toThrow('a job hangs')
  expect(exporterClosed).toHaveBeenCalledOnce()
  await expect(core.store.settings()).rejects.toMatchObject({ code: 'store/failed' })
  // A closed database has no journal left.
  expect(readdirSync(dataDir)).toEqual(['gradekeep.db', 'gradekeep.db.seal', 'open.lock'])
})

/** A folder with an entry that an older version could not read: a start reads it again, and writes. */
async function folderOfFormerVersion() {
  const dataDir = temporaryFolder()
  const store = await openStore(databaseIn(dataDir), workers)
  await store.addAccount(accountNamed('a'))
  await store.applyPage(pageWith([], { unreadable: [{ raw: '{}', problem: 'no test', reader: 1 }] }))
  await store.close()
  return dataDir
}

it('a start that fails once the database can be read closes it, so that a copy can take its place', async () => {
  const dataDir = await folderOfFormerVersion()
  const file = (name: string, source: string) => {
    const path = join(dataDir, name)
    writeFileSync(path, source)
    return path
  }
  const ended = join(dataDir, 'ended')
  const writer = file(
    'writer.mjs',
    `import { parentPort } from 'node:worker_threads'
     parentPort.postMessage({ opened: { ok: false, error: { code: 'store/full', detail: {} } } })`,
  )
  const reader = file(
    'reader.mjs',
    `import { writeFileSync } from 'node:fs'
     process.on('exit', () => writeFileSync(${JSON.stringify(ended)}, ''))
     await import(${JSON.stringify(pathToFileURL(workers.reader).href)})`,
  )
  const starting = createCore({
    dataDir,
    apiUrl: 'http://127.0.0.1:9',
    fetch: globalThis.fetch,
    clock: movableClock().clock,
    secrets: memoryStore(),
    workers: { ...workers, writer, reader },
    emit: () => undefined,
    retry: immediately,
    after: () => ({ stop: () => undefined }),
  })
  await expect(starting).rejects.toMatchObject({ code: 'store/full' })
  expect(existsSync(ended)).toBe(true)
})

/** A core that the test closes, and a list of its unexpected errors. */
async function closable() {
  const time = movableClock()
  const simulator = await simulated({ clock: time.clock, results: 20 })
  const errors: unknown[] = []
  const core = await createCore({
    dataDir: temporaryFolder(),
    apiUrl: simulator.url,
    fetch: globalThis.fetch,
    clock: time.clock,
    secrets: memoryStore(),
    workers,
    emit: () => undefined,
    retry: immediately,
    after: () => ({ stop: () => undefined }),
    onInternalError: (thrown) => errors.push(thrown),
  })
  onTestFinished(() => core.close().catch(() => undefined))
  const { key, secret } = simulator
  const { account } = await core.accounts.connect({ key, secret, name: 'Northgate', signature: 'auto' })
  const list = { accountId: account.id, listId: simulator.world.addAccessList({ name: 'Term' }).id }
  await core.store.saveDiscovery(account.id, linksUsing(list.listId), time.clock())
  const entries = [{ code: 'WINTER', name: null }]
  await core.store.applyCodes({ list, change: 'add', origin: 'typed', codes: entries, at: time.clock() })
  return { core, simulator, errors, asked: simulator.requests.length }
}

it('woken while it closes and after it has closed, the core begins nothing and fails at nothing', async () => {
  const { core, simulator, errors, asked } = await closable()
  const closing = core.close()
  await core.schedule.nudge()
  await closing
  await core.schedule.nudge()
  core.schedule.start()
  expect(simulator.requests).toHaveLength(asked)
  expect(errors).toEqual([])
})

it('closed at any step of a round that was begun by waking, the core starts no more of it', async () => {
  for (const turns of [0, 1, 2, 3, 5, 8, 13, 21]) {
    const { core, errors } = await closable()
    const round = core.schedule.nudge()
    for (let turn = 0; turn < turns; turn++) await new Promise((resolve) => setImmediate(resolve))
    await core.close()
    const jobs = core.jobs.list()
    await round
    expect(core.jobs.list()).toEqual(jobs)
    expect(jobs.filter(({ state }) => state === 'running' || state === 'waiting')).toEqual([])
    expect(errors).toEqual([])
  }
})
