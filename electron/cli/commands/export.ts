import { basename, resolve } from 'node:path'
import { AppError } from '../../../shared/errors.ts'
import type { AttemptPolicy } from '../../../shared/model/attempt-policy.ts'
import { newestFirst, type ResultsFilter } from '../../../shared/model/filter.ts'
import { translator } from '../../../shared/translate.ts'
import type { IdentityLevel } from '../../export/results/request.ts'
import { ofChosenAccounts, sayIncomplete } from '../chosen-accounts.ts'
import { type CommandContext, type DeclareCommand, oneOf, usage } from '../command.ts'
import { exitStatus } from '../failures.ts'
import { addFilterOptions, filterFrom } from '../results-arguments.ts'
import { plainText, printJson, progressLine, write } from '../terminal.ts'

interface Export {
  readonly file: string
  readonly filter: ResultsFilter
  readonly policy: AttemptPolicy
  readonly identity: IdentityLevel
}

interface Options extends Readonly<Record<string, unknown>> {
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
    .action(answers({ folder: 'read', read: exportOf, answer: exportFile }))
}

function exportOf([file = '']: readonly string[], options: Options): Export {
  if (!/\.(xlsx|csv)$/i.test(file)) throw usage(`“${file}” must end in .xlsx or .csv.`)
  return {
    file,
    filter: filterFrom(options),
    policy: oneOf('policy', options.policy, ['best', 'first', 'last', 'average']),
    identity: oneOf('identity', options.identity, ['names', 'pseudonyms']),
  }
}

const words = translator({
  attempts_one: '{{count}} attempt',
  attempts_other: '{{count}} attempts',
  students_one: '{{count}} student',
  students_other: '{{count}} students',
  written_one: '{{written}} of {{count}} attempt',
  written_other: '{{written}} of {{count}} attempts',
  formulaLike_one:
    '{{count}} text begins like a formula; a spreadsheet may run it. Use .xlsx to open the file in Excel.',
  formulaLike_other:
    '{{count}} texts begin like a formula; a spreadsheet may run them. Use .xlsx to open the file in Excel.',
})

async function exportFile(asked: Export, context: CommandContext): Promise<number> {
  const { core, isCopy, terminal, json, stopped } = context
  // A key made in a copy is lost, so every student would get another pseudonym next time.
  if (isCopy && asked.identity === 'pseudonyms' && !(await core.store.hasPseudonymKey())) {
    throw new AppError('export/no-pseudonyms')
  }
  const file = resolve(asked.file)
  const line = progressLine(terminal)
  const request = {
    query: { filter: await ofChosenAccounts(asked.filter, context), sort: newestFirst },
    file,
    format: /\.csv$/i.test(file) ? 'csv' : 'xlsx',
    policy: asked.policy,
    hiddenColumns: (await core.store.settings()).hiddenColumns,
    identity: asked.identity,
    pseudonymKey: await core.store.pseudonymKey(),
    exportedAt: core.clock(),
  } as const
  await sayIncomplete(context)
  const onProgress = (written: number, total: number) => line.show(...exportProgress(written, total))
  const outcome = await core.exporter.run('results', request, { signal: stopped, onProgress }).finally(line.clear)
  const { sheets, students, attempts, formulaLikeTexts } = outcome
  if (json) await printJson(terminal, { file, sheets, students, attempts })
  else {
    const counted = `${words('attempts', { count: attempts })} of ${words('students', { count: students })}`
    await write(terminal.out, `${plainText(basename(file))}: ${counted}\n`)
  }
  if (formulaLikeTexts > 0 && request.format === 'csv') {
    await write(terminal.err, `${words('formulaLike', { count: formulaLikeTexts })}\n`)
  }
  return exitStatus.done
}

export const exportProgress = (written: number, total: number): [share: number, words: string] => [
  total > 0 ? written / total : 0,
  words('written', { written, count: total }),
]
