import type { ReactNode } from 'react'

/** A column of the grid. `Sort` names the fields its rows can be ordered by. */
export interface GridColumn<Row, Sort extends string> {
  readonly id: string
  /** The header's words; `title` shows more when the pointer rests on it. */
  readonly header: string
  /** Its width in pixels where its words are not measured. */
  readonly width: number
  /** The narrowest its words may be cut to before a column leaves, in pixels; without it they are never cut. */
  readonly least?: number
  /** The widest that its longest words may make it, in pixels. */
  readonly most?: number
  /** Its share of the remaining width; 0 keeps its width. */
  readonly grow: number
  readonly align?: 'start' | 'end'
  /** The larger the number, the earlier it leaves a narrow window; 0 never leaves. */
  readonly leaves: number
  /** The teacher set its width: it is neither cut nor given a share of the remaining width. */
  readonly fixed?: boolean
  /** Leaves before the words of another column are cut. */
  readonly spare?: boolean
  /** The field its header sorts by; null where the list cannot be sorted by it. */
  readonly sort: Sort | null
  /** The order after the first press on the header. */
  readonly firstDirection: 'asc' | 'desc'
  /** Shows the header's words to screen readers only, above a column of icons. */
  readonly headerHidden?: boolean
  /** A second line of its header. */
  readonly headerNote?: string
  /** In a grid that scrolls sideways: its header has a menu of the screen's own. */
  readonly menu?: boolean
  /** In a grid that scrolls sideways: stays at its end, on the window's background. The first column stays at its start. */
  readonly frozen?: 'end'
  /**
   * The words of its cell, '' for none. They decide its width, and they move above the grid when all rows have the
   * same.
   */
  words?(row: Row): string
  /** The longest words any row of this list can have, where they are known beforehand. */
  readonly longest?: readonly string[]
  /** The type its words are set in and measured with. */
  readonly type?: 'strong' | 'mono'
  /** Its cell is one line of text and nothing beside it, which is laid out in half the time of a row of parts. */
  readonly isLine?: boolean
  /** Pixels its cell needs besides its words and its padding: an icon, a frame. */
  readonly beside?: number | ((row: Row | undefined) => number)
  /** Leaves the grid silently when no row has a value in it. */
  readonly quiet?: boolean
  /** Stays in the grid even when all rows have the same value. */
  readonly stays?: boolean
  cell(row: Row): ReactNode
  /** Shown when the pointer rests on the cell: a text that may be cut off, an exact time. */
  title?(row: Row): string | undefined
}

/** A column scaled to another letter size: its widths, and the room beside its words. */
export function scaledColumn<Row, Sort extends string>(
  column: GridColumn<Row, Sort>,
  scale: number,
): GridColumn<Row, Sort> {
  const { width, least, most, beside } = column
  return {
    ...column,
    width: width * scale,
    ...(least === undefined ? {} : { least: least * scale }),
    ...(most === undefined ? {} : { most: most * scale }),
    ...(beside === undefined
      ? {}
      : { beside: typeof beside === 'number' ? beside * scale : (row: Row | undefined) => beside(row) * scale }),
  }
}

/** The parts of a column that decide about widths. */
interface Measured {
  readonly id: string
  /** The width its content needs, in pixels. */
  readonly width: number
  readonly least?: number
  readonly grow: number
  readonly leaves: number
  readonly fixed?: boolean
  readonly spare?: boolean
}

export interface FittedColumn {
  readonly id: string
  readonly width: number
}

interface Fitting {
  readonly room: number
  /** Ids of the columns the teacher hid. */
  readonly hidden: readonly string[]
  /** The column the list is ordered by, which never leaves. */
  readonly ordered: string | null
}

const narrowest = ({ width, least, fixed }: Measured): number => (fixed ? width : Math.min(width, least ?? width))
const sum = <C>(columns: readonly C[], of: (column: C) => number): number =>
  columns.reduce((total, column) => total + of(column), 0)

/**
 * The columns that fit into `room` pixels, in their order, each with its width. First spare columns leave; then words
 * are cut, those of the less important column first; then columns leave, the least important first. The remaining width
 * is shared.
 */
export function fitColumns(columns: readonly Measured[], { room, hidden, ordered }: Fitting): readonly FittedColumn[] {
  let kept = columns.filter(({ id, leaves }) => leaves === 0 || !hidden.includes(id))
  const takeOut = (mayLeave: (column: Measured) => boolean): boolean => {
    const leaving = kept.filter(({ id, leaves }) => leaves > 0 && id !== ordered).filter(mayLeave)
    // A column the teacher made wide is meant to be seen.
    const first = leaving.toSorted(
      (a, b) => Number(a.fixed ?? false) - Number(b.fixed ?? false) || b.leaves - a.leaves,
    )[0]
    if (first !== undefined) kept = kept.filter((column) => column !== first)
    return first !== undefined
  }
  while (sum(kept, ({ width }) => width) > room && takeOut(({ spare }) => spare === true));
  while (sum(kept, narrowest) > room && takeOut(() => true));
  const over = sum(kept, ({ width }) => width) - room
  return over > 0 ? cut(kept, over) : spread(kept, -over)
}

/** Cuts words until `over` pixels are saved, or as far as they can be cut. */
function cut(columns: readonly Measured[], over: number): readonly FittedColumn[] {
  let left = over
  const widths = new Map<Measured, number>()
  for (const column of columns.toSorted((a, b) => b.leaves - a.leaves)) {
    const saved = Math.min(left, column.width - narrowest(column))
    widths.set(column, column.width - saved)
    left -= saved
  }
  return columns.map((column) => ({ id: column.id, width: widths.get(column) ?? column.width }))
}

/** How much wider than needed, in pixels, words become before the figures beside them become wider, too. */
const mostAir = 120

/** Shares `left` pixels among the columns that grow; the excess goes to all but the fixed ones. */
function spread(columns: readonly Measured[], left: number): readonly FittedColumn[] {
  const free = columns.filter(({ fixed }) => fixed !== true)
  const shares = sum(free, ({ grow }) => grow)
  const airOf = ({ grow }: Measured): number => (shares === 0 ? 0 : Math.min(mostAir, (left * grow) / shares))
  const each = (left - sum(free, airOf)) / free.length
  return columns.map((column) => ({
    id: column.id,
    width: column.fixed ? column.width : column.width + Math.floor(airOf(column) + each),
  }))
}

/** The width of columns together, in pixels. */
export const widthOf = (columns: readonly { readonly width: number }[]): number => sum(columns, ({ width }) => width)

/** How many of the longest names are measured; the widest is among them. */
const measuredNames = 8

/** The longest names of tests, groups or links, by number of letters. */
export const longestOf = (named: readonly { readonly name: string }[]): readonly string[] =>
  named
    .map(({ name }) => name)
    .toSorted((a, b) => b.length - a.length)
    .slice(0, measuredNames)
