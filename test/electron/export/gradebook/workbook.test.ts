import { readFileSync } from 'node:fs'
import ExcelJS from 'exceljs'
import { XMLParser } from 'fast-xml-parser'
import { describe, expect, it } from 'vitest'
import { testSheetName } from '../../../../electron/export/gradebook/test-sheets.ts'
import { readAtOneMoment } from '../../../../electron/store/api.ts'
import { openDatabase } from '../../../../electron/store/open.ts'
import { usualGradebook, usualRules } from '../../../../shared/model/gradebook.ts'
import { averageKinds } from '../../../../shared/model/grading.ts'
import type { Result } from '../../../../shared/model/result.ts'
import { laptop, sheetRows } from '../laptop.ts'
import { zipEntries } from '../zip-entries.ts'
import { attempt, classOf, manyAttempts, writtenGradebook } from './made-class.ts'

/** Element order of a worksheet (ECMA-376 part 1, 18.3.1.99 CT_Worksheet). */
const schemaOrder =
  'sheetPr dimension sheetViews sheetFormatPr cols sheetData sheetCalcPr sheetProtection protectedRanges scenarios autoFilter sortState dataConsolidate customSheetViews mergeCells phoneticPr conditionalFormatting dataValidations hyperlinks printOptions pageMargins pageSetup headerFooter rowBreaks colBreaks customProperties cellWatches ignoredErrors smartTags drawing legacyDrawing picture oleObjects controls webPublishItems tableParts extLst'.split(
    ' ',
  )

const entriesOf = (file: string): Map<string, string> => zipEntries(readFileSync(file))
const sheetsIn = (entries: Map<string, string>): string[] =>
  [...entries].filter(([name]) => /worksheets\/sheet\d+\.xml$/.test(name)).map(([, xml]) => xml)
const formulasIn = (entries: Map<string, string>): string[] =>
  sheetsIn(entries).flatMap((xml) => [...xml.matchAll(/<f[^>]*>([^<]*)<\/f>/g)].map(([, words]) => words ?? ''))

function expectSchemaOrder(entries: Map<string, string>): void {
  const parser = new XMLParser({ preserveOrder: true, ignoreAttributes: true })
  for (const xml of sheetsIn(entries)) {
    const document: Record<string, Record<string, unknown>[]>[] = parser.parse(xml)
    const children = document.flatMap(({ worksheet }) => worksheet ?? []).flatMap(Object.keys)
    const places = children.map((child) => schemaOrder.indexOf(child))
    expect(places, children.join(' ')).not.toContain(-1)
    expect(places, children.join(' ')).toEqual(places.toSorted((a, b) => a - b))
    expect(xml).not.toMatch(/<v>(?:NaN|-?Infinity|Invalid Date)<\/v>/)
  }
}

async function bookOf(file: string): Promise<ExcelJS.Workbook> {
  const book = new ExcelJS.Workbook()
  await book.xlsx.readFile(file)
  return book
}

const names = ['=1+1', '+49', '@sum', '_x0041_', 'History', '"x", y', '🎓 é', 'محمد', 'a\u0000b\u001bc', `O'Neill`]
const oddPeople: readonly Result[] = names.map((last, at) =>
  attempt(at, 101 + (at % 3), at, at * 9, {
    ...{ last, first: names.at(-1 - at) ?? '', email: `${last}@x`, accessCode: last, certificateSerial: last },
    viewResultsUrl: 'https://www.classmarker.com/v/?required_tid=1&x=1',
    certificateUrl: 'https://www.classmarker.com/c/1.pdf',
    extraInfo: ['=extra', null, 'x'.repeat(40_000), null, null],
    ipAddress: '10.0.0.7',
  }),
)
const oddTests = {
  101: 'A very long name of a test, forty letters',
  102: 'a VERY LONG NAME OF A TEST, FORTY LETTERS',
  103: "'O'Brien': [1]/2*?\\",
}

const kinds = [
  ['live', {}],
  ['of values', { figures: 'values' }],
  ['with links, addresses and extra fields', { links: true, ipAddresses: true, extraFields: true }],
  ['with pseudonyms', { identity: 'pseudonyms', links: true, ipAddresses: true, extraFields: true }],
] as const

describe('the workbook of a gradebook', () => {
  it.each(kinds)('%s has its XML in the order of the schema, and no formula made of data', async (_, said) => {
    const place = classOf(oddPeople, oddTests)
    const { file, sheets } = await writtenGradebook(place, said)
    const entries = entriesOf(file)
    expectSchemaOrder(entries)
    const functions = new Set(formulasIn(entries).flatMap((words) => words.match(/[A-Z]{2,}(?=\()/g) ?? []))
    const known = ['AVERAGE', 'AVERAGEIFS', 'CHOOSE', 'COUNT', 'COUNTIF', 'COUNTIFS', 'EXACT', 'IF', 'IFERROR', 'INDEX']
    const more = ['ISNUMBER', 'LOOKUP', 'MATCH', 'MAX', 'MEDIAN', 'MIN', 'OR', 'REPT', 'ROUND', 'STDEV', 'SUBTOTAL']
    expect([...functions].filter((name) => ![...known, ...more, 'SUMPRODUCT'].includes(name))).toEqual([])
    if ('figures' in said) expect(functions.size).toBe(0)
    for (const words of formulasIn(entries)) expect(words).not.toMatch(/_xlfn|http|Neill|49|History|_x0041_/)
    expect(new Set(sheets.map((name) => name.toLowerCase())).size).toBe(sheets.length)
    const book = await bookOf(file)
    expect(book.worksheets.map(({ name, state }) => [name, state])).toEqual(sheets.map((name) => [name, 'visible']))
    for (const sheet of book.worksheets) {
      expect(sheet.name).toMatch(/^[^*?:\\/[\]']{1,31}$/)
      expect(sheet.hasMerges).toBe(false)
      expect(sheet.pageSetup).toMatchObject({
        orientation: 'landscape',
        fitToPage: true,
        fitToWidth: 1,
        fitToHeight: 0,
      })
      if (!['Summary', 'Settings'].includes(sheet.name)) {
        expect(sheet.pageSetup.printTitlesRow).toBe('1:1')
        expect(sheet.views[0]).toMatchObject({ state: 'frozen', ySplit: 1 })
        expect(sheet.autoFilter).toMatch(/^A1:/)
      }
    }
  })

  it('keeps names as they are, in text cells', async () => {
    const { file } = await writtenGradebook(classOf(oddPeople, oddTests), { extraFields: true })
    const rows = await sheetRows(file, 'Attempts')
    const [header = []] = rows
    const column = (name: string): unknown[] => rows.slice(1).map((row) => row[header.indexOf(name)])
    expect(column('Last name').toSorted()).toEqual(
      [...names.map((name) => name.replace('\u0000', '').replace('\u001b', ''))].toSorted(),
    )
    for (const words of column('Extra fields')) expect(String(words).length).toBe(32_767)
    const sheet = (await bookOf(file)).getWorksheet('Attempts')
    expect(sheet?.getCell('B2').type).toBe(ExcelJS.ValueType.String)
  })

  it('names nobody with pseudonyms, anywhere, and holds no link', async () => {
    const own = oddPeople.map((each) => ({ ...each, last: `Secret${each.userId}`, first: 'Hidden', email: 'hidden@x' }))
    const { file, sheets } = await writtenGradebook(classOf(own, oddTests), { ...kinds[3][1] })
    for (const xml of entriesOf(file).values()) {
      expect(xml).not.toMatch(/Secret|Hidden|hidden@x|user:|10\.0\.0\.7|required_tid|=extra/)
    }
    expect(sheets).not.toContain('Certificates')
  })

  it('holds links, addresses and extra fields only where they are asked for', async () => {
    const { file } = await writtenGradebook(classOf(oddPeople, oddTests))
    for (const xml of entriesOf(file).values()) expect(xml).not.toMatch(/10\.0\.0\.7|required_tid|=extra|1\.pdf/)
    const asked = await writtenGradebook(classOf(oddPeople, oddTests), { links: true, ipAddresses: true })
    const all = [...entriesOf(asked.file).values()].join('')
    for (const part of ['10.0.0.7', 'required_tid', '1.pdf']) expect(all).toContain(part)
  })

  it('lets the policy, the places, the scale, marks and weights be changed, each by its name', async () => {
    const { file } = await writtenGradebook(classOf(manyAttempts(5, 3), oddTests))
    const workbook = entriesOf(file).get('xl/workbook.xml') ?? ''
    const named = Object.fromEntries(
      [...workbook.matchAll(/<definedName name="([A-Z][A-Za-z_]+)">([^<]*)</g)].map(([, name, place]) => [name, place]),
    )
    expect(named).toMatchObject({
      Attempt_Policy: 'Settings!$B$2',
      Round_Places: 'Settings!$B$3',
      Grade_Min: 'Settings!$A$6:$A$10',
      Grade_Letter: 'Settings!$B$6:$B$10',
      Pass_Marks: 'Gradebook!$E$8:$G$8',
      Test_Weights: 'Gradebook!$E$9:$G$9',
    })
    expect(Object.keys(named)).toEqual(expect.arrayContaining(['A_Student', 'A_Test', 'A_Percent', 'A_Counts']))
    expect(workbook).toContain('fullCalcOnLoad="1"')
    const settings = (await bookOf(file)).getWorksheet('Settings')
    expect(settings?.getCell('B2')).toMatchObject({
      value: 'Best',
      dataValidation: { type: 'list', formulae: ['"Best,First,Last,Average"'] },
    })
  })

  it('has results beside its formulas, and truly empty cells where a test was not taken', async () => {
    const { file } = await writtenGradebook(classOf([attempt(1, 101, 1, 80), attempt(2, 102, 1, 70)], oddTests))
    const sheet = (await bookOf(file)).getWorksheet('Gradebook')
    expect(sheet?.getCell('E2').result).toBe(0.8)
    expect(sheet?.getCell('F2').type).toBe(ExcelJS.ValueType.Null)
    for (const xml of sheetsIn(entriesOf(file))) expect(xml).not.toMatch(/<\/f><\/c>|<f[^>]*\/>/)
  })

  it.each(averageKinds)(
    'has beside the average, which is of %s, the one of the other kind, as the store has it',
    async (kind) => {
      const results = manyAttempts(12, 4).map((result, at) => ({ ...result, pointsAvailable: 10 + (at % 3) * 15 }))
      const place = classOf(results, oddTests)
      const definition = { ...usualGradebook, rules: { ...usualRules, average: kind } }
      const rows = await readAtOneMoment(place.databaseFile, async (reading) => [
        ...reading.gradebook({ gradebook: definition, sort: { field: 'name', direction: 'asc' } }).rows(),
      ])
      const [other, header, liveHeader] =
        kind === 'mean-of-percents'
          ? ['Average (points-weighted)', 'Average', 'Average (points-weighted) as of this export']
          : ['Average (mean of percents)', 'Average (points-weighted)', 'Average (mean of percents)']
      expect(rows.some(({ average, otherAverage }) => average.mean !== otherAverage.mean)).toBe(true)
      for (const figures of ['live', 'values'] as const) {
        const { file } = await writtenGradebook(place, { definition, figures })
        const sheet = (await bookOf(file)).getWorksheet('Gradebook')
        const headers = Array.from({ length: sheet?.columnCount ?? 0 }, (_, at) => sheet?.getCell(1, at + 1).value)
        const column = headers.indexOf(figures === 'live' ? liveHeader : other) + 1
        expect(headers[column - 2]).toBe(header)
        const isFormula = figures === 'live' && kind === 'points-weighted'
        for (const [at, { average, otherAverage }] of rows.entries()) {
          const [own, beside] = [sheet?.getCell(at + 2, column - 1), sheet?.getCell(at + 2, column)]
          const shown = (cell: ExcelJS.Cell | undefined) =>
            (cell?.formula === undefined ? cell?.value : cell.result) || null
          const inFile = (mean: number | null) => (mean === null ? null : Number((mean / 1000).toFixed(12)))
          expect([shown(own), shown(beside)]).toEqual([inFile(average.mean) || null, inFile(otherAverage.mean) || null])
          expect(beside?.formula !== undefined).toBe(isFormula)
        }
      }
      const settings = await sheetRows((await writtenGradebook(place, { definition })).file, 'Settings')
      expect(JSON.stringify(settings)).toContain(`${other}`)
    },
  )

  it('of a class lists those who have not taken a test, with their numbers', async () => {
    const place = classOf([attempt(1, 101, 1, 80)], oddTests)
    const db = openDatabase(place.databaseFile)
    db.exec(`INSERT INTO class VALUES (5, 'a', '10B', 1)`)
    const add = db.prepare(`INSERT INTO class_member VALUES (5, ?, ?, 'New', 'new@x', ?, NULL)`)
    add.run('user:1', 'Ada', '0007')
    add.run('user:99', 'Zoe', null)
    db.close()
    const { file } = await writtenGradebook(place, {
      definition: { ...usualGradebook, students: { by: 'class', classId: 5 } },
    })
    expect((await sheetRows(file, 'Gradebook')).slice(0, 3).map((row) => row.slice(0, 5))).toEqual([
      ['Last name', 'First name', 'Group', 'Student key', 'Student number'],
      ['Last 1', 'First 1', '10B', 'user:1', '0007'],
      ['New', 'Zoe', undefined, 'user:99', undefined],
    ])
    expect(await sheetRows(file, 'Not taken')).toEqual([
      ['Last name', 'First name', 'E-mail', 'Group', 'Student key', 'Test'],
      ['New', 'Zoe', 'new@x', undefined, 'user:99', `${oddTests[101]} (101)`],
    ])
  })

  it('says what changed since it was last handed in', async () => {
    const place = classOf([attempt(1, 101, 1, 80)], oddTests)
    const { calls } = place
    const definition = usualGradebook
    const savedId = calls.saveGradebook({ id: null, account: 'a', name: 'Term 1', definition })
    expect((await writtenGradebook(place, { savedId })).sheets).not.toContain('Changes')
    calls.recordHandIn(savedId, calls.handInOf(definition), 1 as never)
    classOf([attempt(1, 101, 2, 95)], oddTests, place)
    const { file } = await writtenGradebook(place, { savedId })
    expect(await sheetRows(file, 'Changes')).toEqual([
      ['Student', 'What', 'Before', 'Now'],
      ['Last 1 First 1 (user:1)', `${oddTests[101]} (101)`, '80.0%', '95.0%'],
      ['Last 1 First 1 (user:1)', 'Average', '80.0% B', '95.0% A'],
    ])
  })

  it('lists what to look at, and of whom it is', async () => {
    const place = classOf([attempt(1, 101, 1, 80, { requiresGrading: true }), attempt(2, 101, 1, 50)], oddTests)
    const [header, ...lines] = await sheetRows((await writtenGradebook(place)).file, 'Checks')
    expect(header).toEqual(['Severity', 'What', 'Where'])
    expect(lines).toContainEqual([
      ...['Needs a look', '1 score that counts still needs grading and may change.'],
      `Last 1 First 1 (user:1) · ${oddTests[101]} (101)`,
    ])
    const hidden = await sheetRows((await writtenGradebook(place, { identity: 'pseudonyms' })).file, 'Checks')
    expect(JSON.stringify(hidden)).not.toMatch(/Last 1|user:1|example/)
  })

  it('of nobody is a workbook of values that says so', async () => {
    const { file, figures, sheets } = await writtenGradebook(classOf([], {}))
    expect({ figures, sheets }).toEqual({
      figures: 'values',
      sheets: ['Summary', 'Gradebook', 'Attempts', 'Checks', 'Settings'],
    })
    expectSchemaOrder(entriesOf(file))
  })

  it('that is too large to be live holds values, streamed in the order of the schema, and says so', async () => {
    const results = Array.from({ length: 10_400 }, (_, at) => attempt(at % 520, 101 + (at % 8), at, at % 100))
    const place = classOf(results, {}, laptop())
    const { file, figures, sheets } = await writtenGradebook(place, { links: true })
    expect(figures).toBe('values')
    expect(sheets.filter((name) => /^T\d\d/.test(name))).toEqual([])
    const entries = entriesOf(file)
    expectSchemaOrder(entries)
    expect(formulasIn(entries)).toEqual([])
    const settings = await sheetRows(file, 'Settings')
    expect(settings.find(([label]) => label === 'Figures')?.[2]).toMatch(/^Values instead of formulas: 520 students × /)
  }, 60_000)
})

describe('the name of a test’s sheet', () => {
  it.each([
    ['History', 'T01 History'],
    ["O'Brien's: [quiz] 1/2*?\\", 'T01 O Brien s quiz 1 2'],
    ['🎓'.repeat(30), `T01 ${'🎓'.repeat(13)}`],
    ['_x0041_', 'T01 x0041_'],
    ['', 'T01'],
  ])('of %s is %s', (name, expected) => {
    expect(testSheetName(0, name)).toBe(expected)
  })
})
