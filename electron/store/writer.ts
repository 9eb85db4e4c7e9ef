import { parentPort, workerData } from 'node:worker_threads'
import type { Database } from 'better-sqlite3'
import { createBirpc } from 'birpc'
import { toEnvelope } from '../../shared/errors.ts'
import { breakSeal, mayBeChanged, SyncLock, seal } from './locks.ts'
import { explainingFailure, openDatabase } from './open.ts'
import { replaceDatabaseFile } from './replace.ts'
import { removeReplaced } from './replacement-files.ts'
import { createStoreApi, type StoreApi } from './store-api.ts'

/**
 * The thread that owns the database and alone writes to it. It answers each call with an envelope, because error
 * classes do not survive the hop between threads.
 */
const port = parentPort
if (port === null) throw new Error('The store is written in a worker thread')

const file: string = workerData.file
const lock = new SyncLock(file)
const pushLock = new SyncLock(file, 'push.lock')
const guarded = <T>(work: () => T) => toEnvelope(() => explainingFailure(file, work))

const callsOf = (db: Database) => ({ db, calls: createStoreApi(db, lock, pushLock) })

const opened = await guarded(() => {
  const db = openDatabase(file, mayBeChanged(file))
  breakSeal(file)
  const open = callsOf(db)
  removeReplaced(file)
  return open
})

if (opened.ok) {
  let open: { db: Database; calls: StoreApi } = opened.value
  const enveloped = Object.fromEntries(
    Object.keys(open.calls).map((name) => [
      name,
      (...input: unknown[]) => guarded(() => Reflect.apply(Reflect.get(open.calls, name), open.calls, input)),
    ]),
  )
  const replaceDatabase = (copy: string) =>
    guarded(() => {
      open.db.close()
      try {
        open = replaceDatabaseFile(file, copy, callsOf)
      } catch (thrown) {
        // The old database is back in its place and answers as before.
        open = callsOf(openDatabase(file))
        throw thrown
      }
    })
  const close = () => {
    try {
      open.db.pragma('optimize')
    } catch {
      // A busy or full disk: the next close does it.
    }
    lock.release()
    pushLock.release()
    open.db.close()
    try {
      seal(file)
    } catch {
      // Without a seal it is checked at the next start; the thread must end all the same.
    }
    port.close()
  }
  createBirpc(
    { ...enveloped, replaceDatabase, close },
    { post: (message) => port.postMessage(message), on: (listen) => port.on('message', listen) },
  )
  port.postMessage({ opened: { ok: true, value: null } })
} else {
  port.postMessage({ opened })
  port.close()
}
