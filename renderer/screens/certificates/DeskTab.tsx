import { useEffect } from 'react'
import { mostMatches } from '../../../shared/model/certificate.ts'
import { Button } from '../../components/Button.tsx'
import { ErrorMessage } from '../../components/ErrorMessage.tsx'
import { verdictWords } from '../../format/certificate-words.ts'
import { fullName } from '../../format/names.ts'
import { t } from '../../i18n.ts'
import { useAccounts, verdictAccount, zoneOf } from '../../state/accounts.ts'
import { announce } from '../../state/announcer.ts'
import { type DeskAnswer, useDesk } from '../../state/certificate-desk.ts'
import { useClock } from '../../state/clock.ts'
import { DeskField } from './DeskField.tsx'
import { DeskIdle } from './DeskIdle.tsx'
import styles from './DeskTab.module.css'
import { FormerSerials } from './FormerSerials.tsx'
import { MatchCard } from './MatchCard.tsx'
import { MatchList } from './MatchList.tsx'
import { NotFound } from './NotFound.tsx'

/** Milliseconds of quiet before an answer is read aloud: nobody listens to one for every letter. */
const quiet = 600

/** The desk: one field, and what is known of what is typed into it. */
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

/** Says the answer aloud once the typing rests; the same answer read again, as while PDFs come in, is said once. */
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
