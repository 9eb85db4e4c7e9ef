import { guarded } from '../../shared/model/spreadsheet-text.ts'

/**
 * A cell as a spreadsheet takes it: a text stays a text, a number is one, and `typed` is a time or a duration in a form
 * that it recognises.
 */
export type CopiedCell = string | number | null | { readonly typed: string }

export interface CopiedColumn<Row> {
  readonly header: string
  cell(row: Row): CopiedCell
}

/** The decimal sign of the system: a spreadsheet reads pasted figures by it. */
const figure = new Intl.NumberFormat(globalThis.navigator?.language, { useGrouping: false, maximumFractionDigits: 10 })

/** A table for the clipboard: text with tabs, and the same as HTML, which spreadsheets prefer. */
export function copiedTable<Row>(columns: readonly CopiedColumn<Row>[], rows: readonly Row[]) {
  const headers = columns.map(({ header }) => header)
  const cells = rows.map((row) => columns.map((column) => column.cell(row)))
  const text = [headers, ...cells].map((line) => line.map(plainOf).join('\t')).join('\r\n')
  const lines = [headers, ...cells].map((line) => `<tr>${line.map(htmlOf).join('')}</tr>`)
  return { text, html: `<table xmlns:x="urn:schemas-microsoft-com:office:excel">${lines.join('')}</table>` }
}

function wordsOf(cell: CopiedCell): string {
  if (cell === null) return ''
  if (typeof cell === 'number') return figure.format(cell)
  if (typeof cell === 'object') return cell.typed
  const words = cell.replace(/[\t\r\n]+/g, ' ')
  return guarded.test(cell) || guarded.test(words.trimStart()) ? `'${words}` : words
}

/** A text with quotation marks stands in some of its own, as in CSV. */
function plainOf(cell: CopiedCell): string {
  const words = wordsOf(cell)
  return words.includes('"') ? `"${words.replaceAll('"', '""')}"` : words
}

function htmlOf(cell: CopiedCell): string {
  const words = escaped(wordsOf(cell))
  if (typeof cell === 'number') return `<td x:num="${cell}">${words}</td>`
  // As a text, so that no code becomes a number and no score a date.
  return typeof cell === 'string' ? `<td style="mso-number-format:'\\@'">${words}</td>` : `<td>${words}</td>`
}

const escaped = (words: string): string =>
  words.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;')
