import { describe, expect, it } from 'vitest'
import { type RangeQuery, type Reading, readAtOneMoment } from '../../../electron/store/reading.ts'
import { sortFields } from '../../../shared/model/result-fields.ts'
import { unixSeconds } from '../../../shared/model/time.ts'
import { noon, pageWith, resultOf, temporaryFile } from './laptop-database.ts'
import { filled, sampleRows } from './sample-rows.ts'

const newest = { field: 'finished', direction: 'desc' } as const
const all: RangeQuery = { filter: [], sort: newest, offset: 0, limit: undefined }

const readResults = <T>(
  file: string,
  query: RangeQuery,
  read: (answer: ReturnType<Reading['results']>) => Promise<T>,
): Promise<T> => readAtOneMoment(file, async (reading) => read(reading.results(query)))

describe('reading a whole answer', () => {
  const { calls, file } = filled(sampleRows(120))
  const read = (query: Partial<RangeQuery>) =>
    readResults(file, { ...all, ...query }, async ({ total, rows }) => ({ total, ids: [...rows].map(({ id }) => id) }))

  it.each(sortFields)('by %s gives the same rows in the same order as its pages', async (field) => {
    for (const direction of ['asc', 'desc'] as const) {
      const sort = { field, direction }
      const pages = calls.storedResultsPage({ filter: [], sort, offset: 0, limit: 1_000 }).map(({ id }) => id)
      expect(await read({ sort })).toEqual({ total: 120, ids: pages })
      expect((await read({ sort, offset: 5, limit: 7 })).ids).toEqual(pages.slice(5, 12))
      expect((await read({ sort, offset: 100 })).ids).toEqual(pages.slice(100))
    }
  })

  it('gives whole rows with their names, and the zones of their accounts', async () => {
    await readResults(file, { ...all, limit: 3 }, async ({ rows, zones }) => {
      expect([...rows]).toEqual(calls.storedResultsPage({ filter: [], sort: newest, offset: 0, limit: 3 }))
      expect([...zones.keys()].sort()).toEqual(['a', 'b'])
    })
  })

  it('counts what matches, and reads none of nothing', async () => {
    expect(await read({ limit: 0 })).toEqual({ total: 120, ids: [] })
    expect(await read({ offset: 500 })).toEqual({ total: 120, ids: [] })
    expect(await read({ filter: [{ field: 'search', op: 'contains', value: 'nobody at all' }] })).toEqual({
      total: 0,
      ids: [],
    })
  })

  it('may be left in the middle', async () => {
    const first = await readResults(file, all, async ({ rows }) => {
      for (const row of rows) return row.id
      return null
    })
    expect(first).toBe((await read({ limit: 1 })).ids[0])
  })
})

it('doubles and skips nothing that a sync writes meanwhile', async () => {
  const { calls, file } = filled(sampleRows(50))
  const before = calls.storedResultsPage({ filter: [], sort: newest, offset: 0, limit: 1_000 }).map(({ id }) => id)
  await readResults(file, all, async ({ total, rows }) => {
    const ids: number[] = []
    for (const row of rows) {
      // Newer than all, and one for each page, so that every later offset would be one off.
      const timeFinished = unixSeconds(noon + 1_000 + ids.length)
      calls.applyPage(pageWith([resultOf({ userId: 10_000 + ids.length, timeFinished })]))
      ids.push(row.id)
    }
    expect(total).toBe(50)
    expect(ids).toEqual(before)
  })
  expect(calls.countResults([])).toBe(100)
})

it('says that the store failed where there is no database', async () => {
  await expect(readResults(temporaryFile(), all, async () => null)).rejects.toMatchObject({ name: 'AppError' })
})
