import { execFile } from 'node:child_process'
import { join } from 'node:path'
import { monitorEventLoopDelay } from 'node:perf_hooks'
import { promisify } from 'node:util'
import ExcelJS, { type Column } from 'exceljs'
import { createExporter } from '../../electron/export/exporter.ts'
import { openStore } from '../../electron/store/store.ts'
import { requestFor } from '../electron/support/made-laptop.ts'
import { benchAccount, inTemporaryFolder, workers } from './laptop.ts'
import { madePages } from './made-results.ts'
import { figure, median, milliseconds, timed } from './measure.ts'

const rows = 50_000
const pairs = 5
const megabyte = 1024 * 1024

/** Writes one workbook as the app does: thread, database, file on the disk. */
async function exportOnce(databaseFile: string, file: string): Promise<void> {
  const exporter = createExporter({ databaseFile, workerFile: workers.export })
  await exporter.run('results', requestFor(file), { signal: new AbortController().signal, onProgress: () => undefined })
  await exporter.close()
}

/**
 * The export of 50,000 results against bare exceljs: its streaming writer as its manual shows it (widths and formats on
 * the columns, `addRow(values).commit()`), on this thread, with all cells in memory beforehand. Runs alternate.
 */
export async function benchExport(): Promise<void> {
  await inTemporaryFolder(async (folder) => {
    const databaseFile = join(folder, 'gradekeep.db')
    await fill(databaseFile)
    const workbook = join(folder, 'workbook.xlsx')
    await exportOnce(databaseFile, workbook)
    const cells = await cellsOf(workbook)
    await writeBare(cells, join(folder, 'bare.xlsx'))

    const own: number[] = []
    const bare: number[] = []
    const sharing: number[] = []
    for (let pair = 0; pair < pairs; pair++) {
      own.push(await timed(() => exportOnce(databaseFile, workbook)))
      bare.push(await timed(() => writeBare(cells, join(folder, 'bare.xlsx'))))
      sharing.push(await timed(() => writeBare(cells, join(folder, 'bare.xlsx'), 'shared styles')))
    }
    const ratioTo = (others: readonly number[]) => median(own.map((taken, at) => taken / (others[at] ?? taken)))
    figure('export of 50,000 results to a workbook', milliseconds(median(own)))
    figure('  bare exceljs, same cells', milliseconds(median(bare)))
    figure('  export / bare exceljs, time', ratioTo(bare).toFixed(2), 'goal ≤ 1.25')
    figure('  export / exceljs with one style object per format', ratioTo(sharing).toFixed(2), 'for comparison')
    figure(
      'export of 50,000 results to CSV',
      milliseconds(await timed(() => exportOnce(databaseFile, `${workbook}.csv`))),
    )
    await measureFootprint(databaseFile, workbook)
  })
}

async function fill(databaseFile: string): Promise<void> {
  const store = await openStore(databaseFile, workers)
  await store.addAccount(benchAccount)
  for (const page of madePages(benchAccount.id, rows, 5_000)) await store.applyPage(page)
  await store.close()
}

interface Cells {
  readonly columns: readonly Partial<Column>[]
  readonly rows: readonly ExcelJS.CellValue[][]
}

/** The cells of a finished workbook, values and column formats, read back. */
async function cellsOf(file: string): Promise<Cells> {
  const book = new ExcelJS.Workbook()
  await book.xlsx.readFile(file)
  const sheet = book.getWorksheet('Attempts')
  if (sheet === undefined) throw new Error('The workbook has no sheet of attempts')
  // Read once: exceljs counts its columns over all rows at every call.
  const width = sheet.columnCount
  const read: ExcelJS.CellValue[][] = []
  sheet.eachRow((row, number) => {
    if (number > 1) read.push(Array.from({ length: width }, (_, at) => row.getCell(at + 1).value ?? undefined))
  })
  const columns = Array.from({ length: width }, (_, at) => {
    const { width: characters, numFmt } = sheet.getColumn(at + 1)
    const header = String(sheet.getRow(1).getCell(at + 1).value)
    return { header, ...(characters && { width: characters }), style: numFmt ? { numFmt } : {} }
  })
  return { columns, rows: read }
}

async function writeBare({ columns, rows }: Cells, filename: string, styles?: 'shared styles'): Promise<void> {
  const book = new ExcelJS.stream.xlsx.WorkbookWriter({ filename, useStyles: true })
  const sheet = book.addWorksheet('Attempts')
  sheet.columns = [...columns]
  for (const values of rows) {
    const row = sheet.addRow(values)
    if (styles !== undefined) {
      row.eachCell((cell, number) => {
        cell.style = columns[number - 1]?.style ?? {}
      })
    }
    row.commit()
  }
  await book.commit()
}

interface Footprint {
  readonly growth: number
  readonly stall: number
}

/** Measures memory and stalls in a separate process that only exports, as the app's main process would. */
async function measureFootprint(databaseFile: string, workbook: string): Promise<void> {
  const footprints: Footprint[] = []
  for (let run = 0; run < pairs; run++) {
    const { stdout } = await promisify(execFile)(process.execPath, [import.meta.filename, databaseFile, workbook])
    footprints.push(JSON.parse(stdout))
  }
  const growth = footprints.map((footprint) => footprint.growth / megabyte)
  const stalls = footprints.map((footprint) => footprint.stall)
  figure(
    '  peak memory above the process before it',
    `${Math.round(Math.max(...growth))} MB`,
    'goal ≤ 250 MB, worst of 5',
  )
  figure('  longest stall of the main thread', milliseconds(median(stalls)), 'goal ≤ 50 ms, median of 5')
  figure('  longest stall, worst of 5 processes', milliseconds(Math.max(...stalls)))
}

/** `growth` is the kernel's peak of resident memory minus the memory resident before the export began. */
async function footprintOf(databaseFile: string, workbook: string): Promise<Footprint> {
  const before = process.memoryUsage.rss()
  const delay = monitorEventLoopDelay({ resolution: 1 })
  delay.enable()
  await exportOnce(databaseFile, workbook)
  delay.disable()
  return { growth: process.resourceUsage().maxRSS * 1024 - before, stall: delay.max / 1e6 }
}

if (import.meta.main) {
  const [databaseFile, workbook] = process.argv.slice(2)
  if (databaseFile !== undefined && workbook !== undefined) {
    console.log(JSON.stringify(await footprintOf(databaseFile, workbook)))
  } else await benchExport()
}
