import type { ReactNode } from 'react'
import { lookedAt, useAccounts, useIncompleteWords, zoneOf } from '../../app/accounts.ts'
import { useClock } from '../../app/clock.ts'
import { clockTime, longDate } from '../../format/time.ts'
import { t } from '../../format/words.ts'
import type { ShownGradebook } from './gradebook.ts'
import { useGradebook } from './gradebook.ts'
import styles from './print.module.css'
import { useChipWords } from './RuleChips.tsx'
import { nameOf, useSaved } from './saved.ts'

/** The name of the gradebook; that of the school where it has none. */
export function usePrintedName(): string {
  const id = useGradebook((state) => state.id)
  const saved = useSaved()
  const state = useAccounts()
  return (
    nameOf(saved, id) ??
    lookedAt(state)
      .map(({ name }) => name)
      .join(', ')
  )
}

/** Who and when, in words: "Class 10B", "1 Sep – 20 Nov". */
export function useChosenWords({ definition }: ShownGradebook): { readonly students: string; readonly period: string } {
  const wordsOf = useChipWords()
  return { students: wordsOf('students', definition), period: wordsOf('period', definition) }
}

/** The last line of a page: when it was printed, how far the results reach, and what is missing. */
export function PrintFoot({ children }: { readonly children?: ReactNode }) {
  const now = useClock((state) => state.now)
  const state = useAccounts()
  const incomplete = useIncompleteWords()
  const zone = zoneOf(state.accounts, state.currentId)
  const reached = lookedAt(state).map(({ lastSync, completeAt }) =>
    lastSync?.outcome === 'complete' ? lastSync.at : completeAt,
  )
  const known = reached.flatMap((each) => each ?? [])
  const asOf = known.length === reached.length ? known.toSorted((a, b) => a - b)[0] : undefined
  const said = [
    t('gradebookPrint.printed', { date: longDate(now, zone) }),
    asOf !== undefined && t('gradebookPrint.asOf', { moment: `${longDate(asOf, zone)}, ${clockTime(asOf, zone)}` }),
  ].filter((words) => words !== false)
  return (
    <div className={styles.foot}>
      {children}
      {incomplete !== null && <p className={styles.incomplete}>{incomplete}</p>}
      <p>{said.join(' · ')}</p>
    </div>
  )
}
