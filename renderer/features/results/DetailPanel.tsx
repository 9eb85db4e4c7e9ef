import { ArrowDown, ArrowLeft, ArrowUp, X } from 'lucide-react'
import { useRef } from 'react'
import { Button as PlainButton } from 'react-aria-components'
import type { ResultDetail } from '../../../shared/model/results-view.ts'
import { useAccounts, zoneOf } from '../../app/accounts.ts'
import { useNavigation } from '../../app/navigation.ts'
import { fullName } from '../../format/numbers.ts'
import { t } from '../../format/words.ts'
import { Button } from '../../ui/Button.tsx'
import { ErrorMessage } from '../../ui/ErrorMessage.tsx'
import { IconButton } from '../../ui/IconButton.tsx'
import { isForOverlay, isTyping, stepBy, useAsPage, useKey } from '../../ui/keyboard.ts'
import { LongText } from '../../ui/LongText.tsx'
import styles from '../../ui/SidePanel.module.css'
import { shortcutName } from '../../ui/shortcuts.ts'
import own from './DetailPanel.module.css'
import { useDetail } from './detail.ts'
import { ResultDetails } from './ResultDetails.tsx'

// On many keyboards the brackets need AltGr, which Windows reports as Ctrl and Alt, and a Mac as Alt.
const isChord = (event: KeyboardEvent): boolean =>
  event.metaKey || (event.ctrlKey && !event.getModifierState('AltGraph'))

/** Letters of a name that leads to its student; a longer one is shown in parts. */
const longestLink = 240

const openStudent = ({ accountId, studentKey }: ResultDetail): void =>
  useNavigation.getState().go('students', { account: accountId, key: studentKey })

interface DetailPanelProps {
  /** The title of the screen it stands beside. */
  readonly title: string
  /** The number of rows in the list it was opened from; without it the panel leads to no other result. */
  readonly count?: number
}

/**
 * One result beside the list it was opened from; in a narrow window, a page over it. Esc closes it and returns the
 * focus.
 */
export function DetailPanel({ title, count }: DetailPanelProps) {
  const { detail, error, walkedTo, openId, step, load, close } = useDetail()
  const stepping = count !== undefined
  const accounts = useAccounts((state) => state.accounts)
  const panel = useRef<HTMLElement>(null)
  const asPage = useAsPage(panel)
  const openedFrom = useRef(document.activeElement instanceof HTMLElement ? document.activeElement : null)

  const closeAndReturn = () => {
    close()
    requestAnimationFrame(() => {
      const cell = document.querySelector<HTMLElement>('[role="grid"] [tabindex="0"]')
      const back = cell ?? openedFrom.current
      back?.focus()
    })
  }

  useKey((event) => {
    if (event.defaultPrevented || isTyping(event) || isChord(event) || isForOverlay(event)) return
    if (event.key === 'Escape') closeAndReturn()
    else if (stepping && stepBy(event, panel.current) !== 0) void step(stepBy(event, panel.current))
    else return
    event.preventDefault()
  })

  const name = detail ? fullName(detail) || t('results.noName') : ''
  return (
    <aside
      ref={panel}
      className={styles.panel}
      aria-label={t('detail.label', { name })}
      aria-busy={detail?.id !== openId}
      data-region="panel"
    >
      {/* The screen's own heading is unreachable while the page covers it. */}
      {asPage && <h1 className="visually-hidden">{title}</h1>}
      <div className={styles.head}>
        {asPage && <IconButton icon={ArrowLeft} label={t('action.back')} onPress={closeAndReturn} />}
        <h2 className={styles.name} data-detail-title="" tabIndex={-1}>
          {detail === null || name.length > longestLink ? (
            <LongText key={detail?.id} text={name} />
          ) : (
            <PlainButton className={own.student ?? ''} onPress={() => openStudent(detail)}>
              {name}
            </PlainButton>
          )}
        </h2>
        <div className={styles.steps}>
          {stepping && (
            <>
              <IconButton
                icon={ArrowUp}
                label={t('detail.previous')}
                aria-keyshortcuts={shortcutName('previous')}
                isDisabled={walkedTo <= 0}
                onPress={() => void step(-1)}
              />
              <IconButton
                icon={ArrowDown}
                label={t('detail.next')}
                aria-keyshortcuts={shortcutName('next')}
                isDisabled={walkedTo >= count - 1}
                onPress={() => void step(1)}
              />
            </>
          )}
          {!asPage && <IconButton icon={X} label={t('detail.close')} onPress={closeAndReturn} />}
        </div>
      </div>
      {error !== null && (
        <ErrorMessage
          error={error}
          zone={zoneOf(accounts, null)}
          {...(detail === null ? {} : { data: t('error.asBefore') })}
        >
          <Button onPress={() => void load()}>{t('action.tryAgain')}</Button>
        </ErrorMessage>
      )}
      {detail !== null && <ResultDetails detail={detail} />}
    </aside>
  )
}
