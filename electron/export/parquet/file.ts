import type { FileHandle } from 'node:fs/promises'
import { ByteWriter, type ColumnSource, ParquetWriter } from 'hyparquet-writer'
import type { UnixSeconds } from '../../../shared/model/time.ts'
import { generator } from '../writer/workbook.ts'
import type { ParquetColumn, ParquetType } from './columns.ts'

type Row = Parameters<ParquetColumn['value']>[0]
type Schema = ConstructorParameters<typeof ParquetWriter>[0]['schema']

/** One file of columns in the making. Its rows are kept until it is finished, or until there is a whole group of them. */
export class ParquetFile {
  readonly #columns: readonly ParquetColumn[]
  readonly #values: unknown[][]
  readonly #exportedAt: UnixSeconds
  rows = 0

  constructor(columns: readonly ParquetColumn[], exportedAt: UnixSeconds) {
    this.#columns = columns
    this.#values = columns.map(() => [])
    this.#exportedAt = exportedAt
  }

  add(row: Row): void {
    for (const [at, { value }] of this.#columns.entries()) this.#values[at]?.push(value(row) ?? null)
    this.rows++
  }

  /** Writes all rows. */
  async write(file: FileHandle, turn: () => Promise<void>): Promise<void> {
    const stamped = [
      ...this.#columns.map(({ name, type }) => ({ name, type })),
      { name: 'exported_at', type: 'TIMESTAMP' as const },
    ]
    const bytes = new ByteWriter()
    const writer = new ParquetWriter({ writer: bytes, schema: schemaOf(stamped), createdBy: generator })
    const pass = async (): Promise<void> => {
      await file.writeFile(bytes.getBytes().slice())
      bytes.index = 0
      await turn()
    }
    for (let from = 0; from < this.rows; from += rowsPerGroup) {
      const until = Math.min(this.rows, from + rowsPerGroup)
      const columnData: ColumnSource[] = this.#columns.map(({ name, type }, at) => ({
        name,
        data: (this.#values[at] ?? []).slice(from, until).map((value) => stored(value, type)) as never,
      }))
      const at = Array.from({ length: until - from }, () => new Date(this.#exportedAt * 1000))
      await writer.write({ columnData: [...columnData, { name: 'exported_at', data: at }], rowGroupSize: rowsPerGroup })
      await pass()
    }
    await writer.finish()
    await pass()
  }
}

const rowsPerGroup = 10_000

function stored(value: unknown, type: ParquetType): unknown {
  if (value === null) return null
  if (type === 'INT64') return BigInt(Math.trunc(Number(value)))
  if (type === 'TIMESTAMP') return new Date(Number(value) * 1000)
  return type === 'STRING' ? String(value) : value
}

const elements = {
  STRING: { type: 'BYTE_ARRAY', converted_type: 'UTF8', logical_type: { type: 'STRING' } },
  DOUBLE: { type: 'DOUBLE' },
  INT64: { type: 'INT64' },
  BOOLEAN: { type: 'BOOLEAN' },
  TIMESTAMP: {
    ...{ type: 'INT64', converted_type: 'TIMESTAMP_MILLIS' },
    logical_type: { type: 'TIMESTAMP', isAdjustedToUTC: true, unit: 'MILLIS' },
  },
} as const

const schemaOf = (columns: readonly { readonly name: string; readonly type: ParquetType }[]): Schema =>
  [
    { name: 'root', num_children: columns.length },
    ...columns.map(({ name, type }) => ({ name, repetition_type: 'OPTIONAL', ...elements[type] })),
  ] as Schema
