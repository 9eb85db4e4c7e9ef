import { once } from 'node:events'
import { createInterface } from 'node:readline'
import { Writable } from 'node:stream'
import { setImmediate as nextTurn } from 'node:timers/promises'
import { AppError } from '../../shared/errors.ts'

/**
 * Characters that change the text direction or hide where a line ends; in a name they could disguise our own output.
 */
const directions = '\\u061c\\u200e\\u200f\\u202a-\\u202e\\u2066-\\u2069'

const unshowable = new RegExp(`[\\p{Cc}\\p{Zl}\\p{Zp}${directions}]`, 'gu')
const unwritten = new RegExp(`[\\u007f-\\u009f\\u2028\\u2029${directions}]`, 'gu')

/**
 * Makes foreign text safe to show in a terminal: a control character in a name could move the cursor or rewrite the
 * screen.
 */
export const plainText = (text: string): string => text.replace(unshowable, '�')

/** The same for JSON, where such characters are escaped and nothing of the text is lost. */
export const plainJson = (document: unknown): string =>
  JSON.stringify(document).replace(
    unwritten,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
  )

/** Where a command reads and writes. `out` gets only the answer; everything else goes to `err`. */
export interface Terminal {
  readonly out: NodeJS.WritableStream
  readonly err: NodeJS.WritableStream & { isTTY?: boolean }
  readonly in: NodeJS.ReadableStream & { isTTY?: boolean }
}

export const processTerminal: Terminal = { out: process.stdout, err: process.stderr, in: process.stdin }

// A reader such as `head` may close the pipe early. The command continues and ends as usual; only nothing more is
// written.
const left = new WeakSet<NodeJS.WritableStream>()

/** Whether writing failed because the reader closed the pipe; from then on nothing more is written to it. */
export function readerLeft(stream: NodeJS.WritableStream, thrown: unknown): boolean {
  const code = thrown instanceof Error && 'code' in thrown ? thrown.code : undefined
  if (code === 'EPIPE' || code === 'ERR_STREAM_DESTROYED') left.add(stream)
  return left.has(stream)
}

/**
 * Writes a chunk of the answer, waiting for a slower reader. Writes nothing after the reader left.
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

const rowsPerWrite = 250

/**
 * Writes a line for each row, some hundreds at a time.
 * @returns how many were written
 * @throws AppError `job/cancelled` when interrupted
 */
export async function writeRows<Row>(
  rows: Iterable<Row>,
  { line, separator }: { readonly line: (row: Row) => string; readonly separator: string },
  { terminal, stopped }: { readonly terminal: Terminal; readonly stopped: AbortSignal },
): Promise<number> {
  let written = 0
  let waiting: string[] = []
  const flush = async () => {
    const before = written > waiting.length ? separator : ''
    if (waiting.length > 0) await write(terminal.out, before + waiting.join(separator), stopped)
    waiting = []
    // Interrupts are only handled between two turns of the event loop.
    await nextTurn()
    if (stopped.aborted) throw new AppError('job/cancelled')
  }
  for (const row of rows) {
    waiting.push(line(row))
    written++
    if (waiting.length === rowsPerWrite) await flush()
  }
  await flush()
  return written
}

const barWidth = 24

/** A progress bar on standard error, if that is a terminal; silent otherwise. */
export function progressLine({ err }: Terminal): { show(share: number, words: string): void; clear(): void } {
  if (!err.isTTY) return { show: () => undefined, clear: () => undefined }
  return {
    show: (share, words) => {
      const bar = '█'.repeat(Math.round(Math.min(1, share) * barWidth)).padEnd(barWidth, '·')
      err.write(`\r\x1b[K${bar} ${words}`)
    },
    clear: () => {
      err.write('\r\x1b[K')
    },
  }
}

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
    // In a terminal the line reader receives Ctrl-C as a key, so no signal is sent.
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
