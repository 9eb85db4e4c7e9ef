import { fromTenths, type Tenths } from '../../../shared/model/result-values.ts'
import { translator } from '../../../shared/translate.ts'
import { type AccountZones, gradingOf, type NamedCertificate, readAtOneMoment, truth } from '../../store/api.ts'
import { chosenAccounts, sayIncomplete } from '../chosen-accounts.ts'
import type { CommandContext, DeclareCommand } from '../command.ts'
import { exitStatus } from '../failures.ts'
import { momentsOf, zonesSaid } from '../moment.ts'
import { plainJson, plainText, write, writeRows } from '../terminal.ts'

interface Certificates {
  /** Only spaces: all certificates. */
  readonly query: string
}

export const declare: DeclareCommand = (program, answers) => {
  program
    .command('certificates')
    .description(
      'Finds certificates by any part of a serial, or by words of a name, an e-mail address, an access code or a test.',
    )
    .argument('[QUERY...]', `words in any order, '"Ana Ruiz"' the two together; all certificates where nothing is said`)
    .action(
      answers({
        folder: 'read',
        empty: { json: { total: 0, certificates: [] }, words: 'beside it' },
        read: (query): Certificates => ({ query: query.join(' ') }),
        answer: certificates,
      }),
    )
}

const words = translator({
  shown_one: '{{count}} certificate',
  shown_other: '{{count}} certificates',
})

/** Finds certificates as the desk does, but all of them. @throws AppError `job/cancelled` when interrupted */
async function certificates({ query }: Certificates, context: CommandContext): Promise<number> {
  const { core, terminal, json } = context
  const chosen = await chosenAccounts(context)
  const accounts = chosen.map(({ id }) => id)
  const samples = new Set(chosen.filter(({ sample }) => sample).map(({ id }) => id))
  await sayIncomplete(context)
  await readAtOneMoment(core.databaseFile, async (reading) => {
    const { total, zones, rows } = reading.certificatesFound({ text: query, accounts })
    if (json) {
      await write(terminal.out, `{"total":${total},"certificates":[`)
      await writeRows(rows, { line: (row) => plainJson(certificateDocument(row)), separator: ',\n' }, context)
      await write(terminal.out, ']}\n')
      return
    }
    const shown = await writeRows(rows, { line: linesIn(zones, samples), separator: '' }, context)
    await write(terminal.err, `${words('shown', { count: shown })}${zonesSaid(accounts, zones)}\n`)
  })
  return exitStatus.done
}

/** ClassMarker's own field names and values, as in `results`. */
const certificateDocument = (row: NamedCertificate) => ({
  certificate_serial: row.certificate_serial,
  certificate_url: row.certificate_url,
  first: row.first,
  last: row.last,
  test_name: row.test_name,
  time_finished: row.time_finished,
  percentage: percentageOf(row),
  passed: truth(row.passed),
})

const percentageOf = ({ percentage }: NamedCertificate): number | null =>
  percentage === null ? null : fromTenths(percentage as Tenths)

/** The outcome of the test in words: a certificate can be issued without a pass. */
function outcomeOf(row: NamedCertificate): string {
  const { test_type, pass_mark, passed } = row
  const grading = gradingOf(row)
  if (grading === true) return 'to grade'
  if (test_type?.toLowerCase() === 'survey') return 'survey'
  if (pass_mark === null || pass_mark <= 0) return 'no pass mark'
  const outcome = passed === null ? 'outcome unknown' : passed === 1 ? 'passed' : 'not passed'
  return grading === null ? `${outcome}, grading unknown` : outcome
}

/** @param samples ids of accounts whose results are invented */
function linesIn(zones: AccountZones, samples: ReadonlySet<string>): (row: NamedCertificate) => string {
  const moment = momentsOf(zones)
  return (row) => {
    const { certificate_serial, first, last, test_name } = row
    const when = moment(row.account_id, row.time_finished)
    const percentage = percentageOf(row)
    const score = percentage === null ? 'unknown' : `${percentage}%`
    const sample = samples.has(row.account_id) ? ['sample'] : []
    const fields = [certificate_serial, when, `${first} ${last}`, test_name, score, outcomeOf(row), ...sample]
    return `${fields.map((field) => plainText(String(field))).join('\t')}\n`
  }
}
