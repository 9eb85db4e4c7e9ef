import { useMemo } from 'react'
import type { ListLayout } from '../../shared/model/settings.ts'
import { useSettings } from '../app/settings.ts'

/** How the teacher arranged a list's columns, and the ways to rearrange them. */
export interface ColumnMemory {
  readonly layout: ListLayout
  /** @param pixels at normal letter size; null: as wide as its content */
  setWidth(column: string, pixels: number | null): void
  setHidden(columns: readonly string[]): void
  setPinned(column: string, pinned: boolean): void
  setOrder(columns: readonly string[]): void
  /** Resets every column to its default; the order of the rows stays. */
  restore(): void
}

type LayoutChange = { readonly [Part in keyof ListLayout]: ListLayout[Part] | undefined }

/**
 * Remembers parts of a list's layout; undefined forgets a part. The newest layouts of the other lists stay.
 * @param change works the parts out from the newest layout
 */
export function rememberLayout(list: string, change: (layout: ListLayout) => LayoutChange): Promise<void> {
  return useSettings.getState().change(({ lists }) => {
    const layout = lists[list] ?? {}
    const entries = Object.entries({ ...layout, ...change(layout) }).filter(([, value]) => value !== undefined)
    return { lists: { ...lists, [list]: Object.fromEntries(entries) as ListLayout } }
  })
}

/** The layout of a list and how to change it; the same object until the layout changes. */
export function useColumnMemory(list: string): ColumnMemory {
  const kept = useSettings((state) => state.settings.lists[list])
  const hiddenResults = useSettings((state) => state.settings.hiddenColumns)
  const change = useSettings((state) => state.change)
  return useMemo(() => {
    // An export of results leaves out the columns hidden here, so they are a setting of their own.
    const inExport = list === 'results'
    const layout: ListLayout = inExport ? { ...kept, hidden: [...hiddenResults] } : (kept ?? {})
    const setHidden = (columns: readonly string[]) => {
      if (inExport) void change({ hiddenColumns: columns })
      else void rememberLayout(list, () => ({ hidden: [...columns] }))
    }
    return {
      layout,
      setHidden,
      setWidth(column, pixels) {
        void rememberLayout(list, ({ widths: { [column]: _, ...others } = {} }) => ({
          widths: pixels === null ? others : { ...others, [column]: Math.round(pixels) },
        }))
      },
      setPinned(column, pinned) {
        void rememberLayout(list, ({ pinned: before = [] }) => {
          const others = before.filter((id) => id !== column)
          return { pinned: pinned ? [...others, column] : others }
        })
      },
      setOrder: (columns) => void rememberLayout(list, () => ({ order: [...columns] })),
      restore() {
        void rememberLayout(list, () => ({ order: undefined, widths: undefined, pinned: undefined, hidden: undefined }))
        if (inExport) setHidden([])
      },
    }
  }, [list, kept, hiddenResults, change])
}

interface Arranged {
  readonly id: string
  readonly leaves: number
  readonly fixed?: boolean
}

/**
 * Sorts the columns as they were arranged: the first names the rows and stays first; pinned ones follow and never leave
 * a narrow window; then those with a remembered place; then those an older version did not know.
 * @param scale letter size relative to the usual one
 */
export function arranged<Column extends Arranged & { readonly width: number }>(
  columns: readonly Column[],
  { order = [], pinned = [], widths = {} }: ListLayout,
  scale: number,
): readonly Column[] {
  const placeOf = ({ id }: Column, place: number): number => {
    if (place === 0) return Number.NEGATIVE_INFINITY
    const known = order.indexOf(id)
    const among = known >= 0 ? known : order.length + place
    return pinned.includes(id) ? among - (order.length + columns.length) : among
  }
  const places = new Map(columns.map((column, place) => [column, placeOf(column, place)]))
  return columns
    .toSorted((a, b) => (places.get(a) ?? 0) - (places.get(b) ?? 0))
    .map((column) => {
      const width = widths[column.id]
      const isPinned = pinned.includes(column.id)
      if (width === undefined && !isPinned) return column
      return {
        ...column,
        ...(width === undefined ? {} : { width: width * scale, fixed: true }),
        ...(isPinned ? { leaves: 0, stays: true } : {}),
      }
    })
}

/**
 * The order of `all` columns after one has changed places with its neighbour among those `shown`; null where it cannot
 * move: the first column and the pinned ones keep their places.
 */
export function movedColumn(
  all: readonly string[],
  shown: readonly string[],
  pinned: readonly string[],
  moving: { readonly id: string; readonly by: -1 | 1 },
): readonly string[] | null {
  const neighbour = shown[shown.indexOf(moving.id) + moving.by]
  if (neighbour === undefined || moving.id === all[0] || neighbour === all[0]) return null
  if (pinned.includes(neighbour) !== pinned.includes(moving.id)) return null
  const others = all.filter((id) => id !== moving.id)
  const place = others.indexOf(neighbour) + (moving.by > 0 ? 1 : 0)
  return others.toSpliced(place, 0, moving.id)
}
