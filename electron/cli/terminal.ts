import { once } from 'node:events'
import { createInterface } from 'node:readline'
import { Writable } from 'node:stream'
import { AppError } from '../../shared/errors.ts'
import { plainJson } from './plain-text.ts'

/** Where a command reads and writes. Only the answer goes to `out`; everything said beside it goes to `err`. */
export interface Terminal {
  readonly out: NodeJS.WritableStream
  readonly err: NodeJS.WritableStream & { isTTY?: boolean }
  readonly in: NodeJS.ReadableStream & { isTTY?: boolean }
}

export const processTerminal: Terminal = { out: process.stdout, err: process.stderr, in: process.stdin }

// A reader such as `head` or `true` that closes early wants no more. What the command does, and how it ends, is its own
// affair: it goes on, and nothing more is written there.
const left = new WeakSet<NodeJS.WritableStream>()

/** Whether an output failed because its reader left; then nothing more is written to it. */
export function readerLeft(stream: NodeJS.WritableStream, thrown: unknown): boolean {
  const code = thrown instanceof Error && 'code' in thrown ? thrown.code : undefined
  if (code === 'EPIPE' || code === 'ERR_STREAM_DESTROYED') left.add(stream)
  return left.has(stream)
}

/**
 * Writes a chunk of the answer, waiting where the reader is slower. To a reader who left, nothing is written.
 * @throws AppError `job/cancelled` when interrupted while it waits
 */
export async function write(stream: NodeJS.WritableStream, text: string, stopped?: AbortSignal): Promise<void> {
  if (text === '' || left.has(stream) || stream.write(text)) return
  try {
    await once(stream, 'drain', stopped === undefined ? {} : { signal: stopped })
  } catch (thrown) {
    if (readerLeft(stream, thrown)) return
    throw stopped?.aborted ? new AppError('job/cancelled') : new AppError('output/lost', {}, { cause: thrown })
  }
}

export const printJson = (terminal: Terminal, document: unknown): Promise<void> =>
  write(terminal.out, `${plainJson(document)}\n`)

/**
 * Asks for a secret without showing it; from a pipe, the first line is the secret.
 * @throws AppError `job/cancelled` when interrupted instead of answered
 */
export async function askSecret(terminal: Terminal, question: string, stopped: AbortSignal): Promise<string> {
  if (stopped.aborted) throw new AppError('job/cancelled')
  const silent = new Writable({ write: (_chunk, _encoding, done) => done() })
  const reader = createInterface({ input: terminal.in, output: silent, terminal: terminal.in.isTTY === true })
  if (terminal.in.isTTY) terminal.err.write(question)
  const { promise, resolve, reject } = Promise.withResolvers<string>()
  const interrupted = () => reject(new AppError('job/cancelled'))
  stopped.addEventListener('abort', interrupted)
  try {
    // On a terminal the reader gets Ctrl-C as a key; no signal comes then.
    reader.once('SIGINT', interrupted)
    reader.once('line', resolve)
    reader.once('close', () => resolve(''))
    return await promise
  } finally {
    stopped.removeEventListener('abort', interrupted)
    reader.close()
    if (terminal.in.isTTY) terminal.err.write('\n')
  }
}
