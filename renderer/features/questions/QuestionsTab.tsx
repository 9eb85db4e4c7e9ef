import { FileInput, Presentation } from 'lucide-react'
import { useCallback, useEffect, useMemo, useState } from 'react'
import type { TestPageQuery } from '../../../shared/model/test-figures.ts'
import { api } from '../../api/client.ts'
import { useJobs } from '../../app/jobs.ts'
import { useNavigation } from '../../app/navigation.ts'
import { useRowHeight } from '../../app/settings.ts'
import { t } from '../../format/words.ts'
import { useColumnMemory } from '../../list/column-memory.ts'
import { DataGrid } from '../../list/DataGrid.tsx'
import { ExportButton } from '../../list/ExportButton.tsx'
import { ListError } from '../../list/ListStates.tsx'
import { Button } from '../../ui/Button.tsx'
import { NothingHere, Screen, ScreenLoading } from '../../ui/Screen.tsx'
import { Categories } from './Categories.tsx'
import { MostMissed } from './MostMissed.tsx'
import { Projector } from './Projector.tsx'
import { QuestionChips } from './QuestionChips.tsx'
import { QuestionPanel } from './QuestionPanel.tsx'
import styles from './Questions.module.css'
import { questionColumns } from './question-columns.tsx'
import { attemptsInAll, coverageWords } from './question-words.ts'
import {
  inOrder,
  needsLook,
  type QuestionRow,
  questionsWatch,
  rowsOf,
  type ShownQuestions,
  useQuestions,
} from './questions.ts'
import { Reliability } from './Reliability.tsx'
import { Totals } from './Totals.tsx'

interface QuestionsTabProps {
  /** What the test's page asks. */
  readonly query: TestPageQuery
  readonly name: string
}

/** How the questions of a test did. */
export function QuestionsTab({ query, name }: QuestionsTabProps) {
  const { shown, error, openId } = useQuestions()
  useEffect(() => useQuestions.getState().ask(query), [query])
  useEffect(() => questionsWatch.watch(), [])
  const rows = useMemo(() => (shown === null ? [] : rowsOf(shown)), [shown])
  const sort = useQuestions((state) => state.sort)
  const sorted = useMemo(() => inOrder(rows, sort), [rows, sort])
  const open = sorted.findIndex(({ questionId }) => questionId === openId)
  const row = sorted[open]
  const retry = () => questionsWatch.reload()
  return (
    <Screen
      panel={
        row !== undefined &&
        shown !== null && (
          <QuestionPanel row={row} shown={shown} index={open} count={sorted.length} rowAt={(at) => sorted[at]} />
        )
      }
    >
      {error !== null && <ListError error={error} focus={false} onRetry={retry} />}
      {error === null && shown === null && <ScreenLoading>{t('questions.loading')}</ScreenLoading>}
      {shown !== null && (
        // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached by keyboard
        <section className={styles.body} tabIndex={0} aria-label={t('questions.tab')} data-scrolls>
          <div className={styles.bar}>
            <QuestionChips shown={shown} />
          </div>
          {shown.page.analysis.attempts === 0 ? (
            <NoAnswers shown={shown} />
          ) : (
            <Analysis shown={shown} rows={rows} sorted={sorted} open={row ?? null} name={name} />
          )}
        </section>
      )}
    </Screen>
  )
}

interface AnalysisProps {
  readonly shown: ShownQuestions
  /** In the order of the test, and in that of the list. */
  readonly rows: readonly QuestionRow[]
  readonly sorted: readonly QuestionRow[]
  readonly open: QuestionRow | null
  readonly name: string
}

function Analysis({ shown, rows, sorted, open, name }: AnalysisProps) {
  const [isProjecting, setProjecting] = useState(false)
  const { analysis } = shown.page
  const { evidence } = analysis
  return (
    <>
      <Reliability analysis={analysis} />
      <p className={styles.note}>
        {[
          ...(shown.isOfAverage ? [t('questions.average')] : []),
          ...coverageWords(analysis),
          ...(evidence === 'plain' ? [] : [t(`questions.evidence.${evidence}`)]),
        ].join(' ')}
      </p>
      {analysis.leftOut.noAnswers > 0 && (
        <div>
          <ImportButton look="plain" />
        </div>
      )}
      <section className={styles.list} aria-labelledby="questions-list">
        <div className={styles.head}>
          <div className={styles.words}>
            <h2 id="questions-list" className={styles.title}>
              {listFinding(rows)}
            </h2>
            <p className={styles.note}>{t('questions.list.note')}</p>
          </div>
          <ExportButton
            words={t('questions.export')}
            look="plain"
            isEmpty={rows.length === 0}
            onExport={() => startExport(shown, name)}
          />
          <Button icon={Presentation} onPress={() => setProjecting(true)}>
            {t('questions.project')}
          </Button>
        </div>
        <Grid sorted={sorted} open={open} />
        <p className={styles.note}>{hints()}</p>
        <p className={styles.note}>{t('questions.method', { method: analysis.method })}</p>
      </section>
      <MostMissed rows={rows} account={shown.query.account} />
      <div className={styles.cards}>
        <Totals analysis={analysis} />
        <Categories analysis={analysis} />
      </div>
      {isProjecting && (
        <Projector rows={rows} account={shown.query.account} name={name} onClose={() => setProjecting(false)} />
      )}
    </>
  )
}

/** What the columns of figures mean. */
const hints = (): string =>
  (['facility', 'discrimination', 'efficiency', 'weight', 'unanswered', 'n'] as const)
    .map((id) => `${t(`questions.columns.${id}`)}: ${t(`questions.columnHints.${id}`)}`)
    .join(' ')

const startExport = ({ query }: ShownQuestions, title: string): void =>
  void useJobs
    .getState()
    .startExport({ of: 'questions', start: () => api.questions.export({ query, title: title.slice(0, 400) }) })

export function listFinding(rows: readonly QuestionRow[]): string {
  const flawed = rows.filter(needsLook).length
  return flawed === 0 ? t('questions.list.fine') : t('questions.list.flawed', { count: flawed })
}

/** Rows that are drawn at full height; more of them scroll by themselves. */
const mostRows = 60
const still = { rows: 0, turn: 0 } as const
const nothing = () => undefined

function Grid({ sorted, open }: Pick<AnalysisProps, 'sorted' | 'open'>) {
  const sort = useQuestions((state) => state.sort)
  const memory = useColumnMemory('questions')
  const rowHeight = useRowHeight()
  const columns = useMemo(questionColumns, [])
  const rowAt = useCallback((index: number) => sorted[index], [sorted])
  // The line above the rows is a little lower than a row.
  const height = (Math.min(sorted.length, mostRows) + 1) * rowHeight
  return (
    <div className={styles.grid} style={{ height }}>
      <DataGrid
        label={t('questions.gridLabel')}
        loadingWords={t('questions.loading')}
        empty={null}
        columns={columns}
        memory={memory}
        alike={null}
        sort={sort}
        onSort={(next) => useQuestions.setState({ sort: next })}
        count={sorted.length}
        counted
        rowAt={rowAt}
        rowHeight={rowHeight}
        listKey="questions"
        moved={still}
        onReading={nothing}
        onColumnsShown={nothing}
        openId={open?.id ?? null}
        openIndex={open === null ? null : sorted.indexOf(open)}
        onOpen={({ questionId }) => useQuestions.setState({ openId: questionId })}
        onFollow={(index) => useQuestions.setState({ openId: sorted[index]?.questionId ?? null })}
      />
    </div>
  )
}

/** Leads to where answers are brought in. */
const ImportButton = ({ look }: { readonly look: 'plain' | 'primary' }) => (
  <Button look={look} icon={FileInput} onPress={() => useNavigation.getState().go('imports')}>
    {t('questions.import')}
  </Button>
)

/** Why there is nothing to show, and what to do about it. */
function NoAnswers({ shown: { query, page } }: { readonly shown: ShownQuestions }) {
  const all = attemptsInAll(page.analysis)
  const isNarrowed = query.version !== null || query.source !== null
  const showAll = (
    <Button onPress={() => useQuestions.getState().choose({ source: null, version: null })}>
      {t('questions.empty.showAll')}
    </Button>
  )
  if (query.version !== null)
    return (
      <NothingHere title={t('questions.empty.versionTitle')} text={t('questions.empty.versionText')}>
        {showAll}
      </NothingHere>
    )
  if (all === 0)
    return (
      <NothingHere title={t('questions.empty.noneTitle')} text={t('questions.empty.noneText')}>
        {isNarrowed && showAll}
      </NothingHere>
    )
  return (
    <NothingHere
      title={t('questions.empty.title')}
      text={t('questions.empty.text', { count: all })}
      more={t('questions.empty.how')}
    >
      <ImportButton look="primary" />
      {isNarrowed && showAll}
    </NothingHere>
  )
}
