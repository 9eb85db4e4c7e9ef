export { ColumnPicker, type WantedColumn } from './ColumnPicker.tsx'
export { TableChoice } from './TableChoice.tsx'
export { type NamedRow, namedRows, startOfRows, tableRows, textsOf, withoutTitles } from './table-rows.ts'
