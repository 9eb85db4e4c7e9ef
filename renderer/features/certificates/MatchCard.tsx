import { ArrowLeft, PanelRight } from 'lucide-react'
import { Fragment, type ReactNode } from 'react'
import type { CertificateMatch } from '../../../shared/model/certificate.ts'
import { useRowAccount, useVerdictAccount } from '../../app/accounts.ts'
import { useClock } from '../../app/clock.ts'
import { fullName, percentFigure, percentShort } from '../../format/numbers.ts'
import { dayWords, exactTime } from '../../format/time.ts'
import { t } from '../../format/words.ts'
import { Button } from '../../ui/Button.tsx'
import { LongText } from '../../ui/LongText.tsx'
import { AccountMark } from '../accounts/index.ts'
import { CertificateButtons, FilePlace, verdictOf, verdictReason, verdictWords } from '../certificate-files/index.ts'
import { outcomeWords, resultsList, useOpenResult } from '../results/index.ts'
import styles from './MatchCard.module.css'
import { MarkedSerial, VerdictMark } from './serial-marks.tsx'

interface MatchCardProps {
  readonly match: CertificateMatch
  readonly typed: string
  /** Returns to the other matches; null when there are none. */
  readonly onBack: (() => void) | null
}

/** One certificate, large enough to read out on the phone: the verdict first, then the person and the test. */
export function MatchCard({ match, typed, onBack }: MatchCardProps) {
  const now = useClock((state) => state.now)
  const account = useVerdictAccount(match.accountId)
  const openResult = useOpenResult(resultsList)
  const verdict = verdictOf(match, now, account)
  return (
    <>
      {onBack && (
        <div className={styles.back}>
          <Button look="quiet" icon={ArrowLeft} onPress={onBack}>
            {t('certificates.desk.back')}
          </Button>
        </div>
      )}
      <article className={styles.card} data-verdict={verdict}>
        <p className={styles.verdict}>
          <VerdictMark verdict={verdict} words={verdictWords(match, now, account)} />
        </p>
        <p className={styles.verdictText}>{verdictReason(match, now, account)}</p>
        <h2 className={styles.holder}>
          <LongText text={fullName(match) || t('results.noName')} />
        </h2>
        {match.email !== null && match.email !== '' && (
          <p className={styles.email}>
            <LongText text={match.email} />
          </p>
        )}
        <FactList match={match} typed={typed} zone={account.timeZone} />
        <CertificateButtons row={match} primary>
          <Button icon={PanelRight} onPress={() => openResult(match, null)}>
            {t('certificates.file.openResult')}
          </Button>
        </CertificateButtons>
      </article>
    </>
  )
}

function FactList({ match, typed, zone }: { match: CertificateMatch; typed: string; zone: string }) {
  const now = useClock((state) => state.now)
  const account = useRowAccount()?.(match.accountId) ?? null
  const facts: readonly (readonly [keyof Words, ReactNode])[] = [
    [
      'test',
      <b key="test">
        <LongText text={match.testName} />
      </b>,
    ],
    ['earned', exactTime(match.timeFinished, zone)],
    ['score', <Score key="score" match={match} />],
    ['validUntil', match.expiresOn === null ? null : dayWords(match.expiresOn, now, zone)],
    ['serial', <MarkedSerial key="serial" serial={match.certificateSerial} typed={typed} large />],
    ['source', <LongText key="source" text={match.sourceName} />],
    [
      'account',
      account && (
        <span key="account" className={styles.account}>
          <AccountMark account={account} size="row" />
          {account.name}
        </span>
      ),
    ],
    ['file', <FilePlace key="file" file={match.file} whole />],
  ]
  return (
    <dl className={styles.facts}>
      {facts
        .filter(([, value]) => value !== null && value !== '')
        .map(([name, value]) => (
          <Fragment key={name}>
            <dt>{t(`certificates.facts.${name}`)}</dt>
            <dd>{value}</dd>
          </Fragment>
        ))}
    </dl>
  )
}

type Words = Record<'test' | 'earned' | 'score' | 'validUntil' | 'serial' | 'source' | 'account' | 'file', string>

function Score({ match }: { match: CertificateMatch }) {
  if (match.survey) return <>{t('results.outcome.survey')}</>
  const outcome = outcomeWords(match).toLowerCase()
  return (
    <>
      {match.percentage === null
        ? outcome
        : t('certificates.facts.scoreOf', { score: percentFigure(match.percentage), outcome })}
      {match.passMark !== null && match.passMark > 0 && (
        <span className={styles.dim}>
          {' '}
          · {t('certificates.facts.passMark', { passMark: percentShort(match.passMark) })}
        </span>
      )}
    </>
  )
}
