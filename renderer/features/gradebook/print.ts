import { create } from 'zustand'
import { attemptPolicies } from '../../../shared/model/attempt-policy.ts'
import {
  type GradebookCell,
  type GradebookColumn,
  type GradebookDefinition,
  type GradebookRow,
  mayChange,
} from '../../../shared/model/gradebook.ts'
import { type GradingRules, type Scale, type TestRules, testKeyOf } from '../../../shared/model/grading.ts'
import type { Tenths } from '../../../shared/model/result-values.ts'
import { percentShort } from '../../format/numbers.ts'
import { t } from '../../format/words.ts'
import { useGradebookRows } from './gradebook.ts'
import { usualWeight } from './gradebook-columns.tsx'
import { roundingWords, scoreFigure } from './gradebook-words.ts'

/** What is printed: all of the gradebook, a report for one student or for each, or one test by its key. */
export type PrintJob =
  | { readonly kind: 'gradebook' }
  | { readonly kind: 'students' }
  | { readonly kind: 'student'; readonly row: GradebookRow }
  | { readonly kind: 'test'; readonly test: string }

interface PrintState {
  readonly job: PrintJob | null
  print(job: PrintJob): void
  end(): void
}

export const usePrint = create<PrintState>()((set) => ({
  job: null,
  print: (job) => set({ job }),
  end: () => set({ job: null }),
}))

/** The rows that a job prints, in the order of the grid. */
export function rowsToPrint(job: PrintJob): Promise<readonly GradebookRow[]> {
  if (job.kind === 'student') return Promise.resolve([job.row])
  const list = useGradebookRows.getState()
  return list.rowsBetween(0, (list.shown?.count ?? 0) - 1)
}

/** Tests side by side on one sheet across; more stand in further tables. */
export const testsAcross = 9

/** Splits tests into as many as fit on a sheet, as evenly as they go. */
export function acrossSheets<Test>(tests: readonly Test[]): readonly (readonly Test[])[] {
  const sheets = Math.max(1, Math.ceil(tests.length / testsAcross))
  const each = Math.ceil(tests.length / sheets)
  return Array.from({ length: sheets }, (_, sheet) => tests.slice(sheet * each, (sheet + 1) * each))
}

/** A cell on paper, where colour tells nothing: "86.0", "56.6*", "(57.0)", "EX", "–". */
export function printedCell(cell: GradebookCell, isDropped: boolean): string {
  if (cell === null) return t('gradebookPrint.marks.notTaken')
  if (cell.excused) return t('gradebookPrint.marks.excused')
  const figure =
    (cell.score === null ? t('gradebook.cell.unknown') : scoreFigure(cell.score)) +
    (mayChange(cell, isDropped) ? '*' : '')
  return isDropped ? `(${figure})` : figure
}

/** What a cell comes to, in words: "Passed", "Not passed, to grade, may change". */
export function resultWords(cell: GradebookCell, isDropped = false): string {
  if (cell === null) return t('gradebookPrint.result.notTaken')
  if (cell.excused) return t('gradebookPrint.result.excused')
  const outcome = cell.passed === null ? 'noPassMark' : cell.passed ? 'passed' : 'notPassed'
  return [
    t(`gradebookPrint.result.${cell.score === null ? 'unknown' : outcome}`),
    cell.provisional && t(`gradebookPrint.result.${isDropped ? 'toGrade' : 'mayChange'}`),
    isDropped && t('gradebookPrint.result.dropped'),
  ]
    .filter((words) => words !== false)
    .join(', ')
}

/** "A from 90%, B from 80%, F below that". */
function bandsWords({ bands }: Scale): string {
  return bands
    .map(({ grade, from }, place) =>
      place === bands.length - 1 && place > 0
        ? t('gradebookPrint.student.lastBand', { grade })
        : t('gradebookPrint.student.band', { grade, percent: percentShort((from / 10) as Tenths) }),
    )
    .join(', ')
}

/** Of how many scores a report shows the median: of fewer it would tell somebody else's. */
const leastForMedian = 5

/** The median of a test for those at home; null where it would tell single scores. */
export const printedMedian = ({ n, median }: Pick<GradebookColumn, 'n' | 'median'>): number | null =>
  n < leastForMedian ? null : median

type Test = Pick<GradebookColumn, 'account' | 'testId' | 'name'>

/** What is different about single tests, and about kinds of them. */
function exceptionWords({ tests: own, kinds, policy }: GradingRules, tests: readonly Test[]): readonly string[] {
  const rulesOf = (test: Test) => own[testKeyOf(test)] ?? {}
  const namesOf = (isSo: (rules: TestRules) => boolean) =>
    tests
      .filter((test) => isSo(rulesOf(test)))
      .map(({ name }) => name)
      .join(', ')
  const weights = [
    ...kinds.map(({ name, weight }) => ({ name, weight })),
    ...tests
      .map((test) => ({ name: test.name, weight: rulesOf(test).weight ?? usualWeight }))
      .filter(({ weight }) => weight !== usualWeight),
  ]
  const extra = namesOf(({ extraCredit }) => extraCredit === true)
  return [
    ...attemptPolicies.flatMap((each) => {
      const names = namesOf((rules) => each !== policy && rules.policy === each)
      return names === '' ? [] : [t(`gradebookPrint.student.attemptAt.${each}`, { tests: names })]
    }),
    ...(weights.length === 0
      ? []
      : [
          t('gradebookPrint.student.weights', {
            weights: weights
              .map(({ name, weight }) => t('gradebookPrint.student.weight', { name, weight: weight / usualWeight }))
              .join(', '),
          }),
        ]),
    ...(extra === '' ? [] : [t('gradebookPrint.student.extraCredit', { tests: extra })]),
  ]
}

/** How a report's figures come about, in sentences that a parent understands. */
export function explainedWords({ rules }: GradebookDefinition, tests: readonly Test[]): readonly string[] {
  return [
    t(`gradebookPrint.student.attempt.${rules.policy}`),
    ...exceptionWords(rules, tests),
    [
      t(`gradebookPrint.student.averages.${rules.average}`),
      rules.dropLowest > 0 && t('gradebookPrint.student.dropped', { count: rules.dropLowest }),
      t('gradebookPrint.student.rounded', { rounding: roundingWords(rules.places) }),
    ]
      .filter((words) => words !== false)
      .join(' '),
    ...(rules.scale === null ? [] : [t('gradebookPrint.student.bands', { bands: bandsWords(rules.scale) })]),
    t('gradebookPrint.student.median', { count: leastForMedian }),
  ]
}
