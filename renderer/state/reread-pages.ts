import { type Pages, pageSize, pagesCovering, rowAt } from './pages.ts'

/** The rows on the screen, and the one whose place must not change (null: none, the top of the list is being watched). */
export interface Reading {
  readonly first: number
  readonly last: number
  readonly anchor: number | null
}

interface Row {
  readonly id: number
}

interface Source<R> {
  count(): Promise<number>
  page(page: number): Promise<readonly R[]>
}

// So many pages are searched for the row being read; a sync page holds at most 200 results, two pages here.
const searchedPages = 12

/**
 * The pages on the screen read anew after the list changed, and by how many rows the row being read has moved, so that
 * the grid can scroll by as much and nothing moves under the reader's eyes. All pages of the answer are of one reading.
 */
export async function rereadPages<R extends Row>(
  before: { readonly count: number; readonly pages: Pages<R> },
  reading: Reading,
  source: Source<R>,
): Promise<{ count: number; pages: Pages<R>; moved: number }> {
  const pages = new Map<number, readonly R[]>()
  const load = async (numbers: readonly number[]): Promise<void> => {
    const missing = numbers.filter((number) => !pages.has(number))
    const rows = await Promise.all(missing.map((number) => source.page(number)))
    for (const [place, number] of missing.entries()) pages.set(number, rows[place] ?? [])
  }

  const count = await source.count()
  await load(pagesCovering(reading.first, reading.last, count))
  const anchored = reading.anchor === null ? undefined : rowAt(before.pages, reading.anchor)
  if (reading.anchor === null || anchored === undefined) return { count, pages, moved: 0 }

  const place = await findNear(anchored.id, reading.anchor, count, pages, load)
  const moved = place === null ? 0 : place - reading.anchor
  if (moved !== 0) await load(pagesCovering(reading.first + moved, reading.last + moved, count))
  return { count, pages, moved }
}

/** Searches outwards from the row's old place, downwards first: new results usually come in above it. */
async function findNear(
  id: number,
  oldPlace: number,
  count: number,
  pages: ReadonlyMap<number, readonly Row[]>,
  load: (numbers: readonly number[]) => Promise<void>,
): Promise<number | null> {
  const start = Math.floor(oldPlace / pageSize)
  const last = Math.floor(Math.max(0, count - 1) / pageSize)
  for (let step = 0; step < searchedPages; step += 1) {
    for (const page of step === 0 ? [start] : [start + step, start - step]) {
      if (page < 0 || page > last) continue
      await load([page])
      const place = pages.get(page)?.findIndex((row) => row.id === id) ?? -1
      if (place >= 0) return page * pageSize + place
    }
  }
  return null
}
