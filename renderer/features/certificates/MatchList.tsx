import { useEffect } from 'react'
import { type CertificateMatch, mostMatches } from '../../../shared/model/certificate.ts'
import { useRowAccount, useVerdictAccount } from '../../app/accounts.ts'
import { useClock } from '../../app/clock.ts'
import { fullName } from '../../format/numbers.ts'
import { exactTime, whenWords } from '../../format/time.ts'
import { t } from '../../format/words.ts'
import { AccountMark } from '../accounts/index.ts'
import { verdictOf, verdictShort } from '../certificate-files/index.ts'
import { type DeskAnswer, useDesk } from './certificate-desk.ts'
import styles from './MatchList.module.css'
import { MarkedSerial, VerdictMark } from './serial-marks.tsx'

/** Several matching certificates, each in two lines; the field keeps the focus, and its arrow keys choose. */
export function MatchList({ answer: { matches, more, text } }: { answer: DeskAnswer }) {
  const { active, openOne } = useDesk()
  const reached = matches[active]?.id
  useEffect(() => {
    if (reached !== undefined) document.getElementById(matchId(reached))?.scrollIntoView({ block: 'nearest' })
  }, [reached])
  return (
    <div className={styles.matches}>
      <p className={styles.head}>
        <span>
          {more
            ? t('certificates.desk.more', { count: mostMatches })
            : t('certificates.desk.matches', { count: matches.length })}
        </span>
        <span>{t('certificates.desk.keys')}</span>
      </p>
      <div id={matchListId} className={styles.list} role="listbox" aria-label={t('certificates.desk.matchesLabel')}>
        {matches.map((match) => (
          <MatchRow
            key={match.id}
            match={match}
            typed={text}
            reached={match.id === reached}
            onOpen={() => openOne(match.id)}
          />
        ))}
      </div>
    </div>
  )
}

interface MatchRowProps {
  readonly match: CertificateMatch
  readonly typed: string
  readonly reached: boolean
  onOpen(): void
}

function MatchRow({ match, typed, reached, onOpen }: MatchRowProps) {
  const now = useClock((state) => state.now)
  const judgedIn = useVerdictAccount(match.accountId)
  const zone = judgedIn.timeZone
  const account = useRowAccount()?.(match.accountId) ?? null
  const verdict = verdictOf(match, now, judgedIn)
  return (
    // biome-ignore lint/a11y/useFocusableInteractive: the field has the focus and names the option reached
    // biome-ignore lint/a11y/useKeyWithClickEvents: Enter is heard by the field
    <div
      id={matchId(match.id)}
      className={styles.row}
      role="option"
      aria-selected={reached}
      onMouseDown={(event) => event.preventDefault()}
      onClick={onOpen}
    >
      <span className={styles.who}>
        {account && <AccountMark account={account} size="row" named />}
        <span className={styles.name}>{fullName(match) || t('results.noName')}</span>
        <span className={styles.test}>{match.testName}</span>
      </span>
      <span className={styles.when} title={exactTime(match.timeFinished, zone)}>
        {whenWords(match.timeFinished, now, zone)}
      </span>
      <span className={styles.serial}>
        <MarkedSerial serial={match.certificateSerial} typed={typed} />
      </span>
      <span className={styles.verdict}>
        <VerdictMark verdict={verdict} words={verdictShort(match, now, judgedIn)} />
      </span>
    </div>
  )
}

/** The id of the list that the desk's field controls while it keeps the focus. */
export const matchListId = 'certificate-matches'

export const matchId = (resultId: number): string => `certificate-match-${resultId}`
