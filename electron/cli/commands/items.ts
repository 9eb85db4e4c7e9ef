import { Option } from 'commander'
import { AppError } from '../../../shared/errors.ts'
import type { StoredAccount } from '../../../shared/model/account.ts'
import { chosenOf, ofAccounts, type ResultsFilter, withConditions } from '../../../shared/model/filter.ts'
import {
  type ItemAnalysis,
  type ItemFigures,
  type ItemPolicy,
  itemPolicies,
  type LeftOut,
  type OptionFigures,
  usualItemPolicy,
} from '../../../shared/model/item-analysis.ts'
import { translator } from '../../../shared/translate.ts'
import { plainHtml } from '../../plain-html.ts'
import { readAtOneMoment } from '../../store/api.ts'
import { accountsToChoose, ofChosenAccounts, sayIncomplete, someAccounts } from '../chosen-accounts.ts'
import { type CommandContext, type DeclareCommand, oneOf, usage } from '../command.ts'
import { exitStatus } from '../failures.ts'
import { type AskedFilter, addFilterOptions, filterFrom } from '../results-arguments.ts'
import { plainText, printJson, write } from '../terminal.ts'

interface Items {
  readonly filter: AskedFilter
  readonly policy: ItemPolicy
}

interface Options extends Readonly<Record<string, unknown>> {
  readonly attempts?: string
}

export const declare: DeclareCommand = (program, answers) => {
  addFilterOptions(
    program
      .command('items')
      .description(
        'Analyses the questions of a test, named by --test, over finished attempts whose answers were imported. ' +
          'Where results are filtered, only those found are counted.',
      ),
  )
    .addOption(
      new Option(
        `--attempts <${itemPolicies.join('|')}>`,
        `which attempts of a student count; ${usualItemPolicy} where nothing is said`,
      ),
    )
    .action(answers({ folder: 'read', read: asked, answer: items }))
}

function asked(_: readonly string[], { attempts, ...given }: Options): Items {
  const filter = filterFrom(given)
  const tests = filter.flatMap(({ field, value }): readonly unknown[] =>
    field === 'test' && Array.isArray(value) ? value : [],
  )
  if (tests.length !== 1) throw usage('“items” needs one test: items --test ID.')
  return { filter, policy: oneOf('attempts', attempts, itemPolicies) }
}

const words = translator({
  attempts_one: '{{count}} attempt',
  attempts_other: '{{count}} attempts',
  noAnswers_one: '{{count}} attempt without answers is left out',
  noAnswers_other: '{{count}} attempts without answers are left out',
  surveys_one: '{{count}} survey is left out',
  surveys_other: '{{count}} surveys are left out',
  needsGrading_one: '{{count}} attempt still needs grading',
  needsGrading_other: '{{count}} attempts still need grading',
})

/** Analyses a test as it is at one moment. @throws AppError `test/not-found` */
async function items({ filter: wanted, policy }: Items, context: CommandContext): Promise<number> {
  const { core, terminal, json } = context
  await someAccounts(context)
  const found = await ofChosenAccounts(wanted, context)
  await sayIncomplete(context)
  const { testId, filter } = await oneTest(found, context)
  const [analysis, id] = await readAtOneMoment(core.databaseFile, async (reading) => [
    reading.itemAnalysis({ testId, policy, filter: withoutTest(filter) }),
    reading.outwardId(testId),
  ])
  await write(terminal.err, leftOutLine(analysis.leftOut))
  if (json) await printJson(terminal, documentOf(id, analysis))
  else await write(terminal.out, linesOf(analysis))
  return exitStatus.done
}

/**
 * The filter of one test of one account: the questions of two that share a number are not the same.
 * @throws AppError `usage/invalid` where it finds results of several, `test/not-found`
 */
async function oneTest(filter: ResultsFilter, { core }: CommandContext) {
  const [testId, ...others] = chosenOf(filter, 'test') ?? []
  if (testId === undefined) throw new AppError('test/not-found')
  const accounts = await core.store.listAccounts()
  const places: { readonly testId: number; readonly account: StoredAccount; readonly filter: ResultsFilter }[] = []
  for (const account of accounts.filter(({ id }) => chosenOf(filter, 'account')?.includes(id))) {
    for (const each of [testId, ...others]) {
      const own = withConditions(filter, { field: 'test', op: 'in', value: [each] }, ...ofAccounts([account.id]))
      if ((await core.store.countResults(own)) > 0) places.push({ testId: each, account, filter: own })
    }
  }
  const [place, another] = places
  if (place === undefined) return { testId, filter }
  if (another === undefined) return place
  throw usage(
    `Several accounts have a test of that number. Choose one with --account ID: ${accountsToChoose(places.map(({ account }) => account))}.`,
  )
}

const withoutTest = (filter: ResultsFilter): ResultsFilter => filter.filter(({ field }) => field !== 'test')

function leftOutLine(leftOut: LeftOut): string {
  const said = (['noAnswers', 'surveys', 'needsGrading'] as const)
    .filter((what) => leftOut[what] > 0)
    .map((what) => words(what, { count: leftOut[what] }))
  return said.length === 0 ? '' : `${said.join('; ')}.\n`
}

const documentOf = (testId: number | string, analysis: ItemAnalysis) => ({
  testId,
  attempts: analysis.attempts,
  method: analysis.method,
  mean: analysis.mean,
  median: analysis.median,
  sd: analysis.sd,
  skewness: analysis.skewness,
  kurtosis: analysis.kurtosis,
  alpha: analysis.alpha,
  error_ratio: analysis.errorRatio,
  sem: analysis.sem,
  items: analysis.items.map(itemDocument),
})

/** ClassMarker's numbers are numbers as long as they keep all their digits. */
const numberOrText = (id: string): number | string => (/^\d{1,15}$/.test(id) ? Number(id) : id)

const itemDocument = (item: ItemFigures) => ({
  question_id: numberOrText(item.questionId),
  question: item.question,
  type: item.type,
  n: item.n,
  facility: item.facility,
  sd: item.sd,
  discrimination: item.discrimination,
  discriminative_efficiency: item.discriminativeEfficiency,
  effective_weight: item.effectiveWeight,
  options: item.options.map(optionDocument),
})

const optionDocument = (option: OptionFigures) => ({
  option: option.letter,
  content: option.content,
  correct: option.correct,
  chosen: option.chosen,
  share: option.share,
  mean_total: option.meanTotal,
  point_biserial: option.pointBiserial,
})

const percent = (value: number | null): string => (value === null ? 'none' : `${value.toFixed(1)}%`)
const points = (value: number | null): string => (value === null ? 'none' : value.toFixed(2))

function linesOf(analysis: ItemAnalysis): string {
  const test = [
    words('attempts', { count: analysis.attempts }),
    `mean ${points(analysis.mean)}`,
    `median ${points(analysis.median)}`,
    `sd ${points(analysis.sd)}`,
    `alpha ${percent(analysis.alpha)}`,
    analysis.method,
  ]
  return [test, ...analysis.items.map(itemFields)].map((fields) => `${fields.map(plainText).join('\t')}\n`).join('')
}

const itemFields = (item: ItemFigures): string[] => [
  item.questionId,
  shortText(item.question),
  `n ${item.n}`,
  `facility ${percent(item.facility === null ? null : 100 * item.facility)}`,
  `discrimination ${percent(item.discrimination)}`,
  ...item.options.map(
    ({ letter, correct, share }) => `${letter}${correct === true ? '*' : ''} ${percent(share && 100 * share)}`,
  ),
]

const mostLetters = 60

/** The words of a question, which is HTML, as far as they fit on a line. */
function shortText(html: string): string {
  const text = plainHtml(html)
  return text.length > mostLetters ? `${text.slice(0, mostLetters - 1)}…` : text
}
