import type { FilledGap, ImportOutcome, RowToConfirm } from '../../../shared/model/import-outcome.ts'
import type { ImportProblem } from '../../../shared/model/imported.ts'
import { fromTenths } from '../../../shared/model/result-values.ts'
import { translator } from '../../../shared/translate.ts'
import type { ImportedQuestions, QuestionCounts } from '../bank/importing.ts'
import { plainText } from '../terminal.ts'

const words = translator({
  files_one: '{{count}} file',
  files_other: '{{count}} files',
  added_one: '{{count}} new result',
  added_other: '{{count}} new results',
  answers_one: 'answers of {{count}} attempt',
  answers_other: 'answers of {{count}} attempts',
  samples_one: '{{count}} sample',
  samples_other: '{{count}} samples',
  unfinished_one: '{{count}} without a finish',
  unfinished_other: '{{count}} without a finish',
  read: '{{files}} read: {{added}}, {{updated}} updated, {{unchanged}} unchanged; {{answers}}.',
  preview: '{{files}} read, nothing kept: {{added}}, {{updated}} to update, {{unchanged}} unchanged; {{answers}}.',
  leftOut: 'Left out: {{what}}.',
  questions:
    'Questions: {{added}} new, {{updated}} changed, {{unchanged}} unchanged, {{duplicates}} duplicates left out.',
  similar_one: '{{count}} of the new ones has the wording of another, with other options.',
  similar_other: '{{count}} of the new ones have the wording of another, with other options.',
  toConfirm: 'To confirm:',
  mayFill: 'Gaps that they may fill:',
  falls_one: '{{count}} result falls into it',
  falls_other: '{{count}} results fall into it',
  signed: 'Signatures: {{verified}} verified, {{unverified}} unverified, {{wrong}} wrong.',
})

/** What an import came to, as far as it is told. */
export type Outcome = Pick<
  ImportOutcome,
  | 'files'
  | 'results'
  | 'answers'
  | 'samples'
  | 'unfinished'
  | 'signatures'
  | 'problems'
  | 'dates'
  | 'toConfirm'
  | 'gaps'
>

/** As one JSON document. */
export function documentOf(outcome: Outcome, files: number, questions: QuestionCounts) {
  const { results, answers, samples, signatures, problems, gaps } = outcome
  const rows = rowsToConfirm(outcome).map(({ place, first, last, testName, finished, candidates }) => ({
    ...place,
    ...{ first, last, test_name: testName, finished },
    candidates: candidates.map((each) => ({
      ...{ result: each.id, first: each.first, last: each.last, test_name: each.testName },
      ...{ time_finished: each.timeFinished, percentage: each.percentage && fromTenths(each.percentage) },
    })),
  }))
  return {
    ...{ files, results, answers, questions, samples, signatures, problems },
    ...(rows.length > 0 && { to_confirm: rows }),
    ...(gaps.length > 0 && { gaps: gaps.map(({ gap, ...known }) => ({ ...gap, ...known })) }),
  }
}

/** Rows that may be one of the results here. */
export const rowsToConfirm = ({ toConfirm }: Pick<ImportOutcome, 'toConfirm'>): readonly RowToConfirm[] =>
  toConfirm.filter(({ candidates }) => candidates.length > 0)

export const placeOf = ({ place: { file, line } }: RowToConfirm): string => `${file}:${line}`
export const gapOf = ({ gap: { feed, from, to } }: FilledGap): string => `${feed}:${from}-${to}`

/** What a dry run leaves to be said, each with the words that say it. */
export function openLines(outcome: Outcome): string {
  const rows = rowsToConfirm(outcome).flatMap((row) =>
    row.candidates.map((each) => {
      const score = each.percentage === null ? '' : `, ${fromTenths(each.percentage)}%`
      const result = `${each.first} ${each.last}, ${each.testName}, ${localTime(each.timeFinished)}${score}`
      return `  --confirm ${plainText(`${placeOf(row)}=${each.id}`)}  ${plainText(`${row.first} ${row.last}`)}: ${plainText(result)}\n`
    }),
  )
  const gaps = outcome.gaps
    .filter(({ isWhole }) => !isWhole)
    .map((each) => `  --fills ${gapOf(each)}  ${words('falls', { count: each.results })}\n`)
  return [
    ...(rows.length > 0 ? [`${words('toConfirm')}\n`, ...rows] : []),
    ...(gaps.length > 0 ? [`${words('mayFill')}\n`, ...gaps] : []),
  ].join('')
}

const localTime = (seconds: number): string => new Date(seconds * 1_000).toISOString()

export const problemLine = ({ file, line, problem }: ImportProblem): string =>
  `${plainText(file)}${line === null ? '' : `, line ${line}`}: ${plainText(problem)}\n`

/** What an import came to, in words. */
export function linesOf(
  outcome: Outcome,
  files: number,
  isPreview: boolean,
  questions: ImportedQuestions | null,
): string {
  const { results, answers, samples, unfinished, signatures } = outcome
  const facts = {
    ...results,
    files: words('files', { count: files }),
    added: words('added', { count: results.added }),
    answers: words('answers', { count: answers }),
  }
  const leftOut = [
    ...(samples > 0 ? [words('samples', { count: samples })] : []),
    ...(unfinished > 0 ? [words('unfinished', { count: unfinished })] : []),
  ]
  const isSigned = signatures.verified + signatures.wrong > 0
  const lines = [
    words(isPreview ? 'preview' : 'read', facts),
    ...(leftOut.length > 0 ? [words('leftOut', { what: leftOut.join(', ') })] : []),
    ...(questions !== null && questions.files > 0 ? [words('questions', { ...questions.counts })] : []),
    ...(questions !== null && questions.counts.similar > 0
      ? [words('similar', { count: questions.counts.similar })]
      : []),
    ...(isSigned ? [words('signed', signatures)] : []),
  ]
  return `${lines.join('\n')}\n`
}
