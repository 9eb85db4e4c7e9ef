import { execFile } from 'node:child_process'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { monitorEventLoopDelay } from 'node:perf_hooks'
import { promisify } from 'node:util'
import ExcelJS from 'exceljs'
import { createTables } from '../../electron/import/tables.ts'
import { inTemporaryFolder, workers } from './laptop.ts'
import { figure, median, milliseconds, timed } from './measure.ts'

const rows = 20_000
const runs = 5
const header = ['First name', 'Last name', 'E-mail', 'Access code', 'User ID']

const madeRows = Array.from({ length: rows }, (_, at) => [
  `First ${at}`,
  `Last name ${at}`,
  `pupil${at}@example.org`,
  `CODE-${at}`,
  `U${at}`,
])

/** Reads 20,000 people with five columns each, from CSV and from Excel. */
export async function benchTables(): Promise<void> {
  await inTemporaryFolder(async (folder) => {
    const csv = join(folder, 'people.csv')
    writeFileSync(csv, [header, ...madeRows].map((row) => row.join(',')).join('\n'))
    const workbook = join(folder, 'people.xlsx')
    const book = new ExcelJS.Workbook()
    book.addWorksheet('People').addRows([header, ...madeRows])
    await book.xlsx.writeFile(workbook)
    await measure('20,000 rows of five columns read from CSV', csv)
    await measure('20,000 rows of five columns read from a workbook', workbook)
  })
}

async function measure(what: string, file: string): Promise<void> {
  const seen: Seen[] = []
  for (let run = 0; run < runs; run++) {
    const { stdout } = await promisify(execFile)(process.execPath, [import.meta.filename, file])
    seen.push(JSON.parse(stdout))
  }
  const stalls = seen.map(({ stall }) => stall)
  figure(what, milliseconds(median(seen.map(({ taken }) => taken))))
  figure('  longest stall of the main thread', milliseconds(median(stalls)), 'goal ≤ 50 ms, median of 5')
  figure('  longest stall, worst of 5 processes', milliseconds(Math.max(...stalls)))
}

interface Seen {
  readonly taken: number
  readonly stall: number
}

/** Measures in a separate process that only reads, as the app's main process would. */
async function readOnce(file: string): Promise<Seen> {
  const tables = createTables({ workerFile: workers.import })
  const delay = monitorEventLoopDelay({ resolution: 1 })
  delay.enable()
  const taken = await timed(() => tables.open(file))
  delay.disable()
  await tables.close()
  return { taken, stall: delay.max / 1e6 }
}

if (import.meta.main) {
  const [file] = process.argv.slice(2)
  if (file === undefined) await benchTables()
  else console.log(JSON.stringify(await readOnce(file)))
}
