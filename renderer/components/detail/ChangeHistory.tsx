import type { ResultDetail } from '../../../shared/model/results-view.ts'
import { inOrder } from '../../format/change-words.ts'
import { exactTime, sentenceWhen } from '../../format/time.ts'
import { t } from '../../i18n.ts'
import { useClock } from '../../state/clock.ts'
import { useDetail } from '../../state/detail.ts'
import { ChangeLine } from '../ChangeLine.tsx'
import styles from './ChangeHistory.module.css'
import { DetailCard } from './DetailCard.tsx'

/** What ClassMarker changed in this result since it was fetched, newest first; nothing when it never did. */
export function ChangeHistory({ detail }: { detail: ResultDetail }) {
  const changes = useDetail((state) => state.changes).filter(({ resultId }) => resultId === detail.id)
  const now = useClock((state) => state.now)
  if (changes.length === 0) return null
  const together = [...Map.groupBy(changes, ({ seenAt }) => seenAt)]
  return (
    <DetailCard caption={t('change.history')}>
      <ul className={styles.moments}>
        {together.map(([seenAt, same]) => (
          <li key={seenAt}>
            <ul>
              {inOrder(same).map((change) => (
                <li key={change.id} className={styles.change}>
                  <ChangeLine change={change} zone={detail.timeZone} />
                </li>
              ))}
            </ul>
            <p className={styles.seen} title={exactTime(seenAt, detail.timeZone)}>
              {t('change.seen', { when: sentenceWhen(seenAt, now, detail.timeZone) })}
            </p>
          </li>
        ))}
      </ul>
    </DetailCard>
  )
}
