import { type ResultsFilter, withBounds } from '../../../shared/model/filter.ts'
import { type QuestionsPage, usualItemPolicy } from '../../../shared/model/item-analysis.ts'
import type { Reading } from '../../store/api.ts'
import { analysisLines, questionColumns, questionRows, questionsLegend } from '../questions/sheet.ts'
import type { ExportRun } from '../writer/table.ts'
import type { SettingsSection } from '../writer/workbook.ts'
import type { Book } from './book.ts'
import type { GradebookPlan, TitledTest } from './plan.ts'
import { testSheetName } from './test-sheets.ts'

/** From how many tests with answers on the others have no sheet. */
export const mostItemsSheets = 20

/** The questions of a test, and the sheet they stand on. */
export interface TestItems {
  readonly sheetName: string
  readonly test: TitledTest
  readonly page: Pick<QuestionsPage, 'analysis' | 'order'>
}

/**
 * Analyses the questions of each test whose answers are here, over first attempts as `items` does where nothing is said:
 * those of the students in the file, finished in its period. Null where nobody asked for it.
 */
export async function itemsOf(
  reading: Reading,
  plan: GradebookPlan,
  run: ExportRun,
): Promise<readonly TestItems[] | null> {
  if (plan.request.items !== true) return null
  const found: TestItems[] = []
  for (const [place, test] of plan.tests.entries()) {
    const { testId, account, name } = test
    const analysis = reading.itemAnalysis({ testId, policy: usualItemPolicy, filter: attemptsAt(test, plan) })
    await run.yieldToEvents()
    if (analysis.items.length === 0) continue
    const sheetName = plan.tests.length === 1 ? 'Items' : testSheetName(place, name, 'Items ')
    found.push({ sheetName, test, page: { analysis, order: reading.questionOrder({ testId, account }) } })
    if (found.length === mostItemsSheets) break
  }
  return found
}

function attemptsAt({ account }: TitledTest, { request, rows }: GradebookPlan): ResultsFilter {
  const { students, period } = request.definition
  const ofAccount: ResultsFilter = [{ field: 'account', op: 'in', value: [account] }]
  const bounds = { from: period.from ?? undefined, to: period.to ?? undefined }
  const inPeriod = withBounds(ofAccount, 'finished', bounds)
  if (students.by === 'results') return inPeriod
  const inFile = rows.map(({ student }) => student).filter((student) => student.account === account)
  return [...inPeriod, { field: 'student', op: 'in', value: inFile }]
}

/** Writes a sheet for each test. */
export async function writeItems(book: Book, items: readonly TestItems[] | null): Promise<void> {
  for (const { sheetName, page } of items ?? [])
    await book.table({ sheetName, columns: questionColumns, rows: questionRows(page) })
}

/** What Settings say of these sheets. */
export function itemsSections(items: readonly TestItems[] | null): SettingsSection[] {
  if (items === null) return []
  if (items.length === 0) {
    const value = 'None: no answers to these tests are here. They come with imported files and webhooks.'
    return [{ title: 'Items', lines: [{ label: 'Sheets of questions', value }] }]
  }
  const sections = items.map(({ sheetName, test, page }) => ({
    title: sheetName,
    lines: [{ label: 'Test', value: test.title }, ...analysisLines(page.analysis)],
  }))
  const whose = 'First attempts of the students in this file, in its period.'
  const capped = `Of the first ${mostItemsSheets} tests with answers; the command “items” analyses any other.`
  const lines = [
    { label: 'Attempts', value: whose },
    ...(items.length === mostItemsSheets ? [{ label: 'Sheets of questions', value: capped }] : []),
    ...questionsLegend.lines,
  ]
  return [...sections, { title: 'Items: legend', lines }]
}
