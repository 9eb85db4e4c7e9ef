import { type RefObject, useLayoutEffect, useState } from 'react'
import { contentWidth, measuredRows, measureLike } from './content-width.ts'
import type { GridColumn } from './grid-column.ts'

interface ContentWidthsGiven<Row> {
  readonly grid: RefObject<HTMLElement | null>
  readonly scroller: RefObject<HTMLElement | null>
  readonly columns: readonly GridColumn<Row, string>[]
  readonly count: number
  rowAt(index: number): Row | undefined
  /** Changes when the list is another one. */
  readonly listKey: unknown
}

type Widths = ReadonlyMap<string, number>

/**
 * What the content of each column takes, by the first rows of the list. Measured when the list is another one; rows that
 * come in later only widen columns, and only while the top of the list is watched: what is being read does not move.
 */
export function useContentWidths<Row>(given: ContentWidthsGiven<Row>): Widths {
  const { grid, scroller, columns, count, rowAt, listKey } = given
  const [widths, setWidths] = useState<Widths>(new Map())
  const fonts = useFontsReady()

  const measured = (): Widths => {
    if (grid.current === null) return new Map()
    const measure = measureLike(grid.current)
    const rows = Array.from({ length: Math.min(count, measuredRows) }, (_, index) => rowAt(index)).filter(
      (row) => row !== undefined,
    )
    return new Map(columns.map((column) => [column.id, contentWidth(column, rows, measure)]))
  }

  // biome-ignore lint/correctness/useExhaustiveDependencies: another list, not another minute
  useLayoutEffect(() => setWidths(measured()), [listKey, count === 0, fonts])

  // biome-ignore lint/correctness/useExhaustiveDependencies: rows that came in
  useLayoutEffect(() => {
    if ((scroller.current?.scrollTop ?? 0) > 0) return
    setWidths((before) => widened(before, measured()))
  }, [count])

  // "Yesterday 16:44" is longer than "Today 16:44", and no time is cut.
  // biome-ignore lint/correctness/useExhaustiveDependencies: other words for the same rows
  useLayoutEffect(() => setWidths((before) => widened(before, measured())), [columns])

  return widths
}

/** The widths with those that have become larger. */
export function widened(before: Widths, now: Widths): Widths {
  const larger = [...now].some(([id, width]) => width > (before.get(id) ?? 0))
  return larger ? new Map([...now].map(([id, width]) => [id, Math.max(width, before.get(id) ?? 0)])) : before
}

/** Becomes true when the letters are there to measure with. */
function useFontsReady(): boolean {
  const [ready, setReady] = useState(document.fonts.status === 'loaded')
  useLayoutEffect(() => {
    let current = true
    void document.fonts.ready.then(() => current && setReady(true))
    return () => {
      current = false
    }
  }, [])
  return ready
}
