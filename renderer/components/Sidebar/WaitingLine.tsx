import { Hourglass } from 'lucide-react'
import { Button } from 'react-aria-components'
import { wholeNumber } from '../../format/numbers.ts'
import { t } from '../../i18n.ts'
import { useNavigation } from '../../state/navigation.ts'
import { useWaitingCodes } from '../../state/waiting-codes.ts'
import styles from './Waiting.module.css'

/** Hourglass and number at a screen's name, while something of it waits to be sent. */
export function WaitingBadge({ count }: { count: number }) {
  if (count === 0) return null
  return (
    <span className={styles.badge}>
      <Hourglass aria-hidden />
      <span aria-hidden>{wholeNumber(count)}</span>
      <span className="visually-hidden">{t('sidebar.waiting', { count })}</span>
    </span>
  )
}

/** At the foot of the sidebar: what is not yet at ClassMarker, and the way to it. */
export function WaitingLine() {
  const count = useWaitingCodes((state) => state.count)
  const go = useNavigation((state) => state.go)
  if (count === 0) return null
  const words = t('sidebar.waiting', { count })
  return (
    <Button className={styles.line ?? ''} aria-label={words} onPress={() => go('access-codes')}>
      <Hourglass aria-hidden />
      <span className={styles.words}>{words}</span>
      <span className={styles.number}>{wholeNumber(count)}</span>
    </Button>
  )
}
