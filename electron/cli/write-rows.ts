import { setImmediate as turn } from 'node:timers/promises'
import { AppError } from '../../shared/errors.ts'
import type { CommandContext } from './context.ts'
import { write } from './terminal.ts'

const rowsPerWrite = 250

/**
 * Writes a line for each row, some hundreds at a time.
 * @returns how many were written
 * @throws AppError `job/cancelled` when interrupted on the way
 */
export async function writeRows<Row>(
  rows: Iterable<Row>,
  { line, separator }: { readonly line: (row: Row) => string; readonly separator: string },
  { terminal, stopped }: CommandContext,
): Promise<number> {
  let written = 0
  let waiting: string[] = []
  const flush = async () => {
    const before = written > waiting.length ? separator : ''
    if (waiting.length > 0) await write(terminal.out, before + waiting.join(separator), stopped)
    waiting = []
    // An interrupt is heard between two turns of the event loop only.
    await turn()
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
