/**
 * Rows on their way to the window: one text that names their fields once. Each value of each row would otherwise be copied
 * by itself, from process to process and again into the page.
 */
export interface SentRows {
  readonly table: string
}

type Row = Readonly<Record<string, unknown>>

interface Table {
  /** The fields of rows; those of most lists are all of one shape. */
  readonly shapes: readonly (readonly string[])[]
  /** Of each row, the place of its shape, and then its values. */
  readonly rows: readonly (readonly [shape: number, ...values: unknown[]])[]
  /** What the rows came with; null where they came alone. */
  readonly rest: Row | null
}

const areAlone = (value: unknown): value is readonly Row[] => Array.isArray(value)

/** Writes rows, alone or as the `rows` of an answer. They are plain: JSON loses nothing of them. */
export function sentRows(value: readonly Row[] | { readonly rows: readonly Row[] }): SentRows {
  const { rows, ...rest } = areAlone(value) ? { rows: value } : value
  const shapes = new Map<string, { readonly place: number; readonly fields: readonly string[] }>()
  const shapeOf = (row: Row) => {
    const fields = Object.keys(row).filter((field) => row[field] !== undefined)
    const key = JSON.stringify(fields)
    const shape = shapes.get(key) ?? { place: shapes.size, fields }
    shapes.set(key, shape)
    return shape
  }
  const written = rows.map((row): Table['rows'][number] => {
    const { place, fields } = shapeOf(row)
    return [place, ...fields.map((field) => row[field])]
  })
  const fields = [...shapes.values()].map((shape) => shape.fields)
  const table: Table = { shapes: fields, rows: written, rest: areAlone(value) ? null : rest }
  return { table: JSON.stringify(table) }
}

/** What was sent, with its rows as they were; the value itself where it was not written. */
export function readRows(value: unknown): unknown {
  if (typeof value !== 'object' || value === null || !('table' in value)) return value
  const { shapes, rows, rest }: Table = JSON.parse((value as SentRows).table)
  const read = rows.map(([shape, ...values]) =>
    Object.fromEntries((shapes[shape] ?? []).map((field, place) => [field, values[place]])),
  )
  return rest === null ? read : { ...rest, rows: read }
}
