import { type AttemptPolicy, attemptPolicies } from '../../../shared/model/attempt-policy.ts'
import { chosenOf, without } from '../../../shared/model/filter.ts'
import {
  type StudentRow,
  type StudentsFilter,
  type StudentsSort,
  studentSortFields,
} from '../../../shared/model/student.ts'
import { translator } from '../../../shared/translate.ts'
import { readAtOneMoment } from '../../store/api.ts'
import { chosenAccounts, ofChosenAccounts, sayIncomplete } from '../chosen-accounts.ts'
import { type CommandContext, type DeclareCommand, oneOf, usage, wholeNumber } from '../command.ts'
import { exitStatus } from '../failures.ts'
import { type AskedFilter, addFilterOptions, filterFrom } from '../results-arguments.ts'
import { studentDocument, studentLine } from '../students/document.ts'
import { plainJson, write, writeRows } from '../terminal.ts'

interface Students {
  readonly filter: AskedFilter
  readonly policy: AttemptPolicy
  readonly sort: StudentsSort
  readonly limit: number | undefined
  readonly offset: number
}

interface Options extends Readonly<Record<string, unknown>> {
  readonly policy?: string
  readonly sort?: string
  readonly limit?: string
  readonly offset?: string
}

export const declare: DeclareCommand = (program, answers) => {
  addFilterOptions(
    program
      .command('students')
      .description(
        'Lists students. Filters narrow the attempts considered, and leave who has one; --search finds students by any of their results, and --class and --label by what is theirs, also before their first result.',
      ),
  )
    .option('--policy <POLICY>', `which attempt counts: ${attemptPolicies.join(', ')}; the best where nothing is said`)
    .option('--sort <FIELD[:asc|desc]>', 'by name where nothing is said')
    .option('--limit <N>', 'how many; all where nothing is said')
    .option('--offset <N>', 'how many are passed over before the first')
    .action(
      answers({
        folder: 'read',
        empty: { json: { total: 0, students: [] }, words: 'beside it' },
        read: studentsOf,
        answer: students,
      }),
    )
}

const studentsOf = (_: readonly string[], { policy, sort, limit, offset = '0', ...filter }: Options): Students => ({
  filter: filterFrom(filter),
  policy: oneOf('policy', policy, attemptPolicies),
  sort: sortFrom(sort),
  limit: limit === undefined ? undefined : wholeNumber('limit', limit),
  offset: wholeNumber('offset', offset),
})

/** Names of the fields as the answer has them. */
const sortNames = { ...Object.fromEntries(studentSortFields.map((field) => [field, field])), last_finished: 'lastSeen' }

function sortFrom(sort = 'name'): StudentsSort {
  const [named = '', direction = 'asc'] = sort.split(':')
  const field = studentSortFields.find(
    (each) => each === Object.entries(sortNames).find(([name]) => name === named)?.[1],
  )
  if (field === undefined) {
    throw usage(`Students cannot be sorted by “${named}”; they can by ${Object.keys(sortNames).join(', ')}.`)
  }
  if (direction !== 'asc' && direction !== 'desc') throw usage(`“${direction}” is no direction; use asc or desc.`)
  return { field, direction }
}

/** As the list in the window asks: classes and labels are the students', whether they have a result or not. */
async function studentsAsked(filter: AskedFilter, context: CommandContext): Promise<StudentsFilter> {
  const results = await ofChosenAccounts(filter, context)
  const { store } = context.core
  const accounts = (await chosenAccounts(context)).map(({ id }) => id)
  const idsOf = (all: readonly { readonly id: number; readonly name: string }[], names: readonly string[] = []) =>
    all.filter(({ name }) => names.includes(name)).map(({ id }) => id)
  return {
    results: without(without(results, 'class'), 'label'),
    classes: idsOf(await store.listClasses(accounts), chosenOf(results, 'class')),
    labels: idsOf(await store.listLabels(accounts), chosenOf(results, 'label')),
  }
}

const words = translator({
  shown_one: '{{shown}} of {{count}} student',
  shown_other: '{{shown}} of {{count}} students',
  mayChange: '; * may change, because an attempt is still to be graded',
})

/** Lists students as they are at one moment. @throws AppError `job/cancelled` when interrupted */
async function students({ filter, ...asked }: Students, context: CommandContext): Promise<number> {
  const { core, terminal, json } = context
  const asking = await studentsAsked(filter, context)
  await sayIncomplete(context)
  await readAtOneMoment(core.databaseFile, async (reading) => {
    const answer = reading.students({ ...asked, filter: asking })
    if (json) {
      await write(terminal.out, `{"total":${answer.total},"students":[`)
      await writeRows(answer.rows, { line: (row) => plainJson(studentDocument(row)), separator: ',\n' }, context)
      await write(terminal.out, ']}\n')
      return
    }
    let mayChange = false
    const line = (row: StudentRow): string => {
      mayChange ||= row.provisional
      return studentLine(row)
    }
    const shown = await writeRows(answer.rows, { line, separator: '' }, context)
    const said = `${words('shown', { shown, count: answer.total })}${mayChange ? words('mayChange') : ''}`
    await write(terminal.err, `${said}\n`)
  })
  return exitStatus.done
}
