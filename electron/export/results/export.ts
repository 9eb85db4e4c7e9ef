import type { FileHandle } from 'node:fs/promises'
import type { AttemptPolicy } from '../../../shared/model/attempt-policy.ts'
import type { Reading } from '../../store/api.ts'
import { type ExportedRow, gradebookColumns, refuseTooLarge } from '../gradebook/columns.ts'
import { accountNames, byName, gradebookOf, rowsShown } from '../gradebook/content.ts'
import { gradebookLegend } from '../gradebook/legend.ts'
import { type ExportedAccount, exportedAccounts, inOneReading } from '../reading.ts'
import { accountSections, fileSection, filterLines, sortWords, summaryLines } from '../settings.ts'
import { refuseTooMany } from '../writer/columns.ts'
import { csvWriter } from '../writer/csv.ts'
import { type ExportRun, type TableWriter, type WriteOrder, writeTable } from '../writer/table.ts'
import { type SettingsLine, type SettingsSection, type WholeSheet, workbookWriter } from '../writer/workbook.ts'
import { type Attempt, AttemptRanks, attemptsInOrder } from './attempts.ts'
import { attemptColumns } from './columns.ts'
import type { ExportOutcome, ExportRequest, IdentityLevel } from './request.ts'

/**
 * Writes one file of attempts on the calling thread.
 * @throws AppError as `Exporter.run`
 */
export function exportResults(
  { databaseFile, target, temporaryFile, request }: WriteOrder<ExportRequest>,
  exportRun: ExportRun,
): Promise<ExportOutcome> {
  const { file } = request
  return inOneReading(databaseFile, async (reading) => {
    const plan = await planOf(reading, request, exportRun)
    const { students, attempts, ranks, decided } = plan
    const rows = attemptsInOrder(reading, request, ranks, decided)
    const writer = (handle: FileHandle) => writerFor(handle, request, plan)
    const written = await writeTable({ target, temporaryFile }, rows, attempts, writer, exportRun)
    return { file, students, attempts, ...written }
  })
}

function writerFor(
  file: FileHandle,
  { format, identity, hiddenColumns, exportedAt }: ExportRequest,
  { summary, settings, gradebook }: ExportPlan,
): TableWriter<Attempt> {
  const columns = attemptColumns(identity, hiddenColumns)
  return format === 'csv'
    ? csvWriter(file, columns)
    : workbookWriter(file, { sheetName: 'Attempts', columns, before: gradebook, summary, settings, exportedAt })
}

/** What must be known of all attempts before the first row is written. */
interface ExportPlan {
  readonly ranks: AttemptRanks
  readonly attempts: number
  readonly students: number
  /** Whether an attempt counts, where the teacher decided it. */
  readonly decided: ReadonlyMap<number, boolean>
  readonly gradebook: WholeSheet<ExportedRow>
  readonly summary: readonly SettingsLine[]
  readonly settings: readonly SettingsSection[]
}

const rowsPerTurn = 2_000

/** Ranks and counts all attempts before the first row is written. @throws AppError `export/too-many-rows`, `export/too-large-gradebook` */
async function planOf(reading: Reading, request: ExportRequest, exportRun: ExportRun): Promise<ExportPlan> {
  const { filter, sort } = request.query
  const attempts = reading.countResults(filter)
  refuseTooMany(attempts, request.format)

  const ranks = new AttemptRanks()
  for (const attempt of reading.attemptsToRank(request.query)) {
    ranks.add(attempt)
    if (ranks.attempts % rowsPerTurn === 0) await exportRun.yieldToEvents()
  }
  ranks.finish()

  const definition = gradebookOf(filter, request.policy)
  const whole = reading.gradebook({ gradebook: definition, sort: byName })
  await exportRun.yieldToEvents()
  const accounts = exportedAccounts(reading, filter)
  const summary = summaryLines(accounts, ranks.hidden)
  const settings = settingsSections({
    request,
    accounts,
    attempts,
    students: ranks.students,
    hidden: ranks.hidden,
    filter: filterLines(reading, filter, request.identity, 'attempt'),
    sorted: sortWords(sort),
  })
  const gradebook: WholeSheet<ExportedRow> = {
    sheetName: 'Gradebook',
    columns: gradebookColumns({
      tests: whole.summary.tests,
      rules: definition.rules,
      identity: request.identity,
      accountName: accountNames(reading),
      outwardId: reading.outwardId,
    }),
    rows: rowsShown(whole, request),
  }
  if (request.format === 'xlsx')
    refuseTooLarge({
      ...{ students: ranks.students, tests: whole.summary.tests.length, attempts },
      ...{ columns: gradebook.columns.length, below: 0 },
    })
  const { decided } = whole
  return { ranks, attempts, students: ranks.students, decided, gradebook, summary, settings }
}

interface SettingsFacts {
  readonly request: ExportRequest
  readonly accounts: readonly ExportedAccount[]
  readonly attempts: number
  readonly students: number
  /** Attempts that the filter hides although their student and test are in the file. */
  readonly hidden: number
  /** The filter in words, and the order of the rows. */
  readonly filter: readonly SettingsLine[]
  readonly sorted: string
}

/** The Settings sheet: what is in the file, from where, how far it reaches, and how to read it. */
function settingsSections(facts: SettingsFacts): SettingsSection[] {
  const { request, accounts, attempts, students, hidden } = facts
  return [
    fileSection(request.exportedAt, accounts, [
      { label: 'Attempts', value: attempts },
      { label: 'Students', value: students },
      ...summaryLines(accounts, hidden),
      { label: 'Attempt policy', value: policyWords[request.policy] },
      { label: 'Identity', value: identityWords[request.identity] },
      { label: 'Sorted by', value: facts.sorted },
      ...facts.filter,
    ]),
    ...accountSections(accounts),
    { title: 'Legend', lines: legend(request.identity) },
    ...(request.format === 'xlsx' ? [{ title: 'Gradebook', lines: gradebookLegend }] : []),
  ]
}

const policyWords: Readonly<Record<AttemptPolicy, string>> = {
  best: 'Best: the attempt with the highest percentage counts; of equal ones the one finished first',
  first: 'First: the attempt finished first counts',
  last: 'Last: the attempt finished last counts',
  average: 'Average: every attempt counts, and their mean is the mark',
}

const identityWords: Readonly<Record<IdentityLevel, string>> = {
  names: 'Names',
  pseudonyms: 'Pseudonyms: names, e-mail addresses, access codes and certificate serials are left out',
}

const studentKeyWords: Readonly<Record<IdentityLevel, string>> = {
  names:
    'Who is one student: the ClassMarker user (user:), your own user ID (cm:), else e-mail address and name (mail:), else name and access code (name:).',
  pseudonyms: 'Stands for one student of one account, and stays the same in every file from this laptop.',
}

const certificateWords: SettingsLine = {
  label: 'Certificate serial',
  value: 'Only where it is earned: a serial sent for an attempt that is not passed, and had to be, is left out.',
}

const amongAll = 'among all attempts on this laptop, also those that a filter leaves out of this file'

/** Explains the columns of the Attempts sheet. */
const legend = (identity: IdentityLevel): readonly SettingsLine[] => [
  { label: 'Student key', value: studentKeyWords[identity] },
  {
    label: 'Attempt no',
    value: `1 is the attempt a student finished first at a test, ${amongAll}.`,
  },
  {
    label: 'Percent',
    value:
      "ClassMarker's own figure. A star (12.5%*) marks an attempt that still needs grading: it is provisional, and it counts.",
  },
  { label: 'Passed', value: 'Empty where the test has no pass mark.' },
  { label: 'Started, Finished', value: "Date and time of day in the account's time zone." },
  { label: 'Duration', value: 'Hours, minutes and seconds as ClassMarker reports them.' },
  {
    label: 'First, last, best attempt',
    value: `1 or 0 per student and test, ${amongAll}. Of equally good attempts the one finished first is best. Surveys are never marked.`,
  },
  {
    label: 'Counts',
    value:
      '1 where the attempt counts under the attempt policy above, or because the teacher chose it. Surveys and attempts at a test from which the student is excused never count.',
  },
  ...(identity === 'names' ? [certificateWords] : []),
]
