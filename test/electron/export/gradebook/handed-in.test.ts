import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { createExporter } from '../../../../electron/export/exporter.ts'
import { pseudonymiser } from '../../../../electron/export/results/attempts.ts'
import { usualGradebook } from '../../../../shared/model/gradebook.ts'
import { noon, sheetRows, workerFile } from '../laptop.ts'
import { attempt, classOf, gradebookRequest, options, writtenGradebook } from './made-class.ts'

const names = { 101: 'Algebra', 102: 'Latin' }
const certificate = { certificateUrl: 'https://x.example/c', certificateSerial: 'C-1' }

describe('a gradebook that is handed in', () => {
  it('leaves out the sheets that nobody asked for, and says so', async () => {
    const place = classOf([attempt(1, 101, 1, 80, certificate), attempt(1, 102, 2, 60)], names)
    const { sheets } = await writtenGradebook(place)
    expect(sheets).toEqual([
      'Summary',
      'Gradebook',
      'Attempts',
      'T01 Algebra',
      'T02 Latin',
      'Certificates',
      'Checks',
      'Settings',
    ])
    const fewer = await writtenGradebook(place, { without: ['tests', 'certificates'] })
    expect(fewer.sheets).toEqual(['Summary', 'Gradebook', 'Attempts', 'Checks', 'Settings'])
    const settings = (await sheetRows(fewer.file, 'Settings')).map((row) => row.filter(Boolean).join(' '))
    expect(settings.join('\n')).toContain('Left out: filter the Attempts sheet by test.')
  })

  it('tells with its file what it held, so that the next one says what changed', async () => {
    const place = classOf([attempt(1, 101, 1, 80)], names)
    const { calls } = place
    const savedId = calls.saveGradebook({ id: null, account: 'a', name: 'Term 1', definition: usualGradebook })
    expect((await writtenGradebook(place)).held).toBeNull()
    const { held } = await writtenGradebook(place, { savedId, form: 'excel' }, 'Marks.csv')
    calls.recordHandIn(savedId, held ?? '', noon)
    expect(calls.changesSinceHandIn(savedId)).toEqual({ handedInAt: noon, changes: [] })
    classOf([attempt(1, 101, 2, 95)], names, place)
    expect(calls.changesSinceHandIn(savedId)?.changes).toMatchObject([
      { at: 'test', from: { sum: 800, of: 1 }, to: { sum: 950, of: 1 } },
      { at: 'average', from: { grade: 'B' }, to: { grade: 'A' } },
    ])
  })
})

describe('the key to pseudonyms', () => {
  it('says who is behind each pseudonym', async () => {
    const odd = attempt(1, 101, 1, 80, { first: '=1+1', last: 'O’Neill' })
    const place = classOf([odd, attempt(2, 101, 1, 60)], names)
    const { pseudonymKey } = gradebookRequest('')
    const file = join(place.folder, 'Key.csv')
    const request = { definition: usualGradebook, pseudonymKey, file, exportedAt: noon }
    const exporter = createExporter({ databaseFile: place.databaseFile, workerFile })
    expect(await exporter.run('pseudonym-key', request, options)).toEqual({ file, students: 2 })
    await exporter.close()
    const pseudonym = pseudonymiser(pseudonymKey)
    expect(
      readFileSync(file, 'utf8')
        .replace(/^\uFEFF/, '')
        .trimEnd()
        .split('\r\n'),
    ).toEqual([
      'Pseudonym,Last name,First name,E-mail,Student number,Student key',
      `${pseudonym('a', 'user:2')},Last 2,First 2,2@example.org,,user:2`,
      `${pseudonym('a', 'user:1')},O’Neill,"'=1+1",1@example.org,,user:1`,
    ])
  })
})
