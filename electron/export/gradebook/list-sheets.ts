import { mostSheetRows } from '../writer/columns.ts'
import { type ListedAttempt, listedAttempts } from './attempts-sheet.ts'
import type { Book } from './book.ts'
import { type Cell, link, moment, styles, text } from './cells.ts'
import type { ExportedRow } from './columns.ts'
import { type GradebookPlan, isNotTaken } from './plan.ts'
import { widthOf } from './widths.ts'

/** One line of the check before an export. */
export interface CheckLine {
  readonly severity: string
  readonly what: string
  readonly where: string
}

/** What changed since a gradebook was last handed in. */
export interface ChangeLine {
  readonly student: string
  readonly what: string
  readonly before: string
  readonly after: string
}

interface ListColumn<Row> {
  readonly header: string
  readonly cell: (row: Row) => Cell
  readonly width?: number
}

/**
 * As many rows as a sheet holds, and how many do not fit. Where some do not, a row is left for saying so.
 * @param most rows below the header
 */
export function rowsThatFit<Row>(
  all: Iterable<Row>,
  most = mostSheetRows,
): { readonly rows: readonly Row[]; readonly further: number } {
  const rows: Row[] = []
  let count = 0
  for (const row of all) if (count++ < most) rows.push(row)
  if (count > most) rows.pop()
  return { rows, further: count - rows.length }
}

/** Writes a plain list: a header, rows, a filter. */
async function writeList<Row>(
  book: Book,
  name: string,
  columns: readonly ListColumn<Row>[],
  { rows, further }: ReturnType<typeof rowsThatFit<Row>>,
): Promise<void> {
  const words = (cell: Cell): string => (typeof cell.value === 'string' ? cell.value : '')
  const widths = columns.map(({ header, cell, width }) => width ?? widthOf(header, rows, (row) => words(cell(row)), 60))
  const sheet = book.sheet(name, { widths, frozen: 0, headerHeight: 24 })
  await sheet.add(columns.map(({ header }) => text(header, styles.header)))
  for (const row of rows) await sheet.add(columns.map(({ cell }) => cell(row)))
  if (further > 0) await sheet.add([text(`${further} more: a sheet holds no more rows.`, styles.label)])
  sheet.finish({ filter: { row: sheet.rows, column: columns.length } })
}

interface Missing {
  readonly row: ExportedRow
  readonly title: string
}

function* notTaken({ rows, tests }: GradebookPlan): Generator<Missing, void> {
  for (const row of rows)
    for (const [place, test] of tests.entries()) if (isNotTaken(row, test, place)) yield { row, title: test.title }
}

/** Writes who has not taken which test; no such sheet where everybody has taken everything. */
export async function writeNotTaken(book: Book, plan: GradebookPlan): Promise<void> {
  const { request } = plan
  const missing = rowsThatFit(notTaken(plan))
  if (missing.rows.length === 0) return
  const names: readonly ListColumn<Missing>[] = [
    { header: 'Last name', cell: ({ row }) => text(row.last) },
    { header: 'First name', cell: ({ row }) => text(row.first) },
    { header: 'E-mail', cell: ({ row }) => text(row.email) },
  ]
  const columns: readonly ListColumn<Missing>[] = [
    ...(request.identity === 'names' ? names : []),
    { header: 'Group', cell: ({ row }) => text(row.source) },
    { header: 'Student key', cell: ({ row }) => text(row.shownKey) },
    { header: 'Test', cell: ({ title }) => text(title) },
  ]
  await writeList(book, 'Not taken', columns, missing)
}

/** Writes the certificates that were earned with these attempts; none in a file with pseudonyms. */
export async function writeCertificates(book: Book, plan: GradebookPlan): Promise<void> {
  if (plan.request.identity === 'pseudonyms') return
  const earned: ListedAttempt[] = []
  for (const listed of listedAttempts(plan)) if (listed.detail.certificate_key !== null) earned.push(listed)
  if (earned.length === 0) return
  const columns: readonly ListColumn<ListedAttempt>[] = [
    { header: 'Last name', cell: ({ detail }) => text(detail.last) },
    { header: 'First name', cell: ({ detail }) => text(detail.first) },
    { header: 'E-mail', cell: ({ detail }) => text(detail.email) },
    { header: 'Test', cell: ({ detail }) => text(detail.test_name) },
    {
      ...{ header: 'Finished', width: 17 },
      cell: ({ detail }) => moment(plan.wallClock(detail.account_id, detail.time_finished)),
    },
    { header: 'Serial', cell: ({ detail }) => text(detail.certificate_serial) },
    ...(plan.request.links === true
      ? [{ header: 'Link', cell: ({ detail }: ListedAttempt) => link(detail.certificate_url) }]
      : []),
  ]
  await writeList(book, 'Certificates', columns, rowsThatFit(earned))
}

/** Writes what to look at; an empty list says that nothing was found. */
export async function writeChecks(book: Book, lines: readonly CheckLine[]): Promise<void> {
  const columns: readonly ListColumn<CheckLine>[] = [
    { header: 'Severity', cell: ({ severity }) => text(severity) },
    { header: 'What', cell: ({ what }) => text(what, styles.words), width: 90 },
    { header: 'Where', cell: ({ where }) => text(where, styles.words), width: 50 },
  ]
  const nothing = { severity: '', what: 'Nothing to look at was found.', where: '' }
  await writeList(book, 'Checks', columns, rowsThatFit(lines.length > 0 ? lines : [nothing]))
}

/** @param lines null where the gradebook was never handed in */
export async function writeChanges(book: Book, lines: readonly ChangeLine[] | null): Promise<void> {
  if (lines === null) return
  const columns: readonly ListColumn<ChangeLine>[] = [
    { header: 'Student', cell: ({ student }) => text(student) },
    { header: 'What', cell: ({ what }) => text(what) },
    { header: 'Before', cell: ({ before }) => text(before) },
    { header: 'Now', cell: ({ after }) => text(after) },
  ]
  const nothing = { student: 'Nothing changed since the last hand-in.', what: '', before: '', after: '' }
  await writeList(book, 'Changes', columns, rowsThatFit(lines.length > 0 ? lines : [nothing]))
}
