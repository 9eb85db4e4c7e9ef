import { execFile } from 'node:child_process'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { createExporter } from '../../electron/export/exporter.ts'
import { openStore } from '../../electron/store/store.ts'
import { bundledWorkers } from '../electron/support/bundled-workers.ts'
import { requestFor } from '../electron/support/made-laptop.ts'
import { columnCellsOf, writeColumns, xlsxWriterOf } from './export-cells.ts'
import { type Footprint, footprintOf } from './footprint.ts'
import { benchAccount, inTemporaryFolder, workers } from './laptop.ts'
import { madePages } from './made-results.ts'
import { type Cost, costOf, figure, median, milliseconds, timed } from './measure.ts'

const rows = 50_000
const pairs = 3
const megabyte = 1024 * 1024

interface Work {
  readonly databaseFile: string
  /** The thread as it is built: from its sources it would start several times slower. */
  readonly workerFile: string
}

/** Writes one workbook as the app does: thread, database, file on the disk. */
async function exportOnce(work: Work, file: string): Promise<void> {
  const exporter = createExporter(work)
  await exporter.run('results', requestFor(file), { signal: new AbortController().signal, onProgress: () => undefined })
  await exporter.close()
}

/**
 * The export of 50,000 results against bare exceljs and Python's XlsxWriter writing the same cells of all sheets,
 * which are in memory beforehand. Runs alternate.
 */
export async function benchExport(): Promise<void> {
  await inTemporaryFolder(async (folder) => {
    const work = { databaseFile: join(folder, 'gradekeep.db'), workerFile: (await bundledWorkers()).export ?? '' }
    await fill(work.databaseFile)
    const workbook = join(folder, 'workbook.xlsx')
    await compareWorkbook(work, workbook, folder)
    figure('export of 50,000 results to CSV', milliseconds(await timed(() => exportOnce(work, `${workbook}.csv`))))
    await measureFootprint(work, workbook)
  })
}

async function compareWorkbook(work: Work, workbook: string, folder: string): Promise<void> {
  await exportOnce(work, workbook)
  const cells = await columnCellsOf(workbook)
  const python = await xlsxWriterOf(cells, folder)
  const file = join(folder, 'bare.xlsx')
  await writeColumns(cells, file)

  const [own, bare, sharing, pythons]: [Cost[], Cost[], Cost[], Cost[]] = [[], [], [], []]
  for (let pair = 0; pair < pairs; pair++) {
    own.push(await costOf(() => exportOnce(work, workbook)))
    bare.push(await costOf(() => writeColumns(cells, file)))
    sharing.push(await costOf(() => writeColumns(cells, file, 'shared styles')))
    if (python !== null) pythons.push(await python.write())
  }
  const ratio = (others: readonly Cost[], of: keyof Cost): string =>
    median(own.map((cost, at) => cost[of] / (others[at]?.[of] ?? cost[of]))).toFixed(2)
  const rows = cells.map(({ name, rows }) => `${name} ${rows.length}`).join(', ')
  figure('export of 50,000 results to a workbook', milliseconds(median(own.map(({ taken }) => taken))), `rows: ${rows}`)
  figure('  bare exceljs, same cells', milliseconds(median(bare.map(({ taken }) => taken))))
  figure('  export / bare exceljs, time', ratio(bare, 'taken'), 'goal ≤ 1.25')
  figure('  export / bare exceljs, processor time', ratio(bare, 'cpu'), 'goal ≤ 1.25')
  figure('  export / exceljs with one style object per format', ratio(sharing, 'taken'), 'for comparison')
  if (python === null) {
    figure('  XlsxWriter', 'skipped', 'python3 has no xlsxwriter')
    return
  }
  figure(`  XlsxWriter ${python.version}, constant memory`, milliseconds(median(pythons.map(({ taken }) => taken))))
  figure('  export / XlsxWriter, time', ratio(pythons, 'taken'), 'for comparison')
}

async function fill(databaseFile: string): Promise<void> {
  const store = await openStore(databaseFile, workers)
  await store.addAccount(benchAccount)
  for (const page of madePages(benchAccount.id, rows, 5_000)) await store.applyPage(page)
  await store.close()
}

/** Measures memory and stalls in a separate process that only exports, as the app's main process would. */
async function measureFootprint({ databaseFile, workerFile }: Work, workbook: string): Promise<void> {
  const footprints: Footprint[] = []
  for (let run = 0; run < pairs; run++) {
    const { stdout } = await promisify(execFile)(process.execPath, [
      ...[import.meta.filename, databaseFile, workerFile, workbook],
    ])
    footprints.push(JSON.parse(stdout))
  }
  const growth = footprints.map((footprint) => footprint.growth / megabyte)
  const stalls = footprints.map((footprint) => footprint.stall)
  figure(
    '  peak memory above the process before it',
    `${Math.round(Math.max(...growth))} MB`,
    'goal ≤ 250 MB, worst of 3',
  )
  figure('  longest stall of the main thread', milliseconds(median(stalls)), 'goal ≤ 50 ms, median of 3')
  figure('  longest stall, worst of 3 processes', milliseconds(Math.max(...stalls)))
  const turns = footprints.map((footprint) => footprint.turn)
  figure('  processor time of its longest turn, worst of 3', milliseconds(Math.max(...turns)), 'goal ≤ 50 ms')
}

if (import.meta.main) {
  const [databaseFile, workerFile, workbook] = process.argv.slice(2)
  if (databaseFile !== undefined && workerFile !== undefined && workbook !== undefined) {
    console.log(JSON.stringify(await footprintOf(() => exportOnce({ databaseFile, workerFile }, workbook))))
  } else await benchExport()
}
