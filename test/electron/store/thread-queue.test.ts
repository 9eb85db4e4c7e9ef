import { writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { expect, it, onTestFinished } from 'vitest'
import { openStore, type Topic, TopicBus } from '../../../electron/store/api.ts'
import { type QueuePorts, ThreadQueue } from '../../../electron/store/thread-queue.ts'
import { accountNamed, pageWith, resultOf, storeWorkers, temporaryFile } from './laptop-database.ts'

/** A thread that records its calls. */
function queueToNotes(ports: Partial<QueuePorts> = {}) {
  const workerFile = join(dirname(temporaryFile()), 'notes.mjs')
  const birpc = pathToFileURL(join(import.meta.dirname, '../../../node_modules/birpc/dist/index.mjs')).href
  writeFileSync(
    workerFile,
    `import { parentPort as port } from 'node:worker_threads'
    import { createBirpc } from ${JSON.stringify(birpc)}
    const notes = []
    const ok = (value) => ({ ok: true, value })
    const rpc = createBirpc(
      {
        fail: (message) => {
          rpc.$callEvent('failed', new TypeError(message))
          return ok(null)
        },
        note: (what) => ok(notes.push(what)),
        follow: () => ok(notes.push('followed')),
        notes: () => ok(notes),
        close: () => port.close(),
      },
      { post: (message) => port.postMessage(message), on: (listen) => port.on('message', listen) },
    )
    port.postMessage({ opened: ok(null) })`,
  )
  const queue = new ThreadQueue({ file: '', workerFile, onEnded: () => undefined, ...ports })
  onTestFinished(() => queue.close())
  return queue
}

const note = (what: string) => ({ name: 'note', input: [what], isRepeatable: true })
const notes = { name: 'notes', input: [], isRepeatable: true }

it('what nobody waits for any more is not asked, and the rest is asked in order', async () => {
  const queue = queueToNotes()
  const dropped = new AbortController()
  const asked = [
    queue.ask(note('first')),
    queue.ask({ ...note('second'), signal: dropped.signal }),
    queue.ask(note('third')),
  ]
  dropped.abort()
  expect(await Promise.allSettled(asked)).toMatchObject([
    { status: 'fulfilled' },
    { status: 'rejected', reason: { code: 'answer/gone' } },
    { status: 'fulfilled' },
  ])
  expect(await queue.ask(notes)).toEqual(['first', 'third'])
})

it('what belongs to an answer is decided once its caller has looked at it', async () => {
  const queue = queueToNotes()
  let isWanted = true
  const first = queue.ask({ ...note('first'), next: () => (isWanted ? 'follow' : null) })
  const second = queue.ask(note('second'))
  await first
  isWanted = false
  await second
  expect(await queue.ask(notes)).toEqual(['first', 'second'])
})

it('what belongs to an answer is asked before anything else that waits', async () => {
  const queue = queueToNotes()
  const next = (answer: unknown) => (answer === 1 ? 'follow' : null)
  await Promise.all([queue.ask({ ...note('first'), next }), queue.ask({ ...note('second'), next })])
  expect(await queue.ask(notes)).toEqual(['first', 'followed', 'second'])
})

it('nothing is asked while something is done alone', async () => {
  const queue = queueToNotes()
  const before = queue.ask(note('before'))
  const alone = queue.alone(async (call) => {
    const held = await call('notes')
    await new Promise((resolve) => setImmediate(resolve))
    expect(await call('notes')).toEqual(held)
    return held
  })
  const after = queue.ask(note('after'))
  expect(await alone).toEqual(['before'])
  await Promise.all([before, after])
})

it('calls that took more than 40 ms are logged by name, without what was asked', async () => {
  const slow: unknown[] = []
  const times = [0, 40, 100, 141]
  const queue = queueToNotes({ onSlowCall: (call) => slow.push(call), now: () => times.shift() ?? 0 })
  await queue.ask(notes)
  await queue.ask(note('Ada Lovelace'))
  expect(slow).toEqual([{ name: 'note', milliseconds: 41 }])
})

it('what fails in the thread beside the questions is reported', async () => {
  const failures: unknown[] = []
  const queue = queueToNotes({ onFailure: (thrown) => failures.push(thrown) })
  await queue.ask({ name: 'fail', input: ['no such column'], isRepeatable: true })
  expect(failures).toEqual([new TypeError('no such column')])
})

it('a write tells its topics when it is confirmed, and a question or a refused write tells nothing', async () => {
  const told: (readonly Topic[])[] = []
  const store = await openStore(temporaryFile(), storeWorkers, { onWritten: (topics) => told.push(topics) })
  onTestFinished(() => store.close())
  await store.addAccount(accountNamed('a'))
  await store.applyPage(pageWith([resultOf()]))
  await store.listAccounts()
  expect(await store.acquireSyncLock()).toBe(true)
  await expect(store.setValidity('nobody', 1, 12)).rejects.toMatchObject({ code: 'account/not-found' })
  expect(await store.applyReread([])).toBe(0)
  expect(told).toEqual([['accounts'], ['results', 'views']])
})

it('a confirmed write stays confirmed, and all the others hear of it, where a listener fails', async () => {
  const failures: unknown[] = []
  const heard: (readonly Topic[])[] = []
  const bus = new TopicBus((thrown) => failures.push(thrown))
  const closing = new Error('Object has been destroyed')
  bus.on(() => {
    throw closing
  })
  bus.on((topics) => heard.push(topics))
  const store = await openStore(temporaryFile(), storeWorkers, { onWritten: (topics) => bus.tell(topics) })
  onTestFinished(() => store.close())
  await store.addAccount(accountNamed('a'))
  expect([failures, heard]).toEqual([[closing], [['accounts']]])
})
