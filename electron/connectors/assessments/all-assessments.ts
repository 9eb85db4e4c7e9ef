import type { AssessmentsClient, ListOptions } from './client.ts'
import type { Assessment, UnreadableAssessment } from './model.ts'

export interface AllAssessments {
  /** Each once. */
  readonly assessments: readonly Assessment[]
  readonly unreadable: readonly UnreadableAssessment[]
  /**
   * Whether the list is certainly whole. If not, what is missing here may still be there; nothing may be taken for
   * gone.
   */
  readonly complete: boolean
}

/** How often the list is read while it moves. */
const mostPasses = 4
/** How many pages a list may have; a service that never ends is left. */
const mostPages = 500

type Item = { readonly assessment: Assessment } | { readonly unreadable: UnreadableAssessment }
/** By id, or by their text where they have none. */
type Items = Map<string, Item>

/** The list, read once from its beginning to its end. */
interface Pass {
  readonly items: Items
  /** Whether it fits the service's own count from beginning to end, with nothing in it twice. */
  readonly fits: boolean
  /** Whether a single answer held all of it, so that nothing can have moved between two pages. */
  readonly atOnce: boolean
}

/**
 * Reads all pages. An assessment that is created or removed meanwhile moves others from page to page, so a list of
 * several pages counts as whole only when two readings in a row agree; it is read four times at most.
 * @throws AppError as `AssessmentsClient.assessments`
 */
export async function allAssessments(client: AssessmentsClient, options: ListOptions = {}): Promise<AllAssessments> {
  const seen: Items = new Map()
  let before: Pass | null = null
  for (let passes = 0; passes < mostPasses; passes++) {
    const pass = await readOnce(client, options)
    if (pass.fits && (pass.atOnce || (before?.fits && sameItems(before.items, pass.items)))) {
      return listOf(pass.items, options, true)
    }
    for (const [key, item] of pass.items) seen.set(key, item)
    before = pass
  }
  return listOf(seen, options, false)
}

async function readOnce(client: AssessmentsClient, options: ListOptions): Promise<Pass> {
  const items: Items = new Map()
  let returned = 0
  let first: number | null = null
  let fits = true
  for (let page = 1; page <= mostPages; page++) {
    const { assessments, unreadable, total } = await client.assessments(page, options)
    for (const assessment of assessments) items.set(assessment.id, { assessment })
    for (const each of unreadable) items.set(each.id ?? each.raw, { unreadable: each })
    const here = assessments.length + unreadable.length
    returned += here
    if (page === 1) first = total
    fits &&= total === first && items.size === returned
    const isEnd = here === 0 || (total !== null && returned >= total)
    if (isEnd)
      return { items, fits: fits && (total === null || returned === total), atOnce: page === 1 && total !== null }
  }
  return { items, fits: false, atOnce: false }
}

const sameItems = (some: Items, others: Items): boolean =>
  some.size === others.size && [...some.keys()].every((key) => others.has(key))

function listOf(items: Items, { courseId }: ListOptions, complete: boolean): AllAssessments {
  const all = [...items.values()]
  const assessments = all.flatMap((item) => ('assessment' in item ? [item.assessment] : []))
  return {
    // A service that does not know the filter sends every course.
    assessments: assessments.filter((each) => courseId === undefined || each.courseId === courseId),
    unreadable: all.flatMap((item) => ('unreadable' in item ? [item.unreadable] : [])),
    complete,
  }
}
