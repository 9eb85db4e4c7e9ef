import { chosenOf, type ResultsSort } from '../../../shared/model/filter.ts'
import { columnOf, factsOf, type SentField, sentFieldNames } from '../../../shared/model/result-fields.ts'
import { translator } from '../../../shared/translate.ts'
import {
  type AccountZones,
  extraInfoOf,
  type NamedResult,
  readAtOneMoment,
  startOf,
  wireValue,
} from '../../store/api.ts'
import { ofChosenAccounts, sayIncomplete } from '../chosen-accounts.ts'
import { type CommandContext, type DeclareCommand, wholeNumber } from '../command.ts'
import { exitStatus } from '../failures.ts'
import { momentsOf, zonesSaid } from '../moment.ts'
import { type AskedFilter, addFilterOptions, filterFrom, sortFrom } from '../results-arguments.ts'
import { plainJson, plainText, write, writeRows } from '../terminal.ts'

interface Results {
  readonly filter: AskedFilter
  readonly sort: ResultsSort
  readonly limit: number | undefined
  readonly offset: number
}

interface Options extends Readonly<Record<string, unknown>> {
  readonly sort?: string
  readonly limit?: string
  readonly offset?: string
}

export const declare: DeclareCommand = (program, answers) => {
  addFilterOptions(program.command('results').description('Lists results.'))
    .option('--sort <FIELD[:asc|desc]>', 'newest first where nothing is said')
    .option('--limit <N>', 'how many; all where nothing is said')
    .option('--offset <N>', 'how many are passed over before the first')
    .action(
      answers({
        folder: 'read',
        empty: { json: { total: 0, results: [] }, words: 'beside it' },
        read: resultsOf,
        answer: results,
      }),
    )
}

const resultsOf = (_: readonly string[], { sort, limit, offset = '0', ...filter }: Options): Results => ({
  filter: filterFrom(filter),
  sort: sortFrom(sort),
  limit: limit === undefined ? undefined : wholeNumber('limit', limit),
  offset: wholeNumber('offset', offset),
})

const words = translator({
  shown_one: '{{shown}} of {{count}} result',
  shown_other: '{{shown}} of {{count}} results',
})

/** Lists results as they are at one moment. @throws AppError `job/cancelled` when interrupted */
async function results(asked: Results, context: CommandContext): Promise<number> {
  const { core, terminal, json } = context
  const filter = await ofChosenAccounts(asked.filter, context)
  await sayIncomplete(context)
  await readAtOneMoment(core.databaseFile, async (reading) => {
    const answer = reading.results({ ...asked, filter })
    if (json) {
      await write(terminal.out, `{"total":${answer.total},"results":[`)
      await writeRows(answer.rows, { line: (row) => plainJson(resultDocument(row)), separator: ',\n' }, context)
      await write(terminal.out, ']}\n')
      return
    }
    const shown = await writeRows(answer.rows, { line: linesIn(answer.zones), separator: '' }, context)
    const said = zonesSaid(chosenOf(filter, 'account') ?? [], answer.zones)
    await write(terminal.err, `${words('shown', { shown, count: answer.total })}${said}\n`)
  })
  return exitStatus.done
}

function linesIn(zones: AccountZones): (row: NamedResult) => string {
  const moment = momentsOf(zones)
  return (row) => {
    const { first, last, test_name, group_name, link_name, percentage, time_finished } = resultDocument(row)
    const fields = [
      moment(row.account_id, Number(time_finished)),
      `${first} ${last}`,
      test_name,
      group_name ?? link_name,
      percentage === null ? 'unknown' : `${percentage}%`,
    ]
    return `${fields.map((field) => plainText(String(field))).join('\t')}\n`
  }
}

/** Fields that ClassMarker sends under several names, or that are not a single field there; they are written below. */
const namedBelow: readonly SentField[] = ['sourceId', 'extraInfo', 'durationSeconds']

const sentUnderOneName = sentFieldNames
  .filter((field) => !namedBelow.includes(field))
  .map((field) => {
    const { wire, kind } = factsOf(field)
    return { name: wire ?? columnOf(field), column: columnOf(field), kind }
  })

/**
 * A result with ClassMarker's own field names and values: numbers are numbers, times Unix seconds, missing values null.
 * Fields unknown to Gradekeep are passed on as they came.
 */
export function resultDocument(row: NamedResult): Record<string, unknown> {
  const [extra1 = null, extra2 = null, extra3 = null, extra4 = null, extra5 = null] = extraInfoOf(row)
  const inLink = row.feed === 'links'
  const sourceId = row.course_id ?? row.source_id
  const known = {
    ...Object.fromEntries(sentUnderOneName.map(({ name, column, kind }) => [name, wireValue(kind, row[column])])),
    test_id: row.assessment_id ?? row.test_id,
    test_name: row.test_name,
    time_started: startOf(row),
    group_id: inLink ? null : sourceId,
    group_name: inLink ? null : row.source_name,
    link_id: inLink ? sourceId : null,
    link_name: inLink ? row.source_name : null,
    extra_info: extra1,
    extra_info2: extra2,
    extra_info3: extra3,
    extra_info4: extra4,
    extra_info5: extra5,
    student_key: row.student,
    account: row.account_id,
  }
  return { ...unknownFields(row.answer, known), ...known }
}

function unknownFields(answer: string, known: object): Record<string, unknown> {
  const sent: unknown = JSON.parse(answer)
  if (typeof sent !== 'object' || sent === null) return {}
  return Object.fromEntries(Object.entries(sent).filter(([name]) => !Object.hasOwn(known, name)))
}
