import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import ExcelJS from 'exceljs'
import { Temporal } from 'temporal-polyfill'
import { describe, expect, it } from 'vitest'
import { createExporter } from '../../../electron/export/exporter.ts'
import { openDatabase } from '../../../electron/store/open.ts'
import type { CertificatesQuery } from '../../../shared/model/certificate.ts'
import { outcome, type Result } from '../../../shared/model/result.ts'
import { toTenths } from '../../../shared/model/result-values.ts'
import { unixSeconds } from '../../../shared/model/time.ts'
import { type Cell, type Laptop, laptop, noon, receive, resultOf, settingsOf, sheetRows, workerFile } from './laptop.ts'
import { zipEntries } from './zip-entries.ts'

const zones = { a: 'Europe/Berlin', b: 'America/New_York' } as const
type AccountId = keyof typeof zones

/** For each test, how many months its certificates count. */
const validities = new Map([
  ['a 101', 24],
  ['b 101', 1],
])

interface Made {
  readonly account: AccountId
  readonly result: Result
}

/** The last of January and of February, a moment before midnight in Berlin, and a few between. */
const moments = ['2026-01-31T22:59:59Z', '2026-01-31T23:00:00Z', '2024-02-29T12:00:00Z', '2026-06-15T03:30:00Z'].map(
  (text) => unixSeconds(Date.parse(text) / 1000),
)

const names = [
  { first: '=1+1', last: 'Ada' },
  { first: 'Łukasz', last: "O'Neill" },
  { first: '李', last: '小龙' },
]

function madeResults(): Made[] {
  return Array.from({ length: 96 }, (_, at): Made => {
    const person = names[at % names.length] ?? { first: '', last: '' }
    const finished = moments[at % moments.length] ?? noon
    return {
      account: at % 2 === 0 ? 'a' : 'b',
      result: resultOf({
        ...person,
        testId: 101 + (at % 3),
        userId: at,
        email: at % 5 === 0 ? null : `pupil${at}@example.org`,
        percentage: toTenths([33.3, 66.7, 100, 105][at % 4] ?? 0),
        passMark: at % 7 === 0 ? null : toTenths(50),
        passed: at % 7 === 0 ? null : at % 4 > 0,
        requiresGrading: at % 6 === 1,
        timeStarted: unixSeconds(finished - 600),
        timeFinished: finished,
        giveCertificateOnlyWhenPassed: at % 8 !== 0,
        certificateSerial: at % 10 === 9 ? null : `CERT-${String(at).padStart(4, '0')}-00E5`,
        certificateUrl:
          at % 9 === 0 ? null : `https://www.classmarker.com/pdf/certificate/C.pdf?a=${at}&b="x"&c='<y>'&d=%2B`,
      }),
    }
  })
}

/** A folder of results, some of which have their PDF here, and one that had it. */
function filled(made: readonly Made[]) {
  const place = laptop(zones)
  for (const account of ['a', 'b'] as const) {
    const own = made.filter((one) => one.account === account).map(({ result }) => result)
    receive(place, own, {
      accountId: account,
      tests: [
        { id: 101, name: 'Health & safety' },
        { id: 102, name: '=cmd' },
      ],
      sources: [{ id: 10, name: `10B ${account}` }],
    })
  }
  const here = new Set<string>()
  const db = openDatabase(place.databaseFile)
  const validity = db.prepare('INSERT INTO certificate_validity (account_id, test_id, months) VALUES (?, ?, ?)')
  for (const [key, months] of validities) validity.run(...key.split(' '), months)
  const saved = db.prepare(
    'INSERT INTO certificate_file (result_id, serial, file, bytes, saved_at) VALUES (?, ?, ?, 3, 1)',
  )
  const folder = join(place.folder, 'Certificates')
  mkdirSync(folder)
  const rows = db.prepare('SELECT id, certificate_serial AS serial FROM result WHERE certificate_key IS NOT NULL').all()
  for (const { id, serial } of (rows as { id: number; serial: string }[]).slice(0, 20)) {
    const file = join(folder, `${serial}.pdf`)
    // Of every four, one was moved away and one is an older certificate's.
    saved.run(id, id % 4 === 1 ? 'CERT-OLD' : serial, file)
    if (id % 4 !== 2) writeFileSync(file, 'PDF')
    if (id % 4 !== 1 && id % 4 !== 2) here.add(serial)
  }
  db.close()
  return { place, here }
}

async function exported({ databaseFile, folder }: Laptop, query: CertificatesQuery) {
  const file = join(folder, 'Certificates.xlsx')
  const reports: [number, number][] = []
  const exporter = createExporter({ databaseFile, workerFile })
  const options = {
    signal: new AbortController().signal,
    onProgress: (written: number, total: number) => void reports.push([written, total]),
  }
  const outcome = await exporter.run('certificates', { query, file, exportedAt: noon }, options)
  await exporter.close()
  return { file, outcome, reports }
}

const zoned = (moment: number, account: AccountId) =>
  Temporal.Instant.fromEpochMilliseconds(moment * 1000).toZonedDateTimeISO(zones[account])

const asCell = (date: Temporal.PlainDateTime) => new Date(date.toZonedDateTime('UTC').epochMilliseconds)

function expectedCells({ account, result }: Made, here: ReadonlySet<string>): Cell[] {
  const finished = zoned(result.timeFinished, account)
  const months = validities.get(`${account} ${result.testId}`)
  const lastDay = months === undefined ? undefined : finished.toPlainDate().add({ months }).toPlainDateTime()
  const url = result.certificateUrl
  return [
    result.last,
    result.first,
    result.email ?? undefined,
    { 101: 'Health & safety', 102: '=cmd' }[result.testId] ?? `Test ${result.testId}`,
    `10B ${account}`,
    Number(result.percentage) / 1000,
    { passed: 'Yes', 'not-passed': 'No', none: undefined }[outcome(result)],
    result.requiresGrading ? 'Yes' : undefined,
    asCell(finished.toPlainDateTime()),
    lastDay && asCell(lastDay),
    result.certificateSerial ?? undefined,
    url === null ? undefined : { text: url, hyperlink: new URL(url).href },
    here.has(result.certificateSerial ?? '') ? 'Yes' : 'No',
  ]
}

const headers =
  'Last name|First name|E-mail|Test|Group or link|Percent|Passed|Provisional|Finished|Valid until|Serial|Link|On this computer'.split(
    '|',
  )

const views: [string, CertificatesQuery][] = [
  ['newest first', { filter: [], sort: { field: 'finished', direction: 'desc' } }],
  [
    'by serial',
    { filter: [{ field: 'account', op: 'in', value: ['a'] }], sort: { field: 'certificate', direction: 'asc' } },
  ],
  [
    'a part only',
    {
      filter: [
        { field: 'outcome', op: 'in', value: ['passed'] },
        { field: 'test', op: 'in', value: [101] },
      ],
      sort: { field: 'name', direction: 'asc' },
    },
  ],
  [
    'whatever the filter says of certificates',
    { filter: [{ field: 'certificate', op: 'is', value: false }], sort: { field: 'test', direction: 'asc' } },
  ],
]

describe('the certificates workbook', () => {
  it.each(views)('holds the list on screen, cell by cell and in its order: %s', async (_, query) => {
    const made = madeResults()
    const { place, here } = filled(made)
    const listed = place.calls.certificatesPage({ ...query, offset: 0, limit: 10_000 })
    const { file, outcome: said, reports } = await exported(place, query)

    const [header, ...rows] = await sheetRows(file, 'Certificates')
    expect(header).toEqual(headers)
    expect(rows).toHaveLength(listed.length)
    expect(rows.length).toBeGreaterThan(5)
    rows.forEach((row, at) => {
      const one = made.find(({ result }) => result.certificateSerial === listed[at]?.certificateSerial)
      expect(row).toEqual(one && expectedCells(one, here))
    })
    expect(said).toEqual({ file, sheets: ['Summary', 'Certificates', 'Settings'], certificates: listed.length })
    expect(reports.at(-1)).toEqual([listed.length, listed.length])
  })

  it('leaves out what is not earned', async () => {
    const made = madeResults()
    const { place } = filled(made)
    const { file } = await exported(place, { filter: [], sort: { field: 'finished', direction: 'desc' } })
    const serials = (await sheetRows(file, 'Certificates')).slice(1).map((row) => row[10])
    const earned = made.filter(
      ({ result }) =>
        result.certificateSerial !== null && !(result.giveCertificateOnlyWhenPassed && result.passed === false),
    )
    expect(new Set(serials)).toEqual(new Set(earned.map(({ result }) => result.certificateSerial)))
    expect(serials).toHaveLength(earned.length)
    expect(earned.length).toBeLessThan(made.filter(({ result }) => result.certificateSerial !== null).length)
  })

  it('has formats for its figures, links that open, and no formula', async () => {
    const { place } = filled(madeResults())
    const { file } = await exported(place, { filter: [], sort: { field: 'finished', direction: 'desc' } })
    const book = new ExcelJS.Workbook()
    await book.xlsx.readFile(file)
    const sheet = book.getWorksheet('Certificates')
    const formats = ['A', 'F', 'I', 'J', 'K', 'L'].map((column) => sheet?.getColumn(column).numFmt)
    expect(formats).toEqual(['@', '0.0%', 'yyyy-mm-dd hh:mm', 'yyyy-mm-dd', '@', '@'])
    expect(sheet?.views[0]).toMatchObject({ state: 'frozen', ySplit: 1 })
    expect(sheet?.autoFilter).toBe(`A1:M${sheet?.rowCount}`)
    for (const xml of zipEntries(readFileSync(file)).values()) expect(xml).not.toMatch(/<f[ >]/)
  })

  it('says on its Settings sheet what is in it, from where, and how to read it', async () => {
    const { place } = filled(madeResults())
    const ids = place.calls
      .certificatesPage({ filter: [], sort: { field: 'name', direction: 'asc' }, offset: 0, limit: 3 })
      .map(({ id }) => id)
    const query: CertificatesQuery = {
      filter: [
        { field: 'id', op: 'in', value: ids },
        { field: 'certificate', op: 'is', value: true },
      ],
      sort: { field: 'name', direction: 'asc' },
    }
    const settings = await settingsOf((await exported(place, query)).file)
    expect(settings.get('Certificates')).toBe(3)
    expect(settings.get('Sorted by')).toBe('Name, ascending')
    expect(settings.get('Filter: Selected')).toBe('3 chosen by hand')
    expect(settings.has('Filter: Certificate')).toBe(false)
    expect([...settings.keys()]).toEqual(
      expect.arrayContaining(['Account: School a', 'Account: School b', 'Legend', 'Valid until']),
    )
  })

  it('of no certificates has a header and nothing else', async () => {
    const { file, outcome: said } = await exported(laptop(), { filter: [], sort: { field: 'name', direction: 'asc' } })
    expect(await sheetRows(file, 'Certificates')).toEqual([headers])
    expect(said.certificates).toBe(0)
    expect((await settingsOf(file)).get('Filter')).toBe('None: every certificate of these accounts')
  })
})
