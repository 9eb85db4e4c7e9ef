import { useRowHeight } from '../app/settings.ts'
import { t } from '../format/words.ts'
import styles from './LoadingRows.module.css'

const rows = Array.from({ length: 24 }, (_, row) => row)

/** Stands in for the grid until its first rows are here: still bars, nothing that spins. */
export function LoadingRows() {
  const height = useRowHeight()
  return (
    <div className={styles.rows} aria-busy="true">
      <span className="visually-hidden">{t('results.loading')}</span>
      {rows.map((row) => (
        <div key={row} className={styles.row} style={{ height }}>
          <span style={{ width: `${14 + ((row * 7) % 9)}%` }} />
          <span style={{ width: `${16 + ((row * 5) % 11)}%` }} />
          <span style={{ width: `${10 + ((row * 3) % 7)}%` }} />
        </div>
      ))}
    </div>
  )
}
