import { execFile } from 'node:child_process'
import {
  chmodSync,
  cpSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  truncateSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { PassThrough } from 'node:stream'
import { pathToFileURL } from 'node:url'
import SqliteDatabase from 'better-sqlite3'
import { describe, expect, it, onTestFinished } from 'vitest'
import { runCli } from '../../../electron/cli/run.ts'
import { contentsOf } from '../support/folder-contents.ts'
import { temporaryFolder, workers } from '../support/laptop.ts'
import { computer, syncedComputer } from './command-line.ts'

async function synced(results = 5) {
  const own = await syncedComputer(results)
  return { ...own, file: join(own.dataDir, 'gradekeep.db') }
}

describe('a file of results that is not as it was left', { timeout: 240_000 }, () => {
  it.each<[string, RegExp, (file: string) => void]>([
    ['emptied', /is empty/, (file) => truncateSync(file, 0)],
    ['deleted', /is missing/, (file) => rmSync(file)],
    [
      "replaced by another program's",
      /something else/,
      (file) => {
        rmSync(file)
        const db = new SqliteDatabase(file)
        db.exec('CREATE TABLE photo (id INTEGER)')
        db.close()
      },
    ],
    [
      'robbed of a table',
      /not as Gradekeep left it: the .* is missing/,
      (file) => {
        const db = new SqliteDatabase(file)
        db.exec('DROP TABLE setting')
        db.close()
      },
    ],
    ['overwritten with a text', /is damaged/, (file) => writeFileSync(file, 'Dear Ada, '.repeat(900))],
  ])(
    'because it was %s is refused by every command, left alone, and the newest copy is named',
    async (_, what, harm) => {
      const { gradekeep, dataDir, file } = await synced()
      harm(file)
      const before = contentsOf(dataDir)
      const target = join(temporaryFolder(), 'out.xlsx')
      // Each command opens the folder in the same way.
      const others = before[file] === '' ? ['sync', 'certificates', 'connect --key k'] : []
      for (const line of ['status --json', 'results --json', `export ${target}`, ...others]) {
        const { status, out, err } = await gradekeep(line)
        expect({ status, out }, line).toEqual({ status: 1, out: '' })
        expect(err, line).toMatch(what)
        expect(err, line).toContain(join('backups', 'daily-2026-11-20.db'))
        expect(err, line).toContain('5 results')
      }
      expect(existsSync(target)).toBe(false)
      expect(contentsOf(dataDir)).toEqual(before)
    },
  )
})

it('what a killed process left is gone after any command, and what a running one needs is not', async () => {
  const { gradekeep, dataDir, file } = await synced()
  const elsewhere = temporaryFolder()
  const gone = 4_194_305
  const id = '01234567-89ab-cdef-0123-456789abcdef'
  const part = join(elsewhere, '.gradekeep-x.part')
  const precious = join(elsewhere, 'thesis.docx')
  const left = [
    `${file}.restoring`,
    `${file}.replaced`,
    `${file}.replaced-wal`,
    join(dataDir, `.backup-${id}.db`),
    join(dataDir, `.backup-${gone}-${id}.db`),
    join(dataDir, `.preview-${gone}-${id}`),
    join(dataDir, 'backups', 'daily-2026-11-19.db.unfinished'),
    join(dataDir, 'backups', `daily-2026-11-19.db.${gone}.unfinished`),
    join(dataDir, 'backups', `daily-2026-11-19.db.zst.${gone}.unfinished`),
    part,
    join(elsewhere, '.gradekeep-x-12.part'),
  ]
  const needed = [
    precious,
    join(elsewhere, '.gradekeep-xy.part'),
    join(dataDir, `.backup-${process.pid}-${id}.db`),
    join(dataDir, `.preview-${process.pid}-${id}`),
    join(dataDir, 'backups', `daily-2026-11-19.db.${process.pid}.unfinished`),
    join(dataDir, 'backups', `daily-2026-11-19.db.zst.${process.pid}.unfinished`),
  ]
  for (const path of [...left, ...needed]) writeFileSync(path, 'x')
  for (const [at, path] of [part, precious].entries())
    writeFileSync(
      join(dataDir, `.writing-${gone}-${at}1234567-89ab-cdef-0123-456789abcdef.json`),
      JSON.stringify({ file: path }),
    )
  expect((await gradekeep('status --json')).status).toBe(0)
  expect(left.filter((path) => existsSync(path))).toEqual([])
  expect(needed.filter((path) => !existsSync(path))).toEqual([])
  expect(readdirSync(dataDir).filter((name) => name.startsWith('.writing'))).toEqual([])
})

/** Runs a command line as a user whom file permissions restrict. */
function asNobody(words: readonly string[], secret: string): Promise<{ status: number; out: string; err: string }> {
  const source = `
    import { runCli } from ${JSON.stringify(join(import.meta.dirname, '../../../electron/cli/run.ts'))}
    if (process.getuid() === 0) { process.setgroups([]); process.setgid(65534); process.setuid(65534) }
    const terminal = { out: process.stdout, err: process.stderr, in: process.stdin }
    process.exitCode = await runCli(${JSON.stringify(words)}, {
      env: { GRADEKEEP_API_SECRET: ${JSON.stringify(secret)}, GRADEKEEP_API_URL: 'http://127.0.0.1:9' },
      terminal, workers: ${JSON.stringify(workers)}, version: '1', stopped: new AbortController().signal,
    })`
  const program = join(temporaryFolder(), 'nobody.mjs')
  writeFileSync(program, source)
  chmodSync(dirname(program), 0o755)
  return new Promise((resolve) => {
    execFile(process.execPath, [program], (error, out, err) =>
      resolve({ status: error === null ? 0 : Number(error.code), out, err }),
    )
  })
}

function lock(folder: string): void {
  for (const name of readdirSync(folder, { recursive: true, withFileTypes: true }))
    chmodSync(join(name.parentPath, name.name), name.isDirectory() ? 0o555 : 0o444)
  chmodSync(folder, 0o555)
  onTestFinished(() => {
    chmodSync(folder, 0o755)
    chmodSync(join(folder, 'backups'), 0o755)
  })
}

const copiesLeft = () => readdirSync(tmpdir()).filter((name) => name.startsWith('gradekeep-reading-'))

describe('a data folder that cannot be written', { timeout: 240_000 }, () => {
  it('is read as ever, also what stands in a journal, and nothing in it is changed', async () => {
    const { gradekeep, dataDir, file, simulator } = await synced()
    const db = new SqliteDatabase(file)
    onTestFinished(() => void db.close())
    db.pragma('wal_autocheckpoint = 0')
    db.exec(`INSERT INTO setting (name, value) VALUES ('theme', '"dark"')`)
    const parent = temporaryFolder()
    chmodSync(parent, 0o755)
    const folder = join(parent, 'data')
    cpSync(dataDir, folder, { recursive: true })
    rmSync(join(folder, 'gradekeep.db-shm'), { force: true })
    lock(folder)
    const before = contentsOf(folder)
    const open = temporaryFolder()
    chmodSync(open, 0o777)
    const asked = (line: string) => asNobody([...line.split(' '), '--data-dir', folder], simulator.secret)
    for (const line of ['results --json', 'certificates --json']) {
      const ran = await asked(line)
      expect(ran, line).toMatchObject({ status: 0, out: (await gradekeep(line)).out })
      expect(ran.err, line).toMatch(/cannot be written/)
    }
    expect(JSON.parse((await asked('status --json')).out)).toMatchObject({ accounts: [{ results: 5 }] })
    expect(await asked(`export ${join(open, 'all.csv')}`)).toMatchObject({ status: 0 })
    expect(readFileSync(join(open, 'all.csv'), 'utf8').trim().split('\n')).toHaveLength(6)
    expect(await asked(`export ${join(open, 'p.csv')} --identity pseudonyms`)).toMatchObject({
      status: 1,
      err: expect.stringContaining('no pseudonyms yet'),
    })
    expect(await asked('sync')).toMatchObject({ status: 1, err: expect.stringContaining('may not write') })
    expect(contentsOf(folder)).toEqual(before)
    expect(copiesLeft()).toEqual([])
  })

  it('is not called empty where its results were emptied', async () => {
    const { dataDir, file, simulator } = await synced()
    truncateSync(file, 0)
    lock(dataDir)
    const ran = await asNobody(['results', '--json', '--data-dir', dataDir], simulator.secret)
    expect(ran).toMatchObject({ status: 1, out: '', err: expect.stringMatching(/is empty/) })
  })

  it('and cannot be read either says so', async () => {
    const { dataDir, simulator } = await synced()
    chmodSync(dataDir, 0o000)
    onTestFinished(() => chmodSync(dataDir, 0o755))
    const ran = await asNobody(['status', '--data-dir', dataDir], simulator.secret)
    expect(ran).toMatchObject({ status: 1, out: '', err: expect.stringContaining('may not read its data folder') })
  })
})

describe('a data folder whose disk is full', { timeout: 240_000 }, () => {
  /** A writer that has no room in this folder, and elsewhere is the program's own. */
  function fullIn(folder: string): typeof workers {
    const writer = join(temporaryFolder(), 'writer.mjs')
    writeFileSync(
      writer,
      `import { parentPort, workerData } from 'node:worker_threads'
       if (workerData.file.startsWith(${JSON.stringify(folder)}))
         parentPort.postMessage({ opened: { ok: false, error: { code: 'store/full', detail: {} } } })
       else await import(${JSON.stringify(pathToFileURL(workers.writer).href)})`,
    )
    return { ...workers, writer }
  }

  /** Makes its database one that was not closed: its reader needs room beside it, too. */
  function leaveOpen(folder: string): void {
    for (const name of readdirSync(folder).filter((each) => each.endsWith('.seal'))) rmSync(join(folder, name))
  }

  it('is read from a copy elsewhere; what would write says that the disk is full', async () => {
    const { gradekeep, dataDir } = await synced()
    const right = (await gradekeep('results --json')).out
    leaveOpen(dataDir)
    const full = await computer({ results: 5 }, dataDir, fullIn(dataDir))
    const ran = await full.gradekeep('results --json')
    expect(ran).toMatchObject({ status: 0, out: right, err: expect.stringMatching(/because its disk is full/) })
    expect(await full.gradekeep('sync')).toMatchObject({ status: 1, err: expect.stringMatching(/^The disk is full/) })
    expect(copiesLeft()).toEqual([])
  })

  it('leaves no copy where nobody can be told that one is read', async () => {
    const { dataDir } = await synced()
    leaveOpen(dataDir)
    const err = new PassThrough()
    // As the program's own standard error, it fails with each write and stays open.
    err.write = () => {
      setImmediate(() => err.emit('error', new Error('No room')))
      return false
    }
    const words = ['results', '--json', '--data-dir', dataDir]
    const terminal = { out: new PassThrough(), err, in: new PassThrough() }
    const ports = { env: {}, terminal, fetch: globalThis.fetch, version: '1.2.3', stopped: AbortSignal.abort() }
    await expect(runCli(words, { ...ports, workers: fullIn(dataDir) })).rejects.toThrow()
    expect(terminal.out.read()).toBeNull()
    expect(copiesLeft()).toEqual([])
  })
})

it('a data folder that is a file is said to be one', async () => {
  const { run } = await computer({ results: 0 })
  const letter = join(temporaryFolder(), 'letter')
  writeFileSync(letter, 'Dear Ada')
  expect(await run(['status', '--data-dir', letter])).toMatchObject({
    status: 1,
    out: '',
    err: expect.stringContaining('is a file or lies in one'),
  })
})

describe('a data folder in a cloud’s folder', () => {
  it('is reported once, on standard error, with what to do', async () => {
    const { run, simulator } = await computer({ results: 0 })
    const dataDir = join(temporaryFolder(), 'OneDrive - Northgate High', 'Gradekeep')
    mkdirSync(dataDir, { recursive: true })
    const words = ['connect', '--key', simulator.key, '--json', '--data-dir', dataDir]
    const { status, err, json } = await run(words)
    expect({ status, json }).toMatchObject({ status: 0, json: { account: { key: simulator.key } } })
    expect(err.match(/OneDrive/g)).toHaveLength(1)
    expect(err).toMatch(/Move the data folder/)
  })
})

describe('a time zone nobody can reckon with', () => {
  it.each(['IST', '', 'Mars/Olympus'])('stored as %j breaks no filter and no export, and is reported', async (zone) => {
    const { gradekeep, dataDir, file } = await synced()
    const db = new SqliteDatabase(file)
    db.prepare('UPDATE account SET time_zone = ?').run(zone)
    db.close()
    const filtered = await gradekeep('results --json --from 2020-01-01 --to 2030-01-01')
    expect(filtered).toMatchObject({ status: 0, json: { total: 5 } })
    expect(filtered.err).toContain(`“${zone}”`)
    expect(await gradekeep(`export ${join(dataDir, 'all.xlsx')} --from 2020-01-01`)).toMatchObject({ status: 0 })
    expect(await gradekeep('status')).toMatchObject({ status: 0, err: expect.stringContaining('is not known') })
  })
})
