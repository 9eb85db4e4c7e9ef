import { Minus, Plus } from 'lucide-react'
import { type ReactNode, useEffect } from 'react'
import type { AccessListSummary } from '../../../shared/model/access-code.ts'
import { isRunning } from '../../../shared/model/job.ts'
import { Button } from '../../components/Button.tsx'
import { IncompleteLine } from '../../components/IncompleteLine.tsx'
import { isRoutine } from '../../components/StatusLine/line-job.ts'
import { linksWords } from '../../format/code-words.ts'
import { t } from '../../i18n.ts'
import { ListError } from '../../list/ListGrid.tsx'
import { listKey, refOf, shownList, useAccessLists } from '../../state/access-lists.ts'
import { useAccounts } from '../../state/accounts.ts'
import { useCodeChanges } from '../../state/code-changes.ts'
import { useCodeEdit } from '../../state/code-edit.ts'
import { useJobs } from '../../state/jobs.ts'
import { Screen, ScreenHead, ScreenLoading } from '../../ui/Screen.tsx'
import styles from './AccessCodesScreen.module.css'
import { AccessCodesTabs } from './AccessCodesTabs.tsx'
import { AskDialog } from './AskDialog.tsx'
import { EditDialog } from './edit/EditDialog.tsx'
import { ArchivedNotice } from './ListNumbers.tsx'
import { ListSelect } from './ListSelect.tsx'
import { NoLists } from './NoLists.tsx'
import { PushNotices } from './PushNotices.tsx'

/** The access lists of the account looked at: one list's codes, what they were used for, and what was changed. */
export function AccessCodesScreen() {
  const { lists, error, chosen, load, watch } = useAccessLists()
  const accounts = useAccounts((state) => state.accounts)
  useEffect(() => watch(), [watch])
  const list = shownList({ lists, chosen })
  const account = accounts?.find(({ id }) => id === list?.accountId)
  usePushesToldHere(list)
  useWatchedList(list)

  return (
    <Screen>
      <Toolbar list={list}>
        {list !== null && account !== undefined && !account.archived && <EditButtons list={list} />}
      </Toolbar>
      <IncompleteLine />
      <ListError error={error} focus={lists === null} onRetry={() => void load()} />
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

/** What was done to another list is told by that list's journal. */
function useWatchedList(list: AccessListSummary | null) {
  const key = list === null ? null : listKey(refOf(list))
  // biome-ignore lint/correctness/useExhaustiveDependencies: put away when another list is shown
  useEffect(() => useCodeChanges.getState().putAway, [key])
}

/** How sending ended is told at the foot of the list; the line at the foot says no more of it. */
function usePushesToldHere(list: AccessListSummary | null) {
  const { jobs, dismissed, dismiss } = useJobs()
  useEffect(() => {
    if (list === null) return
    const told = jobs.filter(
      (job) =>
        job.kind === 'push' &&
        job.accountId === list.accountId &&
        !isRunning(job) &&
        !dismissed.has(job.id) &&
        (isRoutine(job, 0) || list.pendingAdds + list.pendingRemoves + list.held > 0),
    )
    for (const { id } of told) dismiss(id)
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
