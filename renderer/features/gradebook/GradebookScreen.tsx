import { type KeyboardEvent, useEffect, useMemo, useState } from 'react'
import { Trans } from 'react-i18next'
import {
  type GradebookColumn,
  type GradebookRow,
  type GradebookSort,
  gradebookSortFields,
} from '../../../shared/model/gradebook.ts'
import { testKeyOf } from '../../../shared/model/grading.ts'
import { useAccounts } from '../../app/accounts.ts'
import { useNavigation } from '../../app/navigation.ts'
import { t } from '../../format/words.ts'
import { ListCount } from '../../list/FoldedLine.tsx'
import { ListGrid } from '../../list/ListGrid.tsx'
import { Button } from '../../ui/Button.tsx'
import { Screen } from '../../ui/Screen.tsx'
import { isShortcut } from '../../ui/shortcuts.ts'
import { IncompleteLine, useResults } from '../results/index.ts'
import { useBothAverages } from './both-averages.ts'
import { CellPanel } from './CellPanel.tsx'
import { ChecksPanel } from './ChecksPanel.tsx'
import { type OpenCell, testOf, useCell } from './cell.ts'
import { cellMenu, excuseAction } from './cell-menu.ts'
import { useChecks } from './checks.ts'
import { choices } from './choices.ts'
import { EmptyGradebook } from './EmptyGradebook.tsx'
import { GradebookActions } from './GradebookActions.tsx'
import { GradebookLegend } from './GradebookLegend.tsx'
import styles from './GradebookScreen.module.css'
import { GradebookTitle } from './GradebookTitle.tsx'
import { type ShownGradebook, useGradebook, useGradebookRows, useShownGradebook } from './gradebook.ts'
import { footRows, gradebookColumns } from './gradebook-columns.tsx'
import { RuleChips } from './RuleChips.tsx'
import { useSaved } from './saved.ts'
import { TestRulesEditor } from './TestRulesEditor.tsx'

/** Students by tests: the rules above, the grid, what the marks mean below, and the panel of one cell. */
export function GradebookScreen() {
  const shown = useShownGradebook()
  const open = useCell((state) => state.open)
  const isChecking = useChecks((state) => state.isOpen)
  useEffect(() => void useSaved.getState().start(), [])
  useEffect(() => choices.watch(), [])
  return (
    <Screen panel={shown !== null && panelOf(shown, open, isChecking)}>
      <div className={styles.toolbar} data-region="toolbar">
        <div className={styles.line}>
          <GradebookTitle />
          {shown !== null && <GradebookActions shown={shown} />}
        </div>
        <div className={styles.line}>
          <RuleChips />
          {shown !== null && (
            <ListCount>
              <Trans i18nKey="gradebook.students" count={shown.summary.students} components={{ b: <b /> }} />
            </ListCount>
          )}
        </div>
      </div>
      <IncompleteLine />
      {shown !== null && <Provisional shown={shown} />}
      <GradebookGrid shown={shown} />
      {shown !== null && shown.summary.students > 0 && <GradebookLegend shown={shown} />}
    </Screen>
  )
}

/** The panel beside the gradebook: the open cell; else the checks, which stay open beneath it. */
function panelOf(shown: ShownGradebook, open: OpenCell | null, isChecking: boolean) {
  if (open !== null) return <CellPanel open={open} shown={shown} />
  return isChecking && <ChecksPanel shown={shown} />
}

const fieldOf = (column: string): GradebookSort['field'] =>
  gradebookSortFields.find((field) => field === column) ?? { test: column }

/** The menu of a test's column that is open. */
interface AskedTest {
  readonly test: GradebookColumn
  readonly header: HTMLElement
}

function GradebookGrid({ shown }: { shown: ShownGradebook | null }) {
  const { id, sort, setSort, read } = useGradebook()
  const both = useBothAverages((state) => state.both)
  const opened = useCell((state) => state.open)
  const [asked, setAsked] = useState<AskedTest | null>(null)
  const tests = shown?.summary.tests ?? none
  const columns = useMemo(
    () => (shown === null ? [] : gradebookColumns(shown.summary, shown.definition.rules, both)),
    [shown, both],
  )
  const menu = useMemo(() => cellMenu(tests), [tests])
  const foot = useMemo(() => (shown === null ? [] : footRows(shown.summary)), [shown])
  const order = useMemo(
    () => ({
      sort: { field: typeof sort.field === 'string' ? sort.field : sort.field.test, direction: sort.direction },
      setSort: ({ field, direction }: { field: string; direction: 'asc' | 'desc' }) =>
        setSort({ field: fieldOf(field), direction }),
    }),
    [sort, setSort],
  )
  const show = (row: GradebookRow, index: number, column: string) =>
    useCell.getState().show({ row, index, test: testOf(tests, column) })

  const onCellKey = (event: KeyboardEvent, row: GradebookRow, column: string): boolean => {
    if (!isShortcut(event, 'excuse')) return false
    const index = Number(
      event.currentTarget.querySelector('[data-row] :focus')?.closest('[data-row]')?.getAttribute('data-row'),
    )
    const excusing = excuseAction(row, index, tests, column)
    excusing?.run?.()
    return excusing !== null
  }

  return (
    <>
      <ListGrid
        name="gradebook"
        list={useGradebookRows}
        columns={columns}
        order={order}
        opened={{
          openId: opened?.row.id ?? null,
          openIndex: opened?.index ?? null,
          onOpen: (row, index, column) => void show(row, index, column),
          onFollow: (index, column) => {
            void useGradebookRows
              .getState()
              .rowAt(index)
              .then((row) => {
                if (row !== null && useCell.getState().open !== null) void show(row, index, column)
              })
          },
        }}
        menu={menu}
        onRetry={() => void read()}
        label={t('gradebook.gridLabel')}
        loadingWords={t('gradebook.loading')}
        empty={shown !== null && <EmptyGradebook shown={shown} />}
        wide={{
          foot,
          place: `${id} ${order.sort.field} ${order.sort.direction}`,
          onColumnMenu: (column, header) => {
            const test = tests.find((each) => testKeyOf(each) === column)
            if (test !== undefined) setAsked({ test, header })
          },
          onCellKey,
        }}
      />
      {asked !== null && <TestRulesEditor {...asked} onClose={() => setAsked(null)} />}
    </>
  )
}

const none: readonly GradebookColumn[] = []

/** One line about what may still change, with the way to it. */
function Provisional({ shown: { summary } }: { shown: ShownGradebook }) {
  const go = useNavigation((state) => state.go)
  const open = summary.tests.filter(({ provisional }) => provisional > 0)
  const count = open.reduce((sum, { provisional }) => sum + provisional, 0)
  if (count === 0) return null
  const look = () => {
    const looked = useAccounts.getState().currentId
    const tests = open.filter(({ account }) => looked === null || account === looked).map(({ testId }) => testId)
    useResults.getState().setFilter([
      { field: 'grading', op: 'is', value: true },
      { field: 'test', op: 'in', value: tests },
    ])
    go('results')
  }
  return (
    <div className={styles.notice} role="note">
      <p>
        <Trans i18nKey="gradebook.notice.provisional" count={count} components={{ b: <b /> }} />
      </p>
      <Button look="quiet" onPress={look}>
        {t('gradebook.notice.look')}
      </Button>
    </div>
  )
}
