import { Download, Plus, RefreshCw } from 'lucide-react'
import { type FocusEvent, useEffect, useRef } from 'react'
import type { AccountSummary } from '../../../shared/model/account.ts'
import { useClock, useConnection } from '../../app/clock.ts'
import { say } from '../../app/feedback.ts'
import { usePlace } from '../../app/navigation.ts'
import { sentenceWhen, shortDate } from '../../format/time.ts'
import { listed, t } from '../../format/words.ts'
import { PartError } from '../../list/ListStates.tsx'
import { Button } from '../../ui/Button.tsx'
import { classNames } from '../../ui/class-names.ts'
import { dialogIsOpen, focusArrival, onceDrawn } from '../../ui/keyboard.ts'
import { NothingHere, Screen, ScreenHead, ScreenLoading } from '../../ui/Screen.tsx'
import { ScreenTabs } from '../../ui/ScreenTabs.tsx'
import { BeginDialogOf } from './AnswerDialogs.tsx'
import { AnswerPage } from './AnswerPage.tsx'
import { FirstTime, LookLine, WaitingLines } from './AssessmentNotices.tsx'
import styles from './Assessments.module.css'
import { useAnswering } from './answering.ts'
import { openAssessmentDialog, useAssessmentDialog } from './assessment-actions.ts'
import {
  newestNews,
  showAssessments,
  sumOf,
  useAssessmentAccounts,
  useAssessmentFacts,
  useAssessmentTab,
  useOpenAssessment,
  watchAssessments,
} from './assessments.ts'
import { CollectDialog } from './CollectDialog.tsx'
import { PublishDialog, RemoveDraftDialog, ResolveDialog } from './DraftDialogs.tsx'
import { DraftPage } from './DraftPage.tsx'
import { DraftsTab } from './DraftsTab.tsx'
import { useDrafting } from './drafting.ts'
import { ListTab } from './ListTab.tsx'
import { lookNow, useLooking } from './look.ts'

/** The assessments of learning platforms; over them the one that is answered, or the draft that is written. */
export function AssessmentsScreen() {
  const accounts = useAssessmentAccounts()
  const isAnswering = useAnswering((state) => state.open !== null)
  const isDrafting = useDrafting((state) => state.open !== null)
  const isCovered = isAnswering || isDrafting
  const onFocus = useFocusGivenBack(isCovered)
  const ids = accounts.map(({ id }) => id).join(' ')
  // biome-ignore lint/correctness/useExhaustiveDependencies: read anew for other accounts
  useEffect(() => watchAssessments(), [ids])
  const place = usePlace('assessments')
  useEffect(() => {
    if (place !== null) showAssessments({ id: place.testId })
  }, [place])
  if (accounts.length === 0)
    return (
      <Screen>
        <ScreenHead title={t('assessments.title')} />
        <NothingHere title={t('assessments.elsewhere')} text={t('assessments.elsewhereText')} />
      </Screen>
    )
  const active = accounts.filter(({ archived }) => !archived)
  return (
    <Screen>
      {/* biome-ignore lint/a11y/noStaticElementInteractions: it only remembers where the focus was */}
      <div className={classNames(styles.list, isCovered && styles.under)} inert={isCovered} onFocus={onFocus}>
        <Assessments accounts={accounts} />
      </div>
      {isAnswering && <AnswerPage />}
      {isDrafting && !isAnswering && <DraftPage accounts={active} />}
      <Dialogs accounts={accounts} />
    </Screen>
  )
}

/** Gives the focus back to what it was on in the list, when what lay over the list is gone, or a row with it. */
function useFocusGivenBack(isCovered: boolean) {
  const last = useRef<HTMLElement | null>(null)
  const drafts = useAssessmentFacts((facts) => facts.drafts.length)
  // biome-ignore lint/correctness/useExhaustiveDependencies: a draft that is gone has taken the focus along
  useEffect(() => {
    if (isCovered) return
    return onceDrawn(() => {
      const isNowhere = () => document.activeElement === null || document.activeElement === document.body
      if (last.current === null || !isNowhere() || dialogIsOpen()) return
      if (last.current.isConnected) last.current.focus()
      if (isNowhere()) document.querySelector<HTMLElement>('[data-detail-title]')?.focus()
      focusArrival()
    })
  }, [isCovered, drafts])
  return ({ target }: FocusEvent) => {
    if (target instanceof HTMLElement) last.current = target
  }
}

interface AccountsProps {
  readonly accounts: readonly AccountSummary[]
}

function Assessments({ accounts }: AccountsProps) {
  const { statuses, drafts, error, load } = useAssessmentFacts()
  const tab = useAssessmentTab((state) => state.tab)
  const active = accounts.filter(({ archived }) => !archived)
  const [first] = active
  const startNew = () => {
    if (first === undefined) return
    useOpenAssessment.getState().close()
    useDrafting.getState().startNew(first.id)
  }
  const isFirstTime = statuses?.every(({ lookedAt, assessments }) => lookedAt === null && assessments === 0) ?? false
  return (
    <>
      <ScreenHead title={t('assessments.title')}>
        {first !== undefined && <HeadButtons accounts={active} isFirstTime={isFirstTime} onNew={startNew} />}
      </ScreenHead>
      <PartError error={error} focus={statuses === null} asBefore={statuses !== null} onRetry={() => void load()} />
      {statuses === null && error === null && <ScreenLoading>{t('assessments.loading')}</ScreenLoading>}
      {statuses !== null && (
        <>
          {!isFirstTime &&
            accounts.map((account) => {
              const status = statuses.find((each) => each.account === account.id)
              return status === undefined ? null : <LookLine key={account.id} account={account} status={status} />
            })}
          <ScreenTabs
            label={t('assessments.tabs.label')}
            selected={tab}
            onSelect={(next) => useAssessmentTab.setState({ tab: next })}
            tabs={[
              {
                id: 'list',
                words: t('assessments.tabs.list'),
                count: sumOf(statuses, 'assessments'),
                fills: true,
                content: isFirstTime ? <FirstTimes accounts={accounts} /> : <ListTab />,
              },
              {
                id: 'drafts',
                words: t('assessments.tabs.drafts'),
                count: drafts.length,
                content: <DraftsTab accounts={accounts} onNew={startNew} />,
              },
            ]}
            aside={<LastLook accounts={accounts} />}
          />
          <WaitingLines accounts={active} />
        </>
      )}
    </>
  )
}

const FirstTimes = ({ accounts }: AccountsProps) => {
  const account = accounts.find(({ archived }) => !archived) ?? accounts[0]
  return account === undefined ? null : <FirstTime account={account} />
}

interface HeadButtonsProps extends AccountsProps {
  readonly isFirstTime: boolean
  onNew(): void
}

function HeadButtons({ accounts, isFirstTime, onNew }: HeadButtonsProps) {
  const isLooking = useLooking(accounts)
  const online = useConnection((state) => state.online) || accounts.some(({ sample }) => sample)
  const [first] = accounts
  const look = () => {
    if (online) lookNow(accounts)
    else say(t('assessments.why.computerOffline'), { waits: true })
  }
  return (
    <>
      {!isFirstTime && (
        <Button icon={RefreshCw} isDisabled={isLooking} onPress={look}>
          {t('assessments.look.button')}
        </Button>
      )}
      {first !== undefined && (
        <Button icon={Download} onPress={() => openAssessmentDialog({ kind: 'collect', account: first.id, of: null })}>
          {t('assessments.panel.collect')}
        </Button>
      )}
      <Button look={isFirstTime ? 'plain' : 'primary'} icon={Plus} onPress={onNew}>
        {t('assessments.drafts.new')}
      </Button>
    </>
  )
}

/** When the platform was looked at last, and what had changed. Of several accounts, the one that was looked at longest ago. */
function LastLook({ accounts }: AccountsProps) {
  const statuses = useAssessmentFacts((facts) => facts.statuses)
  const now = useClock((state) => state.now)
  const looked = (statuses ?? []).flatMap(({ account, lookedAt }) => (lookedAt === null ? [] : [{ account, lookedAt }]))
  const [first] = looked.toSorted((a, b) => a.lookedAt - b.lookedAt)
  if (first === undefined) return null
  const zone = (id: string) => accounts.find((account) => account.id === id)?.timeZone ?? 'UTC'
  const newest = newestNews(statuses)
  const found = (statuses ?? []).filter(({ news }) => news !== null && news.at === newest?.at)
  const sum = (part: 'added' | 'changed' | 'gone') => found.reduce((total, { news }) => total + (news?.[part] ?? 0), 0)
  const changes = (['added', 'changed', 'gone'] as const).flatMap((part) =>
    sum(part) > 0 ? [t(`assessments.look.${part}`, { count: sum(part) })] : [],
  )
  // Later ones that found nothing leave what was found before, with its own day.
  const isOld = newest !== null && found.every(({ news, lookedAt }) => news?.at !== lookedAt)
  const parts = [
    t('assessments.look.at', { when: sentenceWhen(first.lookedAt, now, zone(first.account)) }),
    isOld
      ? t('assessments.look.changesOf', {
          day: shortDate(newest.at, now, zone(newest.account)),
          changes: listed(changes),
        })
      : changes.join(' · '),
  ]
    .filter((part) => part !== '')
    .join(' · ')
  return (
    <p className={styles.lastLook} title={parts}>
      {parts}
    </p>
  )
}

function Dialogs({ accounts }: AccountsProps) {
  const dialog = useAssessmentDialog((state) => state.dialog)
  switch (dialog?.kind) {
    case undefined:
      return null
    case 'collect': {
      const account = accounts.find(({ id }) => id === dialog.account)
      return account === undefined ? null : (
        <CollectDialog account={account} accounts={accounts.filter(({ archived }) => !archived)} of={dialog.of} />
      )
    }
    case 'begin':
      return <BeginDialogOf assessment={dialog.assessment} />
    case 'publish':
      return <PublishDialog draft={dialog.draft} />
    case 'resolve':
      return <ResolveDialog draft={dialog.draft} />
    case 'remove-draft':
      return <RemoveDraftDialog draft={dialog.draft} />
  }
}
