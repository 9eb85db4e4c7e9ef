import { AppError } from '../../shared/errors.ts'
import type { openReadOnly } from '../store/database.ts'
import { accountQueries } from '../store/queries/accounts.ts'
import type { QueryRunner } from '../store/queries/builder.ts'
import { countOf } from '../store/queries/results.ts'
import type { AccountZones } from '../store/queries/results-filter.ts'
import { syncStateQueries } from '../store/queries/sync-state.ts'
import { rankedAttempts } from './attempts.ts'
import { filterLines, sortWords } from './filter-words.ts'
import type { Pace } from './pace.ts'
import type { ExportFormat, ExportRequest } from './request.ts'
import { type SettingsSection, settingsSections } from './settings-lines.ts'
import { mostSheetRows } from './sheet-limits.ts'
import { Standings } from './standing.ts'

/** What must be known of all attempts before the first is written. */
export interface ExportPlan {
  readonly zones: AccountZones
  readonly standings: Standings
  readonly attempts: number
  readonly students: number
  readonly settings: readonly SettingsSection[]
}

const rowsPerBreath = 2_000

/** Reads what an export needs to know beforehand. @throws AppError `export/too-many-rows` */
export async function planOf(
  db: ReturnType<typeof openReadOnly>,
  run: QueryRunner,
  request: ExportRequest,
  pace: Pace,
): Promise<ExportPlan> {
  const { filter, sort } = request.query
  const { zones: readZones, listAccounts } = accountQueries(db)
  const { syncState } = syncStateQueries(db)
  const zones = readZones()
  const attempts = run.first(countOf(filter, zones).compile())?.n ?? 0
  refuseTooMany(attempts, request.format)

  const standings = new Standings()
  for (const attempt of rankedAttempts(run, request, zones)) {
    standings.add(attempt)
    if (standings.attempts % rowsPerBreath === 0) await pace.breathe()
  }
  standings.finish()

  const accounts = listAccounts()
    .filter(({ id }) => filter.accounts === undefined || filter.accounts.includes(id))
    .map((account) => ({ ...account, sync: syncState(account.id) }))
  const settings = settingsSections({
    request,
    accounts,
    attempts,
    students: standings.students,
    filter: filterLines(run, filter, request.identity),
    sorted: sortWords(sort),
  })
  return { zones, standings, attempts, students: standings.students, settings }
}

/** @throws AppError `export/too-many-rows` where a sheet has not that many; CSV has no such end */
export function refuseTooMany(rows: number, format: ExportFormat): void {
  if (format === 'xlsx' && rows > mostSheetRows) throw new AppError('export/too-many-rows', { rows })
}
