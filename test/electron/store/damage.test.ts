import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  truncateSync,
  writeFileSync,
} from 'node:fs'
import { dirname, join } from 'node:path'
import SqliteDatabase, { type Database } from 'better-sqlite3'
import { describe, expect, it } from 'vitest'
import { isNewPlace } from '../../../electron/store/damage.ts'
import { OpenLock } from '../../../electron/store/locks.ts'
import { defineFunctions, openDatabase, openReadOnly } from '../../../electron/store/open.ts'
import { incoming, outgoing } from '../../../electron/store/replacement-files.ts'
import { migrate, migrations, newestVersion } from '../../../electron/store/schema/migrate.ts'
import { schemaOf } from '../../../electron/store/schema/schema.ts'
import { inspectDatabase, writeSnapshot } from '../../../electron/store/snapshot.ts'
import { openStore } from '../../../electron/store/store.ts'
import { errorSentences } from '../../../shared/locales/errors.en.ts'
import { contentsOf } from '../support/folder-contents.ts'
import { database, pageWith, resultOf, storeWorkers, temporaryFile } from './laptop-database.ts'

/** A closed database with results. */
function closed(): string {
  const { file, db, calls } = database()
  calls.applyPage(pageWith(Array.from({ length: 20 }, (_, userId) => resultOf({ userId }))))
  db.close()
  return file
}

function change(file: string, work: (db: Database) => void): void {
  const db = new SqliteDatabase(file)
  defineFunctions(db)
  work(db)
  db.close()
}

/** Puts a database of another program in the place of `file`. */
function replaceByForeign(file: string): void {
  rmSync(file, { force: true })
  const db = new SqliteDatabase(file)
  db.exec('CREATE TABLE photo (id INTEGER); INSERT INTO photo VALUES (1)')
  db.close()
}

const codeOf = (work: () => unknown): unknown => {
  try {
    work()
    return 'opened'
  } catch (thrown) {
    return thrown
  }
}

it('what reading a refused database leaves beside it is removed, unless somebody has that open', () => {
  const file = closed()
  replaceByForeign(file)
  change(file, (db) => db.pragma('journal_mode = WAL'))
  const refused = () => expect(() => openDatabase(file)).toThrow(expect.objectContaining({ code: 'store/foreign' }))
  refused()
  expect(existsSync(`${file}-shm`)).toBe(false)
  const lock = new OpenLock(file)
  lock.hold()
  refused()
  lock.release()
  expect(existsSync(`${file}-shm`)).toBe(true)
})

it.skipIf(process.platform !== 'linux')('a folder that cannot be made is told at once, with those around it', () => {
  for (const folder of ['/proc/1/gradekeep', '/proc/1/gradekeep/results'])
    expect(() => openDatabase(join(folder, 'gradekeep.db'))).toThrow(
      expect.objectContaining({ code: 'store/read-only', detail: { folder: '/proc/1/gradekeep' } }),
    )
})

describe('what lies in the place of the results is refused and left as it is, where it is', () => {
  it.each<[string, string, (file: string) => void, RegExp?]>([
    [
      'an empty file, and the seal of a full one beside it',
      'store/empty',
      (file) => {
        writeFileSync(`${file}.seal`, '{"size":9,"mtimeMs":9}')
        truncateSync(file, 0)
      },
    ],
    [
      'an empty file, and a copy of a full one beside it',
      'store/empty',
      (file) => {
        mkdirSync(join(dirname(file), 'backups'))
        writeSnapshot(file, join(dirname(file), 'backups', 'daily-2026-11-19.db'))
        truncateSync(file, 0)
      },
    ],
    [
      'an empty file, and beside it a journal that may hold all there is',
      'store/empty',
      (file) => {
        truncateSync(file, 0)
        writeFileSync(`${file}-wal`, 'of the results')
      },
    ],
    [
      'a database with nothing in it, and the seal of a full one beside it',
      'store/empty',
      (file) => {
        rmSync(file)
        const db = new SqliteDatabase(file)
        db.pragma('journal_mode = WAL')
        db.close()
        writeFileSync(`${file}.seal`, '{"size":9,"mtimeMs":9}')
      },
    ],
    [
      'nothing, though there is a seal',
      'store/missing',
      (file) => {
        rmSync(file)
        writeFileSync(`${file}.seal`, '{"size":9,"mtimeMs":9}')
      },
    ],
    [
      'nothing, though there is half a copy that was to take its place',
      'store/missing',
      (file) => {
        rmSync(file)
        writeFileSync(incoming(file), 'half')
      },
    ],
    [
      'a link to nothing',
      'store/missing',
      (file) => {
        rmSync(file)
        symlinkSync(join(dirname(file), 'unplugged', 'gradekeep.db'), file)
      },
    ],
    ["another program's database", 'store/foreign', replaceByForeign],
    ['a text', 'store/damaged', (file) => writeFileSync(file, 'Dear Ada, '.repeat(900))],
    ['a short text', 'store/damaged', (file) => writeFileSync(file, 'Dear Ada')],
    [
      'a folder',
      'store/foreign',
      (file) => {
        rmSync(file)
        mkdirSync(file)
      },
    ],
    [
      'a version below every version',
      'store/altered',
      (file) => change(file, (db) => db.pragma('user_version = -3')),
      /version is -3/,
    ],
    ['no version', 'store/altered', (file) => change(file, (db) => db.pragma('user_version = 0')), /version is 0/],
    [
      'an older version than its tables are of',
      'store/altered',
      (file) => change(file, (db) => db.pragma('user_version = 1')),
      /“.+”/,
    ],
    [
      'a version still to come',
      'store/from-the-future',
      (file) => change(file, (db) => db.pragma('user_version = 99')),
    ],
    [
      "a trigger that is nobody's here",
      'store/altered',
      (file) =>
        change(file, (db) => db.exec('CREATE TRIGGER thief AFTER INSERT ON result BEGIN DELETE FROM account; END')),
      /trigger “thief” that is not/,
    ],
    [
      'a view in the place of a table',
      'store/altered',
      (file) =>
        change(file, (db) => db.exec('ALTER TABLE setting RENAME TO was; CREATE VIEW setting AS SELECT * FROM was')),
      /table “setting” is missing/,
    ],
    [
      'a table more',
      'store/altered',
      (file) => change(file, (db) => db.exec('CREATE TABLE notes (a)')),
      /table “notes” that is not/,
    ],
    [
      'a table with a column more',
      'store/altered',
      (file) => change(file, (db) => db.exec('ALTER TABLE setting ADD COLUMN more TEXT')),
      /table “setting” is not as/,
    ],
    [
      'a view that says something else',
      'store/altered',
      (file) =>
        change(file, (db) =>
          db.exec(
            `DROP VIEW certificate_words; CREATE VIEW certificate_words AS SELECT id, account_id, test_id, NULL AS serial,
             NULL AS words, NULL AS test, NULL AS former FROM result`,
          ),
        ),
      /view “certificate_words” is not as/,
    ],
  ])('%s', async (_, code, spoil, part) => {
    const file = closed()
    spoil(file)
    const before = contentsOf(dirname(file))
    expect(codeOf(() => openDatabase(file))).toMatchObject({ name: 'AppError', code })
    await expect(openStore(file, storeWorkers)).rejects.toMatchObject({
      code,
      detail: part === undefined ? {} : { part: expect.stringMatching(part) },
    })
    expect(contentsOf(dirname(file))).toEqual(before)
    expect(isNewPlace(file)).toBe(false)
  })

  it('any one of its objects gone', () => {
    const made = closed()
    const names = [...schemaOf(new SqliteDatabase(made, { readonly: true })).keys()].filter(
      (key) => !/_(data|idx|docsize|config)$/.test(key),
    )
    expect(names.length).toBeGreaterThan(50)
    const file = join(dirname(temporaryFile()), 'gradekeep.db')
    const accepted = names.filter((key) => {
      writeFileSync(file, readFileSync(made))
      const db = new SqliteDatabase(file)
      db.pragma('foreign_keys = OFF')
      const [kind = '', name = ''] = key.split(' ')
      db.exec(`DROP ${kind} "${name}"`)
      db.close()
      return codeOf(() => openDatabase(file).close()) === 'opened'
    })
    expect(accepted).toEqual([])
  })
})

describe('beginning with nothing', () => {
  it.each(['store/empty', 'store/missing'] as const)('works after what the sentence of %s says', (code) => {
    const file = closed()
    for (const left of [`${file}.seal`, `${file}-wal`, outgoing(file), `${outgoing(file)}-wal`, incoming(file)]) {
      writeFileSync(left, 'x')
    }
    mkdirSync(join(dirname(file), 'backups'))
    writeFileSync(join(dirname(file), 'backups', 'daily-2026-11-20.db'), 'x')
    rmSync(file)
    expect(isNewPlace(file)).toBe(false)
    const { todo } = errorSentences[code]
    const named = [...(todo?.matchAll(/(begins with )?“([^”]+)”/g) ?? [])].map(([, start, name = '']) => ({
      start,
      name,
    }))
    expect(named.length).toBeGreaterThan(1)
    for (const each of readdirSync(dirname(file))) {
      const isNamed = named.some(({ start, name }) => (start ? each.startsWith(name) : each === name))
      if (isNamed) rmSync(join(dirname(file), each), { recursive: true })
    }
    expect(isNewPlace(file)).toBe(true)
    openDatabase(file).close()
  })
})

describe('what is whole opens as ever', () => {
  it.each(migrations.map(({ version }) => version))('from version %i', (version) => {
    const file = temporaryFile()
    const db = new SqliteDatabase(file)
    defineFunctions(db)
    migrate(
      db,
      () => undefined,
      migrations.filter((step) => step.version <= version),
    )
    db.close()
    const again = openDatabase(file, true)
    expect(again.pragma('user_version', { simple: true })).toBe(newestVersion())
    again.close()
  })

  it('after SQLite has noted how its indexes are used', () => {
    const file = closed()
    change(file, (db) => db.exec('ANALYZE'))
    expect(codeOf(() => openDatabase(file).close())).toBe('opened')
    expect(inspectDatabase(file)).toMatchObject({ results: 20 })
  })

  it('and so does a new place, also with an empty file in it', () => {
    const file = temporaryFile()
    expect(isNewPlace(file)).toBe(true)
    writeFileSync(file, '')
    openDatabase(file).close()
    expect(inspectDatabase(file)).toMatchObject({ results: 0 })
  })
})

describe('a database that was replaced from outside while it was open', () => {
  it.each<[string, (file: string) => unknown, string]>([
    ['by nothing', (file) => writeFileSync(file, ''), 'store/empty'],
    ["by another program's", replaceByForeign, 'store/foreign'],
  ])('%s is neither read from nor copied', (_, replace, code) => {
    const file = closed()
    replace(file)
    const target = join(dirname(file), 'copy.db')
    expect(codeOf(() => openReadOnly(file))).toMatchObject({ code })
    expect(codeOf(() => writeSnapshot(file, target))).toMatchObject({ code })
    expect(existsSync(target)).toBe(false)
  })
})

describe('what a replacement left', () => {
  const left = (file: string) =>
    [incoming(file), outgoing(file)].flatMap((name) => [name, `${name}-wal`, `${name}-shm`])
  const there = (file: string) => left(file).filter((name) => existsSync(name))

  it('goes once the results were opened and found whole', async () => {
    const file = closed()
    for (const name of left(file)) writeFileSync(name, 'of an older one')
    await (await openStore(file, storeWorkers)).close()
    expect(there(file)).toEqual([])
  })

  it('stays while the results are damaged, for it may be all there is', async () => {
    const file = closed()
    for (const name of left(file)) writeFileSync(name, 'of an older one')
    truncateSync(file, 0)
    await expect(openStore(file, storeWorkers)).rejects.toMatchObject({ code: 'store/empty' })
    expect(there(file)).toHaveLength(6)
  })

  it('is no business of a second process while the first is replacing', async () => {
    const file = closed()
    const lock = new SqliteDatabase(join(dirname(file), 'sync.lock'))
    lock.exec('BEGIN EXCLUSIVE')
    writeFileSync(incoming(file), 'being copied')
    await (await openStore(file, storeWorkers)).close()
    expect(readFileSync(incoming(file), 'utf8')).toBe('being copied')
    writeFileSync(outgoing(file), readFileSync(file))
    rmSync(file)
    await expect(openStore(file, storeWorkers)).rejects.toMatchObject({ code: 'store/busy' })
    lock.close()
    expect(there(file)).toHaveLength(2)
  })
})
