import { mkdir } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'
import { newestFirst } from '../../../shared/model/filter.ts'
import type { UnixSeconds } from '../../../shared/model/time.ts'
import { wallClockIn } from '../../../shared/model/zone.ts'
import { furtherPart, replaceFile } from '../../files/output-file.ts'
import type { NamedResult } from '../../store/api.ts'
import { attemptsFilter, keyShown } from '../gradebook/content.ts'
import { inOneReading } from '../reading.ts'
import { type ExportRun, inTemporaryFile, type WriteOrder } from '../writer/table.ts'
import { parquetColumns } from './columns.ts'
import { ParquetFile } from './file.ts'
import type { ParquetOutcome, ParquetRequest, Partition } from './request.ts'

const rowsPerTurn = 200

/**
 * Writes attempts in columns, as one file or one for each part. Files appear only once all of them are written.
 * @throws AppError as `Exporter.run`
 */
export function exportParquet(
  { databaseFile, target, temporaryFile, request }: WriteOrder<ParquetRequest>,
  run: ExportRun,
): Promise<ParquetOutcome> {
  return inOneReading(databaseFile, async (reading) => {
    const columns = parquetColumns(request.identity, request, keyShown(request))
    const filter = request.gradebook === undefined ? request.filter : attemptsFilter(reading, request.gradebook)
    const files = new Map<string, ParquetFile>()
    // Also a file of no attempts has its columns.
    if (request.partition.length === 0) files.set('', new ParquetFile(columns, request.exportedAt))
    const students = new Set<string>()
    const { total, rows, zones } = reading.results({
      ...{ filter, sort: newestFirst, offset: 0, limit: undefined },
    })
    const clocks = new Map([...zones].map(([account, zone]) => [account, wallClockIn(zone)]))
    let read = 0
    for (const row of rows) {
      const wall = clocks.get(row.account_id)?.(row.time_finished as UnixSeconds) ?? row.time_finished
      const folder = join(...['.', ...request.partition.map((part) => folderOf(part, row, wall))])
      const key = request.partition.length === 0 ? '' : folder
      const file = files.get(key) ?? new ParquetFile(columns, request.exportedAt)
      files.set(key, file)
      file.add(row)
      students.add(`${row.account_id}\n${row.student}`)
      if (++read % rowsPerTurn > 0) continue
      await run.yieldToEvents()
      run.progress(read, total)
    }
    await writeAll(files, { target, temporaryFile }, run)
    run.progress(total, total)
    return { file: request.file, sheets: [], students: students.size, attempts: read, formulaLikeTexts: 0 }
  })
}

async function writeAll(
  files: ReadonlyMap<string, ParquetFile>,
  { target, temporaryFile }: { readonly target: string; readonly temporaryFile: string },
  run: ExportRun,
): Promise<void> {
  const parts = [...files].map(([folder, file], at) => ({
    file,
    part: furtherPart(temporaryFile, at),
    place: join(dirname(target), folder, basename(target)),
  }))
  for (const { file, part } of parts)
    await inTemporaryFile(part, (handle) => file.write(handle, () => run.yieldToEvents()))
  run.place()
  for (const { part, place } of parts) {
    await mkdir(dirname(place), { recursive: true })
    await replaceFile(part, place)
  }
}

/** The folder of a part. A term is half a calendar year, by the day on which the attempt was finished there. */
function folderOf(part: Partition, row: NamedResult, wall: number): string {
  if (part === 'test') return `test=${row.test_id}`
  const day = new Date(wall * 1000)
  return `term=${day.getUTCFullYear()}-H${day.getUTCMonth() < 6 ? 1 : 2}`
}
