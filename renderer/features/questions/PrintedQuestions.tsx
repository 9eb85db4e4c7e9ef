import type { QuestionsQuery } from '../../../shared/model/item-analysis.ts'
import { useAccounts, useIncompleteWords, zoneOf } from '../../app/accounts.ts'
import { useClock } from '../../app/clock.ts'
import { wholeNumber } from '../../format/numbers.ts'
import { longDate } from '../../format/time.ts'
import { t } from '../../format/words.ts'
import { PrintedOptions, PrintedSpread } from './PrintedParts.tsx'
import styles from './PrintedQuestions.module.css'
import { versionWords } from './QuestionChips.tsx'
import { chosenMostWords, coverageWords, percentWords, questionWords, shareWords, unlessFew } from './question-words.ts'
import { hasLure, isMisleading, rowsOf, useQuestions } from './questions.ts'
import { reliabilityFigures } from './Reliability.tsx'

interface PrintedQuestionsProps {
  /** Of the test. */
  readonly name: string
  /** What was chosen on the test's page, in words. */
  chosenWords(query: QuestionsQuery): readonly string[]
}

/** The questions of a test for paper: its figures, a line for each question, then what was chosen in each. */
export function PrintedQuestions({ name, chosenWords }: PrintedQuestionsProps) {
  const shown = useQuestions((state) => state.shown)
  const now = useClock((state) => state.now)
  const accounts = useAccounts((state) => state.accounts)
  const incomplete = useIncompleteWords()
  if (shown === null) return null
  const { query, page, isOfAverage } = shown
  const { analysis } = page
  const source = page.sources.find(({ feed, id }) => feed === query.source?.feed && id === query.source.id)
  // From what is printed: the page above may have moved on since.
  const rules = [
    ...chosenWords(query),
    ...(source === undefined ? [] : [source.name]),
    ...(query.version === null ? [] : [versionWords(page.versions, query.version)]),
  ]
  const head = (
    id: 'number' | 'question' | 'facility' | 'discrimination' | 'efficiency' | 'weight' | 'unanswered' | 'n',
  ) => (
    <th key={id} scope="col" className={id === 'question' ? styles.words : styles.figure}>
      {t(`questions.columns.${id}`)}
    </th>
  )
  return (
    <article className={styles.page} data-printed="questions">
      <h1>{t('questions.print.title', { name })}</h1>
      <p>{rules.join(' · ')}</p>
      <dl className={styles.figures}>
        {reliabilityFigures(analysis).map(({ id, value, of, note }) => (
          <div key={id}>
            <dt>{t(`questions.figures.${id}`)}</dt>
            <dd>{[value, of].filter(Boolean).join(' ')}</dd>
            <dd>{note}</dd>
          </div>
        ))}
      </dl>
      <p>
        {[
          ...(isOfAverage ? [t('questions.average')] : []),
          ...coverageWords(analysis),
          ...(analysis.evidence === 'plain' ? [] : [t(`questions.evidence.${analysis.evidence}`)]),
        ].join(' ')}
      </p>
      {analysis.attempts === 0 && <p>{t('questions.empty.noneTitle')}</p>}
      {analysis.attempts > 0 && (
        <table className={styles.table}>
          <thead>
            <tr>
              {(
                ['number', 'question', 'facility', 'discrimination', 'efficiency', 'weight', 'unanswered', 'n'] as const
              ).map(head)}
              <th scope="col" className={styles.words}>
                {t('questions.columns.chosen')}
              </th>
            </tr>
          </thead>
          <tbody>
            {rowsOf(shown).map((row) => (
              <tr key={row.questionId}>
                <td className={styles.figure}>{wholeNumber(row.id)}</td>
                <td className={styles.words}>{questionWords(row)}</td>
                <td className={styles.figure}>{shareWords(row.facility)}</td>
                <td className={isMisleading(row) ? styles.flaw : styles.figure}>
                  {percentWords(unlessFew(row.discrimination, row.evidence))}
                </td>
                <td className={styles.figure}>{percentWords(unlessFew(row.discriminativeEfficiency, row.evidence))}</td>
                <td className={styles.figure}>{percentWords(unlessFew(row.effectiveWeight, row.evidence))}</td>
                <td className={styles.figure}>{shareWords(row.unansweredShare)}</td>
                <td className={styles.figure}>{wholeNumber(row.n)}</td>
                <td className={hasLure(row) ? styles.lure : styles.words}>{chosenMostWords(row)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
      {analysis.attempts > 0 && (
        <>
          <PrintedSpread analysis={analysis} />
          <PrintedOptions rows={rowsOf(shown)} />
        </>
      )}
      <p>{t('questions.method', { method: analysis.method })}</p>
      <p>{t('questions.list.note')}</p>
      {incomplete !== null && <p>{incomplete}</p>}
      <p>{t('gradebookPrint.printed', { date: longDate(now, zoneOf(accounts, query.account)) })}</p>
    </article>
  )
}
