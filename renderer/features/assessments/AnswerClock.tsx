import { Clock } from 'lucide-react'
import { useEffect, useRef, useState } from 'react'
import { announce } from '../../app/announcer.ts'
import { t } from '../../format/words.ts'
import styles from './Answer.module.css'
import { leftWords, timeCall } from './assessment-words.ts'

/** What is shown of the seconds that are left, each second; they are null without a limit. Drawn anew where it changed. */
function useLeft<Shown>(endsAt: number | null, shown: (left: number | null) => Shown): Shown {
  const read = () => shown(endsAt === null ? null : Math.ceil(endsAt - Date.now() / 1000))
  const [now, setNow] = useState(read)
  // biome-ignore lint/correctness/useExhaustiveDependencies: counts for as long as this end holds
  useEffect(() => {
    setNow(read())
    if (endsAt === null) return
    const timer = setInterval(() => setNow(read()), 1_000)
    return () => clearInterval(timer)
  }, [endsAt])
  return now
}

/** Whether the time of an attempt is over. */
export const useIsOver = (endsAt: number | null): boolean => useLeft(endsAt, (left) => left !== null && left <= 0)

/** A calm clock: minutes, and seconds in the last five. It is no live region; five, one and no minutes are said aloud. */
export function TimeLeft({ endsAt }: { readonly endsAt: number | null }) {
  const left = useLeft(endsAt, (seconds) => seconds)
  const before = useRef(left)
  useEffect(() => {
    const call = left === null || before.current === null ? null : timeCall(before.current, left)
    before.current = left
    if (call !== null) announce(t(`assessments.answer.${call}`))
  }, [left])
  return (
    <span className={left !== null && left <= 300 ? styles.clockSoon : styles.clock} role="timer" aria-live="off">
      <Clock aria-hidden />
      {left === null ? t('assessments.answer.noLimit') : leftWords(left)}
    </span>
  )
}
