import { useEffect, useId, useLayoutEffect, useRef } from 'react'
import { create } from 'zustand'
import type { AppError } from '../../shared/errors.ts'
import { useAccounts, zoneOf } from '../app/accounts.ts'
import { announce } from '../app/announcer.ts'
import { useRowHeight } from '../app/settings.ts'
import { t } from '../format/words.ts'
import { Button } from '../ui/Button.tsx'
import { ErrorMessage } from '../ui/ErrorMessage.tsx'
import styles from './ListStates.module.css'
import type { ShownList } from './list-store.ts'

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

interface Told {
  readonly id: string
  readonly code: AppError['code']
  onRetry(): void
}

/** The errors told on the screen, the first first, of parts that are read each by itself. */
const useTold = create<{ readonly told: readonly Told[] }>()(() => ({ told: [] }))

/**
 * Whether a part tells its error itself, and what tries again. Of several equal errors only the first part tells, and
 * tries them all.
 */
function useToldOnce(code: AppError['code'] | null, onRetry: () => void) {
  const id = useId()
  const again = useRef(onRetry)
  useLayoutEffect(() => {
    again.current = onRetry
  })
  useLayoutEffect(() => {
    if (code === null) return
    useTold.setState(({ told }) => ({ told: [...told, { id, code, onRetry: () => again.current() }] }))
    return () => useTold.setState(({ told }) => ({ told: told.filter((each) => each.id !== id) }))
  }, [id, code])
  const equal = useTold(({ told }) => told).filter((each) => each.code === code)
  const retryAll = () => {
    for (const each of equal) each.onRetry()
  }
  return { tells: equal[0]?.id === id, retryAll }
}

interface ListErrorProps {
  readonly error: AppError | null
  /** Whether there is nothing else to look at; the focus then moves to the error. */
  readonly focus: boolean
  /** Whether an earlier answer is shown below, perhaps to another question. */
  readonly asBefore?: boolean
  onRetry(): void
}

/** Why a list cannot be read, above the rows still shown. */
export function ListError({ error, focus, asBefore = false, onRetry }: ListErrorProps) {
  const accounts = useAccounts((state) => state.accounts)
  if (error === null) return null
  return (
    <div className={styles.error}>
      <ErrorMessage
        error={error}
        zone={zoneOf(accounts, null)}
        focus={focus}
        {...(asBefore ? { data: t('error.asBefore') } : {})}
      >
        <Button onPress={onRetry}>{t('action.tryAgain')}</Button>
      </ErrorMessage>
    </div>
  )
}

/** The same of a part of a screen whose other parts are read by themselves, and may fail in the same way. */
export function PartError({ error, onRetry, ...shown }: ListErrorProps) {
  const { tells, retryAll } = useToldOnce(error?.code ?? null, onRetry)
  return tells ? <ListError {...shown} error={error} onRetry={retryAll} /> : null
}

/** Announces how many rows a filter left, once for each filter, not each time rows come in. */
export function useCountAnnounced<Query>(
  shown: ShownList<Query, unknown> | null,
  isNarrowed: (query: Query) => boolean,
  words: (count: number) => string,
): void {
  const query = shown?.query
  const counted = shown?.counted
  // biome-ignore lint/correctness/useExhaustiveDependencies: told when another question was answered
  useEffect(() => {
    if (shown?.counted && isNarrowed(shown.query)) announce(words(shown.count))
  }, [query, counted])
}
