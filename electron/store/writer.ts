import { parentPort, workerData } from 'node:worker_threads'
import type { Database } from 'better-sqlite3'
import { createBirpc } from 'birpc'
import type { Envelope } from '../../shared/errors.ts'
import { callTable, isWrite } from './call-table.ts'
import { OpenLock, SyncLock } from './locks.ts'
import { envelopeOf, openDatabase } from './open.ts'
import { removeReplaced } from './replacement-files.ts'
import { breakSeal, mayBeChanged, seal, sealAtRest } from './seal.ts'
import type { StoreApi } from './store-api.ts'

/**
 * The thread that owns the database and alone writes to it. It answers each call with an envelope.
 */
const port = parentPort
if (port === null) throw new Error('The store is written in a worker thread')

const file: string = workerData.file
const lock = new SyncLock(file)
const pushLock = new SyncLock(file, 'push.lock')
const openLock = new OpenLock(file)
const guarded = <T>(work: () => T | Promise<T>) => envelopeOf(file, work)

/** How long nothing is written before the database rests, in milliseconds. */
const restAfter = 5_000
/** How long a session that ends waits for those who read, in milliseconds: Windows gives a program five seconds. */
const restLimit = 2_000
/** When the rest of the store is loaded that no write needed before, in milliseconds: until then a window starts. */
const loadAfter = 500

/** Answers calls on the open file, if it could be opened. */
const serve = (opened: Envelope<Database>): void => {
  if (!opened.ok) {
    port.postMessage({ opened })
    port.close()
    return
  }
  let db = opened.value
  let calls: StoreApi | null = null
  const load = () => Promise.all([import('./store-api.ts'), import('./replace.ts')])
  /** The calls on the open file, loaded with the first: a start waits until the file is open. */
  const callsNow = async (): Promise<StoreApi> => {
    const [{ createStoreApi }] = await load()
    calls ??= createStoreApi(db, { lock, pushLock })
    return calls
  }
  const rest = () => guarded(() => sealAtRest(db, file, restLimit))
  // A rest that fails on a full disk is only one check more at the next start; while somebody reads it is tried again.
  const restLater = () => guarded(() => sealAtRest(db, file) || waiting.refresh())
  const waiting = setTimeout(() => void restLater(), restAfter).unref()
  const enveloped = Object.fromEntries(
    Object.keys(callTable)
      .filter((name) => isWrite(name as keyof StoreApi))
      .map((name) => [
        name,
        (...input: unknown[]) => {
          // A look at what others wrote is no reason not to rest.
          if (name !== 'noticeOthers') waiting.refresh()
          return guarded(async () => {
            const calls = await callsNow()
            return Reflect.apply(Reflect.get(calls, name), calls, input)
          })
        },
      ]),
  )
  const replaceDatabase = (copy: string) =>
    guarded(async () => {
      waiting.refresh()
      const [{ createStoreApi }, { replaceDatabaseFile }] = await load()
      db.close()
      calls = null
      try {
        db = replaceDatabaseFile(file, copy, (replaced) => {
          // The old one is deleted only where the new one answers.
          const opened = createStoreApi(replaced, { lock, pushLock })
          opened.listAccounts()
          calls = opened
          return replaced
        })
      } catch (thrown) {
        calls = null
        // The old database is back in its place and answers as before.
        db = openDatabase(file)
        throw thrown
      }
    })
  const close = () => {
    clearTimeout(waiting)
    try {
      db.pragma('optimize')
    } catch {
      // A busy or full disk: the next close does it.
    }
    lock.release()
    pushLock.release()
    db.close()
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
  port.postMessage({ opened: { ok: true, value: true } })
  // Not hours later: an upgrade may have replaced its files by then. A failure is told to the first write.
  setTimeout(() => load().catch(() => undefined), loadAfter).unref()
}

void guarded(() => {
  const db = openDatabase(file, mayBeChanged(file))
  openLock.hold()
  breakSeal(file)
  removeReplaced(file)
  return db
}).then(serve)
