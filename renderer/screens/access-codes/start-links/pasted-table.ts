import Papa from 'papaparse'

/**
 * The delimiter of pasted rows. Cells from a spreadsheet come with tabs. A comma followed by a space is one inside a
 * name ("Smith, Paul") and parts nothing; null stands for rows of one cell.
 */
function delimiterOf(text: string): string | null {
  if (text.includes('\t')) return '\t'
  const [line = ''] = text.trimStart().split(/\r?\n/, 1)
  if (line.includes(';')) return ';'
  return /,(?=\S)/.test(line) ? ',' : null
}

/** Pasted text as rows of cells; empty rows are left out. */
export function pastedRows(text: string): readonly (readonly string[])[] {
  const delimiter = delimiterOf(text)
  const rows =
    delimiter === null ? text.split(/\r\n|\r|\n/).map((line) => [line.trim()]) : delimitedRows(text, delimiter)
  return rows.filter((row) => row.some((cell) => cell.trim() !== ''))
}

function delimitedRows(text: string, delimiter: string): readonly string[][] {
  const read = Papa.parse<string[]>(text, { delimiter, skipEmptyLines: 'greedy' })
  const isQuoted = read.errors.every(({ type }) => type !== 'Quotes')
  // A quotation mark that opens nothing would swallow the rows after it.
  return isQuoted ? read.data : text.split(/\r\n|\r|\n/).map((line) => line.split(delimiter))
}
