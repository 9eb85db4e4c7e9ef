import { type ReactNode, useLayoutEffect, useRef } from 'react'
import { create } from 'zustand'
import { t } from '../format/words.ts'
import { classNames } from '../ui/class-names.ts'
import type { Alike } from './alike.ts'
import styles from './FoldedLine.module.css'
import type { GridColumn } from './grid-column.ts'

/** With more columns than this, a narrow window has no room for the count here; it stands below anyway. */
const few = 2

interface FoldedLineProps {
  /** "for all 214 results". */
  forAll(count: number): string
}

/**
 * The values shared by all rows of the grid: "Group or link: 10C Maths for all 214 results". It fills the rest of its
 * line, so that the grid below does not move when columns fold and come back.
 */
export function FoldedLine({ forAll }: FoldedLineProps) {
  const { columns: folded, count, counted } = useFoldedColumns()
  const columns = folded.filter(({ quiet }) => !quiet)
  if (columns.length === 0 || !counted || count === 0) return <span className={styles.room} />
  const facts = columns.map(({ header, value }) => `${header}: ${value || t('grid.none')}`).join(' · ')
  const words = `${facts} ${forAll(count)}`
  return (
    <p className={styles.room} title={words} data-folded-columns="">
      <span className={styles.words}>
        {columns.map(({ id, header, value }, place) => (
          <span key={id}>
            {place > 0 && ' · '}
            {header}: <b>{value || t('grid.none')}</b>
          </span>
        ))}{' '}
        <span className={columns.length > few ? styles.forAll : undefined}>{forAll(count)}</span>
      </span>
    </p>
  )
}

/** A column shown once in the line above the grid, because every row has the same value. */
export interface FoldedColumn {
  readonly id: string
  readonly header: string
  /** The value of every row; '' where all are empty. */
  readonly value: string
  /** Whether the line above the grid leaves it out. */
  readonly quiet: boolean
}

interface FoldedColumns {
  readonly columns: readonly FoldedColumn[]
  readonly count: number
  /** Whether all rows are known to have these values; until then the line says nothing of them. */
  readonly counted: boolean
}

const nothingFolded: FoldedColumns = { columns: [], count: 0, counted: false }

/** The folded columns of the grid on the screen, and its number of rows. */
export const useFoldedColumns = create<FoldedColumns>()(() => nothingFolded)

interface FoldedOf<Row> {
  /** The number of rows; while not `counted`, that of the first ones. */
  readonly count: number
  readonly counted: boolean
  rowAt(index: number): Row | undefined
}

interface Folding<Row> {
  readonly alike: Alike<Row> | null
  readonly hidden: readonly string[]
  /** The column the list is ordered by, which is never folded. */
  readonly ordered: string | null
}

/** The columns that move from the grid to the line above it. The first column names the rows and stays. */
export function foldedColumns<Row>(
  columns: readonly GridColumn<Row, string>[],
  { alike, hidden, ordered }: Folding<Row>,
): readonly FoldedColumn[] {
  if (alike === null) return []
  return columns.slice(1).flatMap(({ id, header, words, stays, quiet }) => {
    const folds = words !== undefined && !stays && id !== ordered && !hidden.includes(id) && alike.facts.includes(id)
    if (!folds) return []
    const value = words(alike.row)
    return [{ id, header, value, quiet: quiet === true && value === '' }]
  })
}

/**
 * Those of the columns folded before that have the same words in the first rows of the next answer: until it is known
 * whether all its rows have, they stay out of the grid, so that no column comes for a moment with every letter typed.
 */
export function stillFolded<Row>(
  before: readonly FoldedColumn[],
  columns: readonly GridColumn<Row, string>[],
  rows: readonly Row[],
): readonly FoldedColumn[] {
  const [row] = rows
  return before.filter(({ id }) => {
    const words = columns.find((column) => column.id === id)?.words
    return words !== undefined && row !== undefined && rows.every((other) => words(other) === words(row))
  })
}

/**
 * The columns folded into the line above the grid, published to that line before anything is painted. Returns the same
 * array until one of them changes.
 */
export function useFolded<Row>(
  columns: readonly GridColumn<Row, string>[],
  { count, counted, rowAt }: FoldedOf<Row>,
  { alike, hidden, ordered }: Folding<Row>,
) {
  const last = useRef<ReturnType<typeof foldedColumns>>([])
  const firstRows = () => Array.from({ length: count }, (_, index) => rowAt(index)).filter((row) => row !== undefined)
  const mayStay = ({ id }: FoldedColumn) => id !== ordered && !hidden.includes(id)
  const folded = () => {
    const before = last.current.filter(mayStay)
    // Without a row the headings stay as they were: most often one letter too many was typed.
    if (count === 0) return before
    return counted ? foldedColumns(columns, { alike, hidden, ordered }) : stillFolded(before, columns, firstRows())
  }
  const now = folded()
  if (JSON.stringify(now) !== JSON.stringify(last.current)) last.current = now
  const same = last.current
  useLayoutEffect(() => useFoldedColumns.setState({ columns: same, count, counted }), [same, count, counted])
  useLayoutEffect(() => () => useFoldedColumns.setState(nothingFolded), [])
  return same
}

interface ListCountProps {
  /** Not known yet: it keeps its room and shows nothing. */
  readonly pending?: boolean
  readonly children: ReactNode
}

/** Shown at the end of the line above a list: how many rows there are, or how many are selected. */
export const ListCount = ({ pending = false, children }: ListCountProps) => (
  <p className={classNames(styles.count, pending && styles.pending)}>{children}</p>
)
