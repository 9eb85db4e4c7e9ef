import { useState } from 'react'
import type { AccountSummary } from '../../../shared/model/account.ts'
import type { Assessment, AssessmentAttempt } from '../../../shared/model/assessment.ts'
import { useAccounts } from '../../app/accounts.ts'
import { useSending } from '../../app/sending-jobs.ts'
import { errorWords, t } from '../../format/words.ts'
import { Button } from '../../ui/Button.tsx'
import { Form, TextField } from '../../ui/TextField.tsx'
import styles from './Answer.module.css'
import { useAnswering } from './answering.ts'
import { collectNow, reasonWords } from './assessment-jobs.ts'
import { reasonOf } from './assessment-words.ts'
import { useAssessmentFacts } from './assessments.ts'

/** Where it goes on for who hears it. */
export const OutcomeHeading = ({ children }: { readonly children: string }) => (
  <h2 tabIndex={-1} data-outcome>
    {children}
  </h2>
)

interface LostProps {
  readonly assessment: Assessment
  readonly attempt: AssessmentAttempt
  readonly zone: string
}

/** The ID under which the platform said that it took the answers; null where it said none. */
export const takenAs = ({ refusal, refusalDetail }: AssessmentAttempt): string | null =>
  refusal === 'assessments/taken' ? refusalDetail : null

/** The submission may have counted: collect it by its id, which costs nothing; or submit again at the learner's cost. */
export function Lost({ assessment, attempt, zone }: LostProps) {
  const ask = useAnswering((state) => state.ask)
  const taken = takenAs(attempt)
  const [id, setId] = useState(taken ?? '')
  const [isMissing, setMissing] = useState(false)
  /** The one that was asked for here. */
  const [asked, setAsked] = useState<string | null>(null)
  const collect = () => {
    const submissionId = id.trim()
    setMissing(submissionId === '')
    if (submissionId === '') return
    setAsked(submissionId)
    void collectNow(attempt.account, [{ assessmentId: assessment.assessmentId, submissionId }], attempt.id)
  }
  return (
    <section className={styles.decide}>
      <OutcomeHeading>{t(taken === null ? 'assessments.lost.title' : 'assessments.lost.takenTitle')}</OutcomeHeading>
      <p>
        {taken === null
          ? t('assessments.lost.text')
          : Object.values(errorWords({ code: 'assessments/taken', detail: { submission: taken } }, zone)).join(' ')}
      </p>
      <section className={styles.way}>
        <h3>{t('assessments.lost.collectTitle')}</h3>
        <p className={styles.dim}>{t('assessments.lost.collectHint')}</p>
        <Form className={styles.collectField} onSubmit={collect}>
          <TextField
            label={t('assessments.lost.collectLabel')}
            value={id}
            onChange={(typed) => {
              setId(typed)
              setMissing(false)
            }}
            problem={isMissing ? t('assessments.flaws.empty') : null}
            maxLength={200}
            mono
          />
          <Button type="submit" look="primary">
            {t('assessments.lost.collectButton')}
          </Button>
        </Form>
        <p role="status">
          {asked !== null && <CollectingOne submission={asked} account={attempt.account} zone={zone} />}
        </p>
      </section>
      <section className={styles.way}>
        <h3>{t('assessments.lost.againWay')}</h3>
        <p className={styles.dim}>{t('assessments.lost.againHint')}</p>
        <div className={styles.foot}>
          <Button onPress={() => ask('again')}>{t('assessments.lost.againButton')}</Button>
          <Button look="quiet" onPress={() => ask('give-up')}>
            {t('assessments.refused.giveUp')}
          </Button>
        </div>
      </section>
    </section>
  )
}

interface CollectingOneProps {
  readonly submission: string
  readonly account: string
  readonly zone: string
}

/** How far the collecting of one submission is; once its result is here, the page says that instead. */
function CollectingOne({ account: id, ...props }: CollectingOneProps) {
  const account = useAccounts((state) => state.accounts?.find((each) => each.id === id))
  return account === undefined ? null : <CollectingFor account={account} {...props} />
}

function CollectingFor({
  submission,
  account,
  zone,
}: Omit<CollectingOneProps, 'account'> & { account: AccountSummary }) {
  const state = useSending('assessments-collect', account)
  const reason = useAssessmentFacts(
    ({ statuses }) =>
      statuses
        ?.find((status) => status.account === account.id)
        ?.notCollected.find(({ submissionId }) => submissionId === submission)?.reason ?? null,
  )
  if (state.kind === 'running') return t('assessments.collect.starting')
  if (reason !== null) return reasonOf(reason, zone)
  return reasonWords(state, zone)
}
