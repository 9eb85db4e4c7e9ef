import type { FileHandle } from 'node:fs/promises'
import { Writable } from 'node:stream'
import ExcelJS from 'exceljs'
import type { UnixSeconds } from '../../shared/model/time.ts'
import type { AttemptColumn } from './attempt-columns.ts'
import { AttemptsSheet, attemptsSheetName } from './attempts-sheet.ts'
import type { AttemptsWriter } from './attempts-writer.ts'
import { generator } from './generator.ts'
import type { SettingsSection } from './settings-lines.ts'
import { settingsSheetName, writeSettingsSheet } from './settings-sheet.ts'

export interface WorkbookContent {
  readonly columns: readonly AttemptColumn[]
  readonly settings: readonly SettingsSection[]
  readonly exportedAt: UnixSeconds
}

/** A workbook of two sheets, streamed: no more than a few rows of it are in memory. Failed writes reject. */
export function workbookWriter(file: FileHandle, { columns, settings, exportedAt }: WorkbookContent): AttemptsWriter {
  // The handle's own stream would keep it from being closed here, where it is also brought to the disk.
  const output = new Writable({
    write: (chunk: Buffer, _, done) => {
      file.writeFile(chunk).then(() => done(), done)
    },
  })
  // exceljs itself listens for a failing disk only from the very end on.
  output.on('error', () => undefined)

  const workbook = new ExcelJS.stream.xlsx.WorkbookWriter({ stream: output, useStyles: true })
  const at = new Date(exportedAt * 1000)
  Object.assign(workbook, { creator: generator, lastModifiedBy: generator, created: at, modified: at })
  const attempts = new AttemptsSheet(workbook, columns)

  return {
    add: (attempt) => attempts.add(attempt),
    async flush() {
      if (output.errored) throw output.errored
    },
    async finish() {
      attempts.finish()
      writeSettingsSheet(workbook, settings)
      await Promise.race([workbook.commit(), failureOf(output)])
      return { sheets: [attemptsSheetName, settingsSheetName], formulaLikeTexts: 0 }
    },
  }
}

const failureOf = (output: Writable): Promise<never> =>
  new Promise((_, reject) => {
    if (output.errored) reject(output.errored)
    output.once('error', reject)
  })
