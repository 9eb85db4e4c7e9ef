import { mostAnnotated } from '../../../shared/model/note.ts'
import { fromTenths } from '../../../shared/model/result-values.ts'
import type { ResultRow } from '../../../shared/model/results-view.ts'
import { api, asAppError } from '../../api/client.ts'
import { useAccounts, zoneOf } from '../../app/accounts.ts'
import { say, sayFailed } from '../../app/feedback.ts'
import { useSettings } from '../../app/settings.ts'
import { fullName } from '../../format/numbers.ts'
import { spreadsheetDuration, spreadsheetTime } from '../../format/time.ts'
import { t } from '../../format/words.ts'
import { type CopiedColumn, copiedTable } from '../../list/copied-table.ts'
import { selectedRows } from '../../list/selected-rows.ts'
import type { Chosen } from '../../list/selection.ts'
import { type ColumnId, resultColumnIds } from './result-columns.tsx'
import { chosenResults, useResultPages } from './results.ts'
import { outcomeWords } from './ScoreBar.tsx'

/** The selected results, and of which accounts they are. */
export interface SelectedResults {
  readonly ids: readonly number[]
  readonly accounts: readonly string[]
}

/** Whether so many results are selected that nothing is done with them one by one; says so then. */
function areTooMany(chosen: Chosen): boolean {
  const count = chosen.kind === 'all' ? (useResultPages.getState().shown?.count ?? 0) : chosen.ids.size
  if (count > mostAnnotated) say(t('notes.selection.tooMany', { count: mostAnnotated }))
  return count > mostAnnotated
}

/** Everybody with a selected result, as the newest of them names them. @throws AppError */
const studentsOf = (chosen: Chosen) => api.classes.students({ filter: chosenResults(chosen).filter })

/** The ids of the selected results, and their accounts; null where they are too many or cannot be read, which is said. */
export async function selectedResults(chosen: Chosen): Promise<SelectedResults | null> {
  if (areTooMany(chosen)) return null
  try {
    const ids = chosen.kind === 'all' ? await useResultPages.getState().idsBetween(0) : [...chosen.ids]
    const accounts = [...new Set((await studentsOf(chosen)).map(({ account }) => account))]
    return ids.length === 0 ? null : { ids, accounts }
  } catch (thrown) {
    sayFailed(asAppError(thrown))
    return null
  }
}

/** Copies the e-mail addresses of the students with selected results, each once, as mail programs take them. */
export async function copyEmails(chosen: Chosen): Promise<void> {
  try {
    const students = await studentsOf(chosen)
    const emails = [...new Set(students.flatMap(({ email }) => (email === null || email === '' ? [] : email)))]
    const without = students.filter(({ email }) => email === null || email === '').length
    if (emails.length > 0) await api.app.copyText({ text: emails.join('; ') })
    const copied = t('results.selection.emailsCopied', { count: emails.length })
    say(without > 0 ? `${copied} ${t('results.selection.emailsWithout', { count: without })}` : copied)
  } catch (thrown) {
    sayFailed(asAppError(thrown))
  }
}

/** Copies the selected results as cells of a spreadsheet, in the columns that are not hidden. */
export async function copyRows(chosen: Chosen): Promise<void> {
  if (areTooMany(chosen)) return
  try {
    const rows = await selectedRows(useResultPages, chosen)
    if (rows.length === 0) return
    const { hiddenColumns } = useSettings.getState().settings
    const shown = resultColumnIds.filter((id) => !hiddenColumns.includes(id)).flatMap((id) => copied[id])
    await api.app.copyText(copiedTable(shown, rows))
    say(t('results.selection.rowsCopied', { count: rows.length }))
  } catch (thrown) {
    sayFailed(asAppError(thrown))
  }
}

const zoneOfRow = ({ accountId }: ResultRow): string => zoneOf(useAccounts.getState().accounts, accountId)
const points = (row: ResultRow, value: number | null): number | null => (row.survey ? null : value)
const column = (id: ColumnId, cell: CopiedColumn<ResultRow>['cell']): CopiedColumn<ResultRow> => ({
  // Read when it is copied: the words are not there yet when this file is loaded.
  get header() {
    return t(`field.${id}`)
  },
  cell,
})

/** What is copied of each column of the list; points are two columns. */
const copied: Readonly<Record<ColumnId, readonly CopiedColumn<ResultRow>[]>> = {
  student: [column('student', fullName)],
  test: [column('test', (row) => row.testName)],
  source: [column('source', (row) => row.sourceName)],
  percentage: [
    {
      get header() {
        return `${t('field.percentage')} (%)`
      },
      cell: ({ survey, percentage }) => (survey || percentage === null ? null : fromTenths(percentage)),
    },
  ],
  points: [
    column('points', (row) => points(row, row.pointsScored)),
    {
      get header() {
        return t('results.selection.pointsAvailable')
      },
      cell: (row) => points(row, row.pointsAvailable),
    },
  ],
  outcome: [column('outcome', outcomeWords)],
  finished: [column('finished', (row) => ({ typed: spreadsheetTime(row.timeFinished, zoneOfRow(row)) }))],
  duration: [
    column('duration', ({ durationSeconds: seconds }) =>
      seconds === null ? null : { typed: spreadsheetDuration(seconds) },
    ),
  ],
  certificate: [column('certificate', (row) => (row.certificateEarned ? row.certificateSerial : null))],
}
