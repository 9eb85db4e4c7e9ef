import type { FileHandle } from 'node:fs/promises'
import type { QuestionsPage, QuestionsQuery } from '../../../shared/model/item-analysis.ts'
import type { UnixSeconds } from '../../../shared/model/time.ts'
import { exportedAccounts, inOneReading } from '../reading.ts'
import { accountSections, fileSection, summaryLines } from '../settings.ts'
import { type ExportRun, type WriteOrder, writeTable } from '../writer/table.ts'
import { type SettingsLine, workbookWriter } from '../writer/workbook.ts'
import { analysisLines, questionColumns, questionRows, questionsLegend } from './sheet.ts'

const sheetName = 'Questions'

export interface QuestionsRequest {
  readonly query: QuestionsQuery
  /** Of the test. */
  readonly title: string
  /** Absolute path of the workbook to write. */
  readonly file: string
  readonly exportedAt: UnixSeconds
}

export interface QuestionsOutcome {
  readonly file: string
  readonly sheets: readonly string[]
  readonly questions: number
}

/**
 * Writes the questions of a test as its page counts them, unrounded: a row for each question, then one for each of its
 * options. Figures that the page keeps back over few attempts stand here too, beside what they are worth.
 * @throws AppError `test/not-found`, and as `Exporter.run`
 */
export function exportQuestions(
  { databaseFile, target, temporaryFile, request }: WriteOrder<QuestionsRequest>,
  exportRun: ExportRun,
): Promise<QuestionsOutcome> {
  const { file, query, title, exportedAt } = request
  return inOneReading(databaseFile, async (reading) => {
    const page = reading.questionsPage(query)
    const { analysis } = page
    const { name: ofClass } = reading.listClasses([query.account]).find(({ id }) => id === query.classId) ?? {}
    const accounts = exportedAccounts(reading, [{ field: 'account', op: 'in', value: [query.account] }])
    const rows = questionRows(page)
    const settings = [
      fileSection(exportedAt, accounts, [
        { label: 'Test', value: title },
        ...chosenLines(query, page, ofClass),
        ...analysisLines(analysis),
      ]),
      ...accountSections(accounts),
      questionsLegend,
    ]
    const summary = summaryLines(accounts)
    const writer = (handle: FileHandle) =>
      workbookWriter(handle, { sheetName, columns: questionColumns, summary, settings, exportedAt })
    const { sheets } = await writeTable({ target, temporaryFile }, rows, rows.length, writer, exportRun)
    return { file, sheets, questions: analysis.items.length }
  })
}

/** What the file is over, as it was chosen on the test's page. */
function chosenLines(query: QuestionsQuery, { sources, versions }: QuestionsPage, ofClass = ''): SettingsLine[] {
  const { period, source, version, classId } = query
  const atSource = sources.find(({ feed, id }) => feed === source?.feed && id === source.id)
  return [
    { label: 'Period', value: periodWords(period) },
    { label: 'Class', value: classId === null ? 'All students' : ofClass || `Class ${classId}` },
    { label: 'Group or link', value: source === null ? 'All groups and links' : (atSource?.name ?? `${source.id}`) },
    { label: 'Version of a question', value: version === null ? 'All versions' : versionWords(versions, version) },
  ]
}

function periodWords({ from, to }: QuestionsQuery['period']): string {
  if (from === null) return to === null ? 'Any time' : `up to and including ${to}`
  return to === null ? `from ${from} on` : `from ${from} to ${to}, both included`
}

function versionWords(seen: QuestionsPage['versions'], version: number): string {
  for (const { number, versions } of seen) {
    const at = versions.findIndex(({ id }) => id === version)
    if (at >= 0) return `Question ${number}, version ${at + 1}`
  }
  return 'One version of a question'
}
