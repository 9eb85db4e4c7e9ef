import { setImmediate as turn } from 'node:timers/promises'
import { AppError } from '../../shared/errors.ts'
import type { AccountZones } from '../store/queries/results-filter.ts'
import { readResults, type StoredAnswer } from '../store/reading.ts'
import { ofChosenAccounts } from './chosen-accounts.ts'
import type { CommandContext, Named } from './context.ts'
import { momentsIn } from './moment.ts'
import { plainJson, plainText } from './plain-text.ts'
import { resultDocument } from './result-document.ts'
import { write } from './terminal.ts'

const rowsPerWrite = 250

/** Lists results as they all are at one moment. @throws AppError `job/cancelled` when interrupted on the way */
export async function results(command: Named<'results'>, context: CommandContext): Promise<void> {
  const { core, terminal, json } = context
  const filter = await ofChosenAccounts(command.filter, context)
  await readResults(core.databaseFile, { ...command, filter }, async (answer) => {
    if (json) {
      await write(terminal.out, `{"total":${answer.total},"results":[`)
      await writeRows(answer, { line: (row) => plainJson(resultDocument(row)), separator: ',\n' }, context)
      await write(terminal.out, ']}\n')
      return
    }
    const shown = await writeRows(answer, { line: linesIn(answer.zones), separator: '' }, context)
    const zones = new Set(filter.accounts?.map((id) => answer.zones.get(id) ?? 'UTC'))
    const said =
      zones.size === 0 ? '' : `; times in ${[...zones].join(', ')}${zones.size > 1 ? ', each account’s own' : ''}`
    await write(terminal.err, `${shown} of ${answer.total} results${said}\n`)
  })
}

type Row = StoredAnswer['rows'] extends Iterable<infer Each> ? Each : never

/** @returns how many were written */
async function writeRows(
  { rows }: StoredAnswer,
  { line, separator }: { line: (row: Row) => string; separator: string },
  { terminal, stopped }: CommandContext,
): Promise<number> {
  let written = 0
  let waiting: string[] = []
  const flush = async () => {
    const before = written > waiting.length ? separator : ''
    if (waiting.length > 0) await write(terminal.out, before + waiting.join(separator), stopped)
    waiting = []
    // An interrupt is heard between two turns of the event loop only.
    await turn()
    if (stopped.aborted) throw new AppError('job/cancelled')
  }
  for (const row of rows) {
    waiting.push(line(row))
    written++
    if (waiting.length === rowsPerWrite) await flush()
  }
  await flush()
  return written
}

function linesIn(zones: AccountZones): (row: Row) => string {
  const moments = new Map([...zones].map(([account, zone]) => [account, momentsIn(zone)]))
  const utc = momentsIn('UTC')
  return (row) => {
    const { first, last, test_name, group_name, link_name, percentage, time_finished } = resultDocument(row)
    const moment = moments.get(row.account_id) ?? utc
    const fields = [
      moment(Number(time_finished)),
      `${first} ${last}`,
      test_name,
      group_name ?? link_name,
      `${percentage}%`,
    ]
    return `${fields.map((field) => plainText(String(field))).join('\t')}\n`
  }
}
