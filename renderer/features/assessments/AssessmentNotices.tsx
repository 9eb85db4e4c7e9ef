import { CircleAlert, Download, Hourglass, RefreshCw, Send } from 'lucide-react'
import type { AccountSummary } from '../../../shared/model/account.ts'
import type { AssessmentsStatus } from '../../../shared/model/assessment.ts'
import { useClock, useConnection } from '../../app/clock.ts'
import { useJobs } from '../../app/jobs.ts'
import { useNavigation } from '../../app/navigation.ts'
import { type SendingState, useSending } from '../../app/sending-jobs.ts'
import { sentenceWhen } from '../../format/time.ts'
import { t } from '../../format/words.ts'
import { Button } from '../../ui/Button.tsx'
import { FootLine, IncompleteNote } from '../../ui/FootLine.tsx'
import { NothingHere } from '../../ui/Screen.tsx'
import { needsSignIn } from '../sync/index.ts'
import styles from './Assessments.module.css'
import { answerIt } from './assessment-actions.ts'
import { collectNow, publishNow, reasonWords } from './assessment-jobs.ts'
import { sumOf, useAssessmentFacts, useAssessmentTab } from './assessments.ts'
import { heldWords, lookNow, useLook, useLooking } from './look.ts'

interface AccountProps {
  readonly account: AccountSummary
}

/** The assessments before they were ever read: what a look takes, and the button that begins. */
export function FirstTime({ account }: AccountProps) {
  const state = useLook(account)
  const online = useConnection((connection) => connection.online)
  const isLooking = useLooking([account])
  if (isLooking) return <NothingHere title={t('assessments.look.running')} text={t('assessments.look.neverText')} />
  const reason = heldWords(state, online, account.timeZone)
  return (
    <NothingHere
      title={t('assessments.look.neverTitle')}
      text={t('assessments.look.neverText')}
      {...(reason === null ? {} : { more: reason })}
    >
      {needsSignIn(state) ? (
        <SignIn account={account} />
      ) : (
        !account.archived && (
          <Button look="primary" icon={RefreshCw} onPress={() => lookNow([account])}>
            {t('assessments.look.first')}
          </Button>
        )
      )}
    </NothingHere>
  )
}

interface StatusProps extends AccountProps {
  readonly status: AssessmentsStatus
}

/** Above the list: that it is not complete, or is being read. */
export function LookLine({ account, status }: StatusProps) {
  const state = useLook(account)
  const online = useConnection((connection) => connection.online)
  const now = useClock((clock) => clock.now)
  const isLooking = useLooking([account])
  const cancel = useJobs((jobs) => jobs.cancel)
  if (isLooking)
    return (
      <FootLine
        icon={RefreshCw}
        words={t('assessments.look.running')}
        progress={{ label: t('assessments.look.progressLabel'), value: 0, total: null }}
      >
        {(state.kind === 'running' || state.kind === 'waiting') && (
          <Button look="quiet" onPress={() => cancel(state.jobId)}>
            {t('action.cancel')}
          </Button>
        )}
      </FootLine>
    )
  const isStopped = state.kind === 'failed' || state.kind === 'cancelled' || state.kind === 'secret-missing'
  if (status.lookedAt !== null && !isStopped) return null
  const when = status.lookedAt === null ? null : sentenceWhen(status.lookedAt, now, account.timeZone)
  const words = when === null ? t('assessments.look.never') : t('assessments.look.partialSince', { when })
  // One that never began came to no end: only the sign-in is said, once.
  const signIn = when === null ? t('assessments.look.signIn') : t('assessments.look.signInSince', { when })
  return (
    <IncompleteNote
      words={
        needsSignIn(state) ? signIn : [words, heldWords(state, online, account.timeZone)].filter(Boolean).join(' ')
      }
    >
      {needsSignIn(state) ? (
        <SignIn account={account} />
      ) : (
        !account.archived &&
        state.kind !== 'offline' && (
          <Button look="quiet" onPress={() => lookNow([account])}>
            {t('assessments.look.button')}
          </Button>
        )
      )}
    </IncompleteNote>
  )
}

export function SignIn({ account }: AccountProps) {
  const openDialog = useNavigation((store) => store.openDialog)
  return (
    <Button onPress={() => openDialog({ kind: 'secret', accountId: account.id })}>
      {t('assessments.why.enterSecret')}
    </Button>
  )
}

/** At the foot: what waits, what is being sent, why it is not, and what waits for the teacher. */
export function WaitingLines({ accounts }: { readonly accounts: readonly AccountSummary[] }) {
  const statuses = useAssessmentFacts((facts) => facts.statuses)
  const toDecide = sumOf(statuses, 'draftsToDecide')
  const lost = (statuses ?? []).flatMap((status) => status.lost)
  const [firstLost] = lost
  const isShown = useAssessmentTab((state) => state.tab === 'drafts')
  return (
    <>
      {accounts.map((account) => {
        const status = statuses?.find((each) => each.account === account.id)
        if (status === undefined) return null
        return (
          <div key={account.id}>
            <PublishLine account={account} status={status} />
            <CollectLine account={account} status={status} />
            <NotCollectedLine account={account} status={status} />
          </div>
        )
      })}
      {firstLost !== undefined && (
        <FootLine icon={CircleAlert} words={t('assessments.push.lost', { count: lost.length })}>
          <Button onPress={() => void answerIt(firstLost)}>{t('assessments.push.show')}</Button>
        </FootLine>
      )}
      {toDecide > 0 && !isShown && (
        <FootLine icon={CircleAlert} words={t('assessments.push.toDecide', { count: toDecide })}>
          <Button onPress={() => useAssessmentTab.setState({ tab: 'drafts' })}>{t('assessments.push.show')}</Button>
        </FootLine>
      )}
    </>
  )
}

function PublishLine({ account, status }: StatusProps) {
  const state = useSending('assessments-push', account)
  const cancel = useJobs((jobs) => jobs.cancel)
  if (state.kind === 'running') {
    const progress = state.job.state === 'running' ? state.job.progress : null
    return (
      <FootLine
        icon={Send}
        words={progress === null ? t('assessments.push.starting') : t('assessments.push.running', { ...progress })}
        progress={{
          label: t('assessments.push.progressLabel'),
          value: progress?.done ?? 0,
          total: progress?.total ?? null,
        }}
      >
        <Button look="quiet" onPress={() => cancel(state.job.id)}>
          {t('action.cancel')}
        </Button>
      </FootLine>
    )
  }
  if (status.waiting === 0) return null
  return (
    <FootLine
      icon={Hourglass}
      waits
      words={
        <>
          {t('assessments.push.waits', { count: status.waiting })}{' '}
          <span className={styles.dim}>{reasonWords(state, account.timeZone) ?? t('assessments.push.ready')}</span>
        </>
      }
    >
      <Go account={account} state={state} words={t('assessments.push.send')} onGo={() => void publishNow(account.id)} />
    </FootLine>
  )
}

/** Submissions whose ids are noted and not fetched yet. While they are, the status line says how far it is. */
function CollectLine({ account, status }: StatusProps) {
  const state = useSending('assessments-collect', account)
  if (status.toCollect === 0 || state.kind === 'running' || state.kind === 'waiting') return null
  return (
    <FootLine
      icon={Download}
      waits
      words={
        <>
          {t('assessments.collect.waits', { count: status.toCollect })}{' '}
          <span className={styles.dim}>{reasonWords(state, account.timeZone) ?? t('assessments.why.ready')}</span>
        </>
      }
    >
      <Go
        account={account}
        state={state}
        words={t('assessments.collect.go')}
        onGo={() => void collectNow(account.id)}
      />
    </FootLine>
  )
}

/** Submissions that the platform did not hand out: which and why, and asking for them again. */
function NotCollectedLine({ account, status: { notCollected } }: StatusProps) {
  const openDialog = useNavigation((store) => store.openDialog)
  if (notCollected.length === 0) return null
  const rejected = notCollected.map(({ submissionId, reason }) => ({ submission: submissionId, reason }))
  const refs = notCollected.map(({ submissionId, assessmentId }) => ({ submissionId, assessmentId }))
  return (
    <FootLine icon={CircleAlert} words={t('assessments.collect.rejected', { count: notCollected.length })}>
      <Button onPress={() => openDialog({ kind: 'rejected-submissions', account: account.id, rejected })}>
        {t('assessments.collect.rejectedShow')}
      </Button>
      {!account.archived && <Button onPress={() => void collectNow(account.id, refs)}>{t('action.tryAgain')}</Button>}
    </FootLine>
  )
}

interface GoProps extends AccountProps {
  readonly state: SendingState
  readonly words: string
  onGo(): void
}

/** The button that begins, or the one that leads to what keeps it from beginning. */
function Go({ account, state, words, onGo }: GoProps) {
  const isRefused = state.kind === 'failed' && state.error.code === 'api/sign-in-again'
  if (state.kind === 'secret-missing' || isRefused) return <SignIn account={account} />
  if (state.kind === 'waiting' || (state.kind === 'offline' && state.computer)) return null
  return <Button onPress={onGo}>{state.kind === 'ready' ? words : t('action.tryAgain')}</Button>
}

/** That an account is disconnected, and the way to connect it again. */
export function Disconnected({ account }: AccountProps) {
  const openDialog = useNavigation((store) => store.openDialog)
  return (
    <div className={styles.disconnected}>
      <p>{t('assessments.disconnected', { name: account.name })}</p>
      <Button onPress={() => openDialog({ kind: 'connect', accountId: account.id })}>
        {t('assessments.connectAgain')}
      </Button>
    </div>
  )
}
