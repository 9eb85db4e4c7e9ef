import { BookDown, Check, ChevronsUpDown, FileInput, Plus } from 'lucide-react'
import { useEffect } from 'react'
import { Button as AriaButton, ListBox, ListBoxItem, Select, SelectValue } from 'react-aria-components'
import type { AccountSummary } from '../../../shared/model/account.ts'
import { useAccounts } from '../../app/accounts.ts'
import { useClock } from '../../app/clock.ts'
import { useDropped } from '../../app/dropped.ts'
import { say } from '../../app/feedback.ts'
import { useSending } from '../../app/sending-jobs.ts'
import { sentenceWhen } from '../../format/time.ts'
import { t } from '../../format/words.ts'
import { PartError } from '../../list/ListStates.tsx'
import { Button } from '../../ui/Button.tsx'
import { classNames } from '../../ui/class-names.ts'
import { Popover } from '../../ui/Dialog.tsx'
import menu from '../../ui/Menu.module.css'
import { NothingHere, Screen, ScreenHead, ScreenLoading } from '../../ui/Screen.tsx'
import { ScreenTabs } from '../../ui/ScreenTabs.tsx'
import { AccountMark } from '../accounts/index.ts'
import styles from './Bank.module.css'
import { FirstTime, PullLine, PushLines } from './BankNotices.tsx'
import { bankAccountsIn, chooseBankAccount, useBankAccount, useBankFacts, useBankTab, watchBank } from './bank.ts'
import { closeBankDialog, openBankDialog, useBankDialog } from './bank-actions.ts'
import { useBankJobs } from './bank-jobs.ts'
import { CategoryConflict, RenameClashing } from './CategoryConflict.tsx'
import { CompareDialog, VersionDialog } from './CompareDialog.tsx'
import { EditorPage } from './EditorPage.tsx'
import { ExportDialog } from './ExportDialog.tsx'
import { canEdit, reopenUnsaved, useEditor } from './editor.ts'
import { ImportDialog } from './ImportDialog.tsx'
import { ListTab } from './ListTab.tsx'
import { ManyDialog } from './ManyDialog.tsx'
import { WaitingTab } from './WaitingTab.tsx'

/** ClassMarker's question bank as it is kept here, or over it the question that is written. */
export function BankScreen() {
  const account = useBankAccount()
  const isEditing = useEditor((state) => state.open !== null)
  const id = account?.id
  // biome-ignore lint/correctness/useExhaustiveDependencies: read anew for each account
  useEffect(() => watchBank(), [id])
  const canReopen = account !== null && canEdit(account)
  useEffect(() => {
    if (canReopen && id !== undefined && reopenUnsaved(id)) say(t('bank.editor.reopened'))
  }, [id, canReopen])
  const dropped = useDropped((state) => state.questions.length)
  useEffect(() => {
    if (dropped > 0 && id !== undefined && !isEditing) openBankDialog({ kind: 'import' })
  }, [dropped, id, isEditing])
  if (account === null)
    return (
      <Screen>
        <ScreenHead title={t('bank.title')} />
        <NothingHere title={t('bank.noAccount')} text={t('bank.noAccountText')} />
      </Screen>
    )
  return (
    <Screen>
      <div className={classNames(styles.list, isEditing && styles.under)} inert={isEditing}>
        <Bank account={account} />
      </div>
      {isEditing && <EditorPage account={account} />}
      <Dialogs account={account} />
    </Screen>
  )
}

function Bank({ account }: { readonly account: AccountSummary }) {
  const { status, waiting, error, load } = useBankFacts()
  const tab = useBankTab((state) => state.tab)
  const isFirstTime = status !== null && status.pulledAt === null && status.questions === 0
  const stopped = waiting?.stopped ?? 0
  const count = (waiting?.questions ?? 0) + (waiting?.categories ?? 0) + stopped
  return (
    <>
      <ScreenHead title={t('bank.title')} between={<Between account={account} />}>
        {canEdit(account) && <HeadButtons account={account} isFirstTime={isFirstTime} />}
      </ScreenHead>
      <PartError error={error} focus={status === null} asBefore={status !== null} onRetry={() => void load()} />
      {status === null && error === null && <ScreenLoading>{t('bank.loading')}</ScreenLoading>}
      {isFirstTime && count === 0 && <FirstTime account={account} />}
      {status !== null && !(isFirstTime && count === 0) && (
        <>
          <PullLine account={account} />
          <ScreenTabs
            label={t('bank.tabs.label')}
            selected={tab}
            onSelect={(next) => useBankTab.setState({ tab: next })}
            tabs={[
              {
                id: 'questions',
                words: t('bank.tabs.questions'),
                fills: true,
                content: <ListTab key={account.id} account={account} />,
              },
              {
                id: 'waiting',
                words: t('bank.tabs.waiting'),
                count,
                content: <WaitingTab account={account} />,
              },
            ]}
            aside={<LastReading account={account} />}
          />
          <PushLines account={account} />
        </>
      )}
    </>
  )
}

function HeadButtons({ account, isFirstTime }: { readonly account: AccountSummary; readonly isFirstTime: boolean }) {
  const pull = useBankJobs((jobs) => jobs.pull)
  const state = useSending('bank-pull', account)
  const isHeld = state.kind === 'running' || state.kind === 'waiting' || (state.kind === 'offline' && state.computer)
  return (
    <>
      {!isFirstTime && (
        <Button
          icon={BookDown}
          isDisabled={isHeld || state.kind === 'secret-missing'}
          onPress={() => void pull(account.id)}
        >
          {t('bank.pull.button')}
        </Button>
      )}
      <Button icon={FileInput} onPress={() => openBankDialog({ kind: 'import' })}>
        {t('bank.import.open')}
      </Button>
      <Button
        look={isFirstTime ? 'plain' : 'primary'}
        icon={Plus}
        onPress={() => useEditor.getState().startNew(account.id, null)}
      >
        {t('bank.new')}
      </Button>
    </>
  )
}

/** When the bank was read last, and what had changed. */
function LastReading({ account }: { readonly account: AccountSummary }) {
  const status = useBankFacts((facts) => facts.status)
  const now = useClock((state) => state.now)
  if (status === null || status.pulledAt === null) return null
  const { added, changed, gone } = status
  const parts = [
    t('bank.pull.read', { when: sentenceWhen(status.pulledAt, now, account.timeZone) }),
    ...(added > 0 ? [t('bank.pull.added', { count: added })] : []),
    ...(changed > 0 ? [t('bank.pull.changed', { count: changed })] : []),
    ...(gone > 0 ? [t('bank.pull.gone', { count: gone })] : []),
  ]
  return (
    <p className={styles.lastReading} title={parts.join(' · ')}>
      {parts.join(' · ')}
    </p>
  )
}

/** Whose bank it is, where several accounts are looked at: a bank is one account's. */
function Between({ account }: { readonly account: AccountSummary }) {
  const accounts = useAccounts((state) => state.accounts)
  const currentId = useAccounts((state) => state.currentId)
  const looked = bankAccountsIn({ accounts, currentId })
  if (looked.length < 2) return <span className={styles.room} />
  return (
    <div className={styles.room}>
      <Select
        aria-label={t('bank.account')}
        value={account.id}
        onChange={(key) => key !== null && chooseBankAccount(String(key))}
      >
        <AriaButton className={styles.account ?? ''}>
          <SelectValue>{() => account.name}</SelectValue>
          <ChevronsUpDown aria-hidden />
        </AriaButton>
        <Popover>
          <ListBox className={menu.list ?? ''}>
            {looked.map((each) => (
              <ListBoxItem key={each.id} id={each.id} className={menu.item ?? ''} textValue={each.name}>
                {({ isSelected }) => (
                  <>
                    <Check aria-hidden visibility={isSelected ? 'visible' : 'hidden'} />
                    <AccountMark account={each} size="row" />
                    <span className={menu.words}>{each.name}</span>
                  </>
                )}
              </ListBoxItem>
            ))}
          </ListBox>
        </Popover>
      </Select>
    </div>
  )
}

function Dialogs({ account }: { readonly account: AccountSummary }) {
  const dialog = useBankDialog((state) => state.dialog)
  switch (dialog?.kind) {
    case undefined:
      return null
    case 'many':
      return <ManyDialog account={account} ids={dialog.ids} />
    case 'export':
      return <ExportDialog account={account} ids={dialog.ids} onClose={closeBankDialog} />
    case 'import':
      return <ImportDialog account={account} />
    case 'compare':
      return <CompareDialog question={dialog.question} />
    case 'compare-category':
      return <CategoryConflict category={dialog.category} />
    case 'rename-category':
      return <RenameClashing account={account} category={dialog.category} />
    case 'version':
      return <VersionDialog question={dialog.question} version={dialog.version} />
  }
}
