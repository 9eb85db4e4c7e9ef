import { Worker } from 'node:worker_threads'
import { createBirpc } from 'birpc'
import { AppError, type Envelope, fromEnvelope } from '../../shared/errors.ts'
import type { StoreCalls } from './calls.ts'

/** The database's calls as seen from another thread: the same names, answered later. */
export type Store = {
  readonly [Name in keyof StoreCalls]: (...input: Parameters<StoreCalls[Name]>) => Promise<ReturnType<StoreCalls[Name]>>
} & {
  /** Puts a copy in the place of the database, which closes meanwhile. @throws AppError `store/*` */
  replaceDatabase(copy: string): Promise<void>
  /** Finishes what was asked, then closes the database. */
  close(): Promise<void>
}

type EnvelopedCalls = { [Name in keyof StoreCalls]: (...input: never[]) => Promise<Envelope<unknown>> } & {
  replaceDatabase(copy: string): Promise<Envelope<unknown>>
  close(): void
}

/**
 * Starts the database's thread and waits until the file is open and migrated.
 * @throws AppError `store/*` when it cannot be opened
 */
export async function openStore(file: string, workerFile: string): Promise<Store> {
  const worker = new Worker(workerFile, { workerData: { file } })
  const exited = new Promise<void>((resolve) => worker.once('exit', () => resolve()))
  const opening = new Promise<unknown>((resolve) => worker.once('message', resolve))
  worker.on('error', () => undefined) // An exit follows, and it is what ends waiting calls.
  const died = exited.then((): never => {
    throw new AppError('store/failed')
  })
  fromEnvelope(openingOf(await Promise.race([opening, died])))

  const rpc = createBirpc<EnvelopedCalls>(
    {},
    {
      post: (data) => worker.postMessage(data),
      // Answering nothing here matters: birpc would wait for what it is given, and later calls would overtake the first.
      on: (listen) => {
        worker.on('message', listen)
      },
      timeout: -1,
    },
  )
  died.catch((error) => rpc.$close(error))

  const call = async (name: keyof StoreCalls | 'replaceDatabase', input: never[]): Promise<unknown> => {
    // What is not an envelope's error is the thread's end, which closes the line and everything waiting on it.
    const envelope = await rpc.$call(name, ...input).catch((): never => {
      throw new AppError('store/failed')
    })
    return fromEnvelope(envelope)
  }
  let closing: Promise<void> | null = null
  const close = async () => {
    if (!rpc.$closed) await rpc.$callEvent('close')
    await exited
  }
  return new Proxy({} as Store, {
    get: (_, name: string) => {
      if (name === 'close') return () => (closing ??= close())
      // A promise is recognised by its `then`; a store handed through an async function must not look like one.
      if (name === 'then') return undefined
      return (...input: never[]) => call(name as keyof StoreCalls, input)
    },
  })
}

const openingOf = (message: unknown): Envelope<unknown> =>
  typeof message === 'object' && message !== null && 'opened' in message
    ? (message.opened as Envelope<unknown>)
    : { ok: false, error: { code: 'store/failed', detail: {} } }
