import { open, readFile } from 'node:fs/promises'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { startLinkColumns } from '../../../electron/export/start-links/export.ts'
import { csvWriter } from '../../../electron/export/writer/csv.ts'
import { workbookWriter } from '../../../electron/export/writer/workbook.ts'
import type { StartLink } from '../../../shared/model/start-link.ts'
import { unixSeconds } from '../../../shared/model/time.ts'
import { codesFrom, tableFrom } from './codes-of.ts'
import { fileOf } from './made-files.ts'

const word = fc.oneof(
  fc.string({ unit: fc.constantFrom(...'ab\'=+-@_x0041;,"#é漢 '), minLength: 1, maxLength: 10 }),
  fc.constantFrom(
    "'00125",
    "'-abc",
    '=1+1',
    "''=x",
    '="00123"',
    '_x0041_',
    '_x005F_x0041_',
    '1.23E+15',
    '# x',
    '00123',
  ),
)
// A part of a name as a cell keeps it: without spaces at its ends, and never of spaces alone.
const part = word.map((text) => text.trim() || 'x')
const people = fc.array(
  fc.record({ first: part, last: part, email: part, userId: part, accessCode: part.map((text) => `K${text}`) }),
  { minLength: 1, maxLength: 8 },
)

const partsOfPerson = ({ first, last, email, userId, accessCode, url }: StartLink) =>
  [first, last, email, userId, accessCode, url].map(String)

describe('a file that Gradekeep wrote', () => {
  it.each(['csv', 'xlsx'] as const)('reads back as it was written: start links as .%s', async (format) => {
    await fc.assert(
      fc.asyncProperty(people, async (written) => {
        const links = written.map((person, at) => ({
          ...person,
          url: `https://www.classmarker.com/start/?quiz=a${at}`,
        }))
        const name = `Links.${format}`
        const file = fileOf(name, '')
        const handle = await open(file, 'w')
        const exportedAt = unixSeconds(1_795_176_000)
        const writer =
          format === 'csv'
            ? csvWriter(handle, startLinkColumns, 'spreadsheet')
            : workbookWriter(handle, { sheetName: 'Start links', columns: startLinkColumns, settings: [], exportedAt })
        for (const link of links) writer.add(link)
        await writer.finish()
        await handle.close().catch(() => undefined)
        const bytes = await readFile(file)
        const { header, rows, encoding } = await tableFrom(bytes, name)
        expect(header).toEqual(['First name', 'Last name', 'E-mail', 'User ID', 'Access code', 'Start link'])
        expect(rows.map(({ cells }) => cells)).toEqual(links.map(partsOfPerson))
        expect(encoding?.isGuess ?? false).toBe(false)
        const normalised = links.map(({ accessCode }) => accessCode.normalize('NFC'))
        expect((await codesFrom(bytes, name)).codes).toEqual(normalised)
      }),
      { numRuns: format === 'csv' ? 100 : 25 },
    )
  })
})
