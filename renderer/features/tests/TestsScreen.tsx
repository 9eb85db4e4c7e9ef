import { CalendarX } from 'lucide-react'
import { useEffect, useMemo, useState } from 'react'
import { lookedAt, rowAccount, useAccounts, zoneOf } from '../../app/accounts.ts'
import { useClock } from '../../app/clock.ts'
import { useNavigation, usePlace } from '../../app/navigation.ts'
import { t } from '../../format/words.ts'
import { FoldedLine, ListCount } from '../../list/FoldedLine.tsx'
import { ListGrid } from '../../list/ListGrid.tsx'
import { useOrderOf } from '../../list/list-question.ts'
import { BoldPart } from '../../ui/BoldPart.tsx'
import { Button } from '../../ui/Button.tsx'
import { NothingHere, Screen, ScreenTitle } from '../../ui/Screen.tsx'
import { IncompleteLine } from '../results/index.ts'
import { HiddenDialog } from './HiddenDialog.tsx'
import { TestChips } from './TestChips.tsx'
import { TestPageScreen } from './TestPageScreen.tsx'
import styles from './TestsScreen.module.css'
import { testMenu } from './test-actions.ts'
import { testColumns } from './test-columns.tsx'
import { useTestChoice, useTestPages, useTests } from './tests.ts'

/** Every test with how it went, or the page of one. */
export function TestsScreen() {
  const test = usePlace('tests')
  return test === null ? <TestList /> : <TestPageScreen test={test} />
}

function TestList() {
  const shown = useTestPages((state) => state.shown)
  const order = useOrderOf(useTests)
  const [isChoosing, setChoosing] = useState(false)
  const { read } = useTests.getState()
  const go = useNavigation((state) => state.go)
  const now = useClock((state) => state.now)
  const accounts = useAccounts((state) => state.accounts)
  const currentId = useAccounts((state) => state.currentId)
  const columns = useMemo(
    () =>
      testColumns({
        now,
        zoneOfAccount: (id) => zoneOf(accounts, id),
        accountOf: rowAccount({ accounts, currentId }),
        isGraded: lookedAt({ accounts, currentId }).some(({ service }) => service === 'classmarker'),
      }),
    [now, accounts, currentId],
  )
  useEffect(() => {
    if (useTestPages.getState().shown === null) void read()
  }, [read])
  return (
    <Screen>
      <div className={styles.toolbar} data-region="toolbar">
        <div className={styles.line}>
          <ScreenTitle>{t('tests.title')}</ScreenTitle>
          <FoldedLine forAll={() => ''} />
          <Button onPress={() => setChoosing(true)}>{t('tests.hidden.open')}</Button>
          {isChoosing && <HiddenDialog onClose={() => setChoosing(false)} />}
        </div>
        <div className={styles.line}>
          <TestChips />
          {shown !== null && (
            <ListCount pending={!shown.counted}>
              <BoldPart words={t('tests.count', { count: shown.count })} />
            </ListCount>
          )}
        </div>
      </div>
      <IncompleteLine />
      <ListGrid
        name="tests"
        list={useTestPages}
        columns={columns}
        order={order}
        opened={{
          openId: null,
          openIndex: null,
          onOpen: ({ account, testId }) => go('tests', { account, testId }),
          onFollow: () => undefined,
        }}
        menu={testMenu}
        onRetry={() => void read()}
        label={t('tests.gridLabel')}
        loadingWords={t('tests.loading')}
        empty={<EmptyTests />}
      />
    </Screen>
  )
}

function EmptyTests() {
  const { from, to } = useTestChoice((state) => state.period)
  if (from === null && to === null) return <NothingHere title={t('tests.empty.title')} text={t('tests.empty.text')} />
  return (
    <NothingHere title={t('tests.empty.periodTitle')} text={t('tests.empty.periodText')}>
      <Button icon={CalendarX} onPress={() => useTestChoice.setState({ period: { from: null, to: null } })}>
        {t('tests.empty.clearPeriod')}
      </Button>
    </NothingHere>
  )
}
