import { useEffect, useState } from 'react'
import type { TestRef } from '../../../shared/model/gradebook.ts'
import type { QuestionsQuery } from '../../../shared/model/item-analysis.ts'
import { useAccounts, zoneOf } from '../../app/accounts.ts'
import { useClock } from '../../app/clock.ts'
import { useCommand } from '../../app/commands.ts'
import { useNavigation } from '../../app/navigation.ts'
import { printPage } from '../../app/print.ts'
import { t } from '../../format/words.ts'
import { ListError } from '../../list/ListStates.tsx'
import { Button } from '../../ui/Button.tsx'
import { classNames } from '../../ui/class-names.ts'
import { PrintPages } from '../../ui/PrintPages.tsx'
import { NothingHere, Screen, ScreenCrumb, ScreenLoading, ScreenTitle } from '../../ui/Screen.tsx'
import { ScreenTabs } from '../../ui/ScreenTabs.tsx'
import { shortcutName } from '../../ui/shortcuts.ts'
import { PrintedQuestions, QuestionsTab, useQuestions } from '../questions/index.ts'
import { IncompleteLine } from '../results/index.ts'
import { InTime, Tries } from './CourseCharts.tsx'
import { FetchButton } from './FetchButton.tsx'
import { NotTakenCard } from './NotTakenCard.tsx'
import { chosenWords, PrintedTestPage } from './PrintedTestPage.tsx'
import { openInGradebook, openPart, pageWatch, type ShownPage, useTestPage } from './page.ts'
import { Compared, Distribution } from './ScoreCharts.tsx'
import { TestChips } from './TestChips.tsx'
import { TestFigures } from './TestFigures.tsx'
import styles from './TestPage.module.css'
import screen from './TestsScreen.module.css'
import { TimesTaken } from './TimesTaken.tsx'
import { hideAction } from './test-actions.ts'
import { useListedName } from './tests.ts'

/** The page of one test. */
export function TestPageScreen({ test }: { readonly test: TestRef }) {
  const shown = useTestPage((state) => state.shown)
  const error = useTestPage((state) => state.error)
  const part = useTestPage((state) => state.part)
  const listed = useListedName(test)
  const [isPrinting, setPrinting] = useState(false)
  const hasQuestions = useQuestions((state) => state.shown !== null)
  const isPrintable = shown !== null && (part === 'overview' || hasQuestions)
  useEffect(() => useTestPage.getState().open(test), [test])
  useEffect(() => pageWatch.watch(), [])
  useCommand('print', {
    words: t('tests.page.print'),
    run: () => setPrinting(true),
    isDisabled: !isPrintable || isPrinting,
  })
  return (
    <Screen>
      <div className={screen.toolbar} data-region="toolbar">
        <div className={screen.line}>
          <ScreenCrumb onPress={() => useNavigation.getState().go('tests')}>{t('tests.page.back')}</ScreenCrumb>
          <ScreenTitle>{shown?.page.name ?? listed ?? t('tests.page.one')}</ScreenTitle>
          {shown !== null && (
            <div className={styles.actions}>
              <Button look="quiet" onPress={() => hide(shown)}>
                {t('tests.hidden.hide')}
              </Button>
              <FetchButton page={shown.page} />
              {shown.page.testId < 0 && (
                <Button
                  onPress={() =>
                    useNavigation
                      .getState()
                      .go('assessments', { account: shown.page.account, testId: shown.page.testId })
                  }
                >
                  {t('tests.page.atPlatform')}
                </Button>
              )}
              <Button
                aria-keyshortcuts={shortcutName('print')}
                isDisabled={!isPrintable}
                onPress={() => setPrinting(true)}
              >
                {t('tests.page.print')}
              </Button>
              <Button look="primary" onPress={() => openInGradebook(shown.query)}>
                {t('tests.page.openInGradebook')}
              </Button>
            </div>
          )}
        </div>
        <div className={classNames(screen.line, styles.rules)}>
          <TestChips shown={shown} />
          {shown !== null && <p className={styles.facts}>{factsOf(shown).join(' · ')}</p>}
        </div>
      </div>
      <IncompleteLine />
      <ListError error={error} focus={false} asBefore={shown !== null} onRetry={() => pageWatch.reload()} />
      {error === null && shown === null && <ScreenLoading>{t('tests.page.loading')}</ScreenLoading>}
      {shown !== null && (
        <ScreenTabs
          label={t('questions.tabs')}
          selected={part}
          onSelect={(next) => useTestPage.setState({ part: next })}
          tabs={[
            { id: 'overview', words: t('questions.overview'), fills: true, content: <PageBody shown={shown} /> },
            {
              id: 'questions',
              words: t('questions.tab'),
              fills: true,
              content: <QuestionsTab query={shown.query} name={shown.page.name} />,
            },
          ]}
        />
      )}
      {isPrinting && shown !== null && (
        <PrintPages isReady print={printPage} onEnd={() => setPrinting(false)}>
          {part === 'questions' ? <PrintedPart shown={shown} /> : <PrintedTestPage shown={shown} />}
        </PrintPages>
      )}
    </Screen>
  )
}

function PrintedPart({ shown }: { readonly shown: ShownPage }) {
  const now = useClock((state) => state.now)
  const zone = useAccounts((state) => zoneOf(state.accounts, shown.page.account))
  const words = (query: QuestionsQuery) => chosenWords({ query, classes: shown.classes }, now, zone)
  return <PrintedQuestions name={shown.page.name} chosenWords={words} />
}

/** Hides the test and goes where it was listed. */
function hide({ page }: ShownPage): void {
  hideAction(page).run?.()
  useNavigation.getState().go('tests')
}

function factsOf({ page, query }: ShownPage): readonly string[] {
  const { students, attempts, compared, provisional, mixedPassMarks } = page
  const sources = compared.filter(({ by }) => by === 'source').length
  return [
    [
      t('tests.page.students', { count: students }),
      t('tests.page.attempts', { count: attempts }),
      ...(sources === 0 ? [] : [t('tests.page.sources', { count: sources })]),
    ].join(', '),
    t(`tests.page.method.${query.policy}`),
    ...(provisional === 0 ? [] : [t('tests.page.mayChange', { count: provisional })]),
    ...(mixedPassMarks ? [t('tests.page.mixed')] : []),
  ]
}

function PageBody({ shown }: { readonly shown: ShownPage }) {
  const { page, query } = shown
  if (page.attempts === 0) {
    return (
      <div className={styles.body}>
        <NothingHere title={t('tests.page.noneTitle')} text={t('tests.page.noneText')} />
        {page.notTaken.length > 0 && <NotTakenCard shown={shown} />}
      </div>
    )
  }
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached by keyboard
    <section className={styles.body} tabIndex={0} aria-label={page.name} data-scrolls>
      <TestFigures shown={shown} />
      <div className={styles.cards}>
        {page.counted > 0 && <Distribution shown={shown} />}
        {page.counted > 0 && <Compared shown={shown} />}
        {page.counted > 0 && <InTime shown={shown} />}
        {page.tries.length > 1 && <Tries shown={shown} />}
        <TimesTaken shown={shown} />
        <NotTakenCard shown={shown} />
      </div>
      <Button look="quiet" isFlush onPress={() => void openPart(query, { part: 'attempts' })}>
        {t('tests.page.look')}
      </Button>
    </section>
  )
}
