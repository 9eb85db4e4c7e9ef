import type { stream } from 'exceljs'
import type { SettingsSection } from './settings-lines.ts'
import { countStyle, headerStyle, labelStyle, wordsStyle } from './sheet-styles.ts'
import { cellText } from './sheet-text.ts'

export const settingsSheetName = 'Settings'
export const summarySheetName = 'Summary'

/** Writes a sheet of labels and values in sections. */
export function writeLinesSheet(
  workbook: stream.xlsx.WorkbookWriter,
  name: string,
  sections: readonly SettingsSection[],
): void {
  const sheet = workbook.addWorksheet(name, {
    pageSetup: { orientation: 'landscape', fitToPage: true, fitToWidth: 1, fitToHeight: 0 },
    headerFooter: { oddFooter: '&L&A&RPage &P of &N' },
  })
  sheet.columns = [{ width: 24 }, { width: 100 }]
  for (const { title, lines } of sections) {
    const heading = sheet.addRow([cellText(title)])
    for (const column of [1, 2]) heading.getCell(column).style = headerStyle
    heading.commit()
    for (const { label, value } of lines) {
      const row = sheet.addRow([cellText(label), typeof value === 'string' ? cellText(value) : value])
      row.getCell(1).style = labelStyle
      row.getCell(2).style = typeof value === 'string' ? wordsStyle : countStyle
      row.commit()
    }
  }
  sheet.commit()
}
