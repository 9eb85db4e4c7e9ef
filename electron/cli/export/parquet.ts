import { randomUUID } from 'node:crypto'
import { mkdir } from 'node:fs/promises'
import { basename, join } from 'node:path'
import { AppError } from '../../../shared/errors.ts'
import type { UnixSeconds } from '../../../shared/model/time.ts'
import { type Partition, partitions } from '../../export/parquet/request.ts'
import { usage } from '../command.ts'

/** Reads `term,test`. @throws AppError `usage/invalid` */
export function partitionOf(said: string | undefined): readonly Partition[] {
  if (said === undefined) return []
  const known = said.split(',').map((part) => {
    const partition = partitions.find((each) => each === part.trim())
    if (partition === undefined) throw usage(`--partition knows ${partitions.join(' and ')}, not “${part}”.`)
    return partition
  })
  if (new Set(known).size < known.length) throw usage('--partition names each part once.')
  return known
}

/**
 * The name of a file that nobody else's export has, in a folder that is made where it is missing.
 * @throws AppError `export/not-a-file` where something else is in its place
 */
export async function uniqueFileIn(folder: string, at: UnixSeconds): Promise<string> {
  try {
    await mkdir(folder, { recursive: true })
  } catch (cause) {
    throw new AppError('export/not-a-file', { fileName: basename(folder) }, { cause })
  }
  const moment = new Date(at * 1000).toISOString().replace(/[-:]|\.\d+/g, '')
  return join(folder, `gradekeep-${moment}-${randomUUID().slice(0, 8)}.parquet`)
}
