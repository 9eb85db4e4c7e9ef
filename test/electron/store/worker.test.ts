import { mkdirSync, readFileSync, rmSync, utimesSync, writeFileSync } from 'node:fs'
import { basename, dirname, join } from 'node:path'
import { pathToFileURL } from 'node:url'
import SqliteDatabase from 'better-sqlite3'
import { describe, expect, it, onTestFinished } from 'vitest'
import { callTable, isWrite } from '../../../electron/store/call-table.ts'
import { OpenLock, SyncLock } from '../../../electron/store/locks.ts'
import { defineFunctions, openDatabase } from '../../../electron/store/open.ts'
import { migrate, migrations, newestVersion } from '../../../electron/store/schema/migrate.ts'
import { seal } from '../../../electron/store/seal.ts'
import { LockLost, openStore } from '../../../electron/store/store.ts'
import { newestFirst } from '../../../shared/model/filter.ts'
import { readerVersion } from '../../../shared/model/result-fields.ts'
import { defaultSettings } from '../../../shared/model/settings.ts'
import { accountNamed, storeWorkers as kept, pageWith, resultOf, temporaryFile } from './laptop-database.ts'

/** A thread of the test's own that stands in for the database's. */
function threadThat(source: string): string {
  const file = join(dirname(temporaryFile()), 'thread.mjs')
  writeFileSync(file, `import { parentPort as port } from 'node:worker_threads'\n${source}`)
  return file
}

/** The store's threads, each started for one store and ended with it, as the app has them. */
const threadOf = (file: string): string => threadThat(`await import(${JSON.stringify(pathToFileURL(file).href)})`)
const storeWorkers = { writer: threadOf(kept.writer), reader: threadOf(kept.reader) }

async function openedStore(file = temporaryFile(), threads = storeWorkers) {
  const store = await openStore(file, threads)
  onTestFinished(() => store.close().catch(() => undefined))
  return store
}

const settled = async (work: Promise<unknown>): Promise<unknown> =>
  work.then(
    () => 'no error',
    (thrown: unknown) => thrown,
  )

describe('the store in its thread', () => {
  it('answers as the database does', async () => {
    const store = await openedStore()
    await store.addAccount(accountNamed('a'))
    expect(await store.applyPage(pageWith([resultOf()]))).toMatchObject({ added: 1 })
    expect(await store.countResults([])).toBe(1)
    expect(await store.account('nobody')).toBeNull()
  })

  it('answers many questions at once, each its own', async () => {
    const store = await openedStore()
    await store.addAccount(accountNamed('a'))
    const results = Array.from({ length: 40 }, (_, at) => resultOf({ userId: at }))
    const asked = results.map((result) => store.applyPage(pageWith([result])))
    await Promise.all(asked)
    const { answer } = await store.answers.open('results', { filter: [], sort: newestFirst }, 1)
    const pages = results.map((_, at) => store.answers.rows('results', answer, at, at + 1))
    const ids = (await Promise.all(pages)).flat().map(({ id }) => id)
    expect(new Set(ids).size).toBe(40)
  })

  it('hands errors over with their code and facts', async () => {
    const store = await openedStore()
    await expect(store.resultDetail(7)).rejects.toMatchObject({ name: 'AppError', code: 'result/not-found' })
    await store.addAccount(accountNamed('a'))
    const failure = await settled(store.addAccount({ ...accountNamed('a'), key: 'another' }))
    expect(failure).toMatchObject({ name: 'AppError', code: 'store/failed' })
    expect(String(failure)).not.toContain('UNIQUE')
  })

  it('answers a start as it answers later, once all of it is loaded', async () => {
    const file = temporaryFile()
    const asked = async (store: Awaited<ReturnType<typeof openedStore>>) => ({
      unreadable: await store.unreadableBefore(readerVersion + 1),
      older: await store.resultsReadBefore(100),
      isUnclean: await store.isUnclean(),
      settings: await store.settings(),
    })
    const askedTwice = async () => {
      const store = await openedStore(file)
      const early = await asked(store)
      expect(await store.countResults([])).toBe(1)
      expect(await asked(store)).toEqual(early)
      return { store, early }
    }
    const empty = await openedStore(file)
    await empty.addAccount(accountNamed('a'))
    await empty.applyPage({ ...pageWith([resultOf()]), unreadable: [{ raw: '{}', problem: 'no test', reader: 1 }] })
    await empty.close()
    const { store, early } = await askedTwice()
    expect(early).toMatchObject({ unreadable: [{ raw: '{}' }], older: [], isUnclean: false, settings: defaultSettings })
    await store.changeSettings({ theme: 'dark' })
    await store.close()
    const db = openDatabase(file)
    db.exec(`INSERT INTO setting (name, value) VALUES ('unfinishedErasure', 'true'); UPDATE result SET reader = 1`)
    db.close()
    const { early: later } = await askedTwice()
    expect(later).toMatchObject({ older: [{ feed: 'groups' }], isUnclean: true, settings: { theme: 'dark' } })
  })

  it('goes on after an error', async () => {
    const store = await openedStore()
    await settled(store.resultDetail(7))
    expect(await store.countResults([])).toBe(0)
  })

  it('can be handed through an async function', async () => {
    const store = await (async () => openedStore())()
    expect(await store.listAccounts()).toEqual([])
  })

  it.each([
    ['a newer database', 'store/from-the-future'],
    ['something else', 'store/damaged'],
  ])('says that the file is %s', async (what, code) => {
    const file = temporaryFile()
    if (what === 'something else')
      writeFileSync(file, 'no database at all, but long enough to look like one'.repeat(50))
    else {
      const db = openDatabase(file)
      db.pragma('user_version = 99')
      db.close()
    }
    await expect(openStore(file, storeWorkers)).rejects.toMatchObject({ name: 'AppError', code })
  })
})

describe('closing the store', () => {
  it('while idle leaves one whole file', async () => {
    const file = temporaryFile()
    const store = await openStore(file, storeWorkers)
    await store.addAccount(accountNamed('a'))
    await store.close()
    const db = openDatabase(file)
    expect(db.prepare('SELECT id FROM account').all()).toEqual([{ id: 'a' }])
    db.close()
  })

  it('first finishes what was asked', async () => {
    const store = await openStore(temporaryFile(), storeWorkers)
    await store.addAccount(accountNamed('a'))
    const asked = [store.addAccount({ ...accountNamed('b'), key: 'b' }), store.account('a'), store.countResults([])]
    const closing = store.close()
    expect(await Promise.all(asked)).toMatchObject([undefined, { id: 'a' }, 0])
    await closing
  })

  it('first finishes also what was asked as the very first', async () => {
    const store = await openStore(temporaryFile(), storeWorkers)
    const asked = settled(store.addAccount(accountNamed('a')))
    await store.close()
    expect(await asked).toBe('no error')
  })

  it('twice is closing once', async () => {
    const store = await openStore(temporaryFile(), storeWorkers)
    await Promise.all([store.close(), store.close()])
    await store.close()
  })

  it('ends later questions with an error instead of silence', async () => {
    const store = await openStore(temporaryFile(), storeWorkers)
    await store.close()
    await expect(store.countResults([])).rejects.toMatchObject({ name: 'AppError', code: 'store/failed' })
  })
})

describe('a thread that dies', () => {
  const opens = `port.postMessage({ opened: { ok: true, value: null } })\n`

  it.each([
    ['ends', 'process.exit(1)'],
    ['throws', "setImmediate(() => { throw new Error('out of memory') })"],
  ])('because it %s rejects what was asked', async (_, end) => {
    const thread = threadThat(`${opens}port.once('message', () => { ${end} })`)
    const store = await openedStore(temporaryFile(), { writer: thread, reader: thread })
    const asked = [settled(store.countResults([])), settled(store.listAccounts())]
    for (const failure of await Promise.all(asked))
      expect(failure).toMatchObject({ name: 'AppError', code: 'store/failed' })
    await expect(store.settings()).rejects.toMatchObject({ name: 'AppError', code: 'store/failed' })
    await expect(store.setValidity('a', 1, 12)).rejects.toMatchObject({ code: 'store/interrupted' })
  })

  it.each([
    ['ends', 'process.exit(1)'],
    ['throws', "throw new Error('a broken installation')"],
  ])('because it %s before the database is open says that the store failed', async (_, end) => {
    for (const which of ['writer', 'reader'])
      await expect(openStore(temporaryFile(), { ...storeWorkers, [which]: threadThat(end) })).rejects.toMatchObject({
        name: 'AppError',
        code: 'store/failed',
      })
  })

  it('because its file is missing says that the store failed', async () => {
    const missing = join(dirname(temporaryFile()), 'missing.mjs')
    const opening = openStore(temporaryFile(), { ...storeWorkers, writer: missing })
    await expect(opening).rejects.toMatchObject({ name: 'AppError', code: 'store/failed' })
  })
})

describe('where the disk fails while it is asked whether there is anything to do between questions', () => {
  /** The reader, in which asking that of faces and of figures of the question bank fails. */
  const failingReader = () =>
    threadThat(`
      import { createRequire } from 'node:module'
      const { prototype } = createRequire(${JSON.stringify(kept.reader)})('better-sqlite3')
      const { prepare } = prototype
      const failing = [['max(number), 0) FROM bank_touch', 'faces'], ['FROM bank_question LIMIT 1', 'figures']]
      prototype.prepare = function (sql) {
        const statement = prepare.call(this, sql)
        const [, what] = failing.find(([part]) => sql.includes(part)) ?? []
        if (what === undefined) return statement
        const { get } = statement
        statement.get = (...given) => {
          if (new Error().stack.includes('hasWork')) throw new Error('disk I/O error: ' + what)
          return get.apply(statement, given)
        }
        return statement
      }
      await import(${JSON.stringify(pathToFileURL(kept.reader).href)})`)

  it('the thread tells it once for each question, goes on with the others, and answers', async () => {
    const told: string[] = []
    const ends: unknown[] = []
    const store = await openStore(
      temporaryFile(),
      { ...storeWorkers, reader: failingReader() },
      { onEnded: (end) => ends.push(end), onFailure: (thrown) => told.push(String(thrown)) },
    )
    onTestFinished(() => store.close())
    await store.addAccount(accountNamed('a'))
    await store.applyPage(pageWith([resultOf()]))
    await store.answers.open('results', { filter: [], sort: newestFirst }, 1)
    expect(await store.countResults([])).toBe(1)
    const each = ['Error: disk I/O error: faces', 'Error: disk I/O error: figures']
    await expect.poll(() => told).toEqual(each)
    expect(await store.countResults([])).toBe(1)
    await expect.poll(() => told).toEqual([...each, ...each])
    expect(await store.listAccounts()).toMatchObject([{ id: 'a' }])
    expect(ends).toEqual([])
  })
})

describe('a database that this program closed', () => {
  async function closed(): Promise<string> {
    const file = temporaryFile()
    const store = await openStore(file, storeWorkers)
    await store.addAccount(accountNamed('a'))
    await store.applyPage(pageWith([resultOf()]))
    await store.close()
    return file
  }
  /** The store's threads, of which the writer cannot open the file. */
  const withoutWriter = () => ({
    ...storeWorkers,
    writer: threadThat(`port.postMessage({ opened: { ok: false, error: { code: 'store/full', detail: {} } } })`),
  })
  const fullDisk = { name: 'AppError', code: 'store/full' }

  it('is read although its writer cannot start; each write says why, and nothing was changed', async () => {
    const file = await closed()
    const before = readFileSync(file)
    const store = await openedStore(file, withoutWriter())
    const { answer } = await store.answers.open('results', { filter: [], sort: newestFirst }, 1)
    expect(await store.answers.rows('results', answer, 0, 2)).toMatchObject([{ id: 1 }])
    expect(await store.answers.count(answer)).toBe(1)
    await expect(store.setValidity('a', 1, 12)).rejects.toMatchObject(fullDisk)
    await expect(store.setValidity('a', 1, 12)).rejects.toMatchObject(fullDisk)
    expect(await store.settings()).toEqual(defaultSettings)
    expect(new OpenLock(file).isHeld()).toBe(true)
    await store.close()
    expect(new OpenLock(file).isHeld()).toBe(false)
    expect(readFileSync(file).equals(before)).toBe(true)
    const again = await openedStore(file)
    await again.setValidity('a', 1, 12)
    expect(await again.countResults([])).toBe(1)
  })

  const altered = (file: string) => {
    const db = openDatabase(file)
    db.exec('CREATE TABLE mine (x)')
    db.close()
    seal(file)
  }
  const ofVersionBefore = (file: string) => {
    rmSync(file)
    const db = new SqliteDatabase(file)
    db.pragma('journal_mode = WAL')
    defineFunctions(db)
    migrate(
      db,
      () => undefined,
      migrations.filter(({ version }) => version < newestVersion()),
    )
    db.close()
    seal(file)
  }
  it.each<[string, (file: string) => void]>([
    ['was changed since', (file) => utimesSync(file, 1, 1)],
    ['is open in a process', (file) => writeFileSync(`${file}.seal`, JSON.stringify({ openIn: 1 }))],
    ['has no seal', (file) => rmSync(`${file}.seal`)],
    ['has something left in its journal', (file) => writeFileSync(`${file}-wal`, 'a result')],
    ['is of a version before', ofVersionBefore],
    ['was altered', altered],
    ['is gone', (file) => rmSync(file)],
  ])("is the writer's to open first where it %s", async (_, becomes) => {
    const file = await closed()
    becomes(file)
    await expect(openStore(file, withoutWriter())).rejects.toMatchObject(fullDisk)
    expect(new OpenLock(file).isHeld()).toBe(false)
  })
})

describe('a thread that dies once', () => {
  /** The database's own threads, one of which ends at its first `call`, before it answers. */
  function dyingOnceAt(call: keyof typeof callTable | 'openAnswer' | 'readAnswer' | 'release') {
    const which = call in callTable && isWrite(call as keyof typeof callTable) ? 'writer' : 'reader'
    const marker = join(dirname(temporaryFile()), 'died')
    const thread = threadThat(`
      import { existsSync, writeFileSync } from 'node:fs'
      const dies = !existsSync(${JSON.stringify(marker)})
      port.on('message', (message) => {
        if (!dies || message.m !== ${JSON.stringify(call)}) return
        writeFileSync(${JSON.stringify(marker)}, '')
        process.exit(1)
      })
      await import(${JSON.stringify(pathToFileURL(storeWorkers[which]).href)})`)
    return { ...storeWorkers, [which]: thread }
  }
  async function storeDyingAt(call: Parameters<typeof dyingOnceAt>[0]) {
    const ends: unknown[] = []
    const file = temporaryFile()
    const store = await openStore(file, dyingOnceAt(call), { onEnded: (end) => ends.push(end) })
    onTestFinished(() => store.close().catch(() => undefined))
    await store.addAccount(accountNamed('a'))
    return { store, ends, file }
  }

  it('is started again, and what was only read is answered as if nothing had happened', async () => {
    const { store, ends } = await storeDyingAt('countResults')
    const asked = [store.countResults([]), store.listAccounts(), store.account('a')]
    expect(await Promise.all(asked)).toMatchObject([0, [{ id: 'a' }], { id: 'a' }])
    expect(ends).toHaveLength(1)
    await store.addAccount({ ...accountNamed('b'), key: 'another' })
    expect(await store.listAccounts()).toHaveLength(2)
  })

  it('fails a write in flight by its name, does not repeat it, and answers the next call', async () => {
    const { store, ends } = await storeDyingAt('setValidity')
    const [written, read] = await Promise.all([settled(store.setValidity('a', 1, 12)), store.listAccounts()])
    expect(written).toMatchObject({ name: 'AppError', code: 'store/interrupted' })
    expect(read).toMatchObject([{ id: 'a' }])
    expect(await store.testValidities(undefined)).toEqual([])
    expect(ends).toHaveLength(1)
  })

  it('holds the lock again that went with it', async () => {
    const { store, file } = await storeDyingAt('setValidity')
    expect(await store.acquireSyncLock()).toBe(true)
    await settled(store.setValidity('a', 1, 12))
    expect(await store.acquirePushLock()).toBe(true)
    const other = new SyncLock(file)
    expect(other.acquire()).toBe(false)
    await store.releaseSyncLock()
    expect(other.acquire()).toBe(true)
    other.release()
  })

  it('tells that a lock is lost which another took before it could be held again, once', async () => {
    const file = temporaryFile()
    const other = new SyncLock(file)
    onTestFinished(() => other.release())
    const told: unknown[] = []
    const store = await openStore(file, dyingOnceAt('setValidity'), {
      onEnded: (end) => {
        told.push(end)
        if (!(end instanceof LockLost)) expect(other.acquire()).toBe(true)
      },
    })
    onTestFinished(() => store.close().catch(() => undefined))
    expect(await store.acquireSyncLock()).toBe(true)
    await settled(store.setValidity('a', 1, 12))
    await store.addAccount(accountNamed('a'))
    expect(told.map((end) => end instanceof LockLost)).toEqual([false, true])
    expect(String(told[1])).toContain('acquireSyncLock')
  })

  it('is not started again to be closed', async () => {
    const { store, ends } = await storeDyingAt('setValidity')
    await settled(store.setValidity('a', 1, 12))
    await store.close()
    await expect(store.countResults([])).rejects.toMatchObject({ name: 'AppError', code: 'store/failed' })
    expect(ends).toHaveLength(1)
  })

  it('while it closes the database to be replaced has closed it, and the replacement goes on', async () => {
    const { store, ends } = await storeDyingAt('release')
    const copy = temporaryFile()
    openDatabase(copy).close()
    expect(await store.listAccounts()).toHaveLength(1)
    expect(await settled(store.replaceDatabase(copy))).toBe('no error')
    expect(await store.listAccounts()).toEqual([])
    expect(ends).toHaveLength(1)
  })

  it('takes its open lists with it: whoever asks for one opens it again', async () => {
    const { store, ends } = await storeDyingAt('readAnswer')
    await store.applyPage(pageWith([resultOf()]))
    const open = () => store.answers.open('results', { filter: [], sort: newestFirst }, 1)
    const { answer } = await open()
    await expect(store.answers.rows('results', answer, 0, 1)).rejects.toMatchObject({ code: 'answer/gone' })
    expect(ends).toHaveLength(1)
    const again = await open()
    expect(again.answer).not.toBe(answer)
    expect(await store.answers.rows('results', again.answer, 0, 1)).toHaveLength(1)
  })
})

it.each(['-wal', '-shm', '.seal'])('says which folder is in the way of its file gradekeep.db%s', async (ending) => {
  const file = temporaryFile()
  const first = await openStore(file, storeWorkers)
  await first.addAccount(accountNamed('a'))
  await first.close()
  rmSync(file + ending, { force: true })
  mkdirSync(file + ending)
  const opening = openStore(file, storeWorkers).then((store) => store.addAccount(accountNamed('b')))
  const detail = { fileName: basename(file + ending), folder: dirname(file) }
  await expect(opening).rejects.toMatchObject({ code: 'store/in-the-way', detail })
})

it.each(['sync.lock', 'open.lock'])('says that a folder is in the way of %s, where it is needed', async (name) => {
  const file = temporaryFile()
  const inTheWay = join(dirname(file), name)
  mkdirSync(inTheWay)
  const opening = openStore(file, storeWorkers).then(async (store) => {
    onTestFinished(() => store.close())
    return store.acquireSyncLock()
  })
  const outcome = await settled(opening)
  if (name === 'sync.lock') expect(outcome).toMatchObject({ code: 'store/in-the-way', detail: { fileName: name } })
  // Nobody but a second process asks for it, and a check more loses nothing.
  else expect(outcome).toBe('no error')
})
