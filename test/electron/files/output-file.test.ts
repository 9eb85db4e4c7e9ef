import { existsSync } from 'node:fs'
import { open } from 'node:fs/promises'
import { describe, expect, it } from 'vitest'
import { refuseTooMany } from '../../../electron/export/writer/columns.ts'
import { workbookWriter } from '../../../electron/export/writer/workbook.ts'
import { explainCreating, explainReplacing, explainWriting } from '../../../electron/files/output-file.ts'
import { AppError } from '../../../shared/errors.ts'
import { unixSeconds } from '../../../shared/model/time.ts'

const failure = (code: string) => Object.assign(new Error(code), { code })

describe('a file that cannot be written', () => {
  it.each(['ENOENT', 'ENOTDIR'])('misses the folder when creating answers %s', (code) => {
    expect(explainCreating(failure(code))).toMatchObject({ code: 'export/no-folder' })
  })

  it.each(['EACCES', 'EPERM', 'EROFS'])('may not write into the folder when creating answers %s', (code) => {
    expect(explainCreating(failure(code))).toMatchObject({ code: 'export/folder-refused' })
  })

  it.each(['EISDIR', 'ENOTEMPTY', 'EEXIST'])('names the folder in its way when renaming answers %s', (code) => {
    expect(explainReplacing(failure(code), '/home/10B.xlsx')).toMatchObject({
      code: 'export/is-folder',
      detail: { fileName: '10B.xlsx' },
    })
  })

  it.each(['EBUSY', 'EPERM', 'EACCES'])('blames the program that holds the target when renaming answers %s', (code) => {
    expect(explainReplacing(failure(code), '/home/teacher/Private/10B.xlsx')).toMatchObject({
      code: 'export/file-busy',
      detail: { fileName: '10B.xlsx' },
    })
  })

  it.each([explainCreating, explainWriting, (thrown: unknown) => explainReplacing(thrown, 'f')])(
    'blames a full disk at every step',
    (explain) => {
      expect(explain(failure('ENOSPC'))).toMatchObject({ code: 'export/no-space', detail: {} })
    },
  )

  it('is otherwise just not written', () => {
    expect(explainWriting(failure('EIO'))).toMatchObject({ code: 'export/failed' })
    expect(explainWriting('what?')).toMatchObject({ code: 'export/failed' })
  })

  it('keeps an error that is explained already', () => {
    const cancelled = new AppError('job/cancelled')
    expect(explainWriting(cancelled)).toBe(cancelled)
  })
})

describe('a disk that fills up', () => {
  it.runIf(existsSync('/dev/full'))('fails the workbook instead of waiting for ever', async () => {
    await using full = await open('/dev/full', 'w')
    const writer = workbookWriter(full, {
      sheetName: 'Attempts',
      columns: [],
      settings: [],
      exportedAt: unixSeconds(0),
    })
    await expect(writer.finish()).rejects.toMatchObject({ code: 'ENOSPC' })
    await expect(writer.flush()).rejects.toMatchObject({ code: 'ENOSPC' })
  })
})

describe('more rows than a sheet has', () => {
  it('are refused for a workbook, with their number', () => {
    expect(() => refuseTooMany(1_048_576, 'xlsx')).toThrow(
      expect.objectContaining({ code: 'export/too-many-rows', detail: { rows: 1_048_576 } }),
    )
    expect(() => refuseTooMany(1_048_575, 'xlsx')).not.toThrow()
  })

  it('are no hindrance for CSV', () => {
    expect(() => refuseTooMany(5_000_000, 'csv')).not.toThrow()
  })
})
