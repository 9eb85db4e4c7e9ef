import { accountQueries } from '../store/queries/accounts.ts'
import type { QueryRunner } from '../store/queries/builder.ts'
import { countOf } from '../store/queries/results.ts'
import type { AccountZones } from '../store/queries/results-filter.ts'
import { rankedAttempts } from './attempts.ts'
import { exportedAccounts } from './exported-accounts.ts'
import { filterLines, sortWords } from './filter-words.ts'
import type { Reading } from './one-reading.ts'
import type { Pace } from './pace.ts'
import type { ExportRequest } from './request.ts'
import type { SettingsLine } from './settings-line.ts'
import { type SettingsSection, settingsSections, summaryLines } from './settings-lines.ts'
import { refuseTooMany } from './sheet-limits.ts'
import { Standings } from './standing.ts'

/** What must be known of all attempts before the first is written. */
export interface ExportPlan {
  readonly zones: AccountZones
  readonly standings: Standings
  readonly attempts: number
  readonly students: number
  readonly summary: readonly SettingsLine[]
  readonly settings: readonly SettingsSection[]
}

const rowsPerBreath = 2_000

/** Reads what an export needs to know beforehand. @throws AppError `export/too-many-rows` */
export async function planOf(
  db: Reading['db'],
  run: QueryRunner,
  request: ExportRequest,
  pace: Pace,
): Promise<ExportPlan> {
  const { filter, sort } = request.query
  const zones = accountQueries(db).zones()
  const attempts = run.first(countOf(filter, zones).compile())?.n ?? 0
  refuseTooMany(attempts, request.format)

  const standings = new Standings()
  for (const attempt of rankedAttempts(run, request, zones)) {
    standings.add(attempt)
    if (standings.attempts % rowsPerBreath === 0) await pace.breathe()
  }
  standings.finish()

  const accounts = exportedAccounts(db, filter)
  const summary = summaryLines(accounts, standings.hidden)
  const settings = settingsSections({
    request,
    accounts,
    attempts,
    students: standings.students,
    hidden: standings.hidden,
    filter: filterLines(run, filter, request.identity, 'attempt'),
    sorted: sortWords(sort),
  })
  return { zones, standings, attempts, students: standings.students, summary, settings }
}
