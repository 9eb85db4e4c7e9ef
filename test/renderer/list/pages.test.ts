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
} from '../../../renderer/list/list-store.ts'
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
