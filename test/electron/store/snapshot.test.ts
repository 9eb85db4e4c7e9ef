import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { openDatabase } from '../../../electron/store/open.ts'
import { migrations } from '../../../electron/store/schema/migrate.ts'
import { inspectDatabase, unfinishedName, writeSnapshot } from '../../../electron/store/snapshot.ts'
import { damage } from './damaged.ts'
import { accountNamed, database, noon, pageWith, resultOf } from './laptop-database.ts'

const newest = migrations.at(-1)?.version

const made = (count: number) => Array.from({ length: count }, (_, userId) => resultOf({ userId }))

function withResults(count = 400) {
  const own = database([accountNamed('a'), { ...accountNamed('b'), name: 'Sample', sample: true }])
  own.calls.applyPage(pageWith(made(count)))
  return { ...own, target: join(dirname(own.file), 'copy.db') }
}

describe('a copy of the database', () => {
  it('holds what was committed, also what is still in the journal, while the database is in use', () => {
    const { file, target, calls, db } = withResults()
    db.exec('BEGIN IMMEDIATE')
    db.exec(`UPDATE result SET last = 'Half-written'`)
    expect(writeSnapshot(file, target)).toEqual({
      version: newest,
      accounts: ['School a', 'Sample'],
      results: 400,
      newestResult: noon,
    })
    db.exec('ROLLBACK')
    expect(calls.countResults([])).toBe(400)
    const copy = openDatabase(target)
    expect(copy.prepare(`SELECT count(*) AS n FROM result WHERE last = 'Lovelace'`).get()).toEqual({ n: 400 })
    copy.close()
  })

  it('says of an empty one that there is nothing in it', () => {
    const { file } = database([])
    expect(inspectDatabase(file)).toEqual({ version: newest, accounts: [], results: 0, newestResult: null })
  })

  it('takes the place of an older one, and of a half-written one', () => {
    const { file, target, calls } = withResults(5)
    writeFileSync(unfinishedName(target), 'half')
    writeSnapshot(file, target)
    calls.applyPage(pageWith(made(9)))
    expect(writeSnapshot(file, target)).toMatchObject({ results: 9 })
    expect(readdirSync(dirname(file)).filter((name) => name.startsWith('copy'))).toEqual(['copy.db'])
  })

  it('of a damaged database is not made, and an older one stays as it was', () => {
    const { file, target, db } = withResults()
    writeSnapshot(file, target)
    const before = readFileSync(target)
    db.close()
    damage(file)
    expect(() => writeSnapshot(file, target)).toThrow()
    expect(readFileSync(target).equals(before)).toBe(true)
    expect(existsSync(unfinishedName(target))).toBe(false)
  })

  it('of a database that is not there is not made, and makes none', () => {
    const { file, target } = withResults(1)
    const missing = join(dirname(file), 'missing.db')
    expect(() => writeSnapshot(missing, target)).toThrow()
    expect([existsSync(missing), existsSync(target)]).toEqual([false, false])
  })
})

describe('looking at a copy', () => {
  it('changes no byte of it and leaves nothing beside it', () => {
    const { file, target } = withResults()
    writeSnapshot(file, target)
    const before = readFileSync(target)
    const beside = readdirSync(dirname(file))
    inspectDatabase(target)
    expect(readFileSync(target).equals(before)).toBe(true)
    expect(readdirSync(dirname(file))).toEqual(beside)
  })

  it('refuses a damaged one', () => {
    const { file, target } = withResults()
    writeSnapshot(file, target)
    damage(target)
    expect(() => inspectDatabase(target)).toThrow(/damaged|malformed/)
  })
})
