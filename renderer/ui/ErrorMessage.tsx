import { CircleAlert } from 'lucide-react'
import { type ReactNode, useEffect, useRef } from 'react'
import type { SerialisedError } from '../../shared/errors.ts'
import { errorWords } from '../format/words.ts'
import styles from './ErrorMessage.module.css'

interface ErrorMessageProps {
  readonly error: SerialisedError
  readonly zone: string
  /** Replaces the sentence about the data where the caller knows more ("Nothing was saved"). */
  readonly data?: string
  /** Takes the focus, for an error that stops the work. */
  readonly focus?: boolean
  readonly children?: ReactNode
}

/** An error in three sentences: what happened, what it means for the data, what to do. */
export function ErrorMessage({ error, zone, data, focus = false, children }: ErrorMessageProps) {
  const box = useRef<HTMLDivElement>(null)
  const words = errorWords(error, zone)
  // biome-ignore lint/correctness/useExhaustiveDependencies: another error takes the focus again
  useEffect(() => {
    if (focus) box.current?.focus()
  }, [focus, error])
  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset groups fields, this groups sentences
    <div ref={box} className={styles.box} role="group" aria-label={words.what} tabIndex={focus ? -1 : undefined}>
      <CircleAlert className={styles.icon} aria-hidden />
      <div className={styles.words}>
        <p className={styles.what}>{words.what}</p>
        <p className={styles.data}>{data ?? words.data}</p>
        <p>{words.todo}</p>
        {children !== undefined && <div className={styles.actions}>{children}</div>}
      </div>
    </div>
  )
}
