import { parentPort, workerData } from 'node:worker_threads'
import type { Database } from 'better-sqlite3'
import { createBirpc } from 'birpc'
import { toEnvelope } from '../../shared/errors.ts'
import { OpenLock, SyncLock } from './locks.ts'
import { explainingFailure, openDatabase } from './open.ts'
import { replaceDatabaseFile } from './replace.ts'
import { removeReplaced } from './replacement-files.ts'
import { breakSeal, mayBeChanged, seal, sealAtRest } from './seal.ts'
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
const openLock = new OpenLock(file)
const guarded = <T>(work: () => T) => toEnvelope(() => explainingFailure(file, work))

const callsOf = (db: Database) => ({ db, calls: createStoreApi(db, lock, pushLock) })

const opened = await guarded(() => {
  const db = openDatabase(file, mayBeChanged(file))
  openLock.hold()
  breakSeal(file)
  const open = callsOf(db)
  removeReplaced(file)
  return open
})

/** How long nothing is written before the database rests, in milliseconds. */
const restAfter = 5_000
/** How long a session that ends waits for those who read, in milliseconds: Windows gives a program five seconds. */
const restLimit = 2_000

if (opened.ok) {
  let open: { db: Database; calls: StoreApi } = opened.value
  const rest = () => guarded(() => sealAtRest(open.db, file, restLimit))
  // A rest that fails on a full disk is only one check more at the next start; while somebody reads it is tried again.
  const restLater = () => guarded(() => sealAtRest(open.db, file) || waiting.refresh())
  const waiting = setTimeout(() => void restLater(), restAfter).unref()
  const enveloped = Object.fromEntries(
    Object.keys(open.calls).map((name) => [
      name,
      (...input: unknown[]) => {
        // A look at what others wrote is no reason not to rest.
        if (name !== 'noticeOthers') waiting.refresh()
        return guarded(() => Reflect.apply(Reflect.get(open.calls, name), open.calls, input))
      },
    ]),
  )
  const replaceDatabase = (copy: string) =>
    guarded(() => {
      waiting.refresh()
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
    clearTimeout(waiting)
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
    openLock.release()
    port.close()
  }
  createBirpc(
    { ...enveloped, replaceDatabase, rest, close },
    { post: (message) => port.postMessage(message), on: (listen) => port.on('message', listen) },
  )
  port.postMessage({ opened: { ok: true, value: null } })
} else {
  port.postMessage({ opened })
  port.close()
}
