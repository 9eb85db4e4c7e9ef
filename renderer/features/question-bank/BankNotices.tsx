import { BookDown, CircleAlert, Hourglass, Send } from 'lucide-react'
import type { AccountSummary } from '../../../shared/model/account.ts'
import { useClock } from '../../app/clock.ts'
import { useJobs } from '../../app/jobs.ts'
import { useNavigation } from '../../app/navigation.ts'
import { useSending } from '../../app/sending-jobs.ts'
import { clockTime, sentenceWhen } from '../../format/time.ts'
import { errorWords, t } from '../../format/words.ts'
import { Button } from '../../ui/Button.tsx'
import { FootLine, IncompleteNote } from '../../ui/FootLine.tsx'
import { NothingHere } from '../../ui/Screen.tsx'
import styles from './Bank.module.css'
import { useBankFacts, useBankTab } from './bank.ts'
import { type BankJobState, useBankJobs } from './bank-jobs.ts'
import { timeFor } from './bank-words.ts'
import { canEdit } from './editor.ts'

interface AccountProps {
  readonly account: AccountSummary
}

/** The bank before it was ever read: what reading it takes, and the button that begins. */
export function FirstTime({ account }: AccountProps) {
  const state = useSending('bank-pull', account)
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
  const state = useSending('bank-pull', account)
  const pull = useBankJobs((jobs) => jobs.pull)
  if (state.kind === 'running' || state.kind === 'waiting')
    return (
      <FootLine
        icon={BookDown}
        words={pullWords(state, account.timeZone)}
        progress={{ label: t('bank.pull.progressLabel'), value: 0, total: null }}
      >
        <Cancel state={state} />
      </FootLine>
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
    <IncompleteNote words={[words, reason].filter(Boolean).join(' ')}>
      {state.kind === 'secret-missing' && <SecretButton account={account} />}
      {canEdit(account) && state.kind !== 'secret-missing' && !(state.kind === 'offline' && state.computer) && (
        <Button look="quiet" onPress={() => void pull(account.id)}>
          {t('bank.pull.again')}
        </Button>
      )}
    </IncompleteNote>
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
    <FootLine icon={CircleAlert} words={t('bank.push.stopped', { count })}>
      <Button onPress={() => useBankTab.setState({ tab: 'waiting' })}>{t('bank.push.showStopped')}</Button>
    </FootLine>
  )
}

function PushLine({ account }: AccountProps) {
  const waiting = useBankFacts((facts) => facts.waiting)
  const state = useSending('bank-push', account)
  const push = useBankJobs((jobs) => jobs.push)
  if (state.kind === 'running' && state.job.kind === 'bank-push') {
    const progress = state.job.state === 'running' ? state.job.progress : null
    return (
      <FootLine
        icon={Send}
        words={progress === null ? t('bank.push.starting') : t('bank.push.running', { ...progress })}
        progress={{
          label: t('bank.push.progressLabel'),
          value: progress?.sent ?? 0,
          total: progress?.total ?? null,
        }}
      >
        <Cancel state={state} />
      </FootLine>
    )
  }
  const count = (waiting?.questions ?? 0) + (waiting?.categories ?? 0)
  if (waiting === null || count === 0) return null
  if (state.kind === 'waiting')
    return (
      <FootLine
        icon={Hourglass}
        waits
        words={`${waitsWords(waiting)} ${t('bank.push.waitingUntil', { time: clockTime(state.until, account.timeZone) })}`}
      >
        <Cancel state={state} />
      </FootLine>
    )
  return (
    <FootLine
      icon={Hourglass}
      waits
      words={
        <>
          {waitsWords(waiting)}{' '}
          <span className={styles.dim}>{reasonWords(state, account.timeZone) ?? t('bank.push.ready')}</span>
        </>
      }
    >
      {state.kind === 'secret-missing' ? (
        <SecretButton account={account} />
      ) : (
        !(state.kind === 'offline' && state.computer) && (
          <Button onPress={() => void push(account.id)}>
            {t(state.kind === 'ready' ? 'bank.push.send' : 'action.tryAgain')}
          </Button>
        )
      )}
    </FootLine>
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
