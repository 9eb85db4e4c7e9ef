import type { ReactNode } from 'react'

/** A column of the grid. `Sort` names what the rows can be ordered by. */
export interface GridColumn<Row, Sort extends string> {
  readonly id: string
  /** The header's words; `title` says more on hover. */
  readonly header: string
  /** Its width in pixels where its words are not measured. */
  readonly width: number
  /** The pixels its words may be cut down to before a column leaves; without it they are never cut. */
  readonly least?: number
  /** The pixels that its longest words get at most. */
  readonly most?: number
  /** Its share of the width that is left over; 0 keeps it as it is. */
  readonly grow: number
  readonly align?: 'start' | 'end'
  /** The larger, the earlier it leaves a narrow window; 0 never leaves. */
  readonly leaves: number
  /** Has its width by hand: it is neither cut nor given what is left over. */
  readonly fixed?: boolean
  /** Leaves before the words of another column are cut. */
  readonly spare?: boolean
  /** What its header sorts by; null where the list is not sorted by it. */
  readonly sort: Sort | null
  /** Which way round the first press on the header sorts. */
  readonly firstDirection: 'asc' | 'desc'
  /** Shows the header's words to screen readers only, above a column of icons. */
  readonly headerHidden?: boolean
  /** What its cell says, '' for nothing: by it the width is measured, and it stands above the grid when all rows say it. */
  words?(row: Row): string
  /** The longest words that rows of this list may come with, where they are known beforehand. */
  readonly longest?: readonly string[]
  /** How its words are set; they are measured so. */
  readonly type?: 'strong' | 'mono'
  /** Pixels that its cell needs beside its words and its padding: an icon, a frame. */
  readonly beside?: number | ((row: Row | undefined) => number)
  /** Leaves the grid without a word when no row says anything in it: then there is nothing to know. */
  readonly quiet?: boolean
  /** Stays in the grid though all rows say the same. */
  readonly stays?: boolean
  cell(row: Row): ReactNode
  /** What the pointer resting on the cell shows: a text that may be cut off, an exact time. */
  title?(row: Row): string | undefined
}

/** A column for letters of another size: its widths, and what stands beside its words, grow with them. */
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

/** What deciding about widths takes of a column. */
interface Measured {
  readonly id: string
  /** What its content takes. */
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
  /** Ids of the columns switched off by hand. */
  readonly hidden: readonly string[]
  /** The column the list is ordered by, which never leaves. */
  readonly ordered: string | null
}

const narrowest = ({ width, least, fixed }: Measured): number => (fixed ? width : Math.min(width, least ?? width))
const sum = <C>(columns: readonly C[], of: (column: C) => number): number =>
  columns.reduce((total, column) => total + of(column), 0)

/**
 * The columns that fit into `room`, in their order, each with its width. Spare columns leave before words are cut; then
 * words are cut, those of the less important column first; then columns leave, the least important first. What is left
 * over is shared.
 */
export function fitColumns(columns: readonly Measured[], { room, hidden, ordered }: Fitting): readonly FittedColumn[] {
  let kept = columns.filter(({ id, leaves }) => leaves === 0 || !hidden.includes(id))
  const takeOut = (mayLeave: (column: Measured) => boolean): boolean => {
    const leaving = kept.filter(({ id, leaves }) => leaves > 0 && id !== ordered).filter(mayLeave)
    // What was made wide by hand was meant to be seen.
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

/** Columns whose words are cut until `over` pixels are saved, or as far as they can be. */
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

/** The pixels by which words get more than they ask for, before figures beside them get more too. */
const mostAir = 120

/** Columns with `left` pixels shared among those that grow, and what is too much for these among all but the fixed. */
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

/** So many of the longest names are measured; the widest is among them. */
const measuredNames = 8

/** The longest names of tests, groups or links, by their letters. */
export const longestOf = (named: readonly { readonly name: string }[]): readonly string[] =>
  named
    .map(({ name }) => name)
    .toSorted((a, b) => b.length - a.length)
    .slice(0, measuredNames)
