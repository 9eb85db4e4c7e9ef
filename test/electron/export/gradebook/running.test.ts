import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import type { FileHandle } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { Decision } from '../../../../electron/export/decision.ts'
import { createExporter } from '../../../../electron/export/exporter.ts'
import { Book } from '../../../../electron/export/gradebook/book.ts'
import { text } from '../../../../electron/export/gradebook/cells.ts'
import type { GradebookRequest } from '../../../../electron/export/gradebook/request.ts'
import { ExportRun } from '../../../../electron/export/writer/table.ts'
import { type Laptop, noon, workerFile } from '../laptop.ts'
import { attempt, classOf, gradebookRequest, manyAttempts } from './made-class.ts'

interface Watched {
  readonly signal?: AbortSignal
  readonly onProgress: (written: number, total: number) => void
}

const names = { 101: 'Final', 102: 'History', 103: 'Latin' }

const run = (place: Laptop, said: Partial<GradebookRequest>, { signal, onProgress }: Watched) =>
  createExporter({ databaseFile: place.databaseFile, workerFile }).run(
    'gradebook',
    gradebookRequest(join(place.folder, 'Book.xlsx'), said),
    { signal: signal ?? new AbortController().signal, onProgress },
  )

/** Files of workbooks beside the database, finished or not. */
const booksIn = ({ folder }: Laptop): string[] => readdirSync(folder).filter((name) => name.includes('Book'))

/** More than are kept in memory. */
const streamed = () =>
  classOf(
    Array.from({ length: 10_100 }, (_, at) => attempt(at % 101, 101 + (at % 3), at, at % 100)),
    names,
  )

it.each([
  ['live', {}],
  ['of values', { figures: 'values' }],
] as const)('a gradebook that is %s tells how far it is, and all only once it is finished', async (_, said) => {
  const reports: (readonly [number, number])[] = []
  // Somebody with one test of the three makes rows of tests not taken.
  const results = [...manyAttempts(30, 3), ...Array.from({ length: 60 }, (_, at) => attempt(100 + at, 101, at, 50))]
  await run(classOf(results, names), said, { onProgress: (...report) => reports.push(report) })
  const written = reports.map(([rows]) => rows)
  expect(written).toEqual(written.toSorted((a, b) => a - b))
  expect(new Set(reports.map(([, total]) => total)).size).toBe(1)
  expect(reports.filter(([rows, total]) => rows >= total)).toEqual([reports.at(-1)])
})

it.each([
  ['kept in memory', () => classOf(manyAttempts(60, 3), names)],
  ['streamed', streamed],
] as const)(
  'a gradebook that is %s and cancelled leaves the file that was there',
  async (_, made) => {
    const place = made()
    writeFileSync(join(place.folder, 'Book.xlsx'), 'last term')
    const cancel = new AbortController()
    const running = run(place, {}, { signal: cancel.signal, onProgress: () => cancel.abort() })
    await expect(running).rejects.toMatchObject({ code: 'job/cancelled' })
    expect(booksIn(place)).toEqual(['Book.xlsx'])
    expect(readFileSync(join(place.folder, 'Book.xlsx'), 'utf8')).toBe('last term')
  },
  60_000,
)

it('a workbook kept in memory is not finished when the file did not take all of it', async () => {
  const writeFile = async (): Promise<void> => {
    await new Promise(setImmediate)
    throw new Error('no space')
  }
  const exportRun = new ExportRun(new Decision(), () => undefined)
  const book = new Book({ writeFile } as unknown as FileHandle, 'whole', noon, exportRun, 1)
  const sheet = book.sheet('Gradebook', { widths: [10], frozen: 0 })
  await sheet.add([text('Last name')])
  sheet.finish()
  await expect(book.finish()).rejects.toThrow('no space')
})
