import { t } from '../../i18n.ts'
import styles from './FoldedLine.module.css'
import { useFoldedColumns } from './folded-columns.ts'

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
