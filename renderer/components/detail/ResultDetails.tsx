import type { ResultDetail } from '../../../shared/model/results-view.ts'
import { percentShort, pointsFigure, scoreOf } from '../../format/numbers.ts'
import { durationWords, exactTime } from '../../format/time.ts'
import { t } from '../../i18n.ts'
import { classNames } from '../../styles/class-names.ts'
import { LongText } from '../LongText.tsx'
import { OutcomeWords } from '../OutcomeWords.tsx'
import { AttemptList } from './AttemptList.tsx'
import { CertificateCard } from './CertificateCard.tsx'
import { ChangeHistory } from './ChangeHistory.tsx'
import { DetailCard, type Fact, Facts } from './DetailCard.tsx'
import { MoreFacts } from './MoreFacts.tsx'
import styles from './ResultDetails.module.css'

/** Everything known of one result, the most asked for first. */
export function ResultDetails({ detail }: { detail: ResultDetail }) {
  const zone = detail.timeZone
  const taken: readonly Fact[] = [
    [t('detail.started'), exactTime(detail.timeStarted, zone)],
    [t('detail.finished'), exactTime(detail.timeFinished, zone)],
    [t('detail.duration'), detail.durationSeconds === null ? detail.duration : durationWords(detail.durationSeconds)],
    [t('detail.email'), detail.email],
    [t('detail.userId'), detail.userId === null ? null : String(detail.userId)],
    [t('detail.cmUserId'), detail.cmUserId],
    [t('detail.accessCode'), detail.accessCode],
    ...detail.extraInfo.map((text, place): Fact => [t('detail.extraInfo', { number: place + 1 }), text]),
  ]
  return (
    <div className={styles.details}>
      <p className={styles.where}>
        <LongText text={detail.testName} /> · <LongText text={detail.sourceName} />
      </p>
      <Headline detail={detail} />
      {detail.attempts.length > 1 && <AttemptList detail={detail} />}
      <ChangeHistory detail={detail} />
      <DetailCard>
        <Facts facts={taken} />
        <p className={styles.zone}>{t('detail.timeZone', { zone })}</p>
      </DetailCard>
      {detail.certificateSerial !== null && (
        <CertificateCard key={detail.id} detail={{ ...detail, certificateSerial: detail.certificateSerial }} />
      )}
      <MoreFacts key={`more ${detail.id}`} detail={detail} />
    </div>
  )
}

function Headline({ detail }: { detail: ResultDetail }) {
  const { pointsScored, pointsAvailable, passMark } = detail
  const failed = detail.outcome === 'not-passed' && !detail.requiresGrading
  return (
    <div className={styles.headline}>
      {!detail.survey && (
        <span className={classNames(styles.figure, failed && styles.notPassed)}>{scoreOf(detail.percentage)}</span>
      )}
      <div className={styles.beside}>
        <OutcomeWords result={detail} />
        {!detail.survey && (
          <span className={styles.dim}>
            {pointsScored !== null && pointsAvailable !== null && (
              <>
                {t('detail.of', { scored: pointsFigure(pointsScored), available: pointsFigure(pointsAvailable) })}
                <br />
              </>
            )}
            {passMark === null || passMark <= 0
              ? t('detail.noPassMark')
              : t('detail.passMark', { passMark: percentShort(passMark) })}
          </span>
        )}
      </div>
    </div>
  )
}
