import { mkdirSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { DuckDBInstance } from '@duckdb/node-api'
import { describe, expect, it } from 'vitest'
import { createExporter } from '../../../../electron/export/exporter.ts'
import type { ParquetRequest } from '../../../../electron/export/parquet/request.ts'
import { usualGradebook } from '../../../../shared/model/gradebook.ts'
import { unixSeconds } from '../../../../shared/model/time.ts'
import { attempt, classOf, options } from '../gradebook/made-class.ts'
import { type Laptop, laptop, noon, workerFile } from '../laptop.ts'

async function written(place: Laptop, file: string, said: Partial<ParquetRequest> = {}) {
  const exporter = createExporter({ databaseFile: place.databaseFile, workerFile })
  const request: ParquetRequest = {
    ...{ filter: [], file, partition: [], identity: 'names', exportedAt: noon, ...said },
    pseudonymKey: '5ec7e75ec7e75ec7e75ec7e75ec7e75e',
  }
  try {
    return await exporter.run('parquet', request, options)
  } finally {
    await exporter.close()
  }
}

/** Asks DuckDB. */
async function asked(sql: string) {
  const connection = await (await DuckDBInstance.create(':memory:')).connect()
  try {
    return (await connection.runAndReadAll(sql)).getRowObjectsJson()
  } finally {
    connection.closeSync()
  }
}

const odd = '=1+1 _x0041_ é 🎓 محمد "x", y\n'

const results = [
  attempt(1, 101, 0, 89.5, { first: odd, viewResultsUrl: 'https://x.example/1', ipAddress: '10.0.0.1' }),
  attempt(2, 101, 60, null, { requiresGrading: true, passed: null, pointsScored: 12.25 }),
  attempt(3, 102, 60 * 24 * 60, 0),
]

describe('attempts as Parquet', () => {
  it('are read by DuckDB with the types and values of ClassMarker, and times in UTC', async () => {
    const place = classOf(results, { 101: 'Final', 102: 'Quiz' }, laptop({ a: 'Europe/Berlin' }))
    const file = join(place.folder, 'Attempts.parquet')
    expect(await written(place, file)).toMatchObject({ students: 3, attempts: 3 })
    const rows = await asked(
      `SELECT user_id, test_id, first, percentage, points_scored, requires_grading, passed, group_id, group_name, link_id,
         epoch(time_finished) AS finished, student_key, test_name, epoch(exported_at) AS exported
       FROM '${file}' ORDER BY user_id`,
    )
    const same = { group_id: '10', group_name: '10B', link_id: null, exported: noon }
    expect(rows).toEqual([
      {
        ...{ user_id: '1', test_id: '101', first: odd, percentage: 89.5, points_scored: 15, requires_grading: 'No' },
        ...{ passed: true, finished: noon, student_key: 'user:1', test_name: 'Final', ...same },
      },
      {
        ...{ user_id: '2', test_id: '101', first: 'First 2', percentage: null, points_scored: 12.25 },
        ...{ requires_grading: 'Yes', passed: null, finished: noon + 3_600, student_key: 'user:2' },
        ...{ test_name: 'Final', ...same },
      },
      {
        ...{ user_id: '3', test_id: '102', first: 'First 3', percentage: 0, points_scored: 15, requires_grading: 'No' },
        ...{ passed: true, finished: noon + 86_400 * 60, student_key: 'user:3', test_name: 'Quiz', ...same },
      },
    ])
    const types = await asked(`SELECT column_name, column_type FROM (DESCRIBE FROM '${file}')`)
    const typeOf = new Map(types.map(({ column_name, column_type }) => [column_name, column_type]))
    expect(
      Object.fromEntries(
        ['percentage', 'user_id', 'passed', 'last', 'time_started'].map((name) => [name, typeOf.get(name)]),
      ),
    ).toEqual({
      ...{ percentage: 'DOUBLE', user_id: 'VARCHAR', passed: 'BOOLEAN', last: 'VARCHAR' },
      time_started: 'TIMESTAMP WITH TIME ZONE',
    })
    for (const name of ['view_results_url', 'ip_address', 'extra_info', 'certificate_url'])
      expect(typeOf.has(name)).toBe(false)
  })

  it('have the same columns whatever they hold, so that one question reads those of many laptops', async () => {
    const [one, other] = [classOf(results, { 101: 'Final' }), classOf([attempt('U-7' as never, 101, 5, 50)], {})]
    const files = [join(one.folder, 'One.parquet'), join(one.folder, 'Other.parquet')] as const
    await written(one, files[0])
    await written(other, files[1])
    const list = files.map((file) => `'${file}'`).join(', ')
    expect(await asked(`SELECT user_id, test_id FROM read_parquet([${list}]) ORDER BY user_id`)).toEqual([
      ...[1, 2].map((id) => ({ user_id: String(id), test_id: '101' })),
      { user_id: '3', test_id: '102' },
      { user_id: 'U-7', test_id: '101' },
    ])
    const [types, others] = await Promise.all(
      files.map((file) => asked(`SELECT column_name, column_type FROM (DESCRIBE FROM '${file}')`)),
    )
    expect(others).toEqual(types)
  })

  it('hold links and addresses only where they are asked for', async () => {
    const place = classOf(results, { 101: 'Final' })
    const file = join(place.folder, 'Attempts.parquet')
    await written(place, file, { links: true, ipAddresses: true })
    expect(await asked(`SELECT view_results_url, ip_address FROM '${file}' WHERE user_id = '1'`)).toEqual([
      { view_results_url: 'https://x.example/1', ip_address: '10.0.0.1' },
    ])
  })

  it('name nobody with pseudonyms', async () => {
    const place = classOf(results, { 101: 'Final' })
    const file = join(place.folder, 'Attempts.parquet')
    await written(place, file, { identity: 'pseudonyms', links: true, ipAddresses: true, extraFields: true })
    const [row = {}, ...others] = await asked(`FROM '${file}'`)
    expect(others).toHaveLength(2)
    expect(row.student_key).toMatch(/^S-/)
    expect(JSON.stringify([row, ...others])).not.toMatch(/First|example|user:|10\.0\.0/)
    const leading = ['user_id', 'cm_user_id', 'link_result_id', 'certificate_serial', 'access_code', 'email']
    expect(Object.keys(row).filter((name) => leading.includes(name))).toEqual([])
  })

  it('of many laptops land in one folder by term and test, and the newest of each is read', async () => {
    const one = classOf(results, { 101: 'Final', 102: 'Quiz' })
    const other = classOf([attempt(9, 101, 5, 50)], { 101: 'Final' })
    const folder = join(one.folder, 'school')
    mkdirSync(folder)
    const partition = ['term', 'test'] as const
    await written(one, join(folder, 'a-1.parquet'), { partition })
    await written(one, join(folder, 'a-2.parquet'), { partition, exportedAt: unixSeconds(noon + 60) })
    await written(other, join(folder, 'b-1.parquet'), { partition })
    expect(readdirSync(folder).toSorted()).toEqual(['term=2026-H2', 'term=2027-H1'])
    const rows = await asked(
      `SELECT term, test, user_id, epoch(exported_at) AS exported
       FROM read_parquet('${folder}/**/*.parquet', hive_partitioning = true, union_by_name = true)
       QUALIFY row_number() OVER (
         PARTITION BY student_key, test_id, group_id, link_id, time_started, time_finished ORDER BY exported_at DESC
       ) = 1 ORDER BY user_id`,
    )
    expect(rows).toEqual([
      { term: '2026-H2', test: '101', user_id: '1', exported: noon + 60 },
      { term: '2026-H2', test: '101', user_id: '2', exported: noon + 60 },
      { term: '2027-H1', test: '102', user_id: '3', exported: noon + 60 },
      { term: '2026-H2', test: '101', user_id: '9', exported: noon },
    ])
  })

  it('without any attempt have their columns', async () => {
    const place = classOf([], {})
    const file = join(place.folder, 'None.parquet')
    await written(place, file)
    expect(await asked(`SELECT count(*) AS n, count(percentage) AS known FROM '${file}'`)).toEqual([
      { n: '0', known: '0' },
    ])
  })

  it('holds the attempts of one gradebook where that is asked for', async () => {
    const place = classOf([...results, attempt(1, 101, 2, 70)], {})
    const { calls } = place
    const member = { first: 'A', last: 'B', email: null, externalId: null, extraTime: null }
    const members = ['user:1', 'user:2'].map((key) => ({ ...member, key }))
    const gradebook = {
      ...usualGradebook,
      students: { by: 'class', classId: calls.addClass('a', '10B', members, noon) } as const,
    }
    const file = join(place.folder, 'Marks.parquet')
    expect(await written(place, file, { gradebook })).toMatchObject({ students: 2, attempts: 3 })
    expect(await asked(`SELECT student_key, percentage FROM '${file}' ORDER BY 1, 2 DESC`)).toEqual([
      { student_key: 'user:1', percentage: 89.5 },
      { student_key: 'user:1', percentage: 70 },
      { student_key: 'user:2', percentage: null },
    ])
  })
})
