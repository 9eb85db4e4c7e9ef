import { join } from 'node:path'
import { expect, it } from 'vitest'
import { createExporter } from '../../../electron/export/exporter.ts'
import type { RequestOf } from '../../../electron/export/kinds.ts'
import { unixSeconds } from '../../../shared/model/time.ts'
import { laptop, noon, receive, resultOf, settingsOf, sheetRows, workerFile } from './laptop.ts'

const at = (text: string) => unixSeconds(Date.parse(text) / 1000)

async function exported(filter: RequestOf<'renewals'>['filter']) {
  const place = laptop()
  const earned = (userId: number, last: string, moment: string, passed = true) =>
    resultOf({
      testId: 1,
      userId,
      last,
      first: 'Ada',
      email: `pupil${userId}@school.example`,
      passed,
      certificateSerial: `C-${userId}-${moment.slice(0, 7)}`,
      timeStarted: unixSeconds(at(moment) - 600),
      timeFinished: at(moment),
    })
  receive(place, [
    earned(1, 'Over', '2025-10-01T10:00:00Z'),
    earned(2, 'Soon', '2025-12-01T10:00:00Z', false),
    earned(3, 'Again', '2025-09-01T10:00:00Z'),
    earned(3, 'Again', '2026-09-01T10:00:00Z'),
  ])
  place.calls.setValidity('a', 1, 12)
  const file = join(place.folder, 'Renewals.xlsx')
  const exporter = createExporter({ databaseFile: place.databaseFile, workerFile })
  const options = { signal: new AbortController().signal, onProgress: () => undefined }
  const outcome = await exporter.run('renewals', { filter, file, exportedAt: noon }, options)
  await exporter.close()
  return { outcome, rows: await sheetRows(file, 'Renewals'), settings: await settingsOf(file) }
}

it('renewals are written as they are listed, with their states and whether the test was passed', async () => {
  const { outcome, rows } = await exported({ results: [], states: [] })
  expect(outcome).toMatchObject({ renewals: 4, sheets: expect.arrayContaining(['Renewals', 'Settings']) })
  const [headers = [], ...lines] = rows
  expect(headers.slice(0, 6)).toEqual(['Last name', 'First name', 'E-mail', 'Test', 'State', 'Valid until'])
  const of = (line: (typeof lines)[number]) => [line[0], line[2], line[4], line[9]]
  expect(lines.map(of)).toEqual([
    ['Over', 'pupil1@school.example', 'Expired', 'Yes'],
    ['Soon', 'pupil2@school.example', 'Due within 60 days', 'No'],
    ['Again', 'pupil3@school.example', 'Valid', 'Yes'],
    ['Again', 'pupil3@school.example', 'Renewed', 'Yes'],
  ])
})

it('of chosen states alone, and the settings say how many and which', async () => {
  const { outcome, rows, settings } = await exported({ results: [], states: ['expired', 'due'] })
  expect(outcome.renewals).toBe(2)
  expect(rows).toHaveLength(3)
  expect(settings.get('Filter: State')).toBe('Expired or Due within 60 days')
  expect([settings.get('Renewals'), settings.get('Expired')]).toEqual([2, 1])
})
