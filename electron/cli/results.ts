import { type AccountZones, type NamedResult, readAtOneMoment } from '../store/api.ts'
import { ofChosenAccounts } from './chosen-accounts.ts'
import { sayIncomplete } from './completeness.ts'
import type { CommandContext, Named } from './context.ts'
import { momentsOf, zonesSaid } from './moment.ts'
import { plainJson, plainText } from './plain-text.ts'
import { resultDocument } from './result-document.ts'
import { write } from './terminal.ts'
import { writeRows } from './write-rows.ts'

/** Lists results as they all are at one moment. @throws AppError `job/cancelled` when interrupted on the way */
export async function results(command: Named<'results'>, context: CommandContext): Promise<void> {
  const { core, terminal, json } = context
  const filter = await ofChosenAccounts(command.filter, context)
  await sayIncomplete(context)
  await readAtOneMoment(core.databaseFile, async (reading) => {
    const answer = reading.results({ ...command, filter })
    if (json) {
      await write(terminal.out, `{"total":${answer.total},"results":[`)
      await writeRows(answer.rows, { line: (row) => plainJson(resultDocument(row)), separator: ',\n' }, context)
      await write(terminal.out, ']}\n')
      return
    }
    const shown = await writeRows(answer.rows, { line: linesIn(answer.zones), separator: '' }, context)
    const said = zonesSaid(filter.accounts ?? [], answer.zones)
    await write(terminal.err, `${shown} of ${answer.total} results${said}\n`)
  })
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
