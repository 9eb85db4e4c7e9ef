import { describe, expect, it } from 'vitest'
import { resultDocument } from '../../../electron/cli/commands/results.ts'
import { testTitles } from '../../../electron/export/gradebook/titles.ts'
import { parquetColumns } from '../../../electron/export/parquet/columns.ts'
import { AttemptRanks, attemptsInOrder } from '../../../electron/export/results/attempts.ts'
import { attemptColumns } from '../../../electron/export/results/columns.ts'
import type { ExportRequest } from '../../../electron/export/results/request.ts'
import { type Reading, readAtOneMoment } from '../../../electron/store/api.ts'
import { newestFirst } from '../../../shared/model/filter.ts'
import { usualGradebook } from '../../../shared/model/gradebook.ts'
import { unixSeconds } from '../../../shared/model/time.ts'
import { later, looked, questions, sentAssessment, sentSubmission } from '../store/assessment-rows.ts'
import { noon, pageWith, resultOf } from '../store/laptop-database.ts'

const sentinel = 'usr_sentinel7'
const key = '00112233445566778899aabbccddeeff'

/** A school of ClassMarker and a learning platform, each with a result; one submission was made here. */
function both() {
  const made = looked(sentAssessment('a', { title: 'Fractions' }))
  const { calls, numberOf } = made
  calls.applyPage(
    pageWith([resultOf({ userId: 1 })], { tests: [{ id: 1, name: 'Maths' }], sources: [{ id: 10, name: '10B' }] }),
  )
  calls.keepAssessment('p', { ...sentAssessment('a', { title: 'Fractions' }), questions }, noon)
  calls.keepSubmission('p', sentSubmission('1', { learnerId: sentinel, score: 80, passed: true }), noon)
  const { id } = calls.beginAttempt(numberOf('a'), unixSeconds(later - 60))
  calls.claimAttempt(id, false)
  calls.finishAttempt(id, sentSubmission('2', { learnerId: 'usr_2', submittedAt: later }), later)
  return made
}

describe('a gradebook over both services', () => {
  it('has a row for each student and a column for each test, titled with the service’s own id', async () => {
    const { file } = both()
    await readAtOneMoment(file, async (reading) => {
      const book = reading.gradebook({ gradebook: usualGradebook, sort: { field: 'name', direction: 'asc' } })
      expect(testTitles(book.summary.tests, () => '', reading.outwardId)).toEqual(['Fractions (asmnt_a)', 'Maths (1)'])
      const cells = [...book.rows()].map((row) => [row.last, row.cells.map((cell) => cell !== null)])
      expect(cells).toEqual([
        [expect.any(String), [false, true]],
        ['usr_2', [true, false]],
        [sentinel, [true, false]],
      ])
    })
  })
})

describe('a submission in lists and files', () => {
  const told = async <Value>(row: (made: ReturnType<typeof both>, reading: Reading) => Value) => {
    const made = both()
    return readAtOneMoment(made.file, async (reading) => row(made, reading))
  }

  it('has the platform’s ids in JSON, and a start only where it was made here', async () => {
    const documents = await told((_, reading) => {
      const all = reading.results({ filter: [], sort: newestFirst, offset: 0, limit: undefined })
      return [...all.rows].map(resultDocument).filter(({ feed }) => feed === 'submissions')
    })
    expect(documents).toMatchObject([
      {
        ...{ test_id: 'asmnt_a', test_name: 'Fractions', group_id: 'crs_1', group_name: 'crs_1', link_id: null },
        ...{ user_id: 'usr_2', percentage: 50, time_started: later - 60, time_finished: later },
      },
      { test_id: 'asmnt_a', user_id: sentinel, percentage: 80, passed: true, time_started: null },
    ])
  })

  it('is in a table with its course, and names nobody under a pseudonym', async () => {
    const tables = await told((_, reading) => {
      const query = { filter: [], sort: newestFirst }
      return (['names', 'pseudonyms'] as const).map((identity) => {
        const ranks = new AttemptRanks()
        for (const attempt of reading.attemptsToRank(query)) ranks.add(attempt)
        ranks.finish()
        const columns = attemptColumns(identity, [])
        const file = { file: '', format: 'csv', hiddenColumns: [], exportedAt: noon } as const
        const request: ExportRequest = { ...file, query, policy: 'best', identity, pseudonymKey: key }
        const rows = [...attemptsInOrder(reading, request, ranks, new Map())]
        return rows
          .filter(({ result }) => result.feed === 'submissions')
          .map((row) =>
            Object.fromEntries(
              columns.map((column) => [
                column.header,
                ('word' in column ? column.word?.(row) : null) ?? column.value(row),
              ]),
            ),
          )
      })
    })
    const [named = [], hidden = []] = tables
    expect(named).toMatchObject([
      {
        'Last name': 'usr_2',
        Test: 'Fractions',
        'Test ID': 'asmnt_a',
        'Group or link': 'crs_1',
        Source: 'course',
        Started: later - 60,
      },
      { 'Last name': sentinel, Percent: 800, 'Pass mark': 700, Passed: 'Yes', Started: null },
    ])
    expect(hidden).toHaveLength(2)
    expect(JSON.stringify(hidden)).not.toContain(sentinel)
    expect(JSON.stringify(hidden)).not.toContain('sub_')
  })

  it('is in a file of columns with ids of its own, since those of ClassMarker are numbers', async () => {
    const rows = await told((_, reading) => {
      const all = reading.results({ filter: [], sort: newestFirst, offset: 0, limit: undefined })
      const columns = parquetColumns('pseudonyms', {}, () => 'S-1')
      return [...all.rows].map((row) => Object.fromEntries(columns.map(({ name, value }) => [name, value(row)])))
    })
    expect(rows.filter(({ feed }) => feed === 'submissions')).toMatchObject([
      { test_id: null, assessment_id: 'asmnt_a', course_id: 'crs_1', group_id: null, group_name: 'crs_1' },
      { time_started: null },
    ])
    expect(rows.find(({ feed }) => feed === 'groups')).toMatchObject({ test_id: 1, assessment_id: null, group_id: 10 })
    expect(JSON.stringify(rows)).not.toContain(sentinel)
  })
})
