import Papa from 'papaparse'
import { delimiterOf } from './delimiter.ts'
import { RowCollector } from './row-collector.ts'

// Excel reads the separator from a first line such as `sep=;`, and some programs write it.
const separatorLine = /^sep=([,;\t])\r?\n/i

// Files put together by hand have several kinds; a row must not be lost among the cells of another.
const lineEnds = /\r\n?/g

/** The rows of comma, semicolon or tab separated text (RFC 4180). @throws AppError as `RowCollector.rows` */
export function csvRows(text: string, fileName: string): readonly (readonly string[])[] {
  const given = separatorLine.exec(text)
  const body = (given === null ? text : text.slice(given[0].length)).replace(lineEnds, '\n')
  const delimiter = given?.[1] ?? delimiterOf(body)
  // A quotation mark that nothing closes would make one cell of the rest of the file: then marks are text like any other.
  const read = parsed(body, delimiter, '"') ?? parsed(body, delimiter, '\0') ?? new RowCollector()
  return read.rows(fileName)
}

/** Null where a quoted cell does not end. */
function parsed(text: string, delimiter: string, quoteChar: string): RowCollector | null {
  const rows = new RowCollector()
  let unclosed = false
  Papa.parse<string[]>(text, {
    delimiter,
    newline: '\n',
    quoteChar,
    step: ({ data, errors }) => {
      unclosed ||= errors.some(({ code }) => code === 'MissingQuotes')
      rows.add(data)
    },
  })
  return unclosed ? null : rows
}
