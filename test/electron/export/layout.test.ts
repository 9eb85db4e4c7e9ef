import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import ExcelJS from 'exceljs'
import { XMLParser } from 'fast-xml-parser'
import { describe, expect, it } from 'vitest'
import { unixSeconds } from '../../../shared/model/time.ts'
import { exported, laptop, noon, receive, requestFor, resultOf } from './laptop.ts'
import { zipEntries } from './zip-entries.ts'

/** Element order of a worksheet (ECMA-376 part 1, 18.3.1.99 CT_Worksheet); Excel "repairs" a file in another order. */
const schemaOrder =
  'sheetPr dimension sheetViews sheetFormatPr cols sheetData sheetCalcPr sheetProtection protectedRanges scenarios autoFilter sortState dataConsolidate customSheetViews mergeCells phoneticPr conditionalFormatting dataValidations hyperlinks printOptions pageMargins pageSetup headerFooter rowBreaks colBreaks customProperties cellWatches ignoredErrors smartTags drawing legacyDrawing picture oleObjects controls webPublishItems tableParts extLst'.split(
    ' ',
  )

async function written(results: readonly ReturnType<typeof resultOf>[]) {
  const place = laptop({ a: 'Europe/Berlin' })
  receive(place, results, { tests: [{ id: 101, name: 'Maths' }], sources: [{ id: 10, name: '10B' }] })
  const file = join(place.folder, 'layout.xlsx')
  await exported(place, requestFor(file))
  const book = new ExcelJS.Workbook()
  await book.xlsx.readFile(file)
  const sheet = book.getWorksheet('Attempts')
  if (sheet === undefined) throw new Error('no sheet of attempts')
  return { sheet, book, entries: zipEntries(readFileSync(file)) }
}

const some = [
  resultOf({ first: 'A name of more than forty letters, which is much', last: 'Li', requiresGrading: true }),
  resultOf({ userId: 2, last: '=1+1', timeFinished: unixSeconds(noon - 60) }),
]

describe('the workbook', () => {
  it('has its XML in the order of the schema, and well-formed', async () => {
    const { entries } = await written(some)
    const parser = new XMLParser({ preserveOrder: true, ignoreAttributes: true })
    const sheets = [...entries.keys()].filter((name) => name.includes('worksheets/sheet'))
    expect(sheets).toHaveLength(4)
    for (const name of sheets) {
      const document: Record<string, Record<string, unknown>[]>[] = parser.parse(entries.get(name) ?? '')
      const children = document.flatMap(({ worksheet }) => worksheet ?? []).flatMap(Object.keys)
      const places = children.map((child) => schemaOrder.indexOf(child))
      expect(children).toContain('sheetData')
      expect(places).not.toContain(-1)
      expect(places).toEqual(places.toSorted((a, b) => a - b))
      expect(new Set(places).size).toBe(places.length)
    }
  })

  it('holds no formula and no link, whatever the texts begin with', async () => {
    const { sheet, entries } = await written(some)
    expect(sheet.getCell('A3').type).toBe(ExcelJS.ValueType.String)
    expect(sheet.getCell('A3').numFmt).toBe('@')
    for (const xml of entries.values()) expect(xml).not.toMatch(/<f[ >]|<hyperlink/)
  })

  it('keeps its header in sight, filters by it, and prints it on every page', async () => {
    const { sheet } = await written(some)
    expect(sheet.views[0]).toMatchObject({ state: 'frozen', ySplit: 1 })
    expect(sheet.autoFilter).toBe('A1:X3')
    expect(sheet.getCell('A1').font).toMatchObject({ bold: true })
    expect(sheet.pageSetup).toMatchObject({
      orientation: 'landscape',
      fitToPage: true,
      fitToWidth: 1,
      fitToHeight: 0,
      printTitlesRow: '1:1',
    })
  })

  it('formats percentages, dates and durations, and stars what still needs grading', async () => {
    const { sheet } = await written(some)
    const formats = Object.fromEntries(
      ['E', 'I', 'J', 'P', 'Q'].map((column) => [column, sheet.getCell(`${column}3`).numFmt]),
    )
    expect(formats).toEqual({ E: '0.0%', I: 'yyyy-mm-dd hh:mm', J: '[h]:mm:ss', P: '0.0%', Q: 'yyyy-mm-dd hh:mm' })
    expect(sheet.getCell('E2').numFmt).toBe('0.0%"*"')
    expect(sheet.getCell('E2').value).toBe(0.75)
  })

  it('makes columns as wide as their texts, between 8 and 40 characters', async () => {
    const { sheet } = await written(some)
    const widths = Array.from({ length: 24 }, (_, at) => sheet.getColumn(at + 1).width ?? 0)
    expect(Math.min(...widths)).toBeGreaterThanOrEqual(8)
    expect(Math.max(...widths)).toBeLessThan(41)
    expect(sheet.getColumn(2).width).toBeGreaterThan(40)
    expect(sheet.getColumn(1).width).toBeLessThan(16)
  })

  it('widens by the first rows, and keeps going after them', async () => {
    const many = Array.from({ length: 1_203 }, (_, at) => resultOf({ userId: at, last: `Name ${at}` }))
    const { sheet } = await written(many)
    expect(sheet.rowCount).toBe(1_204)
    expect(sheet.autoFilter).toBe('A1:X1204')
  })

  it('of no results has a header and nothing else', async () => {
    const { sheet } = await written([])
    expect(sheet.rowCount).toBe(1)
    expect(sheet.autoFilter).toBe('A1:X1')
  })
})
