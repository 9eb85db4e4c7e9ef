import {
  evidenceOf,
  type ItemAnalysis,
  type ItemFigures,
  inTestOrder,
  type OptionFigures,
  type QuestionsPage,
} from '../../../shared/model/item-analysis.ts'
import { plainHtml } from '../../plain-html.ts'
import { type SheetColumn, yesOrNo } from '../writer/columns.ts'
import type { SettingsLine, SettingsSection } from '../writer/workbook.ts'

/*
 * The sheet of a test's questions, and what stands about it on Settings: in a workbook of its own and in that of a
 * gradebook.
 */

/** A question, or one of its options. */
export interface QuestionRow {
  readonly number: number
  readonly item: ItemFigures
  readonly option: OptionFigures | null
}

/** A row for each question in the order of the test, then one for each of its options. */
export const questionRows = (page: Pick<QuestionsPage, 'analysis' | 'order'>): QuestionRow[] =>
  inTestOrder(page).flatMap(({ number, item }): QuestionRow[] => [
    { number, item, option: null },
    ...item.options.map((option) => ({ number, item, option })),
  ])

/** A figure of the question or of the option that a row is about. */
const figure = (
  kind: 'number' | 'decimal' | 'percent',
  header: string,
  value: (row: QuestionRow) => number | null,
): SheetColumn<QuestionRow> => ({ header, kind, wraps: true, value })

/** The writer takes tenths of a percent. */
const [perShare, perPercent] = [1_000, 10]
const times = (value: number | null, by: number): number | null => (value === null ? null : value * by)

const count = (header: string, value: (item: ItemFigures) => number | null) =>
  figure('number', header, ({ item, option }) => (option === null ? value(item) : null))
const share = (header: string, value: (item: ItemFigures) => number | null) =>
  figure('percent', header, ({ item, option }) => (option === null ? times(value(item), perShare) : null))
const percent = (header: string, value: (item: ItemFigures) => number | null) =>
  figure('percent', header, ({ item, option }) => (option === null ? times(value(item), perPercent) : null))
const ofOption = (
  kind: 'number' | 'decimal' | 'percent',
  header: string,
  value: (option: OptionFigures) => number | null,
) => figure(kind, header, ({ option }) => (option === null ? null : value(option)))

export const questionColumns: readonly SheetColumn<QuestionRow>[] = [
  figure('number', 'No.', ({ number: place }) => place),
  { header: 'Question ID', kind: 'text', value: ({ item }) => item.questionId },
  {
    header: 'Question',
    kind: 'text',
    value: ({ item, option }) => (option === null ? plainHtml(item.question) : null),
  },
  { header: 'Kind', kind: 'text', value: ({ item, option }) => (option === null ? item.type : null) },
  { header: 'Option', kind: 'text', value: ({ option }) => option?.letter ?? null },
  { header: 'Option text', kind: 'text', value: ({ option }) => (option === null ? null : plainHtml(option.content)) },
  { header: 'Right', kind: 'text', value: ({ option }) => (option?.correct == null ? null : yesOrNo(option.correct)) },
  figure('number', 'n', ({ item, option }) => option?.n ?? item.n),
  count('Highest mark', ({ highestMark }) => highestMark),
  share('Facility', ({ facility }) => facility),
  share('Facility from', ({ facilityInterval }) => facilityInterval?.low ?? null),
  share('Facility to', ({ facilityInterval }) => facilityInterval?.high ?? null),
  share('Spread (sd)', ({ sd }) => sd),
  percent('Discrimination', ({ discrimination }) => discrimination),
  percent('Discrimination from', ({ discriminationInterval }) => discriminationInterval?.low ?? null),
  percent('Discrimination to', ({ discriminationInterval }) => discriminationInterval?.high ?? null),
  percent('Discriminative efficiency', ({ discriminativeEfficiency }) => discriminativeEfficiency),
  percent('Effective weight', ({ effectiveWeight }) => effectiveWeight),
  count('Left out', ({ unanswered }) => unanswered),
  share('Share left out', ({ unansweredShare }) => unansweredShare),
  count('To grade', ({ needsGrading }) => needsGrading),
  {
    header: 'Evidence',
    kind: 'text',
    value: ({ item, option }) => (option === null ? evidenceWords[item.evidence] : null),
  },
  ofOption('number', 'Chosen', ({ chosen }) => chosen),
  ofOption('percent', 'Share', (option) => times(option.share, perShare)),
  ofOption('decimal', 'Mean total', ({ meanTotal }) => meanTotal),
  ofOption('decimal', 'Point-biserial', ({ pointBiserial }) => pointBiserial),
]

const evidenceWords: Readonly<Record<ItemFigures['evidence'], string>> = {
  counts: 'under 10 attempts: only facility and counts say something',
  weak: 'under 30 attempts: weak',
  plain: 'from 30 attempts on',
}

const line = (label: string, value: number | null): SettingsLine[] => (value === null ? [] : [{ label, value }])

/** What a sheet is over and what the test came to, unrounded; a line less for each figure that is not defined. */
export const analysisLines = (analysis: ItemAnalysis): SettingsLine[] => [
  { label: 'Attempts with answers', value: analysis.attempts },
  { label: 'Attempts with answers that saw another version', value: analysis.leftOut.otherVersion },
  { label: 'Attempts without answers', value: analysis.leftOut.noAnswers },
  { label: 'Surveys left out', value: analysis.leftOut.surveys },
  { label: 'Attempts with answers to grade', value: analysis.leftOut.needsGrading },
  { label: 'Method', value: analysis.method },
  ...line('Mean total, in points', analysis.mean),
  ...line('Median total, in points', analysis.median),
  ...line('Standard deviation of totals, in points', analysis.sd),
  ...line('Skewness', analysis.skewness),
  ...line('Kurtosis', analysis.kurtosis),
  { label: 'Evidence', value: evidenceWords[analysis.evidence] },
  ...line('Alpha, in percent', analysis.alpha),
  ...line('Alpha from', analysis.alphaInterval?.low ?? null),
  ...line('Alpha to', analysis.alphaInterval?.high ?? null),
  ...line('Attempts that alpha is over', analysis.alpha === null ? null : analysis.alphaAttempts),
  ...(analysis.alpha === null
    ? []
    : [{ label: 'Evidence of alpha', value: evidenceWords[evidenceOf(analysis.alphaAttempts)] }]),
  ...line('Error ratio, in percent', analysis.errorRatio),
  ...line('Standard error of a total, in points', analysis.sem),
  ...analysis.categories.flatMap(({ categoryId, name, share, n }) =>
    line(`Category ${name ?? categoryId ?? 'none'}, share of points in percent, n = ${n}`, times(share, 100)),
  ),
]

export const questionsLegend: SettingsSection = {
  title: 'Legend',
  lines: [
    { label: 'Rows', value: 'A row for each question, then one for each of its options.' },
    { label: 'Facility', value: 'Mean mark as a share of the highest mark.' },
    {
      label: 'Discrimination',
      value:
        'Correlation of the mark with the rest of the total, as a percentage; item-total for a question drawn at random.',
    },
    {
      label: 'Discriminative efficiency',
      value: 'Discrimination as a share of the highest these marks allow.',
    },
    { label: 'Effective weight', value: 'Share of the question in how totals differ.' },
    { label: 'Share, Share left out', value: 'Of n.' },
    { label: 'Point-biserial', value: 'Correlation of choosing the option with the rest of the total, −1 to 1.' },
    { label: 'From, to', value: 'Interval of 95 % confidence.' },
    { label: 'Empty', value: 'Not defined, or not known.' },
  ],
}
