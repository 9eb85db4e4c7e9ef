import { TriangleAlert } from 'lucide-react'
import { wholeNumber } from '../../format/numbers.ts'
import { t } from '../../format/words.ts'
import type { GridColumn } from '../../list/grid-column.ts'
import { FacilityBar } from './FacilityBar.tsx'
import styles from './question-columns.module.css'
import { chosenMostWords, percentWords, questionWords, shareWords, unlessFew, withInterval } from './question-words.ts'
import { hasLure, isMisleading, type QuestionRow, type QuestionSort } from './questions.ts'

type QuestionColumn = GridColumn<QuestionRow, QuestionSort>

/** A column of figures; over few attempts it is empty where the figure would be chance. */
const figure = (
  id: Exclude<QuestionSort, 'number' | 'question' | 'facility'>,
  leaves: number,
  words: (row: QuestionRow) => string,
  more: Partial<QuestionColumn> = {},
): QuestionColumn => ({
  id,
  header: t(`questions.columns.${id}`),
  width: 84,
  grow: 0,
  align: 'end',
  leaves,
  stays: true,
  sort: id,
  firstDirection: 'asc',
  words,
  cell: (row) => <span className={styles.figure}>{words(row)}</span>,
  ...more,
})

const discriminationWords = (row: QuestionRow) => percentWords(unlessFew(row.discrimination, row.evidence))

/** What is wrong with a question, in words under an icon. */
const Flaw = ({ words }: { readonly words: string }) => (
  <span className={styles.mark} title={words}>
    <TriangleAlert aria-hidden />
    <span className="visually-hidden">{words}:</span>
  </span>
)

/** The columns of the grid of questions, in order. */
export const questionColumns = (): readonly QuestionColumn[] => [
  {
    id: 'number',
    header: t('questions.columns.number'),
    width: 44,
    grow: 0,
    align: 'end',
    leaves: 0,
    stays: true,
    sort: 'number',
    firstDirection: 'asc',
    words: ({ id }) => wholeNumber(id),
    cell: ({ id }) => <span className={styles.number}>{wholeNumber(id)}</span>,
  },
  {
    id: 'question',
    header: t('questions.columns.question'),
    width: 240,
    least: 180,
    most: 520,
    grow: 1.6,
    leaves: 0,
    stays: true,
    sort: 'question',
    firstDirection: 'asc',
    words: questionWords,
    title: questionWords,
    cell: (row) => <span className={styles.text}>{questionWords(row)}</span>,
  },
  {
    id: 'facility',
    header: t('questions.columns.facility'),
    width: 118,
    grow: 0,
    align: 'end',
    leaves: 1,
    stays: true,
    beside: 62,
    sort: 'facility',
    firstDirection: 'asc',
    words: ({ facility }) => shareWords(facility),
    title: ({ facility, facilityInterval, evidence }) =>
      (evidence === 'counts' ? shareWords(facility) : withInterval(facility, facilityInterval, evidence, shareWords)) ||
      undefined,
    cell: ({ facility }) => <FacilityBar share={facility} />,
  },
  figure('discrimination', 2, discriminationWords, {
    width: 104,
    title: ({ discrimination, discriminationInterval, evidence }) =>
      withInterval(unlessFew(discrimination, evidence), discriminationInterval, evidence, percentWords) || undefined,
    beside: 20,
    cell: (row) =>
      isMisleading(row) ? (
        <span className={styles.flaw}>
          <Flaw words={t('questions.list.misleads')} />
          {discriminationWords(row)}
        </span>
      ) : (
        <span className={styles.figure}>{discriminationWords(row)}</span>
      ),
  }),
  figure('efficiency', 6, (row) => percentWords(unlessFew(row.discriminativeEfficiency, row.evidence))),
  figure('weight', 5, (row) => percentWords(unlessFew(row.effectiveWeight, row.evidence)), {
    firstDirection: 'desc',
  }),
  figure('unanswered', 4, (row) => shareWords(row.unansweredShare), { firstDirection: 'desc' }),
  figure('n', 7, ({ n }) => wholeNumber(n), { width: 56, firstDirection: 'desc' }),
  {
    id: 'chosen',
    header: t('questions.columns.chosen'),
    width: 150,
    least: 110,
    most: 260,
    grow: 1,
    leaves: 3,
    stays: true,
    sort: null,
    firstDirection: 'asc',
    words: chosenMostWords,
    title: (row) => chosenMostWords(row) || undefined,
    beside: (row) => (row !== undefined && hasLure(row) ? 20 : 0),
    cell: (row) =>
      hasLure(row) ? (
        <span className={styles.flaw}>
          <Flaw words={t('questions.list.lure')} />
          <span className={styles.text}>{chosenMostWords(row)}</span>
        </span>
      ) : (
        <span className={`${styles.text} ${styles.dim}`}>{chosenMostWords(row)}</span>
      ),
  },
]
