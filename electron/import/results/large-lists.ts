import { AppError } from '../../../shared/errors.ts'
import type { CsvDates, DayOrder } from '../../../shared/model/imported.ts'
import { isResultsCsv, type ResultsCsv, ResultsCsvSurvey } from '../../connectors/classmarker/index.ts'
import { type StreamedRow, streamedCsvRows } from '../csv.ts'
import { encodingOf, textParts } from './large-texts.ts'

/** A row with 200 essays is a megabyte. */
const mostRowCharacters = 4_000_000

/** More rows than any school has attempts: a list of a million is made to fill a memory. */
export const mostListedRows = 500_000

/** Rows among which the headings are. */
const mostRowsAbove = 200

/** What a part of a list came to; the last one alone tells of dates and of those who have not finished. */
export interface ListPart extends Pick<ResultsCsv, 'attempts' | 'problems'> {
  readonly unfinished: number
  readonly dates: CsvDates | null
}

/** A list whose rows are not in memory. */
interface LargeList {
  readonly file: string
  /** The file from its beginning, each time. */
  readonly chunks: () => AsyncIterable<Buffer>
  readonly dayOrder: DayOrder | undefined
}

/**
 * Reads ClassMarker's results CSV that is larger than a memory should hold. All of it is looked through before the first
 * row is read: dates far below tell the order of day and month of those above, and nothing is taken from a file that is
 * damaged at its end.
 * @returns null for any other file
 * @throws AppError `table/too-many-rows`, `table/unclosed-quote`, `table/not-readable`
 */
export async function largeList(list: LargeList): Promise<AsyncIterable<ListPart> | null> {
  const encoding = await encodingOf(list.chunks())
  if (encoding === null) return null
  const rows = () =>
    streamedCsvRows(textParts(list.chunks(), encoding, mostRowCharacters), list.file, mostRowCharacters)
  const survey = await surveyed(rows(), list.file)
  return survey === null ? null : partsOf(rows(), list, survey)
}

interface Surveyed {
  readonly survey: ResultsCsvSurvey
  readonly isCutOff: boolean
}

async function surveyed(parts: AsyncIterable<readonly StreamedRow[]>, fileName: string): Promise<Surveyed | null> {
  const survey = new ResultsCsvSurvey()
  const above: StreamedRow[] = []
  let width = 0
  let isResults = false
  let last: StreamedRow | null = null
  for await (const rows of parts) {
    for (const row of rows) {
      survey.add(row)
      // As wide as its cells, of which empty ones at the end may be written or not.
      width = Math.max(width, row.cells.length)
      if (above.length < mostRowsAbove) above.push(row)
      last = row
    }
    isResults ||= isResultsCsv(above)
    if (!isResults && above.length === mostRowsAbove) return null
  }
  if (!isResults) return null
  if (survey.rows > mostListedRows) {
    throw new AppError('table/too-many-rows', { fileName, rows: survey.rows, most: mostListedRows })
  }
  return { survey, isCutOff: last !== null && !last.isEnded && last.cells.length > 0 && last.width < width }
}

async function* partsOf(
  parts: AsyncIterable<readonly StreamedRow[]>,
  { file, dayOrder }: LargeList,
  { survey, isCutOff }: Surveyed,
): AsyncGenerator<ListPart, void> {
  const reader = survey.reader(file, dayOrder)
  for await (const rows of parts) {
    for (const row of rows) reader.add(row)
    yield { ...reader.take(), unfinished: 0, dates: null }
  }
  const unfinished = reader.end(isCutOff)
  yield { ...reader.take(), unfinished, dates: survey.dates(file) }
}
