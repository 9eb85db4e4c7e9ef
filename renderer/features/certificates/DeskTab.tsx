import { Search, X } from 'lucide-react'
import { type KeyboardEvent, useEffect, useRef } from 'react'
import { mostMatches } from '../../../shared/model/certificate.ts'
import { useAccounts, verdictAccount, zoneOf } from '../../app/accounts.ts'
import { announce } from '../../app/announcer.ts'
import { useClock } from '../../app/clock.ts'
import { fullName } from '../../format/numbers.ts'
import { t } from '../../format/words.ts'
import { Button } from '../../ui/Button.tsx'
import { ErrorMessage } from '../../ui/ErrorMessage.tsx'
import { IconButton } from '../../ui/IconButton.tsx'
import { useShortcut } from '../../ui/keyboard.ts'
import { CutNote, useSearchLength } from '../../ui/SearchBox.tsx'
import { shortcutName } from '../../ui/shortcuts.ts'
import { verdictWords } from '../certificate-files/index.ts'
import { type DeskAnswer, useDesk } from './certificate-desk.ts'
import { useCertificateCount } from './certificates.ts'
import styles from './DeskTab.module.css'
import { FormerSerials } from './FormerSerials.tsx'
import { MatchCard } from './MatchCard.tsx'
import { MatchList, matchId, matchListId } from './MatchList.tsx'
import { NoCertificates, NotFound } from './NotFound.tsx'

/** Milliseconds without a key before an answer is read aloud, so that not every letter causes one. */
const quiet = 600

/** The desk: one field, and the certificates that match what is typed into it. */
export function DeskTab() {
  const { answer, error, ask } = useDesk()
  const accounts = useAccounts((state) => state.accounts)
  useSpokenAnswer(answer)
  return (
    <div className={styles.desk}>
      <DeskField />
      {error !== null ? (
        <ErrorMessage error={error} zone={zoneOf(accounts, null)}>
          <Button onPress={() => void ask()}>{t('action.tryAgain')}</Button>
        </ErrorMessage>
      ) : answer === null ? (
        <DeskIdle />
      ) : (
        <Answer answer={answer} />
      )}
    </div>
  )
}

function Answer({ answer }: { answer: DeskAnswer }) {
  const { openId, closeOne } = useDesk()
  const { matches, former, text } = answer
  const chosen = matches.length === 1 ? matches[0] : matches.find(({ id }) => id === openId)
  if (matches.length + former.length === 0) return <NotFound answer={answer} />
  return (
    <>
      {chosen ? (
        <MatchCard match={chosen} typed={text} onBack={matches.length > 1 ? closeOne : null} />
      ) : (
        matches.length > 0 && <MatchList answer={answer} />
      )}
      {!(chosen && matches.length > 1) && <FormerSerials former={former} typed={text} />}
    </>
  )
}

/** Announces the answer once typing pauses; the same answer read again, as while PDFs arrive, is announced once. */
function useSpokenAnswer(answer: DeskAnswer | null) {
  const typed = answer?.text
  const words = answer === null ? '' : spoken(answer)
  // biome-ignore lint/correctness/useExhaustiveDependencies: the same words about another text are said again
  useEffect(() => {
    const timer = setTimeout(() => announce(words), quiet)
    return () => clearTimeout(timer)
  }, [words, typed])
}

function spoken({ matches, more, former }: DeskAnswer): string {
  const [only] = matches
  if (only === undefined) return t(`certificates.desk.${former.length > 0 ? 'announceFormer' : 'announceNone'}`)
  if (more) return t('certificates.desk.announceMore', { count: mostMatches })
  if (matches.length > 1) return t('certificates.desk.announceMany', { count: matches.length })
  const account = verdictAccount(useAccounts.getState().accounts, only.accountId)
  return t('certificates.desk.announceOne', {
    verdict: verdictWords(only, useClock.getState().now, account),
    student: fullName(only) || t('results.noName'),
    test: only.testName,
  })
}

/** Shown before anything is typed: how to ask, and how many certificates can be searched. */
function DeskIdle() {
  const total = useCertificateCount((state) => state.total)
  if (total === 0) return <NoCertificates />
  return (
    <div className={styles.idle}>
      <p>{t('certificates.desk.hint')}</p>
      {total !== null && <p>{t('certificates.desk.here', { count: total })}</p>}
    </div>
  )
}

/**
 * The one field. Every keystroke asks; arrow keys choose among several matches and Enter opens one, while the focus
 * stays in the field.
 */
function DeskField() {
  const { text, answer, active, openId, type, move, openOne, closeOne } = useDesk()
  const { type: typeText, isCut } = useSearchLength(type)
  const input = useRef<HTMLInputElement>(null)
  const matches = answer?.matches ?? []
  const listed = matches.length > 1 && openId === null
  const reached = listed ? matches[active] : undefined

  useEffect(() => {
    // Somebody who moves along the tabs by keyboard keeps the focus there.
    if (document.activeElement?.matches('[role="tab"]:focus-visible')) return
    input.current?.focus()
    input.current?.select()
  }, [])
  useShortcut('search', () => {
    input.current?.focus()
    input.current?.select()
  })

  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === 'Escape' && openId !== null) closeOne()
    else if (event.key === 'Escape' && text !== '') typeText('')
    else if (!listed) return
    else if (event.key === 'ArrowDown') move(1)
    else if (event.key === 'ArrowUp') move(-1)
    else if (event.key === 'Enter' && reached) openOne(reached.id)
    else return
    event.preventDefault()
  }

  return (
    <>
      <div className={styles.field}>
        <Search className={styles.icon} aria-hidden />
        <input
          ref={input}
          className={styles.input}
          role="combobox"
          aria-label={t('certificates.desk.label')}
          aria-expanded={listed}
          aria-controls={listed ? matchListId : undefined}
          aria-activedescendant={reached ? matchId(reached.id) : undefined}
          aria-autocomplete="list"
          data-list-search=""
          aria-keyshortcuts={shortcutName('search')}
          placeholder={t('certificates.desk.placeholder')}
          spellCheck={false}
          autoComplete="off"
          value={text}
          onChange={({ target }) => typeText(target.value)}
          onKeyDown={onKeyDown}
        />
        {text !== '' && (
          <IconButton
            icon={X}
            label={t('certificates.desk.clear')}
            onPress={() => {
              typeText('')
              input.current?.focus()
            }}
          />
        )}
      </div>
      <CutNote isCut={isCut} className={styles.note} />
    </>
  )
}
