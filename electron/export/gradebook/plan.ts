import type { ExtraField } from '../../../shared/model/extra-field.ts'
import type { ResultsFilter } from '../../../shared/model/filter.ts'
import {
  couldTake,
  type GradebookColumn,
  type GradebookDefinition,
  type GradebookSummary,
} from '../../../shared/model/gradebook.ts'
import { type FigureKind, isTooLargeToBeLive } from '../../../shared/model/gradebook-file.ts'
import type { GradingRules } from '../../../shared/model/grading.ts'
import { wallClockIn } from '../../../shared/model/zone.ts'
import type { CellAttempt, DetailedAttempt, Reading } from '../../store/api.ts'
import { type ExportedAccount, exportedAccounts } from '../reading.ts'
import type { ExportRun } from '../writer/table.ts'
import type { ExportedRow } from './columns.ts'
import { accountNames, byName, rowsShown } from './content.ts'
import { type Layout, layoutOf } from './layout.ts'
import type { GradebookRequest } from './request.ts'
import { testTitles } from './titles.ts'

/** An attempt with the cell it belongs to. */
export interface PlannedAttempt extends CellAttempt {
  /** The place of its student among the rows, and of its test. */
  readonly row: number
  readonly test: number
}

/** A test with its title, which no other test of the file has. */
export interface TitledTest extends GradebookColumn {
  readonly title: string
}

/** All that the sheets of a workbook say. */
export interface GradebookPlan {
  readonly request: GradebookRequest
  readonly rules: GradingRules
  readonly summary: GradebookSummary
  readonly tests: readonly TitledTest[]
  readonly rows: readonly ExportedRow[]
  /** By row, test and the order they were made. */
  readonly attempts: readonly PlannedAttempt[]
  readonly accounts: readonly ExportedAccount[]
  /** The names of extra fields; none where the file holds no such field. */
  readonly extraFields: readonly ExtraField[]
  readonly figures: FigureKind
  /** Ids of attempts that need grading, where the policy may still change which of them count. */
  readonly provisional: ReadonlySet<number>
  /** What a file says of each attempt, in the order of `attempts`. Read again at every call where it is streamed. */
  readonly details: () => Iterable<DetailedAttempt>
  /** The attempts that the teacher chose, or that do not count because of such a decision. */
  readonly decided: ReadonlySet<number>
  /** Whether the workbook is too large to be kept in memory. */
  readonly isStreamed: boolean
  readonly layout: Layout
  /** Unix seconds to the account's local time, encoded as if that were UTC. */
  readonly wallClock: (account: string, seconds: number) => number
}

/** How many tests students have not taken. */
export const notTakenIn = ({ rows, tests }: Pick<GradebookPlan, 'rows' | 'tests'>): number =>
  rows.reduce((sum, row) => sum + tests.filter((test, place) => isNotTaken(row, test, place)).length, 0)

/** Whether a student could have taken the test at a place, and has not. */
export const isNotTaken = ({ student, cells }: ExportedRow, test: TitledTest, place: number): boolean =>
  cells[place] === null && couldTake(student, test)

/** From how many attempts on a workbook is streamed, and from how many cells of the gradebook: 120,000 took 1.2 GB. */
const mostKept = 10_000
const mostCellsKept = 20_000

const accountsOf = (accounts: GradebookDefinition['accounts']): ResultsFilter =>
  accounts === null ? [] : [{ field: 'account', op: 'in', value: [...accounts] }]

/** The accounts that a gradebook reads. */
export const accountsShown = (reading: Reading, { accounts, students }: GradebookDefinition): ExportedAccount[] =>
  exportedAccounts(reading, [...accountsOf(accounts), ...(students.by === 'filter' ? students.filter : [])])

export async function planOf(reading: Reading, request: GradebookRequest, run: ExportRun): Promise<GradebookPlan> {
  const { definition } = request
  const whole = reading.gradebook({ gradebook: definition, sort: byName })
  await run.yieldToEvents()
  const { summary } = whole
  const rows = [...rowsShown(whole, request)]
  const attempts: PlannedAttempt[] = []
  for (const [row, { id, cells }] of rows.entries()) {
    for (const [test, cell] of cells.entries()) {
      if (cell === null) continue
      for (const attempt of whole.attemptsOf(id, test)) attempts.push({ ...attempt, row, test })
    }
    if (row % rowsPerTurn === 0) await run.yieldToEvents()
  }
  const titles = testTitles(summary.tests, accountNames(reading), reading.outwardId)
  const isEmpty = rows.length === 0 || titles.length === 0
  const isLive =
    request.figures === 'live' && !isEmpty && !isTooLargeToBeLive(rows.length, titles.length, attempts.length)
  const ids = attempts.map(({ id }) => id)
  const isStreamed = ids.length > mostKept || rows.length * titles.length > mostCellsKept
  const kept = isStreamed ? null : [...reading.attemptsById(ids)]
  await run.yieldToEvents()
  const clocks = new Map([...reading.zones].map(([account, zone]) => [account, wallClockIn(zone)]))
  const utc = wallClockIn('UTC')
  const hasExternalIds = request.identity === 'names' && rows.some(({ externalId }) => externalId !== null)
  return {
    request,
    rules: definition.rules,
    summary,
    tests: summary.tests.map((test, place) => ({ ...test, title: titles[place] as string })),
    rows,
    attempts,
    accounts: accountsShown(reading, definition),
    extraFields: request.extraFields === true && request.identity === 'names' ? reading.extraFields() : [],
    figures: isLive ? 'live' : 'values',
    isStreamed,
    details: () => kept ?? reading.attemptsById(ids),
    provisional: isLive ? provisionalAmong(kept ?? reading.attemptsById(ids)) : new Set(),
    decided: decidedAmong(attempts, rows),
    layout: layoutOf({
      students: rows.length,
      tests: titles.length,
      identity: request.identity,
      hasEmails: request.identity === 'names' && request.emails === true,
      hasExternalIds,
      hasGrades: definition.rules.scale !== null,
      isLive,
    }),
    wallClock: (account, seconds) => (clocks.get(account) ?? utc)(seconds as never),
  }
}

const rowsPerTurn = 100

function provisionalAmong(details: Iterable<DetailedAttempt>): Set<number> {
  const ids = new Set<number>()
  for (const { id, requires_grading } of details) if (requires_grading === 1) ids.add(id)
  return ids
}

/** The ids of the attempts in cells that the teacher decided. A choice of an attempt that is not there decides nothing. */
const decidedAmong = (attempts: readonly PlannedAttempt[], rows: readonly ExportedRow[]): Set<number> =>
  new Set(attempts.filter(({ row, test }) => (rows[row]?.cells[test]?.reason ?? null) !== null).map(({ id }) => id))
