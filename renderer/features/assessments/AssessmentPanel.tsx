import { ArrowLeft, ArrowRight, CircleAlert, CircleCheck, CircleX, Download, Hourglass, PenLine, X } from 'lucide-react'
import { useRef } from 'react'
import type { Assessment, AssessmentAttempt } from '../../../shared/model/assessment.ts'
import { useAccounts, zoneOf } from '../../app/accounts.ts'
import { useClock } from '../../app/clock.ts'
import { useNavigation } from '../../app/navigation.ts'
import { wholeNumber } from '../../format/numbers.ts'
import { agoWords, exactTime, shortDate } from '../../format/time.ts'
import { t } from '../../format/words.ts'
import { Button } from '../../ui/Button.tsx'
import { ErrorMessage } from '../../ui/ErrorMessage.tsx'
import { IconButton } from '../../ui/IconButton.tsx'
import { isForOverlay, isTyping, stepBy, useAsPage, useKey } from '../../ui/keyboard.ts'
import { DetailCard, type Fact, Facts } from '../../ui/LongText.tsx'
import panelStyles from '../../ui/SidePanel.module.css'
import { Disconnected } from './AssessmentNotices.tsx'
import styles from './Assessments.module.css'
import { useAnswering } from './answering.ts'
import { answerChoice, answerIt, openAssessmentDialog } from './assessment-actions.ts'
import { Gone } from './assessment-columns.tsx'
import { attemptWords, changeWords, limitWords, passWords, titleOf } from './assessment-words.ts'
import { showResultsOf, useOpenAssessment } from './assessments.ts'
import { PanelQuestions } from './PanelQuestions.tsx'
import { PreparedQuestions } from './PreparedQuestions.tsx'

/** @param onStep opens the assessment that many rows further down the list (or up, when negative) */
export function AssessmentPanel({ onStep }: { onStep(by: number): void }) {
  const { assessment, error, close, load } = useOpenAssessment()
  const accounts = useAccounts((state) => state.accounts)
  const panel = useRef<HTMLElement>(null)
  const asPage = useAsPage(panel)
  const closeAndReturn = () => {
    close()
    requestAnimationFrame(() => document.querySelector<HTMLElement>('[role="grid"] [tabindex="0"]')?.focus())
  }
  useKey((event) => {
    if (event.defaultPrevented || isTyping(event) || isForOverlay(event) || panel.current?.closest('[inert]')) return
    const by = stepBy(event, panel.current)
    if (event.key === 'Escape') closeAndReturn()
    else if (by !== 0) onStep(by)
    else return
    event.preventDefault()
  })
  const zone = zoneOf(accounts, assessment?.account ?? null)
  return (
    <aside ref={panel} className={panelStyles.panel} aria-label={t('assessments.panel.label')} data-region="panel">
      <div className={panelStyles.head}>
        {asPage && <IconButton icon={ArrowLeft} label={t('action.back')} onPress={closeAndReturn} />}
        <h2 className={panelStyles.name} data-detail-title="" tabIndex={-1}>
          {assessment === null ? t('assessments.panel.loading') : titleOf(assessment)}
        </h2>
        <div className={panelStyles.steps}>
          {!asPage && <IconButton icon={X} label={t('assessments.panel.close')} onPress={closeAndReturn} />}
        </div>
      </div>
      {error !== null && (
        <ErrorMessage error={error} zone={zone}>
          <Button onPress={() => void load()}>{t('action.tryAgain')}</Button>
        </ErrorMessage>
      )}
      {assessment !== null && <Body key={assessment.id} assessment={assessment} zone={zone} />}
    </aside>
  )
}

interface PartProps {
  readonly assessment: Assessment
  readonly zone: string
}

function Body({ assessment, zone }: PartProps) {
  const { submissions, gone } = assessment
  return (
    <>
      {gone && (
        <div>
          <Gone />
          <p className={styles.dim}>{t('assessments.goneHint')}</p>
        </div>
      )}
      <Buttons assessment={assessment} />
      <DetailCard caption={t('assessments.panel.facts')}>
        <Facts facts={factsOf(assessment, zone)} />
      </DetailCard>
      <DetailCard caption={t('assessments.columns.submissions')}>
        {submissions === 0 ? (
          <p className={styles.dim}>{t('assessments.panel.noResults')}</p>
        ) : (
          <div className={styles.links}>
            <Button look="quiet" onPress={() => showResultsOf(assessment)}>
              {t('assessments.panel.results', { count: submissions })}
              <ArrowRight aria-hidden size={14} />
            </Button>
            <Button
              look="quiet"
              onPress={() =>
                useNavigation.getState().go('tests', { account: assessment.account, testId: assessment.id })
              }
            >
              {t('assessments.panel.analysis')}
              <ArrowRight aria-hidden size={14} />
            </Button>
          </div>
        )}
      </DetailCard>
      <Attempts assessment={assessment} zone={zone} />
      <Changes assessment={assessment} zone={zone} />
      <PreparedQuestions assessment={assessment} />
      <PanelQuestions assessment={assessment} />
    </>
  )
}

/** "Answer it here", or what it comes to by now, and "Collect submissions…". */
function Buttons({ assessment }: Pick<PartProps, 'assessment'>) {
  const show = useAnswering((state) => state.show)
  const now = useClock((state) => state.now)
  const account = useAccounts((state) => state.accounts?.find(({ id }) => id === assessment.account))
  if (account === undefined) return null
  if (account.archived) return <Disconnected account={account} />
  const choice = answerChoice(assessment.attempts, now)
  const canAnswer = (assessment.questions?.length ?? 0) > 0 || (choice.kind !== 'answer' && choice.kind !== 'anew')
  return (
    <div className={styles.panelButtons}>
      {canAnswer && (
        <Button icon={PenLine} onPress={() => void answerIt(assessment.id)}>
          {t(`assessments.panel.${choice.kind}`)}
        </Button>
      )}
      {choice.kind === 'anew' && (
        <Button icon={CircleX} onPress={() => show(assessment, choice.attempt)}>
          {t('assessments.panel.refused')}
        </Button>
      )}
      <Button
        icon={Download}
        onPress={() => openAssessmentDialog({ kind: 'collect', account: assessment.account, of: assessment })}
      >
        {t('assessments.panel.collect')}
      </Button>
    </div>
  )
}

function factsOf(assessment: Assessment, zone: string): readonly Fact[] {
  const { courseId, assessmentId, passingScore, timeLimitMinutes, questionCount, questions, questionsAt } = assessment
  return [
    [t('assessments.panel.course'), courseId],
    [t('assessments.panel.id'), assessmentId],
    [t('assessments.panel.passingScore'), passWords(passingScore)],
    [t('assessments.panel.timeLimit'), limitWords(timeLimitMinutes)],
    // Where they are here, their own card says how many.
    [
      t('assessments.panel.questions'),
      (questions?.length ?? 0) > 0
        ? null
        : questionCount === null
          ? t('assessments.unknown')
          : wholeNumber(questionCount),
    ],
    [t('assessments.panel.questionsAt'), questionsAt === null ? null : exactTime(questionsAt, zone)],
  ]
}

const attemptIcons = {
  open: PenLine,
  submitting: Hourglass,
  unclear: CircleAlert,
  refused: CircleX,
  submitted: CircleCheck,
} as const

const attemptLooks = {
  open: styles.still,
  submitting: styles.waits,
  unclear: styles.waits,
  refused: styles.stopped,
  submitted: styles.attemptWords,
} as const

/** Own tries, each with what can be done about it. */
function Attempts({ assessment, zone }: PartProps) {
  const now = useClock((state) => state.now)
  const show = useAnswering((state) => state.show)
  const isArchived = useAccounts(
    (state) => state.accounts?.find(({ id }) => id === assessment.account)?.archived ?? true,
  )
  const { attempts } = assessment
  if (attempts.length === 0) return null
  const button = ({ state }: AssessmentAttempt): string =>
    t(
      state === 'submitted'
        ? 'assessments.attempts.look'
        : state === 'unclear' || state === 'refused'
          ? 'assessments.attempts.decide'
          : 'assessments.attempts.goOn',
    )
  return (
    <DetailCard caption={t('assessments.panel.attempts')}>
      <ul className={styles.plain}>
        {attempts.map((attempt) => {
          const Icon = attemptIcons[attempt.state]
          const words = attemptWords(attempt, now, zone)
          const at = attempt.submission?.submittedAt ?? attempt.begunAt
          return (
            <li key={attempt.id} className={styles.attempt}>
              <span>
                <span className={attemptLooks[attempt.state]}>
                  <Icon aria-hidden />
                  {words}
                </span>
                {attempt.state !== 'open' && (
                  <span className={styles.tryAt} title={exactTime(at, zone)}>
                    {agoWords(at, now, zone)}
                  </span>
                )}
              </span>
              {(attempt.state === 'submitted' || !isArchived) && (
                <Button
                  look="quiet"
                  aria-label={t('assessments.attempts.of', { what: button(attempt), name: words })}
                  onPress={() => show(assessment, attempt)}
                >
                  {button(attempt)}
                </Button>
              )}
            </li>
          )
        })}
      </ul>
    </DetailCard>
  )
}

function Changes({ assessment: { changes }, zone }: PartProps) {
  const now = useClock((state) => state.now)
  if (changes.length === 0) return null
  return (
    <DetailCard caption={t('assessments.panel.changes')}>
      <ul className={styles.plain}>
        {changes.map((change, place) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: changes have no id, and stay in their order
          <li key={place} className={styles.change}>
            <span className={styles.changeWords}>{changeWords(change)}</span>
            <span className={styles.dim} title={exactTime(change.seenAt, zone)}>
              {shortDate(change.seenAt, now, zone)}
            </span>
          </li>
        ))}
      </ul>
    </DetailCard>
  )
}
