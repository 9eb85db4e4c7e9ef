import { createInterface } from 'node:readline'
import { Writable } from 'node:stream'
import type { SyncProgress } from '../../shared/model/sync.ts'

/** Where a command reads and writes. Only the answer goes to `out`; everything said beside it goes to `err`. */
export interface Terminal {
  readonly out: NodeJS.WritableStream
  readonly err: NodeJS.WritableStream & { isTTY?: boolean }
  readonly in: NodeJS.ReadableStream & { isTTY?: boolean }
}

export const processTerminal: Terminal = { out: process.stdout, err: process.stderr, in: process.stdin }

/** Writes a chunk of the answer, waiting where the reader is slower. */
export async function write(stream: NodeJS.WritableStream, text: string): Promise<void> {
  if (stream.write(text)) return
  await new Promise<void>((resolve) => stream.once('drain', () => resolve()))
}

export const printJson = (terminal: Terminal, document: unknown): Promise<void> =>
  write(terminal.out, `${JSON.stringify(document)}\n`)

/** Asks for a secret without showing it; from a pipe, the first line is the secret. */
export async function askSecret(terminal: Terminal, question: string): Promise<string> {
  const silent = new Writable({ write: (_chunk, _encoding, done) => done() })
  const reader = createInterface({ input: terminal.in, output: silent, terminal: terminal.in.isTTY === true })
  if (terminal.in.isTTY) terminal.err.write(question)
  try {
    return await new Promise<string>((resolve) => {
      reader.once('line', resolve)
      reader.once('close', () => resolve(''))
    })
  } finally {
    reader.close()
    if (terminal.in.isTTY) terminal.err.write('\n')
  }
}

const barWidth = 24

/** A progress line on a terminal; silent elsewhere. */
export function progressLine(terminal: Terminal): { show(progress: SyncProgress): void; clear(): void } {
  if (!terminal.err.isTTY) return { show: () => undefined, clear: () => undefined }
  return {
    show: ({ phase, received, available, requests }) => {
      const share = available ? Math.min(1, received / available) : 0
      const bar = '█'.repeat(Math.round(share * barWidth)).padEnd(barWidth, '·')
      const count = available === null ? String(received) : `${received} of ${available}`
      terminal.err.write(`\r\x1b[K${bar} ${phase}: ${count} results, ${requests} requests`)
    },
    clear: () => {
      terminal.err.write('\r\x1b[K')
    },
  }
}
