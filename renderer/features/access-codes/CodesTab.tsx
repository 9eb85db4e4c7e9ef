import { useCallback, useEffect, useMemo, useState } from 'react'
import type { AccessCodeRow, AccessListSummary, CodesQuery } from '../../../shared/model/access-code.ts'
import type { AccountSummary } from '../../../shared/model/account.ts'
import { api } from '../../api/client.ts'
import { useClock } from '../../app/clock.ts'
import { t } from '../../format/words.ts'
import { withAnswer } from '../../list/answers.ts'
import { ListGrid } from '../../list/ListGrid.tsx'
import { useCountAnnounced } from '../../list/ListStates.tsx'
import { useOrderOf } from '../../list/list-question.ts'
import { shownRow } from '../../list/list-store.ts'
import { useOpenedRow } from '../../list/opened-row.ts'
import { useSelection } from '../../list/selection.ts'
import { Screen } from '../../ui/Screen.tsx'
import { CodePanel } from './CodePanel.tsx'
import { CodesBar } from './CodesBar.tsx'
import { codeMenu } from './code-actions.ts'
import { codeColumns } from './code-columns.tsx'
import { isNarrowed, useCodePages, useCodes, useCodesSelection } from './codes.ts'
import { EmptyCodes } from './NoLists.tsx'

interface CodesTabProps {
  readonly list: AccessListSummary
  readonly account: AccountSummary
}

/**
 * Reads the row of one code; null when it has gone.
 * @throws AppError
 */
async function findCode(query: CodesQuery, code: string): Promise<AccessCodeRow | null> {
  const alike = { ...query, filter: { search: code } }
  return withAnswer(api.codeList, alike, async ({ rows }) => rows.find((row) => row.code === code) ?? null, 100)
}

/** The codes of a list: search, filters, grid, and the panel of one code. */
export function CodesTab({ list, account }: CodesTabProps) {
  const shown = useCodePages((state) => state.shown)
  const order = useOrderOf(useCodes)
  const now = useClock((state) => state.now)
  const [opened, setOpened] = useState<AccessCodeRow | null>(null)
  const columns = useMemo(() => codeColumns(now, account.timeZone), [now, account.timeZone])
  const selection = useSelection(useCodesSelection, shown?.count ?? 0)
  const { openIndex, onFollow, onStep } = useOpenedRow(useCodePages, opened?.id ?? null, setOpened)
  // The panel shows the row's newest state.
  const openRow = (openIndex === null ? undefined : shownRow(shown, openIndex)) ?? opened

  // A code that has moved out of what is loaded is asked for; one that is gone takes its panel along.
  // biome-ignore lint/correctness/useExhaustiveDependencies: asked after each reading, not after each press
  useEffect(() => {
    if (opened === null || shown === null || openIndex !== null) return
    let current = true
    findCode(shown.query, opened.code).then(
      (row) => current && setOpened(row),
      () => undefined,
    )
    return () => {
      current = false
    }
  }, [shown])

  const onOpen = useCallback((row: AccessCodeRow) => setOpened(row), [])
  const menu = useMemo(() => codeMenu({ list, account }, onOpen), [list, account, onOpen])
  const isEmpty = shown?.count === 0 && !isNarrowed(shown.query.filter)
  useCountAnnounced(
    shown,
    ({ filter }) => isNarrowed(filter),
    (count) => t('accessCodes.codes.announceCount', { count }),
  )
  const panel = openRow !== null && (
    <CodePanel
      key={openRow.code}
      row={openRow}
      list={list}
      account={account}
      onStep={onStep}
      onClose={() => setOpened(null)}
    />
  )

  return (
    <Screen panel={panel}>
      {isEmpty ? (
        <EmptyCodes list={list} account={account} />
      ) : (
        <>
          <CodesBar list={list} account={account} selection={selection} />
          <ListGrid
            name="codes"
            list={useCodePages}
            columns={columns}
            order={order}
            opened={{ openId: openRow?.id ?? null, openIndex, onOpen, onFollow }}
            onRetry={() => void useCodes.getState().read()}
            selection={selection}
            menu={menu}
            label={t('accessCodes.codes.gridLabel')}
            loadingWords={t('accessCodes.codes.loading')}
            empty={<EmptyCodes list={list} account={account} />}
          />
        </>
      )}
    </Screen>
  )
}
