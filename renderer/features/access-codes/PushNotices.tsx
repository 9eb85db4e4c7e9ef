import { CircleAlert, Hourglass, Send } from 'lucide-react'
import { Trans } from 'react-i18next'
import type { AccessListSummary, ListRef } from '../../../shared/model/access-code.ts'
import type { AccountSummary } from '../../../shared/model/account.ts'
import { api } from '../../api/client.ts'
import { useConnection } from '../../app/clock.ts'
import { useJobs } from '../../app/jobs.ts'
import { useNavigation } from '../../app/navigation.ts'
import { clockTime } from '../../format/time.ts'
import { errorWords, t } from '../../format/words.ts'
import { readAll } from '../../list/answers.ts'
import { Button } from '../../ui/Button.tsx'
import { FootLine } from '../../ui/FootLine.tsx'
import { refOf } from './access-lists.ts'
import { useCodeChanges } from './code-changes.ts'
import { type PushState, pushState, useCodePush } from './code-push.ts'
import styles from './PushNotices.module.css'

interface PushNoticesProps {
  readonly list: AccessListSummary
  readonly account: AccountSummary
}

/** Which changes of this list are being sent, wait, or are held back; and why. */
export function PushNotices({ list, account }: PushNoticesProps) {
  const jobs = useJobs((state) => state.jobs)
  const refused = useCodePush((state) => state.refused[account.id])
  const online = useConnection((state) => state.online)
  const state = pushState(account, jobs, refused, online)
  const waits = list.pendingAdds + list.pendingRemoves
  return (
    <>
      {state.kind === 'running' && <Running state={state} />}
      {state.kind === 'waiting' && <WaitingUntil state={state} zone={account.timeZone} />}
      {state.kind !== 'running' && state.kind !== 'waiting' && waits > 0 && (
        <Waiting waits={waits} state={state} account={account} />
      )}
      {list.held > 0 && <Held list={list} busy={state.kind === 'running' || state.kind === 'waiting'} />}
    </>
  )
}

function Running({ state: { jobId, progress } }: { state: Extract<PushState, { kind: 'running' }> }) {
  const cancel = useJobs((jobs) => jobs.cancel)
  return (
    <FootLine
      icon={Send}
      words={progress === null ? t('accessCodes.push.starting') : t('accessCodes.push.running', { ...progress })}
      progress={{
        label: t('accessCodes.push.progressLabel'),
        value: progress?.sent ?? 0,
        total: progress?.total ?? null,
      }}
    >
      <Button look="quiet" onPress={() => cancel(jobId)}>
        {t('accessCodes.push.cancel')}
      </Button>
    </FootLine>
  )
}

function WaitingUntil({ state, zone }: { state: Extract<PushState, { kind: 'waiting' }>; zone: string }) {
  const cancel = useJobs((jobs) => jobs.cancel)
  return (
    <FootLine icon={Hourglass} words={t('accessCodes.push.waitingUntil', { time: clockTime(state.until, zone) })}>
      <Button look="quiet" onPress={() => cancel(state.jobId)}>
        {t('accessCodes.push.cancel')}
      </Button>
    </FootLine>
  )
}

type Resting = Exclude<PushState, { kind: 'running' | 'waiting' }>

function Waiting({ waits, state, account }: { waits: number; state: Resting; account: AccountSummary }) {
  const send = useCodePush((store) => store.send)
  const openDialog = useNavigation((store) => store.openDialog)
  const isNoNetwork = state.kind === 'offline' && state.computer
  return (
    <FootLine
      icon={Hourglass}
      waits
      words={
        <>
          <Trans i18nKey="accessCodes.push.waits" count={waits} components={{ b: <b /> }} />{' '}
          <span className={styles.why}>{reasonWords(state, account.timeZone)}</span>
        </>
      }
    >
      {state.kind === 'secret-missing' && (
        <Button onPress={() => openDialog({ kind: 'secret', accountId: account.id })}>
          {t('accessCodes.push.enterSecret')}
        </Button>
      )}
      {state.kind !== 'secret-missing' && !isNoNetwork && (
        <Button onPress={() => void send(account.id)}>
          {t(state.kind === 'failed' ? 'accessCodes.push.tryAgain' : 'accessCodes.push.send')}
        </Button>
      )}
    </FootLine>
  )
}

/** Why changes wait instead of being sent. */
function reasonWords(state: Resting, zone: string): string {
  switch (state.kind) {
    case 'ready':
      return t('accessCodes.push.ready')
    case 'secret-missing':
      return t('accessCodes.push.secretMissing')
    case 'offline':
      return t(state.computer ? 'accessCodes.push.computerOffline' : 'accessCodes.push.unreachable')
    case 'cancelled':
      return t('accessCodes.push.wasCancelled')
    case 'failed': {
      const { what, todo } = errorWords(state.error, zone)
      return t('accessCodes.push.kept', { what, todo })
    }
  }
}

function Held({ list, busy }: { list: AccessListSummary; busy: boolean }) {
  const send = useCodePush((state) => state.send)
  const changing = useCodeChanges((state) => state.busy)
  return (
    <FootLine
      icon={CircleAlert}
      words={<Trans i18nKey="accessCodes.push.held" count={list.held} components={{ b: <b /> }} />}
    >
      <Button isDisabled={busy || changing} onPress={() => void takeBackHeld(refOf(list))}>
        {t('accessCodes.push.takeBack')}
      </Button>
      <Button isDisabled={busy} onPress={() => void send(list.accountId, { held: true })}>
        {t('accessCodes.push.sendAllTheSame')}
      </Button>
    </FootLine>
  )
}

/** Takes back every held change of a list; those that only wait stay. */
export const takeBackHeld = (list: ListRef): Promise<void> =>
  useCodeChanges.getState().takeBack(list, () => heldCodes(list))

async function heldCodes(list: ListRef): Promise<readonly string[]> {
  const query = { list, filter: { pending: true }, sort: { field: 'code', direction: 'asc' } } as const
  const rows = await readAll(api.codeList, query)
  return rows.filter(({ state }) => state === 'held-add' || state === 'held-remove').map(({ code }) => code)
}
