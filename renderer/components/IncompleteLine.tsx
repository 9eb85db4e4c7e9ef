import { CircleDashed } from 'lucide-react'
import { useIncompleteWords } from '../state/completeness.ts'
import styles from './IncompleteLine.module.css'

/** Above a list of results: that it is not complete, and why. Nothing where it is. */
export function IncompleteLine() {
  const words = useIncompleteWords()
  if (words === null) return null
  return (
    <p className={styles.line} role="note">
      <CircleDashed aria-hidden />
      <span>{words}</span>
    </p>
  )
}
