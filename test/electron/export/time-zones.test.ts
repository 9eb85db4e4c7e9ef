import { execFile } from 'node:child_process'
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { describe, expect, it } from 'vitest'
import { unixSeconds } from '../../../shared/model/time.ts'
import { exported, laptop, noon, receive, requestFor, resultOf, sheetRows, workerFile } from './laptop.ts'
import { zipEntries } from './zip-entries.ts'

const exporterFile = join(import.meta.dirname, '../../../electron/export/exporter.ts')

/** Exports in a process with another time zone: Node reads TZ only once, at its start. */
async function exportUnder({ name, hourAtEpoch }: ComputerZone, databaseFile: string, file: string): Promise<void> {
  const program = `${file}.mjs`
  writeFileSync(
    program,
    `import { createExporter } from ${JSON.stringify(exporterFile)}
    if (new Date(0).getHours() !== ${hourAtEpoch}) throw new Error('TZ is not in force')
    const exporter = createExporter(${JSON.stringify({ databaseFile, workerFile })})
    const running = { signal: new AbortController().signal, onProgress() {} }
    await exporter.run('results', ${JSON.stringify(requestFor(file))}, running)`,
  )
  await promisify(execFile)(process.execPath, [program], { env: { ...process.env, TZ: name } })
}

interface ComputerZone {
  readonly name: string
  readonly hourAtEpoch: number
}

const computers: readonly ComputerZone[] = [
  { name: 'UTC', hourAtEpoch: 0 },
  { name: 'Asia/Tokyo', hourAtEpoch: 9 },
  { name: 'America/Los_Angeles', hourAtEpoch: 16 },
]

it("writes the account's wall clock, whatever the computer's own time zone is", async () => {
  const place = laptop({ a: 'Europe/Berlin', b: 'America/New_York', c: 'Asia/Kolkata' })
  // Just before and after the hour that happens twice in Berlin, 2026-10-25.
  const moments = [1_792_886_400, 1_792_890_000, 1_792_893_600].map(unixSeconds)
  for (const accountId of ['a', 'b', 'c']) {
    receive(
      place,
      moments.map((timeFinished, at) => resultOf({ timeFinished, timeStarted: unixSeconds(noon + at) })),
      { accountId },
    )
  }
  const sheets = new Set<string | undefined>()
  for (const computer of computers) {
    const file = join(place.folder, `${computer.hourAtEpoch}.xlsx`)
    await exportUnder(computer, place.databaseFile, file)
    sheets.add(zipEntries(readFileSync(file)).get('xl/worksheets/sheet1.xml'))
    const rows = await sheetRows(file, 'Attempts')
    const finished = rows.slice(1).map((row) => (row[8] instanceof Date ? row[8].toISOString().slice(0, 16) : row[8]))
    expect(finished.toSorted()).toEqual(
      [
        ['2026-10-25T02:00', '2026-10-25T02:00', '2026-10-25T03:00'],
        ['2026-10-24T20:00', '2026-10-24T21:00', '2026-10-24T22:00'],
        ['2026-10-25T05:30', '2026-10-25T06:30', '2026-10-25T07:30'],
      ]
        .flat()
        .toSorted(),
    )
  }
  expect(sheets.size).toBe(1)
})

describe('a moment in CSV', () => {
  describe.each(
    Object.entries({
      'America/St_Johns': {
        '2026-01-15T12:00:00Z': '2026-01-15T08:30:00-03:30',
        '2026-07-15T12:00:00Z': '2026-07-15T09:30:00-02:30',
        '2026-11-01T04:29:59Z': '2026-11-01T01:59:59-02:30',
        '2026-11-01T04:30:00Z': '2026-11-01T01:00:00-03:30',
      },
      'Pacific/Marquesas': { '2026-01-15T12:00:00Z': '2026-01-15T02:30:00-09:30' },
      'Asia/Kathmandu': { '2026-01-15T12:00:00Z': '2026-01-15T17:45:00+05:45' },
      'Pacific/Chatham': { '2026-01-15T12:00:00Z': '2026-01-16T01:45:00+13:45' },
      UTC: { '2026-01-15T12:00:00Z': '2026-01-15T12:00:00+00:00' },
      'America/New_York': { '2026-01-15T12:00:00Z': '2026-01-15T07:00:00-05:00' },
    }),
  )('in %s', (zone, moments) => {
    it.each(Object.entries(moments))('at %s is %s', async (moment, written) => {
      const place = laptop({ a: zone })
      receive(place, [resultOf({ timeFinished: unixSeconds(Date.parse(moment) / 1000) })])
      const file = join(place.folder, 'moment.csv')
      await exported(place, requestFor(file))
      const [header = '', row = ''] = readFileSync(file, 'utf8').split('\r\n')
      expect(row.split(',')[header.split(',').indexOf('Finished')]).toBe(written)
      expect(Date.parse(written)).toBe(Date.parse(moment))
    })
  })
})
