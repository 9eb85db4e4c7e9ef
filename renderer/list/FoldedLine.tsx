import type { ReactNode } from 'react'
import { create } from 'zustand'
import { t } from '../format/words.ts'
import { classNames } from '../ui/class-names.ts'
import type { Alike } from './alike.ts'
import styles from './FoldedLine.module.css'
import type { GridColumn } from './grid-column.ts'

/** With more than these a narrow window has no room to say of how many rows they are; the count stands below. */
const few = 2

interface FoldedLineProps {
  /** "for all 214 results". */
  forAll(count: number): string
}

/**
 * What all rows of the grid say alike: "Group or link: 10C Maths for all 214 results". It takes the room that the line it
 * stands in has left, so that the grid below keeps its place when columns fold and come back.
 */
export function FoldedLine({ forAll }: FoldedLineProps) {
  const { columns: folded, count } = useFoldedColumns()
  const columns = folded.filter(({ quiet }) => !quiet)
  if (columns.length === 0) return <span className={styles.room} />
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

/** A column that stands above the grid in one line, because every row says the same. */
export interface FoldedColumn {
  readonly id: string
  readonly header: string
  /** What every row says; '' where none says anything. */
  readonly value: string
  /** Whether the line above the grid passes it over. */
  readonly quiet: boolean
}

/** What of the columns the grid on the screen has put above itself, for as many rows. */
export const useFoldedColumns = create<{ readonly columns: readonly FoldedColumn[]; readonly count: number }>()(() => ({
  columns: [],
  count: 0,
}))

interface Folding<Row> {
  readonly alike: Alike<Row> | null
  readonly hidden: readonly string[]
  /** The column the list is ordered by, which never leaves. */
  readonly ordered: string | null
}

/** The columns that leave the grid for the line above it. The first names the rows, and stays. */
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

interface ListCountProps {
  /** Not known yet: it keeps its room and says nothing. */
  readonly pending?: boolean
  readonly children: ReactNode
}

/** At the end of the line above a list: how many rows there are, or how many of them are selected. */
export const ListCount = ({ pending = false, children }: ListCountProps) => (
  <p className={classNames(styles.count, pending && styles.pending)}>{children}</p>
)
