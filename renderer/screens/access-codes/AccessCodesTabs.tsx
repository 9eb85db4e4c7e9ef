import { useEffect, useState } from 'react'
import type { AccessListSummary, CodesFilter } from '../../../shared/model/access-code.ts'
import type { AccountSummary } from '../../../shared/model/account.ts'
import { ScreenTabs } from '../../components/ScreenTabs.tsx'
import { t } from '../../i18n.ts'
import { listKey } from '../../state/access-lists.ts'
import { useCodeFindings } from '../../state/code-log.ts'
import { openCodes, useCodes } from '../../state/codes.ts'
import { CodesTab } from './CodesTab.tsx'
import { FindingsTab } from './FindingsTab.tsx'
import { JournalTab } from './JournalTab.tsx'
import { ListNumbers } from './ListNumbers.tsx'
import { StartLinksTab } from './start-links/StartLinksTab.tsx'

type TabId = 'codes' | 'findings' | 'journal' | 'start-links'

interface AccessCodesTabsProps {
  readonly list: AccessListSummary
  readonly account: AccountSummary
}

/** What there is to a list: its codes, what the results say of them, what was changed, and links to start with. */
export function AccessCodesTabs({ list, account }: AccessCodesTabsProps) {
  const [tab, setTab] = useState<TabId>('codes')
  const setFilter = useCodes((state) => state.setFilter)
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
