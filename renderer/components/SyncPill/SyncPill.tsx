import { CircleAlert, CloudOff, Hourglass, KeyRound, RefreshCw, X } from 'lucide-react'
import { useRef, useState } from 'react'
import { Button, Dialog } from 'react-aria-components'
import { t } from '../../i18n.ts'
import { isCommand, shortcutName, useKey } from '../../keyboard.ts'
import { currentAccount, syncedAccounts, useAccounts } from '../../state/accounts.ts'
import { useClock } from '../../state/clock.ts'
import { useJobs } from '../../state/jobs.ts'
import { useNavigation } from '../../state/navigation.ts'
import { useResultCount } from '../../state/result-count.ts'
import type { PillState } from '../../state/sync-pill.ts'
import { classNames } from '../../styles/class-names.ts'
import { IconButton } from '../IconButton.tsx'
import { Popover } from '../Popover.tsx'
import { FeedProgressBar } from './FeedProgressBar.tsx'
import { PlainPill } from './PlainPill.tsx'
import { pillWords } from './pill-words.ts'
import { SampleProgress } from './SampleProgress.tsx'
import { SyncDetails } from './SyncDetails.tsx'
import styles from './SyncPill.module.css'
import { type Pill, usePill } from './use-pill.ts'

const icons: { readonly [Kind in PillState['kind']]?: typeof X } = {
  waiting: Hourglass,
  limited: Hourglass,
  offline: CloudOff,
  failed: CircleAlert,
  'secret-missing': KeyRound,
}

type UnderWay = Extract<PillState, { kind: 'running' | 'waiting' }>

const isUnderWay = (state: PillState): state is UnderWay => state.kind === 'running' || state.kind === 'waiting'

/** How the results stand against ClassMarker, and the one button that syncs. */
export function SyncPill() {
  const { pill, sync } = usePill()
  const current = useAccounts(currentAccount)
  useKey((event) => {
    if (!isCommand(event, 'r') && event.key !== 'F5') return
    event.preventDefault()
    sync()
  })
  if (current?.sample) return <SampleProgress />
  if (current?.archived) return <PlainPill main={t('sync.archived')} aside={t('sync.archivedHint')} />
  if (pill === null) return null
  return (
    <section className={styles.pill} aria-label={t('sync.region')}>
      <PillText pill={pill} />
      <PillAction pill={pill} onSync={sync} />
      {isUnderWay(pill.state) && (
        <div className={styles.progress}>
          <FeedProgressBar jobId={pill.state.jobId} progress={pill.state.progress} />
        </div>
      )}
    </section>
  )
}

/** The words; pressed, they open what is known in full. */
function PillText({ pill }: { pill: Pill }) {
  const now = useClock((state) => state.now)
  const [open, setOpen] = useState(false)
  const button = useRef<HTMLButtonElement>(null)
  const counted = useResultCount()
  const isAlone = useAccounts((state) => currentAccount(state)?.id === pill.account.id)
  const isOneOfSeveral = useAccounts((state) => syncedAccounts(state).length > 1)
  const words = pillWords(pill.state, now, pill.account.timeZone, isAlone ? counted : pill.account.results)
  const [warning] = pill.warnings.flatMap(({ short }) => short ?? [])
  const aside = isUnderWay(pill.state) ? words.aside : (warning ?? words.aside)
  const Icon = icons[pill.state.kind] ?? (warning === undefined ? undefined : CircleAlert)
  return (
    <>
      <Button ref={button} className={styles.text ?? ''} aria-haspopup="dialog" onPress={() => setOpen(true)}>
        {Icon && (
          <Icon className={classNames(styles.icon, pill.state.kind === 'failed' && styles.failed)} aria-hidden />
        )}
        <span className={styles.lines}>
          {isOneOfSeveral && <span className={styles.whose}>{pill.account.name}</span>}
          <span className={styles.main}>{words.main}</span>
          {aside !== '' && <span className={styles.aside}>{aside}</span>}
        </span>
      </Button>
      <Popover placement="top start" triggerRef={button} isOpen={open} onOpenChange={setOpen}>
        <Dialog className={styles.details ?? ''} aria-label={t('sync.detailTitle', { name: pill.account.name })}>
          <SyncDetails pill={pill} />
        </Dialog>
      </Popover>
    </>
  )
}

function PillAction({ pill, onSync }: { pill: Pill; onSync: () => void }) {
  const cancel = useJobs((state) => state.cancel)
  const openDialog = useNavigation((state) => state.openDialog)
  const { state, account } = pill
  if (isUnderWay(state)) {
    return <IconButton icon={X} label={t('sync.cancel')} onPress={() => cancel(state.jobId)} />
  }
  if (state.kind === 'secret-missing') {
    return (
      <IconButton
        framed
        icon={KeyRound}
        label={t('sync.secretMissing')}
        onPress={() => openDialog({ kind: 'secret', accountId: account.id })}
      />
    )
  }
  return (
    <IconButton
      framed
      icon={RefreshCw}
      label={t('sync.button')}
      aria-keyshortcuts={shortcutName('R')}
      onPress={onSync}
    />
  )
}
