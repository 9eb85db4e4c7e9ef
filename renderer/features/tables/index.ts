export { ColumnPicker, type WantedColumn } from './ColumnPicker.tsx'
export { type ChosenTable, TableChoice } from './TableChoice.tsx'
export { type NamedRow, namedRows, startOfRows, tableRows, textsOf, withoutTitles } from './table-rows.ts'
