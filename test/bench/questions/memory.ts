import { execFile } from 'node:child_process'
import { setImmediate } from 'node:timers/promises'
import { promisify } from 'node:util'
import { openReadOnly } from '../../../electron/store/open.ts'
import { storeOn } from '../../../electron/store/store-api.ts'
import { newestFirst } from '../../../shared/model/filter.ts'
import { sortFields } from '../../../shared/model/result-fields.ts'

/** What is held in memory of each result, in bytes. */
interface Memory {
  /** Of the columns, without the orders. */
  readonly columns: number
  /** Of what is read at rest for gradebooks, students and tests. */
  readonly attempts: number
}

/** An order is a row number for each result. */
const bytesOfOrders = Uint32Array.BYTES_PER_ELEMENT * sortFields.length

/**
 * Measures in a process of its own, which does what the reader's thread does between questions and nothing else: all that
 * is held there afterwards, code included, counts.
 */
export async function measureMemory(file: string, size: number): Promise<Memory> {
  const { stdout } = await promisify(execFile)(process.execPath, ['--expose-gc', import.meta.filename, file])
  const { empty, columns, attempts }: Record<'empty' | keyof Memory, number> = JSON.parse(stdout)
  return { columns: (columns - empty) / size - bytesOfOrders, attempts: (attempts - columns) / size }
}

/** Bytes held before anything is read, with the columns, and with all that is read at rest. */
async function heldOf(file: string): Promise<Record<'empty' | keyof Memory, number>> {
  const db = openReadOnly(file)
  try {
    const { columns, ahead, atRest } = storeOn(db)
    columns.find({ filter: [], sort: newestFirst })
    const empty = await bytesHeld()
    for (const each of ahead) while (each.hasWork) each.work(2)
    const withColumns = await bytesHeld()
    for (const each of atRest) while (each.hasWork) each.work(2)
    return { empty, columns: withColumns, attempts: await bytesHeld() }
  } finally {
    db.close()
  }
}

async function bytesHeld(): Promise<number> {
  // What the first collection finds is given back only afterwards.
  for (let times = 0; times < 3; times++) {
    globalThis.gc?.()
    await setImmediate()
  }
  const { heapUsed, external } = process.memoryUsage()
  return heapUsed + external
}

if (import.meta.main) console.log(JSON.stringify(await heldOf(process.argv[2] ?? '')))
