import { expect, it } from 'vitest'
import { dataColumns, resultColumns } from '../../../electron/store/results/result-columns.ts'
import { resultsAmong, rowColumns } from '../../../electron/store/results/rows.ts'
import { changesBetween } from '../../../electron/store/results/same-result.ts'
import {
  columnOf,
  exportedFields,
  factsOf,
  listedFields,
  sentFieldNames,
  sortFields,
  trackedFields,
} from '../../../shared/model/result-fields.ts'
import { database, pageWith, resultOf } from './laptop-database.ts'

const { db, calls } = database()
const columnsOf = (table: string) =>
  db
    .prepare<[string], { name: string }>('SELECT name FROM pragma_table_info(?)')
    .all(table)
    .map(({ name }) => name)

it('every field that ClassMarker sends has a column of its own, and no column of the results is left over', () => {
  const own = ['id', 'account_id', 'raw', 'first_seen_at', 'updated_at', 'reader', 'merged_key']
  expect([...dataColumns, ...own].sort()).toEqual(columnsOf('result').sort())
  expect(
    sentFieldNames.map((field) => columnOf(field)).filter((column) => !columnsOf('result').includes(column)),
  ).toEqual([])
})

it('every value of a result comes back as it was stored', () => {
  const result = resultOf({
    extraInfo: ['Year 10', null, null, null, 'Ms O’Hara'],
    passed: true,
    requiresGrading: null,
    giveCertificateOnlyWhenPassed: false,
    linkResultId: '12345678901234567890',
    durationSeconds: 75,
    status: 'f',
  })
  calls.applyPage(pageWith([result]))
  const stored = db.prepare<[], Record<string, unknown>>('SELECT * FROM result').get()
  expect(stored).toMatchObject({ ...resultColumns(result) })
  expect(stored).toMatchObject({ passed: 1, requires_grading: null, give_certificate_only_when_passed: 0 })
  expect(JSON.parse(String(stored?.extra_info))).toEqual(result.extraInfo)
})

it('a row of the list carries every listed field, and can be sorted by every order', () => {
  for (const field of sortFields) {
    const [row] = calls.resultsPage({ filter: [], sort: { field, direction: 'asc' }, offset: 0, limit: 1 })
    for (const listed of listedFields) expect(row).toHaveProperty(listed)
  }
})

it('a row of the list is read without the long texts of a result', () => {
  const { sql } = resultsAmong([1])
  const read = db.prepare(sql).columns()
  expect(read.map(({ name }) => name).sort()).toEqual([...rowColumns].sort())
})

it('a change of any tracked field is recorded by ClassMarker’s name, the score before the fields that depend on it', () => {
  const columns = resultColumns(resultOf({}))
  const changed = Object.fromEntries(
    trackedFields.map((field) => [columnOf(field), factsOf(field).kind === 'words' ? '["x"]' : 987]),
  )
  const told = changesBetween(columns, { ...columns, ...changed })
  expect(told.map(({ field }) => field)).toEqual(trackedFields.map((field) => factsOf(field).wire ?? columnOf(field)))
  expect(told[0]).toMatchObject({ field: 'percentage', after: '98.7' })
})

it('what names a student is left out of files with pseudonyms', () => {
  const personal = exportedFields.filter((field) => factsOf(field).personal)
  expect(personal).toEqual(['last', 'first', 'certificate', 'email', 'accessCode'])
})
