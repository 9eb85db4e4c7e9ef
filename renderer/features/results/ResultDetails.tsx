import { ExternalLink, ListFilter } from 'lucide-react'
import { useEffect, useState } from 'react'
import { extraFieldNumbers } from '../../../shared/model/extra-field.ts'
import { hasStart, isNamelessAttempt } from '../../../shared/model/result.ts'
import type { ResultDetail } from '../../../shared/model/results-view.ts'
import { api, asAppError } from '../../api/client.ts'
import { useVerdictAccount } from '../../app/accounts.ts'
import { announce } from '../../app/announcer.ts'
import { useClock } from '../../app/clock.ts'
import { sayFailed } from '../../app/feedback.ts'
import { percentShort, pointsFigure, scoreOf } from '../../format/numbers.ts'
import { durationWords, exactTime } from '../../format/time.ts'
import { t } from '../../format/words.ts'
import { Button } from '../../ui/Button.tsx'
import { classNames } from '../../ui/class-names.ts'
import { Fold } from '../../ui/Fold.tsx'
import { DetailCard, type Fact, Facts, LongText } from '../../ui/LongText.tsx'
import {
  CertificateButtons,
  CopySerial,
  FilePlace,
  useCertificateFiles,
  verdictOf,
  verdictWords,
} from '../certificate-files/index.ts'
import { ExcusedCard, LabelsCard, NotesCard } from '../notes/index.ts'
import { AttemptAnswers } from '../questions/index.ts'
import { AttemptList } from './AttemptList.tsx'
import { ChangeHistory } from './ChangeHistory.tsx'
import { ExtraFieldName } from './ExtraFieldName.tsx'
import styles from './ResultDetails.module.css'
import { showResultsOf } from './results.ts'
import { OutcomeWords } from './ScoreBar.tsx'

/** Everything known about one result, the most asked-for facts first. */
export function ResultDetails({ detail }: { detail: ResultDetail }) {
  const zone = detail.timeZone
  const taken: readonly Fact[] = [
    [t('detail.started'), hasStart(detail) ? exactTime(detail.timeStarted, zone) : null],
    [t('detail.finished'), exactTime(detail.timeFinished, zone)],
    [t('detail.duration'), detail.durationSeconds === null ? detail.duration : durationWords(detail.durationSeconds)],
    [t('detail.email'), detail.email],
    [t('detail.userId'), detail.userId === null ? null : String(detail.userId)],
    [t('detail.cmUserId'), detail.cmUserId],
    [t('detail.accessCode'), detail.accessCode],
    ...extraFacts(detail),
  ]
  return (
    <div className={styles.details}>
      <p className={styles.where}>
        <LongText text={detail.testName} /> · <LongText text={detail.sourceName} />
      </p>
      <Headline detail={detail} />
      {detail.attempts.length > 1 && <AttemptList detail={detail} />}
      {!isNamelessAttempt(detail.studentKey) && (
        <div>
          <Button
            look="quiet"
            isFlush
            icon={ListFilter}
            onPress={() => showResultsOf({ account: detail.accountId, key: detail.studentKey })}
          >
            {t('results.ofStudent')}
          </Button>
        </div>
      )}
      <AttemptAnswers key={`answers ${detail.id}`} id={detail.id} account={detail.accountId} />
      <ChangeHistory detail={detail} />
      <Annotations key={`annotations ${detail.id}`} detail={detail} />
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

/** Answers to the questions of a link, which the teacher may call by a name. */
const extraFacts = ({ feed, accountId: account, sourceId: link, sourceName, extraInfo }: ResultDetail): Fact[] =>
  extraInfo.map((text, place): Fact => {
    const number = extraFieldNumbers[place]
    const usual = t('detail.extraInfo', { number: place + 1 })
    if (number === undefined || feed !== 'links') return [usual, text]
    return [usual, text, <ExtraFieldName key={link} field={{ account, link, number }} linkName={sourceName} />]
  })

/** What the teacher put on the result, and decided about it. */
function Annotations({ detail: { id, accountId: account, studentKey, testId, survey } }: { detail: ResultDetail }) {
  const about = { kind: 'result', id, account } as const
  return (
    <>
      <LabelsCard about={about} />
      <NotesCard about={about} />
      {!survey && <ExcusedCard cell={{ account, key: studentKey, testId }} resultId={id} />}
    </>
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
                {t('detail.of', {
                  count: pointsAvailable,
                  scored: pointsFigure(pointsScored),
                  available: pointsFigure(pointsAvailable),
                })}
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

/**
 * Facts that are rarely needed or personal, folded away: the link to the answers, the IP address, every field as
 * received.
 */
function MoreFacts({ detail }: { detail: ResultDetail }) {
  const url = detail.viewResultsUrl
  const facts: readonly Fact[] = [
    [t('detail.ipAddress'), detail.ipAddress],
    [t('detail.linkResultId'), detail.linkResultId === null ? null : String(detail.linkResultId)],
    [t('detail.firstSeen'), exactTime(detail.firstSeenAt, detail.timeZone)],
  ]
  return (
    <div className={styles.more}>
      <Fold title={t('detail.more')} wide>
        <div className={styles.body}>
          {url !== null && (
            <div className={styles.answers}>
              <ClassMarkerLink url={url} words={t('detail.viewResult')} />
              <p>{t('detail.viewResultHint')}</p>
            </div>
          )}
          <Facts facts={facts} />
        </div>
      </Fold>
      {detail.sentFields.length > 0 && (
        <Fold title={t('detail.showSent')} wide>
          <div className={styles.body}>
            <Facts facts={detail.sentFields} sent />
          </div>
        </Fold>
      )}
    </div>
  )
}

/** Opens an address that came with a result in the browser; refuses with a message when it is not at ClassMarker. */
function ClassMarkerLink({ url, words }: { url: string; words: string }) {
  const [refused, setRefused] = useState(false)
  const open = async () => {
    try {
      await api.app.openExternal({ url })
      setRefused(false)
    } catch (thrown) {
      const error = asAppError(thrown)
      // The address is not at ClassMarker; any other error has its own words.
      if (error.code !== 'ipc/invalid-input') return sayFailed(error)
      setRefused(true)
      announce(t('detail.linkRefused'))
    }
  }
  return (
    <>
      <Button icon={ExternalLink} onPress={() => void open()}>
        {words}
      </Button>
      {refused && <p className={styles.refused}>{t('detail.linkRefused')}</p>}
    </>
  )
}

type Certified = Pick<ResultDetail, 'id' | 'accountId' | 'certificateEarned'> & { readonly certificateSerial: string }

/** A certificate: its serial, where its PDF is, and its actions; or that the serial no longer exists. */
function CertificateCard({ detail }: { detail: Certified }) {
  const { id, certificateSerial: serial, certificateEarned: earned } = detail
  const read = useCertificateFiles((state) => state.row)
  const load = useCertificateFiles((state) => state.load)
  const now = useClock((state) => state.now)
  const account = useVerdictAccount(detail.accountId)
  useEffect(() => {
    if (earned) void load(id)
  }, [earned, id, load])
  const row = read?.id === id && earned ? read : null
  const verdict = row && verdictOf(row, now, account)
  return (
    <DetailCard caption={t('detail.certificate')}>
      <p className={styles.serial}>
        <LongText text={serial} />
      </p>
      {!earned && <p className={styles.notEarned}>{t('certificates.card.notEarned')}</p>}
      {row !== null && (
        <>
          {verdict !== 'real' && <p className={styles[verdict ?? '']}>{verdictWords(row, now, account)}</p>}
          <p className={styles.file}>
            <FilePlace file={row.file} whole />
          </p>
        </>
      )}
      <div className={styles.buttons}>{row ? <CertificateButtons row={row} /> : <CopySerial serial={serial} />}</div>
    </DetailCard>
  )
}
