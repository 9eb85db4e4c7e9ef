import {
  attemptFigures,
  attemptWho,
  columnsAsked,
  countsCell,
  headersOf,
  type ListedAttempt,
  listedAttempts,
  widthsOf,
} from './attempts-sheet.ts'
import type { Book } from './book.ts'
import { letters, number } from './cells.ts'
import type { GradebookPlan } from './plan.ts'

/** From how many tests on there is no sheet for each. */
const mostSheets = 99

/** Whether each test has a sheet of its own: a streamed workbook would hold every attempt twice. */
export const hasTestSheets = ({ isStreamed, tests, request }: GradebookPlan): boolean =>
  !isStreamed && tests.length <= mostSheets && request.without?.includes('tests') !== true

/**
 * The sheet of a test: its number, which no other has, and as much of its name as a sheet's name allows.
 * @param before what stands before the number
 */
export function testSheetName(place: number, name: string, before = ''): string {
  // Excel refuses these, and exceljs writes an apostrophe in a name so that the file is damaged.
  const clean = name
    .replace(/[*?:\\/[\]'’\p{C}]+/gu, ' ')
    // Excel and LibreOffice read _x0041_ as A in a name too, where it cannot be escaped.
    .replace(/_(?=x[0-9A-F]{4}_)/gi, ' ')
    .replace(/\s+/g, ' ')
    .trim()
  const whole = `${before}T${String(place + 1).padStart(2, '0')} ${clean}`
  let cut = ''
  for (const letter of whole) {
    if (cut.length + letter.length > 31) break
    cut += letter
  }
  return cut.trim()
}

/** Writes one sheet for each test, with its attempts. */
export async function writeTestSheets(book: Book, plan: GradebookPlan): Promise<void> {
  const byTest = Map.groupBy(listedAttempts(plan), ({ attempt }: ListedAttempt) => attempt.test)
  const { key, last, first } = attemptWho
  const { started: _, passMark: __, ...figures } = attemptFigures
  const counts = { header: 'Counts', width: 8, cell: () => number(null) }
  const shown = columnsAsked([key, last, first, ...Object.values(figures), counts], plan.request)
  const columnOf = (header: string): string => letters(shown.findIndex((column) => column.header === header) + 1)
  const widths = widthsOf(plan, shown)
  for (const [place, { name }] of plan.tests.entries()) {
    const sheet = book.sheet(testSheetName(place, name), { widths, frozen: 1, headerHeight: 32 })
    await sheet.add(headersOf(shown))
    for (const listed of byTest.get(place) ?? []) {
      const row = sheet.rows + 1
      await sheet.add(
        shown.map((column) =>
          column === counts
            ? countsCell(listed, row, columnOf, `INDEX(Test_Policies,1,${place + 1})`)
            : column.cell(listed, row),
        ),
      )
    }
    sheet.finish({ filter: { row: sheet.rows, column: shown.length } })
  }
}
