import { z } from 'zod'

const columnId = z.string().max(50)
const columnIds = z.array(columnId).max(50)

/** How a list was arranged by hand; absent parts are as the list comes. Columns that it does not have are passed over. */
const listLayout = z.object({
  /** The columns in their order; others follow in the order they come with. */
  order: columnIds.optional(),
  /** Pixels that were given by hand, at normal letter size. */
  widths: z.record(columnId, z.int().min(1).max(4_000)).optional(),
  /** Switched off by hand. */
  hidden: columnIds.optional(),
  /** Kept at the front, in every window. */
  pinned: columnIds.optional(),
  sort: z.object({ field: z.string().max(50), direction: z.enum(['asc', 'desc']) }).optional(),
})

export type ListLayout = Readonly<z.infer<typeof listLayout>>

const mostLists = 50

/** The layouts of all lists, by the names of the lists. */
export const listLayouts = z
  .record(z.string().max(50), listLayout)
  .refine((lists) => Object.keys(lists).length <= mostLists)

export type ListLayouts = Readonly<Record<string, ListLayout>>
