import { Minus, Plus } from 'lucide-react'
import { type ReactNode, useEffect, useState } from 'react'
import type { AccessListSummary, CodesFilter } from '../../../shared/model/access-code.ts'
import type { AccountSummary } from '../../../shared/model/account.ts'
import { isRunning } from '../../../shared/model/job.ts'
import { useAccounts } from '../../app/accounts.ts'
import { isRoutine } from '../../app/job-outcome.ts'
import { useJobs } from '../../app/jobs.ts'
import { t } from '../../format/words.ts'
import { PartError } from '../../list/ListStates.tsx'
import { Button } from '../../ui/Button.tsx'
import { Dialog, DialogButtons } from '../../ui/Dialog.tsx'
import { Screen, ScreenHead, ScreenLoading } from '../../ui/Screen.tsx'
import { ScreenTabs } from '../../ui/ScreenTabs.tsx'
import { IncompleteLine } from '../results/index.ts'
import { StartLinksTab } from '../start-links/index.ts'
import styles from './AccessCodesScreen.module.css'
import { listKey, refOf, shownList, useAccessLists } from './access-lists.ts'
import { CodesTab } from './CodesTab.tsx'
import { useCodeChanges } from './code-changes.ts'
import { useCodeEdit } from './code-edit.ts'
import { useCodeFindings } from './code-log.ts'
import { linksWords } from './code-words.ts'
import { openCodes, useCodes, useCodesAsked } from './codes.ts'
import { EditDialog } from './edit/EditDialog.tsx'
import { FindingsTab } from './FindingsTab.tsx'
import { JournalTab } from './JournalTab.tsx'
import { ArchivedNotice, ListNumbers } from './ListNumbers.tsx'
import { ListSelect } from './ListSelect.tsx'
import { NoLists } from './NoLists.tsx'
import { PushNotices } from './PushNotices.tsx'

/** The access lists of the account looked at: one list's codes, their findings and journal, and start links. */
export function AccessCodesScreen() {
  const { lists, error, chosen, load, watch } = useAccessLists()
  const accounts = useAccounts((state) => state.accounts)
  useEffect(() => watch(), [watch])
  const list = shownList({ lists, chosen })
  const account = accounts?.find(({ id }) => id === list?.accountId)
  useDismissReportedPushes(list)
  useWatchedList(list)

  return (
    <Screen>
      <Toolbar list={list}>
        {list !== null && account !== undefined && !account.archived && <EditButtons list={list} />}
      </Toolbar>
      <IncompleteLine />
      <PartError error={error} focus={lists === null} asBefore={lists !== null} onRetry={() => void load()} />
      {lists === null && error === null && <ScreenLoading>{t('accessCodes.loading')}</ScreenLoading>}
      {lists?.length === 0 && <NoLists />}
      {list !== null && account !== undefined && (
        <>
          <AccessCodesTabs list={list} account={account} />
          {account.archived ? <ArchivedNotice account={account} /> : <PushNotices list={list} account={account} />}
        </>
      )}
      <EditDialog />
      <AskDialog />
    </Screen>
  )
}

/** Dismisses the last change when another list is shown: that list's journal still holds it. */
function useWatchedList(list: AccessListSummary | null) {
  const key = list === null ? null : listKey(refOf(list))
  // biome-ignore lint/correctness/useExhaustiveDependencies: put away when another list is shown
  useEffect(() => useCodeChanges.getState().putAway, [key])
}

/** Dismisses ended jobs that the foot of the list already reports, so that the status line does not repeat them. */
function useDismissReportedPushes(list: AccessListSummary | null) {
  const { jobs, dismissed, dismiss } = useJobs()
  useEffect(() => {
    if (list === null) return
    const reported = jobs.filter(
      (job) =>
        job.kind === 'push' &&
        job.accountId === list.accountId &&
        !isRunning(job) &&
        !dismissed.has(job.id) &&
        (isRoutine(job, 0) || list.pendingAdds + list.pendingRemoves + list.held > 0),
    )
    for (const { id } of reported) dismiss(id)
  }, [jobs, dismissed, dismiss, list])
}

function Toolbar({ list, children }: { list: AccessListSummary | null; children: ReactNode }) {
  const between = list !== null && (
    <>
      <ListSelect list={list} />
      <p className={styles.links} title={linksWords(list.links)}>
        {linksWords(list.links)}
      </p>
    </>
  )
  return (
    <ScreenHead title={t('accessCodes.title')} {...(between && { between })}>
      {children}
    </ScreenHead>
  )
}

function EditButtons({ list }: { list: AccessListSummary }) {
  const start = useCodeEdit((state) => state.start)
  return (
    <>
      <Button icon={Minus} onPress={() => start(refOf(list), 'remove')}>
        {t('accessCodes.edit.open.remove')}
      </Button>
      <Button look="primary" icon={Plus} onPress={() => start(refOf(list), 'add')}>
        {t('accessCodes.edit.open.add')}
      </Button>
    </>
  )
}

type TabId = 'codes' | 'findings' | 'journal' | 'start-links'

interface AccessCodesTabsProps {
  readonly list: AccessListSummary
  readonly account: AccountSummary
}

/** The tabs of a list: its codes, what the results say about them, its journal, and start links. */
function AccessCodesTabs({ list, account }: AccessCodesTabsProps) {
  const [tab, setTab] = useState<TabId>('codes')
  const setFilter = useCodes((state) => state.setFilter)
  const asked = useCodesAsked((state) => state.turn)
  // biome-ignore lint/correctness/useExhaustiveDependencies: each time they are asked for
  useEffect(() => setTab('codes'), [asked])
  const { value: findings, watch } = useCodeFindings()
  const { accountId, listId } = list
  const key = listKey(list)

  useEffect(() => openCodes({ accountId, listId }), [accountId, listId])
  useEffect(() => watch({ accountId, listId }), [watch, accountId, listId])

  const showCodes = (filter: CodesFilter) => {
    setFilter({ search: undefined, use: undefined, pending: undefined, ...filter })
    setTab('codes')
  }
  const tabs = [
    {
      id: 'codes',
      words: t('accessCodes.tabs.codes'),
      fills: true,
      content: <CodesTab key={key} list={list} account={account} />,
    },
    {
      id: 'findings',
      words: t('accessCodes.tabs.findings'),
      count: (findings?.shared.length ?? 0) + (findings?.unknown.length ?? 0),
      content: <FindingsTab list={list} account={account} onShow={showCodes} />,
    },
    {
      id: 'journal',
      words: t('accessCodes.tabs.journal'),
      content: <JournalTab key={key} list={list} account={account} />,
    },
    {
      id: 'start-links',
      words: t('accessCodes.tabs.startLinks'),
      content: <StartLinksTab key={key} list={list} />,
    },
  ] as const
  return (
    <ScreenTabs
      label={t('accessCodes.tabs.label')}
      tabs={tabs}
      selected={tab}
      onSelect={setTab}
      aside={<ListNumbers list={list} account={account} />}
    />
  )
}

/** Asks before more than twenty codes are removed, and names how many. */
function AskDialog() {
  const { asked, confirm } = useCodeChanges()
  if (asked === null) return null
  const close = () => useCodeChanges.setState({ asked: null })
  const count = asked.kind === 'remove' ? asked.codes.length : asked.count
  return (
    <Dialog title={t(`accessCodes.ask.${asked.kind}Title`, { count })} role="alertdialog" onClose={close}>
      <p>{t(`accessCodes.ask.${asked.kind}Text`)}</p>
      <DialogButtons>
        <Button autoFocus onPress={close}>
          {t('action.cancel')}
        </Button>
        <Button look="danger" onPress={confirm}>
          {t('accessCodes.codes.remove', { count })}
        </Button>
      </DialogButtons>
    </Dialog>
  )
}
