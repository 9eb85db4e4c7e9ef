import { execFile } from 'node:child_process'
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { expect, it } from 'vitest'
import { unixSeconds } from '../../../shared/model/time.ts'
import { laptop, noon, receive, requestFor, resultOf, sheetRows, workerFile } from './laptop.ts'
import { zipEntries } from './zip-entries.ts'

const exporterFile = join(import.meta.dirname, '../../../electron/export/exporter.ts')

/** Exports in a process whose own time zone is another: Node reads TZ once, at its start. */
async function exportUnder({ name, hourAtEpoch }: ComputerZone, databaseFile: string, file: string): Promise<void> {
  const program = `${file}.mjs`
  writeFileSync(
    program,
    `import { createExporter } from ${JSON.stringify(exporterFile)}
    if (new Date(0).getHours() !== ${hourAtEpoch}) throw new Error('TZ is not in force')
    const exporter = createExporter(${JSON.stringify({ databaseFile, workerFile })})
    const running = { signal: new AbortController().signal, onProgress() {} }
    await exporter.run(${JSON.stringify(requestFor(file))}, running)`,
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
