import { CircleAlert, X } from 'lucide-react'
import { type ReactNode, useEffect, useLayoutEffect, useRef, useState } from 'react'
import type { SerialisedError } from '../../shared/errors.ts'
import { ofAccount, useAccounts, zoneOf } from '../app/accounts.ts'
import { useNavigation } from '../app/navigation.ts'
import { errorWords, t } from '../format/words.ts'
import { IconButton } from '../ui/IconButton.tsx'
import styles from './StatusLine.module.css'

/** Milliseconds until a line that needs no answer leaves by itself. */
const stays = 20_000

interface LineProps {
  readonly icon?: ReactNode
  readonly children: ReactNode
  /** Whether it leaves by itself: after a while without pointer or focus, or when another screen opens. */
  readonly leaves?: boolean
  readonly onDismiss?: () => void
}

/** The frame of whatever the status line shows. */
export function Line({ icon, children, leaves = false, onDismiss }: LineProps) {
  const [pointed, setPointed] = useState(false)
  const [focused, setFocused] = useState(false)
  const line = useFocusHandedOn()
  useLeaving(leaves, pointed || focused, onDismiss)
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: pointing at it or being in it only keeps it from leaving
    <div
      ref={line}
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

/** When a line leaves with the focus in it, moves the focus to the line after it, else to the list. */
function useFocusHandedOn() {
  const line = useRef<HTMLDivElement>(null)
  useLayoutEffect(() => {
    const element = line.current
    return () => {
      if (element?.contains(document.activeElement)) requestAnimationFrame(focusNext)
    }
  }, [])
  return line
}

function focusNext(): void {
  const { activeElement } = document
  if (activeElement !== null && activeElement !== document.body) return
  const places = ['[data-region="status"] button', '[role="grid"] [tabindex="0"]', 'main button:not([disabled])']
  for (const place of places) {
    const found = document.querySelector<HTMLElement>(place)
    if (found) {
      found.focus()
      return
    }
  }
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

/** An error: what failed, what that means for the data, and what to do. It stays until it is dismissed. */
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
