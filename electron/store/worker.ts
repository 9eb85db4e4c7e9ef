import { parentPort, workerData } from 'node:worker_threads'
import { createBirpc } from 'birpc'
import { toEnvelope } from '../../shared/errors.ts'
import { createStoreCalls } from './calls.ts'
import { explainingFailure, openDatabase } from './database.ts'
import { breakSeal, mayBeChanged, seal } from './seal.ts'

/** The thread that owns the database. It answers each call with an envelope: a thrown class would not survive the hop. */
const port = parentPort
if (port === null) throw new Error('The store runs in a worker thread')

const file: string = workerData.file
const opened = await toEnvelope(() =>
  explainingFailure(file, () => {
    const check = mayBeChanged(file)
    const db = openDatabase(file)
    breakSeal(db, file, check)
    return db
  }),
)

if (opened.ok) {
  const db = opened.value
  const calls = createStoreCalls(db)
  const enveloped = Object.fromEntries(
    Object.entries(calls).map(([name, call]) => [
      name,
      (...input: unknown[]) => toEnvelope(() => explainingFailure(file, () => Reflect.apply(call, calls, input))),
    ]),
  )
  const close = () => {
    try {
      db.pragma('optimize')
    } catch {
      // A busy or full disk: the next close does it.
    }
    db.close()
    seal(file)
    port.close()
  }
  createBirpc(
    { ...enveloped, close },
    { post: (message) => port.postMessage(message), on: (listen) => port.on('message', listen) },
  )
  port.postMessage({ opened: { ok: true, value: null } })
} else {
  port.postMessage({ opened })
  port.close()
}
