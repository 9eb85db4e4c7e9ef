import { CircleAlert, X } from 'lucide-react'
import { type ReactNode, useEffect, useRef, useState } from 'react'
import type { SerialisedError } from '../../../shared/errors.ts'
import { errorWords } from '../../format/error-words.ts'
import { t } from '../../i18n.ts'
import { ofAccount, useAccounts, zoneOf } from '../../state/accounts.ts'
import { useNavigation } from '../../state/navigation.ts'
import { IconButton } from '../IconButton.tsx'
import styles from './StatusLine.module.css'

/** Milliseconds until a line that asks nothing leaves by itself. */
const stays = 20_000

interface LineProps {
  readonly icon?: ReactNode
  readonly children: ReactNode
  /** Whether it leaves by itself: after a while in which nobody is at it, or with the screen it came up on. */
  readonly leaves?: boolean
  readonly onDismiss?: () => void
}

/** The line at the foot. */
export function Line({ icon, children, leaves = false, onDismiss }: LineProps) {
  const [pointed, setPointed] = useState(false)
  const [focused, setFocused] = useState(false)
  useLeaving(leaves, pointed || focused, onDismiss)
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: pointing at it or being in it only keeps it from leaving
    <div
      className={styles.line}
      data-region={onDismiss ? 'status' : undefined}
      onPointerEnter={() => setPointed(true)}
      onPointerLeave={() => setPointed(false)}
      onFocus={() => setFocused(true)}
      onBlur={() => setFocused(false)}
    >
      {icon}
      {children}
      {onDismiss && (
        <span className={styles.dismiss}>
          <IconButton icon={X} label={t('action.dismiss')} onPress={onDismiss} />
        </span>
      )}
    </div>
  )
}

function useLeaving(leaves: boolean, held: boolean, leave: (() => void) | undefined) {
  const screen = useNavigation((state) => state.screen)
  const cameUpOn = useRef(screen)
  const latest = useRef(leave)
  latest.current = leave
  useEffect(() => {
    const isHere = screen === cameUpOn.current
    if (!leaves || (held && isHere)) return
    const timer = setTimeout(() => latest.current?.(), isHere ? stays : 0)
    return () => clearTimeout(timer)
  }, [leaves, held, screen])
}

interface FailedLineProps {
  readonly error: SerialisedError
  readonly accountId: string | null
  readonly children?: ReactNode
  readonly onDismiss: () => void
}

/** What failed, what that means for the data, and what to do. It stays until it is put away. */
export function FailedLine({ error, accountId, children, onDismiss }: FailedLineProps) {
  const accounts = useAccounts((state) => state.accounts)
  const words = errorWords(error, zoneOf(accounts, accountId))
  return (
    <Line icon={<CircleAlert className={styles.failed} aria-hidden />} onDismiss={onDismiss}>
      <span className={styles.words}>
        <b>{ofAccount(accounts, accountId, words.what)}</b> {words.data} {words.todo}
      </span>
      {children}
    </Line>
  )
}
