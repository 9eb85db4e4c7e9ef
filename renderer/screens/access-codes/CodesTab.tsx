import { useCallback, useEffect, useMemo, useRef, useState } from 'react'
import type { AccessCodeRow, AccessListSummary, CodesQuery } from '../../../shared/model/access-code.ts'
import type { AccountSummary } from '../../../shared/model/account.ts'
import { api } from '../../api/client.ts'
import { Button } from '../../components/Button.tsx'
import { DataGrid } from '../../components/DataGrid/DataGrid.tsx'
import { useRowHeight } from '../../components/DataGrid/use-row-height.ts'
import { useSelection } from '../../components/DataGrid/use-selection.ts'
import { ErrorMessage } from '../../components/ErrorMessage.tsx'
import { LoadingRows } from '../../components/LoadingRows.tsx'
import { t } from '../../i18n.ts'
import { useMediaQuery } from '../../media-query.ts'
import { announce } from '../../state/announcer.ts'
import { useClock } from '../../state/clock.ts'
import { isNarrowed, useCodePages, useCodes } from '../../state/codes.ts'
import { useCodesSelection } from '../../state/codes-selection.ts'
import { shownRow } from '../../state/paged-list.ts'
import { findRow, steppedFrom } from '../../state/pages.ts'
import { CodePanel } from './CodePanel.tsx'
import { CodesBar } from './CodesBar.tsx'
import styles from './CodesTab.module.css'
import { codeColumns } from './code-columns.tsx'
import { EmptyCodes } from './EmptyCodes.tsx'
import { useFocusBack } from './use-focus-back.ts'

interface CodesTabProps {
  readonly list: AccessListSummary
  readonly account: AccountSummary
}

const none: readonly string[] = []
const nothing = () => undefined

/** The row of one code, if it is still there. @throws AppError */
async function findCode(query: CodesQuery, code: string): Promise<AccessCodeRow | null> {
  const rows = await api.codes.page({ ...query, filter: { search: code }, offset: 0, limit: 100 })
  return rows.find((row) => row.code === code) ?? null
}

/** The codes of a list: search, filters, grid, and the panel of one code. */
export function CodesTab({ list, account }: CodesTabProps) {
  const { shown, moved, error, lookAt } = useCodePages()
  const { sort, setSort, read } = useCodes()
  const now = useClock((state) => state.now)
  const rowHeight = useRowHeight()
  const asPage = useMediaQuery('(max-width: 1099px)')
  const [opened, setOpened] = useState<AccessCodeRow | null>(null)
  const columns = useMemo(() => codeColumns(now, account.timeZone), [now, account.timeZone])
  const selection = useSelection(useCodesSelection, shown?.count ?? 0)
  const rowOf = useCallback((index: number) => shownRow(shown, index), [shown])
  const openIndex = opened && shown ? findRow(shown.pages, opened.id) : null
  // The panel follows what becomes of its code.
  const openRow = (openIndex === null ? undefined : rowOf(openIndex)) ?? opened

  // A code that leaves what fits the filter keeps its place for the arrows.
  const lastIndex = useRef<number | null>(null)
  useEffect(() => {
    if (opened === null) lastIndex.current = null
    else if (openIndex !== null) lastIndex.current = openIndex
  }, [opened, openIndex])
  const onStep = (by: number) => {
    if (shown === null || lastIndex.current === null) return
    const to = openIndex === null ? steppedFrom(shown.pages, lastIndex.current, by) : openIndex + by
    onFollow(Math.max(0, Math.min(to, shown.count - 1)))
  }

  useFocusBack(openRow !== null)

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
  const wanted = useRef(0)
  const onFollow = useCallback((index: number) => {
    wanted.current = index
    void useCodePages
      .getState()
      .rowAt(index)
      .then((row) => row !== null && wanted.current === index && setOpened(row))
  }, [])

  const isEmpty = shown?.count === 0 && !isNarrowed(shown.query.filter)
  const query = shown?.query
  // biome-ignore lint/correctness/useExhaustiveDependencies: told when another question was answered, not at each change
  useEffect(() => {
    if (shown && isNarrowed(shown.query.filter)) announce(t('accessCodes.codes.announceCount', { count: shown.count }))
  }, [query])

  return (
    <div className={styles.tab}>
      <div className={styles.list} inert={openRow !== null && asPage}>
        {!isEmpty && <CodesBar list={list} account={account} selection={selection} />}
        {error !== null && (
          <div className={styles.error}>
            <ErrorMessage error={error} zone={account.timeZone} focus={shown === null}>
              <Button onPress={read}>{t('action.tryAgain')}</Button>
            </ErrorMessage>
          </div>
        )}
        {isEmpty && <EmptyCodes list={list} account={account} />}
        {shown && !isEmpty && (
          <DataGrid
            label={t('accessCodes.codes.gridLabel')}
            columns={columns}
            hiddenColumns={none}
            alike={shown.alike}
            sort={sort}
            onSort={setSort}
            count={shown.count}
            rowAt={rowOf}
            rowHeight={rowHeight}
            listKey={shown.query}
            moved={moved}
            openId={openRow?.id ?? null}
            openIndex={openIndex}
            onOpen={onOpen}
            onFollow={onFollow}
            onReading={lookAt}
            onColumnsShown={nothing}
            loadingWords={t('accessCodes.codes.loading')}
            empty={<EmptyCodes list={list} account={account} />}
            selection={selection}
          />
        )}
        {shown === null && error === null && <LoadingRows />}
      </div>
      {openRow !== null && (
        <CodePanel
          key={openRow.code}
          row={openRow}
          list={list}
          account={account}
          onStep={onStep}
          onClose={() => setOpened(null)}
        />
      )}
    </div>
  )
}
