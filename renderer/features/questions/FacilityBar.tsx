import styles from './FacilityBar.module.css'
import { shareWords } from './question-words.ts'

/** The length of a bar: a share beyond 0 and 1, as negative marks make it, ends at the bar's ends. */
export const fromShare = (share: number): string => `${100 * Math.min(1, Math.max(0, share))}%`

/** A share as a bar and a figure; nothing where there is none. */
export function FacilityBar({ share }: { readonly share: number | null }) {
  if (share === null) return null
  return (
    <>
      <span className={styles.bar} aria-hidden>
        <span className={styles.track}>
          <span className={styles.fill} style={{ width: fromShare(share) }} />
        </span>
      </span>
      <span className={styles.figure}>{shareWords(share)}</span>
    </>
  )
}
