import { Minus, Plus } from 'lucide-react'
import { type ReactNode, useEffect } from 'react'
import type { AccessListSummary } from '../../../shared/model/access-code.ts'
import { isRunning } from '../../../shared/model/job.ts'
import { Button } from '../../components/Button.tsx'
import { ErrorMessage } from '../../components/ErrorMessage.tsx'
import { IncompleteLine } from '../../components/IncompleteLine.tsx'
import { isRoutine } from '../../components/StatusLine/line-job.ts'
import { linksWords } from '../../format/code-words.ts'
import { t } from '../../i18n.ts'
import { listKey, refOf, shownList, useAccessLists } from '../../state/access-lists.ts'
import { useAccounts, zoneOf } from '../../state/accounts.ts'
import { useCodeChanges } from '../../state/code-changes.ts'
import { useCodeEdit } from '../../state/code-edit.ts'
import { useJobs } from '../../state/jobs.ts'
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
    <div className={styles.screen}>
      <Toolbar list={list}>
        {list !== null && account !== undefined && !account.archived && <EditButtons list={list} />}
      </Toolbar>
      <IncompleteLine />
      {error !== null && (
        <div className={styles.error}>
          <ErrorMessage error={error} zone={zoneOf(accounts, null)} focus={lists === null}>
            <Button onPress={() => void load()}>{t('action.tryAgain')}</Button>
          </ErrorMessage>
        </div>
      )}
      {lists === null && error === null && <p className={styles.loading}>{t('accessCodes.loading')}</p>}
      {lists?.length === 0 && <NoLists />}
      {list !== null && account !== undefined && (
        <>
          <AccessCodesTabs list={list} account={account} />
          {account.archived ? <ArchivedNotice account={account} /> : <PushNotices list={list} account={account} />}
        </>
      )}
      <EditDialog />
      <AskDialog />
    </div>
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
  return (
    <div className={styles.toolbar} data-region="toolbar">
      <h1 className={styles.title}>{t('accessCodes.title')}</h1>
      {list !== null && <ListSelect list={list} />}
      {list === null ? (
        <span className={styles.space} />
      ) : (
        <p className={styles.links} title={linksWords(list.links)}>
          {linksWords(list.links)}
        </p>
      )}
      {children}
    </div>
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
