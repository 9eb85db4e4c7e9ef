import { BookDown, CircleAlert, CircleDashed, Hourglass, type LucideIcon, Send } from 'lucide-react'
import type { ReactNode } from 'react'
import type { AccountSummary } from '../../../shared/model/account.ts'
import { useClock } from '../../app/clock.ts'
import { useJobs } from '../../app/jobs.ts'
import { useNavigation } from '../../app/navigation.ts'
import { clockTime, sentenceWhen } from '../../format/time.ts'
import { errorWords, t } from '../../format/words.ts'
import { Button } from '../../ui/Button.tsx'
import { ProgressBar } from '../../ui/ProgressBar.tsx'
import { NothingHere } from '../../ui/Screen.tsx'
import styles from './Bank.module.css'
import { useBankFacts, useBankTab } from './bank.ts'
import { type BankJobState, useBankJob, useBankJobs } from './bank-jobs.ts'
import { timeFor } from './bank-words.ts'
import { canEdit } from './editor.ts'

interface AccountProps {
  readonly account: AccountSummary
}

interface LineProps {
  readonly icon: LucideIcon
  /** Whether it is about what waits; this is marked as at its rows and in the sidebar. */
  readonly waits?: boolean
  readonly children: ReactNode
}

const Line = ({ icon: Icon, waits = false, children }: LineProps) => (
  <div className={styles.notice}>
    <Icon className={waits ? styles.waits : undefined} aria-hidden />
    {children}
  </div>
)

/** The bank before it was ever read: what reading it takes, and the button that begins. */
export function FirstTime({ account }: AccountProps) {
  const state = useBankJob('bank-pull', account)
  const pull = useBankJobs((jobs) => jobs.pull)
  const isHeld = state.kind === 'secret-missing' || (state.kind === 'offline' && state.computer)
  if (state.kind === 'running' || state.kind === 'waiting')
    return (
      <NothingHere title={t('bank.first.reading')} text={pullWords(state, account.timeZone)}>
        <Cancel state={state} />
      </NothingHere>
    )
  return (
    <NothingHere
      title={t('bank.first.title')}
      text={t('bank.first.text')}
      more={reasonWords(state, account.timeZone) ?? t('bank.first.more')}
    >
      {state.kind === 'secret-missing' && <SecretButton account={account} />}
      {canEdit(account) && !isHeld && (
        <Button look="primary" icon={BookDown} onPress={() => void pull(account.id)}>
          {t(state.kind === 'ready' ? 'bank.first.read' : 'action.tryAgain')}
        </Button>
      )}
    </NothingHere>
  )
}

/** Above the list: that it is not complete, or is being read. */
export function PullLine({ account }: AccountProps) {
  const status = useBankFacts((facts) => facts.status)
  const now = useClock((state) => state.now)
  const state = useBankJob('bank-pull', account)
  const pull = useBankJobs((jobs) => jobs.pull)
  if (state.kind === 'running' || state.kind === 'waiting')
    return (
      <Line icon={BookDown}>
        <p className={styles.noticeWords}>{pullWords(state, account.timeZone)}</p>
        <span className={styles.progress}>
          <ProgressBar label={t('bank.pull.progressLabel')} value={0} total={null} />
        </span>
        <Cancel state={state} />
      </Line>
    )
  if (status === null) return null
  const reason = reasonWords(state, account.timeZone)
  const isNeverRead = status.pulledAt === null
  if (!status.isPartial && !isNeverRead && state.kind !== 'failed') return null
  const words = isNeverRead
    ? t('bank.pull.never')
    : status.isPartial
      ? t('bank.pull.partial', { when: sentenceWhen(status.pulledAt, now, account.timeZone) })
      : ''
  return (
    <div className={styles.incomplete} role="note">
      <CircleDashed aria-hidden />
      <p className={styles.noticeWords}>{[words, reason].filter(Boolean).join(' ')}</p>
      {state.kind === 'secret-missing' && <SecretButton account={account} />}
      {canEdit(account) && state.kind !== 'secret-missing' && !(state.kind === 'offline' && state.computer) && (
        <Button look="quiet" onPress={() => void pull(account.id)}>
          {t('bank.pull.again')}
        </Button>
      )}
    </div>
  )
}

/** At the foot: what waits, what is being sent, why it is not, and what waits for the teacher. */
export const PushLines = ({ account }: AccountProps) => (
  <>
    <PushLine account={account} />
    <StoppedLine />
  </>
)

/** What is not sent by itself, with the way to where it is decided. */
function StoppedLine() {
  const count = useBankFacts((facts) => facts.waiting?.stopped ?? 0)
  const isShown = useBankTab((state) => state.tab === 'waiting')
  if (count === 0 || isShown) return null
  return (
    <Line icon={CircleAlert}>
      <p className={styles.noticeWords}>{t('bank.push.stopped', { count })}</p>
      <Button onPress={() => useBankTab.setState({ tab: 'waiting' })}>{t('bank.push.showStopped')}</Button>
    </Line>
  )
}

function PushLine({ account }: AccountProps) {
  const waiting = useBankFacts((facts) => facts.waiting)
  const state = useBankJob('bank-push', account)
  const push = useBankJobs((jobs) => jobs.push)
  if (state.kind === 'running' && state.job.kind === 'bank-push') {
    const progress = state.job.state === 'running' ? state.job.progress : null
    return (
      <Line icon={Send}>
        <p className={styles.noticeWords}>
          {progress === null ? t('bank.push.starting') : t('bank.push.running', { ...progress })}
        </p>
        <span className={styles.progress}>
          <ProgressBar
            label={t('bank.push.progressLabel')}
            value={progress?.sent ?? 0}
            total={progress?.total ?? null}
          />
        </span>
        <Cancel state={state} />
      </Line>
    )
  }
  const count = (waiting?.questions ?? 0) + (waiting?.categories ?? 0)
  if (waiting === null || count === 0) return null
  if (state.kind === 'waiting')
    return (
      <Line icon={Hourglass} waits>
        <p className={styles.noticeWords}>
          {waitsWords(waiting)} {t('bank.push.waitingUntil', { time: clockTime(state.until, account.timeZone) })}
        </p>
        <Cancel state={state} />
      </Line>
    )
  return (
    <Line icon={Hourglass} waits>
      <p className={styles.noticeWords}>
        {waitsWords(waiting)}{' '}
        <span className={styles.dim}>{reasonWords(state, account.timeZone) ?? t('bank.push.ready')}</span>
      </p>
      {state.kind === 'secret-missing' ? (
        <SecretButton account={account} />
      ) : (
        !(state.kind === 'offline' && state.computer) && (
          <Button onPress={() => void push(account.id)}>
            {t(state.kind === 'ready' ? 'bank.push.send' : 'action.tryAgain')}
          </Button>
        )
      )}
    </Line>
  )
}

/** "8 questions and 1 category waiting to be sent, about 18 minutes." */
function waitsWords({
  questions,
  categories,
  requests,
}: {
  readonly questions: number
  readonly categories: number
  readonly requests: number
}): string {
  const counted = [
    ...(questions > 0 ? [t('bank.push.questions', { count: questions })] : []),
    ...(categories > 0 ? [t('bank.push.categories', { count: categories })] : []),
  ]
  return t('bank.push.waits', { what: counted.join(t('bank.push.and')), time: timeFor(requests) })
}

function pullWords(state: Extract<BankJobState, { kind: 'running' | 'waiting' }>, zone: string): string {
  const { job } = state
  const progress = job.kind === 'bank-pull' && 'progress' in job ? job.progress : null
  const read =
    progress === null
      ? t('bank.pull.starting')
      : t('bank.pull.running', { count: progress.questions, requests: progress.requests })
  return state.kind === 'waiting' ? `${read} ${t('bank.pull.waiting', { time: clockTime(state.until, zone) })}` : read
}

/** Why reading or sending does not go on; null where nothing keeps it. */
function reasonWords(state: BankJobState, zone: string): string | null {
  switch (state.kind) {
    case 'secret-missing':
      return t('bank.why.secretMissing')
    case 'offline':
      return t(state.computer ? 'bank.why.computerOffline' : 'bank.why.unreachable')
    case 'cancelled':
      return t('bank.why.cancelled')
    case 'failed': {
      const { what, todo } = errorWords(state.error, zone)
      return `${what} ${todo}`
    }
    default:
      return null
  }
}

function Cancel({ state }: { readonly state: Extract<BankJobState, { kind: 'running' | 'waiting' }> }) {
  const cancel = useJobs((jobs) => jobs.cancel)
  return (
    <Button look="quiet" onPress={() => cancel(state.job.id)}>
      {t('action.cancel')}
    </Button>
  )
}

function SecretButton({ account }: AccountProps) {
  const openDialog = useNavigation((store) => store.openDialog)
  return (
    <Button onPress={() => openDialog({ kind: 'secret', accountId: account.id })}>{t('bank.why.enterSecret')}</Button>
  )
}
