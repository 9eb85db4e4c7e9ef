import { describe, expect, it } from 'vitest'
import {
  findRow,
  type Pages,
  pageSize,
  pagesCovering,
  pagesKept,
  rowAt,
  steppedFrom,
  withPage,
} from '../../../renderer/state/pages.ts'
import { rereadPages } from '../../../renderer/state/reread-pages.ts'
import { idsDownFrom } from '../made-rows.ts'

interface Row {
  id: number
}
const pageOf = (ids: readonly number[], page: number): Row[] =>
  ids.slice(page * pageSize, (page + 1) * pageSize).map((id) => ({ id }))
const pagesOf = (ids: readonly number[], ...numbers: number[]): Pages<Row> =>
  new Map(numbers.map((page) => [page, pageOf(ids, page)]))

describe('pages of a long list', () => {
  it('find a row by its index, and say when its page is not here', () => {
    const pages = pagesOf(idsDownFrom(1000, 1000), 0, 3)
    expect(rowAt(pages, 0)?.id).toBe(1000)
    expect(rowAt(pages, 305)?.id).toBe(695)
    expect(rowAt(pages, 150)).toBeUndefined()
    expect(findRow(pages, 695)).toBe(305)
    expect(findRow(pages, 5)).toBeNull()
  })

  it('go on from where a row was that is gone: to the one in its place, or the one before', () => {
    const pages = pagesOf(idsDownFrom(1000, 1000), 0)
    expect([steppedFrom(pages, 5, 1), steppedFrom(pages, 5, -1)]).toEqual([5, 4])
    expect([steppedFrom(pages, 205, 1), steppedFrom(pages, 205, -1)]).toEqual([206, 204])
  })
  it('know which of them cover the screen, and none beyond the end', () => {
    expect(pagesCovering(95, 130, 1000)).toEqual([0, 1])
    expect(pagesCovering(990, 1100, 1000)).toEqual([9])
    expect(pagesCovering(0, 20, 0)).toEqual([])
  })
  it('let go of the farthest when there are too many', () => {
    let pages: Pages<Row> = new Map()
    for (let page = 0; page <= pagesKept; page += 1) pages = withPage(pages, page, [])
    expect(pages.size).toBe(pagesKept)
    expect(pages.has(0)).toBe(false)
    expect(pages.has(pagesKept)).toBe(true)
  })
})

describe('reading again after the list changed', () => {
  const before = idsDownFrom(1000, 1000)
  const sourceOf = (ids: readonly number[]) => ({
    asked: [] as number[],
    count: async () => ids.length,
    async page(page: number) {
      this.asked.push(page)
      return pageOf(ids, page)
    },
  })

  it('finds the row being read where it moved to', async () => {
    const source = sourceOf([...idsDownFrom(1250, 250), ...before])
    const shown = { count: 1000, pages: pagesOf(before, 1) }
    const next = await rereadPages(shown, { first: 130, last: 160, anchor: 130 }, source)
    expect(next.moved).toBe(250)
    expect(next.count).toBe(1250)
    expect(rowAt(next.pages, 380)?.id).toBe(before[130])
    expect(rowAt(next.pages, 410)?.id).toBe(before[160])
  })
  it('finds it when rows left above', async () => {
    const source = sourceOf(before.slice(120))
    const shown = { count: 1000, pages: pagesOf(before, 2) }
    expect((await rereadPages(shown, { first: 250, last: 280, anchor: 250 }, source)).moved).toBe(-120)
  })
  it('moves nothing while the top of the list is watched', async () => {
    const source = sourceOf([...idsDownFrom(1003, 3), ...before])
    const shown = { count: 1000, pages: pagesOf(before, 0) }
    const next = await rereadPages(shown, { first: 0, last: 30, anchor: null }, source)
    expect(next.moved).toBe(0)
    expect(rowAt(next.pages, 0)?.id).toBe(1003)
  })
  it('asks for no page twice, and gives up on a row that is gone', async () => {
    const source = sourceOf(before.filter((id) => id !== before[130]))
    const shown = { count: 1000, pages: pagesOf(before, 1) }
    const next = await rereadPages(shown, { first: 130, last: 160, anchor: 130 }, source)
    expect(next.moved).toBe(0)
    expect(source.asked.length).toBe(new Set(source.asked).size)
  })
  it('reads no more than the screen when nothing came in', async () => {
    const source = sourceOf(before)
    await rereadPages({ count: 1000, pages: pagesOf(before, 1) }, { first: 130, last: 160, anchor: 130 }, source)
    expect(source.asked).toEqual([1])
  })
})
