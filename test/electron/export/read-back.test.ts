import { join } from 'node:path'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { createExporter } from '../../../electron/export/exporter.ts'
import type { ExportFormat } from '../../../electron/export/writer/table.ts'
import { toTenths } from '../../../shared/model/result-values.ts'
import { type StartPerson, startUrl } from '../../../shared/model/start-link.ts'
import { unixSeconds } from '../../../shared/model/time.ts'
import { tablesAtWork } from '../import/made-files.ts'
import { exported, type Laptop, laptop, noon, receive, requestFor, resultOf, workerFile } from './laptop.ts'

// Text that gets lost between a file and a list: leading zeros, long numbers, anything like a formula, a date, a
// separator or a quotation mark, Excel's escapes, and letters of every kind.
const odd = [
  ...['00123', '9007199254740993', '1.23E+15', '=1+1', '+49', '-5', '@SUM(A1)', "'", "O'Neill", '#N/A', 'TRUE', '3/4'],
  ...['2026-11-20', '12,5', 'a;b', 'a\tb', '"', '"x"', 'x "y", z', '_x0041_', '_x005F_', '1. a', '# a', 'é', 'e\u0301'],
  ...['李小龙', 'محمد', '🎓', '\u00a0', 'sep=;', 'a|b', '100%+', 'x'.repeat(300)],
]
const word = fc.oneof(
  { weight: 3, arbitrary: fc.constantFrom(...odd) },
  fc.array(fc.constantFrom(...odd), { minLength: 2, maxLength: 3 }).map((parts) => parts.join('')),
  fc.string({ unit: 'grapheme', minLength: 1, maxLength: 12 }),
)
/** A text without spaces around it, which no list keeps; never empty, which means something else in a file. */
const text = word.map((made) => made.trim() || 'x')

const person = fc.record({ first: text, last: text, email: text, accessCode: text, serial: text })
type Person = typeof person extends fc.Arbitrary<infer One> ? One : never
const people = fc.array(person, { minLength: 1, maxLength: 12 })

/** The text in the form of a sheet's cell: on one line. */
const onOneLine = (made: string): string => made.replace(/[\t\r\n\u0085\u2028\u2029]+/g, ' ')

/**
 * Whether a text in the unguarded CSV for programs looks like a spreadsheet's guarded one: there the sign is removed.
 */
const looksGuarded = (made: string): boolean => /^'+[=+\-@\t\r\d]|^="/.test(made)

async function columnsOf(file: string, sheet: string | undefined, headers: readonly string[]): Promise<string[][]> {
  const { header, rows } = await tablesAtWork().readTable(file, { sheet })
  const places = headers.map((name) => header?.indexOf(name) ?? -1)
  expect(places, String(header)).not.toContain(-1)
  return rows.map(({ cells }) => places.map((at) => cells[at] ?? ''))
}

function filled(made: readonly Person[]): Laptop {
  const place = laptop({ a: 'Europe/Berlin' })
  const results = made.map(({ serial, ...who }, at) =>
    resultOf({
      ...who,
      userId: at,
      percentage: toTenths(at),
      timeFinished: unixSeconds(noon - at),
      certificateSerial: `${at} ${serial}`,
    }),
  )
  receive(place, results, { tests: [{ id: 101, name: '=Maths' }], sources: [{ id: 10, name: "'10B" }] })
  return place
}

const options = { signal: new AbortController().signal, onProgress: () => undefined }
const runs = { numRuns: 4, seed: 20 }

describe('what the app wrote is read back as it was written', () => {
  it.each<ExportFormat>(['xlsx', 'csv'])('attempts in %s', { timeout: 120_000 }, async (format) => {
    await fc.assert(
      fc.asyncProperty(people, async (made) => {
        const kept = format === 'csv' ? made.filter((each) => !Object.values(each).some(looksGuarded)) : made
        fc.pre(kept.length > 0)
        const place = filled(kept)
        const file = join(place.folder, `Marks.${format}`)
        await exported(place, requestFor(file))
        const headers = ['First name', 'Last name', 'E-mail', 'Access code', 'Certificate serial', 'Test ID']
        const read = await columnsOf(file, format === 'csv' ? undefined : 'Attempts', headers)
        const asWritten = format === 'csv' ? (value: string) => value : onOneLine
        expect(read).toEqual(
          kept.map(({ first, last, email, accessCode, serial }, at) =>
            [first, last, email, accessCode, `${at} ${serial}`, '101'].map(asWritten),
          ),
        )
      }),
      runs,
    )
  })

  it('certificates', { timeout: 120_000 }, async () => {
    await fc.assert(
      fc.asyncProperty(people, async (made) => {
        const place = filled(made)
        const file = join(place.folder, 'Certificates.xlsx')
        const exporter = createExporter({ databaseFile: place.databaseFile, workerFile })
        const query = { filter: [], sort: { field: 'finished', direction: 'desc' } } as const
        await exporter.run('certificates', { query, file, exportedAt: noon }, options)
        await exporter.close()
        const read = await columnsOf(file, 'Certificates', ['First name', 'Last name', 'E-mail', 'Serial'])
        expect(read).toEqual(
          made.map(({ first, last, email, serial }, at) => [first, last, email, `${at} ${serial}`].map(onOneLine)),
        )
      }),
      runs,
    )
  })

  it.each<ExportFormat>(['xlsx', 'csv'])('codes with their start links in %s', { timeout: 120_000 }, async (format) => {
    await fc.assert(
      fc.asyncProperty(people, async (made) => {
        const links = made.map(({ first, last, email, accessCode }) => {
          const one: StartPerson = { first, last, email, userId: null, accessCode }
          return { ...one, url: startUrl('g6v533a63444719ce32', one) }
        })
        const { databaseFile, folder } = laptop()
        const file = join(folder, `Start links.${format}`)
        const exporter = createExporter({ databaseFile, workerFile })
        await exporter.run('start-links', { people: links, file, format, exportedAt: noon }, options)
        await exporter.close()
        const headers = ['First name', 'Last name', 'E-mail', 'Access code', 'Start link']
        const read = await columnsOf(file, undefined, headers)
        const asWritten = format === 'csv' ? (value: string) => value : onOneLine
        expect(read).toEqual(
          links.map(({ first, last, email, accessCode, url }) =>
            [first, last, email, accessCode, url].map((value) => asWritten(value ?? '')),
          ),
        )
      }),
      runs,
    )
  })
})
