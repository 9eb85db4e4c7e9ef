import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { createRequire } from 'node:module'
import { expect, it, onTestFinished } from 'vitest'
import { openStore } from '../../../electron/store/api.ts'
import { newestFirst } from '../../../shared/model/filter.ts'
import { storeWorkers } from './laptop-database.ts'
import { filled, sampleRows } from './sample-rows.ts'

const better = createRequire(import.meta.url).resolve('better-sqlite3')

/** Another program that holds the database's write lock until the test releases it. */
async function holding(file: string, begin: 'BEGIN IMMEDIATE' | 'BEGIN EXCLUSIVE') {
  const program = `
    const db = new (require(${JSON.stringify(better)}))(process.argv[1])
    db.exec(${JSON.stringify(begin)})
    db.exec("UPDATE account SET name = 'Not yet'")
    process.stdout.write('held')
    process.stdin.once('data', () => { db.exec('ROLLBACK'); db.close(); process.exit() })`
  const child: ChildProcess = spawn(process.execPath, ['-e', program, file], { stdio: ['pipe', 'pipe', 'inherit'] })
  onTestFinished(() => void child.kill('SIGKILL'))
  if (child.stdout !== null) await once(child.stdout, 'data')
  return async () => {
    child.stdin?.write('go')
    await once(child, 'exit')
  }
}

it.each(['BEGIN IMMEDIATE', 'BEGIN EXCLUSIVE'] as const)(
  'no question waits for a write that waits for another program (%s)',
  async (begin) => {
    const { file } = filled(sampleRows(60))
    const store = await openStore(file, storeWorkers)
    onTestFinished(() => store.close().catch(() => undefined))
    const letGo = await holding(file, begin)
    const order: string[] = []
    const writing = store.setValidity('a', 1, 12).then(
      () => order.push('written'),
      // On a machine this slow the five seconds of waiting are over.
      () => order.push('refused'),
    )
    const names = (await store.listAccounts()).map(({ name }) => name)
    const { answer } = await store.answers.open('results', { filter: [], sort: newestFirst }, 10)
    expect(await store.answers.count(answer)).toBe(60)
    expect(await store.answers.rows('results', answer, 10, 20)).toHaveLength(10)
    expect((await store.facets(undefined)).total).toBe(60)
    order.push('read')
    expect(names).not.toContain('Not yet')
    await letGo()
    await writing
    expect(order[0]).toBe('read')
    expect(await store.setValidity('a', 2, 12)).toBeUndefined()
  },
)

it('a database that another program writes to is opened and read', async () => {
  const { file, db } = filled(sampleRows(60))
  db.close()
  const letGo = await holding(file, 'BEGIN IMMEDIATE')
  const store = await openStore(file, storeWorkers)
  onTestFinished(() => store.close().catch(() => undefined))
  expect(await store.countResults([])).toBe(60)
  await letGo()
})
