import { type ReactNode, useId, useState } from 'react'
import { Button } from 'react-aria-components'
import { t } from '../../format/words.ts'
import styles from './ChartFigure.module.css'

/** The figures behind a chart, as its table shows them. */
export interface ChartTable {
  readonly columns: readonly string[]
  /** The first cell of a row names it. */
  readonly rows: readonly (readonly string[])[]
  /** Opens what is behind a row, by its place. */
  readonly onOpen?: (row: number) => void
}

interface ChartFigureProps {
  /** What the chart shows, as a sentence. */
  readonly finding: string
  /** What was counted, and how many. */
  readonly counted: string
  readonly table: ChartTable
  /** The drawing; screen readers get the finding and the table instead. */
  readonly children: ReactNode
}

/** A chart under its finding, with its table one click away. */
export function ChartFigure({ finding, counted, table, children }: ChartFigureProps) {
  const [asTable, setAsTable] = useState(false)
  const heading = useId()
  return (
    <figure className={styles.figure} aria-labelledby={heading}>
      <figcaption className={styles.caption}>
        <h2 id={heading} className={styles.finding}>
          {finding}
        </h2>
        <p className={styles.counted}>
          {counted}{' '}
          <Button className={styles.toggle ?? ''} aria-pressed={asTable} onPress={() => setAsTable(!asTable)}>
            {asTable ? t('chart.asDrawing') : t('chart.asTable')}
          </Button>
        </p>
      </figcaption>
      {asTable ? <FigureTable {...table} /> : <div className={styles.drawing}>{children}</div>}
    </figure>
  )
}

function FigureTable({ columns, rows, onOpen }: ChartTable) {
  return (
    <div className={styles.scroller}>
      <table className={styles.table}>
        <thead>
          <tr>
            {columns.map((column) => (
              <th key={column} scope="col">
                {column}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map(([name, ...figures], place) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: rows have no other identity, and are never moved
            <tr key={place}>
              <th scope="row">
                {onOpen === undefined ? (
                  name
                ) : (
                  <Button className={styles.toggle ?? ''} onPress={() => onOpen(place)}>
                    {name}
                  </Button>
                )}
              </th>
              {figures.map((figure, column) => (
                // biome-ignore lint/suspicious/noArrayIndexKey: a column is its place
                <td key={column}>{figure}</td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}
