import { basename } from 'node:path'
import { PassThrough } from 'node:stream'
import { type CodesSource, codesIn } from '../../../electron/cli/codes/source.ts'
import type { CommandContext } from '../../../electron/cli/command.ts'
import { fileBytes, tableContent } from '../../../electron/import/table-content.ts'
import { type Table, tableOf } from '../../../electron/import/tables.ts'
import { normalisedAccessCode, type Rejection } from '../../../shared/model/access-code.ts'
import { columnsOf, type TableReading } from '../../../shared/model/table.ts'

/** Reads a table as the worker thread does, but on this thread. */
export async function tableFrom(bytes: Buffer, fileName: string, asked: TableReading = {}): Promise<Table> {
  const { source, rows } = await tableContent(bytes, fileName, asked)
  return tableOf(fileName, { ...columnsOf(rows.map(({ cells }) => cells)), ...source }, rows)
}

export interface ReadCodes {
  readonly codes: readonly string[]
  readonly refused: readonly (readonly [line: number | undefined, reason: Rejection])[]
  /** What the command line writes to standard error. */
  readonly said: string
}

/**
 * Reads the codes of a file as the command line does.
 * @throws AppError as `codesIn`
 */
export async function codesOf(source: CodesSource): Promise<ReadCodes> {
  const { file, column, sheet, encoding } = source
  return codesFrom(await fileBytes(file), basename(file), { column, sheet, encoding })
}

export async function codesFrom(
  bytes: Buffer,
  fileName: string,
  options: Omit<CodesSource, 'file'> = {},
): Promise<ReadCodes> {
  const err = new PassThrough()
  const tables = { readTable: (_: string, asked: TableReading) => tableFrom(bytes, fileName, asked) }
  const context = { core: { tables }, terminal: { err } } as unknown as CommandContext
  const given = await codesIn({ ...options, file: fileName }, context)
  const read = given.map(({ code, line, flaw }) => {
    const normalised = normalisedAccessCode(code)
    return { code: normalised.code, line, reason: flaw ?? normalised.rejection }
  })
  return {
    codes: read.filter(({ reason }) => reason === null).map(({ code }) => code),
    refused: read.flatMap(({ line, reason }) => (reason === null ? [] : [[line, reason] as const])),
    said: String(err.read() ?? ''),
  }
}
