import * as SheetJS from '@e965/xlsx'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { AppError } from '../../../shared/errors.ts'
import { codesFrom, tableFrom } from './codes-of.ts'
import { archive, type Part, partsOf, row } from './made-workbook.ts'

const codes = Array.from({ length: 40 }, (_, at) => `K7-${String(at).padStart(3, '0')}`)
const rows = [row('Name', 'Access code'), ...codes.map((code, at) => row(`Ana ${at}`, code))].join('')
const parts = partsOf({ sheets: [{ name: 'Codes', rows }] })

function written(bookType: SheetJS.BookType): Buffer {
  const book = SheetJS.utils.book_new()
  SheetJS.utils.book_append_sheet(
    book,
    SheetJS.utils.aoa_to_sheet([['Name', 'Access code'], ...codes.map((code) => ['Ana', code])]),
    'S',
  )
  return SheetJS.write(book, { type: 'buffer', bookType })
}

/** Damage to a file: bytes replaced, cut out, or missing from some place to the end. */
const damage = fc.record({
  places: fc.array(fc.record({ at: fc.double({ min: 0, max: 0.999_999, noNaN: true }), byte: fc.nat(255) }), {
    maxLength: 6,
  }),
  length: fc.oneof({ weight: 3, arbitrary: fc.constant(1) }, fc.double({ min: 0, max: 1, noNaN: true })),
})

function damaged(
  bytes: Buffer,
  { places, length }: { places: readonly { at: number; byte: number }[]; length: number },
): Buffer {
  const copy = Buffer.from(bytes.subarray(0, Math.floor(bytes.length * length)))
  for (const { at, byte } of places) if (copy.length > 0) copy[Math.floor(at * copy.length)] = byte
  return copy
}

/** The outcome of reading: rows, or an error that has words. */
async function outcome(bytes: Buffer, name: string): Promise<readonly string[] | null> {
  try {
    const { allRows } = await tableFrom(bytes, name)
    return allRows.flatMap(({ cells }) => cells)
  } catch (thrown) {
    expect(thrown).toBeInstanceOf(AppError)
    return null
  }
}

describe('a damaged file', () => {
  it('as an archive gives its whole list or none', async () => {
    const whole = archive(parts)
    await fc.assert(
      fc.asyncProperty(damage, async (how) => {
        const cells = await outcome(damaged(whole, how), 'List.xlsx')
        if (cells !== null) expect(codes.filter((code) => !cells.includes(code))).toEqual([])
      }),
      { numRuns: 150 },
    )
  })

  it('of which only the first signs are left is no list', async () => {
    for (const length of [1, 2, 3]) expect(await outcome(archive(parts).subarray(0, length), 'List.xlsx')).toBeNull()
  })

  it('in a part of it fails in words, or is read', async () => {
    const part = fc.nat(parts.length - 1)
    await fc.assert(
      fc.asyncProperty(part, damage, async (which, how) => {
        const changed = parts.map(
          ([name, content], at): Part => [name, at === which ? damaged(Buffer.from(content), how) : content],
        )
        await outcome(archive(changed), 'List.xlsx')
      }),
      { numRuns: 150 },
    )
  })

  it('cut short anywhere in its sheet gives no half list', async () => {
    const sheet = parts.findIndex(([name]) => name.includes('sheet1'))
    const length = String(parts[sheet]?.[1]).length
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 1, max: length - 1 }), async (end) => {
        const cut = parts.map(
          ([name, content], at): Part => [name, at === sheet ? String(content).slice(0, end) : content],
        )
        expect(await outcome(archive(cut), 'List.xlsx')).toBeNull()
      }),
      { numRuns: 60 },
    )
  })

  it.each(['biff8', 'biff2', 'xlml', 'html', 'ods', 'xlsb'] as const)(
    'of another kind fails in words, or is read: %s',
    async (kind) => {
      const whole = written(kind)
      await fc.assert(
        fc.asyncProperty(damage, async (how) => {
          await outcome(damaged(whole, how), 'List.xls')
        }),
        { numRuns: 40 },
      )
    },
  )
})

describe('any text', () => {
  it('is read, or fails in words, whatever its bytes are', async () => {
    await fc.assert(
      fc.asyncProperty(fc.uint8Array({ minLength: 1, maxLength: 200 }), async (bytes) => {
        await outcome(Buffer.from(bytes), 'List.csv')
      }),
      { numRuns: 200 },
    )
  })

  it('gives its codes in every way a program writes it', async () => {
    const sign = fc.constantFrom(...'ABCXYZ0123456789-._/é')
    const code = fc.string({ unit: sign, minLength: 2, maxLength: 10 }).map((text) => `K${text}`)
    const kind = fc.record({
      delimiter: fc.constantFrom(',', ';', '\t'),
      end: fc.constantFrom('\n', '\r\n', '\r', '\r\r\n'),
      quoted: fc.boolean(),
      mark: fc.constantFrom('', '\uFEFF'),
      encoding: fc.constantFrom('utf8', 'utf16le'),
    })
    await fc.assert(
      fc.asyncProperty(fc.uniqueArray(code, { minLength: 1, maxLength: 12 }), kind, async (list, how) => {
        const cell = (text: string) => (how.quoted ? `"${text}"` : text)
        const lines = [['Name', 'Access code'], ...list.map((each) => ['Ana', each])]
        const text = lines.map((line) => line.map(cell).join(how.delimiter) + how.end).join('')
        const bytes = Buffer.from(how.mark + text, how.encoding as BufferEncoding)
        expect((await codesFrom(bytes, 'List.csv')).codes).toEqual(list.map((each) => each.normalize('NFC')))
      }),
      { numRuns: 100 },
    )
  })
})
