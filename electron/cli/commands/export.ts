import { basename, resolve } from 'node:path'
import { Option } from 'commander'
import { AppError } from '../../../shared/errors.ts'
import type { AttemptPolicy } from '../../../shared/model/attempt-policy.ts'
import { newestFirst } from '../../../shared/model/filter.ts'
import type { Extras } from '../../../shared/model/gradebook-file.ts'
import { sisFields } from '../../../shared/model/sis-columns.ts'
import { translator } from '../../../shared/translate.ts'
import type { GradebookOutcome } from '../../export/gradebook/request.ts'
import type { ParquetOutcome, Partition } from '../../export/parquet/request.ts'
import type { ExportOutcome, IdentityLevel } from '../../export/results/request.ts'
import { ofChosenAccounts, sayIncomplete } from '../chosen-accounts.ts'
import { type CommandContext, type DeclareCommand, oneOf, repeated, usage } from '../command.ts'
import {
  type AskedGradebook,
  definitionOf,
  extrasOf,
  type GradebookOptions,
  gradebookAsked,
  sisColumnsOf,
} from '../export/gradebook.ts'
import { partitionOf, uniqueFileIn } from '../export/parquet.ts'
import { exitStatus } from '../failures.ts'
import { type AskedFilter, addFilterOptions, filterFrom } from '../results-arguments.ts'
import { plainText, printJson, progressLine, write } from '../terminal.ts'

interface Export {
  readonly file: string
  readonly filter: AskedFilter
  readonly policy: AttemptPolicy
  readonly identity: IdentityLevel
  /** Null for a file of attempts. */
  readonly gradebook: AskedGradebook | null
  readonly partition: readonly Partition[]
  readonly extras: Extras
}

interface Options extends GradebookOptions, Readonly<Record<string, unknown>> {
  readonly gradebook?: boolean
  readonly partition?: string
  readonly policy?: string
  readonly identity?: string
}

export const declare: DeclareCommand = (program, answers) => {
  const command = program
    .command('export')
    .description('Writes results to a workbook, or to a CSV file where FILE ends in .csv.')
    .argument('<FILE.xlsx>', 'the file to write')
  addFilterOptions(command)
    .option(
      '--policy <best|first|last|average>',
      'which attempt of a student at a test counts; the best where nothing is said',
    )
    .option('--identity <names|pseudonyms>', 'whether students are named')
    .option(
      '--gradebook',
      'writes a gradebook: students by tests, with averages and grades; with --class, also those of it without a result',
    )
    .option('--values', 'with --gradebook: values in place of formulas')
    .option(
      '--items',
      'with --gradebook and an .xlsx: adds a sheet of the questions of each test whose answers are here',
    )
    .option(
      '--form <excel|machine|canvas|moodle|sis>',
      'with --gradebook and a .csv: who the file is for; this computer’s spreadsheet where nothing is said',
    )
    .option('--columns <NAME=FIELD,…>', `with --form sis: its columns, of ${sisFields.join(', ')} and test:ID`)
    .option('--preset <NAME>', 'with --form sis: the columns that the window keeps under a name')
    .addOption(
      new Option(
        '--with <links|ip|extra-fields|email>',
        'with --gradebook or a .parquet: adds links to results, IP addresses or extra fields; with --gradebook also a column of e-mail addresses (may be repeated)',
      ).argParser(repeated),
    )
    .option('--partition <term,test>', 'for columns (Parquet): FILE is a folder, divided by half year, test or both')
    .action(answers({ folder: 'read', read: exportOf, answer: exportFile }))
}

function exportOf([file = '']: readonly string[], options: Options): Export {
  const isColumns = isParquet(file) || options.partition !== undefined
  if (!isColumns && !/\.(xlsx|csv)$/i.test(file)) throw usage(`“${file}” must end in .xlsx, .csv or .parquet.`)
  if (options.partition !== undefined && /\.(xlsx|csv)$/i.test(file))
    throw usage(`--partition makes a folder of .parquet files, and “${file}” is the name of another kind.`)
  const identity = oneOf('identity', options.identity, ['names', 'pseudonyms'])
  const isGradebook = options.gradebook === true
  const given = filterFrom(options)
  // Of a gradebook a class says whose rows it has.
  const filter = isGradebook ? given.filter(({ field }) => field !== 'class') : given
  if (isGradebook && isColumns) throw usage('A gradebook is an .xlsx or a .csv; a .parquet holds attempts.')
  const alone = isColumns ? gradebookOptions : [...gradebookOptions, 'with' as const]
  const misplaced = isGradebook ? undefined : alone.find((name) => options[name] !== undefined)
  if (misplaced !== undefined) throw usage(`--${misplaced} goes with --gradebook.`)
  if (!isGradebook && options.with?.includes('email')) throw usage('--with email goes with --gradebook.')
  return {
    ...{ file, filter, identity },
    policy: oneOf('policy', options.policy, ['best', 'first', 'last', 'average']),
    gradebook: isGradebook ? gradebookAsked(file, options, filter, identity) : null,
    partition: partitionOf(options.partition),
    extras: extrasOf(options.with),
  }
}

const gradebookOptions = ['values', 'items', 'form', 'columns', 'preset'] as const

const words = translator({
  attempts_one: '{{count}} attempt',
  attempts_other: '{{count}} attempts',
  students_one: '{{count}} student',
  students_other: '{{count}} students',
  written_one: '{{written}} of {{count}} attempt',
  written_other: '{{written}} of {{count}} attempts',
  emptyColumns_one: 'The column {{columns}} stayed empty: its test is not in this gradebook.',
  emptyColumns_other: 'The columns {{columns}} stayed empty: their tests are not in this gradebook.',
  values: 'The workbook holds values instead of formulas; its Settings sheet says why.',
  formulaLike_one:
    '{{count}} text begins like a formula; a spreadsheet may run it. Use .xlsx to open the file in Excel.',
  formulaLike_other:
    '{{count}} texts begin like a formula; a spreadsheet may run them. Use .xlsx to open the file in Excel.',
})

async function exportFile(asked: Export, context: CommandContext): Promise<number> {
  const { core, isCopy, terminal, json } = context
  // A key made in a copy is lost, so every student would get another pseudonym next time.
  if (isCopy && asked.identity === 'pseudonyms' && !(await core.store.hasPseudonymKey())) {
    throw new AppError('export/no-pseudonyms')
  }
  const file = resolve(asked.file)
  const line = progressLine(terminal)
  await sayIncomplete(context)
  const onProgress = (written: number, total: number) => line.show(...exportProgress(written, total))
  const outcome = await written({ ...asked, file }, context, onProgress).finally(line.clear)
  const { sheets, students, attempts, formulaLikeTexts } = outcome
  if (json) await printJson(terminal, { file, sheets, students, attempts })
  else {
    const counted = `${words('attempts', { count: attempts })} of ${words('students', { count: students })}`
    await write(terminal.out, `${plainText(basename(file))}: ${counted}\n`)
  }
  if (formulaLikeTexts > 0 && isCsv(file)) {
    await write(terminal.err, `${words('formulaLike', { count: formulaLikeTexts })}\n`)
  }
  const empty = 'emptyColumns' in outcome ? outcome.emptyColumns : []
  if (empty.length > 0) {
    const columns = empty.map(({ header }) => `“${plainText(header)}”`).join(', ')
    await write(terminal.err, `${words('emptyColumns', { count: empty.length, columns })}\n`)
  }
  if ('figures' in outcome && asked.gradebook?.form === undefined && outcome.figures !== asked.gradebook?.figures) {
    await write(terminal.err, `${words('values')}\n`)
  }
  return exitStatus.done
}

const isCsv = (file: string): boolean => /\.csv$/i.test(file)
const isParquet = (file: string): boolean => /\.parquet$/i.test(file)

async function written(
  { file, filter, policy, identity, gradebook, partition, extras }: Export,
  context: CommandContext,
  onProgress: (written: number, total: number) => void,
): Promise<ExportOutcome | GradebookOutcome | ParquetOutcome> {
  const { core, stopped: signal } = context
  const secret = { identity, pseudonymKey: await core.store.pseudonymKey(), exportedAt: core.clock() }
  if (gradebook !== null) {
    const { className, form, figures, items, emails } = gradebook
    const sisColumns = await sisColumnsOf(gradebook, identity, context)
    const request = {
      ...{ figures, items, emails, ...extras, ...secret, file, title: className },
      definition: await definitionOf(gradebook, policy, filter, context),
      ...(form === undefined ? {} : { form, locale: new Intl.NumberFormat().resolvedOptions().locale }),
      ...(sisColumns === undefined ? {} : { sisColumns }),
    }
    return core.exporter.run('gradebook', request, { signal, onProgress })
  }
  if (isParquet(file) || partition.length > 0) {
    const place = partition.length > 0 ? await uniqueFileIn(file, secret.exportedAt) : file
    const request = {
      ...{ ...extras, ...secret, partition, file: place },
      filter: await ofChosenAccounts(filter, context),
    }
    return core.exporter.run('parquet', request, { signal, onProgress })
  }
  const request = {
    query: { filter: await ofChosenAccounts(filter, context), sort: newestFirst },
    ...{ ...secret, file, policy },
    format: isCsv(file) ? ('csv' as const) : ('xlsx' as const),
    hiddenColumns: (await core.store.settings()).hiddenColumns,
  }
  return core.exporter.run('results', request, { signal, onProgress })
}

export const exportProgress = (written: number, total: number): [share: number, words: string] => [
  total > 0 ? written / total : 0,
  words('written', { written, count: total }),
]
