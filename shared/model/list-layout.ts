import type { z } from 'zod'

/** How a list was arranged by hand; absent parts are as the list comes. Columns that it does not have are passed over. */
export interface ListLayout {
  /** The columns in their order; others follow in the order they come with. */
  readonly order?: readonly string[] | undefined
  /** Pixels that were given by hand, at normal letter size. */
  readonly widths?: Readonly<Record<string, number>> | undefined
  /** Switched off by hand. */
  readonly hidden?: readonly string[] | undefined
  /** Kept at the front, in every window. */
  readonly pinned?: readonly string[] | undefined
  readonly sort?: { readonly field: string; readonly direction: 'asc' | 'desc' } | undefined
}

/** The layouts of all lists, by the names of the lists. */
export type ListLayouts = Readonly<Record<string, ListLayout>>

const mostLists = 50
const mostColumns = 50

/** What layouts may be. The window knows only their types, so that no checking is loaded there. */
export function listLayouts(zod: typeof z): z.ZodType<ListLayouts> {
  const name = zod.string().max(50)
  const columns = zod.array(name).max(mostColumns)
  const layout = zod.object({
    order: columns.optional(),
    widths: zod.record(name, zod.int().min(1).max(4_000)).optional(),
    hidden: columns.optional(),
    pinned: columns.optional(),
    sort: zod.object({ field: name, direction: zod.enum(['asc', 'desc']) }).optional(),
  })
  const few = (most: number) => (entries: object) => Object.keys(entries).length <= most
  return zod
    .record(
      name,
      layout.refine(({ widths = {} }) => few(mostColumns)(widths)),
    )
    .refine(few(mostLists))
}
