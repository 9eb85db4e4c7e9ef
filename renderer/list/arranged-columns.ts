import type { ListLayout } from '../../shared/model/list-layout.ts'

interface Arranged {
  readonly id: string
  readonly leaves: number
  readonly fixed?: boolean
}

/**
 * The columns as they were arranged: the first names the rows and stays first, pinned ones follow and never leave a
 * narrow window, then those with a remembered place, then those that an older version did not know.
 * @param scale how large the letters are
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
 * The order of `all` columns after one has changed places with its neighbour among those `shown`; null where it has none:
 * the first column and the pinned ones keep their ground.
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
