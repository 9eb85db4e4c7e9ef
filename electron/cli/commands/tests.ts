import { Option } from 'commander'
import { fromTenths, percentText } from '../../../shared/model/result-values.ts'
import { type TestPolicy, type TestRow, usualTestPolicy } from '../../../shared/model/test-figures.ts'
import { translator } from '../../../shared/translate.ts'
import { readAtOneMoment } from '../../store/api.ts'
import { ofChosenAccounts, sayIncomplete } from '../chosen-accounts.ts'
import { type CommandContext, type DeclareCommand, oneOf } from '../command.ts'
import { exitStatus } from '../failures.ts'
import { type AskedFilter, addFilterOptions, filterFrom } from '../results-arguments.ts'
import { plainText, printJson, write } from '../terminal.ts'

interface Tests {
  readonly filter: AskedFilter
  readonly policy: TestPolicy
}

interface Options extends Readonly<Record<string, unknown>> {
  readonly policy?: string
}

/** The usual one first. */
const policies = [usualTestPolicy, 'best', 'last', 'average', 'all'] as const

export const declare: DeclareCommand = (program, answers) => {
  addFilterOptions(
    program
      .command('tests')
      .description(
        'Says how each test went, over finished attempts. Where results are filtered, only those found are counted.',
      ),
  )
    .addOption(
      new Option(
        `--policy <${policies.join('|')}>`,
        `which attempts of a student count; ${usualTestPolicy} where nothing is said`,
      ),
    )
    .action(
      answers({
        folder: 'read',
        empty: { json: { policy: usualTestPolicy, tests: [] }, words: 'beside it' },
        read: (_, { policy, ...filter }: Options): Tests => ({
          filter: filterFrom(filter),
          policy: oneOf('policy', policy, policies),
        }),
        answer: tests,
      }),
    )
}

const words = translator({
  students_one: '{{count}} student',
  students_other: '{{count}} students',
  attempts_one: '{{count}} attempt',
  attempts_other: '{{count}} attempts',
  hidden_one: '{{count}} hidden test is left out.',
  hidden_other: '{{count}} hidden tests are left out.',
})

/** Lists tests with their figures as they are at one moment, by name. */
async function tests({ policy, filter: asked }: Tests, context: CommandContext): Promise<number> {
  const { core, terminal, json } = context
  const filter = await ofChosenAccounts(asked, context)
  await sayIncomplete(context)
  const [all, ids] = await readAtOneMoment(core.databaseFile, async (reading) => {
    const rows = reading.tests({ filter, policy, withHidden: true, sort: { field: 'name', direction: 'asc' } })
    return [rows, new Map(rows.map(({ testId }) => [testId, reading.outwardId(testId)]))] as const
  })
  const shown = all.filter(({ hidden }) => !hidden)
  if (json) await printJson(terminal, { policy, tests: shown.map((test) => testDocument(test, ids.get(test.testId))) })
  else await write(terminal.out, shown.map(lineOf).join(''))
  const left = all.length - shown.length
  if (left > 0) await write(terminal.err, `${words('hidden', { count: left })}\n`)
  return exitStatus.done
}

const percent = (tenths: number | null): number | null => (tenths === null ? null : tenths / 10)

const rateOf = ({ passed, marked }: TestRow): number | null => (marked === 0 ? null : (passed / marked) * 100)

/** Percentages with all their decimals. */
const testDocument = (test: TestRow, id: number | string = test.testId) => ({
  account: test.account,
  test_id: id,
  test_name: test.name,
  students: test.students,
  attempts: test.attempts,
  counted: test.counted,
  mean: percent(test.mean),
  median: percent(test.median),
  sd: percent(test.sd),
  min: percent(test.min),
  max: percent(test.max),
  pass_mark: test.passMark === null ? null : fromTenths(test.passMark),
  passed: test.passed,
  pass_rate: rateOf(test),
  needs_grading: test.needsGrading,
})

function lineOf(test: TestRow): string {
  const said = (tenths: number | null): string => (tenths === null ? 'none' : `${percentText(tenths)}%`)
  const fields = [
    test.name,
    words('students', { count: test.students }),
    words('attempts', { count: test.attempts }),
    `average ${said(test.mean)}`,
    `median ${said(test.median)}`,
    `passed ${test.passed} of ${test.marked}`,
    `to grade ${test.needsGrading}`,
  ]
  return `${fields.map(plainText).join('\t')}\n`
}
